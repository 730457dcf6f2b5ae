"""Claims as points on a toll's time axis, each with whether it counts and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.reconcile import instants
from tocsin.reconcile.standing import Standing
from tocsin.record import Claim, Quantity, Report

_SUBSETS = frozenset(("children", "women", "men", "elderly", "responders", "combatants", "attackers"))

HOURLY = ("exact_time", "hour")
#: Minutes after the attack from which an hour given with a figure is the count's, not the attack's.
_COUNTING_STARTS = 45
SUBSET = "a subset"
OTHER_SIDE = "the other side's claim"


@dataclass(slots=True)
class Said:
    """One claim's figure with when it was said and by whom; minutes, UTC where an offset is known."""

    claim: Claim
    quantity: Quantity
    standing: Standing
    start: int
    end: int
    as_of: str
    why: str | None

    @property
    def figure(self) -> int:
        """The one number that the words stand on: printed, or the bound that they give."""
        q = self.quantity
        return next(n for n in (q.value, q.low, q.high) if n is not None)

    @property
    def day(self) -> int:
        return self.start // instants.DAY

    @property
    def timed(self) -> bool:
        return self.start == self.end

    @property
    def official(self) -> bool:
        return self.standing.rank >= 2


def said(claim: Claim, who: Standing, report: Report | None, begun: int | None, why: str | None) -> Said | None:
    """The point of a claim; None when it has no figure. `begun`: the minute at which the attack began, when known."""
    quantity = claim.quantity
    if quantity is None or (quantity.value is None and quantity.low is None and quantity.high is None):
        return None
    as_of, covered = _as_of(claim, report, begun)
    return Said(claim, quantity, who, covered[0], covered[1], as_of, why)


def not_counted(claim: Claim, other_side: bool, copies: Mapping[str, str]) -> str | None:
    """Why a figure cannot move its toll, in words; None when it may."""
    quantity = claim.quantity
    if claim.status == "stale":
        return "an older toll repeated"
    if claim.status != "main":
        return "of another event" if claim.status == "other" else "background"
    if other_side:
        return OTHER_SIDE
    if claim.stance in ("denies", "predicts"):
        return "a denial" if claim.stance == "denies" else "a forecast"
    if is_subset(claim):
        return SUBSET
    if quantity is not None and not quantity.cumulative:
        return "new cases, not the running total"
    if claim.report in copies:
        return f"a copy of {copies[claim.report]}"
    return None


def is_subset(claim: Claim) -> bool:
    """True for a figure of some of the people only."""
    q = claim.quantity
    return q is not None and (q.part_of is not None or q.group in _SUBSETS)


def begun(claims: Sequence[Claim]) -> int | None:
    """The earliest minute that the main claims give the attack itself, or None when no hour is told."""
    starts = [
        covered[0]
        for c in claims
        if c.status == "main" and c.kind in ("attack", "hit", "launched") and c.time is not None
        and c.time.precision in HOURLY and (covered := instants.extent(c.time.start)) is not None and covered[0] == covered[1]
    ]  # fmt: skip
    return min(starts, default=None)


def _as_of(claim: Claim, report: Report | None, begun: int | None) -> tuple[str, tuple[int, int]]:
    """When the figure was said: the hour its words give, if that is not the attack's own; else the publication."""
    published = report.published if report is not None else None
    out = instants.extent(published)
    time = claim.time
    if time is not None and time.precision in HOURLY and instants.has_hour(time.start):
        own = instants.extent(time.start)
        assert own is not None
        late_enough = begun is None or own[0] >= begun + _COUNTING_STARTS
        if late_enough and (out is None or own[0] <= out[1] + instants.DAY):
            return time.start or "", own
    if out is not None and published is not None:
        return _plain(published), out
    if time is not None and (covered := instants.extent(time.start)) is not None:
        return time.start or "", covered
    return "", (0, 0)


def _plain(published: str) -> str:
    match = instants._ISO.match(published)
    return match.group().strip() if match else published
