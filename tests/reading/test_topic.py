"""What a report is about: an attack, or something else that kills."""

from __future__ import annotations

import pytest

from tocsin.reading.read import read_report
from tocsin.record import Report

TOLL = "Nine people were killed and four injured, officials said."


def killed(text: str) -> bool:
    return any(c.kind == "killed" for c in read_report(Report.make(text, published="2024-03-02")).claims)


@pytest.mark.parametrize("lead", [
    "A missile hit the market.",
    "A bomb went off at the wedding.",
    "There was an explosion at the market.",
    "Gunmen attacked a bus of football players.",
    "A novelist was among those at the restaurant when the rockets struck.",
    "",
])  # fmt: skip
def test_attacks_and_bare_tolls_are_read(lead: str) -> None:
    assert killed(f"{lead} {TOLL}")


@pytest.mark.parametrize("lead", [
    "A gas leak led to an explosion in a block of flats.",
    "Avalanches buried an army post.",
    "The earthquake flattened the village, and soldiers dug in the rubble.",
    "A goods train ran off the rails.",
    "The volcanic eruption and the lava drove troops out of the town.",
    "The cholera outbreak is a war, a doctor said.",
])  # fmt: skip
def test_disasters_are_not(lead: str) -> None:
    assert not killed(f"{lead} {TOLL}")


def test_a_long_report_of_an_attack_is_read_to_its_end() -> None:
    rest = " ".join("The street was quiet." for _ in range(12))
    assert killed(f"Shelling hit the town at noon. {rest} {TOLL}")
