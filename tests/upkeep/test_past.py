"""Statements about the past, asked of one kept incident, get the answers that all incidents together give."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from tocsin import desk
from tocsin.ledger import Ledger, TableRow
from tocsin.record import (
    Claim,
    Evidence,
    History,
    Incident,
    Moment,
    Place,
    Quantity,
    Report,
    Retraction,
    Speaker,
    Thing,
    dumps,
    to_json,
)
from tocsin.upkeep import ATTACKS, keep

COUNTRY = Place("Borland", "Borland", "BO", ("BO",), None, None, 500_000, "country")
TOWNS = [
    Place(name, name, f"t:{name.lower()}", ("BO", region), lat, 30.0, 5000, "town")
    for name, region, lat in (("Varnik", "East", 48.0), ("Tolmin", "East", 48.5), ("Sedova", "West", 49.5))
]
OUTSKIRTS = Place("Mill Lane", "Mill Lane", None, ("BO", "East"), 48.01, 30.0, 300, "locality")
PLACES = [*TOWNS, OUTSKIRTS, COUNTRY]
WEAPONS = ("cruise-missile", "drone", "bomb")
OFFICIAL = Speaker("Ana Roke", "mayor", None, "mayor Ana Roke")
Read = tuple[Report, list[Claim]]


def tell(number: int, day: date, chance: random.Random) -> Read:
    """A report of an attack; one in two says how it stands in a row of attacks."""
    place, weapon, dead = chance.choice(PLACES), chance.choice(WEAPONS), chance.randrange(40)
    text = f"{dead} people died in {place.name} when a {weapon} fell, attack {number}, as never before since winter."
    report = Report.make(text, id=f"r{number}", published=day.isoformat(), outlet=f"outlet{number % 7}")
    time = Moment(day.isoformat(), day.isoformat(), "day", "stated")
    thing = (Thing(weapon, weapon, weapon),)
    said = [
        Claim.make(
            report.id, "killed", Evidence.at(text, 0, 15), quantity=Quantity.exactly(dead), place=place, time=time
        ),
        Claim.make(
            report.id, "launched", Evidence.at(text, 0, 20), quantity=Quantity.exactly(dead + 2, weapon),
            place=place, time=time, weapon=thing, speaker=OFFICIAL,
        ),
    ]  # fmt: skip
    if chance.random() < 0.5:
        history = History(
            chance.choice(("first", "since", "deadliest", "largest", "nth", "count")),
            chance.choice((None, "missile", "drone")),
            chance.choice((None, "Varnik")),
            "the stretch as printed",
            chance.choice((None, 5, 51, 90)),
            chance.choice((None, None, "2030-02-01")),
            chance.choice((None, 2, 3)),
        )
        where = chance.choice((None, *PLACES))
        said.append(
            Claim.make(report.id, "history", Evidence.at(text, 16, 40), place=where, time=time, history=history)
        )
    return report, said


def table_row(number: int, day: date, chance: random.Random) -> TableRow:
    weapon = chance.choice(WEAPONS)
    data = {
        "id": f"t{number}", "start": day.isoformat(), "end": None, "weapon": [weapon], "weapon_kinds": [weapon],
        "place": to_json(chance.choice((None, *PLACES))), "place_text": None, "launched": chance.randrange(30),
        "intercepted": None, "killed": chance.choice((None, chance.randrange(30))), "table": "test",
    }  # fmt: skip
    return TableRow(ATTACKS, f"t{number}", data)


def whole(ledger: Ledger) -> dict[str, Incident]:
    return {i.id: i for i in desk.rebuild(ledger)}


def is_the_same_one_by_one(ledger: Ledger) -> int:
    """Every incident alone is what it is among all; gives how many statements were checked."""
    record = keep(ledger)
    assert record is not None
    wanted = whole(ledger)
    for id, incident in wanted.items():
        assert dumps(record.family(id)[0]) == dumps(incident)
    return sum(len(i.history) for i in wanted.values())


@pytest.mark.parametrize("seed", range(6))
def test_one_incident_alone_is_what_it_is_among_all(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    days = [date(2030, 1, 1) + timedelta(days=chance.randrange(160)) for _ in range(45)]
    read = [tell(n, day, chance) for n, day in enumerate(days)]
    with desk.open_ledger(tmp_path / "l.tocsin") as ledger:
        ledger.add(reports=[r for r, _ in read[:40]], claims=[c for _, said in read[:40] for c in said])
        assert is_the_same_one_by_one(ledger) > 5
        ledger.add(rows=[table_row(n, chance.choice(days), chance) for n in range(6)])
        is_the_same_one_by_one(ledger)
        for report, said in read[40:]:
            ledger.add(reports=[report], claims=said)
            keep(ledger)
        taken = [Retraction.make(read[n][0].id, by="desk", made_at="2031-01-01T00:00:00Z") for n in (3, 17, 41)]
        ledger.add(retractions=taken)
        is_the_same_one_by_one(ledger)
