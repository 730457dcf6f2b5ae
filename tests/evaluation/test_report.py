"""The whole evaluation on corpora made here: what is scored, what is said to be absent, and the floors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tocsin.errors import InputError
from tocsin.evaluation.floors import hold, read_floors
from tocsin.evaluation.incidents import adjusted_rand, bcubed
from tocsin.evaluation.report import run

PASSAGE = """=== {id}
attack: {attack}
genre: {genre}
published: 2023-04-28
outlet: Wire
country: UA
---
{text}
---
{claims}
"""
UMAN = "Ten people were killed when a missile hit Uman on Friday, interior minister Ihor Klymenko said."


def make_gold(folder: Path) -> Path:
    folder.mkdir()
    told = 'killed 10 "Ten people were killed" figure="Ten" place="Uman" speaker="interior minister Ihor Klymenko"'
    quiet = "The library opens at nine. Forty people came on the first day."
    passages = (PASSAGE.format(id="one", attack="uman", genre="wire", text=UMAN, claims=told),
                PASSAGE.format(id="two", attack="none", genre="negative", text=quiet, claims=""))  # fmt: skip
    (folder / "one.txt").write_text("".join(passages), encoding="utf-8")
    return folder


def make_corpora(folder: Path) -> Path:
    for part in ("retold", "times", "places/geovirus"):
        (folder / part).mkdir(parents=True)
    claims = [{"kind": "killed", "value": 10, "low": None, "high": None, "qualifier": "exact", "place": "Uman",
               "speaker": "Ihor Klymenko", "start": 0, "end": 22}]  # fmt: skip
    rows = [{"id": f"r{n}", "attack": attack, "text": text, "published": published, "outlet": "Wire", "language": "en",
             "claims": claims if n == 1 else None}
            for n, attack, published, text in (
                (1, "uman", "2023-04-28", UMAN),
                (2, "quetta", "2024-05-11", "A car bomb killed five men in Quetta, police said."))]  # fmt: skip
    (folder / "retold/dev.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    tolls = {
        "uman": {"scope": "Uman", "final": {"killed": [10, 12]}},
        "quetta": {"scope": "Quetta", "final": {"killed": 5}},
    }
    (folder / "retold/tolls.json").write_text(json.dumps(tolls), encoding="utf-8")
    time = {"docid": "t", "dct": "2023-04-28", "text": "It began on Friday.",
            "timexes": [{"start": 12, "end": 18, "type": "DATE", "value": "2023-04-28"}]}  # fmt: skip
    (folder / "times/meantime_dev.jsonl").write_text(json.dumps(time), encoding="utf-8")
    place = {
        "id": "p",
        "text": "A missile hit Uman.",
        "toponyms": [{"start": 14, "end": 18, "lat": 48.75, "lon": 30.22}],
    }
    (folder / "places/geovirus/geovirus.jsonl").write_text(json.dumps(place), encoding="utf-8")
    return folder


def test_everything_there_is_scored_and_the_rest_is_named(tmp_path: Path) -> None:
    lines, low = run(corpora=make_corpora(tmp_path / "c"), gold=make_gold(tmp_path / "g"), floors=None, errors=0)
    told = "\n".join(lines)
    assert not low
    assert "2 passages" not in told
    assert "0 false figures" in told
    assert "with speaker    P 1.000 R 1.000 F1 1.000" in told
    assert "B-cubed P 1.000 R 1.000 F1 1.000" in told
    assert "final tolls: best right 2 of 2, range holds 2 of 2" in told
    assert "value    F1 1.000" in told
    assert "within 161 km 1.000" in told
    assert "geowebnews_train.jsonl): skipped" in told
    assert lines[-1] == "no floors given"


def test_nothing_given_is_said_so() -> None:
    lines, low = run(corpora=None, gold=None, floors=None, errors=0)
    assert lines == ["gold:", "  not given: skipped", "corpora:", "  not given: skipped", "no floors given"]
    assert not low


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no passages"):
        run(corpora=None, gold=tmp_path, floors=None, errors=0)


def test_misses_are_printed_by_cause_as_many_as_asked(tmp_path: Path) -> None:
    gold = make_gold(tmp_path / "g")
    text = (gold / "one.txt").read_text("utf-8").replace('killed 10 "Ten', 'killed 12 "Ten')
    (gold / "one.txt").write_text(text, encoding="utf-8")
    none, _ = run(corpora=None, gold=gold, floors=None, errors=0)
    one, _ = run(corpora=None, gold=gold, floors=None, errors=1)
    assert len(one) == len(none) + 1
    assert any("misses: " in line and "wrong number 1" in line for line in none)


def test_a_figure_on_its_floor_holds_and_one_below_does_not() -> None:
    scored = [("gold", {"f1": 0.7, "p": 0.9}), ("times", {})]
    assert hold(scored, {"gold": {"f1": 0.7}}) == (["floors: 1 of 1 hold"], False)
    lines, low = hold(scored, {"gold": {"f1": 0.71, "p": 0.9}, "times": {"value": 0.5}})
    assert low
    assert lines == ["gold: f1 0.700 is below its floor 0.710", "floors: 1 of 2 hold; floors of times were not held"]


def test_a_floor_of_no_measure_is_no_floor_held() -> None:
    lines, low = hold([("gold", {"f1": 0.7})], {"gold": {"f2": 0.1}})
    assert low
    assert "no measure 'f2'" in lines[0]


def test_the_projects_floors_can_be_read_and_name_measures_that_exist() -> None:
    floors = read_floors(Path(__file__).parents[2] / "evaluation/floors.json")
    assert {"gold", "retold", "incidents", "times", "geowebnews", "geovirus"} <= set(floors)
    for part, measures in floors.items():
        assert measures, part
        assert all(0 < least <= 1 for least in measures.values()), part


GOLD = {"a": "1", "b": "1", "c": "2", "d": "2"}


@pytest.mark.parametrize(
    ("found", "precision", "recall", "rand"),
    [
        ({"a": "x", "b": "x", "c": "y", "d": "y"}, 1.0, 1.0, 1.0),
        ({"a": "x", "b": "x", "c": "x", "d": "x"}, 0.5, 1.0, 0.0),
        ({"a": "w", "b": "x", "c": "y", "d": "z"}, 1.0, 0.5, 0.0),
        ({"a": "x", "b": "y", "c": "x", "d": "y"}, 0.5, 0.5, -0.5),
    ],
)
def test_bcubed_and_rand_by_hand(found: dict[str, str], precision: float, recall: float, rand: float) -> None:
    p, r, f1 = bcubed(GOLD, found)
    assert (p, r) == (precision, recall)
    assert f1 == pytest.approx(2 * p * r / (p + r))
    assert adjusted_rand(GOLD, found) == pytest.approx(rand)
