"""Words of lexicon/times.toml as look-ups and pattern fragments for the grammar of time expressions."""

from __future__ import annotations

import re
from typing import Any

from tocsin.lexicon.load import fold, table
from tocsin.reading.number_words import forms, rows_of

_ROWS = table("times")


def values_of(kind: str, key: str) -> dict[str, Any]:
    """Folded form -> the row's `key`, for the rows of one kind."""
    return {fold(f): r.more[key] for r in _ROWS if r.kind == kind for fs in r.forms.values() for f in fs}


def alternation(kind: str) -> str:
    """A pattern of every form of one kind, longest first."""
    return either(forms(r for r in _ROWS if r.kind == kind))


def either(words: tuple[str, ...] | list[str]) -> str:
    """A pattern of these words, longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


MONTHS: dict[str, int] = values_of("month", "number")
WEEKDAYS: dict[str, int] = values_of("weekday", "number")
PARTS: dict[str, str] = values_of("part", "code")
PART_OPENS: dict[str, int] = values_of("part", "opens")
SEASONS: dict[str, str] = values_of("season", "code")
UNITS: dict[str, str] = values_of("unit", "letter")
UNIT_TIMES: dict[str, int] = values_of("unit", "times")
SHIFTS: dict[str, int] = values_of("shift", "step")
DEICTICS: dict[str, int] = values_of("deictic", "days")
DEICTIC_PARTS: dict[str, str] = {
    fold(f): str(r.more["code"]) for r in _ROWS if r.kind == "deictic" and "code" in r.more for fs in r.forms.values() for f in fs
}  # fmt: skip
REFERENCES: dict[str, str] = values_of("reference", "value")
FREQUENCIES: dict[str, str] = values_of("frequency", "value")
EDGES: dict[str, str] = values_of("edge", "part")
ZONES: dict[str, str] = values_of("zone", "zone")
NTHS: dict[str, int] = values_of("nth", "value")
HOUR_WORDS: dict[str, int] = values_of("hour-word", "hour")
CLOCK_PARTS: dict[str, str] = values_of("clock-part", "part")
RELATIONS: dict[str, str] = values_of("relation", "hint")
WEEKENDS = forms(r for r in _ROWS if r.kind == "weekend")

#: English abbreviations that are words of their own ("sat", "may", "mar"); they name a time only beside a number.
SHORT = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun".split())
NUMBER = either([f for f in forms(rows_of("unit", "ten", "hundred", "scale")) if f.isalpha() or "'" in f])
COUNT = rf"(?:\d+(?:[.,]\d+)*|{NUMBER}(?:[- ](?:and )?{NUMBER})*)"
