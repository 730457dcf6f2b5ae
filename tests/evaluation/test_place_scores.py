"""The yardstick for places, on texts made up here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tocsin.errors import InputError
from tocsin.evaluation.places import mentions_for, predict_places, score_places

TEXT = "A missile hit Uman and Dnipro."
GOLD = [{"start": 14, "end": 18, "lat": 48.75, "lon": 30.22}, {"start": 23, "end": 29, "lat": 48.46, "lon": 35.04}]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT, "toponyms": GOLD}) + "\n", encoding="utf-8")
    return path


def test_all_right(gold: Path) -> None:
    measures = score_places(gold, {"a": [(14, 18, 48.75, 30.22), (23, 29, 48.46, 35.04)]})
    assert (measures.exact.f1, measures.overlap.f1, measures.accuracy_161km) == (1.0, 1.0, 1.0)
    assert measures.mean_error_m == pytest.approx(0.0)


def test_a_longer_span_overlaps_but_is_not_exact(gold: Path) -> None:
    measures = score_places(gold, {"a": [(10, 18, 48.75, 30.22)]})
    assert (measures.exact.right, measures.overlap.right) == (0, 1)
    assert (measures.overlap.precision, measures.overlap.recall) == (1.0, 0.5)


def test_a_far_point_is_found_but_not_resolved(gold: Path) -> None:
    measures = score_places(gold, {"a": [(14, 18, 20.9, -89.7)]})
    assert (measures.resolved, measures.near) == (1, 0)
    assert measures.accuracy_161km_of_gold == 0.0


def test_one_prediction_cannot_cover_two_toponyms(gold: Path) -> None:
    assert score_places(gold, {"a": [(14, 29, 48.75, 30.22)]}).overlap.right == 1


def test_nothing_said(gold: Path) -> None:
    measures = score_places(gold, {})
    assert (measures.exact.f1, measures.mean_error_m, measures.accuracy_161km) == (0.0, None, 0.0)


def test_the_reader_is_run(gold: Path) -> None:
    assert score_places(gold, predict_places(gold, "names")).exact.right == 2


def test_bad_input_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.jsonl:1"):
        score_places(path, {})
    with pytest.raises(InputError):
        mentions_for("other", [])
