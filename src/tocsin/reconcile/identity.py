"""Incident ids: stable when reports are added, and every id ever given still leads somewhere.

An incident's id is a hash of the id of one of its reports, its anchor: the earliest published, or the one whose id was
given out before. Reports never leave the ledger, so an old id is found again by looking for the incident that holds its
anchor now, whether it was merged, split or re-read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from tocsin.reconcile.geometry import name_key
from tocsin.record import Incident, Place, content_id


def id_of_anchor(report: str) -> str:
    """The incident id that a report gives when it is the anchor."""
    return content_id("i-", report)


def id_of_part(report: str, place: Place) -> str:
    """The id of a wave's part in a town whose anchor is that report."""
    return content_id("i-", [report, place.id or name_key(place)])


def name_part(reports: Sequence[str], place: Place, known: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """The id of a wave's part with these reports, earliest first, and the other known ids that lead to it."""
    given = [i for r in reports if (i := id_of_part(r, place)) in known]
    return (given[0], tuple(given[1:])) if given else (id_of_part(reports[0], place), ())


def name_incident(reports: Sequence[str], known: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """The id of an incident with these reports, earliest first, and the other known ids that lead to it."""
    if not known:
        return id_of_anchor(reports[0]), ()
    given = [i for r in reports if (i := id_of_anchor(r)) in known]
    if not given:
        return id_of_anchor(reports[0]), ()
    return given[0], tuple(given[1:])


def find_incident(id: str, incidents: Iterable[Incident]) -> Incident | None:
    """The incident that an id, of today or of before, leads to; None when no report in them ever gave it."""
    former = None
    for incident in incidents:
        if incident.id == id:
            return incident
        if former is None and any(_anchored(r, incident) == id for r in incident.reports):
            former = incident
    return former


def _anchored(report: str, incident: Incident) -> str:
    if incident.part_of is not None and incident.place is not None:
        return id_of_part(report, incident.place)
    return id_of_anchor(report)
