"""Why reports stand together or apart, as rows that a person can read and overrule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tocsin.reconcile.cluster import Groups
from tocsin.reconcile.digest import Digest
from tocsin.reconcile.judged import Judged
from tocsin.reconcile.score import probability, reasons
from tocsin.record import Decision


def decide(digests: Sequence[Digest], groups: Groups, judged: Judged) -> dict[int, tuple[Decision, ...]]:
    """Group name -> its decisions: one for each join, one for each "not the same" that a person said of its reports."""
    found: dict[int, list[Decision]] = defaultdict(list)
    for join in groups.joins:
        a, b = digests[join.left], digests[join.right]
        if join.by is not None:
            decision = Decision(a.report, b.report, True, 1.0, join.by, ("a person said so",))
        else:
            decision = Decision(a.report, b.report, True, probability(join.odds), "tocsin", reasons(a, b))
        found[groups.of(join.left)].append(decision)
    if judged.apart:
        index = {d.report: i for i, d in enumerate(digests)}
        for (left, right), said in sorted(judged.apart.items()):
            for name in sorted({groups.of(index[r]) for r in (left, right) if r in index}):
                found[name].append(Decision(left, right, False, 0.0, said.by or "a person", ("a person said so",)))
    return {name: tuple(sorted(rows, key=lambda d: (d.left, d.right))) for name, rows in found.items()}
