"""The MUC-4 measure, by hand-counted messages: what is wanted, what is right, and what is no figure."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tocsin.errors import InputError
from tocsin.evaluation.muc4 import score_muc4
from tocsin.reading.read import Reading
from tocsin.record import Claim, Evidence, Moment, Quantity, Report

EXACT = {"min": 6, "max": 6}
AT_LEAST = {"min": 30, "max": None}


def item(
    *numbers: dict[str, Any], named: bool = False, optional: bool = False, effect: str = "DEATH"
) -> dict[str, Any]:
    return {"effects": [effect], "number": list(numbers), "named": named, "optional": optional}


def template(*items: dict[str, Any], killed: dict[str, Any] | None = None, optional: bool = False) -> dict[str, Any]:
    casualties = {"items": list(items), "killed": killed, "injured": None, "total_targets": None}
    return {"optional": optional, "casualties": casualties}


def said(*quantities: Quantity, kind: str = "killed") -> list[Claim]:
    return [Claim.make("m", kind, Evidence(n, n + 1, "x"), quantity=q) for n, q in enumerate(quantities)]


def counts(tmp_path: Path, templates: list[dict[str, Any]], claims: list[Claim]) -> tuple[int, int, int, int]:
    """Right, said, found and wanted of "killed"."""
    path = tmp_path / "muc.jsonl"
    path.write_text(json.dumps({"docid": "m", "text": "X", "dateline": None, "templates": templates}), encoding="utf-8")
    rate: Any = score_muc4(path, lambda report: Reading(tuple(claims), ()))["killed"]
    return rate.right, rate.predicted, rate.found, rate.gold


SIX = Quantity.exactly(6)
ONE = Quantity.exactly(1)


@pytest.mark.parametrize(
    ("templates", "claims", "expected"),
    [
        ([template(item(EXACT))], said(SIX), (1, 1, 1, 1)),
        ([template(item(AT_LEAST))], said(Quantity(30, 30, None, "at least")), (1, 1, 1, 1)),
        ([template(item(EXACT))], said(SIX, SIX), (1, 1, 1, 1)),  # said twice, counted once
        ([template(item(EXACT))], said(Quantity(6, 6, None, "at least")), (0, 1, 0, 1)),  # other bounds
        ([template(item(EXACT), item(EXACT))], said(SIX), (1, 1, 1, 1)),  # wanted once
        ([template(item({"min": 1, "max": 1}, named=True))], said(ONE), (1, 1, 0, 0)),  # a name: right, not wanted
        ([template(item(EXACT, optional=True))], said(SIX), (1, 1, 0, 0)),
        ([template(item(EXACT), optional=True)], said(), (0, 0, 0, 0)),
        ([template(item(EXACT), killed={"min": 8, "max": 8})], said(Quantity.exactly(8)), (1, 1, 0, 1)),  # the sum
        ([template(item(EXACT, effect="INJURY"))], said(SIX), (0, 1, 0, 0)),
        ([template(item({"min": 2, "max": None, "plural": True}))], said(), (0, 0, 0, 0)),
        ([], said(SIX), (0, 1, 0, 0)),  # a battle: nothing is keyed
        ([{"optional": False, "casualties": None}], said(Quantity.exactly(0)), (0, 0, 0, 0)),  # zero is no figure
        ([template(item(EXACT))], said(Quantity(6, None, None, "about")), (1, 1, 1, 1)),
        ([template(item(EXACT))], said(SIX, kind="injured"), (0, 0, 0, 1)),
        ([template(item(EXACT))], said(Quantity(None, 3, None, "several")), (0, 0, 0, 1)),  # vague: no figure
    ],
)  # fmt: skip
def test_counts(
    tmp_path: Path, templates: list[dict[str, Any]], claims: list[Claim], expected: tuple[int, int, int, int]
) -> None:
    assert counts(tmp_path, templates, claims) == expected


def test_precision_and_recall_count_different_things(tmp_path: Path) -> None:
    path = tmp_path / "muc.jsonl"
    keyed = [template(item(EXACT), item({"min": 1, "max": 1}, named=True), item({"min": 9, "max": 9}))]
    path.write_text(json.dumps({"docid": "m", "text": "X", "templates": keyed}) + "\n\n", encoding="utf-8")
    rate = score_muc4(path, lambda report: Reading(tuple(said(SIX, ONE)), ()))["killed"]
    assert (rate.precision, rate.recall) == (1.0, 0.5)
    assert rate.f1 == pytest.approx(2 / 3)
    assert str(rate) == "P 1.000 R 0.500 F1 0.667  (1 of 2 found, 2 of 2 right)"


def test_figures_of_fighters_and_of_older_acts_are_out_of_the_keys_scope(tmp_path: Path) -> None:
    path = tmp_path / "muc.jsonl"
    message = {"docid": "m", "text": "X", "dateline": {"date": "1990-01-09"}, "templates": [template(item(EXACT))]}
    path.write_text(json.dumps(message), encoding="utf-8")
    old, recent = (Moment(day, day, "day", "stated", None, day) for day in ("1989-11-07", "1989-11-08"))
    claims = [
        *said(SIX, Quantity.exactly(9, group="combatants")),
        *(replace(c, time=old) for c in said(Quantity.exactly(12))),
        *(replace(c, time=recent) for c in said(Quantity.exactly(3))),
    ]
    rates = score_muc4(path, lambda report: Reading(tuple(claims), ()))
    assert (rates["killed"].precision, rates["killed_in_scope"].precision) == (0.25, 0.5)
    assert set(rates) == {"killed", "killed_in_scope", "injured", "injured_in_scope"}


def test_a_message_is_read_with_its_datelines_day_and_source(tmp_path: Path) -> None:
    path = tmp_path / "muc.jsonl"
    line = {"place": "LIMA", "date": "1990-01-09", "source": "EFE"}
    path.write_text(json.dumps({"docid": "m", "text": "X", "dateline": line, "templates": []}), encoding="utf-8")
    seen: list[Report] = []

    def read(report: Report) -> Reading:
        seen.append(report)
        return Reading((), ())

    assert score_muc4(path, read)["injured"].f1 == 0.0
    assert (seen[0].id, seen[0].published, seen[0].outlet) == ("m", "1990-01-09", "EFE")


def test_a_line_that_is_no_message_is_named(tmp_path: Path) -> None:
    path = tmp_path / "muc.jsonl"
    path.write_text('{"docid": "m", "text": "X", "templates": []}\n{"docid": "n"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"muc\.jsonl:2"):
        score_muc4(path, lambda report: Reading((), ()))
