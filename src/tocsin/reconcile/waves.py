"""One night over many towns: groups that single reports tell of together are joined into one wave.

A city's own reports say nothing of the next city, so that comparing them pair by pair keeps them apart. What joins them
is a report of the whole: it tells of both towns and of a third, or of both and of how many weapons were launched; or it
names the towns of three groups of that night, though no figure of it may be for them. A report of two neighbouring
towns and no more may tell of two attacks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tocsin.reconcile.digest import UNKNOWN_DAY, Digest
from tocsin.reconcile.words import name_stems

#: Towns of one report that are a wave; launches counted in it that are one.
_TOWNS, _LAUNCHED = 3, 3
#: For two groups to be one wave, reports that tell of both towns must be this many times the part's own reports.
BRIDGE_SHARE = 0.2


@dataclass(slots=True)
class Profile:
    """A group as a whole: its days, its own towns, and the towns that its wide reports name.

    `called`: the stems that its own towns are named by; `names`: those of all names in each of its reports.
    """

    first: int
    last: int
    own: frozenset[str]
    named: Counter[str]
    countries: frozenset[str]
    figures: frozenset[tuple[str, int]]
    weapons: frozenset[str]
    wide: bool
    size: int
    called: frozenset[frozenset[str]]
    names: tuple[frozenset[str], ...]


def name_bridges(
    names_told: Iterable[frozenset[str]], towns: Mapping[str, Collection[frozenset[str]]]
) -> Counter[frozenset[str]]:
    """How many of a group's reports name each of the night's towns, of those that name at least three of them.

    `names_told`: the names in each of its reports; `towns`: the night's towns, as the stems that they are named by,
    under each of these stems.
    """
    bridges: Counter[frozenset[str]] = Counter()
    for names in names_told:
        told = {town for stem in names for town in towns.get(stem, ()) if town <= names}
        bridges.update(told if len(told) >= _TOWNS else ())
    return bridges


def belongs(whole: Profile, part: Profile, named: Counter[frozenset[str]], *, alone: bool) -> bool:
    """True when reports of the whole name the part's town, or the part is a count for the country and no town.

    `named`: how many reports of the whole name which town beside others of that night (`name_bridges`).
    Two groups of one town are left as the pairs of their reports left them. A country's counts of one night and
    one class of weapon are one wave: its air force gives one list a night.
    """
    if part.own & whole.own:
        return False
    if part.own:
        bridges = max(*(whole.named[key] for key in part.own), *(named[town] for town in part.called), 0)
        return bridges > 0 and bridges >= BRIDGE_SHARE * part.size
    if whole.figures & part.figures:
        return True
    if not whole.own:
        return bool(whole.weapons & part.weapons)
    return alone and bool(whole.weapons & part.weapons)


def profile_of(members: Iterable[Digest]) -> Profile | None:
    """A group of reports as a whole; None when nothing says when."""
    members = list(members)
    dated = [d for d in members if d.dated] or [d for d in members if d.first != UNKNOWN_DAY][:1]
    if not dated:
        return None
    at_home = [d for d in members if len(d.towns) == 1]
    own = Counter(key for d in at_home for key in d.town_keys)
    called = Counter(name_stems(d.towns[0].name) for d in at_home)
    named = Counter(key for d in members if _tells_of_a_wave(d) for key in d.town_keys)
    top = own.most_common(1)[0][1] if own else 0
    days = Counter(d.first for d in dated)
    first = max(days, key=lambda day: (days[day], -day))
    return Profile(
        first, max(d.last for d in dated if d.first == first),
        frozenset(k for k, n in own.items() if n * 3 >= top),
        named,
        frozenset().union(*(d.countries for d in members)),
        frozenset(f for d in members for f in d.figures if f[0] in ("launched", "intercepted", "killed") and f[1] > 2),
        frozenset(w for d in members for w in d.weapons),
        any(d.wide for d in members),
        len(members),
        frozenset(town for town, n in called.items() if town and n * 3 >= top),
        tuple(d.names | d.town_stems for d in members),
    )  # fmt: skip


def _tells_of_a_wave(digest: Digest) -> bool:
    if not 1 < len(digest.towns) < _TOWNS:
        return len(digest.towns) >= _TOWNS
    return any(kind in ("launched", "intercepted") and n >= _LAUNCHED for kind, n in digest.figures)
