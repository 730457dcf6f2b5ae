"""The grammar of time expressions: what begins at a word, how far it goes, and what it means; the longest rule wins."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tocsin.reading import time_patterns as pat
from tocsin.reading.time_clock import CLOCK_TRIGGERS, clock_at
from tocsin.reading.time_dates import DATE_DIGIT_RULES, DATE_RULES, Dates, Found
from tocsin.reading.time_values import Reading, Window, iso_week, months, period, shift_month, stamp
from tocsin.reading.time_words import (
    EDGES,
    FREQUENCIES,
    NUMBER_WORDS,
    PART_OPENS,
    PARTS,
    REFERENCES,
    UNIT_TIMES,
    UNITS,
    WEEKDAYS,
    amount_of,
    firsts,
    forms_of,
    longest,
    triggers,
)


@dataclass(slots=True)
class Grammar(Dates):
    """Dates with what may stand around them, clock times, lengths, repetitions and vague words."""

    def at(self, pos: int, word: str) -> Found | None:
        """The longest expression that begins at this word (a determiner before it counts in)."""
        best: Found | None = None
        for rule in _DIGIT_RULES if word[0].isdecimal() else TRIGGERS.get(word, ()):
            found = getattr(self, rule)(pos)
            if found is not None and (best is None or found[1] - found[0] > best[1] - best[0]):
                best = found
        return self._extended(best) if best else None

    def note(self, reading: Reading) -> None:
        """Remember the month or quarter for "the same period a year ago", and the day for clock times after it.

        A day of years ago is history and draws no clock times.
        """
        day = reading.anchor or reading.day
        if re.fullmatch(r"\d{4}-(?:\d\d|Q\d)", reading.value):
            self.span = reading.value
        if day is not None and (self.base is None or abs((day - self.base).days) < 366):
            self.last = day

    def _part_first(self, pos: int) -> Found | None:
        """ "the morning of 28 April", "in the early hours of Friday", "вранці 28 квітня", "у ніч на п'ятницю".

        "Вночі 28 квітня" is the small hours of the 28th; a night without a date is the one before publication.
        """
        name = longest(PARTS, self.folded, pos)
        if name is None:
            return None
        stop, code, opens = pos + len(name), PARTS[name], PART_OPENS[name]
        if code == "NI" and (into := pat.NIGHT_TO.match(self.folded, stop)):
            dated = self.date_at(into.end())
            if dated and dated[2].day:
                return self._with_the(pos), dated[1], self._part(dated[2], "NI", -1)
        lead = pat.PART_OF.match(self.folded, stop)
        dated = self.date_at(lead.end()) if lead and lead.group() else None
        if dated and (dated[2].day or dated[2].value.startswith("XXXX")) and dated[2].type == "DATE":
            small_hours = code == "NI" and name[0] > "\u0400"
            return self._with_the(pos), dated[1], self._part(dated[2], code, 0, 0 if small_hours else opens)
        if name[0] > "\u0400" or (pat.PART_LEAD.search(self.folded, max(0, pos - 12), pos)):
            day = self.running_day
            reading = Reading("DATE", day.isoformat() if day else "XXXX-XX-XX")
            before = -1 if code == "NI" and day == self.base else 0
            return self._with_the(pos), stop, self._part(reading, code, before, opens)
        return None

    def _edge(self, pos: int) -> Found | None:
        """ "late 2014", "early on Friday", "the end of last year"."""
        found = pat.EDGE.match(self.folded, pos)
        if found is None:
            return None
        inner = self.date_at(found.end())
        whole = pat.WHOLE.match(self.folded, found.end()) if inner is None else None
        if whole and self.base:
            probe = pat.SHIFT.match(f"this {whole[1]}")
            assert probe is not None
            inner = (found.end(), whole.end(), self._shifted_unit(probe, 0, whole[1]))
        if inner is None or inner[2].type != "DATE":
            return None
        reading = inner[2]
        return self._with_the(pos), inner[1], replace(reading, window=_narrow(reading.value, EDGES[found[1]]))

    def _q(self, pos: int) -> Found | None:
        found = pat.Q.match(self.folded, pos)
        if found is None or not (found["y"] or self.base):
            return None
        year = int(found["y"]) if found["y"] else self.base.year if self.base else 0
        return pos, found.end(), Reading("DATE", f"{year}-Q{found[1]}", "stated" if found["y"] else "relative")

    def _same(self, pos: int) -> Found | None:
        found = pat.SAME.match(self.folded, pos)
        day = self.running_day
        return (pos, found.end(), Reading("DATE", day.isoformat())) if found and day else None

    def _the_day(self, pos: int) -> Found | None:
        """ "later in the day", "over the weekend"."""
        found = pat.THE_DAY.match(self.folded, pos)
        day = self.running_day
        if found is None or day is None or not pat.THE_DAY_LEAD.search(self.folded, max(0, pos - 10), pos):
            return None
        if found[1]:
            return pos, found.end(), Reading("DATE", day.isoformat())
        begun = day - timedelta(days=7 if day.isoweekday() < 6 else 0)
        return pos, found.end(), Reading("DATE", iso_week(begun) + "-WE")

    def _side(self, pos: int) -> Found | None:
        """ "earlier today", "later this year"."""
        found = pat.SIDE.match(self.folded, pos)
        inner = self.date_at(found.end()) if found else None
        if inner is None or inner[2].basis != "relative" or inner[2].day not in (None, self.base):
            return None
        return pos, inner[1], inner[2]

    def _count(self, pos: int) -> Found | None:
        pair = pat.PAIR.match(self.folded, pos)
        if pair:
            length = period(amount_of(pair["n"]), UNITS[pair["u"]], UNIT_TIMES[pair["u"]])
            return pos, pair.end("n"), Reading("DURATION", length)
        found = pat.AMOUNT.match(self.folded, pos)
        if found is None or self.folded[max(0, pos - 1) : pos] in ("$", "€", "£", "-", ".", ","):
            return None
        stop, word = found.end(), found["u"]
        if found["n"] in ("a", "an") and UNITS[word] in ("TS", "Q"):
            return None
        if self.folded.startswith(("-old", " old", "-olds", " of age"), stop):
            return None
        if found["n"] in ("a", "an") and pat.RATE.search(self.folded, max(0, pos - 12), pos):
            return pos, stop, Reading("SET", period(1, UNITS[word], UNIT_TIMES[word]))
        amount = amount_of(found["n"])
        if found["half"] and amount is not None:
            amount += 0.5
        ago, later = pat.AGO.match(self.folded, stop), pat.LATER.match(self.folded, stop)
        if ago:
            return pos, ago.end(), self._moved(self.base, amount, word, -1)
        if later and (self.last or self.base) and not self.folded.startswith(" than", later.end()):
            return pos, later.end(), self._moved(self.last or self.base, amount, word, pat.LATER_STEPS[later[1]])
        return pos, stop, Reading("DURATION", period(amount, UNITS[word], UNIT_TIMES[word]))

    def _bare(self, pos: int) -> Found | None:
        """ "for years", "over the years", "decades-long"."""
        found = pat.BARE.match(self.folded, pos)
        if found is None:
            return None
        lead = pat.BARE_LEAD.search(self.folded, max(0, pos - 10), pos)
        if not lead and not found["long"] and UNIT_TIMES[found[1]] < 10:
            return None
        start = self._with_the(pos) if lead and "the" in lead.group() else pos
        return start, found.end(), Reading("DURATION", period(None, UNITS[found[1]], 1))

    def _same_period(self, pos: int) -> Found | None:
        found = pat.SAME_PERIOD.match(self.folded, pos)
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
        if abs(steps) > _MOST_STEPS:
            return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
        if unit == "Y":
            return Reading("DATE", f"{anchor.year + steps:04}")
        if unit in ("M", "Q"):
            return Reading("DATE", shift_month(anchor, steps * (3 if unit == "Q" else 1)))
        if unit in ("TH", "TM", "TS"):
            return Reading("DATE", anchor.isoformat())
        day = anchor + timedelta(days=steps * (7 if unit == "W" else 1))
        return Reading("DATE", iso_week(day) if unit == "W" else day.isoformat())

    def _each(self, pos: int) -> Found | None:
        found = pat.EACH.match(self.folded, pos)
        if found is None:
            return None
        if found["x"] in WEEKDAYS:
            return pos, found.end(), Reading("SET", f"XXXX-WXX-{WEEKDAYS[found['x']]}")
        amount = amount_of(found["n"]) if found["n"] else 1
        return pos, found.end(), Reading("SET", period(amount, UNITS[found["x"]], UNIT_TIMES[found["x"]]))

    def _frequency(self, pos: int) -> Found | None:
        name = longest(FREQUENCIES, self.folded, pos)
        return (pos, pos + len(name), Reading("SET", FREQUENCIES[name])) if name else None

    def _reference(self, pos: int) -> Found | None:
        name = longest(REFERENCES, self.folded, pos)
        if name is None:
            return None
        return pos, pos + len(name), Reading("DATE", REFERENCES[name])

    def _clock(self, pos: int) -> Found | None:
        found = clock_at(self.folded, pos)
        if found is None:
            return None
        stop, clock = found
        joined = pat.CLOCK_ON.match(self.folded, stop)
        dated = self.date_at(joined.end()) if joined else None
        if joined and dated and dated[2].type == "DATE" and (dated[2].day or dated[2].value.startswith("XXXX")):
            return pos, stop if joined[1] else dated[1], clock.on(dated[2].value, dated[2].basis)
        day = self.running_day
        return pos, stop, clock.on(day.isoformat() if day else "XXXX-XX-XX", "relative")

    def _extended(self, found: Found) -> Found:
        """A day with the part of day or the clock time that follows it: "Friday morning", "28 April 2023, 14:11"."""
        start, stop, reading = found
        if reading.type != "DATE" or not (reading.day or pat.UNKNOWN_DAY.fullmatch(reading.value)):
            return found
        part = pat.PART.match(self.folded, stop)
        if part:
            return start, part.end(), self._part(reading, PARTS[part[1]], 0, PART_OPENS[part[1]])
        gap = 2 if self.folded.startswith(", ", stop) else 1 if self.folded.startswith(" ", stop) else 0
        digit = gap and self.folded[stop + gap : stop + gap + 1].isdecimal()
        clock = clock_at(self.folded, stop + gap) if digit else None
        return (start, clock[0], clock[1].on(reading.value, reading.basis)) if clock else found


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


#: "Two days ago" is a date, "100 million years ago" only the past.
_MOST_STEPS = 1000
_ONE_OF = {f"{a} {w}" for a in ("a", "an") for w in firsts([*UNITS, *forms_of("amount-fill")])}
TRIGGERS = triggers(
    DATE_RULES
    | {
        "_part_first": firsts(PARTS),
        "_edge": firsts(EDGES),
        "_the_day": {"the day", *(f"the {w}" for w in forms_of("weekend"))},
        "_same": firsts(forms_of("same")),
        "_side": firsts(forms_of("side")),
        "_count": firsts([*NUMBER_WORDS, *forms_of("vague"), "half"]) | _ONE_OF,
        "_bare": {u for u in UNITS if u.endswith("s")},
        "_same_period": {"the same", "same"},
        "_each": firsts(forms_of("each")),
        "_frequency": firsts(FREQUENCIES),
        "_reference": firsts(REFERENCES),
        "_q": {"q"},
        "_clock": CLOCK_TRIGGERS,
    }
)
_DIGIT_RULES = (*DATE_DIGIT_RULES, "_decade", "_clock", "_count", "_nth")
