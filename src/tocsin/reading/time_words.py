"""Words of lexicon/times.toml as look-ups and pattern fragments for the grammar of time expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tocsin.lexicon.load import fold, table
from tocsin.reading.number_words import forms, rows_of, scan

_ROWS = table("times")


def values_of(kind: str, key: str) -> dict[str, Any]:
    """Folded form -> the row's `key`, for the rows of one kind."""
    return {fold(f): r.more[key] for r in _ROWS if r.kind == kind for fs in r.forms.values() for f in fs}


def alternation(kind: str) -> str:
    """A pattern of every form of one kind, longest first."""
    return either(forms_of(kind))


def forms_of(kind: str) -> tuple[str, ...]:
    """Folded forms of one kind, longest first."""
    return forms(r for r in _ROWS if r.kind == kind)


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
    form: str(row.more["code"])
    for row in _ROWS
    if row.kind == "deictic" and "code" in row.more
    for form in forms((row,))
}
REFERENCES: dict[str, str] = values_of("reference", "value")
FREQUENCIES: dict[str, str] = values_of("frequency", "value")
EDGES: dict[str, str] = values_of("edge", "part")
ZONES: dict[str, str] = values_of("zone", "zone")
NTHS: dict[str, int] = values_of("nth", "value")
HOUR_WORDS: dict[str, int] = values_of("hour-word", "hour")
CLOCK_PARTS: dict[str, str] = values_of("clock-part", "part")
RELATIONS: dict[str, str] = values_of("relation", "hint")
WEEKENDS = forms_of("weekend")

#: English abbreviations that are words of their own ("sat", "may", "mar"); they name a time only beside a number.
SHORT = frozenset(f for f in (*MONTHS, *WEEKDAYS) if len(f) < 5 and f.isascii() and f not in ("june", "july"))
NUMBER_WORDS = tuple(f for f in forms(rows_of("unit", "ten", "hundred", "scale")) if f.isalpha() or "'" in f)
NUMBER = either(NUMBER_WORDS)
COUNT = rf"(?:\d+(?:[.,]\d+)*|{NUMBER}(?:[- ](?:and )?{NUMBER})*)"

_WORD = re.compile(r"[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)?")
#: Words too common to be looked into unless the next word belongs to a form too.
PAIRED = frozenset(("the", "a", "an", "in", "at", "by", "that"))


def key_at(folded: str, pos: int, word: str) -> str:
    """What a rule is looked up by: the word at `pos`, with the next one when it is a very common word."""
    if word not in PAIRED:
        return word
    after = _WORD.match(folded, pos + len(word) + 1)
    return f"{word} {after.group()}" if after else word


def firsts(words: Iterable[str]) -> set[str]:
    """Look-up keys of the forms."""
    return {key_at(w, 0, m.group()) for w in words if (m := _WORD.match(w))}


def triggers(rules: dict[str, set[str]]) -> dict[str, tuple[str, ...]]:
    """Look-up key -> rules that may begin there."""
    keys = sorted({k for ks in rules.values() for k in ks})
    return {k: tuple(rule for rule, ks in rules.items() if k in ks) for k in keys}


def longest(words: Mapping[str, object], folded: str, pos: int) -> str | None:
    """The longest key of a word table that stands at `pos` as whole words."""
    first = _WORD.match(folded, pos)
    key = key_at(folded, pos, first.group()) if first else ""
    for form in _BY_KEY[id(words)].get(key, ()):
        stop = pos + len(form)
        if folded.startswith(form, pos) and not folded[stop : stop + 1].isalnum():
            return form
    return None


def _by_key(words: Mapping[str, object]) -> dict[str, list[str]]:
    longest_first = sorted(words, key=lambda w: (-len(w), w))
    return {key: [w for w in longest_first if key in firsts([w])] for key in firsts(words)}


_BY_KEY = {id(t): _by_key(t) for t in (DEICTICS, PARTS, SEASONS, REFERENCES, FREQUENCIES)}


def amount_of(words: str) -> float | None:
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
