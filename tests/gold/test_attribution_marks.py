"""The marked attributions keep the rules of gold/attributions/README.md that a machine can check."""

from __future__ import annotations

import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tocsin.evaluation.gold import load_gold
from tocsin.training.corpus import split_of

GOLD = Path(__file__).parents[2] / "gold"
FOLDER = GOLD / "attributions"
ROLES = ("source", "cue", "content")
PASSAGES = {p.id: p for p in load_gold(GOLD)}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


STORED, EVERYDAY = rows("passages.jsonl"), rows("everyday.jsonl")


def text_of(row: dict[str, Any]) -> str:
    return str(row["text"]) if "text" in row else PASSAGES[row["id"]].text


def group(id: str) -> str:
    return PASSAGES[id].attack or f"none {id}"


def at_word_edge(text: str, at: int) -> bool:
    return not (text[at - 1 : at].isalnum() and text[at : at + 1].isalnum())


@pytest.mark.parametrize("row", STORED, ids=lambda r: r["id"])
def test_the_text_is_still_the_one_that_was_marked(row: dict[str, Any]) -> None:
    assert hashlib.sha256(text_of(row).encode()).hexdigest() == row["text_sha256"]


def test_nothing_here_was_fitted_on_and_attacks_are_whole() -> None:
    groups = {group(row["id"]) for row in STORED}
    assert {split_of(g) for g in groups} == {"dev", "test"}
    assert {row["id"] for row in STORED} == {id for id in PASSAGES if group(id) in groups}


def test_ids_are_told_once() -> None:
    ids = [row["id"] for row in STORED + EVERYDAY]
    assert len(set(ids)) == len(ids)
    assert not {row["id"] for row in EVERYDAY} & PASSAGES.keys()


@pytest.mark.parametrize("row", STORED + EVERYDAY, ids=lambda r: r["id"])
def test_spans_hold_whole_words_in_order_and_apart(row: dict[str, Any]) -> None:
    text = text_of(row)
    for one in row["attributions"]:
        assert tuple(one) == ROLES
        assert one["content"], "an attribution without content says nothing"
        for role in ROLES:
            assert all(a[1] <= b[0] for a, b in pairwise(one[role])), one
        spans = sorted(span for role in ROLES for span in one[role])
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), [text[a:b] for a, b in spans]
        for start, stop in spans:
            assert 0 <= start < stop <= len(text)
            assert text[start:stop] == text[start:stop].strip()
            assert at_word_edge(text, start), text[start:stop]
            assert at_word_edge(text, stop), text[start:stop]


@pytest.mark.parametrize("row", STORED + EVERYDAY, ids=lambda r: r["id"])
def test_no_attribution_is_marked_twice(row: dict[str, Any]) -> None:
    told = [json.dumps(one) for one in row["attributions"]]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("row", STORED + EVERYDAY, ids=lambda r: r["id"])
def test_only_layout_and_unnamed_speakers_leave_a_role_empty(row: dict[str, Any]) -> None:
    assert all(one["source"] or one["cue"] for one in row["attributions"])


def test_the_readme_gives_the_numbers_of_today() -> None:
    told = re.search(
        r"(\d+) attributions, marked by hand in (\d+) short texts", (FOLDER / "README.md").read_text("utf-8")
    )
    assert told is not None
    both = STORED + EVERYDAY
    assert [int(n) for n in told.groups()] == [sum(len(row["attributions"]) for row in both), len(both)]
