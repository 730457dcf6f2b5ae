"""Reports into groups: best pairs first, two groups join only if their reports agree on the whole.

Correlation clustering by a greedy link over the better half of the pairs: a join needs a positive mean of the log-odds
of the better half of the pairs of reports from both sides, and of all of them where any contradicts, so that one
mistaken pair does not chain two attacks and a report that says little is not held against its group.
The order of the reports is that of their digests, so the order of arrival plays no part. What people said comes first:
"same" joins, and nothing joins across a "not the same".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tocsin.reconcile.digest import Digest, merge
from tocsin.reconcile.judged import Judged
from tocsin.reconcile.score import log_odds

#: Members of each side that are compared when two groups meet; more changes little and costs its square.
SAMPLE = 4
#: Log-odds of a pair that cannot be one attack: another day, another place.
CONTRADICTS = -4.0
WHOLE = 0.5
_ROUNDS = 3


@dataclass(slots=True)
class Join:
    """The pair of reports (indices) over which two groups were joined."""

    left: int
    right: int
    odds: float
    by: str | None = None


@dataclass(slots=True)
class Groups:
    """A partition of report indices that remembers why."""

    parent: list[int]
    members: dict[int, list[int]]
    enemies: dict[int, set[int]] = field(default_factory=dict)
    joins: list[Join] = field(default_factory=list)

    @classmethod
    def singles(cls, count: int) -> Groups:
        """Every report by itself."""
        return cls(list(range(count)), {i: [i] for i in range(count)})

    def of(self, index: int) -> int:
        """The name (smallest index) of the group that holds a report."""
        root = index
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[index] != root:
            self.parent[index], index = root, self.parent[index]
        return root

    def may_join(self, a: int, b: int) -> bool:
        """False when a person said that a report of one is not of the same attack as a report of the other."""
        if not self.enemies:
            return True
        small, large = sorted((self.members[a], self.members[b]), key=len)
        rest = set(large)
        return not any(self.enemies.get(i, set()) & rest for i in small)

    def join(self, a: int, b: int, why: Join) -> None:
        """Make one group of two, named by its smallest index."""
        if b < a:
            a, b = b, a
        self.parent[b] = a
        self.members[a] = sorted(self.members[a] + self.members.pop(b))
        self.joins.append(why)


class Scores:
    """Log-odds of pairs of reports, each worked out once."""

    __slots__ = ("_known", "digests")

    def __init__(self, digests: Sequence[Digest]) -> None:
        self.digests = digests
        self._known: dict[int, float] = {}

    def of(self, i: int, j: int) -> float:
        """The log-odds that reports i and j tell of one attack."""
        key = i * len(self.digests) + j if i < j else j * len(self.digests) + i
        odds = self._known.get(key)
        if odds is None:
            odds = self._known[key] = log_odds(self.digests[i], self.digests[j])
        return odds


def cluster(digests: Sequence[Digest], pairs: Iterable[tuple[int, int]], judged: Judged) -> Groups:
    """Group the reports; `pairs` are those worth comparing, `digests` in their `order`."""
    groups = Groups.singles(len(digests))
    _apply(groups, digests, judged)
    score = Scores(digests)
    waiting = [(odds, i, j) for i, j in pairs if (odds := score.of(i, j)) > 0]
    waiting.sort(key=lambda edge: (-edge[0], edge[1], edge[2]))
    known: dict[tuple[int, int, int, int], bool] = {}
    for _ in range(_ROUNDS):
        refused = _join_agreeing(groups, score, waiting, known)
        if len(refused) == len(waiting):
            break
        waiting = refused
    return groups


def agreement(score: Scores, left: Sequence[int], right: Sequence[int]) -> float:
    """How far two groups agree, in log-odds: positive is one attack.

    The mean over the better half of the pairs of a sample from both sides; over all pairs if one contradicts. If none
    does and the pairs say too little, what both groups say as a whole decides: two halves of a story that each report
    tells only in part. That needs `WHOLE` more, since larger groups share more by chance.
    """
    a, b = _sample(left), _sample(right)
    odds = sorted((score.of(i, j) for i in a for j in b), reverse=True)
    if odds[-1] <= CONTRADICTS:
        return sum(odds) / len(odds)
    half = odds[: (len(odds) + 1) // 2]
    mean = sum(half) / len(half)
    if mean > 0 or len(odds) == 1:
        return mean
    digests = score.digests
    return log_odds(merge([digests[i] for i in left]), merge([digests[j] for j in right])) - WHOLE


def _join_agreeing(
    groups: Groups,
    score: Scores,
    edges: list[tuple[float, int, int]],
    known: dict[tuple[int, int, int, int], bool],
) -> list[tuple[float, int, int]]:
    """Join along edges where both groups agree; gives back the refused. `known`: answers for groups as they were."""
    refused = []
    for odds, i, j in edges:
        a, b = sorted((groups.of(i), groups.of(j)))
        if a == b:
            continue
        left, right = groups.members[a], groups.members[b]
        key = (a, len(left), b, len(right))
        if key not in known:
            alone = len(left) == 1 == len(right)
            known[key] = groups.may_join(a, b) and (alone or agreement(score, left, right) > 0)
        if known[key]:
            groups.join(a, b, Join(i, j, odds))
        else:
            refused.append((odds, i, j))
    return refused


def _apply(groups: Groups, digests: Sequence[Digest], judged: Judged) -> None:
    """Put in what people said; a "same" that contradicts a "not the same" by way of other pairs gives way to it."""
    index = {d.report: i for i, d in enumerate(digests)} if judged.same or judged.apart else {}
    for left, right in judged.apart:
        if left in index and right in index:
            groups.enemies.setdefault(index[left], set()).add(index[right])
            groups.enemies.setdefault(index[right], set()).add(index[left])
    for (left, right), said in sorted(judged.same.items(), key=lambda item: (item[1].made_at, item[0])):
        if left in index and right in index:
            a, b = groups.of(index[left]), groups.of(index[right])
            if a != b and groups.may_join(a, b):
                groups.join(a, b, Join(index[left], index[right], 0.0, said.by or "a person"))


def _sample(members: Sequence[int]) -> Sequence[int]:
    if len(members) <= SAMPLE:
        return members
    step = (len(members) - 1) / (SAMPLE - 1)
    return [members[round(k * step)] for k in range(SAMPLE)]
