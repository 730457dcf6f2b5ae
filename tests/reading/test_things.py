"""Things that were hit, damaged or destroyed: told without a number, in lists, and by a noun of attack."""

from __future__ import annotations

import pytest

from tocsin.reading.read import read_report
from tocsin.record import Report
from tocsin.record.claim import DAMAGE_KINDS


def told(text: str) -> list[tuple[str, int | None]]:
    """Kind and number of each thing, in text order."""
    report = Report.make(f"A missile attack hit Uman.\n\n{text}", published="2024-03-02")
    return [
        (c.kind, c.quantity.value)
        for c in read_report(report).claims
        if c.quantity is not None and c.kind in DAMAGE_KINDS and c.evidence.start > 26
    ]


@pytest.mark.parametrize(("text", "expected"), [
    ("A chapel, two garages and a bakery were in ruins.", [("destroyed", 1), ("destroyed", 2), ("destroyed", 1)]),
    ("A chapel, an outbuilding and a tractor caught fire.", [("damaged", 1)] * 3),
    ("The blast destroyed a chapel and damaged several others.", [("destroyed", 1), ("damaged", None)]),
    ("A drone attack on a bakery woke the town.", [("hit", 1)]),
    ("The strike on the bakery was the third.", []),
    ("Sunday's raid on a bakery was the third.", []),
    ("A rocket hit a block of flats.", [("hit", 1)]),
    ("It stands hundreds of kilometres from the front.", []),
])  # fmt: skip
def test_things_without_a_number(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert told(text) == expected
