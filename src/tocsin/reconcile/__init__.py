"""Claims of many reports to incidents: same attack or not, tolls over time, sums, history, sirens."""

from tocsin.reconcile.alerts import AlertRow
from tocsin.reconcile.changes import compare
from tocsin.reconcile.history import AttackRow
from tocsin.reconcile.identity import find_incident, id_of_anchor
from tocsin.reconcile.options import ReconcileOptions
from tocsin.reconcile.parts import at_place
from tocsin.reconcile.reconcile import reconcile

__all__ = [
    "AlertRow",
    "AttackRow",
    "ReconcileOptions",
    "at_place",
    "compare",
    "find_incident",
    "id_of_anchor",
    "reconcile",
]
