"""Dates in words and figures: what day, month, year or other stretch of the calendar they name.

Each rule takes a position in the folded text and gives (start, stop, Reading) or None. Years left out are taken to be
past, as news does, unless the words before look ahead ("is due on Wednesday").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tocsin.reading import time_patterns as pat
from tocsin.reading.time_values import (
    Reading,
    Window,
    iso_week,
    months,
    period,
    shift_month,
    shift_quarter,
    valid_day,
)
from tocsin.reading.time_words import (
    DEICTIC_PARTS,
    DEICTICS,
    MONTHS,
    NTHS,
    PARTS,
    SEASONS,
    SHIFTS,
    SHORT,
    UNIT_TIMES,
    UNITS,
    WEEKDAYS,
    WEEKENDS,
    amount_of,
    firsts,
    forms_of,
    key_at,
    longest,
    triggers,
)

Found = tuple[int, int, Reading]
_UNKNOWN = {"Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "Q": "XXXX-QX"}


@dataclass(slots=True)
class Dates:
    """Reads the dates of one text; `base` is the day of publication, `last` the day that the text named last."""

    text: str
    folded: str
    base: date | None
    language: str = "en"
    last: date | None = None
    span: str | None = None

    @property
    def running_day(self) -> date | None:
        """The day that a clock time without a date falls on."""
        return self.last or self.base

    def date_at(self, pos: int) -> Found | None:
        """A date that names a day, a month or a year, right here."""
        token = pat.TOKEN.match(self.folded, pos)
        if token is None:
            return None
        key = key_at(self.folded, pos, token.group())
        rules = DATE_DIGIT_RULES if key[0].isdecimal() else DATE_TRIGGERS.get(key, ())
        found = [f for rule in rules if (f := getattr(self, rule)(pos)) is not None]
        return max(found, key=lambda f: f[1], default=None)

    def _month_first(self, pos: int) -> Found | None:
        found = pat.MONTH_FIRST.match(self.folded, pos)
        if found is None or not self._is_name(pos):
            return None
        name, day, year = found["m"], found["d"], found["y"]
        if day:
            return pos, found.end(), self._month_day(pos, name, day, year, found["d2"])
        stop = found.end()
        if not year:
            if name in SHORT and not (name == "may" and pat.ALONE.search(self.folded, max(0, pos - 2), pos)):
                return None
            if name == "march" and not pat.ALONE.search(self.folded, max(0, pos - 2), pos):
                return None
            after = pat.YEAR_AFTER.match(self.folded, stop)
            if after and self.base:
                year = str(self.base.year + SHIFTS[after[2]])
                stop = stop if after[1] else after.end()
            return pos, stop if after else pos + len(name), self._month(pos, MONTHS[name], year, "relative")
        return pos, stop, self._month(pos, MONTHS[name], year, "stated")

    def _day_first(self, pos: int) -> Found | None:
        found = pat.DAY_FIRST.match(self.folded, pos)
        if found is None or not self._is_name(found.start("m")):
            return None
        first, second = found["d"], found["d2"]
        if second and self.folded[found.end("d") : found.start("d2")] == " and ":
            return pos, found.end("d"), self._month_day(pos, found["m"], first, found["y"], None)
        return pos, found.end(), self._month_day(pos, found["m"], first, found["y"], second)

    def _is_name(self, at: int) -> bool:
        """Latin names of months and weekdays carry a capital; Cyrillic ones need not."""
        return self.text[at].isupper() or self.text[at] > "\u0400"

    def _month_day(self, pos: int, name: str, day: str, year: str | None, until: str | None) -> Reading:
        month, number = MONTHS[name], _leading_int(day)
        if year is None and self.base is None:
            return Reading("DATE", f"XXXX-{month:02}-{number:02}")
        named = valid_day(int(year), month, number) if year else self._nearest(pos, month, number)
        if named is None:
            return Reading("DATE", f"{year or 'XXXX'}-{month:02}")
        last = valid_day(named.year, month, _leading_int(until)) if until else None
        window = (named.isoformat(), last.isoformat(), "days") if last and last > named else None
        return Reading("DATE", named.isoformat(), "stated" if year else "relative", window=window)

    def _nearest(self, pos: int, month: int, day: int) -> date | None:
        base = self.base
        assert base is not None
        days = [d for y in (base.year - 1, base.year, base.year + 1) if (d := valid_day(y, month, day))]
        if self._looks_ahead(pos):
            return next((d for d in days if d >= base), days[-1] if days else None)
        return max((d for d in days if d <= base + timedelta(days=pat.AHEAD_DAYS)), default=days[0] if days else None)

    def _month(self, pos: int, month: int, year: str | None, basis: str) -> Reading:
        if year:
            return Reading("DATE", f"{year}-{month:02}", basis)
        if self.base is None:
            return Reading("DATE", f"XXXX-{month:02}")
        ahead = self._looks_ahead(pos) or pat.BY.search(self.folded, max(0, pos - 16), pos) is not None
        number = self.base.year
        if ahead and month < self.base.month:
            number += 1
        elif not ahead and month > self.base.month:
            number -= 1
        return Reading("DATE", f"{number}-{month:02}")

    def _looks_ahead(self, pos: int) -> bool:
        """True when the last verb-like word of the sentence before `pos` points to the future."""
        before = self.folded[max(0, pos - 70) : pos]
        for mark in (". ", "\n", "! ", "? "):
            before = before[before.rfind(mark) + 1 :]
        last = None
        for last in pat.CUES.finditer(before):  # noqa: B007 - the last one is wanted
            pass
        return last is not None and last["future"] is not None

    def _weekday(self, pos: int) -> Found | None:
        found = pat.WEEKDAY.match(self.folded, pos)
        if found is None or not self._is_name(pos):
            return None
        stop = pos + len(found["w"])
        for gap in (", ", " ", ". "):
            if self.folded.startswith(gap, stop):
                dated = self._calendar_date(stop + len(gap)) or self._calendar_date(stop + len(gap) + 4)
                if dated and (self.folded.startswith("the ", stop + len(gap)) or dated[0] == stop + len(gap)):
                    return pos, dated[1], dated[2]
        if found["w"] in SHORT:
            return None
        return pos, stop, self._on_weekday(pos, WEEKDAYS[found["w"]])

    def _calendar_date(self, pos: int) -> Found | None:
        """A date of day and month."""
        found = self._day_first(pos) or self._month_first(pos) or self._dotted(pos)
        return found if found and found[2].value.count("-") == 2 else None

    def _on_weekday(self, pos: int, weekday: int, step: int | None = None) -> Reading:
        base = self.base
        if base is None:
            return Reading("DATE", f"XXXX-WXX-{weekday}")
        back = (base.isoweekday() - weekday) % 7
        if step == 1 or (step is None and self._looks_ahead(pos)):
            day = base + timedelta(days=(7 - back) if back or step == 1 else 0)
        elif step == -1:
            day = base - timedelta(days=back or 7)
        elif step == 0:
            day = base + timedelta(days=weekday - base.isoweekday())
        else:
            day = base - timedelta(days=back)
        return Reading("DATE", day.isoformat())

    def _iso(self, pos: int) -> Found | None:
        found = pat.ISO.match(self.folded, pos)
        if found is None or valid_day(int(found[1]), int(found[2]), int(found[3])) is None:
            return None
        day, clock = f"{found[1]}-{found[2]}-{found[3]}", found[4]
        reading = Reading("TIME", f"{day}T{clock}", "stated") if clock else Reading("DATE", day, "stated")
        return pos, found.end(), reading

    def _dotted(self, pos: int) -> Found | None:
        found = pat.DOTTED.match(self.folded, pos)
        if found is None:
            return None
        day = valid_day(_full_year(found[4]), int(found[3]), int(found[1]))
        return (pos, found.end(), Reading("DATE", day.isoformat(), "stated")) if day else None

    def _slashed(self, pos: int) -> Found | None:
        """ "7/8/07": of the two readings the one nearest to publication; in English the month-first one on a draw."""
        found = pat.SLASHED.match(self.folded, pos)
        if found is None:
            return None
        year, a, b = _full_year(found[3]), int(found[1]), int(found[2])
        month_first, day_first = valid_day(year, a, b), valid_day(year, b, a)
        order = (month_first, day_first) if self.language == "en" else (day_first, month_first)
        days = [d for d in order if d]
        if not days:
            return None
        base = self.base
        day = min(days, key=lambda d: abs((d - base).days)) if base else days[0]
        return pos, found.end(), Reading("DATE", day.isoformat(), "stated")

    def _year(self, pos: int) -> Found | None:
        found = pat.YEAR_ALONE.match(self.folded, pos)
        before = self.folded[max(0, pos - 9) : pos]
        if found is None or (before[-1:] in "$€£#№/.,:+" and before[-1:]):
            return None
        if before[-1:] == "-" and not pat.YEAR_CUE.search(before):
            return None
        if pat.PLURAL.match(self.folded, found.end()) and not pat.YEAR_CUE.search(before):
            return None
        return pos, found.end(), Reading("DATE", found[1], "stated")

    def _decade(self, pos: int) -> Found | None:
        found = pat.DECADE.match(self.folded, pos)
        if found is None:
            return None
        century = self.folded[pos : pos + 2] if found[1] else "19" if found[2] >= "4" else "20"
        return pos, found.end(), Reading("DATE", f"{century}{found[1] or found[2]}", "stated")

    def _deictic(self, pos: int) -> Found | None:
        name = longest(DEICTICS, self.folded, pos)
        if name is None:
            return None
        stop = pos + len(name)
        code = DEICTIC_PARTS.get(name)
        into = pat.NIGHT_TO.match(self.folded, stop) if code == "NI" else None
        dated = self.date_at(into.end()) if into else None
        dated = dated or (self.date_at(stop + 4) if code == "NI" and self.folded.startswith(" on ", stop) else None)
        if dated and dated[2].day:
            return pos, dated[1], self._part(dated[2], "NI", -1)
        if self.base is None:
            return pos, stop, Reading("TIME" if code else "DATE", f"XXXX-XX-XX{'T' + code if code else ''}")
        if code:
            return pos, stop, self._part(Reading("DATE", self.base.isoformat()), code, DEICTICS[name])
        return pos, stop, Reading("DATE", (self.base + timedelta(days=DEICTICS[name])).isoformat())

    def _part(self, reading: Reading, code: str, days: int = 0, opens: int | None = None) -> Reading:
        """A part of the day that `reading` names."""
        day = reading.day
        if day is None:
            return replace(reading, type="TIME", value=f"{reading.value}T{code}", window=None)
        named = day + timedelta(days=days)
        window: Window | None = None
        if opens == 0:
            window = (f"{named}T00:00", f"{named}T05:59", "part_of_day")
        return Reading("TIME", f"{named}T{code}", reading.basis, window=window, anchor=day)

    def _with_the(self, pos: int) -> int:
        return pos - 4 if self.folded.startswith("the ", pos - 4) and pos >= 4 else pos

    def _shifted(self, pos: int) -> Found | None:
        pos += 4 * self.folded.startswith("the ", pos)
        found = pat.SHIFT.match(self.folded, pos)
        if found is None:
            return None
        start, step, word = self._with_the(pos), SHIFTS[found["s"]], found["x"]
        if word in UNITS:
            return start, found.end(), self._shifted_unit(found, step, word)
        if found["n"]:
            return None
        reading = self._shifted_name(found.start("x"), step, word)
        if reading is None and word in WEEKENDS:
            week = iso_week(self.base + timedelta(days=7 * step)) if self.base else "XXXX-WXX"
            reading = Reading("DATE", f"{week}-WE")
        return (start, found.end(), reading) if reading else None

    def _shifted_unit(self, found: re.Match[str], step: int, word: str) -> Reading:
        unit, times, amount = UNITS[word], UNIT_TIMES[word], found["n"]
        if amount or times > 1 or (found["s"] == "past" and unit[0] in "YMWD") or unit in ("TH", "TM", "TS"):
            return Reading("DURATION", period(amount_of(amount) if amount else 1, unit, times))
        base = self.base
        if base is None:
            return Reading("DATE", _UNKNOWN.get(unit, "XXXX-XX-XX"))
        if unit == "Y":
            return Reading("DATE", str(base.year + step))
        if unit == "M":
            return Reading("DATE", shift_month(base, step))
        if unit == "Q":
            return Reading("DATE", shift_quarter(base, step))
        if unit == "W":
            return Reading("DATE", iso_week(base + timedelta(days=7 * step)))
        return Reading("DATE", ((self.last or base) + timedelta(days=step)).isoformat())

    def _shifted_name(self, pos: int, step: int, word: str) -> Reading | None:
        base = self.base
        if word in WEEKDAYS and word not in SHORT:
            return self._on_weekday(pos, WEEKDAYS[word], step)
        if word in PARTS and step == 0:
            return self._part(Reading("DATE", base.isoformat() if base else "XXXX-XX-XX"), PARTS[word], 0)
        if word in MONTHS and (word not in SHORT or word == "may") and self._is_name(pos):
            if base is None:
                return Reading("DATE", f"XXXX-{MONTHS[word]:02}")
            year = base.year + (step if step * (MONTHS[word] - base.month) <= 0 else 0)
            return Reading("DATE", f"{year}-{MONTHS[word]:02}")
        if word in SEASONS:
            return Reading("DATE", f"{base.year + step}-{SEASONS[word]}" if base else f"XXXX-{SEASONS[word]}")
        return None

    def _season(self, pos: int) -> Found | None:
        name = longest(SEASONS, self.folded, pos)
        if name is None:
            return None
        stop = pos + len(name)
        year = pat.SEASON_YEAR.match(self.folded, stop)
        if year:
            return pos, year.end(), Reading("DATE", f"{year[1]}-{SEASONS[name]}", "stated")
        led = pat.SEASON_LEAD.search(self.folded, max(0, pos - 6), pos)
        if self.base is None or (name in ("fall", "spring") and not led):
            return None
        return pos, stop, Reading("DATE", f"{self.base.year}-{SEASONS[name]}")

    def _fiscal(self, pos: int) -> Found | None:
        found = pat.FISCAL.match(self.folded, pos)
        return (pos, found.end(), Reading("DATE", f"FY{found[1]}", "stated")) if found else None

    def _nth(self, pos: int) -> Found | None:
        found = pat.NTH_PERIOD.match(self.folded, pos)
        if found is None or (self.base is None and not found["y"]):
            return None
        start, unit = self._with_the(pos), found["u"]
        if unit == "week":
            return self._nth_week(start, found)
        if found["m"] or (found["n"] == "last" and not (found["y"] or found["s"] or found["t"])):
            return None
        number = NTHS.get(found["n"], 4 if unit == "quarter" else 2)
        year, basis = self._year_of(found, (number - 1) * (3 if unit == "quarter" else 6) + 1)
        stop = found.end()
        return start, stop, Reading("DATE", f"{year}-{'Q' if unit == 'quarter' else 'H'}{number}", basis)

    def _year_of(self, found: re.Match[str], month: int) -> tuple[int, str]:
        """The year of a quarter: named, or this one unless the quarter is more than half a year away."""
        if found["y"]:
            return int(found["y"]), "stated"
        assert self.base is not None
        if found["s"]:
            return self.base.year + SHIFTS[found["s"]], "relative"
        return self.base.year - (month - self.base.month > 6), "relative"

    def _nth_week(self, start: int, found: re.Match[str]) -> Found | None:
        if not found["m"]:
            return None
        year, month = self._month(start, MONTHS[found["m"]], None, "relative").value.split("-")
        first, last = months(int(year), int(month), 1)
        if found["n"] == "last":
            day = date.fromisoformat(last) - timedelta(days=3)
        else:
            day = date.fromisoformat(first) + timedelta(days=7 * (NTHS[found["n"]] - 1))
        return start, found.end(), Reading("DATE", iso_week(day))


def _leading_int(words: str) -> int:
    found = re.match(r"\d+", words)
    return int(found.group()) if found else 0


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits) if int(digits) < 70 else 1900 + int(digits)


#: Rule -> the words that it may begin with; words so common that the next one must be known too go in pairs.
DATE_RULES: dict[str, set[str]] = {
    "_month_first": firsts(MONTHS),
    "_weekday": firsts(WEEKDAYS),
    "_deictic": firsts(DEICTICS),
    "_shifted": firsts(SHIFTS) | {f"the {w}" for w in firsts(SHIFTS)},
    "_season": firsts(SEASONS),
    "_fiscal": firsts(forms_of("fiscal")),
    "_nth": firsts([*NTHS, "last"]),
}
DATE_TRIGGERS = triggers(DATE_RULES)
DATE_DIGIT_RULES = ("_iso", "_dotted", "_slashed", "_day_first", "_year")
