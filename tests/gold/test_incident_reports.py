"""The composed reports of easily confused attacks, and their final tolls, fit together."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tocsin.lexicon.gazetteer import open_gazetteer

FOLDER = Path(__file__).parents[2] / "gold/incidents"
REPORTS: list[dict[str, str]] = [
    json.loads(line) for line in (FOLDER / "reports.jsonl").read_text("utf-8").splitlines()
]
SETS: dict[str, list[str]] = json.loads((FOLDER / "sets.json").read_text("utf-8"))
TOLLS: dict[str, dict[str, Any]] = json.loads((FOLDER / "tolls.json").read_text("utf-8"))


def by_attack() -> dict[str, list[dict[str, str]]]:
    out: dict[str, list[dict[str, str]]] = defaultdict(list)
    for report in REPORTS:
        out[report["attack"]].append(report)
    return out


ATTACKS = by_attack()


def test_every_report_has_the_same_keys_and_a_text_of_its_own() -> None:
    assert {tuple(report) for report in REPORTS} == {("id", "attack", "published", "outlet", "language", "text")}
    assert all(value.strip() == value != "" for report in REPORTS for value in report.values())
    assert len({report["text"] for report in REPORTS}) == len({report["id"] for report in REPORTS}) == len(REPORTS)


def test_reports_are_in_order_of_publication() -> None:
    moments = [datetime.fromisoformat(report["published"]) for report in REPORTS]
    assert moments == sorted(moments)


@pytest.mark.parametrize("attack", ATTACKS)
def test_ids_number_the_reports_of_an_attack(attack: str) -> None:
    told = ATTACKS[attack]
    assert len(told) >= 3, "fewer reports leave nothing to join"
    assert {report["id"] for report in told} == {f"{attack}-{n:02}" for n in range(1, len(told) + 1)}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_letters_are_those_of_the_language(attack: str) -> None:
    for report in ATTACKS[attack]:
        cyrillic = len(re.findall("[а-яіїєґ]", report["text"].casefold()))
        assert (cyrillic > len(report["text"]) / 2) == (report["language"] in ("uk", "ru"))


def test_tolls_are_for_attacks_that_are_told() -> None:
    assert TOLLS.keys() <= ATTACKS.keys()


def test_sets_are_of_attacks_that_are_told_and_share_none() -> None:
    listed = [attack for attacks in SETS.values() for attack in attacks]
    assert len(listed) == len(set(listed))
    assert set(listed) < ATTACKS.keys()


@pytest.mark.parametrize("attack", TOLLS)
def test_a_final_toll_is_a_number_or_a_range_in_a_place_that_exists(attack: str) -> None:
    told = TOLLS[attack]
    assert told.keys() == {"scope", "final"}
    assert open_gazetteer().lookup(told["scope"]), f"no such place: {told['scope']}"
    for kind, final in told["final"].items():
        assert kind in ("killed", "injured", "missing")
        low, high = final if isinstance(final, list) else (final, final)
        assert 0 <= low <= high
        assert isinstance(final, int) or low < high


def test_the_readme_gives_the_numbers_of_today() -> None:
    told = re.search(r"(\d+) short reports .* of (\d+) attacks", (FOLDER / "README.md").read_text("utf-8"))
    assert told is not None
    assert [int(n) for n in told.groups()] == [len(REPORTS), len(ATTACKS)]
