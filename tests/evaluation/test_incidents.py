"""The measures of grouping and tolls, on partitions small enough to count by hand."""

from __future__ import annotations

import pytest

from tocsin.evaluation.incidents import adjusted_rand, bcubed, score_incidents
from tocsin.record import Incident, Place, Toll

GOLD = {"a": "1", "b": "1", "c": "2", "d": "2"}
UMAN = Place("Uman", "Uman")


def test_the_same_partition_scores_one() -> None:
    found = {"a": "x", "b": "x", "c": "y", "d": "y"}
    assert bcubed(GOLD, found) == (1.0, 1.0, 1.0)
    assert adjusted_rand(GOLD, found) == 1.0


def test_all_in_one_has_full_recall_and_half_precision() -> None:
    found = dict.fromkeys(GOLD, "x")
    assert bcubed(GOLD, found) == pytest.approx((0.5, 1.0, 2 / 3))
    assert adjusted_rand(GOLD, found) == pytest.approx(0.0)


def test_all_alone_has_full_precision_and_half_recall() -> None:
    assert bcubed(GOLD, {r: r for r in GOLD}) == pytest.approx((1.0, 0.5, 2 / 3))


def test_tolls_are_checked_against_the_incident_with_most_reports() -> None:
    home = Incident(
        "i1", reports=("a", "b"), tolls=(Toll("killed", UMAN, 23, 23, None), Toll("injured", UMAN, 9, 30, 40))
    )
    other = Incident("i2", reports=("c", "d"), tolls=(Toll("killed", UMAN, 1, 1, 1),))
    told = {
        "1": {"scope": "Uman", "final": {"killed": [23, 24], "injured": [9, 18], "missing": 2}},
        "9": {"final": {"killed": 1}},
    }
    scores = score_incidents(GOLD, told, [home, other])
    assert scores.f1 == 1.0
    assert [(c.kind, c.right, c.holds) for c in scores.tolls] == [
        ("killed", True, True),
        ("injured", False, True),
        ("missing", False, False),
    ]
