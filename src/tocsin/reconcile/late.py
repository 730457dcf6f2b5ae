"""Late reports: an inquiry, an obituary, a memorial, told weeks after and giving no day of its own.

Pair by pair such a report resembles few of the first day's flashes. It is joined to the one earlier attack that is
known at its town, if there is just one and a toll, a number or a venue agrees. A report that names no place at all is
joined to the only attack of the days before it with about as many dead, if they are many.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from tocsin.reconcile.candidates import HORIZON_DAYS
from tocsin.reconcile.cluster import Groups, Join
from tocsin.reconcile.digest import UNKNOWN_DAY, Digest
from tocsin.reconcile.features import (
    Pair,
    named_place,
    named_venue,
    other_weapons,
    same_place,
    shared_figures,
    shared_numbers,
    told_before,
    toll_goes_on,
)  # fmt: skip
from tocsin.reconcile.score import log_odds

_LATE_DAYS = 2
#: A toll this large is seldom shared, within a tenth, by two attacks of so many days.
_MANY_DEAD, _RECENT_DAYS = 40, 14
_ENOUGH = 0.6
_AGREEING = (shared_figures, shared_numbers, toll_goes_on, named_venue)


def join_late(digests: Sequence[Digest], groups: Groups) -> None:
    """Join each group without a stated day to the only attack known at its town before; changes `groups`."""
    by_town: dict[str, set[int]] = defaultdict(set)
    for name, members in groups.members.items():
        for stem in {s for i in members for s in digests[i].town_stems | digests[i].venues}:
            by_town[stem].add(name)
    for name in sorted(groups.members):
        if name in groups.members and not any(digests[i].dated for i in groups.members[name]):
            _join_to_only(digests, groups, name, by_town)
    _join_placeless(digests, groups)


def _join_placeless(digests: Sequence[Digest], groups: Groups) -> None:
    """Join groups that name no place and no day to the only recent attack with about as many dead."""
    deadly: list[tuple[int, int, int]] = []
    placeless: list[int] = []
    for name, members in groups.members.items():
        dead = max(digests[i].dead for i in members)
        if dead >= _MANY_DEAD:
            if any(digests[i].dated or digests[i].towns or digests[i].regions for i in members):
                deadly.append((_day(digests[i] for i in members), name, dead))
            else:
                placeless.append(name)
    deadly.sort()
    for name in sorted(placeless):
        members = groups.members[name]
        published, dead = min(digests[i].published for i in members), max(digests[i].dead for i in members)
        recent = deadly[bisect_left(deadly, (published - _RECENT_DAYS,)) : bisect_left(deadly, (published + 1,))]
        near = {groups.of(g) for _, g, n in recent if abs(n - dead) * 10 <= max(n, dead)}
        if published != UNKNOWN_DAY and len(near) == 1:
            _join_if_plausible(digests, groups, near.pop(), name)


def _join_if_plausible(digests: Sequence[Digest], groups: Groups, target: int, name: int) -> None:
    pairs = [(i, j) for i in groups.members[target] for j in groups.members[name]]
    odds, i, j = max((log_odds(digests[i], digests[j]), -i, -j) for i, j in pairs)
    apart = any(
        told_before(Pair(digests[a], digests[b])) or other_weapons(Pair(digests[a], digests[b])) for a, b in pairs
    )
    if not apart and groups.may_join(target, name):
        groups.join(target, name, Join(-i, -j, odds))


def _join_to_only(digests: Sequence[Digest], groups: Groups, name: int, by_town: dict[str, set[int]]) -> None:
    late = groups.members[name]
    published = min(digests[i].published for i in late)
    stems = {s for i in late for s in (digests[i].town_stems or digests[i].venues | digests[i].names)}
    found = {groups.of(g) for s in stems for g in by_town.get(s, ())} - {name}
    days = {g: day for g in found if (day := _day(digests[i] for i in groups.members[g])) != UNKNOWN_DAY}
    earlier = [g for g, day in sorted(days.items()) if _LATE_DAYS <= published - day <= HORIZON_DAYS]
    if published == UNKNOWN_DAY or not earlier or max(days[g] for g in earlier) - min(days[g] for g in earlier) > 1:
        return
    target = max(earlier, key=lambda g: (len(groups.members[g]), -g))
    pairs = [(i, j) for i in late for j in groups.members[target] if _agree(digests[i], digests[j])]
    if pairs and groups.may_join(target, name):
        odds, i, j = max((log_odds(digests[i], digests[j]), -i, -j) for i, j in pairs)
        groups.join(target, name, Join(-i, -j, odds))


def _agree(a: Digest, b: Digest) -> bool:
    pair = Pair(a, b)
    if told_before(pair) or other_weapons(pair) or not (same_place(pair) or named_place(pair) or named_venue(pair)):
        return False
    return any(feature(pair) >= _ENOUGH for feature in _AGREEING)


def _day(digests: Iterable[Digest]) -> int:
    """The day of a group: the one most of its reports state, else the first publication's."""
    digests = list(digests)
    stated = [d.first for d in digests if d.dated]
    if stated:
        return max(sorted(set(stated)), key=stated.count)
    return min(d.first for d in digests)
