"""Which numbers of a sentence count nothing, over line ends too, and which look like it and are counts."""

from __future__ import annotations

import pytest

from tocsin.reading.read import read_report
from tocsin.record import Report


def killed(text: str) -> set[int | None]:
    """The numbers of dead told of a text."""
    report = Report.make(f"A bomb attack shook the town.\n\n{text}", published="2024-05-20", language="en")
    return {c.quantity.value for c in read_report(report).claims if c.kind == "killed" and c.quantity is not None}


@pytest.mark.parametrize("text", [
    "2. As a result of the attack the guard was killed.",
    "The blast killed Maria Sole, 42; Pilar Sole, 19; and Anton Brel, 71.",
    "The rector was killed at 0740 (1340 GMT) outside a bakery in the old town.",
    "The rector was killed at about 1500 (2000 GMT) outside a bakery in the old town.",
    "An average of 12 deaths was counted.",
    "The bombs kill 14 people each day.",
    "The truck had been blown up by the same band of armed men at this place 3\ndays ago.",
    "The ministry says that the rector was killed by the same band of armed men on 20\nMay.",
])  # fmt: skip
def test_an_age_an_hour_a_day_or_a_list_mark_is_no_toll(text: str) -> None:
    assert killed(text) <= {1}


@pytest.mark.parametrize(("text", "number"), [
    ("The officials said that the bodies were found on the road by villagers and on 19 May\n28 people died.", 28),
    ("It killed 1500 people.", 1500),
    ("The dead are a boy of 8 and two women; the blast killed two women.", 2),
    ("2 people were killed.", 2),
])  # fmt: skip
def test_counts_that_look_like_one_stay(text: str, number: int) -> None:
    assert number in killed(text)
