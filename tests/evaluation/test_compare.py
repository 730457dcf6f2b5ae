"""Two readers side by side."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.cli.main import group
from tocsin.evaluation.compare import beside
from tocsin.evaluation.part import Part

RULES = [
    Part("gold", {"figure_f1": 0.5, "killed_precision": 0.8}, causes=Counter({"not read": 9, "wrong kind": 1})),
    Part("everyday", {"clean": 0.9}, costs={"false_per_1000": 2.0}),
    Part("absent"),
]
LEARNED = [
    Part("gold", {"figure_f1": 0.6, "killed_precision": 0.8}, causes=Counter({"not read": 4})),
    Part("everyday", {"clean": 0.8}, costs={"false_per_1000": 1.0}),
    Part("absent"),
]
FLOORS = {"gold": {"figure_f1": 0.55, "killed_precision": 0.7}, "everyday": {"clean": 0.7}, "absent": {"x": 0.1},
          "times": {"value": 0.5}}  # fmt: skip  # a part that no reader touches


def told(floors: dict[str, dict[str, float]]) -> list[list[str]]:
    """The words of each line."""
    return [line.split() for line in beside(("rules", RULES), ("learned", LEARNED), floors)]


def test_each_measure_has_both_figures_the_difference_and_the_winner() -> None:
    lines = told({})
    assert ["figure_f1", "0.500", "0.600", "+0.100", "learned"] in lines
    assert ["killed_precision", "0.800", "0.800", "+0.000", "even"] in lines
    assert ["clean", "0.900", "0.800", "-0.100", "rules"] in lines


def test_of_a_cost_the_least_wins() -> None:
    assert ["false_per_1000", "2.000", "1.000", "-1.000", "learned"] in told({})


def test_causes_of_misses_stand_side_by_side_the_commonest_first() -> None:
    lines = told({})
    first = lines.index(["not", "read", "9", "4", "-5"])
    assert lines[first + 1] == ["wrong", "kind", "1", "0", "-1"]


def test_each_floor_has_its_winner_and_what_lies_below_is_named_for_each_reader() -> None:
    lines = told(FLOORS)
    assert ["gold,", "figure_f1", "0.550", "0.500", "0.600", "learned"] in lines
    assert ["won:", "rules", "1,", "learned", "1,", "even", "1"] in lines
    text = [" ".join(words) for words in lines]
    assert "rules: gold: figure_f1 0.500 is below its floor 0.550" in text
    assert "rules: floors: 2 of 3 hold; floors of absent were not held" in text
    assert "learned: floors: 3 of 3 hold; floors of absent were not held" in text


def test_parts_that_were_not_scored_are_left_out() -> None:
    assert not any(words[:1] == ["absent,"] for words in told({}))


GOLD = """=== one
attack: uman
genre: wire
published: 2023-04-28
outlet: Wire
country: UA
---
Ten people were killed when a missile hit Uman on Friday.
---
killed 10 "Ten people were killed" figure="Ten" place="Uman" time="on Friday"
"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "one.txt").write_text(GOLD, encoding="utf-8")
    return folder


def test_the_command_runs_both_readers_and_holds_the_floors_of_the_default(gold: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    (tmp_path / "floors.json").write_text(json.dumps({"gold": {"killed_recall": 1.0}}), encoding="utf-8")
    ran = CliRunner().invoke(
        group, ["eval", "--gold", str(gold), "--floors", str(tmp_path / "floors.json"), "--compare"]
    )
    assert ran.exit_code == 0, ran.output
    assert "gold, rules beside learned:" in ran.output
    assert "floors: 1 of 1 hold" in ran.output
    assert "won: " in ran.output


def test_one_reader_can_be_asked_for_but_not_beside_both(gold: Path) -> None:
    one = CliRunner().invoke(group, ["eval", "--gold", str(gold), "--reader", "rules", "--untrained"])
    assert one.exit_code == 0, one.output
    assert "gold-unseen:" in one.output
    both = CliRunner().invoke(group, ["eval", "--gold", str(gold), "--reader", "rules", "--compare"])
    assert both.exit_code == 2
