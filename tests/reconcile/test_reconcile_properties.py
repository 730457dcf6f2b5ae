"""What holds of any rows: order plays no part, people are obeyed, ranges are ranges."""

from __future__ import annotations

import gc
import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from telling import PLACES

from tocsin.reconcile import reconcile
from tocsin.record import Claim, Evidence, Incident, Judgement, Moment, Quantity, Report, Speaker, Thing, dumps

TOWNS = ("Uman", "Dnipro", "Kramatorsk", "Sloviansk", "Ukraine")
SPEAKERS = (
    None,
    Speaker("Ihor Taburets", "governor", None, "governor Ihor Taburets"),
    Speaker(None, None, None, "police"),
    Speaker(None, None, "Russian Defence Ministry", "Russian Defence Ministry"),
)
KINDS = ("killed", "injured", "hit", "launched", "intercepted", "rescued")


@st.composite
def quantities(draw: st.DrawFn) -> Quantity | None:
    n = draw(st.integers(0, 60))
    form = draw(st.sampled_from(("exact", "at least", "up to", "about", "range", "none")))
    group = draw(st.sampled_from((None, None, None, "children", "women")))
    cumulative = draw(st.sampled_from((True, True, False)))
    bounds = {
        "exact": (n, n, n),
        "at least": (n, n, None),
        "up to": (n, None, n),
        "about": (n, None, None),
        "range": (None, n, n + 9),
    }
    if form == "none":
        return None
    value, low, high = bounds[form]
    return Quantity(value, low, high, form, "people", group, None, cumulative)


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[Report], list[Claim]]:
    reports, claims = [], []
    for i in range(draw(st.integers(1, 9))):
        day = date(2023, 4, 27) + timedelta(days=draw(st.integers(0, 4)))
        words = draw(st.sampled_from(("Taburets spoke of Uman", "Kyiv counted", "the strike on Dnipro, said Filatov")))
        report = Report.make(
            f"{words} {i % 3}", id=f"r{i}", published=draw(st.sampled_from((day.isoformat(), None))), outlet=f"o{i % 4}"
        )
        reports.append(report)
        for k in range(draw(st.integers(0, 4))):
            time = Moment(day.isoformat(), day.isoformat(), "day", "stated") if draw(st.booleans()) else None
            claims.append(
                Claim.make(
                    report.id,
                    draw(st.sampled_from(KINDS)),
                    Evidence.at(report.text, 0, min(len(report.text), k + 1)),
                    quantity=draw(quantities()),
                    weapon=(Thing("missile", "missiles", "missile"),) if draw(st.booleans()) else (),
                    place=PLACES[draw(st.sampled_from(TOWNS))] if draw(st.booleans()) else None,
                    time=time,
                    speaker=draw(st.sampled_from(SPEAKERS)),
                    stance=draw(st.sampled_from(("asserts", "asserts", "revises"))),
                )
            )
    return reports, claims


def as_bytes(incidents: list[Incident]) -> str:
    return "\n".join(map(dumps, incidents))


def holder(incidents: list[Incident], report: str) -> str | None:
    return next((i.id for i in incidents if report in i.reports), None)


@settings(max_examples=150, deadline=None)
@given(ledgers(), st.integers(0, 10_000))
def test_any_order_of_arrival_gives_the_same_bytes(ledger: tuple[list[Report], list[Claim]], seed: int) -> None:
    reports, claims = ledger
    expected = as_bytes(reconcile(reports, claims))
    shuffle = random.Random(seed).shuffle
    shuffled_reports, shuffled_claims = list(reports), list(claims)
    shuffle(shuffled_reports)
    shuffle(shuffled_claims)
    assert as_bytes(reconcile(shuffled_reports, shuffled_claims)) == expected


@settings(max_examples=100, deadline=None)
@given(ledgers())
def test_ranges_hold_their_best(ledger: tuple[list[Report], list[Claim]]) -> None:
    for incident in reconcile(*ledger):
        for toll in incident.tolls:
            if toll.best is not None:
                assert toll.low is not None
                assert toll.low <= toll.best
                assert toll.high is None or toll.best <= toll.high
            for check in toll.sums:
                assert check.total is not None
                assert check.added is not None
                assert check.left == check.total - check.added


@settings(max_examples=100, deadline=None)
@given(ledgers(), st.data())
def test_nothing_joins_across_a_not_the_same(ledger: tuple[list[Report], list[Claim]], data: st.DataObject) -> None:
    ids = [r.id for r in ledger[0]]
    pairs = (
        data.draw(
            st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda p: p[0] != p[1]), max_size=4)
        )
        if len(ids) > 1
        else []
    )
    said = [Judgement.make("not_same", a, b, by="desk", made_at="2023-05-01T00:00:00Z") for a, b in pairs]
    incidents = reconcile(*ledger, judgements=said)
    for incident in incidents:
        for a, b in pairs:
            assert not {a, b} <= set(incident.reports)


@settings(max_examples=100, deadline=None)
@given(ledgers(), st.data())
def test_the_same_always_holds_and_can_be_taken_back(
    ledger: tuple[list[Report], list[Claim]], data: st.DataObject
) -> None:
    ids = [r.id for r in ledger[0]]
    if len(ids) < 2:
        return
    a, b = data.draw(st.permutations(ids))[:2]
    before = as_bytes(reconcile(*ledger))
    same = Judgement.make("same", a, b, by="desk", made_at="2023-05-01T00:00:00Z")
    incidents = reconcile(*ledger, judgements=[same])
    assert holder(incidents, a) == holder(incidents, b)
    assert as_bytes(reconcile(*ledger, judgements=[])) == before
    undone = Judgement.make("unsure", a, b, by="desk", made_at="2023-05-02T00:00:00Z")
    assert as_bytes(reconcile(*ledger, judgements=[same, undone])) == before


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_every_claim_of_an_incident_is_of_its_reports(ledger: tuple[list[Report], list[Claim]]) -> None:
    reports, claims = ledger
    owner = {c.id: c.report for c in claims}
    seen: list[str] = []
    for incident in reconcile(reports, claims):
        assert {owner[c] for c in incident.claims} <= set(incident.reports)
        assert {p.claim for t in incident.tolls for p in t.series} <= set(incident.claims)
        for count in incident.weapons:
            assert set(count.claims) <= set(incident.claims)
            assert count.left is None or count.left >= 0
            if count.within is not None:
                outer = incident.weapons[count.within]
                assert outer.weapon == count.weapon
                assert outer.intercepted is None or (count.intercepted or 0) <= outer.intercepted
        if incident.part_of is None:
            seen += incident.reports
    assert len(seen) == len(set(seen))


def test_the_garbage_collector_is_left_as_it_was() -> None:
    frozen = gc.get_freeze_count()
    reconcile([Report.make("Shells fell on Uman.", id="r")], [])
    assert gc.isenabled()
    assert gc.get_freeze_count() == frozen
