"""What changed between two states of the record: one line a change, with the claim that brought it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.reconcile.identity import find_incident
from tocsin.record import Incident, Toll

_Scope = tuple[str, str, str]


def compare(before: Sequence[Incident], after: Sequence[Incident]) -> list[str]:
    """Lines for incidents that came, went, merged, and for tolls, places and grades that moved; [] when nothing did."""
    old = {i.id: i for i in before}
    new = {i.id: i for i in after}
    lines = []
    for id in sorted(old.keys() - new.keys()):
        home = find_incident(id, after)
        if home is not None:
            lines.append(f"{id} now part of {home.id}")
        elif old[id].part_of is not None:
            lines.append(f"{id} no longer a part of {old[id].part_of}: {_name(old[id])}")
        else:
            lines.append(f"{id} withdrawn: none of its reports tells of an attack any more")
    for id in sorted(new.keys() - old.keys()):
        lines.append(f"{id} new: {_name(new[id])}, {len(new[id].reports)} reports")
    for id in sorted(old.keys() & new.keys()):
        lines += _moved(old[id], new[id])
    return lines


def _moved(old: Incident, new: Incident) -> Iterator[str]:
    added = [r for r in new.reports if r not in old.reports]
    gone = [r for r in old.reports if r not in new.reports]
    if added:
        yield f"{new.id} +{len(added)} reports: {', '.join(added)}"
    if gone:
        yield f"{new.id} -{len(gone)} reports: {', '.join(gone)}"
    if (old.place and old.place.name) != (new.place and new.place.name):
        yield f"{new.id} place: {_name(old)} -> {_name(new)}"
    if old.grade != new.grade:
        yield f"{new.id} grade: {old.grade} -> {new.grade}"
    was, now = _by_scope(old), _by_scope(new)
    for scope in sorted(was.keys() | now.keys()):
        before, after = was.get(scope), now.get(scope)
        if before is None or after is None or _range(before) != _range(after):
            yield f"{new.id} {scope[0]} in {scope[1]}: {_range(before)} -> {_range(after)}{_by(before, after)}"


def _by_scope(incident: Incident) -> dict[_Scope, Toll]:
    return {(t.kind, t.place.name if t.place else "place not known", t.unit): t for t in incident.tolls}


def _range(toll: Toll | None) -> str:
    if toll is None:
        return "nothing"
    return "-".join("?" if v is None else str(v) for v in (toll.low, toll.best, toll.high))


def _by(before: Toll | None, after: Toll | None) -> str:
    """The newest counted claim that the later state has and the earlier had not."""
    known = {p.claim for p in before.series} if before else set()
    fresh = [p for p in (after.series if after else ()) if p.counted and p.claim not in known]
    if not fresh:
        return ""
    last = max(fresh, key=lambda p: p.as_of)
    return f" by {last.claim} ({last.speaker or 'the outlet'}, {last.as_of})"


def _name(incident: Incident) -> str:
    return incident.place.name if incident.place else "place not known"
