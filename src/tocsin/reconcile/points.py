"""Claims as points on a toll's time axis, each with whether it counts and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
    """One claim's figure with when it was said and by whom; minutes, local.

    `figure` is the one number that the words stand on: printed, or the bound that they give. `note` says what was done
    to it, when it is not the one printed.
    """

    claim: Claim
    quantity: Quantity
    standing: Standing
    start: int
    end: int
    as_of: str
    why: str | None
    figure: int
    note: str | None = None

    @property
    def day(self) -> int:
        return self.start // instants.DAY

    @property
    def timed(self) -> bool:
        return self.start == self.end

    @property
    def official(self) -> bool:
        return self.standing.rank >= 2


@dataclass(frozen=True, slots=True)
class Clock:
    """An incident's local time: minutes east of UTC, and the local minute at which it began, when known."""

    shift: int
    begun: int | None


def set_clock(claims: Sequence[Claim]) -> Clock:
    """The clock of an incident: the offset that most of its claims' times give, or their zone; its earliest hour."""
    times = [c.time for c in claims if c.time is not None]
    told = [o for t in times if (o := instants.offset(t.start)) is not None]
    told = told or [instants.zone_offset(t.zone, t.start[:10]) for t in times if t.zone is not None and t.start]
    shift = max(sorted(set(told)), key=told.count, default=0)
    return Clock(shift, begun(claims, shift))


def said(claim: Claim, who: Standing, report: Report | None, clock: Clock, why: str | None) -> Said | None:
    """The point of a claim; None when it has no figure."""
    quantity = claim.quantity
    if quantity is None:
        return None
    figure = next((n for n in (quantity.value, quantity.low, quantity.high) if n is not None), None)
    if figure is None:
        return None
    as_of, covered = _as_of(claim, report, clock)
    return Said(claim, quantity, who, covered[0], covered[1], as_of, why, figure)


def not_counted(claim: Claim, other_side: bool, copies: Mapping[str, str], whole: bool = False) -> str | None:
    """Why a figure cannot move its toll, in words; None when it may. `whole`: it is all, though it is called a part."""
    quantity = claim.quantity
    if claim.status == "stale":
        return "an older toll repeated"
    if claim.status != "main":
        return "of another event" if claim.status == "other" else "background"
    if other_side:
        return OTHER_SIDE
    if claim.stance in ("denies", "predicts"):
        return "a denial" if claim.stance == "denies" else "a forecast"
    if is_subset(claim) and not whole:
        return SUBSET
    if quantity is not None and not quantity.cumulative:
        return "new cases, not the running total"
    if claim.report in copies:
        return f"a copy of {copies[claim.report]}"
    return None


def is_subset(claim: Claim) -> bool:
    """True for a figure of some of the people only; "all 59 of the 59" is of all."""
    q = claim.quantity
    if q is None:
        return False
    part = q.part_of is not None and (q.value is None or q.part_of.value != q.value)
    return part or q.group in _SUBSETS


def without_dead(point: Said, dead: int) -> Said:
    """The injured of a point that counts them together with `dead` people."""
    left = point.figure - dead
    return replace(
        point,
        quantity=replace(point.quantity, value=left, low=left, high=left),
        figure=left,
        note=f"{point.figure} dead and injured less {dead} dead",
    )


def begun(claims: Sequence[Claim], shift: int) -> int | None:
    """The earliest local minute that the main claims give the attack itself, or None when no hour is told."""
    starts = [
        covered[0]
        for c in claims
        if c.status == "main" and c.kind in ("attack", "hit", "launched") and c.time is not None
        and c.time.precision in HOURLY
        and (covered := instants.local(c.time.start, shift)) is not None and covered[0] == covered[1]
    ]  # fmt: skip
    return min(starts, default=None)


def _as_of(claim: Claim, report: Report | None, clock: Clock) -> tuple[str, tuple[int, int]]:
    """When the figure was said: the hour its words give, if that is not the attack's own; else the publication."""
    published = report.published if report is not None else None
    out = instants.local(published, clock.shift)
    time = claim.time
    own = instants.local(time.start, clock.shift) if time is not None else None
    if time is not None and own is not None and time.precision in HOURLY and own[0] == own[1]:
        late_enough = clock.begun is None or own[0] >= clock.begun + _COUNTING_STARTS
        if late_enough and (out is None or own[0] <= out[1] + instants.DAY):
            return time.start or "", own
    if out is not None and published is not None:
        return instants.as_written(published), out
    if time is not None and own is not None:
        return time.start or "", own
    return "", (0, 0)
