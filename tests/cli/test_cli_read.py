"""`tocsin read` and `annotate`: inputs, formats, and what they say when an input is no good."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tocsin.record import Claim, from_json

TEXT = "Ten people were killed when a missile hit a block of flats in Uman on Friday, minister Ihor Klymenko said.\n"
Tocsin = Callable[..., "Ran"]  # noqa: F821 - the fixture's own type


def killed(lines: list[dict]) -> list[dict]:
    return [line for line in lines if line["kind"] == "killed"]


def test_one_text_one_claim_a_line(tocsin: Tocsin, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    ran = tocsin("read", "a.txt", "--published", "2023-04-28", "--format", "jsonl")
    assert ran.code == 0
    (claim,) = killed(ran.lines)
    assert claim["quantity"]["value"] == 10
    assert claim["place"]["name"] == "Uman"
    assert claim["time"]["start"] == "2023-04-28"
    assert claim["speaker"]["name"] == "Ihor Klymenko"
    assert TEXT[claim["evidence"]["start"] : claim["evidence"]["end"]] == claim["evidence"]["quote"]
    assert all(from_json(Claim, line).content_id() == line["id"] for line in ran.lines)


def test_a_dash_is_standard_input(tocsin: Tocsin) -> None:
    ran = tocsin("read", "-", "--format", "jsonl", "--published", "2023-04-28", stdin=TEXT)
    assert (ran.code, len(killed(ran.lines))) == (0, 1)


def test_the_table_names_who_said_it_and_counts_on_standard_error(tocsin: Tocsin) -> None:
    ran = tocsin("read", "-", "--published", "2023-04-28", stdin=TEXT)
    assert "Ihor Klymenko" in ran.out
    assert "claims in 1 report" in ran.err


def test_csv_has_one_header_and_is_safe_to_open_in_a_spreadsheet(tocsin: Tocsin) -> None:
    report = {"id": "=cmd|1", "text": TEXT, "published": "2023-04-28"}
    ran = tocsin("read", "-", "--format", "csv", stdin=json.dumps(report))
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert rows[0]["kind"] == "killed"
    assert {row["report"] for row in rows} == {"'=cmd|1"}


def test_a_report_keeps_the_id_and_date_that_its_source_gives(tocsin: Tocsin, reports: Path) -> None:
    ran = tocsin("read", reports, "--format", "jsonl")
    assert {line["report"] for line in ran.lines} == {"karsk-1", "karsk-2", "quetta-1"}
    assert {line["time"]["start"][:10] for line in killed(ran.lines)} == {"2024-03-02", "2024-05-11"}


@pytest.mark.parametrize("way", ["folder", "glob", "zip"])
def test_a_folder_a_glob_and_a_zip_give_the_same_claims(
    tocsin: Tocsin, reports: Path, tmp_path: Path, way: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "r.jsonl").write_bytes(reports.read_bytes())
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as packed:
        packed.write(reports, "r.jsonl")
    name = {"folder": "in", "glob": "in/*.jsonl", "zip": "in.zip"}[way]
    assert tocsin("read", name, "--format", "jsonl").lines == tocsin("read", reports, "--format", "jsonl").lines


def test_without_a_publication_time_relative_times_stay_open_and_it_says_so(tocsin: Tocsin) -> None:
    ran = tocsin("read", "-", "--format", "jsonl", stdin=TEXT)
    (claim,) = killed(ran.lines)
    assert (claim["time"]["start"], claim["time"]["basis"]) == (None, "unresolved")
    assert "publication time unknown" in ran.err
    assert "--published" in ran.err


def test_min_score_leaves_out_what_is_less_sure(tocsin: Tocsin) -> None:
    every = tocsin("read", "-", "--format", "jsonl", stdin=TEXT).lines
    best = max(line["score"] for line in every)
    some = tocsin("read", "-", "--format", "jsonl", "--min-score", str(best), stdin=TEXT).lines
    assert some == [line for line in every if line["score"] >= best]
    assert len(some) < len(every)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b'{"id": "a", "text": 5}', "bad.jsonl:1"),
        (b"{bad json", "bad.jsonl:1"),
        (bytes(range(256)) * 20, "not text of any kind"),
        (b"PK\x03\x04 cut off", "zip"),
    ],
)
def test_an_input_that_cannot_be_used_is_named_with_its_mend(
    tocsin: Tocsin, tmp_path: Path, content: bytes, told: str
) -> None:
    (tmp_path / "bad.jsonl").write_bytes(content)
    ran = tocsin("read", "bad.jsonl")
    assert ran.code == 2
    assert ran.out == ""
    problem = ran.err.splitlines()[0]
    assert problem.startswith("problem: bad.jsonl")
    assert told in problem
    assert problem.endswith(")"), "every problem says in brackets how to mend it"
    assert "Traceback" not in ran.err


def test_a_bad_line_among_good_ones_is_told_and_the_rest_is_read(tocsin: Tocsin, reports: Path) -> None:
    reports.write_text(reports.read_text("utf-8") + "{bad\n", encoding="utf-8")
    ran = tocsin("read", reports, "--format", "jsonl")
    assert ran.code == 0
    assert len({line["report"] for line in ran.lines}) == 3
    assert f"{reports}:4" in ran.err


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("nowhere.txt",), "nowhere.txt: there is no such file"),
        (("-", "--published", "someday"), "YYYY-MM-DD"),
        (("-", "--zone", "Mars/Base"), "Europe/Kyiv"),
        (("-", "--language", "klingon"), "two letters"),
        (("-", "--source", "bogus"), "there are"),
        (("-", "--format", "yaml"), "yaml"),
        (("-", "--min-score", "3"), "3"),
        ((), "INPUT"),
    ],
)
def test_bad_use_is_refused_with_what_would_do(tocsin: Tocsin, args: tuple[str, ...], told: str) -> None:
    ran = tocsin("read", *args, stdin=TEXT)
    assert ran.code == 2
    assert told in ran.err


@pytest.mark.parametrize(
    ("layer", "key"),
    [("places", "toponyms"), ("times", "timexes"), ("numbers", "numbers"), ("attributions", "attributions")],
)
def test_annotate_gives_one_line_a_report_with_offsets_into_its_text(
    tocsin: Tocsin, reports: Path, layer: str, key: str
) -> None:
    ran = tocsin("annotate", reports, "--layer", layer)
    texts = {r["id"]: r["text"] for r in map(json.loads, reports.read_text("utf-8").splitlines())}
    assert [line["id"] for line in ran.lines] == list(texts)
    for line in ran.lines:
        assert line[key], f"{line['id']} has at least one of {layer}"
        for mark in line[key]:
            spans = [(mark["start"], mark["end"])] if "start" in mark else [s for part in mark.values() for s in part]
            assert all(0 <= a < b <= len(texts[line["id"]]) for a, b in spans)


def test_annotate_finds_the_place_and_its_point(tocsin: Tocsin) -> None:
    (line,) = tocsin("annotate", "-", "--layer", "places", stdin=TEXT).lines
    (uman,) = [t for t in line["toponyms"] if t["name"] == "Uman"]
    assert (uman["geonameid"], round(uman["lat"]), round(uman["lon"])) == (690688, 49, 30)


def test_annotate_gives_timex_values(tocsin: Tocsin) -> None:
    (line,) = tocsin("annotate", "-", "--layer", "times", "--published", "2023-04-28", stdin=TEXT).lines
    assert [(t["type"], t["value"]) for t in line["timexes"]] == [("DATE", "2023-04-28")]
