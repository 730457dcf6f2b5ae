"""All pairs of a record weighed, and its reports linked into clusters: the long way, in shares.

Pairs are weighed a stretch of reports at a time, so that no list of them all is ever held. Clusters are made an island
of reports at a time: joins ask only about reports that positive pairs connect.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from tocsin.reconcile.book import Cluster, Link
from tocsin.reconcile.candidates import Codes, all_neighbours, pairs_of
from tocsin.reconcile.cluster import Groups, Scores, islands, link
from tocsin.reconcile.digest import Digest
from tocsin.reconcile.judged import Judged
from tocsin.reconcile.score import pair_odds
from tocsin.reconcile.share import share

#: Reports, or some more, whose clusters are made in one go.
_BATCH = 2000
#: Questions whether two groups agree, of some sixteen pairs each, from which it is worth sharing them.
_WORTH_ASKING = 5000
#: The reports of a group, the earliest first, and the joins that made it, as `Join` has them; all by index.
_Row: TypeAlias = tuple[int, int, float, "str | None", int]
Group: TypeAlias = tuple[tuple[int, ...], tuple[_Row, ...]]
_Batch: TypeAlias = "tuple[list[int], Codes, array[float]]"


@dataclass(frozen=True, slots=True)
class Edges:
    """The positive pairs (i < j) of so many reports with their log-odds, ascending: 16 bytes a pair."""

    count: int
    codes: Codes
    odds: array[float]

    def __iter__(self) -> Iterator[tuple[float, int, int]]:
        count = self.count
        return ((odds, *divmod(code, count)) for code, odds in zip(self.codes, self.odds, strict=True))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The pairs alone."""
        count = self.count
        return (divmod(code, count) for code in self.codes)


def weigh_all(digests: Sequence[Digest], processes: int = 1) -> Edges:
    """The pairs that are more likely one attack than not; `digests` must be in their `order`."""
    count = len(digests)

    def weigh(codes: Codes) -> tuple[Codes, array[float]]:
        kept, weights = array("Q"), array("d")
        for code in pairs_of(codes):
            i, j = divmod(code, count)
            odds = pair_odds(digests[i], digests[j])
            if odds > 0:
                kept.append(code)
                weights.append(odds)
        return kept, weights

    edges = Edges(count, array("Q"), array("d"))
    stretches = all_neighbours(digests, processes)
    for kept, weights in share(weigh, stretches, processes, at_once=1, least=2 * processes):
        edges.codes.extend(kept)
        edges.odds.extend(weights)
    return edges


def link_all(digests: Sequence[Digest], edges: Edges, judged: Judged, processes: int = 1) -> list[Cluster]:
    """All reports in clusters, by their first report."""

    def link_batch(batch: _Batch) -> list[Group]:
        reports, codes, weights = batch
        at = {report: n for n, report in enumerate(reports)}
        pairs = [(odds, at[i], at[j]) for odds, i, j in Edges(edges.count, codes, weights)]
        score = Scores([digests[i] for i in reports])
        score.learn(pairs)
        return [_outside(group, reports) for group in groups_of(link(score, pairs, judged, each))]

    def each(call: Callable[[tuple[int, int]], bool], asked: Sequence[tuple[int, int]]) -> list[bool]:
        """What one island asks, shared in turn: the largest may hold most of all reports."""
        return share(call, asked, processes, least=_WORTH_ASKING, runs_a_fork=len(asked))

    alone = [True] * edges.count
    found: list[Group] = []
    batches = _batches(digests, edges, judged)
    for groups in share(link_batch, batches, processes, at_once=1, least=2, runs_a_fork=len(batches)):
        for group in groups:
            found.append(group)
            for i in group[0]:
                alone[i] = False
    found += [((i,), ()) for i in range(edges.count) if alone[i]]
    found.sort()
    ids = [d.report for d in digests]
    return [as_cluster(group, ids) for group in found]


def groups_of(groups: Groups) -> list[Group]:
    """Each group with the joins that made it, by its first report."""
    joins: dict[int, list[_Row]] = defaultdict(list)
    for j in groups.joins:
        joins[groups.of(j.left)].append((j.left, j.right, j.odds, j.by, j.turn))
    return [(tuple(members), tuple(joins[name])) for name, members in groups.members.items()]


def as_cluster(group: Group, reports: Sequence[str]) -> Cluster:
    """A group of indices as a cluster of these reports."""
    members, joins = group
    return Cluster(
        [reports[i] for i in members],
        [Link(reports[left], reports[right], odds, by, turn) for left, right, odds, by, turn in joins],
    )


def _outside(group: Group, reports: Sequence[int]) -> Group:
    """A group of indices among `reports` as one of the indices that these are."""
    members, joins = group
    return (
        tuple([reports[i] for i in members]),
        tuple([(reports[left], reports[right], odds, by, turn) for left, right, odds, by, turn in joins]),
    )


def _batches(digests: Sequence[Digest], edges: Edges, judged: Judged) -> list[_Batch]:
    """The islands of positive pairs and of people's words, some thousand reports at a time, the most pairs first."""
    at = {d.report: i for i, d in enumerate(digests)} if judged.same else {}
    said = ((at[a], at[b]) for a, b in judged.same if a in at and b in at)
    batches: list[_Batch] = []
    of = [0] * edges.count
    for island in islands(edges.count, chain(said, edges.pairs())):
        if not batches or len(batches[-1][0]) >= _BATCH:
            batches.append(([], array("Q"), array("d")))
        batches[-1][0].extend(island)
        for i in island:
            of[i] = len(batches) - 1
    for code, odds in zip(edges.codes, edges.odds, strict=True):
        batch = batches[of[code // edges.count]]
        batch[1].append(code)
        batch[2].append(odds)
    for reports, _, _ in batches:
        reports.sort()
    return sorted(batches, key=lambda batch: len(batch[1]), reverse=True)
