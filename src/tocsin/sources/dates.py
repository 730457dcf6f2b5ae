"""Publication times in the forms that files give them, as ISO 8601."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

NUMBERED = re.compile(
    r"(?P<a>\d{1,4})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{4}|\d{1,2})(?:[T, ]+(?P<clock>.*))?$"
)
EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?$|\d{12,13}$")
WORDED = ("%d %B %Y", "%B %d %Y", "%d %b %Y", "%b %d %Y")
CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %H:%M %z", " %H:%M:%S %z")
#: longer strings are not dates, and need no parsing to know it
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Published:
    """`value` is an ISO date, or date and time with offset, or None; `note` says what was lost or not understood."""

    value: str | None
    note: str | None = None


def read_published(value: str | int | float | None, zone: str | None = None) -> Published:
    """Normalise ISO 8601, RFC 2822, Unix seconds, 28.04.2023 and "28 April 2023, 09:15".

    A time without an offset is a time of `zone` when that is given; else only its date is kept, since a clock
    without a zone may be half a day off. A date of slashes that could be read both ways is not guessed at.
    """
    if value is None or value == "":
        return Published(None)
    if isinstance(value, (int, float)):
        return _from_epoch(float(value))
    text = " ".join(value.split())
    if not text or len(text) > LONGEST:
        return Published(None, f"{text[:40]!r} is not a date that is understood" if text else None)
    if EPOCH.match(text):
        return _from_epoch(float(text))
    if (iso := _iso(text)) is not None:
        return _placed(iso, zone)
    if (numbered := NUMBERED.match(text)) is not None:
        return _from_numbers(numbered, text, zone)
    found = _worded(text) or _mailed(text)
    return _placed(found, zone) if found else _opening_day(text)


def _from_epoch(seconds: float) -> Published:
    if not math.isfinite(seconds) or seconds < 0:
        return Published(None, f"{seconds} is not a time in Unix seconds")
    if seconds >= 1e11:  # milliseconds, as scripts in web pages count
        seconds /= 1000
    try:
        return Published(datetime.fromtimestamp(int(seconds), UTC).isoformat())
    except (OverflowError, ValueError, OSError):
        return Published(None, f"{seconds} is not a time in Unix seconds")


def _iso(text: str) -> date | datetime | None:
    if not text[0].isdigit():
        return None
    tight = re.sub(r"(\d) ?([+-]\d{2}:?\d{2}|Z|UTC|GMT)$", r"\1\2", text)
    tight = re.sub(r"(?:UTC|GMT)$", "+00:00", tight)
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(tight)
        except ValueError:
            continue
    return None


def _from_numbers(found: re.Match[str], text: str, zone: str | None) -> Published:
    first, second, third = int(found["a"]), int(found["b"]), int(found["c"])
    if len(found["a"]) == 4:
        year, month, day = first, second, third
    elif len(found["c"]) != 4:
        return Published(None, f"{text!r} has no year of four digits")
    elif found["mark"] == "/" and first <= 12 and second <= 12 and first != second:
        return Published(None, f"{text!r} can be read as month/day and as day/month")
    elif found["mark"] == "/" and second > 12:
        year, month, day = third, first, second
    else:
        year, month, day = third, second, first
    clock = (found["clock"] or "").strip()
    clock = f"T0{clock}" if clock[1:2] == ":" else f"T{clock}" if clock else ""
    when = _iso(f"{year:04}-{month:02}-{day:02}{clock}")
    if when is None and clock and (when := _iso(f"{year:04}-{month:02}-{day:02}")):
        return Published(when.isoformat(), f"of {text!r} only the date is understood")
    return _placed(when, zone) if when else Published(None, f"{text!r} is not a date of the calendar")


def _opening_day(text: str) -> Published:
    """The day that the text begins with, whatever remark follows it."""
    if (day := re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", text)) and (when := _iso(day.group())):
        return Published(when.isoformat(), f"of {text[:40]!r} only the date is understood")
    return Published(None, f"{text[:40]!r} is not a date that is understood")


def _worded(text: str) -> date | datetime | None:
    plain = text.replace(",", " ").replace(" at ", " ")
    plain = re.sub(r"^[A-Za-z]{3,9}day ", "", " ".join(plain.split()))
    plain = re.sub(r"(?: UTC| GMT|Z)$", " +0000", plain)
    for day in WORDED:
        for clock in CLOCKS:
            try:
                when = datetime.strptime(plain, day + clock)
            except ValueError:
                continue
            return when if clock else when.date()
    return None


def _mailed(text: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):  # what the standard library lets out on odd strings
        return None
    # "-0000" and UT come back without a zone although RFC 2822 makes them UTC
    return when.replace(tzinfo=UTC) if when.tzinfo is None and re.search(r" (?:-0000|UT|UTC|GMT|Z)$", text) else when


def _placed(when: date | datetime, zone: str | None) -> Published:
    if not isinstance(when, datetime):
        return Published(when.isoformat())
    when = when.replace(microsecond=0)
    if when.tzinfo is None and zone is None:
        return Published(when.date().isoformat(), "the time has no zone, so that only its date is kept")
    try:
        return Published((when if when.tzinfo else when.replace(tzinfo=ZoneInfo(zone or "UTC"))).isoformat())
    except OverflowError:  # year 1 or 9999 beyond the calendar once the zone is applied
        return Published(when.date().isoformat())
