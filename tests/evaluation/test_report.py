"""The whole evaluation on corpora made here: what is scored, what is said to be absent, and the floors."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tocsin.errors import InputError
from tocsin.evaluation.claim_parts import muc_part, quiet_part
from tocsin.evaluation.claims import GoldReport
from tocsin.evaluation.floors import hold, read_floors
from tocsin.evaluation.incidents import adjusted_rand, bcubed
from tocsin.evaluation.part import examples, read_rows, reader_named
from tocsin.evaluation.report import Scope, run
from tocsin.evaluation.unseen import trained_attacks, unseen_gold
from tocsin.record import Report
from tocsin.training.corpus import split_of as training_split

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
    lines, low = run(Scope(make_gold(tmp_path / "g"), make_corpora(tmp_path / "c")), None)
    told = "\n".join(lines)
    assert not low
    assert "2 passages" not in told
    assert "0 false figures" in told
    assert "with speaker    P 1.000 R 1.000 F1 1.000" in told
    assert "who said it     1.000 right (1 of 1 figures read" in told
    assert "B-cubed P 1.000 R 1.000 F1 1.000" in told
    assert "beside it, tf-idf within 2 days   P 1.000" in told
    assert "final tolls: best right 2 of 2, range holds 2 of 2" in told
    assert "value    F1 1.000" in told
    assert "within 161 km 1.000" in told
    assert "geowebnews_train.jsonl): skipped" in told
    assert lines[-1] == "no floors given"


def test_everyday_news_and_real_prose_are_parts_of_their_own(tmp_path: Path) -> None:
    corpora, prose = make_corpora(tmp_path / "c"), tmp_path / "p"
    prose.mkdir()
    (corpora / "reports").mkdir()
    news = [{"id": "told", "text": UMAN, "published": "2023-04-28", "attack_candidate": True, "attack_terms": 2},
            {"id": "plain", "text": "Forty people came to the fair.", "attack_candidate": False, "attack_terms": 0},
            {"id": "near", "text": "The lorry hit a wall.", "attack_candidate": False, "attack_terms": 1}]  # fmt: skip
    (corpora / "reports/wikinews_sample.jsonl").write_text("\n".join(map(json.dumps, news)), encoding="utf-8")
    claim = {"kind": "killed", "value": 10, "low": 10, "high": 10, "qualifier": "exact", "start": 0, "end": 22,
             "place_name": "Uman", "speaker_name": "Klymenko"}  # fmt: skip
    row = {"id": "w", "text_sha256": sha256(UMAN.encode()).hexdigest(), "claims": [claim]}
    (prose / "wikinews.jsonl").write_text(json.dumps(row), encoding="utf-8")
    lines, _ = run(Scope(None, corpora, prose), None)
    assert lines[lines.index("wikinews:") + 1] == "  1 of 1 marked texts found"
    assert "isaf.jsonl): skipped" in lines[lines.index("isaf:") + 1]
    assert "1 texts, 1 sentences" in lines[lines.index("everyday:") + 1]
    assert "1 texts, 1 sentences" in lines[lines.index("borderline:") + 1]


def test_each_rate_of_the_old_messages_is_a_measure(tmp_path: Path) -> None:
    number = [{"min": 10, "max": 10, "plural": False}]
    items = [{"effects": ["DEATH"], "optional": False, "number": number, "named": False}]
    casualties = {"items": items, "killed": number[0], "injured": None, "total_targets": None}
    row = {"docid": "m", "text": UMAN, "templates": [{"optional": False, "casualties": casualties}]}
    (tmp_path / "dev.jsonl").write_text(json.dumps(row), encoding="utf-8")
    part = muc_part(tmp_path / "dev.jsonl", reader_named("rules"))
    assert part.figures["killed_f1"] == part.figures["killed_precision"] == part.figures["killed_recall"] == 1.0
    assert {"killed", "injured"} <= {line.split()[0] for line in part.lines}


def test_false_figures_are_counted_by_the_thousand_sentences(tmp_path: Path) -> None:
    reports = [Report.make("Ten people were killed in a rocket attack on Uman. All is well now.", id="r")]
    part = quiet_part("quiet", reports, 1, reader_named("rules"))
    assert part.costs == {"false_per_1000": 500.0}
    assert part.figures == {"clean": 0.0, "clean_sentences": 0.5}
    assert "false killed" in part.lines[-1]


def test_what_the_weights_never_saw_is_shown_when_asked_for(tmp_path: Path) -> None:
    corpora, path = make_corpora(tmp_path / "c"), tmp_path / "c/retold/dev.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    trained = rows[0] | {"id": "trained", "attack": min(trained_attacks())}
    path.write_text("\n".join(map(json.dumps, [*rows, trained])), encoding="utf-8")
    lines, _ = run(Scope(make_gold(tmp_path / "g"), corpora, untrained=True), None)
    assert lines[lines.index("retold:") + 1] == "  2 reports"
    assert lines[lines.index("retold-unseen:") + 1] == "  1 reports"
    assert {"gold-unseen:", "negatives-unseen:"} <= set(lines)


def test_unseen_gold_is_the_test_split_of_the_fitting() -> None:
    told = [GoldReport(Report.make("A text.", id=f"r{n}"), (), f"attack-{n}" if n % 2 else None) for n in range(200)]
    unseen = unseen_gold(told)
    assert 5 <= len(unseen) <= 40
    assert all(training_split(g.attack or f"none {g.report.id}") == "test" for g in unseen)


def test_the_named_reader_is_the_one_that_reads(tmp_path: Path) -> None:
    report = Report.make(UMAN, id="r", published="2023-04-28", language="en")
    (claim, *_) = reader_named("rules")(report).claims
    assert claim.reader.endswith(" rules")
    with pytest.raises(InputError, match="no linker"):
        reader_named("other")


def test_misses_are_shown_the_commonest_cause_first() -> None:
    misses = [("wrong place", "a"), ("not read", "b"), ("not read", "c"), ("not read", "d")]
    assert [line.split() for line in examples(misses, 2)] == [
        ["not", "read", "b"], ["not", "read", "c"], ["wrong", "place", "a"]]  # fmt: skip
    assert list(examples(misses, 0)) == []


def test_a_line_that_is_no_object_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"a": "line\u2028end"}\n\n[1]\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.jsonl:3 is no JSON object"):
        read_rows(tmp_path / "x.jsonl")


def test_nothing_given_is_said_so() -> None:
    lines, low = run(Scope(), None)
    assert lines == ["gold:", "  not given: skipped", "corpora:", "  not given: skipped", "no floors given"]
    assert not low


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no passages"):
        run(Scope(tmp_path), None)


def test_misses_are_printed_as_many_of_each_cause_as_asked(tmp_path: Path) -> None:
    gold = make_gold(tmp_path / "g")
    text = (gold / "one.txt").read_text("utf-8").replace('killed 10 "Ten', 'killed 12 "Ten')
    (gold / "one.txt").write_text(text, encoding="utf-8")
    none, _ = run(Scope(gold), None)
    one, _ = run(Scope(gold, errors=1), None)
    assert len(one) == len(none) + 2
    assert [line.split(" ")[2:4] for line in one if ": killed" in line] == [["not", "in"], ["wrong", "number"]]
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
