"""A ledger opens in Datasette as it is, read-only, with names that a casualty recorder can read."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from ledger_world import make_claim, make_report

from tocsin.ledger import Ledger
from tocsin.record import Correction, Judgement, Retraction

app = pytest.importorskip("datasette.app", reason="Datasette is not installed")


def _get(path: Path, *addresses: str) -> list[Any]:
    async def ask() -> list[Any]:
        datasette = app.Datasette([str(path)])
        await datasette.invoke_startup()
        return [await datasette.client.get(f"/{path.stem}{address}") for address in addresses]

    return asyncio.run(ask())


def test_every_table_and_view_opens(ledger: Ledger, path: Path) -> None:
    report, cut_off = make_report(), make_report("port-02", text="12 people were killed \ud83d.")
    claim = make_claim(report)
    noon = "2031-05-02T12:00:00Z"
    judgement = Judgement.make("accepted", claim.id, by="desk", made_at=noon)
    ledger.add(
        reports=[report, cut_off],
        claims=[claim, make_claim(cut_off), make_claim(cut_off, "killed \ud83d")],
        judgements=[judgement],
        corrections=[Correction.make(claim.id, "quantity.value", 13, by="desk", made_at=noon)],
        retractions=[Retraction.make(judgement.id, by="desk", made_at=noon)],
    )
    names = ("report", "claim", "judgement", "correction", "retraction", "table_row")
    views = ("v_tolls", "v_weapons", "v_sources", "v_log", "v_corrections", "v_standing_claims")
    for name, answer in zip(names + views, _get(path, *(f"/{name}" for name in names + views)), strict=True):
        assert answer.status_code == 200, name
        assert "Ada Example" in answer.text or name not in ("claim", "v_tolls"), name


def test_the_main_fields_of_a_claim_are_columns_to_filter_and_sort_by(ledger: Ledger, path: Path) -> None:
    report = make_report()
    claim = make_claim(report)
    ledger.add(reports=[report], claims=[claim, make_claim(report, "Nine were hurt", 9, "injured")])
    question = "/claim.json?_shape=array&place_name=Port+Example&value__gt=10&_sort=time_start"
    (row,) = _get(path, question)[0].json()
    shown = {name: row[name] for name in ("kind", "value", "low", "high", "qualifier", "lat", "lon", "speaker_name")}
    assert shown == {
        "kind": "killed", "value": 12, "low": 12, "high": 12, "qualifier": "exact",
        "lat": 1.5, "lon": -2.25, "speaker_name": "Ada Example",
    }  # fmt: skip
    assert (row["quote"], row["time_start"], row["report"]) == ("12 people were killed", "2031-05-02", report.id)


def test_a_claim_links_to_its_report_by_title(ledger: Ledger, path: Path) -> None:
    report = make_report(title="Twelve killed in Port Example")
    ledger.add(reports=[report], claims=[make_claim(report)])
    (answer,) = _get(path, "/claim.json?_shape=objects&_labels=on")
    assert answer.json()["rows"][0]["report"] == {"value": "port-01", "label": "Twelve killed in Port Example"}
