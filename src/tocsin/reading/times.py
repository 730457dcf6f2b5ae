"""Time expressions with their TIMEX3 values, and the stretch of local time that each names.

"early on Friday", "28 April 2023", "у ніч на 28 квітня", "around 4am", "the third quarter", "51 days", "every day".
Relative words are resolved against the report's publication and zone; no clock is read. The grammar is here and in
time_grammar.py, the words in lexicon/times.toml, the arithmetic in time_values.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tocsin.lexicon.load import fold
from tocsin.reading.time_grammar import TRIGGERS, Grammar
from tocsin.reading.time_patterns import TOKEN
from tocsin.reading.time_values import moment_of, published_day
from tocsin.reading.time_words import RELATIONS, either, key_at
from tocsin.record import Moment

_RELATION = re.compile(rf"(?<![\w-])({either(list(RELATIONS))}) (?:the )?$")
_RELATION_LAST = frozenset(w.rsplit(" ", 1)[-1] for w in (*RELATIONS, "the"))
_LAST_WORD = re.compile(r"([^\W\d_]+) $")
#: A date line stands near the top of a page, alone on its line.
_HEAD = 400


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One time expression: `text[start:stop]`, its TIMEX3 `type` (DATE TIME DURATION SET) and `value`.

    `moment` is None for durations, sets and vague references ("now"); `relation` is the word before it, as a hint:
    before, after, until, since, by, as_of.
    """

    start: int
    stop: int
    type: str
    value: str
    moment: Moment | None = None
    relation: str | None = None


def find_times(
    text: str, *, published: str | None, zone: str | None = None, language: str = "en", folded: str | None = None
) -> list[TimeMention]:
    """Time expressions in text order, never overlapping.

    `published` is an ISO 8601 date or date-time, `zone` the IANA zone of the place that the report is about; without
    `published`, a date line at the top of the text takes its place, and without that relative words stay unresolved.
    English, Ukrainian and Russian words are read in any text; `language` "en" lets "7/8/07" be month first.
    """
    folded = fold(text) if folded is None else folded
    base = published_day(published, zone) or _date_line(text, folded, language)
    return list(_mentions(Grammar(text, folded, base, language), zone))


def _mentions(grammar: Grammar, zone: str | None) -> Iterator[TimeMention]:
    folded, edge = grammar.folded, 0
    for token in TOKEN.finditer(folded):
        start, word = token.start(), token.group()
        if start < edge:
            continue
        key = key_at(folded, start, word)
        found = grammar.at(start, key) if key in TRIGGERS or key[0].isdecimal() else None
        if found is None:
            continue
        first, edge, reading = found
        moment = moment_of(reading, grammar.text[first:edge], zone)
        yield TimeMention(first, edge, reading.type, reading.value, moment, _relation(folded, first))
        grammar.note(reading)


def _relation(folded: str, start: int) -> str | None:
    before = folded[max(0, start - 18) : start]
    word = _LAST_WORD.search(before)
    found = _RELATION.search(before) if word and word.group(1) in _RELATION_LAST else None
    return RELATIONS[found.group(1)] if found else None


def _date_line(text: str, folded: str, language: str) -> date | None:
    """The first full date that stands alone on a line near the top."""
    at = 0
    for line in folded[:_HEAD].split("\n"):
        if 6 <= len(line.strip()) <= 40 and any(c.isdecimal() for c in line):
            grammar = Grammar(text, folded, None, language)
            token = TOKEN.search(folded, at)
            found = grammar.at(token.start(), token.group()) if token else None
            if found and found[2].basis == "stated" and found[2].day and found[1] >= at + len(line.rstrip()) - 12:
                return found[2].day
        at += len(line) + 1
    return None
