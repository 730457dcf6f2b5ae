"""What the desk wires: the same reading on one process and many, ingest in commits, releases, tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tocsin import desk
from tocsin.errors import UnknownId
from tocsin.ledger import Ledger
from tocsin.record import Problem, Report

PLACES = ("Uman", "Dnipro", "Kharkiv", "Odesa", "Sumy", "Nikopol")


def reports(n: int) -> list[Report]:
    """Attacks on six towns, a month apart each round."""
    return [
        Report.make(f"A missile killed {k + 2} people in {PLACES[k % 6]} on Friday, mayor Ivan Petrenko said.",
                    id=f"r{k:03}", published=f"20{22 + k // 72}-{k // 6 % 12 + 1:02}-15", outlet="Wire", language="en")
        for k in range(n)
    ]  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with desk.open_ledger(tmp_path / "l.sqlite") as held:
        yield held


def test_two_processes_give_what_one_gives_in_the_same_order() -> None:
    many = reports(64)
    here = list(desk.read_reports(many, jobs=1))
    shared = list(desk.read_reports(many, jobs=2))
    assert [item[0].id for item in here if not isinstance(item, Problem)] == [r.id for r in many]
    assert shared == here


def test_a_problem_comes_in_the_place_of_its_input() -> None:
    broken = Problem("x.html:1", "cannot be read", "mend it")
    first, second, third = desk.read_reports([*reports(1), broken, *reports(2)[1:]], jobs=1)
    assert second is broken
    assert not isinstance(first, Problem)
    assert not isinstance(third, Problem)


def test_read_text_marks_a_comment_form_and_keeps_offsets() -> None:
    text = "A missile killed ten people in Uman, the mayor said.\n\nLeave a Reply\n\nNine people were killed here too."
    reading = desk.read_text(text, published="2023-04-28")
    assert [(c.quantity.value, text[c.evidence.start : c.evidence.end]) for c in reading.claims if c.quantity] == [
        (10, "killed ten people")]  # fmt: skip


def test_a_place_of_a_table_is_looked_up_in_its_country() -> None:
    odesa = desk.place_named("Odesa", "UA")
    assert odesa is not None
    assert odesa.path[0] == "UA"
    assert desk.place_named("No Such Town") is None


def test_one_incident_is_found_by_id_by_beginning_and_by_report(ledger: Ledger, tmp_path: Path) -> None:
    source = tmp_path / "r.csv"
    source.write_text("id,text,published\na,A missile killed ten people in Uman on Friday.,2023-04-28\n"
                      "b,A bomb killed two people in Quetta on Monday.,2024-05-13\n", encoding="utf-8")  # fmt: skip
    seen: list[int] = []
    done = desk.ingest(ledger, [str(source)], jobs=1, progress=seen.append)
    assert (done.reports, done.problems, seen) == (2, [], [2])
    found = desk.rebuild(ledger)
    uman = desk.one_incident(found, "a")
    assert desk.one_incident(found, uman.id) == uman == desk.one_incident(found, uman.id[:9])
    with pytest.raises(UnknownId):
        desk.one_incident(found, "i-")
    with pytest.raises(UnknownId):
        desk.one_incident(found, "nothing")


def test_a_release_holds_what_its_incidents_rest_on_and_no_more(ledger: Ledger, tmp_path: Path) -> None:
    source = tmp_path / "r.csv"
    source.write_text("id,text,published\na,A missile killed ten people in Uman on Friday.,2023-04-28\n"
                      "b,A bomb killed two people in Quetta on Monday.,2024-05-13\n", encoding="utf-8")  # fmt: skip
    desk.ingest(ledger, [str(source)], jobs=1)
    found = desk.rebuild(ledger)
    release = desk.make_release(ledger, [desk.one_incident(found, "a")], title="T", made_at="2024-06-01T00:00:00Z")
    assert [r.id for r in release.reports] == ["a"]
    assert {c.report for c in release.claims} == {"a"}
    assert any("GeoNames" in line and "CC BY 4.0" in line for line in release.credits)


def test_a_rebuild_is_a_function_of_the_rows(ledger: Ledger, tmp_path: Path) -> None:
    text = "".join(f'{{"id": "{r.id}", "text": "{r.text}", "published": "{r.published}"}}\n' for r in reports(24))
    (tmp_path / "r.jsonl").write_text(text, encoding="utf-8")
    desk.ingest(ledger, [str(tmp_path / "r.jsonl")], jobs=1)
    backwards = tmp_path / "back.jsonl"
    backwards.write_text("\n".join(reversed(text.splitlines())), encoding="utf-8")
    with desk.open_ledger(tmp_path / "two.sqlite") as other:
        desk.ingest(other, [str(backwards)], jobs=1)
        assert desk.rebuild(other) == desk.rebuild(ledger)
