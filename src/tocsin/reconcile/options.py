"""What a caller may set of a reconciliation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReconcileOptions:
    """Nothing here changes what is decided; it changes what is told and under which id.

    `decisions`: keep why reports were joined. `processes`: how many to work on, where the platform can fork.
    `known_ids`: incident ids given out before; an incident that can keep one
    of them does, and lists the others of its own as previous ids.
    """

    decisions: bool = True
    processes: int = 1
    known_ids: frozenset[str] = frozenset()
