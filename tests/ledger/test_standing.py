"""What stands after people have judged, corrected and taken back."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_world import Clock, make_claim, make_report

from tocsin.ledger import Ledger
from tocsin.ledger.standing import correct
from tocsin.record import Claim, Correction, Judgement, Report, Retraction


def at(day: int) -> str:
    return f"2031-06-{day:02d}T08:00:00Z"


def retract(target: str, day: int = 1) -> Retraction:
    return Retraction.make(target, by="desk", made_at=at(day))


def change(claim: Claim, field: str, value: str | int | float | bool | None, day: int = 1) -> Correction:
    return Correction.make(claim.id, field, value, by="desk", made_at=at(day))


@pytest.fixture
def claim(ledger: Ledger) -> Claim:
    report = make_report()
    claim = make_claim(report)
    ledger.add(reports=[report], claims=[claim, make_claim(report, "Nine were hurt", 9, "injured")])
    return claim


def kinds(ledger: Ledger, as_of: str | None = None) -> list[str]:
    return [current.claim.kind for current in ledger.current_claims(as_of)]


# -- retractions -----------------------------------------------------------------------------------------------------


def test_a_retracted_claim_is_left_out_from_then_on(ledger: Ledger, claim: Claim, clock: Clock) -> None:
    before = clock.on(hours=1)
    clock.on(days=1)
    ledger.add(retractions=[retract(claim.id)])
    assert kinds(ledger) == ["injured"]
    assert kinds(ledger, before) == ["killed", "injured"], "the past stays as it was"
    assert ledger.claim(claim.id) == claim, "the row itself stays"


def test_a_retraction_taken_back_counts_no_more(ledger: Ledger, claim: Claim) -> None:
    first = retract(claim.id)
    back = retract(first.id, 2)
    back_again = retract(back.id, 3)
    for retraction, left in ((first, ["injured"]), (back, ["killed", "injured"]), (back_again, ["injured"])):
        ledger.add(retractions=[retraction])
        assert kinds(ledger) == left


def test_of_two_retractions_one_taken_back_leaves_the_other(ledger: Ledger, claim: Claim) -> None:
    first, second = retract(claim.id, 1), retract(claim.id, 2)
    ledger.add(retractions=[retract(first.id, 3), second, first])
    assert kinds(ledger) == ["injured"]


def test_a_retracted_report_takes_its_claims_with_it(ledger: Ledger, claim: Claim) -> None:
    other = make_report("port-02")
    ledger.add(reports=[other], claims=[make_claim(other)], retractions=[retract("port-01")])
    assert [(c.claim.report, c.claim.kind) for c in ledger.current_claims()] == [("port-02", "killed")]
    assert [r.id for r in ledger.current_reports()] == ["port-02"]


def test_judgements_and_corrections_can_be_taken_back(ledger: Ledger, claim: Claim) -> None:
    rejected = Judgement.make("rejected", claim.id, by="desk", made_at=at(1))
    corrected = change(claim, "quantity.value", 13)
    ledger.add(judgements=[rejected], corrections=[corrected])
    assert kinds(ledger) == ["injured"]
    ledger.add(retractions=[retract(rejected.id), retract(corrected.id)])
    assert kinds(ledger) == ["killed", "injured"]
    assert next(ledger.current_claims()).claim == claim
    assert list(ledger.current_judgements()) == []
    assert list(ledger.judgements()) == [rejected]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(), targets=st.lists(st.integers(0, 20), max_size=12))
def test_any_tangle_of_retractions_gives_one_answer(
    fresh_ledgers: Iterator[Ledger], seed: int, targets: list[int]
) -> None:
    """Against the definition, written as recursion; and the same whatever the order within one call."""
    ledger, report = next(fresh_ledgers), make_report()
    claim = make_claim(report)
    ids, made = [claim.id], []
    for number, target in enumerate(targets):
        made.append(Retraction.make(ids[target % len(ids)], by=str(number), made_at=at(1)))
        ids.append(made[-1].id)

    def counts(row_id: str) -> bool:
        return not any(counts(r.id) for r in made if r.target == row_id)

    def depth(row_id: str) -> int:
        return max((1 + depth(r.id) for r in made if r.target == row_id), default=0)

    shuffled = random.Random(seed).sample(made, len(made))
    assert not ledger.add(reports=[report], claims=[claim], retractions=shuffled).problems
    stands = [current.claim for current in ledger.current_claims()] == [claim]
    assert stands == counts(claim.id)
    if depth(claim.id) <= 4:  # as far as the views go
        db = sqlite3.connect(ledger.path)
        assert db.execute("SELECT count(*) FROM v_standing_claims").fetchone() == (int(stands),)
        db.close()


# -- judgements on claims --------------------------------------------------------------------------------------------


def test_the_word_made_later_holds_even_if_it_was_entered_first(ledger: Ledger, claim: Claim) -> None:
    accepted = Judgement.make("accepted", claim.id, by="second desk", made_at="2031-06-02T08:00:00Z")
    rejected = Judgement.make("rejected", claim.id, by="desk", made_at="2031-06-02T09:30:00+02:00")
    ledger.add(judgements=[accepted])
    ledger.add(judgements=[rejected])
    assert kinds(ledger) == ["killed", "injured"], "9:30 in +02:00 is before 8:00 UTC"


# -- corrections -----------------------------------------------------------------------------------------------------


def test_a_corrected_claim_keeps_its_id_and_tells_who_corrected_it(ledger: Ledger, claim: Claim) -> None:
    made = [change(claim, "quantity.value", 13), change(claim, "place.name", "Port Sample", 2)]
    ledger.add(corrections=made)
    current = next(ledger.current_claims())
    assert (current.claim.id, current.claim.evidence) == (claim.id, claim.evidence)
    assert current.claim.quantity is not None
    assert current.claim.place is not None
    assert (current.claim.quantity.value, current.claim.place.name) == (13, "Port Sample")
    assert current.corrections == tuple(made)
    assert current.as_read == claim


def test_of_two_corrections_of_one_field_the_later_holds(ledger: Ledger, claim: Claim) -> None:
    ledger.add(corrections=[change(claim, "quantity.value", 14, 9), change(claim, "quantity.value", 13, 3)])
    quantity = next(ledger.current_claims()).claim.quantity
    assert quantity is not None
    assert quantity.value == 14


def test_bounds_go_with_an_exact_value_unless_corrected_too() -> None:
    claim = make_claim(make_report())
    quantity = correct(claim, [change(claim, "quantity.value", 13)]).quantity
    assert quantity is not None
    assert (quantity.low, quantity.value, quantity.high) == (13, 13, 13)
    quantity = correct(claim, [change(claim, "quantity.value", 13), change(claim, "quantity.high", 15)]).quantity
    assert quantity is not None
    assert (quantity.low, quantity.value, quantity.high) == (13, 13, 15)
    loose = [change(claim, "quantity.qualifier", "at least"), change(claim, "quantity.value", 20)]
    quantity = correct(claim, loose).quantity
    assert quantity is not None
    assert (quantity.low, quantity.high) == (12, 12), "only an exact figure has its bounds at its value"


def test_parts_can_be_begun_taken_away_and_reached_in_lists() -> None:
    report = make_report()
    bare = Claim.make(report.id, "killed", make_claim(report).evidence)
    place = correct(bare, [change(bare, "place.name", "Port Example")]).place
    assert place is not None
    assert (place.name, place.text) == ("Port Example", "")
    full = make_claim(report)
    assert correct(full, [change(full, "speaker", None)]).speaker is None
    assert correct(full, [change(full, "weapon.0.id", "kh-22")]).weapon[0].id == "kh-22"


# -- the views of the file -------------------------------------------------------------------------------------------


def test_the_view_of_tolls_shows_what_stands(ledger: Ledger, claim: Claim) -> None:
    report: Report = ledger.report("port-01")
    denied = make_claim(report, "Ada Example", 99)
    launched = make_claim(report, "12", 40, "launched")
    ledger.add(
        claims=[denied, launched],
        judgements=[Judgement.make("rejected", denied.id, by="desk", made_at=at(1))],
        corrections=[change(claim, "quantity.value", 13)],
    )
    db = sqlite3.connect(ledger.path)
    tolls = db.execute(
        "SELECT kind, place_name, value, low, high, said_by, quote, corrections FROM v_tolls ORDER BY kind"
    ).fetchall()
    assert tolls == [
        ("injured", "Port Example", 9, 9, 9, "Ada Example", "Nine were hurt", None),
        ("killed", "Port Example", 13, 13, 13, "Ada Example", "12 people were killed", "quantity.value = 13 (desk)"),
    ]
    assert db.execute("SELECT kind, weapon, value FROM v_weapons").fetchall() == [("launched", "cruise-missile", 40)]
    assert db.execute("SELECT report, claims, retractions FROM v_sources").fetchall() == [("port-01", 4, 0)]
    assert [row[0] for row in db.execute("SELECT seq FROM v_log")] == list(range(1, 8))
    db.close()
