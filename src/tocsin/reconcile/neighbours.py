"""Which reports are worth comparing, kept up as reports come and go: the same pairs as `candidates` finds in one go.

Spaces of the shelf:

    report (id,) -> [its digest, the keys it stands under]
    entry (key, day, minute, report) -> 1 where the key is a name that the report tells of, else 0
    named (day, report) -> names that may be those of other towns, with spaces
    edge (report, report) -> log-odds of a pair that is more likely one attack than not, under both

A report under a key pushes others apart there, so that pairs appear and vanish some places around it, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tocsin.reconcile.book import Book
from tocsin.reconcile.candidates import NARROW_DAYS, NEIGHBOURS, Key, days, keys, pairs_under, told_of
from tocsin.reconcile.digest import Digest, keep_digest
from tocsin.reconcile.score import pair_odds
from tocsin.reconcile.shelf import Row

Place = tuple[int, int, str]
Pair = tuple[str, str]


class Neighbours:
    """The entries and edges of one book, while reports are put in and taken out; `settle` ends it."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._shelf = book.shelf
        self._doubtful: set[Pair] = set()
        self._readers: dict[str, set[str]] = {}
        self._moved: set[str] = set()

    def put(self, digest: Digest) -> None:
        """A report that is not there yet."""
        report = digest.report
        self._shelf.put("report", (report,), [keep_digest(digest), []])
        for day, names in named(digest):
            self._shelf.put("named", (day, report), names)
        self._note_readers(digest)
        self._move(digest)
        self._moved.add(report)

    def take(self, digest: Digest) -> None:
        """A report that is there, with its digest as it was."""
        report = digest.report
        for key in self._keys(report):
            self._leave(key, digest)
        self._shelf.drop("report", (report,))
        for day, _ in named(digest):
            self._shelf.drop("named", (day, report))
        self._note_readers(digest)
        for (_, other), _ in list(self._shelf.scan("edge", (report,))):
            self._shelf.drop("edge", (report, other))
            self._shelf.drop("edge", (other, report))
            self._moved.add(str(other))

    def settle(self) -> set[str]:
        """Bring the edges up to date; gives the reports that have other edges than before, or are new."""
        for report in sorted(self._readers):
            if self._is_there(report):
                self._move(self._book.digest_of(report))
        for a, b in sorted(self._doubtful):
            if self._is_there(a) and self._is_there(b):
                self._weigh(a, b)
        return {r for r in self._moved if self._is_there(r)}

    def _weigh(self, a: str, b: str) -> None:
        before = self._shelf.get("edge", (a, b))
        one, two = sorted((self._book.digest_of(a), self._book.digest_of(b)), key=lambda d: d.order)
        odds = before if before is not None else pair_odds(one, two)
        after = odds if odds > 0 and self._are_neighbours(one, two) else None
        if after == before:
            return
        for pair in ((a, b), (b, a)):
            if after is None:
                self._shelf.drop("edge", pair)
            else:
                self._shelf.put("edge", pair, after)
        self._moved |= {a, b}

    def _are_neighbours(self, one: Digest, two: Digest) -> bool:
        pair = {one.report, two.report}
        for key in set(self._keys(one.report)) & set(self._keys(two.report)):
            for digest in (one, two):
                for at in places(digest):
                    back = self._window(key, at, NEIGHBOURS, 0)
                    if any({a, b} == pair for a, b in pairs_under(_kind(key), back)):
                        return True
        return False

    def _move(self, digest: Digest) -> None:
        """Put a report under the keys that it should stand under now, and only those."""
        before = self._keys(digest.report)
        near = frozenset(n for n in digest.names if self._is_told(n, days(digest))) if digest.town_keys else frozenset()
        after = sorted(map(as_text, keys(digest, near)))
        if before == after:
            return
        for key in before:
            if key not in after:
                self._leave(key, digest)
        told = {as_text(("name", stem)) for stem in told_of(digest)}
        for key in after:
            if key not in before:
                self._enter(key, digest, int(key in told))
        row = self._shelf.get("report", (digest.report,))
        self._shelf.put("report", (digest.report,), [row[0], after])

    def _enter(self, key: str, digest: Digest, told: int) -> None:
        for at in places(digest):
            before = self._around(key, at)
            self._shelf.put("entry", (key, *at), told)
            self._compare(key, before, self._around(key, at))

    def _leave(self, key: str, digest: Digest) -> None:
        for at in places(digest):
            before = self._around(key, at)
            self._shelf.drop("entry", (key, *at))
            self._compare(key, before, self._around(key, at))

    def _compare(self, key: str, before: Sequence[tuple[int, str]], after: Sequence[tuple[int, str]]) -> None:
        was, now = ({(min(p), max(p)) for p in pairs_under(_kind(key), entries)} for entries in (before, after))
        self._doubtful |= was ^ now

    def _around(self, key: str, at: Place) -> list[tuple[int, str]]:
        return self._window(key, at, NEIGHBOURS, NEIGHBOURS)

    def _window(self, key: str, at: Place, back: int, on: int) -> list[tuple[int, str]]:
        """The entries under a key around a place, which may be there or not: so many before it and after it."""
        earlier = self._shelf.scan("entry", (key,), (), at, back=True, limit=back + 1)
        found = [row for row in earlier if row[0][1:] != at][:back][::-1]
        if self._shelf.get("entry", (key, *at)) is not None:
            found.append(((key, *at), None))
        if on:
            later = self._shelf.scan("entry", (key,), at, (), limit=on + 1)
            found += [row for row in later if row[0][1:] != at][:on]
        return [_day_and_report(row) for row in found]

    def _note_readers(self, digest: Digest) -> None:
        """Reports that name a town of this one, and look for others by it only where some report tells of it."""
        for stem in told_of(digest):
            for day in days(digest):
                if not self._is_told(stem, (day,), reach=0, but=digest.report):
                    rows = self._shelf.scan("named", (), (day - NARROW_DAYS,), (day + NARROW_DAYS,))
                    for (_, report), names in rows:
                        if f" {stem} " in names and report != digest.report:
                            self._readers.setdefault(str(report), set()).add(stem)

    def _is_told(self, stem: str, on: Iterable[int], reach: int = NARROW_DAYS, but: str = "") -> bool:
        key = as_text(("name", stem))
        return any(
            told and place[3] != but
            for day in on
            for place, told in self._shelf.scan("entry", (key,), (day - reach,), (day + reach,))
        )

    def _keys(self, report: str) -> list[str]:
        row = self._shelf.get("report", (report,))
        return row[1] if row is not None else []

    def _is_there(self, report: str) -> bool:
        return self._shelf.get("report", (report,)) is not None


def as_text(key: Key) -> str:
    """A key in one text, its kind first."""
    kind, value = key
    return f"{kind} {'/'.join(map(str, value)) if isinstance(value, tuple) else value}"


def places(digest: Digest) -> list[Place]:
    """Where a report stands under each of its keys."""
    minute, report = digest.order
    return [(day, minute, report) for day in days(digest)]


def named(digest: Digest) -> Iterator[tuple[int, str]]:
    """The days of a report with the names in it that may be those of other towns."""
    if digest.town_keys:
        names = f" {' '.join(sorted(digest.names))} "
        yield from ((day, names) for day in days(digest))


def _kind(key: str) -> Key:
    return key.partition(" ")[0], key


def _day_and_report(row: Row) -> tuple[int, str]:
    return int(row[0][1]), str(row[0][3])
