"""Spreadsheets, Parquet and JSON lines."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import night
from tocsin.errors import MissingExtra
from tocsin.publish import FORMATS, Release
from tocsin.publish.csv import cell, guard, unguard
from tocsin.publish.jsonlines import lines
from tocsin.publish.rows import instant, sheets
from tocsin.record import Claim, Incident, Report, dumps, from_json


def table(release: Release, name: str, folder: Path) -> list[dict[str, str]]:
    FORMATS["csv"].write(release, folder)
    text = (folder / f"{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_an_incident_is_one_row_with_its_tolls(release: Release, tmp_path: Path) -> None:
    (row,) = table(release, "incidents", tmp_path)
    assert (row["place"], row["start"], row["killed_best"], row["injured_low"], row["injured_best"]) == (
        "Uman", "2023-04-28", "23", "8", "17")  # fmt: skip
    assert (row["reports"], row["outlets"], row["grade"], row["ucdp_where_prec"]) == ("10", "9", "confirmed", "1")
    assert row["trapped_best"] == "", "what nobody counted is empty, not 0"


def test_a_part_is_a_row_of_incidents_and_its_counts_are_told_once(tmp_path: Path) -> None:
    whole, part = table(night.wave(), "incidents", tmp_path)
    assert (part["part_of"], whole["parts"]) == (whole["incident"], "i-dnipro")
    assert [r["ucdp_event_clarity"] for r in (whole, part)] == ["1", "2"]
    assert (whole["lead_minutes"], whole["night_alert_minutes"], whole["night_alert_share"]) == ("64", "95", "0.198")
    rows = table(night.wave(), "tolls", tmp_path)
    assert {r["incident"] for r in rows} == {whole["incident"]}
    assert {(r["place"], r["part"]) for r in rows} == {("Uman", ""), ("Dnipro", "i-dnipro"), ("Ukraine", "")}


def test_every_word_on_a_toll_is_a_row(release: Release, tmp_path: Path) -> None:
    rows = [r for r in table(release, "tolls", tmp_path) if r["place"] == "Uman" and r["kind"] == "killed"]
    assert [r["value"] for r in rows] == ["3", "10", "3", "17", "2", "17", "23", "6", "23"]
    assert [r["why_not"] for r in rows if r["counted"] == "false"] == ["stale", "subset", "copy", "subset"]
    assert len({r["toll"] for r in rows}) == 1
    assert rows[0]["as_of_utc"] == "2023-04-28T02:41:00Z"
    assert all(r["url"].startswith("https://example.org/") for r in rows)


def test_a_country_has_no_point(release: Release, tmp_path: Path) -> None:
    for row in table(release, "claims", tmp_path):
        assert (row["lat"] == "") == (row["place"] == "Ukraine"), row["place"]


def test_the_texts_of_reports_stay_at_home(release: Release, tmp_path: Path) -> None:
    rows = table(release, "reports", tmp_path)
    assert [r["report"] for r in rows] == [r.id for r in release.reports]
    for file in tmp_path.iterdir():
        assert "Subscribe to our newsletter" not in file.read_text("utf-8-sig")


def test_columns_are_those_promised(release: Release) -> None:
    for sheet in sheets(release):
        assert sheet.rows
        for row in sheet.rows:
            assert row.keys() == sheet.columns.keys(), sheet.name


@given(st.text())
def test_a_guarded_text_comes_back(text: str) -> None:
    kept = guard(text)
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert unguard(kept) == kept.removeprefix("'")
    assert len(unguard(kept)) == len(text)


def test_numbers_stay_numbers() -> None:
    assert [cell(v) for v in (-3, 2.5, True, None, ("a", "b"), date(2023, 4, 28), "-3")] == [
        -3, 2.5, "true", "", "a; b", "2023-04-28", "'-3"]  # fmt: skip


def test_only_a_time_with_an_offset_is_an_instant() -> None:
    assert instant("2023-04-28T05:41:00+03:00") == datetime(2023, 4, 28, 2, 41, tzinfo=UTC)
    assert instant("2023-04-28T05:41:00") is None
    assert instant("2023-04-28") is None
    assert instant("0001-01-01T00:00:00+14:00") is None


def test_parquet_holds_real_types(release: Release, tmp_path: Path) -> None:
    FORMATS["parquet"].write(release, tmp_path)
    claims, tolls = (pq.read_table(tmp_path / f"{n}.parquet") for n in ("claims", "tolls"))
    types = {f.name: str(f.type) for f in claims.schema}
    assert (types["value"], types["start_day"], types["weapon_ids"], types["cumulative"]) == (
        "int64", "date32[day]", "list<element: string>", "bool")  # fmt: skip
    assert str(tolls.schema.field("as_of_utc").type) == "timestamp[us, tz=UTC]"
    assert claims.num_rows == len(release.claims)
    assert b"GeoNames" in claims.schema.metadata[b"credits"]


def test_parquet_without_pyarrow_names_the_extra(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"tocsin\[parquet\]"):
        FORMATS["parquet"].write(release, io.BytesIO())


def test_json_lines_are_the_records(release: Release, tmp_path: Path) -> None:
    FORMATS["jsonl"].write(release, tmp_path)
    text = (tmp_path / "claims.jsonl").read_text("utf-8")
    assert text == "".join(dumps(c) + "\n" for c in release.claims)
    (incident,) = (tmp_path / "incidents.jsonl").read_text("utf-8").split("\n")[:-1]
    assert from_json(Incident, json.loads(incident)) == release.incidents[0]
    assert tuple(from_json(Claim, json.loads(line)) for line in text.split("\n")[:-1]) == release.claims


def test_half_a_surrogate_pair_comes_back_from_json_lines() -> None:
    report = Report.make("broken \ud83d here")
    assert from_json(Report, json.loads(lines([report]).decode("utf-8"))) == report
