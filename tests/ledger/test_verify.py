"""Tampering is found, whatever was changed and however well the rest was made to fit."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from ledger_world import make_claim, make_report

from tocsin.ledger import Head, TableRow, open_ledger
from tocsin.ledger.verify import verify
from tocsin.record import Correction, Judgement, Retraction

NOON = "2031-05-02T12:00:00Z"


@pytest.fixture
def kept(path: Path) -> tuple[Path, Head]:
    """A ledger of nine rows, closed, and its head."""
    report, other = make_report(), make_report("port-02")
    claim = make_claim(report)
    judgement = Judgement.make("accepted", claim.id, by="desk", made_at=NOON)
    with open_ledger(path) as ledger:
        ledger.add(reports=[report, other], rows=[TableRow("alerts", "1", {"a": 1})], claims=[claim, make_claim(other)])
        ledger.add(
            judgements=[judgement, Judgement.make("same", report.id, other.id, by="desk", made_at=NOON)],
            corrections=[Correction.make(claim.id, "quantity.value", 13, by="desk", made_at=NOON)],
            retractions=[Retraction.make(judgement.id, by="desk", made_at=NOON)],
        )
        assert verify(ledger) == []
        return path, ledger.head()


def _tamper(path: Path, *sql: str) -> list[str]:
    """Change rows as someone would who takes the guards away and puts them back."""
    db = sqlite3.connect(path)
    guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        db.execute(f"DROP TRIGGER {name}")
    for statement in (*sql, *(guard for _, guard in guards)):
        db.execute(statement)
    db.commit()
    db.close()
    with open_ledger(path) as ledger:
        return [str(problem) for problem in verify(ledger)]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE report SET json = replace(json, 'At least', 'At most!') WHERE seq = 2", "hash chain"),
        ("UPDATE report SET json = replace(json, 'At least', 'At most!') WHERE seq = 2", "sha256 beside the record"),
        (
            "UPDATE report SET json = replace(json, '12 people', '21 people') WHERE seq = 1",
            "not '12 people were killed'",
        ),
        ("UPDATE claim SET json = replace(json, '\"value\":12', '\"value\":21')", "says what would have the id"),
        ("UPDATE claim SET json = replace(json, '\"score\":0.97', '\"score\":1.0')", "hash chain"),
        ("UPDATE claim SET kind = 'injured'", "kind beside the record is 'injured', in it 'killed'"),
        ("UPDATE claim SET report = 'port-02'", "report beside the record is 'port-02'"),
        ("UPDATE claim SET id = 'c-0000000000000000' WHERE seq = 5", "the id beside the record"),
        ("UPDATE claim SET json = '{\"killed\":1}'", "not a claim: Claim: unknown field 'killed'"),
        ("UPDATE claim SET json = replace(json, ',\"kind\"', ', \"kind\"')", "not written in the ledger's form"),
        ("UPDATE table_row SET json = replace(json, '\"a\":1', '\"a\":2')", "hash chain"),
        ("UPDATE judgement SET made_at = '2031'", "made_at beside the record"),
        ("UPDATE retraction SET learned_at = '2031-05-02T11:00:00.000000Z'", "hash chain"),
        ("UPDATE retraction SET learned_at = '2001-05-02T11:00:00.000000Z'", "not later than that of the row before"),
        ("UPDATE retraction SET chain = replace(chain, 'a', 'b')", "hash chain"),
        ("DELETE FROM correction", "rows 8 to 8 are missing"),
        ("DELETE FROM report WHERE seq = 1", "refers to a report that is not there"),
        ("DELETE FROM report WHERE seq = 1", "which is not here"),
        ("UPDATE table_row SET seq = 5", "the number stands twice"),
        ("DROP INDEX claim_by_kind", "index claim_by_kind was taken away"),
        ("DROP VIEW v_tolls", "view v_tolls was taken away"),
    ],
)
def test_a_changed_row_is_found(kept: tuple[Path, Head], sql: str, words: str) -> None:
    found = _tamper(kept[0], sql)
    assert any(words in line for line in found), found


def test_guards_taken_away_are_missed(kept: tuple[Path, Head]) -> None:
    db = sqlite3.connect(kept[0])
    db.execute("DROP TRIGGER claim_no_update")
    db.commit()
    db.close()
    with open_ledger(kept[0]) as ledger:
        assert [problem.what for problem in verify(ledger)] == ["trigger claim_no_update was taken away"]


def test_one_change_is_told_once_with_its_row(kept: tuple[Path, Head]) -> None:
    found = _tamper(kept[0], "UPDATE table_row SET json = replace(json, '\"a\":1', '\"a\":2')")
    assert len(found) == 1
    assert "row 3 (table_row alerts/1)" in found[0]


def test_rows_cut_off_the_end_are_found_with_a_head_noted_before(kept: tuple[Path, Head]) -> None:
    path, head = kept
    assert _tamper(path, "DELETE FROM retraction") == [], "nothing in the file itself can show this"
    with open_ledger(path) as ledger:
        (problem,) = verify(ledger, known_head=head)
        assert f"ends at row 8, went to {head.seq}" in problem.what
        ledger.add(retractions=[Retraction.make("port-01", by="someone else", made_at=NOON)])
        (problem,) = verify(ledger, known_head=head)
        assert "when the head was noted" in problem.what


def test_more_rows_do_not_trouble_a_head_noted_before(kept: tuple[Path, Head]) -> None:
    path, head = kept
    with open_ledger(path) as ledger:
        ledger.add(reports=[make_report("port-03")])
        assert verify(ledger, known_head=head) == []
