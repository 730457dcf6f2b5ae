"""Figures of the dead and the injured together: "695 people suffered, of them 144 died".

Such a total stands among the injured, since no kind of claim is for both. What gives it away is arithmetic: dead who
are a part of it, or dead and injured of the same report that add up to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tocsin.record import Claim

#: Below this a sum of two small numbers comes out by chance.
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class Together:
    """`dead`: id of each claim of the dead and injured together -> how many of them are dead.

    `own`: ids of claims that are called a part of something, and are all the dead all the same.
    """

    dead: dict[str, int] = field(default_factory=dict)
    own: frozenset[str] = frozenset()


def find_together(claims: Iterable[Claim]) -> Together:
    """The totals of dead and injured among the claims of one incident."""
    dead: dict[str, int] = {}
    own: set[str] = set()
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind in ("killed", "injured") and claim.status == "main" and _number(claim) is not None:
            by_report[claim.report].append(claim)
    for said in by_report.values():
        injured = [c for c in said if c.kind == "injured" and _is_plain(c)]
        killed = [c for c in said if c.kind == "killed" and _is_free(c, said)] if injured else []
        for total in injured:
            part = _dead_of(total, killed, injured)
            if part is not None:
                dead[total.id] = _number(part) or 0
                own.add(part.id)
    return Together(dead, frozenset(own))


def _dead_of(total: Claim, killed: Sequence[Claim], injured: Sequence[Claim]) -> Claim | None:
    """The claim of the dead whom a total of injured holds; None for one of the injured alone."""
    number = _number(total) or 0
    for claim in killed:
        q = claim.quantity
        if q is None or not q.value or number <= q.value or claim.place not in (None, total.place):
            continue
        if q.part_of is not None:
            if _whole(claim, injured) == number:
                return claim
        elif number >= _FEWEST and any(_number(other) == number - q.value for other in injured if other is not total):
            return claim
    return None


def _whole(claim: Claim, injured: Sequence[Claim]) -> int | None:
    """The number that the dead are called a part of; where that is too small, the nearest before that could be it."""
    q = claim.quantity
    if q is None or q.part_of is None or q.value is None or q.part_of.value is None:
        return None
    if q.part_of.value >= q.value:
        return q.part_of.value
    before = [c for c in injured if c.evidence.start <= claim.evidence.start and (_number(c) or 0) > q.value]
    return _number(max(before, key=lambda c: c.evidence.start)) if before else None


def _is_plain(claim: Claim) -> bool:
    q = claim.quantity
    return q is not None and q.group is None and q.part_of is None and q.cumulative


def _is_free(claim: Claim, said: Sequence[Claim]) -> bool:
    """A figure of people of no group, in words that hold no other figure of the report."""
    q, words = claim.quantity, claim.evidence.span
    if q is None or q.group is not None or not q.cumulative:
        return False
    return not any(words.holds(other.evidence.span) for other in said if other is not claim)


def _number(claim: Claim) -> int | None:
    """The number of a figure that is neither a bound nor a guess."""
    q = claim.quantity
    return q.value if q is not None and q.value and q.low == q.high == q.value else None
