"""One toll of one incident: what was said of one kind in one place, and the number that stands.

The rule: a figure is dated by when it was first said, so that repeats do not move the toll. The last figure of those
who count the dead, or speak for those who do, stands; without any such word outlets' figures count, and so does a
higher one that they first give on a later day than any official. A lower figure than one already said takes its place
if its speaker revises it, if it is the same speaker, a nearer one, or two independent ones. Subsets, new cases,
copies, background and the other side's figures are shown and not counted; nor is one report's number of dead
out of all proportion to what three speakers of three reports agree on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tocsin.reconcile import instants
from tocsin.reconcile.points import OTHER_SIDE, Said
from tocsin.reconcile.standing import OFFICIAL
from tocsin.record import Conflict, Place, Point, Quantity, Toll

#: Chosen by hand: tolls that double in an hour are common, one report's two totals ten times apart are not one count.
OUT_OF_PROPORTION, MANY, ENOUGH = 3, 10, 3
ALONE = "out of all proportion to what others agree on, and said by one report alone"
SMALLER = "a smaller figure of the same report"
_EXACT = frozenset(("exact", "none", "about", "range"))


@dataclass(slots=True)
class Figure:
    """One number, with all who said it; dated by the first official word, else by the first of all."""

    number: int
    words: list[Said]
    rank: int
    start: int
    end: int

    @property
    def day(self) -> int:
        return self.start // 1440

    @property
    def timed(self) -> bool:
        return self.start == self.end

    @property
    def reports(self) -> set[str]:
        return {s.claim.report for s in self.words}

    @property
    def speakers(self) -> set[str]:
        return {s.standing.key for s in self.words}


def count_toll(kind: str, place: Place | None, unit: str, points: Sequence[Said]) -> Toll | None:
    """The toll that the points give; None when no point says anything. Points need not be in order."""
    if not points:
        return None
    ordered = sorted(
        points, key=lambda s: (s.start, s.end, s.figure, s.claim.report, s.claim.evidence.start, s.claim.id)
    )
    why: dict[str, str] = {}
    counted = _one_a_report([s for s in ordered if s.why is None], why)
    if kind == "killed":
        counted = _without_alone(counted, why)
    best, low, high, rule = None, None, None, "no figure could be counted"
    others: list[Said] = []
    standing = _stand(counted, why)
    if standing is not None:
        best = standing.number
        others = _still_said(standing, [s for s in counted if not why.get(s.claim.id, "").startswith("an older")])
        others += _estimates(standing, [s for s in ordered if why.get(s.claim.id) == SMALLER])
        low, high = _bounds(standing, others)
        rule = _rule(standing, low, high)
    return Toll(
        kind, place, low, best, high, rule, unit,
        tuple(_point(s, why) for s in ordered),
        tuple(_conflicts(kind, standing, ordered, others)),
    )  # fmt: skip


def is_opposed(toll: Toll) -> bool:
    """True when the other side gives a number of people that the toll's range does not allow."""
    if toll.unit != "people" or toll.best is None:
        return False
    return any(
        p.why == OTHER_SIDE
        and ((p.high is not None and p.high < (toll.low or 0)) or (toll.high is not None and (p.low or 0) > toll.high))
        for p in toll.series
    )


def _one_a_report(counted: Sequence[Said], why: dict[str, str]) -> list[Said]:
    """Of several figures that a report gives for one time, the largest that is not out of all proportion.

    Smaller ones are parts or earlier tolls that it repeats. One more than `OUT_OF_PROPORTION` times a figure that other
    reports give too counts something else, such as a siege's dead beside the day's.
    """
    reports: dict[int, set[str]] = defaultdict(set)
    by_report: dict[tuple[str, int, int], list[Said]] = defaultdict(list)
    for s in counted:
        reports[s.figure].add(s.claim.report)
        by_report[s.claim.report, s.start, s.end].append(s)
    kept: set[str] = set()
    for said in by_report.values():
        if len(said) == 1:
            kept.add(said[0].claim.id)
            continue
        shared = max((s.figure for s in said if len(reports[s.figure]) > 1 and s.figure >= MANY), default=None)
        most = max(s.figure for s in said if shared is None or s.figure <= OUT_OF_PROPORTION * shared)
        for s in said:
            if s.figure == most:
                kept.add(s.claim.id)
            else:
                why[s.claim.id] = "not the report's own total" if s.figure > most else SMALLER
    return [s for s in counted if s.claim.id in kept]


def _stand(counted: Sequence[Said], why: dict[str, str]) -> Figure | None:
    """The figure that stands; fills in why the others do not."""
    figures = _figures(counted)
    official = [f for f in figures if f.rank >= OFFICIAL]
    chain = official or figures
    standing: Figure | None = None
    stood: list[Figure] = []
    for figure in _in_order(chain):
        if standing is None or figure.number >= standing.number or _may_lower(standing, figure):
            standing = figure
            stood.append(figure)
        else:
            for s in figure.words:
                why[s.claim.id] = "lower than what was said before, and nobody revised it"
    _mark_repeats(stood, why)
    if standing is not None and official:
        standing = _outgrown(standing, figures)
    if standing is not None:
        for s in counted:
            if s.figure < standing.number and s.claim.id not in why and s.start > standing.end:
                why[s.claim.id] = "an older figure repeated"
            elif s.figure != standing.number and s.standing.rank < OFFICIAL <= standing.rank:
                why.setdefault(s.claim.id, "an outlet's figure where officials count")
    return standing


def _without_alone(counted: Sequence[Said], why: dict[str, str]) -> list[Said]:
    """The words on the dead but for one report's figure out of all proportion to what many agree on.

    The injured may well be three times as many when the lightly hurt are counted days later.
    """
    figures = _figures(counted)
    agreed = _agreed(figures)
    alone = [f for f in figures if _is_alone(f, agreed)] if agreed is not None else []
    why.update((s.claim.id, ALONE) for f in alone for s in f.words)
    numbers = {f.number for f in alone}
    return [s for s in counted if s.figure not in numbers]


def _agreed(figures: Iterable[Figure]) -> Figure | None:
    """The largest figure that `ENOUGH` speakers of as many reports give; None when there is none."""
    shared = (f for f in figures if f.number >= MANY and min(len(f.reports), len(f.speakers)) >= ENOUGH)
    return max(shared, key=lambda f: f.number, default=None)


def _is_alone(figure: Figure, agreed: Figure) -> bool:
    """True for one report's figure out of all proportion to what many agree on: misread, or a count of something else.

    A higher one counts as soon as a second report gives it, a lower one also where its words revise.
    """
    if len(figure.reports) > 1 or any(s.claim.stance == "revises" for s in figure.words):
        return False
    higher = not _in_proportion(figure.number, agreed.number)
    return higher or (figure.start > agreed.start and not _in_proportion(agreed.number, figure.number))


def _mark_repeats(stood: Sequence[Figure], why: dict[str, str]) -> None:
    """Words that give a figure again after another had taken its place, and do not say that they revise."""
    for before, after in pairwise(stood):
        for s in before.words:
            if s.start > after.end and s.claim.stance != "revises":
                why[s.claim.id] = "an older figure repeated"


def _outgrown(standing: Figure, figures: Sequence[Figure]) -> Figure:
    """The highest figure that outlets first give on a later day than the last official word, if it is in proportion."""
    higher = [f for f in figures if f.number > standing.number and f.rank < OFFICIAL]
    if not higher:
        return standing
    last = max(s.day for s in standing.words if s.official)
    later = [f for f in higher if f.day > last and _in_proportion(f.number, standing.number)]
    return max(later, key=lambda f: f.number, default=standing)


def _figures(counted: Iterable[Said]) -> list[Figure]:
    by_number: dict[int, list[Said]] = defaultdict(list)
    for s in counted:
        by_number[s.figure].append(s)
    found = []
    for number, words in by_number.items():
        rank, first = words[0].standing.rank, words[0]
        if len(words) > 1:
            rank = max(s.standing.rank for s in words)
            dating = (s for s in words if rank < OFFICIAL or s.standing.rank >= OFFICIAL)
            first = min(dating, key=lambda s: (s.day, not s.timed, s.start))
        found.append(Figure(number, words, rank, first.start, first.end))
    return found


def _in_order(figures: Sequence[Figure]) -> list[Figure]:
    """By day; within a day by the clock where an hour is known, and where none is, as tolls usually go: upwards."""
    if len(figures) < 2:
        return list(figures)
    ordered: list[Figure] = []
    for day in sorted({f.day for f in figures}):
        timed = sorted((f for f in figures if f.day == day and f.timed), key=lambda f: (f.start, f.number))
        for loose in sorted((f for f in figures if f.day == day and not f.timed), key=lambda f: f.number):
            at = max((i + 1 for i, f in enumerate(timed) if f.number < loose.number), default=0)
            timed.insert(at, loose)
        ordered += timed
    return ordered


def _may_lower(before: Figure, after: Figure) -> bool:
    """True when a lower figure may take a higher one's place."""
    if any(s.claim.stance == "revises" for s in after.words):
        return True
    later = {s.standing.key for s in after.words if s.start > before.start}
    if after.number == 1:  # a single person told of apart, such as the one whom an obituary is for
        return len(later) > 1
    return bool(later & before.speakers) or after.rank > before.rank or len(later) > 1


def _still_said(standing: Figure, counted: Sequence[Said]) -> list[Said]:
    """Other figures that may still hold: each speaker's last word, if it is not older than the figure that stands.

    Where the figure that stands has no hour, lower words of its day may be as late as it is; where it has one, lower
    words of its day without an hour are taken for earlier, since tolls usually go up.
    """
    last: dict[str, Said] = {}
    for s in counted:
        before = last.get(s.standing.key)
        if before is None or (s.day, s.timed, s.start, s.figure) >= (
            before.day,
            before.timed,
            before.start,
            before.figure,
        ):
            last[s.standing.key] = s
    found = []
    for s in last.values():
        if s.figure == standing.number or s.day < standing.day or s.standing.key in standing.speakers:
            continue
        as_late = s.start > standing.end or (not standing.timed and s.end >= standing.start)
        near = s.standing.rank >= standing.rank
        if s.figure > standing.number:
            holds = near or _in_proportion(s.figure, standing.number)
        else:
            holds = as_late and near and not _overtaken(s, standing.number, counted)
        if holds:
            found.append(s)
    return sorted(found, key=lambda s: (s.figure, s.claim.id))


def _estimates(standing: Figure, smaller: Iterable[Said]) -> list[Said]:
    """Smaller figures that are no part of their report's larger one: another speaker's most ("100 to 300")."""
    return [
        s
        for s in smaller
        if s.quantity.qualifier in ("range", "up to", "fewer than")
        and s.quantity.high is not None
        and s.quantity.high < standing.number
        and s.day >= standing.day
        and s.standing.key not in standing.speakers
        and s.standing.label is not None
    ]


def _in_proportion(figure: int, other: int) -> bool:
    return figure <= OUT_OF_PROPORTION * max(1, other)


def _overtaken(s: Said, standing: int, counted: Iterable[Said]) -> bool:
    """True for a figure of a known hour after which officials gave a higher one, up to the one that stands."""
    later = (o for o in counted if o.timed and o.official and o.start > s.end)
    return s.timed and any(s.figure < o.figure <= standing for o in later)


def _bounds(standing: Figure, others: Sequence[Said]) -> tuple[int | None, int | None]:
    """Least and most: what the words that stand allow, stretched to the other words that may still hold."""
    closed = any(s.quantity.qualifier in _EXACT or s.quantity.high is not None for s in standing.words)
    lows = [s.quantity.low for s in standing.words if s.quantity.low is not None]
    highs = [s.quantity.high for s in standing.words if s.quantity.high is not None]
    numbers = [s.figure for s in others]
    low = min([standing.number, *lows, *numbers])
    return low, max([standing.number, *highs, *numbers]) if closed else None


def _rule(standing: Figure, low: int | None, high: int | None) -> str:
    who = sorted({s.standing.label for s in standing.words if s.standing.label and s.standing.rank == standing.rank})
    first = min(standing.words, key=lambda s: (s.start, s.claim.id))
    said_by = f" ({', '.join(who[:2])})" if who else ""
    words = max(standing.words, key=lambda s: s.standing.rank).standing.words
    rule = f"the last figure of {words}{said_by}, first said {_when(first)}"
    note = next((s.note for s in standing.words if s.note is not None), None)
    if note is not None:
        rule += f" ({note})"
    if high is None:
        rule += '; said as "at least", so that no most is known'
    elif low != high:
        rule += "; least and most are what the other words that still stand allow"
    return rule


def _when(s: Said) -> str:
    """Local day and, where it is known, hour: 28 Apr 21:05."""
    return instants.in_words(s.start, hour=s.timed) if s.as_of else "at a time not known"


def _conflicts(
    kind: str, standing: Figure | None, points: Sequence[Said], others: Sequence[Said]
) -> Iterable[Conflict]:
    if standing is None:
        return
    ours = max(standing.words, key=lambda s: (s.standing.rank, -s.start, s.claim.id))
    against = f"{_said(ours)} {_words(ours.quantity)}"
    for s in points:
        if (s.why == OTHER_SIDE or (s in others and s.official)) and not _agree(s.quantity, ours.quantity):
            side = " (the other side)" if s.why == OTHER_SIDE else ""
            yield Conflict(f"{_said(s)} {_words(s.quantity)} {kind}{side}, {against}", (s.claim.id, ours.claim.id))


def _agree(a: Quantity, b: Quantity) -> bool:
    """True when one number could satisfy the words of both."""
    low = max(n for n in (a.low, b.low, 0) if n is not None)
    return a.admits(low) and b.admits(low)


def _said(s: Said) -> str:
    return f"{s.standing.label or 'an outlet'} says"


def _words(q: Quantity) -> str:
    number = q.value if q.value is not None else f"{q.low}-{q.high}"
    return str(number) if q.qualifier in ("exact", "range") else f"{q.qualifier} {number}"


def _point(s: Said, why: dict[str, str]) -> Point:
    reason = s.why or why.get(s.claim.id)
    q = s.quantity
    return Point(s.as_of, q.value, q.low, q.high, s.standing.label, s.claim.id, s.claim.report, reason is None, reason)
