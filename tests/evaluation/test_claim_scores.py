"""The scores of claims, by hand-counted cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tocsin.evaluation.claims import GoldFigure, GoldReport, Rate, alike, from_passage, read_retold, score_claims
from tocsin.evaluation.gold import parse_gold
from tocsin.record import Claim, Evidence, Place, Quantity, Report, Speaker

TEXT = "Ten people were killed in Uman, the mayor said. Nine were injured, two of them children."
REPORT = Report.make(TEXT, id="r")
TEN = GoldFigure("killed", 10, 10, 10, "the mayor", "Uman", 0, 22)
NINE = GoldFigure("injured", 9, 9, 9, None, None, 48, 65)


def claim(kind: str, n: int, words: str, speaker: str | None = None, place: str | None = None) -> Claim:
    start = TEXT.index(words)
    return Claim.make("r", kind, Evidence.at(TEXT, start, start + len(words)), quantity=Quantity.exactly(n),
                      speaker=Speaker(role=speaker, text=speaker) if speaker else None,
                      place=Place(place, place) if place else None)  # fmt: skip


RIGHT = claim("killed", 10, "Ten people were killed", "the mayor", "Uman")


def score(figures: tuple[GoldFigure, ...], *claims: Claim):  # type: ignore[no-untyped-def]  # reads better below
    return score_claims([GoldReport(REPORT, figures)], {"r": claims})


def test_all_right() -> None:
    scores = score((TEN, NINE), RIGHT, claim("injured", 9, "Nine were injured"))
    for rate in (scores.figure, scores.speaker, scores.place, scores.whole):
        assert (rate.right, rate.predicted, rate.gold, rate.f1) == (2, 2, 2, 1.0)
    assert scores.misses == []


@pytest.mark.parametrize(
    ("read", "cause", "figure", "speaker", "place"),
    [
        ((), "not read", 0, 0, 0),
        ((claim("killed", 11, "Ten people were killed"),), "wrong number", 0, 0, 0),
        ((claim("injured", 10, "Ten people were killed"),), "wrong kind", 0, 0, 0),
        ((claim("killed", 10, "Ten people were killed", None, "Uman"),), "wrong speaker", 1, 0, 1),
        ((claim("killed", 10, "Ten people were killed", "the mayor", "Dnipro"),), "wrong place", 1, 1, 0),
    ],
)
def test_each_miss_has_its_cause(read: tuple[Claim, ...], cause: str, figure: int, speaker: int, place: int) -> None:
    scores = score((TEN,), *read)
    assert (scores.figure.right, scores.speaker.right, scores.place.right) == (figure, speaker, place)
    assert cause in scores.causes()
    assert scores.whole.right == 0


def test_an_invented_figure_costs_precision_alone() -> None:
    scores = score((TEN,), RIGHT, claim("injured", 2, "two of them children"))
    assert (scores.figure.precision, scores.figure.recall) == (0.5, 1.0)
    assert scores.causes() == {"not in gold": 1}


def test_an_optional_figure_neither_helps_nor_hurts() -> None:
    optional = GoldFigure("injured", 9, 9, 9, None, None, 48, 65, optional=True)
    for read in ((RIGHT,), (RIGHT, claim("injured", 9, "Nine were injured"))):
        scores = score((TEN, optional), *read)
        assert (scores.figure.right, scores.figure.predicted, scores.figure.gold) == (1, 1, 1)


def test_what_is_read_twice_of_an_optional_figure_counts_once_against_precision() -> None:
    """The first reading is the optional figure; a second one of the same words has nothing to stand for."""
    optional = GoldFigure("injured", 9, 9, 9, None, None, 48, 65, optional=True)
    again = claim("injured", 9, "Nine were injured", "the mayor")
    scores = score((TEN, optional), RIGHT, claim("injured", 9, "Nine were injured"), again)
    assert (scores.figure.predicted, scores.causes()) == (2, {"not in gold": 1})


def test_what_is_read_from_an_open_stretch_neither_helps_nor_hurts() -> None:
    told = GoldReport(REPORT, (TEN,), open=((48, 65),))
    scores = score_claims([told], {"r": [RIGHT, claim("injured", 9, "Nine were injured")]})
    assert (scores.figure.right, scores.figure.predicted, scores.misses) == (1, 1, [])


def test_the_speakers_accuracy_is_of_the_figures_that_are_right() -> None:
    nine = claim("injured", 9, "Nine were injured", "the mayor")
    assert score((TEN, NINE), RIGHT, nine, claim("injured", 2, "two of them children")).speaker_accuracy == 0.5
    assert score((TEN,)).speaker_accuracy == 0.0


def test_the_same_figure_told_twice_counts_once() -> None:
    assert score((TEN, TEN), RIGHT, RIGHT).figure.gold == 1


def test_a_figure_far_from_its_words_is_not_the_figure() -> None:
    far = GoldFigure("killed", 10, 10, 10, None, None, 400, 410)
    assert score((far,), RIGHT).figure.right == 0


@pytest.mark.parametrize(
    ("gold", "read", "same"),
    [
        ("Ukrainian interior minister Ihor Klymenko", "Klymenko", True),
        ("the Interior Ministry", "interior ministry", True),
        ("Kyiv", "Dnipro", False),
        ("Zaporizhzhia", "Zaporizhia region", True),
        ("Çankırı", "cankiri", False),  # a dotless i is no i with its dot off
        ("José Ortiz", "Jose Ortiz", True),
    ],
)
def test_names_are_alike_by_a_word_that_carries_meaning(gold: str, read: str, same: bool) -> None:
    assert alike(gold, read) is same


def test_an_empty_rate_is_nought_and_no_division() -> None:
    assert (Rate().precision, Rate().recall, Rate().f1) == (0.0, 0.0, 0.0)


def test_a_composed_passage_becomes_a_report_with_figures() -> None:
    (passage,) = parse_gold(
        "=== one\nattack: uman\ngenre: wire\npublished: 2023-04-28\noutlet: Wire\ncountry: UA\n---\n" + TEXT + "\n---\n"
        'killed 10 "Ten people were killed" figure="Ten" place="Uman" speaker="the mayor"\n'
        'injured 2 "two of them children" figure="two" group=children status=subset total="Nine"\n'
        'attack - "killed in Uman"\n', "one.txt")  # fmt: skip
    told = from_passage(passage)
    assert [(f.kind, f.number, f.speaker, f.place, f.optional) for f in told.figures] == [
        ("killed", 10, "the mayor", "Uman", False), ("injured", 2, None, None, False)]  # fmt: skip


def test_json_lines_of_annotated_reports_are_read(tmp_path: Path) -> None:
    figure = {"kind": "killed", "value": 10, "low": None, "high": None, "qualifier": "exact", "start": 0, "end": 22}
    row = {"id": "r", "text": TEXT, "published": "2023-04-28T10:00", "outlet": "Wire", "language": "en",
           "claims": [figure | {"speaker": "outlet", "place": "Uman"}]}  # fmt: skip
    other = row | {"id": "uk", "language": "uk"}
    bare = row | {"id": "bare", "claims": None}
    (tmp_path / "dev.jsonl").write_text("\n".join(map(json.dumps, (row, other, bare))), encoding="utf-8")
    (told,) = read_retold(tmp_path / "dev.jsonl")
    assert told.report.id == "r"
    assert [(f.low, f.high, f.speaker) for f in told.figures] == [(10, 10, None)]
