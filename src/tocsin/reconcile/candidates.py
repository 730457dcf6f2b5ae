"""Which pairs of reports are worth comparing: those that share a key and are neighbours in time under it.

Work grows with the number of reports, not with its square: under each key the reports are put in order of their day
and each looks back at no more than `NEIGHBOURS` others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from tocsin.reconcile.digest import UNKNOWN_DAY, Digest
from tocsin.reconcile.features import hopeless

NEIGHBOURS = 6
#: A late report of an attack, such as an inquiry's, may come this many days after it.
HORIZON_DAYS = 400
_NARROW_DAYS = 4
_MOST_NAMES = 8
_MOST_PLACES = 4
_MOST_DAYS = 3
#: A figure this large is seldom shared by chance within some days.
_LARGE = 20


def candidate_pairs(digests: Sequence[Digest]) -> list[tuple[int, int]]:
    """Index pairs (i < j) to compare, ascending; `digests` must be in their `order`."""
    found: set[int] = set()
    wide, narrow = _index(digests)
    for entries in wide.values():
        _neighbours(digests, entries, HORIZON_DAYS, found)
    for entries in narrow.values():
        _neighbours(digests, entries, _NARROW_DAYS, found)
    return [divmod(pair, len(digests)) for pair in sorted(found)]


def keys(digest: Digest, places: Container[str]) -> Iterable[tuple[str, object]]:
    """The keys under which a report looks for others; "town" and "text" keys reach far in time, the rest some days.

    `places`: stems that name a town or venue of any report; where a text has its own town, only these names count.
    """
    for town in digest.town_keys:
        yield "town", town
    for value in digest.sketch[:2]:
        yield "text", value
    for name in digest.town_stems | digest.venues:
        yield "name", name
    names = sorted(digest.names - digest.town_stems, key=lambda n: (-len(n), n))
    if digest.town_keys:
        yield from (("name", name) for name in [n for n in names if n in places][:_MOST_PLACES])
    else:
        yield from (("name", name) for name in [*names[:_MOST_NAMES], *digest.regions])
        yield from (("number", number) for number in sorted(digest.numbers)[-_MOST_NAMES:])
    for kind, value in digest.figures:
        if value >= _LARGE:
            yield "figure", (kind, value)
        elif value > 2 and digest.wide:
            yield from (("figure", (code, kind, value)) for code in digest.countries)


_Index = dict[tuple[str, object], list[tuple[int, int]]]


def _index(digests: Sequence[Digest]) -> tuple[_Index, _Index]:
    """Key to (day, report) entries; a report stands at each day that it names as well."""
    wide: _Index = defaultdict(list)
    narrow: _Index = defaultdict(list)
    places = frozenset(s for d in digests for s in d.town_stems | d.venues)
    for i, digest in enumerate(digests):
        days = (digest.first, *sorted(digest.named_days - {digest.first})[:_MOST_DAYS])
        for key in keys(digest, places):
            (wide if key[0] in ("town", "text") else narrow)[key].extend((day, i) for day in days)
    return wide, narrow


def _neighbours(digests: Sequence[Digest], entries: list[tuple[int, int]], reach: int, found: set[int]) -> None:
    if len(entries) < 2:
        return
    entries.sort()
    for place, (day, i) in enumerate(entries):
        for other_day, j in reversed(entries[max(0, place - NEIGHBOURS) : place]):
            if UNKNOWN_DAY not in (day, other_day) and day - other_day > reach:
                break
            pair = min(i, j) * len(digests) + max(i, j)
            if i != j and pair not in found and not hopeless(digests[i], digests[j]):
                found.add(pair)
