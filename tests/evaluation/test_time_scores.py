"""The measures of time expressions, by hand-counted cases."""

from __future__ import annotations

import pytest

from tocsin.evaluation.times import GoldTime, score_times

DAY = GoldTime(10, 20, "DATE", "2023-04-28")
CLOCK = GoldTime(30, 40, "TIME", "2023-04-28T04:00")
LENGTH = GoldTime(50, 57, "DURATION", "P51D")


def test_all_right() -> None:
    scores = score_times({"a": [DAY, CLOCK, LENGTH]}, {"a": [DAY, CLOCK, LENGTH]})
    shares = (scores.strict, scores.relaxed, scores.type, scores.value)
    assert [(s.right, s.predicted, s.gold, s.f1) for s in shares] == [(3, 3, 3, 1.0)] * 4
    assert (scores.day.right, scores.day.predicted, scores.day.gold) == (2, 2, 2)
    assert scores.value_accuracy == 1.0


def test_nothing_found_and_nothing_there() -> None:
    missed = score_times({"a": [DAY]}, {})
    assert (missed.relaxed.f1, missed.relaxed.precision, missed.value_accuracy) == (0.0, 0.0, 0.0)
    spurious = score_times({"a": []}, {"a": [DAY]})
    assert (spurious.relaxed.predicted, spurious.relaxed.recall) == (1, 0.0)


@pytest.mark.parametrize(
    ("found", "strict", "value", "day"),
    [
        (GoldTime(8, 20, "DATE", "2023-04-28"), 0, 1, 1),  # a word more in the span
        (GoldTime(10, 20, "TIME", "2023-04-28T04:00"), 1, 0, 1),  # right day, wrong value
        (GoldTime(10, 20, "DATE", "2023-04-27"), 1, 0, 0),
    ],
)
def test_partly_right(found: GoldTime, strict: int, value: int, day: int) -> None:
    scores = score_times({"a": [DAY]}, {"a": [found]})
    assert (scores.strict.right, scores.relaxed.right, scores.value.right, scores.day.right) == (strict, 1, value, day)


def test_one_span_matches_once_and_the_identical_one_wins() -> None:
    wide = GoldTime(0, 60, "DATE", "2023")
    scores = score_times({"a": [DAY]}, {"a": [wide, DAY]})
    assert (scores.relaxed.right, scores.strict.right, scores.value.right, scores.relaxed.predicted) == (1, 1, 1, 2)


def test_the_date_line_is_not_scored() -> None:
    dateline = GoldTime(0, 8, "DATE", "2023-04-28", dateline=True)
    scores = score_times({"a": [dateline, DAY]}, {"a": [GoldTime(0, 8, "DATE", "2023-04-28"), DAY]})
    assert (scores.relaxed.predicted, scores.relaxed.gold) == (1, 1)


def test_seconds_of_nought_do_not_differ() -> None:
    found = GoldTime(30, 40, "TIME", "2023-04-28T04:00:00")
    assert score_times({"a": [CLOCK]}, {"a": [found]}).value.right == 1


def test_documents_are_added_up() -> None:
    scores = score_times({"a": [DAY], "b": [DAY, LENGTH]}, {"a": [DAY], "b": [LENGTH]})
    assert (scores.relaxed.right, scores.relaxed.predicted, scores.relaxed.gold) == (2, 2, 3)
    assert scores.relaxed.f1 == pytest.approx(0.8)
