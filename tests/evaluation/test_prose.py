"""Marks of texts that lie elsewhere: found by digest, whatever the file, and turned into figures."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tocsin.errors import InputError
from tocsin.evaluation.claim_parts import prose_part
from tocsin.evaluation.claims import FIGURES
from tocsin.evaluation.part import read_rows, reader_named
from tocsin.evaluation.prose import read_prose, read_quiet
from tocsin.evaluation.report import PROSE_SETS
from tocsin.record import Report

TEXT = "Ten people were killed when a missile hit Uman on Friday, the mayor said. Some 90 died in 2022."


def claim(kind: str, words: str, **told: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    blank = dict.fromkeys(("value", "low", "high", "group", "figure", "place", "place_name", "speaker", "speaker_name"))
    return (
        blank | {"kind": kind, "qualifier": "exact", "status": "main", "start": start, "end": start + len(words)} | told
    )


TEN = claim("killed", "Ten people were killed", value=10, low=10, high=10, figure=[0, 3], place=[42, 46],
            place_name="Uman", speaker=[58, 67], speaker_name="Olena Hryn")  # fmt: skip
NINETY = claim("killed", "90 died", value=90, qualifier="about", status="background")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    rows = ({"id": "other", "text": "Nothing."}, {"id": "their-id", "text": TEXT, "published": "2023-04-28T10:00"})
    (folder / "any.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def marks(tmp_path: Path, *claims: dict[str, Any], **row: Any) -> Path:
    path = tmp_path / "marks.jsonl"
    whole = {"id": "m", "text_sha256": Report.make(TEXT).sha256, "claims": claims} | row
    path.write_text(json.dumps(whole) + "\n", encoding="utf-8")
    return path


def test_a_text_is_found_by_its_digest_and_its_figures_are_made(tmp_path: Path, texts: Path) -> None:
    (told,), marked = read_prose(marks(tmp_path, TEN, NINETY), texts)
    assert (marked, told.report.id, told.report.published) == (1, "m", "2023-04-28")
    ten, ninety = told.figures
    assert (ten.number, ten.low, ten.high, ten.optional, ten.hedged) == (10, 10, 10, False, False)
    assert ten.speaker == "the mayor Olena Hryn"
    assert ten.place == "Uman Uman"
    assert (ninety.number, ninety.optional, ninety.hedged, ninety.speaker) == (90, True, True, None)


@pytest.mark.parametrize(
    ("value", "low", "high", "number"),
    [(None, 24, 99, 61.5), (None, 3, None, 3), (None, 0, None, 0), (None, None, 40, 40), (None, 0, 10, 5),
     (7, 7, None, 7), (None, None, None, None)],
)  # fmt: skip
def test_the_number_of_a_figure_is_that_of_a_claim(
    tmp_path: Path, texts: Path, value: int | None, low: int | None, high: int | None, number: float | None
) -> None:
    (told,), _ = read_prose(marks(tmp_path, TEN | {"value": value, "low": low, "high": high}), texts)
    assert told.figures[0].number == number


def test_a_text_that_is_not_there_is_counted_and_skipped(tmp_path: Path, texts: Path) -> None:
    path = marks(tmp_path, text_sha256="0" * 64)
    assert read_prose(path, texts) == ([], 1)
    part = prose_part(path, "real", texts, 0, reader_named("rules"))
    assert part.figures == {}
    assert "none of the 1 marked texts" in part.lines[0]


def test_a_part_of_real_prose_is_scored_like_the_others(tmp_path: Path, texts: Path) -> None:
    part = prose_part(marks(tmp_path, TEN, NINETY), "real", texts, 0, reader_named("rules"))
    assert part.lines[0] == "1 of 1 marked texts found"
    assert part.figures["figure_f1"] == part.figures["speaker_accuracy"] == part.figures["whole_f1"] == 1.0


def test_what_is_read_where_fair_readers_differ_counts_neither_way(tmp_path: Path, texts: Path) -> None:
    strict = prose_part(marks(tmp_path), "real", texts, 0, reader_named("rules"))
    fair = prose_part(marks(tmp_path, open=[[0, len(TEXT)]]), "real", texts, 0, reader_named("rules"))
    assert strict.causes["not in gold"] > 0
    assert fair.causes == {}


@pytest.mark.parametrize("fault", [{"start": 5, "end": 5}, {"end": 9999}, {"speaker": [9999, 10000]}, {"kind": None}])
def test_bad_marks_are_named(tmp_path: Path, texts: Path, fault: dict[str, Any]) -> None:
    bad = TEN | fault
    if bad["kind"] is None:
        del bad["kind"]
    with pytest.raises(InputError, match=r"marks\.jsonl"):
        read_prose(marks(tmp_path, bad), texts)


def test_everyday_news_is_told_from_news_with_words_of_attacks(tmp_path: Path) -> None:
    rows = [{"id": f"{candidate}-{terms}", "text": "Text.", "attack_candidate": candidate, "attack_terms": terms}
            for candidate in (True, False) for terms in (0, 3)]  # fmt: skip
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    plain, near = read_quiet(tmp_path / "news.jsonl")
    assert [r.id for r in plain] == ["False-0"]
    assert [r.id for r in near] == ["False-3"]


@pytest.mark.parametrize("name", sorted(PROSE_SETS.values()))
def test_the_projects_marks_are_of_the_form_and_hold_no_text(name: str) -> None:
    """The texts stay outside the project, so what can be checked here is the form and the order of the offsets."""
    rows = read_rows(Path(__file__).parents[2] / "evaluation" / name)
    assert len({row["text_sha256"] for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch("[0-9a-f]{64}", row["text_sha256"])
        assert not {"text", "title"} & row.keys()
        assert row["attack"] or not row["claims"]
        for told in row["claims"]:
            assert told["kind"] in FIGURES
            spans = [told[role] for role in ("figure", "place", "speaker") if told[role]]
            for start, stop in ((told["start"], told["end"]), *spans, *row["open"]):
                assert 0 <= start < stop, row["id"]
            assert told["low"] is None or told["high"] is None or told["low"] <= told["high"]
