"""TIMEX3 values and the stretches of time they name: calendar arithmetic only, no words and no clock.

A value is a string as in TIMEX3 (ISO-TimeML): "2023-04-28", "2023-04-28T04:00", "2023-04-27TNI", "2023-W17", "2008-Q3",
"199" (a decade), "P51D". An unknown part is X: "XXXX-04-28", "XXXX-WXX-5".
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tocsin.lexicon.load import table
from tocsin.record import Moment

Window = tuple[str, str, str]
#: TIMEX3 part of day -> hours at which it opens and closes, counted on past 24 for the night; from lexicon/times.toml
_PARTS: dict[str, tuple[int, int]] = {
    r.more["code"]: (r.more["opens"], r.more["closes"]) for r in reversed(table("times")) if r.kind == "part"
}
_SEASONS: dict[str, int] = {r.more["code"]: r.more["month"] for r in table("times") if r.kind == "season"}
#: Years that a report can be about or be published in; others are typing mistakes.
_YEARS = range(1500, 2500)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(.+))?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: TIMEX3 type and value, and what the value alone does not say.

    `window` narrows or widens the stretch (start, end, precision); `zone` is the zone named by the words; `about` marks
    a hedged clock time; `anchor` is the day that later clock times belong to, when it is not the value's own ("the
    night to Friday": Friday); `basis` as in record.moment.
    """

    type: str
    value: str
    basis: str = "relative"
    about: bool = False
    zone: str | None = None
    window: Window | None = None
    anchor: date | None = None

    @property
    def day(self) -> date | None:
        """The calendar day that the value names, if it names one."""
        found = _DAY.match(self.value)
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None


@cache
def zone_of(name: str | None) -> tzinfo | None:
    """The IANA zone; None when there is no such zone or no name."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError):
        return None


def published_day(published: str | None, zone: str | None) -> date | None:
    """The day of publication on the calendar of `zone`; None when `published` begins with no ISO 8601 date."""
    if not published:
        return None
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return _iso_day(published[:10])
    local = zone_of(zone)
    if moment.year not in _YEARS:
        return None
    return (moment.astimezone(local) if moment.tzinfo and local else moment).date()


def _iso_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def moment_of(reading: Reading, text: str, zone: str | None) -> Moment | None:
    """The stretch that a DATE or TIME names, in local time of `zone`; None for durations, sets and vague references."""
    if reading.type in ("DURATION", "SET"):
        return None
    window = reading.window or _window(reading.value, reading.about)
    if window is None:
        return Moment(None, None, None, "unresolved", zone, text) if "X" in reading.value else None
    start, end, precision = window
    named = reading.zone or zone
    return Moment(_local(start, named, zone), _local(end, named, zone), precision, reading.basis, zone or named, text)


def _local(stamp: str, named: str | None, zone: str | None) -> str:
    """`stamp` read in the zone that the words name, written in the local one."""
    source = zone_of(named)
    if "T" not in stamp or source is None:
        return stamp
    moment = datetime.fromisoformat(stamp).replace(tzinfo=source)
    return moment.astimezone(zone_of(zone) or source).isoformat(timespec="minutes")


def _window(value: str, about: bool) -> Window | None:
    found = _DAY.match(value)
    if found:
        day = f"{found[1]}-{found[2]}-{found[3]}"
        return _in_day(day, found[4], about) if found[4] else (day, day, "day")
    if re.fullmatch(r"\d{4}", value):
        return f"{value}-01-01", f"{value}-12-31", "year"
    if re.fullmatch(r"\d{4}-\d\d", value):
        return (*months(int(value[:4]), int(value[5:]), 1), "month")
    week = re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value)
    if week:
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        first = monday + timedelta(days=5) if week[3] else monday
        return first.isoformat(), (monday + timedelta(days=6)).isoformat(), "days" if week[3] else "week"
    return _long_window(value)


def _long_window(value: str) -> Window | None:
    """Quarters, halves, seasons, decades: longer than a month, so their precision is the year's."""
    part = re.fullmatch(r"(\d{4})-(Q|H)(\d)", value)
    if part:
        size = 3 if part[2] == "Q" else 6
        return (*months(int(part[1]), (int(part[3]) - 1) * size + 1, size), "year")
    season = re.fullmatch(r"(\d{4})-([A-Z]{2})", value)
    if season and season[2] in _SEASONS:
        return (*months(int(season[1]), _SEASONS[season[2]], 3), "year")
    if re.fullmatch(r"\d{3}", value):
        return f"{value}0-01-01", f"{value}9-12-31", "year"
    return None


def _in_day(day: str, clock: str, about: bool) -> Window | None:
    if clock in _PARTS:
        opens, closes = _PARTS[clock]
        first = datetime.fromisoformat(day)
        last = first + timedelta(hours=closes) - timedelta(minutes=1)
        return stamp(first + timedelta(hours=opens)), stamp(last), "part_of_day"
    found = re.fullmatch(r"(\d\d)(?::(\d\d))?(?::\d\d)?Z?", clock)
    if found is None:
        return None
    at = datetime.fromisoformat(day) + timedelta(hours=int(found[1]), minutes=int(found[2] or 0))
    return stamp(at), stamp(at), "hour" if about or not found[2] else "exact_time"


def stamp(moment: datetime) -> str:
    """A local date-time to the minute."""
    return moment.isoformat(timespec="minutes")


def months(year: int, month: int, count: int) -> tuple[str, str]:
    """First and last day of `count` months from `month` on."""
    last = month + count - 2
    end_year, end_month = year + last // 12, last % 12 + 1
    return f"{year:04}-{month:02}-01", f"{end_year:04}-{end_month:02}-{monthrange(end_year, end_month)[1]:02}"


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day, or None when the calendar has no such day or the year is none that reports deal with."""
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def iso_week(day: date) -> str:
    """The ISO week that holds the day: 2023-W17."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def shift_month(day: date, by: int) -> str:
    """The month `by` months from the day's: 2023-04."""
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    return f"{year:04}-{month + 1:02}"


def shift_quarter(day: date, by: int) -> str:
    """The quarter `by` quarters from the day's: 2023-Q2."""
    year, quarter = divmod(day.year * 4 + (day.month - 1) // 3 + by, 4)
    return f"{year}-Q{quarter + 1}"


def period(amount: float | None, unit: str, times: int) -> str:
    """A TIMEX3 period: P51D, PT30M, P2.5Y, PXY."""
    if unit == "NI":
        unit = "D"
    clock, letter = ("PT", unit[1]) if unit in ("TH", "TM", "TS") else ("P", unit)
    if amount is None:
        return f"{clock}X{letter}"
    total = amount * times
    if total < 1 and letter in "HY" and not (total * (60 if letter == "H" else 12)) % 1:
        total, letter = (total * 60, "M") if letter == "H" else (total * 12, "M")
    return f"{clock}{int(total) if float(total).is_integer() else total}{letter}"
