"""Which pairs of reports are worth comparing: those that share a key and are neighbours in time under it.

Work grows with the number of reports, not with its square: under each key the reports are put in order of their day
and each looks back at no more than `NEIGHBOURS` others.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from typing import TypeAlias, TypeVar

from tocsin.reconcile.digest import UNKNOWN_DAY, Digest
from tocsin.reconcile.features import hopeless
from tocsin.reconcile.share import WORTH_SHARING, share

NEIGHBOURS = 6
#: A late report of an attack, such as an inquiry's, may come this many days after it.
HORIZON_DAYS = 400
NARROW_DAYS = 4
_MOST_NAMES = 8
_MOST_PLACES = 4
_MOST_DAYS = 3
#: A figure this large is seldom shared by chance within some days.
_LARGE = 10
#: Kinds of keys that reach `HORIZON_DAYS`; the others reach `NARROW_DAYS`.
WIDE = ("town", "text")
#: Reports whose pairs with later ones are weighed in one go.
_STRETCH = 1000
Key = tuple[str, Hashable]
Codes: TypeAlias = "array[int]"
#: What gives the keys of some sorts for each report: the sorts take about as long, and two processes share them.
_Part: TypeAlias = "Callable[[Sequence[Digest]], Iterator[Set[Key]]]"
T = TypeVar("T", bound=Hashable)


def candidate_pairs(digests: Sequence[Digest]) -> list[tuple[int, int]]:
    """Index pairs (i < j) to compare, ascending; `digests` must be in their `order`."""
    pairs = (divmod(code, len(digests)) for codes in all_neighbours(digests) for code in pairs_of(codes))
    return [(i, j) for i, j in pairs if not hopeless(digests[i], digests[j])]


def all_neighbours(digests: Sequence[Digest], processes: int = 1) -> list[Codes]:
    """Neighbours, also those that nothing could make one attack, as `i * len(digests) + j` (i < j).

    In stretches of i, ascending, of some ten thousand pairs each; within one in no order, and some more than once.
    """
    parts = (_by_name, _by_other_keys)
    several = processes if len(digests) >= WORTH_SHARING else 1
    found = share(lambda part: _under_keys(digests, part), parts, several, at_once=1, least=2)
    stretches = []
    for codes in zip(*found, strict=True):
        whole = codes[0]
        for more in codes[1:]:
            whole.extend(more)
        stretches.append(whole)
    return stretches


def pairs_of(codes: Codes) -> list[int]:
    """The pairs of one stretch, each once, ascending."""
    return sorted(set(codes))


def _under_keys(digests: Sequence[Digest], keys_of: _Part) -> list[Codes]:
    """The pairs under every key of this part, in stretches."""
    lists: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    for i, (digest, own) in enumerate(zip(digests, keys_of(digests), strict=True)):
        entries = [(day, i) for day in days(digest)]
        for key in own:
            lists[key].extend(entries)
    count = len(digests)
    found = [array("Q") for _ in range(-(-count // _STRETCH))]
    for key, entries in lists.items():
        if len(entries) > 1:
            entries.sort()
            for i, j in pairs_under(key, entries):
                if i > j:
                    i, j = j, i
                found[i // _STRETCH].append(i * count + j)
    return found


def stands(digests: Sequence[Digest]) -> Iterator[tuple[Digest, Set[Key]]]:
    """Each report with the keys that it stands under beside these others."""
    for digest, names, others in zip(digests, _by_name(digests), _by_other_keys(digests), strict=True):
        yield digest, names | others


def _by_name(digests: Sequence[Digest]) -> Iterator[Set[Key]]:
    """For each report the names under which it stands beside these others."""
    tellers: dict[str, set[int]] = defaultdict(set)
    for digest in digests:
        for stem in told_of(digest):
            tellers[stem].update(days(digest))
    return (set(_name_keys(digest, _places_near(digest, tellers))) for digest in digests)


def _by_other_keys(digests: Sequence[Digest]) -> Iterator[Set[Key]]:
    return (set(_other_keys(digest)) for digest in digests)


def days(digest: Digest) -> tuple[int, ...]:
    """The days under which a report stands: that of its attack, and some that it names."""
    return (digest.first, *sorted(digest.named_days - {digest.first})[:_MOST_DAYS])


def told_of(digest: Digest) -> frozenset[str]:
    """Stems of the towns and venues that a report tells of."""
    return digest.town_stems | digest.venues


def _places_near(digest: Digest, tellers: Mapping[str, Set[int]]) -> frozenset[str]:
    """The names in a report that are towns or venues which reports of about its days tell of.

    `tellers`: stem to the days of the reports that tell of it.
    """
    if not digest.town_keys:
        return frozenset()
    told = [name for name in digest.names if name in tellers]
    around = [day + off for day in days(digest) for off in range(-NARROW_DAYS, NARROW_DAYS + 1)] if told else []
    return frozenset(name for name in told if not tellers[name].isdisjoint(around))


def pairs_under(key: Key, entries: Sequence[tuple[int, T]]) -> Iterator[tuple[T, T]]:
    """Pairs of neighbours among the (day, report) entries of one key, which must be in order."""
    reach = HORIZON_DAYS if key[0] in WIDE else NARROW_DAYS
    for place, (day, one) in enumerate(entries):
        for other_day, other in reversed(entries[max(0, place - NEIGHBOURS) : place]):
            if UNKNOWN_DAY not in (day, other_day) and day - other_day > reach:
                break
            if one != other:
                yield other, one


def keys(digest: Digest, places: Container[str]) -> Set[Key]:
    """The keys under which a report looks for others; those of `WIDE` kinds reach far in time, the rest some days.

    `places`: stems that name a town or venue; where a text has its own town, only these names count.
    """
    return {*_name_keys(digest, places), *_other_keys(digest)}


def _name_keys(digest: Digest, places: Container[str]) -> Iterator[Key]:
    for name in digest.town_stems | digest.venues | digest.speakers:
        yield "name", name
    others = digest.names - digest.town_stems
    if digest.town_keys:
        yield from (("name", name) for name in _longest((n for n in others if n in places), _MOST_PLACES))
    else:
        yield from (("name", name) for name in [*_longest(others, _MOST_NAMES), *digest.regions])


def _longest(names: Iterable[str], most: int) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))[:most]


def _other_keys(digest: Digest) -> Iterator[Key]:
    for town in digest.town_keys:
        yield "town", town
    for value in digest.sketch[:2]:
        yield "text", value
    if not digest.town_keys:
        yield from (("number", number) for number in sorted(digest.numbers)[-_MOST_NAMES:])
    for kind, value in digest.figures:
        if value >= _LARGE:
            yield "figure", (kind, value)
        elif value > 2 and digest.wide:
            yield from (("figure", (code, kind, value)) for code in digest.countries)
