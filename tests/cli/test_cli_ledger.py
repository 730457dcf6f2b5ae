"""`ingest`, `ledger`, `judge` and `retract`: what is written, once, and what is refused without a trace."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

Tocsin = Callable[..., "Ran"]  # noqa: F821 - the fixture's own type


def rows(ledger: Path) -> int:
    with sqlite3.connect(ledger) as held:
        tables = [name for (name,) in held.execute("select name from sqlite_master where type = 'table'")]
        return sum(held.execute(f'select count(*) from "{table}"').fetchone()[0] for table in tables)


def incident_of(tocsin: Tocsin, ledger: Path, report: str, *more: str) -> dict:
    found = tocsin("incidents", "--ledger", ledger, "--format", "jsonl", *more).lines
    return next(i for i in found if report in i["reports"])


def test_ingesting_twice_adds_nothing(tocsin: Tocsin, reports: Path) -> None:
    first = tocsin("ingest", reports, "--ledger", "new.sqlite")
    before = rows(Path("new.sqlite"))
    second = tocsin("ingest", reports, "--ledger", "new.sqlite")
    assert (first.code, second.code) == (0, 0)
    assert first.out.startswith("3 reports and ")
    assert second.out.startswith("0 reports and 0 claims added")
    assert rows(Path("new.sqlite")) == before


def test_ingest_from_standard_input(tocsin: Tocsin, reports: Path) -> None:
    assert tocsin("ingest", "-", "--ledger", "new.sqlite", stdin=reports.read_bytes()).out.startswith("3 reports")


def test_the_ledger_may_be_named_by_the_environment(
    tocsin: Tocsin, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOCSIN_LEDGER", str(ledger))
    assert "every hash and span holds" in tocsin("ledger", "verify").out


def test_refused_input_leaves_the_ledger_as_it_was(tocsin: Tocsin, ledger: Path, tmp_path: Path) -> None:
    before = tocsin("ledger", "dump", "--ledger", ledger).out
    (tmp_path / "bad.jsonl").write_text("{bad\n", encoding="utf-8")
    ran = tocsin("ingest", "bad.jsonl", "--ledger", ledger)
    assert ran.code == 2
    assert "bad.jsonl:1" in ran.err
    assert tocsin("ledger", "dump", "--ledger", ledger).out == before


def test_another_text_under_a_known_id_is_a_problem_and_a_version_with_revise(tocsin: Tocsin, ledger: Path) -> None:
    changed = {"id": "quetta-1", "text": "A car bomb killed six police officers in Quetta on Saturday, police said.",
               "published": "2024-05-11"}  # fmt: skip
    plain = tocsin("ingest", "-", "--ledger", ledger, stdin=json.dumps(changed))
    assert "quetta-1" in plain.err
    assert plain.out.startswith("0 reports and 0 claims added")
    revised = tocsin("ingest", "-", "--ledger", ledger, "--revise", stdin=json.dumps(changed))
    assert revised.out.startswith("1 reports")
    assert tocsin("ledger", "verify", "--ledger", ledger).code == 0


def test_verify_finds_an_edited_row(tocsin: Tocsin, ledger: Path) -> None:
    assert tocsin("ledger", "verify", "--ledger", ledger).code == 0
    data = ledger.read_bytes()
    assert data.count(b"Twenty people were injured.") >= 1
    ledger.write_bytes(data.replace(b"Twenty people were injured.", b"Thirty people were injured."))
    ran = tocsin("ledger", "verify", "--ledger", ledger)
    assert ran.code == 1
    assert "karsk-2" in ran.err
    assert "Traceback" not in ran.err


def test_stats_count_the_rows(tocsin: Tocsin, ledger: Path) -> None:
    counts = dict(line.split() for line in tocsin("ledger", "stats", "--ledger", ledger).out.splitlines()[:6])
    assert counts["report"] == "3"
    assert int(counts["claim"]) > 3


def test_dump_load_dump_gives_the_same_bytes(tocsin: Tocsin, ledger: Path) -> None:
    assert tocsin("ledger", "dump", "--ledger", ledger, "one.jsonl").code == 0
    assert tocsin("ledger", "load", "--ledger", "copy.sqlite", "one.jsonl").code == 0
    assert tocsin("ledger", "dump", "--ledger", "copy.sqlite", "two.jsonl").code == 0
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    assert tocsin("ledger", "dump", "--ledger", ledger).out.encode() == Path("one.jsonl").read_bytes()


def test_a_dump_may_be_piped_in(tocsin: Tocsin, ledger: Path) -> None:
    dumped = tocsin("ledger", "dump", "--ledger", ledger).out
    assert tocsin("ledger", "load", "--ledger", "copy.sqlite", stdin=dumped).code == 0
    assert tocsin("ledger", "dump", "--ledger", "copy.sqlite").out == dumped


def test_a_damaged_dump_is_refused_whole(tocsin: Tocsin, ledger: Path) -> None:
    dumped = tocsin("ledger", "dump", "--ledger", ledger).out
    Path("cut.jsonl").write_text(dumped[: len(dumped) // 2], encoding="utf-8")
    ran = tocsin("ledger", "load", "--ledger", "copy.sqlite", "cut.jsonl")
    assert ran.code == 2
    assert "cut.jsonl" in ran.err
    if Path("copy.sqlite").exists():
        assert tocsin("ledger", "stats", "--ledger", "copy.sqlite").out.splitlines()[0].split() == ["report", "0"]


READING = [
    "incidents",
    "show x",
    "check",
    "ledger verify",
    "ledger stats",
    "diff 2024-01-01",
    "export out",
    "retract x",
]


@pytest.mark.parametrize("command", READING)
def test_reading_a_ledger_that_is_not_there_makes_none(tocsin: Tocsin, command: str) -> None:
    ran = tocsin(*command.split(), "--ledger", "none.sqlite")
    assert ran.code == 2
    assert "none.sqlite does not exist" in ran.err
    assert not Path("none.sqlite").exists()


def test_a_file_that_is_no_ledger_is_left_alone(tocsin: Tocsin, reports: Path) -> None:
    before = reports.read_bytes()
    for command in (("incidents",), ("ingest", str(reports))):
        ran = tocsin(*command, "--ledger", reports)
        assert ran.code == 2
        assert "is no ledger" in ran.err
    assert reports.read_bytes() == before


def test_a_persons_word_outranks_the_score_and_can_be_taken_back(tocsin: Tocsin, ledger: Path) -> None:
    together = incident_of(tocsin, ledger, "karsk-1")
    assert set(together["reports"]) == {"karsk-1", "karsk-2"}
    judged = tocsin(
        "judge", "not-same", "karsk-1", "karsk-2", "--by", "A. Coder", "--note", "two markets", "--ledger", ledger
    )
    assert judged.code == 0
    assert incident_of(tocsin, ledger, "karsk-1")["reports"] == ["karsk-1"]
    undone = tocsin("retract", judged.out.split()[0], "--by", "A. Coder", "--ledger", ledger)
    assert undone.code == 0
    assert incident_of(tocsin, ledger, "karsk-1") == together


def test_a_rejected_claim_no_longer_counts(tocsin: Tocsin, ledger: Path) -> None:
    toll = next(t for t in incident_of(tocsin, ledger, "quetta-1")["tolls"] if t["kind"] == "killed")
    assert toll["best"] == 5
    tocsin("judge", "rejected", toll["series"][0]["claim"], "--by", "desk", "--ledger", ledger)
    after = tocsin("incidents", "--ledger", ledger, "--format", "jsonl").lines
    assert not [t for i in after if "quetta-1" in i["reports"] for t in i["tolls"] if t["kind"] == "killed"]


@pytest.mark.parametrize(
    "args", [("same", "karsk-1"), ("rejected", "karsk-1", "karsk-2"), ("perhaps", "karsk-1", "karsk-2")]
)
def test_a_judgement_needs_what_it_is_about(tocsin: Tocsin, ledger: Path, args: tuple[str, ...]) -> None:
    assert tocsin("judge", *args, "--ledger", ledger).code == 2


@pytest.mark.parametrize(
    "args", [("judge", "same", "karsk-1", "nobody"), ("judge", "accepted", "c-0"), ("retract", "c-0")]
)
def test_unknown_ids_are_refused_and_nothing_is_kept(tocsin: Tocsin, ledger: Path, args: tuple[str, ...]) -> None:
    before = rows(ledger)
    ran = tocsin(*args, "--by", "desk", "--ledger", ledger)
    assert ran.code == 2
    assert args[-1] in ran.err
    assert rows(ledger) == before


def test_a_retracted_report_is_gone_from_now_on_and_still_there_as_of_then(tocsin: Tocsin, ledger: Path) -> None:
    learned = json.loads(tocsin("ledger", "dump", "--ledger", ledger).out.splitlines()[-2])["learned_at"]
    assert tocsin("retract", "quetta-1", "--by", "desk", "--ledger", ledger).code == 0
    now = tocsin("incidents", "--ledger", ledger, "--format", "jsonl").lines
    then = tocsin("incidents", "--ledger", ledger, "--format", "jsonl", "--as-of", learned).lines
    assert "quetta-1" not in [r for i in now for r in i["reports"]]
    assert "quetta-1" in [r for i in then for r in i["reports"]]
    assert tocsin("ledger", "verify", "--ledger", ledger).code == 0


def test_show_of_an_id_of_before_says_what_became_of_it(tocsin: Tocsin, ledger: Path) -> None:
    tocsin("judge", "not-same", "karsk-1", "karsk-2", "--by", "desk", "--ledger", ledger)
    split = {i["reports"][0]: i["id"] for i in tocsin("incidents", "--ledger", ledger, "--format", "jsonl").lines}
    tocsin("judge", "unsure", "karsk-1", "karsk-2", "--by", "desk", "--ledger", ledger)
    merged = tocsin("show", split["karsk-2"], "--ledger", ledger)
    assert merged.code == 0
    assert merged.out.startswith(f"{split['karsk-2']} was merged into {split['karsk-1']} on ")
    assert "Killed in Odesa: 14" in merged.out
    tocsin("retract", "quetta-1", "--by", "the night desk", "--ledger", ledger)
    retracted = tocsin("show", split["quetta-1"], "--ledger", ledger)
    assert retracted.code == 0
    assert retracted.out.startswith(f"{split['quetta-1']} was retracted on ")
    assert retracted.out.endswith(", by the night desk\n")


def test_incidents_lists_what_is_gone_when_asked(tocsin: Tocsin, ledger: Path) -> None:
    before = tocsin("incidents", "--ledger", ledger, "--format", "jsonl").lines
    assert tocsin("incidents", "--ledger", ledger, "--format", "jsonl", "--with-gone").lines == before
    tocsin("retract", "quetta-1", "--by", "desk", "--ledger", ledger)
    *now, stone = tocsin("incidents", "--ledger", ledger, "--format", "jsonl", "--with-gone").lines
    assert [i["id"] for i in now] == [i["id"] for i in before if "quetta-1" not in i["reports"]]
    assert (stone["what"], stone["by"], stone["reports"]) == ("retracted", "desk", ["quetta-1"])
    assert "was retracted on" in tocsin("incidents", "--ledger", ledger, "--with-gone").out
    assert tocsin("incidents", "--ledger", ledger, "--format", "csv", "--with-gone").code == 2


def test_a_record_that_cannot_be_kept_is_shown_all_the_same(tocsin: Tocsin, ledger: Path) -> None:
    expected = tocsin("incidents", "--ledger", ledger, "--format", "jsonl").out
    asked = tocsin("incidents", "--ledger", ledger, "--format", "jsonl", "--as-of", "2999-01-01").out
    assert asked == expected


@pytest.mark.parametrize(
    "content", [b"", b"no dump\n", b"\xff\xfe\n", b'{"tocsin_ledger": 1}\n{"end": 5, "chain": ""}\n']
)
def test_a_refused_dump_leaves_no_file(tocsin: Tocsin, tmp_path: Path, content: bytes) -> None:
    ran = tocsin("ledger", "load", "--ledger", "new.sqlite", stdin=content)
    assert ran.code == 2
    assert "problem: " in ran.err
    assert list(tmp_path.glob("new.sqlite*")) == []


def test_a_refused_dump_leaves_a_ledger_that_was_there(tocsin: Tocsin, ledger: Path) -> None:
    kept = rows(ledger)
    assert tocsin("ledger", "load", "--ledger", ledger, stdin="no dump\n").code == 2
    assert rows(ledger) == kept
