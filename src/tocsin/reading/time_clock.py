"""Clock times: "4am", "16:45", "at 9.30 local time", "1100 GMT", "о 4 ранку", "noon"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tocsin.reading.number_words import scan
from tocsin.reading.time_values import Reading, Window
from tocsin.reading.time_words import CLOCK_PARTS, HOUR_WORDS, NUMBER, ZONES, alternation, either

_ZONE = rf"(?P<z>,? ?\(?(?:{either(list(ZONES))}|{alternation('zone-local')})(?!\w)(?: ?[+-] ?\d{{1,2}})?\)?)?"
_PART = rf"(?: (?P<part>{either(list(CLOCK_PARTS))})(?!\w))?"
_DIGITS = re.compile(
    r"(?P<h>[01]?\d|2[0-4])(?!\d)(?:(?P<sep>[:.])(?P<min>[0-5]\d)(?!\d)(?::[0-5]\d)?)?"
    rf"(?: ?(?P<ap>[ap])\.? ?m\b\.?)?(?:-(?:й|ій|та|ю))?{_PART}{_ZONE}"
)
_MILITARY = re.compile(rf"(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?: hours| hrs)?{_ZONE}")
_WORDS = re.compile(rf"(?P<h>{NUMBER})(?: ?(?P<ap>[ap])\.m\b\.?)?{_PART}{_ZONE}")
_NAMED = re.compile(rf"(?P<h>{either(list(HOUR_WORDS))})(?!\w){_ZONE}")
_LEAD = re.compile(rf"(?<!\w)(?:{alternation('clock-lead')}|{alternation('hedge')}) (?:the )?$")
_DOTTED_LEAD = re.compile(rf"(?<!\w){alternation('dotted-lead')} $")
_MEASURED = re.compile(r" ?[%°]| ?(?:per|percent|m|km|point|million|billion|[a-z]+s)\b")
_ABOUT = re.compile(rf"(?<!\w){alternation('hedge')} (?:the )?$|[~≈] ?$")
CLOCK_TRIGGERS = {w.split()[0] for w in (*HOUR_WORDS, *NUMBER[3:-1].split("|"))}


@dataclass(frozen=True, slots=True)
class Clock:
    """Hour and minute; `minute` None when only the hour is given."""

    hour: int
    minute: int | None
    zone: str | None = None
    about: bool = False

    def on(self, day: str, basis: str) -> Reading:
        """The reading on a day, given as a TIMEX3 date."""
        clock = f"{self.hour:02}:{self.minute or 0:02}"
        value = f"{day}T{clock}{'Z' if self.zone == 'UTC' else ''}"
        window: Window | None = None
        if self.minute is None and "X" not in day and self.hour < 24:
            window = (f"{day}T{clock}", f"{day}T{clock}", "hour")
        return Reading("TIME", value, basis, about=self.about, zone=self.zone, window=window)


def clock_at(folded: str, pos: int) -> tuple[int, Clock] | None:
    """The clock time that begins at `pos` and where it stops; None when the digits tell no hour."""
    before = folded[max(0, pos - 24) : pos]
    if before[-1:] in "$€£#/.,:" and before[-1:]:
        return None
    found = _match(folded, pos, before)
    if found is None:
        return None
    groups = found.groupdict()
    hour = _hour(found["h"], groups)
    if hour is None:
        return None
    minute = groups.get("min")
    named = (groups.get("z") or "").strip(" ,()")
    zone = next((z for form, z in ZONES.items() if named.startswith(form)), None)
    minutes = int(minute) if minute else 0 if found["h"] in HOUR_WORDS else None
    return found.end(), Clock(hour, minutes, zone, bool(_ABOUT.search(before)))


def _match(folded: str, pos: int, before: str) -> re.Match[str] | None:
    """The pattern that holds here and has enough to be a clock time."""
    named = _NAMED.match(folded, pos)
    if named:
        return named
    military = _MILITARY.match(folded, pos)
    if military and military["z"]:
        return military
    digits = _DIGITS.match(folded, pos) if folded[pos].isdecimal() else None
    led = _LEAD.search(before) is not None
    if digits is None:
        words = _WORDS.match(folded, pos)
        return words if words and (words["ap"] or (words["part"] and led)) else None
    if digits["sep"] == ":" or digits["ap"]:
        return digits
    if digits["min"]:
        dotted = _DOTTED_LEAD.search(before) and not _MEASURED.match(folded, digits.end())
        return digits if digits["z"] or dotted else None
    return digits if digits["part"] is not None and led else None


def _hour(words: str, groups: dict[str, str | None]) -> int | None:
    """0 to 24, with a.m., p.m. and "in the evening" taken in."""
    if words in HOUR_WORDS:
        return HOUR_WORDS[words]
    cores = scan(words) if not words.isdecimal() else []
    hour = int(words) if words.isdecimal() else cores[0].value if cores else None
    if hour is None or hour > 24:
        return None
    part = CLOCK_PARTS.get(groups.get("part") or "", "")
    half = {"a": "am", "p": "pm"}.get(groups.get("ap") or "", part)
    if half == "am":
        return hour % 12 if hour <= 12 else hour
    if half == "pm":
        return hour + 12 if hour < 12 else hour
    if half == "night":
        return hour % 12 if hour < 6 or hour == 12 else hour + 12 if hour < 12 else hour
    return hour
