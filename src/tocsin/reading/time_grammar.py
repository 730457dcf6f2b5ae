"""The grammar of time expressions: what begins at a word, how far it goes, and what it means.

Each rule takes a position in the folded text and gives (start, stop, Reading) or None; the longest one wins. Years left
out are taken to be past, as news does, unless the words before look ahead ("is due on Wednesday").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tocsin.lexicon.load import fold
from tocsin.reading.number_words import scan
from tocsin.reading.time_clock import CLOCK_TRIGGERS, clock_at
from tocsin.reading.time_values import (
    Reading,
    Window,
    iso_week,
    months,
    shift_month,
    shift_quarter,
    stamp,
    valid_day,
)
from tocsin.reading.time_words import (
    COUNT,
    DEICTIC_PARTS,
    DEICTICS,
    EDGES,
    FREQUENCIES,
    MONTHS,
    NTHS,
    NUMBER,
    PART_OPENS,
    PARTS,
    REFERENCES,
    SEASONS,
    SHIFTS,
    SHORT,
    UNIT_TIMES,
    UNITS,
    WEEKDAYS,
    WEEKENDS,
    alternation,
    either,
    values_of,
)

Found = tuple[int, int, Reading]

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)?")
_YEAR = r"(?:19|20)\d\d(?!\d|[.,:]\d|-?\w)"
_YEAR_WORD = rf"(?: {alternation('year-word')}(?!\w))?"
_MONTH = either(list(MONTHS))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|-?(?:го|е|ге))?"
_NO_MORE = r"(?![\d:%]|[.,]\d| ?[ap]\.?m\b|-(?!\d))"
#: The dot of an abbreviation; a dot after a full name ends the sentence.
_DOT = r"(?:(?<=\b[a-z]{3})\.|(?<=\bsept)\.)?"
_MONTH_FIRST = re.compile(
    rf"(?P<m>{_MONTH})(?!\w){_DOT}(?: (?:the )?(?P<d>{_DAY}){_NO_MORE}(?:(?:-| to )(?P<d2>{_DAY}){_NO_MORE})?)?"
    rf"(?:,? (?:of )?(?P<y>{_YEAR}){_YEAR_WORD})?"
)
_DAY_FIRST = re.compile(
    rf"(?P<d>{_DAY})(?:(?:-| to | на | and )(?P<d2>{_DAY}))?(?: of| day of)? (?P<m>{_MONTH})(?!\w){_DOT}"
    rf"(?:,? (?P<y>{_YEAR}){_YEAR_WORD})?"
)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)(?:[t ](\d\d:\d\d)(?::\d\d)?)?")
_DOTTED = re.compile(r"(\d{1,2})([.-])(\d{1,2})\2(\d{4}|\d\d)(?![\d.-]\d|-?\d)")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?![\d/])")
_YEAR_ALONE = re.compile(rf"({_YEAR}){_YEAR_WORD}(?! ?(?:%|km\b|kg\b|m\b))")
_DECADE = re.compile(r"(?:(?:19|20)(\d)0|([2-9])0)'?s\b")
_WEEKDAY = re.compile(rf"(?P<w>{either(list(WEEKDAYS))})(?!\w)\.?")
_PART = re.compile(rf"(?:[ -]|, )({either(list(PARTS))})(?!\w)")
_PART_LEAD = re.compile(r"(?:in|at|before|during|by) (?:the )?$")
_PART_OF = re.compile(r",? (?:of |on |hours of |hours on )?(?:the )?")
_NIGHT_TO = re.compile(rf" (?:(?:з|із|с|from) \d{{1,2}} )?{alternation('night-to')} ")
_NAMED_STRETCH = either([*UNITS, *WEEKDAYS, *MONTHS, *SEASONS, *PARTS, *WEEKENDS])
_SHIFT = re.compile(rf"(?P<s>{either(list(SHIFTS))}) (?:(?P<n>{COUNT}|{alternation('vague')}) )?(?:{alternation('amount-fill')} )?(?P<x>{_NAMED_STRETCH})(?!\w)")
_AMOUNT = re.compile(
    rf"(?P<n>{COUNT}|half an?|half|an?|{alternation('vague')})(?P<half> and a half)?[ -]"
    rf"(?:{alternation('amount-fill')} )?(?P<u>{either(list(UNITS))})(?P<long>-long)?(?!\w)"
)
_AGO = re.compile(rf" {alternation('ago')}(?!\w)")
_LATER_STEPS: dict[str, int] = values_of("later", "step")
_LATER = re.compile(rf" ({either(list(_LATER_STEPS))})(?!\w)")
_RATE = re.compile(rf"(?:\d|{NUMBER}|times|once|twice|average) $")
_EACH = re.compile(rf"{alternation('each')} (?:(?P<n>{COUNT}) )?(?P<x>{either([*UNITS, *WEEKDAYS])})(?!\w)")
_EDGE = re.compile(rf"({either(list(EDGES))})(?:-| (?:on |in )?(?:the )?)")
_WHOLE = re.compile(r"(?:the )?(year|month|week|day|quarter)(?!\w)")
_NTH_PERIOD = re.compile(
    rf"(?P<n>{either([*NTHS, 'last'])})[ -](?P<u>quarter|half|week)(?!\w)"
    rf"(?:,? (?:(?:of|in) )?(?:(?:{alternation('fiscal')} )?(?P<y>{_YEAR})|(?:the )?(?P<s>{either(list(SHIFTS))}) year|(?P<t>the year)|(?P<m>{_MONTH})(?!\w)))?"
)
_Q = re.compile(rf"q([1-4])(?:,? (?:of )?(?P<y>{_YEAR}))?(?!\w)")
_FISCAL = re.compile(rf"{alternation('fiscal')} ?({_YEAR})")
_SAME = re.compile(rf"{alternation('same')}(?!\w)")
_THE_DAY = re.compile(rf"the (?:(day)(?! (?:of|when|that|after|before|the|[a-z]+ed)\b)|{either(WEEKENDS)})(?!\w)")
_THE_DAY_LEAD = re.compile(r"\b(?:in|of|during|for|over|at|on) $")
_SIDE = re.compile(rf"{alternation('side')} (?:in |on )?(?:the )?")
_YEAR_AFTER = re.compile(rf",? (of )?(?:the )?({either(list(SHIFTS))}) year(?!\w)")
_CLOCK_ON = re.compile(r"(?:(,)|)(?: on| of)? (?:the )?")
_SAME_PERIOD = re.compile(
    r"(?:the )?same (?:period|month|quarter|week|time) (?:(?:of |in )?(?:the )?(?:last|previous) year|a year (?:ago|earlier|before))"
)
_PAIR = re.compile(rf"(?P<n>{COUNT})(?: and | to | or |-){COUNT}[ -](?P<u>{either(list(UNITS))})(?!\w)")
_BARE = re.compile(rf"({either([u for u in UNITS if u.endswith('s')])})(?P<long>-long)?(?!\w)")
_BARE_LEAD = re.compile(r"\b(?:for|over the|over|in|several|took) $")
_CUES = re.compile(rf"(?<!\w)(?:(?P<future>{alternation('future-cue')})|{alternation('past-cue')})(?!\w)")
_PLURAL = re.compile(r" (?:[a-z]*[a-rt-z]s|people|men|women|children)\b")
_YEAR_CUE = re.compile(r"\b(?:in|since|of|until|by|during|the|from|to|early|late|mid|before|after|and|between|year|through)[ -]$")
_BY = re.compile(r"\bby (?:early |mid-|late |the end of )?$")
_ALONE = re.compile(r"[\w,;'] $")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
#: Up to this many days ahead a date without a year is this year's: "a June 3 hearing" in May.
_AHEAD_DAYS = 62


@dataclass(slots=True)
class Grammar:
    """Reads one text; `base` is the day of publication, `last` the day that the text named last."""

    text: str
    folded: str
    base: date | None
    language: str = "en"
    last: date | None = None
    span: str | None = None

    def at(self, pos: int, word: str) -> Found | None:
        """The longest expression that begins at this word (a determiner before it counts in)."""
        best: Found | None = None
        for rule in _DIGIT_RULES if word[0].isdigit() else TRIGGERS.get(word, ()):
            found = getattr(self, rule)(pos)
            if found is not None and (best is None or found[1] - found[0] > best[1] - best[0]):
                best = found
        return self._extended(best) if best else None

    def note(self, reading: Reading) -> None:
        """Remember the month or quarter, for "the same period a year ago", and the day, so that a clock time after it belongs to it; not a day of years ago."""
        day = reading.anchor or reading.day
        if re.fullmatch(r"\d{4}-(?:\d\d|Q\d)", reading.value):
            self.span = reading.value
        if day is not None and (self.base is None or abs((day - self.base).days) < 366):
            self.last = day

    @property
    def today(self) -> date | None:
        """The day that a clock time without a date falls on."""
        return self.last or self.base

    # --- dates ---

    def date_at(self, pos: int) -> Found | None:
        """A date that names a day, a month or a year, right here."""
        token = _TOKEN.match(self.folded, pos)
        if token is None:
            return None
        rules = _DATE_DIGIT_RULES if token.group()[0].isdigit() else _DATE_TRIGGERS.get(token.group(), ())
        found = [f for rule in rules if (f := getattr(self, rule)(pos)) is not None]
        return max(found, key=lambda f: f[1], default=None)

    def _month_first(self, pos: int) -> Found | None:
        found = _MONTH_FIRST.match(self.folded, pos)
        if found is None or not self._is_name(pos):
            return None
        name, day, year = found["m"], found["d"], found["y"]
        if day:
            return pos, found.end(), self._month_day(pos, name, day, year, found["d2"])
        stop = found.end()
        if not year:
            if name in SHORT and not (name == "may" and _ALONE.search(self.folded, max(0, pos - 2), pos)):
                return None
            if name == "march" and not _ALONE.search(self.folded, max(0, pos - 2), pos):
                return None
            after = _YEAR_AFTER.match(self.folded, stop)
            if after and self.base:
                year = str(self.base.year + SHIFTS[after[2]])
                stop = stop if after[1] else after.end()
            return pos, stop if after else pos + len(name), self._month(pos, MONTHS[name], year, "relative")
        return pos, stop, self._month(pos, MONTHS[name], year, "stated")

    def _day_first(self, pos: int) -> Found | None:
        found = _DAY_FIRST.match(self.folded, pos)
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
        return max((d for d in days if d <= base + timedelta(days=_AHEAD_DAYS)), default=days[0] if days else None)

    def _month(self, pos: int, month: int, year: str | None, basis: str) -> Reading:
        if year:
            return Reading("DATE", f"{year}-{month:02}", basis)
        if self.base is None:
            return Reading("DATE", f"XXXX-{month:02}")
        ahead = self._looks_ahead(pos) or _BY.search(self.folded, max(0, pos - 16), pos) is not None
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
        for last in _CUES.finditer(before):  # noqa: B007 - the last one is wanted
            pass
        return last is not None and last["future"] is not None

    def _weekday(self, pos: int) -> Found | None:
        found = _WEEKDAY.match(self.folded, pos)
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
        found = _ISO.match(self.folded, pos)
        if found is None or valid_day(int(found[1]), int(found[2]), int(found[3])) is None:
            return None
        day, clock = f"{found[1]}-{found[2]}-{found[3]}", found[4]
        reading = Reading("TIME", f"{day}T{clock}", "stated") if clock else Reading("DATE", day, "stated")
        return pos, found.end(), reading

    def _dotted(self, pos: int) -> Found | None:
        found = _DOTTED.match(self.folded, pos)
        if found is None:
            return None
        day = valid_day(_full_year(found[4]), int(found[3]), int(found[1]))
        return (pos, found.end(), Reading("DATE", day.isoformat(), "stated")) if day else None

    def _slashed(self, pos: int) -> Found | None:
        """ "7/8/07": of the two readings the one nearest to publication; in English the month-first one on a draw."""
        found = _SLASHED.match(self.folded, pos)
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
        found = _YEAR_ALONE.match(self.folded, pos)
        before = self.folded[max(0, pos - 9) : pos]
        if found is None or before[-1:] in "$€£#№/.,:+" and before[-1:]:
            return None
        if before[-1:] == "-" and not _YEAR_CUE.search(before):
            return None
        if _PLURAL.match(self.folded, found.end()) and not _YEAR_CUE.search(before):
            return None
        return pos, found.end(), Reading("DATE", found[1], "stated")

    def _decade(self, pos: int) -> Found | None:
        found = _DECADE.match(self.folded, pos)
        if found is None:
            return None
        century = self.folded[pos : pos + 2] if found[1] else "19" if found[2] >= "4" else "20"
        return pos, found.end(), Reading("DATE", f"{century}{found[1] or found[2]}", "stated")

    def _deictic(self, pos: int) -> Found | None:
        name = _longest(DEICTICS, self.folded, pos)
        if name is None:
            return None
        stop = pos + len(name)
        code = DEICTIC_PARTS.get(name)
        into = _NIGHT_TO.match(self.folded, stop) if code == "NI" else None
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

    def _part_first(self, pos: int) -> Found | None:
        """ "the morning of 28 April", "in the early hours of Friday", "вранці 28 квітня", "у ніч на п'ятницю".

        "Вночі 28 квітня" is the small hours of the 28th; a night without a date is the one before publication.
        """
        name = _longest(PARTS, self.folded, pos)
        if name is None:
            return None
        stop, code, opens = pos + len(name), PARTS[name], PART_OPENS[name]
        if code == "NI" and (into := _NIGHT_TO.match(self.folded, stop)):
            dated = self.date_at(into.end())
            if dated and dated[2].day:
                return self._with_the(pos), dated[1], self._part(dated[2], "NI", -1)
        lead = _PART_OF.match(self.folded, stop)
        dated = self.date_at(lead.end()) if lead and lead.group() else None
        if dated and (dated[2].day or dated[2].value.startswith("XXXX")) and dated[2].type == "DATE":
            small_hours = code == "NI" and name[0] > "\u0400"
            return self._with_the(pos), dated[1], self._part(dated[2], code, 0, 0 if small_hours else opens)
        if name[0] > "\u0400" or (_PART_LEAD.search(self.folded, max(0, pos - 12), pos)):
            day = self.today
            reading = Reading("DATE", day.isoformat() if day else "XXXX-XX-XX")
            before = -1 if code == "NI" and day == self.base else 0
            return self._with_the(pos), stop, self._part(reading, code, before, opens)
        return None

    def _with_the(self, pos: int) -> int:
        return pos - 4 if self.folded.startswith("the ", pos - 4) and pos >= 4 else pos

    # --- relative stretches ---

    def _shifted(self, pos: int) -> Found | None:
        pos += 4 * self.folded.startswith("the ", pos)
        found = _SHIFT.match(self.folded, pos)
        if found is None:
            return None
        start, step, word = self._with_the(pos), SHIFTS[found["s"]], found["x"]
        if word in UNITS:
            return start, found.end(), self._shifted_unit(found, step, word)
        if found["n"]:
            return None
        reading = self._shifted_name(found.start("x"), step, word)
        if reading is None and word in WEEKENDS:
            reading = Reading("DATE", (iso_week(self.base + timedelta(days=7 * step)) if self.base else "XXXX-WXX") + "-WE")
        return (start, found.end(), reading) if reading else None

    def _shifted_unit(self, found: re.Match[str], step: int, word: str) -> Reading:
        unit, times, amount = UNITS[word], UNIT_TIMES[word], found["n"]
        if amount or times > 1 or (found["s"] == "past" and unit[0] in "YMWD") or unit in ("TH", "TM", "TS"):
            return Reading("DURATION", _period(_amount(amount) if amount else 1, unit, times))
        base = self.base
        if base is None:
            return Reading("DATE", {"Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "Q": "XXXX-QX"}.get(unit, "XXXX-XX-XX"))
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
        name = _longest(SEASONS, self.folded, pos)
        if name is None:
            return None
        stop = pos + len(name)
        year = re.compile(rf"(?:,? (?:of )?)({_YEAR})").match(self.folded, stop)
        if year:
            return pos, year.end(), Reading("DATE", f"{year[1]}-{SEASONS[name]}", "stated")
        if self.base is None or (name in ("fall", "spring") and not re.search(r"\b(?:in|the|of|this) $", self.folded[max(0, pos - 6) : pos])):
            return None
        return pos, stop, Reading("DATE", f"{self.base.year}-{SEASONS[name]}")

    def _edge(self, pos: int) -> Found | None:
        """ "late 2014", "early on Friday", "the end of last year"."""
        found = _EDGE.match(self.folded, pos)
        if found is None:
            return None
        inner = self.date_at(found.end())
        whole = _WHOLE.match(self.folded, found.end()) if inner is None else None
        if whole and self.base:
            probe = _SHIFT.match(f"this {whole[1]}")
            assert probe is not None
            inner = (found.end(), whole.end(), self._shifted_unit(probe, 0, whole[1]))
        if inner is None or inner[2].type != "DATE":
            return None
        reading = inner[2]
        return self._with_the(pos), inner[1], replace(reading, window=_narrow(reading.value, EDGES[found[1]]))

    def _nth(self, pos: int) -> Found | None:
        found = _NTH_PERIOD.match(self.folded, pos)
        if found is None or self.base is None and not found["y"]:
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

    def _q(self, pos: int) -> Found | None:
        found = _Q.match(self.folded, pos)
        if found is None or not (found["y"] or self.base):
            return None
        year = int(found["y"]) if found["y"] else self.base.year if self.base else 0
        return pos, found.end(), Reading("DATE", f"{year}-Q{found[1]}", "stated" if found["y"] else "relative")

    def _fiscal(self, pos: int) -> Found | None:
        found = _FISCAL.match(self.folded, pos)
        return (pos, found.end(), Reading("DATE", f"FY{found[1]}", "stated")) if found else None

    def _same(self, pos: int) -> Found | None:
        found = _SAME.match(self.folded, pos)
        day = self.today
        return (pos, found.end(), Reading("DATE", day.isoformat())) if found and day else None

    def _the_day(self, pos: int) -> Found | None:
        """ "later in the day", "over the weekend"."""
        found = _THE_DAY.match(self.folded, pos)
        day = self.today
        if found is None or day is None or not _THE_DAY_LEAD.search(self.folded, max(0, pos - 10), pos):
            return None
        if found[1]:
            return pos, found.end(), Reading("DATE", day.isoformat())
        begun = day - timedelta(days=7 if day.isoweekday() < 6 else 0)
        return pos, found.end(), Reading("DATE", iso_week(begun) + "-WE")

    def _side(self, pos: int) -> Found | None:
        """ "earlier today", "later this year"."""
        found = _SIDE.match(self.folded, pos)
        inner = self.date_at(found.end()) if found else None
        if inner is None or inner[2].basis != "relative" or inner[2].value.count("-") == 2 and inner[2].day != self.base:
            return None
        return pos, inner[1], inner[2]

    # --- lengths, repetitions, vague words ---

    def _count(self, pos: int) -> Found | None:
        pair = _PAIR.match(self.folded, pos)
        if pair:
            length = _period(_amount(pair["n"]), UNITS[pair["u"]], UNIT_TIMES[pair["u"]])
            return pos, pair.end("n"), Reading("DURATION", length)
        found = _AMOUNT.match(self.folded, pos)
        if found is None or self.folded[max(0, pos - 1) : pos] in ("$", "€", "£", "-", ".", ","):
            return None
        stop, word = found.end(), found["u"]
        if found["n"] in ("a", "an") and UNITS[word] in ("TS", "Q"):
            return None
        if self.folded.startswith(("-old", " old", "-olds", " of age"), stop):
            return None
        if found["n"] in ("a", "an") and _RATE.search(self.folded, max(0, pos - 12), pos):
            return pos, stop, Reading("SET", _period(1, UNITS[word], UNIT_TIMES[word]))
        amount = _amount(found["n"])
        if found["half"] and amount is not None:
            amount += 0.5
        ago, later = _AGO.match(self.folded, stop), _LATER.match(self.folded, stop)
        if ago:
            return pos, ago.end(), self._moved(self.base, amount, word, -1)
        if later and (self.last or self.base) and not self.folded.startswith(" than", later.end()):
            return pos, later.end(), self._moved(self.last or self.base, amount, word, _LATER_STEPS[later[1]])
        return pos, stop, Reading("DURATION", _period(amount, UNITS[word], UNIT_TIMES[word]))

    def _bare(self, pos: int) -> Found | None:
        """ "for years", "over the years", "decades-long"."""
        found = _BARE.match(self.folded, pos)
        if found is None:
            return None
        lead = _BARE_LEAD.search(self.folded, max(0, pos - 10), pos)
        if not lead and not found["long"] and UNIT_TIMES[found[1]] < 10:
            return None
        start = self._with_the(pos) if lead and "the" in lead.group() else pos
        return start, found.end(), Reading("DURATION", _period(None, UNITS[found[1]], 1))

    def _same_period(self, pos: int) -> Found | None:
        found = _SAME_PERIOD.match(self.folded, pos)
        if found is None or self.base is None:
            return None
        year, _, rest = (self.span or str(self.base.year)).partition("-")
        return pos, found.end(), Reading("DATE", f"{int(year) - 1}-{rest}" if rest else str(int(year) - 1))

    def _moved(self, anchor: date | None, amount: float | None, word: str, sign: int) -> Reading:
        """ "two days ago", "three weeks later": as finely as the unit says."""
        unit = UNITS[word]
        if amount is None or anchor is None:
            return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
        steps = sign * int(amount * UNIT_TIMES[word])
        if unit == "Y":
            return Reading("DATE", f"{anchor.year + steps:04}" if anchor.year + steps > 0 else "PAST_REF")
        if unit in ("M", "Q"):
            return Reading("DATE", shift_month(anchor, steps * (3 if unit == "Q" else 1)))
        if unit in ("TH", "TM", "TS"):
            return Reading("DATE", anchor.isoformat())
        day = anchor + timedelta(days=max(-36500, min(36500, steps * (7 if unit == "W" else 1))))
        return Reading("DATE", iso_week(day) if unit == "W" else day.isoformat())

    def _each(self, pos: int) -> Found | None:
        found = _EACH.match(self.folded, pos)
        if found is None:
            return None
        if found["x"] in WEEKDAYS:
            return pos, found.end(), Reading("SET", f"XXXX-WXX-{WEEKDAYS[found['x']]}")
        amount = _amount(found["n"]) if found["n"] else 1
        return pos, found.end(), Reading("SET", _period(amount, UNITS[found["x"]], UNIT_TIMES[found["x"]]))

    def _frequency(self, pos: int) -> Found | None:
        name = _longest(FREQUENCIES, self.folded, pos)
        return (pos, pos + len(name), Reading("SET", FREQUENCIES[name])) if name else None

    def _reference(self, pos: int) -> Found | None:
        name = _longest(REFERENCES, self.folded, pos)
        if name is None:
            return None
        return pos, pos + len(name), Reading("DATE", REFERENCES[name])

    def _clock(self, pos: int) -> Found | None:
        found = clock_at(self.folded, pos)
        if found is None:
            return None
        stop, clock = found
        joined = _CLOCK_ON.match(self.folded, stop)
        dated = self.date_at(joined.end()) if joined else None
        if joined and dated and dated[2].type == "DATE" and (dated[2].day or dated[2].value.startswith("XXXX")):
            return pos, stop if joined[1] else dated[1], clock.on(dated[2].value, dated[2].basis)
        day = self.today
        return pos, stop, clock.on(day.isoformat() if day else "XXXX-XX-XX", "relative")

    def _extended(self, found: Found) -> Found:
        """A day with the part of day or the clock time that follows it: "Friday morning", "28 April 2023, 14:11"."""
        start, stop, reading = found
        if reading.type != "DATE" or not (reading.day or re.fullmatch(r"XXXX-(?:\d\d-\d\d|WXX-\d|XX-XX)", reading.value)):
            return found
        part = _PART.match(self.folded, stop)
        if part:
            return start, part.end(), self._part(reading, PARTS[part[1]], 0, PART_OPENS[part[1]])
        gap = 2 if self.folded.startswith(", ", stop) else 1 if self.folded.startswith(" ", stop) else 0
        clock = clock_at(self.folded, stop + gap) if gap and self.folded[stop + gap : stop + gap + 1].isdigit() else None
        return (start, clock[0], clock[1].on(reading.value, reading.basis)) if clock else found


def _longest(table: dict[str, object] | dict[str, int] | dict[str, str], folded: str, pos: int) -> str | None:
    """The longest key that stands at `pos` as whole words."""
    first = _FIRST_WORD.match(folded, pos)
    best = None
    for form in _BY_FIRST.get(id(table), {}).get(first.group() if first else "", ()):
        stop = pos + len(form)
        if folded.startswith(form, pos) and not folded[stop : stop + 1].isalnum():
            best = form if best is None or len(form) > len(best) else best
    return best


def _leading_int(words: str) -> int:
    found = re.match(r"\d+", words)
    return int(found.group()) if found else 0


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits) if int(digits) < 70 else 1900 + int(digits)


def _amount(words: str) -> float | None:
    """The number that the words print; None when they are vague."""
    if words in ("a", "an"):
        return 1
    if words.startswith("half"):
        return 0.5
    decimal = re.fullmatch(r"\d+[.,]\d{1,2}", words)
    if decimal:
        return float(words.replace(",", "."))
    cores = scan(words)
    return cores[0].value if cores else None


def _period(amount: float | None, unit: str, times: int) -> str:
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


def _narrow(value: str, part: str) -> Window | None:
    """The early, middle or late part of a year, a month or a day."""
    index = {"early": 0, "mid": 1, "late": 2}[part]
    if re.fullmatch(r"\d{4}", value):
        return (*months(int(value), index * 4 + 1, 4), "year")
    if re.fullmatch(r"\d{4}-\d\d", value):
        first, last = months(int(value[:4]), int(value[5:]), 1)
        opens, closes = ((first, f"{value}-10"), (f"{value}-11", f"{value}-20"), (f"{value}-21", last))[index]
        return opens, closes, "days"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        opens_at, hours = ((0, 8), (10, 6), (18, 6))[index]
        at = datetime.fromisoformat(value) + timedelta(hours=opens_at)
        return stamp(at), stamp(at + timedelta(hours=hours, minutes=-1)), "part_of_day"
    return None


def _firsts(*tables: Iterable[str]) -> set[str]:
    """First words of the forms, as the scanner cuts words."""
    return {m.group() for forms in tables for f in forms if (m := _FIRST_WORD.match(fold(f)))}


def _index(forms: Iterable[str]) -> dict[str, list[str]]:
    by_first: dict[str, list[str]] = {}
    for form in forms:
        for first in _firsts([form]):
            by_first.setdefault(first, []).append(form)
    return by_first


_BY_FIRST = {id(t): _index(t) for t in (DEICTICS, PARTS, SEASONS, REFERENCES, FREQUENCIES)}
_VAGUE, _EACH_WORDS = re.findall(r"[^|:()?\\]+", alternation("vague")), re.findall(r"[^|:()?\\]+", alternation("each"))


def _triggers(rules: dict[str, set[str]]) -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for rule, firsts in rules.items():
        for word in firsts:
            words.setdefault(word, []).append(rule)
    return {w: tuple(r) for w, r in words.items()}


def _words_of(kind: str) -> set[str]:
    return _firsts(alternation(kind)[3:-1].replace("\\", "").split("|"))


_DATE_RULES: dict[str, set[str]] = {
    "_month_first": _firsts(MONTHS),
    "_weekday": _firsts(WEEKDAYS),
    "_deictic": _firsts(DEICTICS),
    "_shifted": _firsts(SHIFTS) | {"the"},
    "_season": _firsts(SEASONS),
    "_fiscal": _words_of("fiscal"),
    "_nth": _firsts(NTHS, ["last"]),
}
_DATE_TRIGGERS = _triggers(_DATE_RULES)
TRIGGERS = _triggers(
    _DATE_RULES
    | {
        "_part_first": _firsts(PARTS),
        "_edge": _firsts(EDGES),
        "_the_day": {"the"},
        "_same": _words_of("same"),
        "_side": _words_of("side"),
        "_count": _firsts(NUMBER[3:-1].split("|")) | _words_of("vague") | {"a", "an", "half"},
        "_bare": {u for u in UNITS if u.endswith("s")},
        "_same_period": {"the", "same"},
        "_each": _words_of("each"),
        "_frequency": _firsts(FREQUENCIES),
        "_reference": _firsts(REFERENCES),
        "_q": {"q"},
        "_clock": CLOCK_TRIGGERS,
    }
)
_DATE_DIGIT_RULES = ("_iso", "_dotted", "_slashed", "_day_first", "_year")
_DIGIT_RULES = (*_DATE_DIGIT_RULES, "_decade", "_clock", "_count", "_nth")
