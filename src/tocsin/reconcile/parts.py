"""The parts of a wave: what was said of each of the towns that one attack struck.

A town is struck where a report that is at home there tells of people hurt or things hit, or where two reports do. It is
a part of a wave if one report tells of it and of another: reports that merely disagree on the town are of one attack.
Where such a report only names a town, that town's own reports make it a part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.reconcile.assemble import Told, make_incident, what_is_told
from tocsin.reconcile.digest import Digest
from tocsin.reconcile.geometry import TOWN, contains, level, same
from tocsin.reconcile.identity import name_part
from tocsin.reconcile.options import ReconcileOptions
from tocsin.reconcile.scopes import Scopes, is_placed
from tocsin.reconcile.words import name_stems, stem
from tocsin.record import CASUALTY_KINDS, DAMAGE_KINDS, WEAPON_KINDS, Claim, Incident, Place, Report

_IMPACTS = frozenset((*CASUALTY_KINDS, *DAMAGE_KINDS, "attack"))
#: Reports that must tell of a town which none of them is at home in.
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class TownPart:
    """One struck town with the claims that are for it, by report."""

    place: Place
    claims: dict[str, list[Claim]]


def make_parts(
    whole: Incident, members: Sequence[Digest], told: Told, by_id: Mapping[str, Report], options: ReconcileOptions
) -> list[Incident]:
    """An incident for each town that a wave struck, from the claims for it alone; its tolls are those of the whole."""
    found = []
    for town in split(members, told):
        there = [d for d in members if d.report in town.claims]
        part = make_incident(there, what_is_told(there, town.claims), by_id, options)
        if part is not None:
            id, previous = name_part(part.reports, town.place, options.known_ids)
            tolls = tuple(t for t in whole.tolls if t.place == town.place)
            found.append(replace(part, id=id, place=town.place, tolls=tolls, part_of=whole.id, previous_ids=previous))
    return found


def as_wave(whole: Incident, parts: Sequence[Incident]) -> Incident:
    """The incident with its parts; its place is what holds them all, unless most of its reports tell of one of them."""
    if not parts:
        return whole
    wave = replace(whole, parts=tuple(p.id for p in parts))
    if any(p.place == whole.place and 2 * len(p.reports) > len(whole.reports) for p in parts):
        return wave
    wider = {t.place for t in whole.tolls if t.place is not None and level(t.place) < TOWN}
    around = [w for w in wider if all(p.place is not None and contains(w, p.place) for p in parts)]
    place = max(around, key=lambda w: (level(w), w.name), default=whole.place)
    return replace(wave, place=place)


def at_place(incidents: Sequence[Incident], name: str, place: Place | None = None) -> list[Incident]:
    """The incidents in a place, by its name or by the gazetteer's row for it, each after the wave that it is a part of.

    An incident is in a place if its own place is that, or lies in it, or if one of its tolls is for it.
    """
    stems = name_stems(name) or frozenset((stem(name),))
    hit = {i.id for i in incidents if any(_is_at(p, stems, place) for p in _own_places(i))}
    waves = {i.part_of for i in incidents if i.id in hit}
    return [i for i in incidents if i.id in hit or i.id in waves]


def _own_places(incident: Incident) -> list[Place]:
    """The places that an incident is in: a wave is in all that its tolls are for."""
    tolls = (t.place for t in incident.tolls) if incident.part_of is None else ()
    return [p for p in (incident.place, *tolls) if p is not None]


def _is_at(own: Place, stems: frozenset[str], place: Place | None) -> bool:
    return stems <= name_stems(own.name) or (place is not None and (same(place, own) or contains(place, own)))


def split(members: Sequence[Digest], told: Told) -> list[TownPart]:
    """The struck towns of a group, by name; [] when it is of one town."""
    scopes = told.scopes
    if sum(level(p) >= TOWN for p in scopes.places) < _ENOUGH:
        return []
    if len({key for d in members for key in d.town_keys}) < _ENOUGH:
        return []
    towns = _struck(scopes, told.telling, members)
    if len(towns) < _ENOUGH:
        return []
    claims: dict[int, dict[str, list[Claim]]] = {at: defaultdict(list) for at in towns}
    for claim in told.own:
        at = _town_of(claim, scopes)
        if at in claims:
            claims[at][claim.report].append(claim)
    parts = [TownPart(scopes.places[at], dict(claims[at])) for at in towns]
    return sorted(parts, key=lambda p: (p.place.name, p.place.id or ""))


def _struck(scopes: Scopes, telling: Sequence[Claim], members: Sequence[Digest]) -> list[int]:
    hit: dict[int, set[str]] = defaultdict(set)
    for claim in telling:
        at = _town_of(claim, scopes)
        if at is not None and claim.kind in _IMPACTS and claim.stance == "asserts" and not _is_none(claim):
            hit[at].add(claim.report)
    at_home = {at for report, at in scopes.by_report.items() if report in hit.get(at, ())}
    towns = {at for at, reports in hit.items() if at in at_home or len(reports) >= _ENOUGH}
    outer = [at for at in towns if not any(contains(scopes.places[o], scopes.places[at]) for o in towns if o != at)]
    linked = {report for at in outer for o in outer if o != at for report in hit[at] & hit[o]}
    named = frozenset(stem for d in members if d.report in linked for stem in d.names | d.town_stems)
    return [at for at in outer if hit[at] & linked or (at in at_home and name_stems(scopes.places[at].name) & named)]


def _town_of(claim: Claim, scopes: Scopes) -> int | None:
    """The town that a claim is for; a count of weapons without a place is the country's."""
    if claim.kind == "history" or (claim.kind in WEAPON_KINDS and claim.place is None):
        return None
    at = scopes.of(claim)
    return at if at is not None and level(scopes.places[at]) >= TOWN and is_placed(scopes.places[at]) else None


def _is_none(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.figure == 0
