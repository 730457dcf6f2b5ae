"""Statements about the past, against the own record and imported tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from telling import PLACES, read_table

from tocsin.reconcile import AttackRow, reconcile
from tocsin.record import Claim, History, HistoryCheck, Place, Report

UKRAINE = PLACES["Ukraine"]


def told(history: History, place: str = "Kyiv") -> tuple[list[Report], list[Claim]]:
    """The night of 28 April 2023 with one statement on the past."""
    reports, claims = read_table(f"""
        r1 | 2023-04-28 | Post | intercepted | 11 | {place} | governor Serhii Popko | weapon=cruise-missile, today
        r1 |            |      | history     | -  | {place} | governor Serhii Popko | status=background
    """)
    claim = replace(claims[1], history=history)
    return reports, [claims[0], replace(claim, id=claim.content_id())]


def row(
    id: str, day: str, place: Place | None = UKRAINE, kind: str = "cruise-missile", killed: int | None = None
) -> AttackRow:
    return AttackRow(
        id, day, weapon=(kind,), weapon_kinds=(kind,), place=place, launched=28, killed=killed, table="test"
    )


def check(history: History, rows: list[AttackRow]) -> HistoryCheck:
    (incident,) = reconcile(*told(history), tables=rows)
    (found,) = incident.history
    return found


FIRST_IN_51 = History("first", "missile", "Kyiv", "51 days", days=51)


def test_51_days_from_9_march_is_50_elapsed_and_51_inclusive_and_the_place_is_not_proved() -> None:
    found = check(FIRST_IN_51, [row("t1", "2023-03-09"), row("t2", "2023-02-10")])
    assert found.verdict == "consistent"
    assert found.why == (
        "the last one on record is 2023-03-09: 50 days elapsed, 51 counted inclusively; "
        "the statement's 51 is the inclusive count"
    )
    assert found.rows == ("t1",)
    assert found.missing == "rows that say the town: the table gives only the country or nothing"


def test_a_row_that_says_the_town_proves_it() -> None:
    found = check(FIRST_IN_51, [row("t1", "2023-03-09", PLACES["Kyiv"])])
    assert (found.verdict, found.missing) == ("supported", None)


def test_a_later_attack_on_the_town_contradicts_it() -> None:
    found = check(FIRST_IN_51, [row("t1", "2023-03-09"), row("t2", "2023-04-02", PLACES["Kyiv"])])
    assert (found.verdict, found.rows) == ("contradicted", ("t2",))


def test_a_later_attack_somewhere_in_the_country_leaves_it_open() -> None:
    found = check(FIRST_IN_51, [row("t1", "2023-03-09"), row("t2", "2023-04-02")])
    assert (found.verdict, found.rows) == ("cannot tell", ("t2",))


@pytest.mark.parametrize(
    "other",
    [row("t2", "2023-04-20", PLACES["Kyiv"], "drone"), row("t2", "2023-04-20", PLACES["Uman"])],
    ids=["another weapon", "another town"],
)
def test_other_weapons_and_towns_do_not_count(other: AttackRow) -> None:
    assert check(FIRST_IN_51, [row("t1", "2023-03-09"), other]).rows == ("t1",)


def test_with_no_record_nothing_can_be_told() -> None:
    found = check(FIRST_IN_51, [])
    assert (found.verdict, found.missing) == ("cannot tell", "records that reach back to the start of the span")


def test_the_own_record_decides_too() -> None:
    reports, claims = told(FIRST_IN_51)
    more = read_table("""
        r0 | 2023-03-09 | Post | hit | 1 | Kyiv | mayor Vitali Klitschko | weapon=cruise-missile, time=2023-03-09
    """)
    earlier, later = reconcile(reports + more[0], claims + more[1])
    (found,) = later.history
    assert (found.verdict, found.rows) == ("supported", (earlier.id,))


def test_deadliest_is_contradicted_by_a_deadlier_one() -> None:
    reports, claims = read_table("""
        r1 | 2023-10-06 | Post | killed  | 52 | Uman | governor Oleh Syniehubov | time=2023-10-05
        r1 |            |      | hit     | 1  | Uman |                          | time=2023-10-05
        r1 |            |      | history | -  | Uman | governor Oleh Syniehubov | status=background
    """)
    said = replace(claims[2], history=History("deadliest", "attack", "Ukraine", "in 2023", since="2023-01-01"))
    rows = [
        row("a", "2023-01-14", PLACES["Uman"], "missile", 46),
        row("b", "2022-04-08", PLACES["Uman"], "missile", 61),
    ]
    (incident,) = reconcile(reports, [*claims[:2], said], tables=rows)
    assert incident.history[0].verdict == "consistent"
    assert incident.history[0].why == "the most before is 46 killed on 2023-01-14, this one 52"
    rows.append(row("c", "2023-06-01", PLACES["Uman"], "missile", 53))
    (incident,) = reconcile(reports, [*claims[:2], said], tables=rows)
    assert (incident.history[0].verdict, incident.history[0].rows) == ("contradicted", ("c",))


@pytest.mark.parametrize(("rank", "verdict"), [(3, "supported"), (2, "contradicted"), (5, "cannot tell")])
def test_the_nth_attack_counts_days(rank: int, verdict: str) -> None:
    rows = [
        row("a", "2023-04-03", PLACES["Kyiv"]),
        row("a2", "2023-04-03", PLACES["Kyiv"]),
        row("b", "2023-04-20", PLACES["Kyiv"]),
    ]
    found = check(History("nth", "missile", "Kyiv", "this month", since="2023-04-01", rank=rank), rows)
    assert found.verdict == verdict


def test_a_plain_figure_of_another_event_is_no_statement_to_check() -> None:
    (incident,) = reconcile(*told(History("count", "killed", "Dnipro")), tables=[])
    assert incident.history == ()
    (incident,) = reconcile(*told(History("count", "attack", "Kyiv", "this month", since="2023-04-01")), tables=[])
    assert len(incident.history) == 1
