"""ISO 8601 strings as numbers: days as ordinals, instants as minutes, both with how finely they are known."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = 1440
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO = re.compile(
    r"\s*(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d)(?:[T ]~?(?P<H>\d\d):(?P<M>\d\d)(?::\d\d(?:\.\d+)?)?"
    r"(?P<z>Z|[+-]\d\d:?\d\d)?)?)?)?"
)


@lru_cache(maxsize=65536)
def extent(text: str | None) -> tuple[int, int] | None:
    """First and last minute (UTC; local when no offset is given) that an ISO string covers; None if it is none.

    "2023-04-28" covers its whole day, "2023-10" its month; what follows the date in brackets is not looked at.
    """
    match = _ISO.match(text) if text else None
    if match is None:
        return None
    year, month, day = int(match["y"]), int(match["m"] or 1), int(match["d"] or 1)
    try:
        start = date(year, month, day).toordinal() * DAY
    except ValueError:
        return None
    if match["H"] is not None:
        at = start + int(match["H"]) * 60 + int(match["M"]) - _offset(match["z"])
        return at, at
    if match["d"] is not None:
        return start, start + DAY - 1
    last = date(year, month if match["m"] else 12, calendar.monthrange(year, month if match["m"] else 12)[1])
    return start, last.toordinal() * DAY + DAY - 1


def local(text: str | None, shift: int) -> tuple[int, int] | None:
    """Like `extent`, in local minutes: `shift` is the zone's minutes east of UTC, for strings that give an offset."""
    covered = extent(text)
    if covered is None or text is None or not shift or not has_offset(text):
        return covered
    return covered[0] + shift, covered[1] + shift


def by_the_clock(text: str | None) -> int | None:
    """The minute as the clock of the place shows it, whatever offset is given; None without an hour."""
    covered = extent(text)
    if covered is None or covered[0] != covered[1]:
        return None
    return covered[0] + (offset(text) or 0)


@lru_cache(maxsize=65536)
def has_offset(text: str) -> bool:
    """True when the string says how far from UTC it is."""
    match = _ISO.match(text)
    return match is not None and match["z"] is not None


@lru_cache(maxsize=65536)
def offset(text: str | None) -> int | None:
    """The minutes east of UTC that the string says; None when it says none."""
    match = _ISO.match(text) if text else None
    return _offset(match["z"]) if match is not None and match["z"] is not None else None


@lru_cache(maxsize=65536)
def as_written(text: str) -> str:
    """The ISO 8601 part of a string, without what follows it: 2023-04-28T10:10 of "2023-04-28 ~10:10 (rolling)"."""
    match = _ISO.match(text)
    return "T".join(match.group().replace("~", "").split()) if match else text


@lru_cache(maxsize=65536)
def days(text: str | None) -> tuple[int, int] | None:
    """First and last day (ordinals, as written, no shift to UTC) that an ISO string covers."""
    covered = extent(text[:10]) if text else None
    return None if covered is None else (covered[0] // DAY, covered[1] // DAY)


def iso_day(ordinal: int) -> str:
    """The day as YYYY-MM-DD."""
    return date.fromordinal(ordinal).isoformat()


def iso_minute(minute: int) -> str:
    """A UTC minute as YYYY-MM-DDTHH:MMZ."""
    return f"{iso_day(minute // DAY)}T{minute % DAY // 60:02}:{minute % 60:02}Z"


def in_words(minute: int, *, hour: bool = True) -> str:
    """A minute as day and hour: 28 Apr 21:05; the day alone without `hour`."""
    day = date.fromordinal(minute // DAY)
    clock = f" {minute % DAY // 60:02}:{minute % 60:02}" if hour else ""
    return f"{day.day} {_MONTHS[day.month - 1]}{clock}"


@lru_cache(maxsize=16384)
def zone_offset(zone: str, day: str) -> int:
    """Minutes east of UTC of an IANA zone at noon of an ISO day; 0 for a zone or day that is not known."""
    covered = extent(day)
    return zone_minutes(zone, covered[0] + DAY // 2) if covered is not None else 0


def zone_minutes(zone: str | None, minute: int) -> int:
    """Minutes east of UTC of an IANA zone at a minute; 0 for a zone that is not known."""
    if zone is None:
        return 0
    try:
        when = datetime(1, 1, 1, tzinfo=UTC) + timedelta(minutes=minute - DAY)
        shift = when.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return 0
    return int(shift.total_seconds() // 60) if shift is not None else 0


def _offset(zone: str | None) -> int:
    if zone is None or zone == "Z":
        return 0
    sign = -1 if zone[0] == "-" else 1
    return sign * (int(zone[1:3]) * 60 + int(zone[-2:]))
