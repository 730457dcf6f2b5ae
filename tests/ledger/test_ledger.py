"""What goes into a ledger stays there as it was said, once, with when it was learned."""

from __future__ import annotations

import dataclasses
import multiprocessing
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_world import TEXT, Clock, make_claim, make_report

from tocsin.errors import LedgerError, SpanMismatch, UnknownId
from tocsin.ledger import Ledger, TableRow, open_ledger
from tocsin.ledger.ledger import AsOf
from tocsin.ledger.verify import verify
from tocsin.record import Claim, Correction, Evidence, Judgement, Report, Retraction

NOON = "2031-05-02T12:00:00Z"
SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# -- adding ----------------------------------------------------------------------------------------------------------


def test_report_and_claim_come_back_as_they_were(ledger: Ledger) -> None:
    report = make_report()
    claim = make_claim(report)
    added = ledger.add(reports=[report], claims=[claim])
    assert (added.new, added.known, added.problems) == ({"report": 1, "claim": 1}, {}, ())
    assert ledger.report(report.id) == report
    assert ledger.claim(claim.id) == claim
    assert list(ledger.claims(report=report.id)) == list(ledger.claims(kind="killed")) == [claim]
    assert list(ledger.claims(report="another")) == list(ledger.claims(kind="injured")) == []


def test_adding_twice_changes_nothing(ledger: Ledger) -> None:
    report = make_report()
    ledger.add(reports=[report], claims=[make_claim(report)])
    head = ledger.head()
    again = ledger.add(reports=[report, report], claims=[make_claim(report)] * 2)
    assert (again.new, again.known) == ({}, {"report": 2, "claim": 2})
    assert ledger.head() == head


def test_what_the_reader_says_of_itself_does_not_make_another_claim(ledger: Ledger) -> None:
    report = make_report()
    claim = make_claim(report)
    later = dataclasses.replace(claim, reader="tocsin 1", score=0.5)
    assert ledger.add(reports=[report], claims=[claim, later]).new["claim"] == 1


def test_unknown_ids_are_told(ledger: Ledger) -> None:
    for ask in (ledger.report, ledger.claim, ledger.versions):
        with pytest.raises(UnknownId, match=r"test\.tocsin has no .* 'nothing'"):
            ask("nothing")


_PLACES = st.integers(0, len(TEXT) - 1).flatmap(lambda a: st.tuples(st.just(a), st.integers(a + 1, len(TEXT))))


@st.composite
def _worlds(draw: st.DrawFn) -> tuple[list[Report], list[Claim]]:
    reports = [make_report(f"r{n}", TEXT + draw(st.text(max_size=5))) for n in range(draw(st.integers(1, 4)))]
    spans = draw(st.lists(st.tuples(st.sampled_from(reports), _PLACES, st.integers(0, 9**9)), max_size=12))
    claims = [
        dataclasses.replace(make_claim(report, value=value), evidence=Evidence.at(report.text, *place))
        for report, place, value in spans
    ]
    return reports, [dataclasses.replace(claim, id=claim.content_id()) for claim in claims]


@SOME
@given(world=_worlds(), data=st.data())
def test_any_order_and_any_batches_give_the_same_set(
    fresh_ledgers: Iterator[Ledger], world: tuple[list[Report], list[Claim]], data: st.DataObject
) -> None:
    reports, claims = world
    at_once, by_and_by = next(fresh_ledgers), next(fresh_ledgers)
    at_once.add(reports=reports, claims=claims)
    by_and_by.add(reports=data.draw(st.permutations(reports)))
    for claim in data.draw(st.permutations(claims + claims[:3])):
        by_and_by.add(claims=[claim])
    for a, b in ((at_once.reports(), by_and_by.reports()), (at_once.claims(), by_and_by.claims())):
        assert sorted(map(repr, a)) == sorted(map(repr, b))
    assert at_once.stats().rows == by_and_by.stats().rows
    assert verify(at_once) == verify(by_and_by) == []


# -- what may not enter ----------------------------------------------------------------------------------------------


@SOME
@given(place=_PLACES, quote=st.text(min_size=1, max_size=30))
def test_only_the_words_of_the_report_at_that_place_are_evidence(
    fresh_ledgers: Iterator[Ledger], place: tuple[int, int], quote: str
) -> None:
    ledger, report = next(fresh_ledgers), make_report()
    claim = Claim.make(report.id, "killed", Evidence(*place, quote))
    if TEXT[slice(*place)] == quote:
        assert ledger.add(reports=[report], claims=[claim]).new["claim"] == 1
    else:
        with pytest.raises(SpanMismatch, match=claim.id):
            ledger.add(reports=[report], claims=[claim])
        assert ledger.stats().head.seq == 0, "nothing of a refused call goes in"


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-4, -1), (0, len(TEXT) + 1), (9, 3)])
def test_a_span_must_lie_in_the_text(ledger: Ledger, start: int, end: int) -> None:
    report = make_report()
    claim = Claim.make(report.id, "killed", Evidence(start, end, TEXT[start:end]))
    with pytest.raises(SpanMismatch, match="empty or outside"):
        ledger.add(reports=[report], claims=[claim])


def test_offsets_count_code_points_not_bytes(ledger: Ledger) -> None:
    report = make_report(text="\U0001f6a8 Тривога. Загинули 12 людей.")
    assert ledger.add(reports=[report], claims=[make_claim(report, "Загинули 12 людей")]).new["claim"] == 1


def test_a_claim_needs_its_report_and_its_own_id(ledger: Ledger) -> None:
    claim = make_claim(make_report())
    with pytest.raises(LedgerError, match="add it first"):
        ledger.add(claims=[claim])
    with pytest.raises(LedgerError, match="make it anew"):
        ledger.add(reports=[make_report()], claims=[dataclasses.replace(claim, kind="injured")])
    with pytest.raises(LedgerError, match="not a number that JSON can hold"):
        ledger.add(reports=[make_report()], claims=[dataclasses.replace(claim, score=float("nan"))])
    assert ledger.head().seq == 0


def test_a_report_may_not_look_like_a_claim(ledger: Ledger) -> None:
    added = ledger.add(reports=[make_report("c-0123456789abcdef")])
    assert [p.hint for p in added.problems] == ["give another id"]
    assert not added.new


# -- other text under the same id -------------------------------------------------------------------------------------


def test_other_text_under_a_known_id_is_a_problem_and_the_rest_goes_in(ledger: Ledger) -> None:
    first, other = make_report(), make_report("port-02")
    edited = make_report(text="Ten died, not 12 people were killed.")
    ledger.add(reports=[first])
    added = ledger.add(reports=[edited, other], claims=[make_claim(edited), make_claim(other)])
    assert added.new == {"report": 1, "claim": 1}
    refused, set_aside = added.problems
    assert "other text" in refused.what
    assert "'port-01@2'" in refused.hint
    assert "1 of its claims were set aside" in set_aside.what
    assert ledger.report("port-01") == first


def test_other_metadata_is_other_content_too(ledger: Ledger) -> None:
    ledger.add(reports=[make_report()])
    (problem,) = ledger.add(reports=[make_report(title="A headline")]).problems
    assert "other title" in problem.what


def test_a_revised_report_is_kept_beside_the_first(ledger: Ledger) -> None:
    texts = [TEXT, TEXT + " Corrected.", TEXT + " Corrected again."]
    for text in [*texts, texts[1]]:
        ledger.add(reports=[make_report(text=text)], revise=True)
    assert [(r.id, r.text) for r in ledger.versions("port-01")] == [
        ("port-01", texts[0]),
        ("port-01@2", texts[1]),
        ("port-01@3", texts[2]),
    ]


def test_claims_of_a_revision_are_read_from_the_version_that_the_ledger_keeps(ledger: Ledger) -> None:
    ledger.add(reports=[make_report()])
    edited = make_report(text="Now 13. " + TEXT)
    kept = ledger.version_of(edited)
    assert kept.id == "port-01@2"
    assert ledger.add(reports=[kept], claims=[make_claim(kept)]).new == {"report": 1, "claim": 1}
    again = ledger.add(reports=[edited], claims=[make_claim(edited)], revise=True)
    assert (again.known, again.renamed) == ({"report": 1}, {"port-01": "port-01@2"})
    assert "read the claims from ledger.version_of(report)" in again.problems[0].hint


def test_table_rows_are_kept_with_their_versions(ledger: Ledger, clock: Clock) -> None:
    row = TableRow("alerts", "coast-7", {"start": NOON, "end": None, "minutes": 1.5, "note": "тривога"})
    ended = dataclasses.replace(row, data={**row.data, "end": "2031-05-02T13:00:00Z"})
    ledger.add(rows=[row, TableRow("attacks", "1", {"launched": 9})])
    before = ledger.head().learned_at
    clock.on(days=1)
    (problem,) = ledger.add(rows=[ended]).problems
    assert "'alerts/coast-7'" in problem.what
    assert ledger.add(rows=[row]).known == {"table_row": 1}
    assert ledger.add(rows=[ended, ended], revise=True).new == {"table_row": 1}
    assert list(ledger.rows("alerts")) == [dataclasses.replace(ended, version=2)]
    assert list(ledger.rows("alerts", as_of=before)) == [row]
    assert len(list(ledger.rows())) == 2
    assert ledger.add(rows=[row], revise=True).new == {"table_row": 1}, "a value may go back to what it was"
    assert [r.version for r in ledger.rows("alerts")] == [3]


# -- when it was learned ---------------------------------------------------------------------------------------------


def test_rows_are_learned_one_after_another_even_when_the_clock_goes_back(ledger: Ledger, clock: Clock) -> None:
    for number, hours in enumerate((0, 1, -5, 0, 2)):
        clock.on(hours=hours)
        report = make_report(f"r{number}")
        ledger.add(reports=[report], claims=[make_claim(report, value=n) for n in range(3)])
    stamps = [entry.learned_at for entry in ledger.entries()]
    assert stamps == sorted(set(stamps))
    assert all(len(s) == len("2031-05-02T12:00:00.000000Z") for s in stamps)
    assert [entry.seq for entry in ledger.entries()] == list(range(1, len(stamps) + 1))


@SOME
@given(cut=st.integers(0, 9), hours=st.lists(st.integers(-3, 30), min_size=1, max_size=9))
def test_a_later_as_of_never_shows_less(fresh_ledgers: Iterator[Ledger], cut: int, hours: list[int]) -> None:
    ledger, clock = next(fresh_ledgers), Clock()
    ledger._clock = clock  # the fixture opens it with the real one
    for number, step in enumerate(hours):
        clock.on(hours=step)
        report = make_report(f"r{number}")
        ledger.add(reports=[report], claims=[make_claim(report)])
    every = list(ledger.entries())
    entry = every[min(cut, len(every) - 1)]
    assert list(ledger.entries(as_of=entry.learned_at)) == every[: entry.seq]
    claims = list(ledger.claims(as_of=entry.learned_at))
    assert claims == list(ledger.claims())[: len(claims)]


def test_as_of_takes_dates_and_instants(ledger: Ledger, clock: Clock) -> None:
    ledger.add(reports=[make_report("on-2nd")])
    clock.on(days=1)
    ledger.add(reports=[make_report("on-3rd")])
    shown: dict[AsOf, list[str]] = {
        "2031-05-01": [],
        "2031-05-02": ["on-2nd"],
        "2031-05-02T11:59:59.999999Z": [],
        "2031-05-02T14:00:00+02:00": ["on-2nd"],
        "2031-05-03T12:00": ["on-2nd", "on-3rd"],
        clock.time.date(): ["on-2nd", "on-3rd"],
        clock.time: ["on-2nd", "on-3rd"],
        None: ["on-2nd", "on-3rd"],
    }
    for as_of, names in shown.items():
        assert [r.id for r in ledger.reports(as_of)] == names, as_of


def test_an_iterator_shows_what_was_there_when_it_began(ledger: Ledger) -> None:
    ledger.add(reports=[make_report(f"r{n}") for n in range(5)])
    seen = []
    for report in ledger.reports():
        seen.append(report.id)
        ledger.add(reports=[make_report(f"{report.id}-more")])
    assert seen == ["r0", "r1", "r2", "r3", "r4"]


# -- people's words ----------------------------------------------------------------------------------------------------


def test_words_about_nothing_are_problems_and_the_rest_goes_in(ledger: Ledger) -> None:
    report = make_report()
    claim = make_claim(report)
    said = ledger.add(
        reports=[report],
        claims=[claim],
        judgements=[
            Judgement.make("rejected", claim.id, by="desk", made_at=NOON),
            Judgement.make("rejected", "c-0000000000000000", by="desk", made_at=NOON),
            Judgement.make("same", report.id, "unheard-of", by="desk", made_at=NOON),
            Judgement.make("same", report.id, by="desk", made_at=NOON),
            Judgement.make("rejected", report.id, by="desk", made_at=NOON),
            Judgement.make("perhaps", claim.id, by="desk", made_at=NOON),
            Judgement.make("accepted", claim.id, by="desk", made_at="yesterday"),
        ],
        retractions=[Retraction.make("k-0000000000000000", by="desk", made_at=NOON)],
    )
    assert said.new == {"report": 1, "claim": 1, "judgement": 1}
    assert len(said.problems) == 7


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("quantity.valu", 3, "no field 'valu'"),
        ("quantity.value", "three", "int expected"),
        ("kind", "murdered", "kind is one of"),
        ("evidence.quote", "words", "cannot be corrected"),
        ("id", "c-1", "cannot be corrected"),
        ("weapon.3.id", "kh-22", "no item '3'"),
        ("place", "Port", "an object expected"),
        ("mode.deep", "x", "no field 'deep'"),
    ],
)
def test_a_correction_that_no_claim_can_take_is_a_problem(ledger: Ledger, field: str, value: object, why: str) -> None:
    report = make_report()
    claim = make_claim(report)
    correction = Correction.make(claim.id, field, value, by="desk", made_at=NOON)  # type: ignore[arg-type]  # on purpose
    added = ledger.add(reports=[report], claims=[claim], corrections=[correction])
    assert why in added.problems[0].what
    assert list(ledger.corrections()) == []


# -- nothing is changed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", ["report", "table_row", "claim", "judgement", "correction", "retraction"])
def test_the_file_itself_refuses_changes(ledger: Ledger, path: Path, cls: str) -> None:
    report = make_report()
    claim = make_claim(report)
    judgement = Judgement.make("accepted", claim.id, by="desk", made_at=NOON)
    correction = Correction.make(claim.id, "quantity.value", 13, by="desk", made_at=NOON)
    retraction = Retraction.make(judgement.id, by="desk", made_at=NOON)
    ledger.add(
        reports=[report], claims=[claim], rows=[TableRow("alerts", "1", {})],
        judgements=[judgement], corrections=[correction], retractions=[retraction],
    )  # fmt: skip
    ledger.close()
    db = sqlite3.connect(path)
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({cls})")]
    for attempt in (
        f"UPDATE {cls} SET learned_at = 'never'",
        f"UPDATE {cls} SET json = json",
        f"DELETE FROM {cls}",
        f"INSERT OR REPLACE INTO {cls} ({','.join(columns)}) SELECT {','.join(columns)} FROM {cls}",
        f"REPLACE INTO {cls} ({','.join(columns)}) SELECT {','.join(['99', *columns[1:]])} FROM {cls}",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(attempt)
    db.close()
    with open_ledger(path) as again:
        assert verify(again) == []


def test_an_error_half_way_leaves_nothing(ledger: Ledger) -> None:
    report = make_report()
    wrong = Claim.make(report.id, "killed", Evidence(0, 2, "no"))
    with pytest.raises(SpanMismatch):
        ledger.add(reports=[report], claims=[make_claim(report), wrong])
    assert list(ledger.entries()) == []
    assert ledger.add(reports=[report], claims=[make_claim(report)]).new == {"report": 1, "claim": 1}


# -- several processes -----------------------------------------------------------------------------------------------


def _write(path: Path, name: str, count: int) -> None:
    with open_ledger(path) as ledger:
        for n in range(count):
            report = make_report(f"{name}-{n}")
            ledger.add(reports=[report, make_report("shared")], claims=[make_claim(report, value=v) for v in range(4)])


def test_two_processes_make_and_write_one_file(path: Path) -> None:
    spawn = multiprocessing.get_context("fork")
    writers = [spawn.Process(target=_write, args=(path, name, 25)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    with open_ledger(path, create=False) as ledger:
        assert ledger.stats().rows["report"] == 51
        assert ledger.stats().rows["claim"] == 200
        assert verify(ledger) == []


def _open(path: Path) -> None:
    with open_ledger(path) as ledger:
        ledger.head()


def test_processes_that_open_a_new_file_at_once_all_get_it(tmp_path: Path) -> None:
    """Who looks while another makes the tables sees an empty file or a ledger, and never a half of one."""
    fork = multiprocessing.get_context("fork")
    for n in range(40):
        openers = [fork.Process(target=_open, args=(tmp_path / f"{n}.tocsin",)) for _ in range(4)]
        for opener in openers:
            opener.start()
        for opener in openers:
            opener.join(60)
        assert [opener.exitcode for opener in openers] == [0, 0, 0, 0]


def test_a_reader_sees_only_whole_calls(path: Path) -> None:
    with open_ledger(path) as one, open_ledger(path) as two:
        report = make_report()
        one.add(reports=[report])
        assert [r.id for r in two.reports()] == ["port-01"]
        with one.store.writing():
            one.store.insert("table_row", [(2, "t/1", "2031", "x", "{}", "t", "1", 1)])
            assert two.head().seq == 1
            assert two.stats().rows["table_row"] == 0
        assert two.head().seq == 2
