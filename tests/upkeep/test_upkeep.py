"""What is kept in the file equals what all rows give, after every sort of row; ids of before stay answerable."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tocsin import desk
from tocsin.errors import UnknownId
from tocsin.ledger import Ledger, TableRow
from tocsin.ledger.dump import dump, load
from tocsin.ledger.verify import verify
from tocsin.reading.read import read_report
from tocsin.record import Claim, Correction, Judgement, Report, Retraction, dumps
from tocsin.upkeep import Kept, keep

GOLD = Path(__file__).parents[2] / "gold/incidents/reports.jsonl"
Read = tuple[Report, tuple[Claim, ...]]


@pytest.fixture(scope="module")
def gold() -> list[Read]:
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()[::2]]
    reports = [
        Report.make(r["text"], id=r["id"], published=r["published"], outlet=r["outlet"], language=r["language"])
        for r in rows
    ]
    random.Random(5).shuffle(reports)
    return [(report, tuple(read_report(report).claims)) for report in reports]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with desk.open_ledger(tmp_path / "l.sqlite") as held:
        yield held


def add(ledger: Ledger, read: list[Read]) -> None:
    ledger.add(reports=[r for r, _ in read], claims=[c for _, said in read for c in said])


def kept(ledger: Ledger) -> Kept:
    found = keep(ledger)
    assert found is not None
    assert found.is_current()
    return found


def is_whole(ledger: Ledger) -> None:
    """What is kept is, byte for byte, what the whole way gives."""
    assert list(map(dumps, kept(ledger).incidents())) == list(map(dumps, desk.rebuild(ledger)))


def said(verdict: str, one: str, other: str | None, second: int = 0) -> Judgement:
    return Judgement.make(verdict, one, other, by="desk", made_at=f"2031-09-01T00:00:{second:02}Z")


def taken(target: str, second: int = 0) -> Retraction:
    return Retraction.make(target, by="the desk", made_at=f"2031-09-02T00:00:{second:02}Z")


def test_reports_that_come_in_batches_and_alone(ledger: Ledger, gold: list[Read]) -> None:
    add(ledger, gold[:100])
    is_whole(ledger)
    for at in range(100, 115):
        add(ledger, gold[at : at + 1])
        is_whole(ledger)
    add(ledger, gold[115:])
    is_whole(ledger)
    assert verify(ledger) == []


def test_judgements_retractions_and_corrections(ledger: Ledger, gold: list[Read]) -> None:
    add(ledger, gold)
    before = list(map(dumps, kept(ledger).incidents()))
    large = max(desk.rebuild(ledger), key=lambda i: len(i.reports))
    apart = said("not_same", large.reports[0], large.reports[1])
    ledger.add(judgements=[apart])
    is_whole(ledger)
    assert list(map(dumps, kept(ledger).incidents())) != before
    ledger.add(retractions=[taken(apart.id)])
    is_whole(ledger)
    assert list(map(dumps, kept(ledger).incidents())) == before
    figure = next(c for _, claims in gold for c in claims if c.kind == "killed" and c.quantity and c.quantity.value)
    rejected = said("rejected", figure.id, None)
    ledger.add(judgements=[rejected])
    is_whole(ledger)
    ledger.add(judgements=[said("accepted", figure.id, None, 5)])
    is_whole(ledger)
    ledger.add(
        corrections=[Correction.make(figure.id, "quantity.value", 77, by="desk", made_at="2031-09-01T00:00:00Z")]
    )
    is_whole(ledger)
    gone = [taken(r, n) for n, r in enumerate(large.reports[:3])]
    ledger.add(retractions=gone)
    is_whole(ledger)
    ledger.add(retractions=[taken(gone[1].id, 9)])
    is_whole(ledger)


def test_sirens_touch_the_incidents_of_their_days(ledger: Ledger, gold: list[Read]) -> None:
    add(ledger, gold)
    kept(ledger)
    days = sorted({i.time.start[:10] for i in desk.rebuild(ledger) if i.time is not None and i.time.start})[::5]
    rows = [
        {
            "region": "Kharkivska oblast",
            "started_at": f"{day}T00:10:00+00:00",
            "finished_at": f"{day}T20:00:00+00:00",
            "end_is_guess": False,
            "level": "oblast",
            "source": f"t/{day}",
            "place": None,
        }
        for day in days
    ]
    ledger.add(rows=[TableRow(desk.ALERTS, str(n), row) for n, row in enumerate(rows)])
    is_whole(ledger)
    assert any(i.alerts for i in kept(ledger).incidents())
    add(ledger, [])
    ledger.add(rows=[TableRow(desk.ALERTS, "0", {**rows[0], "finished_at": None})], revise=True)
    is_whole(ledger)


def test_what_is_kept_is_thrown_away_when_it_is_of_another_ledger(ledger: Ledger, gold: list[Read]) -> None:
    add(ledger, gold[:40])
    found = kept(ledger)
    with ledger.store.writing():
        ledger.store.shelf().put("state", ("now",), {"seq": 3, "chain": "not this one", "rules": "of before"})
        ledger.store.shelf().clear()
    assert not found.is_current()
    is_whole(ledger)


def test_an_incident_is_found_by_id_by_beginning_and_by_report(ledger: Ledger, gold: list[Read]) -> None:
    add(ledger, gold[:60])
    for incident in desk.rebuild(ledger)[:8]:
        for name in (incident.id, incident.id[:9]):
            assert kept(ledger).family(name)[0] == incident
    whole = next(i for i in desk.rebuild(ledger) if i.part_of is None)
    assert kept(ledger).family(whole.reports[-1])[0] == whole
    with pytest.raises(UnknownId):
        kept(ledger).family("i-nothing")
    with pytest.raises(UnknownId):
        kept(ledger).family("")


def pair(number: int, hour: int) -> Report:
    text = f"A missile killed {number} people in Uman on Friday 28 April 2023, mayor Ivan Petrenko said."
    return Report.make(text, id=f"u{number}-{hour}", published=f"2023-04-28T{hour:02}:00", outlet="Wire", language="en")


def test_a_merged_incident_says_into_which_and_when(ledger: Ledger) -> None:
    one, two = pair(4, 9), pair(4, 12)
    add(ledger, [(r, tuple(read_report(r).claims)) for r in (one, two)])
    ledger.add(judgements=[said("not_same", one.id, two.id)])
    first, second = kept(ledger).incidents()
    assert kept(ledger).tombstones() == []
    ledger.add(judgements=[said("same", one.id, two.id, 1)])
    (now,) = kept(ledger).incidents()
    stone = kept(ledger).tombstone(second.id)
    assert stone is not None
    assert (stone.what, stone.into, stone.on) == ("merged", now.id, ledger.head().learned_at)
    assert str(stone).startswith(f"{second.id} was merged into {first.id} on 2")
    assert kept(ledger).tombstones() == [stone]


def test_a_retracted_incident_says_when_and_by_whom_also_in_a_copy(ledger: Ledger, tmp_path: Path) -> None:
    report = pair(4, 9)
    add(ledger, [(report, tuple(read_report(report).claims))])
    (incident,) = kept(ledger).incidents()
    back = taken(report.id)
    ledger.add(retractions=[back])
    assert kept(ledger).incidents() == []
    stone = kept(ledger).tombstone(incident.id)
    assert stone is not None
    assert (stone.what, stone.by, stone.on) == ("retracted", "the desk", ledger.head().learned_at)
    with (tmp_path / "dump").open("w", encoding="utf-8", newline="") as out:
        dump(ledger, out)
    with desk.open_ledger(tmp_path / "copy.sqlite") as copy, (tmp_path / "dump").open(encoding="utf-8") as lines:
        assert load(lines, copy) == []
        again = kept(copy).tombstone(incident.id)
        assert again == stone
    ledger.add(retractions=[taken(back.id, 4)])
    assert kept(ledger).tombstones() == []
    assert kept(ledger).incidents() == [incident]
