"""People told without a number: who is one person killed or hurt for certain, and who is not."""

from __future__ import annotations

import pytest

from tocsin.reading.read import read_report
from tocsin.record import Claim, Report


def claims(text: str) -> list[Claim]:
    report = Report.make(f"A missile attack hit the town.\n\n{text}", published="2024-03-02", language="en")
    return [c for c in read_report(report).claims if c.quantity is not None and c.kind in ("killed", "injured")]


def told(text: str) -> list[tuple[str, int | None]]:
    return [(c.kind, c.quantity.value) for c in claims(text) if c.quantity is not None]


@pytest.mark.parametrize("text", [
    "General Rahimi was killed.",
    "The strike killed Omar Rahimi.",
    "It exploded on the road, killing Omar Rahimi.",
    "Omar Rahimi, 34, died at the scene.",
    "Omar Rahimi, son of the late governor, was killed.",
    "Omar Rahimi, a baker who had come to help, died on Sunday.",
    "He was met by Omar Rahimi, who was also killed.",
    "The security minister Omar Rahimi was killed.",
    "The insurgent was killed.",
    "Police shot him dead.",
    "Guards shot the attacker dead.",
    "Coalition Kills Senior Militia Leader",
    "The woman was stabbed in the neck and died in hospital.",
    "The blast killed Omar Rahimi, a baker.",
])  # fmt: skip
def test_one_person_is_killed(text: str) -> None:
    assert told(text) == [("killed", 1)]


@pytest.mark.parametrize(("text", "expected"), [
    ("Minister Rahimi was stabbed at a rally.", [("injured", 1)]),
    ("Gunmen fired at the shop, killing one and wounding another.", [("killed", 1), ("injured", 1)]),
    ("The police chief and two others were wounded.", [("injured", 1), ("injured", 2)]),
    ("A man with a knife stabbed four people.", [("injured", 4)]),
    ("A couple were killed in their car.", [("killed", 2)]),
    ("Three people died and 22, including a baby, were hurt.", [("killed", 3), ("injured", 22), ("injured", 1)]),
    ("Four died and nine people, among them a nurse, were hurt.", [("killed", 4), ("injured", 9), ("injured", 1)]),
    ("Six were hurt, two of them badly, and one died.", [("injured", 6), ("injured", 2), ("killed", 1)]),
    ("Twin girls were wounded.", [("injured", 2)]),
    ("The rebels killed a Colombian and fled.", [("killed", 1)]),
    ("The judge was killed in her car, along with two of his guards.", [("killed", 1), ("killed", 2)]),
    ("Police found a fragment of one more body.", []),
])  # fmt: skip
def test_each_person_told_is_counted_once(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("text", [
    "There is no word on whether he was killed.",
    "Omar Rahimi was not killed.",
    "Gunmen had threatened to kill Omar Rahimi.",
    "The raid killed on Monday.",
    "The friends of Omar Rahimi would have been killed there.",
    "The force detained one suspected insurgent.",
    "Two men were arrested.",
    "Omar Rahimi, the former president, died at home.",
    "Omar Rahimi died of cancer.",
    "The two hostages will be executed.",
    "The council got another death threat.",
    "The street feared a death squad.",
])  # fmt: skip
def test_nobody_is_harmed(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("No civilians were harmed.", {("killed", 0), ("injured", 0)}),
    ("The strike had not harmed any civilians.", {("killed", 0), ("injured", 0)}),
    ("It did not injure anyone.", {("injured", 0)}),
    ("There was no damage to the houses or injuries to women.", {("injured", 0)}),
    ("No civilian casualties were reported.", {("killed", 0), ("injured", 0)}),
    ("No one was killed or injured.", {("killed", 0), ("injured", 0)}),
])  # fmt: skip
def test_a_denial_is_a_zero(text: str, expected: set[tuple[str, int | None]]) -> None:
    assert set(told(text)) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Troops killed four Free Hill Country Liberation Front (FHCLF) rebels on Monday.", [(4, "combatants")]),
    ("Nine members of the Grey Valley guerrilla movement died in an air strike on Monday.", [(9, "combatants")]),
    ("Nine members of the village council died in an air strike on Monday.", [(9, None)]),
    ("Six Hezbollah members were killed in the strike.", [(6, "combatants")]),
    ("Two army members were killed by a mine.", [(2, "combatants")]),
    ("The ambush killed three and wounded six government troops.", [(3, "combatants")]),
    ("The guards met an attack by about 30 rebels, seven of whom died.", [(7, "combatants")]),
    ("The week brought 40 clashes, and six guerrillas were killed.", [(6, "combatants")]),
])  # fmt: skip
def test_the_dead_of_an_armed_group(text: str, expected: list[tuple[int, str | None]]) -> None:
    dead = [c.quantity for c in claims(text) if c.kind == "killed"]
    assert [(q.value, q.group) for q in dead if q is not None] == expected
