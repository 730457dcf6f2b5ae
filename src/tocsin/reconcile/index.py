"""Incidents kept up to date: what a change of some rows changes, found from the shelf without going through all rows.

The shelf holds what the full way over all rows (`reconcile`) came by: digests, pairs, clusters, waves, incidents. After
`Index.update` it holds what the full way over the changed rows would have come by, the same values, since each step
asks only neighbours:

- pairs appear and vanish around the entries of a changed report (neighbours.py);
- a cluster is linked anew with its pairs to others; if one of these would now join it to another, that one as well, and
  otherwise no cluster outside notices (`cluster.relink`);
- waves follow the pairs of one night (nights.py), late reports the towns that they look for (late.py).

Statements about the past are checked against all incidents, and therefore when incidents are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Protocol

from tocsin.reconcile.book import Book, Cluster
from tocsin.reconcile.candidates import Key as CandidateKey
from tocsin.reconcile.candidates import stands, told_of
from tocsin.reconcile.cluster import Join, Scores, relink
from tocsin.reconcile.digest import Digest, digest, keep_digest, kept_digest
from tocsin.reconcile.late import join_late, root
from tocsin.reconcile.neighbours import Neighbours, as_text, named, places
from tocsin.reconcile.nights import make_waves
from tocsin.reconcile.options import ReconcileOptions
from tocsin.reconcile.reconcile import Grouping, Sirens, make_family, members_of, put_cluster
from tocsin.reconcile.shelf import Row, Shelf
from tocsin.reconcile.weigh import as_cluster, groups_of
from tocsin.record import Claim, Incident, Report


class Source(Protocol):
    """Rows as they stand."""

    def report(self, id: str) -> Report | None:
        """A report; None when there is none, or it was taken back."""

    def claims(self, id: str) -> Sequence[Claim]:
        """The claims of a report that stand, in the order of the text."""

    def word(self, pair: tuple[str, str]) -> list[str] | None:
        """The last word on a pair of reports: verdict, by, made_at and id; None unless it is "same" or "not_same"."""


class Index:
    """The kept state of one record."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._digests: dict[str, Digest] = {}

    def update(self, source: Source, reports: Collection[str], pairs: Iterable[tuple[str, str]] = ()) -> set[str]:
        """Take in that these reports or their claims, and what people said of these pairs, are other than before.

        Gives the names of all groups that may be other than before; `family` makes their incidents.
        """
        spoken = self._hear(source, list(pairs))
        book = Book(self.shelf, self.digest_of)
        moved, left = self._move(book, source, reports)
        gone, fresh = self._recluster(book, moved | {r for r in spoken if self._is_there(r)}, left)
        waves_fresh, waves_gone = make_waves(book, fresh, gone)
        names = join_late(book, waves_fresh, waves_gone)
        told = (root(book, name) for name in map(self._wave_of, (r for r in reports if self._is_there(r))))
        return names | set(told)

    def family(self, source: Source, name: str, sirens: Sirens, options: ReconcileOptions) -> list[Incident]:
        """The incident of a group and its parts; [] when there is no such group (any more) or it tells of no attack."""
        book = Book(self.shelf, self.digest_of)
        if book.find_wave(name) is None or root(book, name) != name:
            return []
        reports = {r: report for r in members_of(book, name) if (report := source.report(r)) is not None}
        claims = {r: source.claims(r) for r in reports}
        return make_family(book, name, (reports, claims), sirens, options)

    def digest_of(self, report: str) -> Digest:
        """The digest of a report that is there."""
        found = self._digests.get(report)
        if found is None:
            found = self._digests[report] = kept_digest(self.shelf.get("report", (report,))[0])
        return found

    def group_of(self, report: str) -> str | None:
        """The name of the group that holds a report; None for a report that is not there."""
        return root(Book(self.shelf, self.digest_of), self._wave_of(report)) if self._is_there(report) else None

    def _is_there(self, report: str) -> bool:
        return self.shelf.get("report", (report,)) is not None

    def _wave_of(self, report: str) -> str:
        cluster = Book(self.shelf, self.digest_of).cluster(self.shelf.get("cluster_of", (report,)))
        assert cluster.wave is not None, report
        return cluster.wave

    def _hear(self, source: Source, pairs: Sequence[tuple[str, str]]) -> set[str]:
        for left, right in pairs:
            word = source.word((left, right))
            for pair in ((left, right), (right, left)):
                if word is None:
                    self.shelf.drop("judged", pair)
                else:
                    self.shelf.put("judged", pair, word)
        return set(chain.from_iterable(pairs))

    def _move(self, book: Book, source: Source, reports: Collection[str]) -> tuple[set[str], set[str]]:
        """Take in changed reports; gives those whose pairs changed, and those that are no more what they were."""
        neighbours = Neighbours(book)
        left, fresh = set(), []
        for report in sorted(reports):
            now = source.report(report)
            after = digest(now, source.claims(report)) if now is not None else None
            before = self.digest_of(report) if self._is_there(report) else None
            if before == after:
                continue
            if before is not None:
                neighbours.take(before)
                left.add(report)
            self._digests.pop(report, None)
            fresh += [after] if after is not None else []
        for one in fresh:
            self._digests[one.report] = one
            neighbours.put(one)
        return neighbours.settle(), left

    def _recluster(self, book: Book, moved: set[str], left: set[str]) -> tuple[dict[str, Cluster], list[str]]:
        """Link anew the clusters of moved reports, and those that they would now join."""
        shelf = self.shelf
        gone: dict[str, Cluster] = {}
        inside: set[str] = set()
        wanted = moved | left
        while wanted:
            for report in wanted:
                name = shelf.get("cluster_of", (report,))
                if name is not None and name not in gone:
                    gone[name] = book.cluster(name)
                    inside.update(r for r in gone[name].members if self._is_there(r))
            inside.update(r for r in wanted if self._is_there(r))
            result = self._relink(book, inside, gone)
            if not isinstance(result, set):
                return gone, result
            wanted = result
        return gone, []

    def _relink(self, book: Book, inside: set[str], gone: Mapping[str, Cluster]) -> set[str] | list[str]:
        """One try: the names of the clusters kept, or the set of reports outside that have to be taken in."""
        shelf = self.shelf
        edges = {(r, str(k[1])): odds for r in inside for k, odds in shelf.scan("edge", (r,))}
        said = [str(k[1]) for r in inside for k, word in shelf.scan("judged", (r,)) if word[0] == "same"]
        outside = {shelf.get("cluster_of", (r,)) for r in (*(b for _, b in edges), *said) if r not in inside}
        others = [book.cluster(name) for name in outside if name is not None and name not in gone]
        reports = book.in_order({*inside, *(r for c in others for r in c.members)})
        at = {report: i for i, report in enumerate(reports)}
        score = Scores(book.digests(reports))
        pairs = [(odds, at[a], at[b]) for (a, b), odds in edges.items() if at[a] < at[b] or b not in inside]
        pairs = [(odds, min(i, j), max(i, j)) for odds, i, j in pairs]
        score.learn(pairs)
        past = [Join(at[k.left], at[k.right], k.odds, k.by, k.turn) for c in others for k in c.links]
        result = relink(score, pairs, book.judged(reports), {at[r] for r in inside}, past)
        if isinstance(result, set):
            return {reports[i] for i in result}
        for name in gone:
            shelf.drop("cluster", (name,))
            for report in gone[name].members:
                shelf.drop("cluster_of", (report,))
        chosen = (group for group in groups_of(result) if reports[group[0][0]] in inside)
        return [put_cluster(shelf, as_cluster(group, reports)) for group in chosen]


def keep_all(grouping: Grouping) -> Iterable[tuple[str, Iterable[Row]]]:
    """Every space of the shelf with its rows, for a record that was grouped as a whole."""
    digests = grouping.digests
    yield "report", (((d.report,), [keep_digest(d), sorted(map(as_text, keys))]) for d, keys in stands(digests))
    yield "entry", (row for d, keys in stands(digests) for row in _entries(d, keys))
    yield "named", (((day, d.report), names) for d in digests for day, names in named(d))
    pairs = ((digests[i].report, digests[j].report, odds) for odds, i, j in grouping.edges)
    yield "edge", (row for a, b, odds in pairs for row in (((a, b), odds), ((b, a), odds)))
    yield from ((space, rows.items()) for space, rows in grouping.shelf.spaces())


def _entries(digest: Digest, keys: Iterable[CandidateKey]) -> Iterable[Row]:
    told = {("name", stem) for stem in told_of(digest)}
    return (((as_text(key), *at), int(key in told)) for key in keys for at in places(digest))
