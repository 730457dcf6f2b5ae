"""One night over many towns: groups that single reports tell of together are joined into one wave.

A city's own reports say nothing of the next city, so that comparing them pair by pair keeps them apart. What joins them
is a report of the whole: it names both towns as struck that night, or it gives the country's count of launches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.reconcile.cluster import Groups, Join
from tocsin.reconcile.digest import UNKNOWN_DAY, Digest
from tocsin.reconcile.score import log_odds

#: For two groups to be one wave, reports that tell of both towns must be this many times the part's own reports.
BRIDGE_SHARE = 0.2
#: Reports of each side among which the pair that explains a join is looked for.
_SHOWN = 8


@dataclass(slots=True)
class _Profile:
    """A group as a whole: its days, its own towns, and the towns that its wide reports name."""

    name: int
    first: int
    last: int
    own: frozenset[str]
    named: Counter[str]
    countries: frozenset[str]
    figures: frozenset[tuple[str, int]]
    weapons: frozenset[str]
    wide: bool
    size: int


def join_waves(digests: Sequence[Digest], groups: Groups) -> None:
    """Join groups of one night and country that reports of the whole hold together; changes `groups`."""
    by_night: dict[tuple[str, int], list[int]] = defaultdict(list)
    profiles: dict[int, _Profile] = {}
    for name, members in groups.members.items():
        profile = _profile(name, [digests[i] for i in members])
        if profile is None:
            continue
        profiles[name] = profile
        for country in profile.countries:
            for day in range(profile.first, profile.last + 1):
                by_night[country, day].append(name)
    for night in sorted(by_night):
        names = by_night[night]
        wide = [n for n in names if profiles[n].wide]
        for name in wide:
            for other in names:
                if name != other:
                    _join(digests, groups, profiles[name], profiles[other], alone=len(wide) == 1)


def _join(digests: Sequence[Digest], groups: Groups, whole: _Profile, part: _Profile, *, alone: bool) -> None:
    a, b = groups.of(whole.name), groups.of(part.name)
    if a == b or not groups.may_join(a, b) or not _belongs(whole, part, alone=alone):
        return
    pairs = ((i, j) for i in groups.members[a][:_SHOWN] for j in groups.members[b][:_SHOWN])
    odds, i, j = max((log_odds(digests[i], digests[j]), -i, -j) for i, j in pairs)
    groups.join(a, b, Join(-i, -j, odds))


def _belongs(whole: _Profile, part: _Profile, *, alone: bool) -> bool:
    """True when reports of the whole name the part's town, or the part is a count for the country and no town.

    Two groups of one town are left as the pairs of their reports left them. A country's counts of one night and
    one class of weapon are one wave: its air force gives one list a night.
    """
    if part.own & whole.own:
        return False
    if part.own:
        bridges = max(whole.named[key] for key in part.own)
        return bridges > 0 and bridges >= BRIDGE_SHARE * part.size
    if whole.figures & part.figures:
        return True
    if not whole.own:
        return bool(whole.weapons & part.weapons)
    return alone and bool(whole.weapons & part.weapons)


def _profile(name: int, members: Iterable[Digest]) -> _Profile | None:
    members = list(members)
    dated = [d for d in members if d.dated] or [d for d in members if d.first != UNKNOWN_DAY][:1]
    if not dated:
        return None
    own: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for digest in members:
        own.update(digest.town_keys if len(digest.towns) == 1 else ())
        named.update(digest.town_keys if len(digest.towns) > 1 else ())
    top = own.most_common(1)[0][1] if own else 0
    days = Counter(d.first for d in dated)
    first = max(days, key=lambda day: (days[day], -day))
    return _Profile(
        name, first, max(d.last for d in dated if d.first == first),
        frozenset(k for k, n in own.items() if n * 3 >= top),
        named,
        frozenset().union(*(d.countries for d in members)),
        frozenset(f for d in members for f in d.figures if f[0] in ("launched", "intercepted", "killed") and f[1] > 2),
        frozenset(w for d in members for w in d.weapons),
        any(d.wide for d in members),
        len(members),
    )  # fmt: skip
