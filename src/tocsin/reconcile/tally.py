"""All tolls of one incident: claims sorted by kind, scope and unit, counted, and set against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.reconcile.geometry import TOWN, level
from tocsin.reconcile.points import Said, not_counted, said, set_clock, without_dead
from tocsin.reconcile.scopes import Scopes, wider
from tocsin.reconcile.standing import Standing, is_other_side, is_state, nation_of, standing
from tocsin.reconcile.sums import TownCount, group_sums, in_words, place_sums, sum_of_parts, town_sum, whole_of_parts
from tocsin.reconcile.together import find_together
from tocsin.reconcile.toll import MANY, count_toll
from tocsin.reconcile.voices import find_voices
from tocsin.record import CASUALTY_KINDS, DAMAGE_KINDS, WEAPON_KINDS, Claim, Report, Speaker, Toll

ALL_TOWNS, ANOTHER_TOWN = "the count of all the towns together", "another town's count"
_COUNTED = frozenset(CASUALTY_KINDS + DAMAGE_KINDS)
Key = tuple[str, int | None, str]


@dataclass(slots=True)
class Tally:
    """The tolls of an incident, the points of its weapon counts, and which reports are copies."""

    tolls: tuple[Toll, ...]
    weapons: list[Said]
    copies: dict[str, str]


def make_tally(
    claims: Sequence[Claim], scopes: Scopes, by_id: Mapping[str, Report], home: str | None, copies: dict[str, str]
) -> Tally:
    """Tolls by scope (home first, then by size of its record), kind and unit."""
    clock = set_clock(claims)
    attackers = _attackers(claims)
    together = find_together(claims)
    points: dict[Key, list[Said]] = defaultdict(list)
    weapons: list[Said] = []
    figures = [c for c in claims if c.quantity is not None and (c.kind in _COUNTED or c.kind in WEAPON_KINDS)]
    voices = find_voices((c.report, c.speaker) for c in figures if c.speaker is not None)
    known: dict[tuple[str, Speaker | None], Standing] = {}
    for claim in figures:
        report = by_id.get(claim.report)
        credit = (claim.report, claim.speaker)
        who = known.get(credit)
        if who is None:
            who = standing(claim, report)
            voice = voices[claim.report, claim.speaker] if claim.speaker is not None else who.key
            who = known[credit] = who if who.key == voice else replace(who, key=voice)
        why = not_counted(claim, is_other_side(who, home, attackers), copies, claim.id in together.own)
        point = said(claim, who, report, clock, why)
        if point is None:
            continue
        if claim.id in together.dead:
            point = without_dead(point, together.dead[claim.id])
        if claim.kind in WEAPON_KINDS:
            weapons.append(point)
        else:
            points[claim.kind, scopes.of(claim), _unit(claim)].append(point)
    return Tally(_tolls(points, scopes), weapons, copies)


def _attackers(claims: Sequence[Claim]) -> set[str]:
    """The nations and armed groups blamed for the attack, an armed group only if no other is blamed by more reports."""
    blamed: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.kind in ("attack", "hit") and claim.actor is not None and (nation := nation_of(claim.actor)):
            blamed[nation].add(claim.report)
    most = max(map(len, blamed.values()), default=0)
    return {nation for nation, reports in blamed.items() if is_state(nation) or len(reports) == most}


def _tolls(points: Mapping[Key, list[Said]], scopes: Scopes) -> tuple[Toll, ...]:
    order = sorted(points, key=lambda k: (k[1] != scopes.home, -1 if k[1] is None else k[1], _rank(k[0]), k[2]))
    tolls = {key: toll for key in order if (toll := _toll(key, points[key], scopes)) is not None}
    for key in order:
        for wide in _move_misplaced(key, tolls, points, scopes):
            for changed in (key, wide):
                again = _toll(changed, points[changed], scopes)
                if again is not None:
                    tolls[changed] = again
    for key in order:
        if key in tolls:
            tolls[key] = _with_towns(key, tolls, points, scopes)
    return tuple(tolls[k] for k in order if k in tolls)


def _toll(key: Key, points: Sequence[Said], scopes: Scopes) -> Toll | None:
    kind, scope, unit = key
    toll = count_toll(kind, scopes.places[scope] if scope is not None else None, unit, points)
    if toll is None:
        return None
    sums = tuple(group_sums(points))
    whole = _with_parts(toll, points)
    return replace(whole, sums=sums) if sums else whole


def _move_misplaced(key: Key, tolls: Mapping[Key, Toll], points: Mapping[Key, list[Said]], scopes: Scopes) -> set[Key]:
    """Move one report's figure for a town to the count that others give it for; the counts that something went to.

    "14 dead in cities from Lviv to Kharkiv" is not Lviv's count, where 14 is the country's and other towns have dead;
    nor are 10 dead Kyiv's, whence a report is written, where others know them as another town's.
    """
    kind, scope, unit = key
    if scope is None or not _has_others(key, tolls, scopes):
        return set()
    around = wider(scopes, scope)
    elsewhere = [k for k in points if k[0] == kind and k[2] == unit and k[1] not in (None, scope)]
    moved: set[Key] = set()
    for s in [s for s in points[key] if s.why is None and s.figure > 1]:
        if len(_tellers(points[key], s.figure)) > 1:
            continue
        for other in sorted(elsewhere, key=lambda k: (k[1] not in around, k[1] or 0)):
            told = _tellers(points[other], s.figure) - {s.claim.report}
            if told and (other[1] in around or (len(told) > 1 and s.figure >= MANY)):
                points[other].append(replace(s))
                s.why = ALL_TOWNS if other[1] in around else ANOTHER_TOWN
                moved.add(other)
                break
    return moved


def _tellers(points: Sequence[Said], figure: int) -> set[str]:
    """The reports that give a figure so that it counts."""
    return {p.claim.report for p in points if p.figure == figure and p.why is None}


def _has_others(key: Key, tolls: Mapping[Key, Toll], scopes: Scopes) -> bool:
    """True for the count of a town beside which other towns have people or things of the same kind counted."""
    kind, scope, unit = key
    beside = (t for k, t in tolls.items() if k[0] == kind and k[1] not in (None, scope) and k[2] == unit)
    towns = (t for t in beside if t.place is not None and level(t.place) >= TOWN)
    return scope is not None and level(scopes.places[scope]) >= TOWN and any(t.best for t in towns)


def _with_parts(toll: Toll, points: Sequence[Said]) -> Toll:
    """Where nobody gives a total, the whole that parts are told of, else the sum of one report's groups."""
    if toll.best is not None:
        return toll
    whole = whole_of_parts(points)
    if whole is not None:
        total, part = whole
        rule = f"nobody gives a total but as what others are a part of: {part.figure} of {total}"
        return replace(toll, low=total, best=total, high=total, rule=rule)
    made = sum_of_parts(points)
    if made is None:
        return toll
    total, parts = made
    text = in_words([(s, s.quantity.group or s.quantity.unit) for s in parts])
    exact = all(s.quantity.high is not None for s in parts)
    return replace(
        toll,
        low=total,
        best=total,
        high=total if exact else None,
        rule=f"nobody gives a total; one report's parts: {text}",
    )


def _with_towns(key: Key, tolls: Mapping[Key, Toll], points: Mapping[Key, Sequence[Said]], scopes: Scopes) -> Toll:
    """A wider place's toll with its sums: it cannot be less than its towns together."""
    kind, scope, unit = key
    toll = tolls[key]
    inner = [
        k
        for k in tolls
        if k[0] == kind and k[2] == unit and scope is not None and k[1] is not None and scope in wider(scopes, k[1])
    ]
    if not inner:
        return toll
    names = {scopes.places[k[1]].name: points[k] for k in inner if k[1] is not None}
    here = scopes.places[scope or 0].name
    towns = [k for k in inner if not any(o[1] in wider(scopes, k[1] or 0) for o in inner)]
    sums = [*toll.sums, *place_sums(points[key], names, here)]
    counts = [
        TownCount(scopes.places[k[1] or 0].name, tolls[k].best or 0, points[k])
        for k in towns
        if k[1] in scopes.by_report.values() or len({s.claim.report for s in points[k]}) > 1
    ]
    across = town_sum(points[key], toll.best, counts, here) if toll.best is not None else None
    if across is not None and across.text not in {s.text for s in sums}:
        sums.append(across)
    toll = replace(toll, sums=tuple(sums))
    if toll.best is not None and _covers(toll, points[key], [(tolls[k], points[k]) for k in towns]):
        return toll
    return _add_up(toll, [tolls[k] for k in towns])


def _covers(toll: Toll, said: Sequence[Said], towns: Sequence[tuple[Toll, Sequence[Said]]]) -> bool:
    """True when the wider place's own figure is of the same time as its towns' or admits no more than it says.

    "At least 12" of the morning does not cover the evening's 23 in one town; a plain 14 does, whatever towns some
    report gives it to, unless one town that officials count has more by a later word.
    """
    best = toll.best or 0
    last = max((s.end for s in said if s.figure == best), default=0)
    later = [(t, p) for t, p in towns if min((s.start for s in p if s.figure == t.best), default=0) > last]
    if not later or sum(t.best or 0 for t, _ in towns) <= best:
        return True
    if toll.high is None:
        return False
    return not any((t.best or 0) > best and any(s.official and s.figure == t.best for s in p) for t, p in later)


def _add_up(toll: Toll, towns: Sequence[Toll]) -> Toll:
    """The sum of the towns' tolls, where it is more than the wider place's own figure."""
    added = sum(t.best or 0 for t in towns)
    if toll.best is not None and added <= toll.best or not added:
        return toll
    text = " + ".join(f"{t.best} in {t.place.name}" for t in towns if t.best and t.place)
    low = max(toll.low or 0, sum(t.low or 0 for t in towns))
    open_end = (toll.best is not None and toll.high is None) or any(t.best and t.high is None for t in towns)
    high = None if open_end else max(toll.high or 0, sum(t.high or 0 for t in towns))
    return replace(
        toll,
        low=min(low, added),
        best=added,
        high=high,
        rule=f"{toll.rule}; but its towns add up to more: {text} = {added}",
    )


def _unit(claim: Claim) -> str:
    if claim.kind in CASUALTY_KINDS:
        return "people"
    if claim.object is not None:
        return claim.object.id
    return claim.quantity.unit if claim.quantity is not None else "thing"


def _rank(kind: str) -> int:
    return (CASUALTY_KINDS + DAMAGE_KINDS).index(kind)
