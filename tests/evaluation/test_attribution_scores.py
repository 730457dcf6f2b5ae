"""The scores of who said what, by hand-counted cases: marks are written as the words that they cover."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import InputError
from tocsin.evaluation.attributions import (
    Attribution,
    AttributionScores,
    Marked,
    find_marked,
    read_marked,
    score_attributions,
)
from tocsin.evaluation.span_parts import attributions_part
from tocsin.record import Report

TEXT = (
    "The mayor said on Friday that ten people had died. The army denied firing, and calls were said to go unanswered."
)


def spans(*words: str) -> list[list[int]]:
    return [[TEXT.index(w), TEXT.index(w) + len(w)] for w in words]


def mark(source: str | None, cue: str | None, *content: str) -> dict[str, list[list[int]]]:
    return {"source": spans(source) if source else [], "cue": spans(cue) if cue else [], "content": spans(*content)}


MAYOR = mark("The mayor", "said", "that ten people had died")
ARMY = mark("The army", "denied", "firing")
NOBODY = mark(None, "were said", "to go unanswered", "calls")


def marked(tmp_path: Path, *attributions: dict[str, list[list[int]]]) -> tuple[Attribution, ...]:
    """The marks as the scorer reads them from a file."""
    row = {"id": "t", "text": TEXT, "attributions": attributions}
    (tmp_path / "marks.jsonl").write_text(json.dumps(row), encoding="utf-8")
    ((one,), unknown) = read_marked(tmp_path, {})
    assert unknown == 0
    return one.attributions


@pytest.fixture
def score(tmp_path: Path):  # type: ignore[no-untyped-def]  # reads better in the tests
    def run(gold: tuple[dict[str, list[list[int]]], ...], *read: dict[str, list[list[int]]]) -> AttributionScores:
        told = Marked(Report.make(TEXT, id="t"), marked(tmp_path, *gold))
        return score_attributions([told], {"t": marked(tmp_path, *read)})

    return run


def test_all_right(score) -> None:  # type: ignore[no-untyped-def]
    scores = score((MAYOR, ARMY), ARMY, MAYOR)
    assert (scores.whole.right, scores.whole.predicted, scores.whole.gold) == (2, 2, 2)
    for role in scores.roles.values():
        assert (role.exact.f1, role.overlap.f1, role.words.f1) == (1.0, 1.0, 1.0)
    assert scores.misses == []


def test_a_longer_source_is_whole_and_overlaps_but_is_not_exact(score) -> None:  # type: ignore[no-untyped-def]
    scores = score((MAYOR,), mark("The mayor said on", "said", "that ten people had died"))
    source = scores.roles["source"]
    assert (scores.whole.right, source.exact.right, source.overlap.right) == (1, 0, 1)
    assert (source.words.right, source.words.predicted, source.words.gold) == (2, 4, 2)


def test_marks_and_edges_are_not_words(score) -> None:  # type: ignore[no-untyped-def]
    assert score((ARMY,), mark("The army", "denied", " firing, ")).roles["content"].exact.right == 1


@pytest.mark.parametrize(
    ("content", "whole"),
    [("that ten people had died", True), ("ten people had", True), ("ten people", False),
     ("on Friday that ten people had died. The army", True), (TEXT, False)],
)  # fmt: skip
def test_half_of_either_content_must_lie_in_the_other(score, content: str, whole: bool) -> None:  # type: ignore[no-untyped-def]
    scores = score((MAYOR,), mark("The mayor", "said", content))
    assert scores.whole.right == whole
    assert scores.roles["content"].overlap.right == 1
    assert scores.causes() == ({} if whole else {"wrong content": 1})


def test_the_cue_is_not_asked_for_in_a_whole(score) -> None:  # type: ignore[no-untyped-def]
    scores = score((MAYOR,), mark("The mayor", None, "that ten people had died"))
    assert scores.whole.f1 == 1.0
    assert (scores.roles["cue"].exact.predicted, scores.roles["cue"].exact.gold) == (0, 1)


def test_each_miss_has_its_cause(score) -> None:  # type: ignore[no-untyped-def]
    assert score((MAYOR,)).causes() == {"not read": 1}
    assert score((), MAYOR).causes() == {"not marked": 1}
    assert score((MAYOR,), mark("The army", "said", "that ten people had died")).causes() == {"wrong source": 1}


def test_pairs_are_one_to_one_and_the_likest_first(score) -> None:  # type: ignore[no-untyped-def]
    half = mark("The army", "said", "that ten people had died")
    scores = score((MAYOR,), half, MAYOR)
    assert (scores.whole.right, scores.whole.predicted) == (1, 2)
    assert scores.causes() == {"not marked": 1}


def test_words_that_nobody_is_named_for_are_not_asked_for(score) -> None:  # type: ignore[no-untyped-def]
    for read in ((), (NOBODY,)):
        scores = score((NOBODY,), *read)
        assert (scores.whole.predicted, scores.whole.gold, scores.misses) == (0, 0, [])


def test_a_source_read_where_there_is_none_is_wrong(score) -> None:  # type: ignore[no-untyped-def]
    scores = score((NOBODY,), mark("calls", "were said", "to go unanswered"))
    assert (scores.whole.right, scores.whole.predicted, scores.whole.gold) == (0, 1, 0)
    assert scores.causes() == {"no source there": 1}


def test_marks_of_a_passage_are_read_only_while_its_text_is_the_same(tmp_path: Path) -> None:
    report = Report.make(TEXT, id="t")
    for digest, known in ((report.sha256, 1), ("0" * 64, 0)):
        row = {"id": "t", "text_sha256": digest, "attributions": [MAYOR]}
        (tmp_path / "marks.jsonl").write_text(json.dumps(row), encoding="utf-8")
        found, unknown = read_marked(tmp_path, {"t": report})
        assert (len(found), unknown) == (known, 1 - known)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"text": TEXT}], "no id"),
        ([{"id": "t", "text": TEXT}, {"id": "t", "text": TEXT}], "t is marked already"),
        ([{"id": "t", "text": TEXT, "attributions": [{"source": [[0, 9999]]}]}], "outside the text"),
    ],
)
def test_bad_marks_are_named(tmp_path: Path, rows: list[dict[str, object]], message: str) -> None:
    (tmp_path / "marks.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_marked(tmp_path, {})


def test_the_reader_is_run_and_the_part_tells_of_it(tmp_path: Path) -> None:
    text = "Ten people were killed in the market, the mayor said."
    row = {"id": "t", "text": text,
           "attributions": [{"source": [[38, 47]], "cue": [[48, 52]], "content": [[0, 36]]}]}  # fmt: skip
    (tmp_path / "marks.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert len(find_marked(Report.make(text, id="t", language="en"))) == 1
    part = attributions_part(tmp_path, {}, errors=5)
    assert part.figures["whole_f1"] == part.figures["source_exact_f1"] == part.figures["content_words_f1"] == 1.0
    assert part.lines[0] == "1 texts"


WORDS = st.frozensets(st.integers(0, 30), min_size=1, max_size=8)
ATTRIBUTIONS = st.lists(st.builds(Attribution, WORDS, st.frozensets(st.integers(0, 30), max_size=3), WORDS), max_size=6)


@given(ATTRIBUTIONS, ATTRIBUTIONS)
def test_the_marks_score_one_against_themselves_and_nothing_scores_more(
    gold: list[Attribution], read: list[Attribution]
) -> None:
    told = Marked(Report.make(TEXT, id="t"), tuple(gold))
    same = score_attributions([told], {"t": gold})
    assert same.whole.right == same.whole.gold == len(gold)
    other = score_attributions([told], {"t": read})
    for rate in (other.whole, *(r for role in other.roles.values() for r in (role.exact, role.overlap, role.words))):
        assert 0 <= rate.right <= min(rate.predicted, rate.gold)
