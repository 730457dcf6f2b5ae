"""Reports into groups: best pairs first, two groups join only if their reports agree on the whole.

Correlation clustering by a greedy link over the better half of the pairs: a join needs a positive mean of the log-odds
of the better half of the pairs of reports from both sides, and of all of them where any contradicts, so that one
mistaken pair does not chain two attacks and a report that says little is not held against its group.
The order of the reports is that of their digests, so the order of arrival plays no part. What people said comes first:
"same" joins, and nothing joins across a "not the same".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from tocsin.reconcile.digest import Digest, merge
from tocsin.reconcile.judged import Judged
from tocsin.reconcile.score import CLIP, log_odds

#: Members of each side that are compared when two groups meet; more changes little and costs its square.
SAMPLE = 4
#: Log-odds of a pair that cannot be one attack: another day, another place.
CONTRADICTS = -4.0
WHOLE = 0.5
#: More than sums of some fractions can be off.
_ROUNDED = 1e-6
ROUNDS = 3
#: Log-odds below which a pair seldom joins two groups: one in fifty of those of a large record does.
WEAK = 3.0


@dataclass(slots=True)
class Join:
    """The pair of reports (indices) over which two groups were joined.

    `by`: the person who said so; `turn`: in which round over the pairs, 0 for what people said.
    """

    left: int
    right: int
    odds: float
    by: str | None = None
    turn: int = 0


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


Edge = tuple[float, int, int]
_State = tuple[int, int, int, int]
Each: TypeAlias = "Callable[[Callable[[tuple[int, int]], bool], Sequence[tuple[int, int]]], Iterable[bool]]"


class Scores:
    """Log-odds of pairs of reports, each worked out once."""

    __slots__ = ("_known", "digests")

    def __init__(self, digests: Sequence[Digest]) -> None:
        self.digests = digests
        self._known: dict[int, float] = {}

    def of(self, i: int, j: int) -> float:
        """The log-odds that reports i and j tell of one attack."""
        if j < i:
            i, j = j, i
        key = i * len(self.digests) + j
        odds = self._known.get(key)
        if odds is None:
            odds = self._known[key] = log_odds(self.digests[i], self.digests[j])
        return odds

    def learn(self, edges: Iterable[Edge]) -> None:
        """Take in the log-odds of pairs (i < j) that were worked out elsewhere."""
        self._known.update((i * len(self.digests) + j, odds) for odds, i, j in edges)


def islands(count: int, edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Indices below `count` in sets that no edge leads out of, by their first; those without an edge are left out.

    What `link` does in one of them does not hang on the others.
    """
    groups = list(range(count))
    for i, j in edges:
        a, b = i, j
        while groups[a] != a:
            groups[a] = a = groups[groups[a]]
        while groups[b] != b:
            groups[b] = b = groups[groups[b]]
        if a < b:
            groups[b] = a
        elif b < a:
            groups[a] = b
    found: dict[int, list[int]] = {}
    for index in range(count):
        root = groups[index]
        while groups[root] != root:
            root = groups[root]
        groups[index] = root
        if root != index:
            found.setdefault(root, [root]).append(index)
    return [found[root] for root in sorted(found)]


def link(score: Scores, edges: Iterable[Edge], judged: Judged, each: Each = map) -> Groups:
    """Group the reports over these pairs, whose log-odds are positive.

    `each`: `map`, or what does the same on several processes.
    """
    groups = Groups.singles(len(score.digests))
    index = _put_in(groups, score.digests, judged)
    for left, right, said in _same(judged, index):
        a, b = groups.of(left), groups.of(right)
        if a != b and groups.may_join(a, b):
            groups.join(a, b, Join(left, right, 0.0, said))
    waiting = sorted(edges, key=_best_first)
    weak = bisect_left(waiting, -WEAK, key=lambda edge: -edge[0])
    known: dict[_State, bool] = {}
    refused = _try(groups, score, waiting[:weak], known, 1)
    known.update(_foresee(groups, score, waiting[weak:], each))
    refused += _try(groups, score, waiting[weak:], known, 1)
    for turn in range(2, ROUNDS + 1):
        if len(refused) == len(waiting):
            break
        waiting = refused
        refused = _try(groups, score, waiting, known, turn)
    return groups


def _try(groups: Groups, score: Scores, edges: Iterable[Edge], known: dict[_State, bool], turn: int) -> list[Edge]:
    """Join the groups of each pair that agree; gives the pairs whose groups do not."""
    refused = []
    for odds, i, j in edges:
        a, b = sorted((groups.of(i), groups.of(j)))
        if a == b:
            continue
        if _agree(groups, score, a, b, known):
            groups.join(a, b, Join(i, j, odds, None, turn))
        else:
            refused.append((odds, i, j))
    return refused


def _foresee(groups: Groups, score: Scores, edges: Iterable[Edge], each: Each) -> Iterable[tuple[_State, bool]]:
    """What groups as they are will answer when weak pairs ask: few of these join any, so that most answers hold."""
    met = {(min(a, b), max(a, b)) for _, i, j in edges if (a := groups.of(i)) != (b := groups.of(j))}
    asked = sorted(pair for pair in met if len(groups.members[pair[0]]) + len(groups.members[pair[1]]) > 2)
    answers = each(lambda pair: _agree(groups, score, *pair, {}), asked)
    return zip((_state(groups, a, b) for a, b in asked), answers, strict=True)


def relink(
    score: Scores, edges: Iterable[Edge], judged: Judged, inside: Container[int], past: Iterable[Join]
) -> Groups | set[int]:
    """Group the reports `inside` anew among others whose groups came about by the joins of `past`.

    `edges` are all positive pairs with a report inside. Where one of them would now join a group inside with one
    outside, that group cannot stay as it was: its reports are given back, to be taken inside as well. Otherwise all
    groups are as `link` over all reports would make them, since no join outside asks about a report inside.
    """
    groups = Groups.singles(len(score.digests))
    index = _put_in(groups, score.digests, judged)
    known: dict[_State, bool] = {}
    by_turn: dict[int, list[tuple[tuple[object, ...], int, int, Join | None]]] = {t: [] for t in range(ROUNDS + 1)}
    fresh = [(left, right, said) for left, right, said in _same(judged, index) if left in inside or right in inside]
    order = {(left, right): at for at, (left, right, _) in enumerate(_same(judged, index))}
    by_turn[0] += [((order[x, y],), x, y, Join(x, y, 0.0, said)) for x, y, said in fresh]
    by_turn[0] += [((order[p.left, p.right],), p.left, p.right, p) for p in past if p.turn == 0]
    for turn in range(1, ROUNDS + 1):
        by_turn[turn] += [((-odds, i, j), i, j, None) for odds, i, j in edges]
        by_turn[turn] += [((-p.odds, p.left, p.right), p.left, p.right, p) for p in past if p.turn == turn]
    for turn, steps in by_turn.items():
        for _, i, j, join in sorted(steps, key=lambda step: step[0]):
            a, b = sorted((groups.of(i), groups.of(j)))
            if a == b:
                continue
            within = i in inside, j in inside
            agreed = any(within) and (groups.may_join(a, b) if join is not None else _agree(groups, score, a, b, known))
            if any(within) and agreed and not all(within):
                return set(groups.members[groups.of(j if within[0] else i)])
            if agreed or not any(within):
                odds = score.of(i, j) if join is None else join.odds
                groups.join(a, b, join or Join(i, j, odds, None, turn))
    return groups


def agree(score: Scores, left: Sequence[int], right: Sequence[int]) -> bool:
    """True when two groups of reports may be of one attack.

    By the mean log-odds over the better half of the pairs of a sample from both sides; over all pairs if one
    contradicts. If none does and the pairs say too little, what both groups say as a whole decides: two halves of a
    story that each report tells only in part. That needs `WHOLE` more, since larger groups share more by chance.
    """
    odds = _odds_between(score, _sample(left), _sample(right))
    if odds is None:
        return False
    if odds[-1] <= CONTRADICTS:
        return sum(odds) > 0
    if sum(odds[: (len(odds) + 1) // 2]) > 0:
        return True
    digests = score.digests
    return len(odds) > 1 and log_odds(merge([digests[i] for i in left]), merge([digests[j] for j in right])) > WHOLE


def _odds_between(score: Scores, left: Sequence[int], right: Sequence[int]) -> list[float] | None:
    """The log-odds of all pairs, best first; None as soon as one contradicts and the rest cannot make up for it."""
    odds: list[float] = []
    total, best = 0.0, CLIP * len(left) * len(right)
    contradicted = False
    for i in left:
        for j in right:
            one = score.of(i, j)
            odds.append(one)
            total += one
            best -= CLIP
            contradicted = contradicted or one <= CONTRADICTS
            if contradicted and total + best < -_ROUNDED:
                return None
    odds.sort(reverse=True)
    return odds


def _agree(groups: Groups, score: Scores, a: int, b: int, known: dict[_State, bool]) -> bool:
    """True when two groups may be one; `known` holds the answers for groups as they were."""
    state = _state(groups, a, b)
    if state not in known:
        left, right = groups.members[a], groups.members[b]
        alone = len(left) == 1 == len(right)
        known[state] = groups.may_join(a, b) and (alone or agree(score, left, right))
    return known[state]


def _state(groups: Groups, a: int, b: int) -> _State:
    return a, len(groups.members[a]), b, len(groups.members[b])


def _best_first(edge: Edge) -> tuple[float, int, int]:
    return -edge[0], edge[1], edge[2]


def _put_in(groups: Groups, digests: Sequence[Digest], judged: Judged) -> dict[str, int]:
    """Make enemies of the reports that people told apart; gives the index of each report that people spoke of."""
    index = {d.report: i for i, d in enumerate(digests)} if judged.same or judged.apart else {}
    for left, right in judged.apart:
        if left in index and right in index:
            groups.enemies.setdefault(index[left], set()).add(index[right])
            groups.enemies.setdefault(index[right], set()).add(index[left])
    return index


def _same(judged: Judged, index: Mapping[str, int]) -> list[tuple[int, int, str]]:
    """Pairs that people said are one, earliest word first; one that goes against a "not the same" gives way to it."""
    told = sorted(judged.same.items(), key=lambda item: (item[1].made_at, item[0]))
    return [(index[x], index[y], j.by or "a person") for (x, y), j in told if x in index and y in index]


def _sample(members: Sequence[int]) -> Sequence[int]:
    if len(members) <= SAMPLE:
        return members
    step = (len(members) - 1) / (SAMPLE - 1)
    return [members[round(k * step)] for k in range(SAMPLE)]
