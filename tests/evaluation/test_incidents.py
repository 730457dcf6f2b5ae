"""The measures of grouping and tolls, on partitions small enough to count by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tocsin.evaluation.incident_parts import incidents_part
from tocsin.evaluation.incidents import adjusted_rand, bcubed, label, score_incidents
from tocsin.evaluation.part import reader_named
from tocsin.lexicon.gazetteer import open_gazetteer
from tocsin.reading.linkers import DEFAULT
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


def test_a_wave_stands_for_its_reports_before_its_parts() -> None:
    wave = Incident("i9", reports=("a", "b"), parts=("i1",))
    part = Incident("i1", reports=("a", "b"), part_of="i9")
    assert set(label({"a": "1", "b": "1"}, [part, wave]).values()) == {"i9"}


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


def test_a_tolls_place_may_bear_another_name_of_the_same_gazetteer_row() -> None:
    (city, *_) = open_gazetteer().lookup("Kyiv")
    home = Incident("i1", reports=("a", "b"), tolls=(Toll("killed", Place("Home", "Home", city.id), 2, 2, 2),))
    told = {"1": {"scope": "Kiev", "final": {"killed": 2}}}
    assert [c.right for c in score_incidents(GOLD, told, [home]).tolls] == [True]
    away = replace(home, tolls=(Toll("killed", Place("Home", "Home", "geonames:1"), 2, 2, 2),))
    assert [c.right for c in score_incidents(GOLD, told, [away]).tolls] == [False]


ROWS = (
    ("u-1", "uman", "2031-03-03T08:00", "Three people died when a missile hit a house in Uman on Monday, police said."),
    ("u-2", "uman", "2031-03-03T10:00", "A missile hit a house in Uman on Monday, killing three people, police said."),
    ("o-1", "odesa", "2031-03-09T08:00", "Drones killed two people at the port of Odesa on Sunday, police said."),
)  # fmt: skip


def test_sets_of_attacks_are_scored_apart(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    keys = ("id", "attack", "published", "text")
    rows = ({**dict(zip(keys, row, strict=True)), "outlet": "Post", "language": "en"} for row in ROWS)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    final = {"uman": {"scope": "Uman", "final": {"killed": 3}}, "odesa": {"scope": "Odesa", "final": {"killed": 9}}}
    (tmp_path / "tolls.json").write_text(json.dumps(final), "utf-8")
    read = reader_named(DEFAULT)
    assert not any("fitted" in line for line in incidents_part(path, "p", read).lines)
    (tmp_path / "sets.json").write_text(json.dumps({"unseen": ["odesa"]}), "utf-8")
    lines = incidents_part(path, "p", read).lines
    assert lines[0] == "3 reports of 2 attacks in 2 incidents"
    assert [line.strip() for line in lines if "fitted" in line or "unseen" in line] == [
        "fitted: 2 reports of 1 attacks, B-cubed P 1.000 R 1.000 F1 1.000, best right 1 of 1, holds 1",
        "unseen: 1 reports of 1 attacks, B-cubed P 1.000 R 1.000 F1 1.000, best right 0 of 1, holds 0",
    ]
