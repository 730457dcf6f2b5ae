"""Which pairs of reports are worth comparing: those that share a key and are neighbours in time under it.

Work grows with the number of reports, not with its square: under each key the reports are put in order of their day
and each looks back at no more than `NEIGHBOURS` others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tocsin.reconcile.digest import UNKNOWN_DAY, Digest

NEIGHBOURS = 6
#: A late report of an attack, such as an inquiry's, may come this many days after it.
HORIZON_DAYS = 400
_NARROW_DAYS = 4
_MOST_NAMES = 8
_MOST_DAYS = 3


def candidate_pairs(digests: Sequence[Digest]) -> list[tuple[int, int]]:
    """Index pairs (i < j) to compare, ascending; `digests` must be in their `order`."""
    found: set[tuple[int, int]] = set()
    wide, narrow = _index(digests)
    for entries in wide.values():
        _neighbours(entries, HORIZON_DAYS, found)
    for entries in narrow.values():
        _neighbours(entries, _NARROW_DAYS, found)
    return sorted(found)


def keys(digest: Digest) -> Iterable[tuple[str, object]]:
    """The keys under which a report looks for others; "town" and "text" keys reach far in time, the rest some days."""
    for town in digest.town_keys:
        yield "town", town
    for name in digest.town_stems:
        yield "name", name
    for value in digest.sketch[:2]:
        yield "text", value
    if len(digest.town_keys) <= 1 or digest.wide:
        for code in digest.countries:
            for kind, value in digest.figures:
                if value > 2:
                    yield "figure", (code, kind, value)
    if not digest.town_keys:
        for name in sorted(digest.names, key=lambda n: (-len(n), n))[:_MOST_NAMES]:
            yield "name", name
        for region in digest.regions:
            yield "name", region
        for number in sorted(digest.numbers)[-_MOST_NAMES:]:
            yield "number", number


_Index = dict[tuple[str, object], list[tuple[int, int]]]


def _index(digests: Sequence[Digest]) -> tuple[_Index, _Index]:
    """Key to (day, report) entries; a report without a stated day stands at each day that it names as well."""
    wide: _Index = defaultdict(list)
    narrow: _Index = defaultdict(list)
    for i, digest in enumerate(digests):
        days = (digest.first, *sorted(digest.named_days - {digest.first})[:_MOST_DAYS])
        for key in keys(digest):
            (wide if key[0] in ("town", "text") else narrow)[key].extend((day, i) for day in days)
    return wide, narrow


def _neighbours(entries: list[tuple[int, int]], reach: int, found: set[tuple[int, int]]) -> None:
    if len(entries) < 2:
        return
    entries.sort()
    for place, (day, i) in enumerate(entries):
        for other_day, j in reversed(entries[max(0, place - NEIGHBOURS) : place]):
            if UNKNOWN_DAY not in (day, other_day) and day - other_day > reach:
                break
            if i != j:
                found.add((i, j) if i < j else (j, i))
