"""How well time expressions are found and valued: the measures of TempEval-3 task A, micro over documents.

Strict: the same span. Relaxed: spans overlap, one to one, identical spans first. Type and value: a relaxed match whose
type or value is the same too. Day: values cut to the calendar day, over gold that names one; what a record needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tocsin.evaluation.rate import Rate

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WHOLE_SECONDS = re.compile(r"(T\d\d:\d\d):00$")


class TimeSpan(Protocol):
    """A time expression as gold or a reader gives it: half-open span, TIMEX3 type and value."""

    @property
    def start(self) -> int: ...
    @property
    def stop(self) -> int: ...
    @property
    def type(self) -> str: ...
    @property
    def value(self) -> str: ...


@dataclass(frozen=True, slots=True)
class GoldTime:
    """One expression of a gold document; `dateline` marks the document's own date line, which is not scored."""

    start: int
    stop: int
    type: str
    value: str
    dateline: bool = False


@dataclass(frozen=True, slots=True)
class TimeScores:
    """The five measures of one document or of a corpus."""

    strict: Rate
    relaxed: Rate
    type: Rate
    value: Rate
    day: Rate

    @property
    def value_accuracy(self) -> float:
        """Right values among the relaxed matches, 0 to 1."""
        return self.value.right / self.relaxed.right if self.relaxed.right else 0.0

    def __add__(self, other: TimeScores) -> TimeScores:
        return TimeScores(self.strict + other.strict, self.relaxed + other.relaxed, self.type + other.type,
                          self.value + other.value, self.day + other.day)  # fmt: skip


_EMPTY = TimeScores(*[Rate(0, 0, 0)] * 5)


def score_times(gold: Mapping[str, Sequence[GoldTime]], predicted: Mapping[str, Sequence[TimeSpan]]) -> TimeScores:
    """Scores over all gold documents, by document id; a document without predictions counts as found empty.

    Predictions that overlap a date line of the gold are left out of the count, as the date line itself is.
    """
    total = _EMPTY
    for name, times in gold.items():
        datelines = [t for t in times if t.dateline]
        found = [p for p in predicted.get(name, ()) if not any(_overlap(p, t) > 0 for t in datelines)]
        total += _score_document([t for t in times if not t.dateline], found)
    return total


def _score_document(gold: Sequence[GoldTime], found: Sequence[TimeSpan]) -> TimeScores:
    pairs = _pair(gold, found)
    same_span = sum((g.start, g.stop) == (p.start, p.stop) for g, p in pairs)
    same_type = sum(g.type == p.type for g, p in pairs)
    same_value = sum(_plain(g.value) == _plain(p.value) for g, p in pairs)
    same_day = sum(g.value[:10] == p.value[:10] for g, p in pairs if _names_day(g))
    days_there = sum(map(_names_day, gold))
    days_found = sum(_DAY.match(p.value) is not None for p in found)

    def share(right: int) -> Rate:
        return Rate(right, len(found), len(gold))

    return TimeScores(share(same_span), share(len(pairs)), share(same_type), share(same_value),
                      Rate(same_day, days_found, days_there))  # fmt: skip


def _pair(gold: Sequence[GoldTime], found: Sequence[TimeSpan]) -> list[tuple[GoldTime, TimeSpan]]:
    """Overlapping spans one to one: identical ones first, then those that share most."""
    candidates = sorted(
        (not (g.start == p.start and g.stop == p.stop), -overlap, i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(found)
        if (overlap := _overlap(g, p)) > 0
    )
    pairs, gold_taken, found_taken = [], set[int](), set[int]()
    for _, _, i, j in candidates:
        if i not in gold_taken and j not in found_taken:
            pairs.append((gold[i], found[j]))
            gold_taken.add(i)
            found_taken.add(j)
    return pairs


def _overlap(a: TimeSpan, b: TimeSpan) -> int:
    return min(a.stop, b.stop) - max(a.start, b.start)


def _plain(value: str) -> str:
    """Times to the second and to the minute are one when the seconds are nought."""
    return _WHOLE_SECONDS.sub(r"\1", value.strip())


def _names_day(time: TimeSpan) -> bool:
    return time.type in ("DATE", "TIME") and _DAY.match(time.value) is not None
