"""Statements about the past in a form that can be checked: first, largest, deadliest, nth, since."""

from __future__ import annotations

import re
from functools import cache

from tocsin.lexicon.load import table
from tocsin.reading.document import Document, Sentence
from tocsin.reading.mentions import Spot
from tocsin.record import History

_SPAN = re.compile(
    r"\b(?:in|for|of|over)\s+(?:the\s+)?(?:(?:almost|nearly|more than|over|about|around|some|at least|past|last)\s+)*"
    r"((?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|recent)\s+"
    r"(day|week|month|year|decade)s?|weeks|months|years|decades|recent \w+)\b"
)
_SINCE = re.compile(r"\bsince\s+([^,.;:!?\"”]{3,60})")
_SO_FAR = re.compile(
    r"\b(?:this year|of the war|in the war|of the conflict|so far|in its history|of the year"
    r"|on record|ever|yet|to date)\b"
)
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3652}
_SMALL = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())} | {
    "a": 1,
    "an": 1,
}


@cache
def _pattern() -> re.Pattern[str]:
    """Superlative, at most six words, and a noun of attack: built from lexicon/history.toml."""
    rows = {r.id: r for r in table("history")}
    superlatives = "|".join(re.escape(f) for r in rows.values() if r.kind == "claim" for f in r.forms["en"])
    nouns = "|".join(re.escape(f) for f in rows["attack-noun"].forms["en"])
    return re.compile(rf"\b(?:the\s+|its\s+|their\s+)?({superlatives})\s+((?:[\w'-]+\s+){{0,6}}?)({nouns})\b")


@cache
def _claims() -> dict[str, tuple[str, int | None]]:
    return {
        f: (str(r.more["claims"]), r.more.get("rank"))
        for r in table("history")
        if r.kind == "claim"
        for f in r.forms["en"]
    }


def find_history(document: Document, sentence: Sentence, places: list[Spot]) -> list[tuple[int, int, History]]:
    """Checkable statements of a sentence with the span of their words.

    A bare "the first attack" with no stretch of time, no "since" and no "of the war" is a plain description.
    """
    folded = document.folded
    out = []
    for match in _pattern().finditer(folded, sentence.start, sentence.stop):
        claims, rank = _claims()[match.group(1)]
        tail_stop = min(sentence.stop, match.end() + 120)
        span = _SPAN.search(folded, match.end(), tail_stop)
        since = _SINCE.search(folded, match.end(), tail_stop)
        far = _SO_FAR.search(folded, match.start(), tail_stop)
        kind_of = re.search(r"of its kind", folded[match.end() : tail_stop])
        if not (span or since or far or kind_of):
            continue
        stop = max(m.end() for m in (span, since, far) if m) if (span or since or far) else match.end()
        where = next(
            (p.place.name for p in places if p.place and match.start() <= p.start <= stop and not p.metonym), None
        )
        out.append(
            (
                match.start(),
                max(stop, match.end()),
                History(
                    claims,
                    (match.group(2) + match.group(3)).strip(),
                    where,
                    span.group(1)
                    if span
                    else ("since " + since.group(1).strip() if since else (far.group() if far else None)),
                    _days(span) if span else None,
                    None,
                    rank,
                ),
            )
        )
    return out


def _days(span: re.Match[str]) -> int | None:
    """Days of "51 days" or "two months" (30 a month, 365 a year); None when no number is said."""
    unit = span.group(2)
    if not unit:
        return None
    first = span.group(1).split()[0]
    count = int(first) if first.isdigit() else _SMALL.get(first)
    return None if count is None else count * _DAYS[unit]
