"""When: the time that belongs to a figure, and what is another day than the report's own event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tocsin.reading.document import Document
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Spot
from tocsin.record import Moment

#: A figure of another day than the report's event by more than this is another event; by hand, see docs/limits.md.
_OTHER_EVENT = timedelta(days=4)
#: How many code points before a time the word "born" may stand: "born on ".
_BORN_WITHIN = 12


def day_of(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def moment_day(moment: Moment | None) -> date | None:
    if moment is None or moment.precision not in ("exact_time", "hour", "part_of_day", "day"):
        return None
    return day_of(moment.start)


def time_for(document: Document, times: Sequence[Spot], start: int, stop: int, published: date | None) -> Moment | None:
    """The time of a figure: the nearest in its sentence on a calendar that is not to come and nobody's birth."""
    usable = [
        s for s in times if s.moment is not None and not (_is_to_come(s.moment, published) or is_birth(document, s))
    ]
    usable = [s for s in usable if not _is_in_aside(document, s, stop)]
    if not usable:
        return None
    return min(usable, key=lambda s: min(abs(s.start - stop), abs(start - s.stop))).moment


def _is_in_aside(document: Document, spot: Spot, stop: int) -> bool:
    """ "killed four in Marawi, a city besieged for months in 2017": the year of what a place is, not of the figure.

    Nor is it the time of what the figure's act was an answer to.
    """
    if spot.start < stop or spot.moment is None:
        return False
    if tells_why(document.folded[stop : spot.start]):
        return True
    if spot.moment.precision not in ("year", "month"):
        return False
    aside = document.folded[stop : spot.start].rpartition(",")
    return bool(aside[1]) and aside[2].split()[:1] != [] and aside[2].split()[0] in words("aside")


def _reasons() -> tuple[str, ...]:
    return tuple(f" {w} " for w in words("for-what"))


def tells_why(between: str) -> bool:
    """Whether a reason stands between two things, folded: "fired rockets to avenge the killing of ... last month"."""
    return any(w in between for w in _reasons())


def _is_to_come(moment: Moment, published: date | None) -> bool:
    start = day_of(moment.start)
    return start is not None and is_after(start, published)


def is_after(day: date, published: date | None) -> bool:
    """Later than a report's own day, by more than zones can make it: the day of a copy, or one to come."""
    return published is not None and day - published > timedelta(days=1)


def is_birth(document: Document, spot: Spot) -> bool:
    """ "a child born in 2022": when somebody was born, not when it happened."""
    before = document.folded[max(0, spot.start - _BORN_WITHIN) : spot.start].split()
    return any(w in words("born") for w in before[-2:])


def is_other_day(moment: Moment | None, day: date | None) -> bool:
    """True when a time is clearly not the report's own event: days before it, or an earlier month or year."""
    if moment is None or moment.end is None or day is None or moment.basis == "unresolved":
        return False
    end = day_of(moment.end)
    return end is not None and day - end > _OTHER_EVENT


__all__ = ["day_of", "is_after", "is_birth", "is_other_day", "moment_day", "tells_why", "time_for"]
