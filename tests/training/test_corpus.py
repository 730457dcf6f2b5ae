"""From gold passages to examples: labels stand on the right candidates, and no attack crosses a split."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.reading.choices import KINDS, STATUSES
from tocsin.reading.heads import load_heads
from tocsin.training.corpus import BEGINS, Counts, digest, gold_passages, make_examples, split_of

MARKET = """=== karsk-1
attack: karsk-market
genre: wire
published: 2024-03-02T09:30+02:00
outlet: Northern Wire
country: UA
---
At least ten people were killed when a rocket hit the market in Karsk, mayor Olena Hryn said. Last year six people died
in the town. The market sold 300 kinds of fruit.
---
killed >=10 "At least ten people were killed" figure="At least ten" place="Karsk" speaker="mayor Olena Hryn"
killed 6 "six people died" figure="six" status=background
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(MARKET, encoding="utf-8")
    return tmp_path


def test_labels_of_a_passage(folder: Path) -> None:
    counts = Counts()
    [example] = make_examples(gold_passages(folder), load_heads().tokenizer, counts)
    kinds = [KINDS[f.kind] for f in example.figures]
    assert kinds == ["killed", *["none"] * 3, "killed", "none"], "ten people, rocket, market, mayor, six people, 300"
    first, rocket, _, _, second, third = example.figures
    assert rocket.status == -1
    assert (STATUSES[first.status], STATUSES[second.status], third.status) == ("main", "background", -1)
    assert counts.seen["figure"] == counts.seen["figure held"] == 2


def test_speakers_point_at_the_mayor_and_at_the_outlet(folder: Path) -> None:
    [example] = make_examples(gold_passages(folder), load_heads().tokenizer)
    first, _, _, _, second, third = example.figures
    assert first.speaker is not None
    assert second.speaker is not None
    assert not first.speaker.right[0]
    assert any(first.speaker.right)
    assert second.speaker.right[0], "the outlet's own words"
    assert third.speaker is None


def test_sources_are_tagged_once(folder: Path) -> None:
    [example] = make_examples(gold_passages(folder), load_heads().tokenizer)
    assert list(example.tags).count(BEGINS) == 1


def test_examples_are_the_same_in_every_run(folder: Path) -> None:
    tokenizer = load_heads().tokenizer
    assert make_examples(gold_passages(folder), tokenizer) == make_examples(gold_passages(folder), tokenizer)


def test_an_attack_is_in_one_split_and_all_splits_are_used() -> None:
    names = [f"attack-{n}" for n in range(500)]
    shares = {part: sum(split_of(n) == part for n in names) / len(names) for part in ("train", "dev", "test")}
    assert [split_of(n) for n in names] == [split_of(n) for n in names]
    assert 0.74 < shares["train"] < 0.86
    assert min(shares["dev"], shares["test"]) > 0.06


def test_the_digest_sees_names_and_bytes(folder: Path) -> None:
    before = digest(folder.glob("*.txt"))
    assert digest(folder.glob("*.txt")) == before
    (folder / "one.txt").write_text(MARKET.replace("six", "seven"), encoding="utf-8")
    assert digest(folder.glob("*.txt")) != before
