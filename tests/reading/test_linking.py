"""Which figures belong to which word: totals and parts, lists, tolls, and figures that another verb takes."""

from __future__ import annotations

import pytest

from tocsin.reading.read import read_report
from tocsin.record import Report
from tocsin.record.claim import CASUALTY_KINDS, DAMAGE_KINDS, WEAPON_KINDS

Told = tuple[str, int | None, bool]


def told(text: str, language: str = "en") -> set[Told]:
    """Kind, number and whether it is a part, of each figure."""
    report = Report.make(f"A missile attack hit the town.\n\n{text}", published="2024-03-02", language=language)
    kinds = (*CASUALTY_KINDS, *DAMAGE_KINDS, *WEAPON_KINDS)
    return {
        (c.kind, c.quantity.value, c.quantity.part_of is not None)
        for c in read_report(report).claims
        if c.quantity is not None and c.kind in kinds and c.evidence.start > 30
    }


@pytest.mark.parametrize("text", [
    "The strike killed nine people: six women, two men and a boy.",
    "The strike killed nine people (six women, two men and a boy).",
])  # fmt: skip
def test_groups_spelt_out_are_parts_of_their_total(text: str) -> None:
    parts = {("killed", 6, True), ("killed", 2, True), ("killed", 1, True)}
    assert told(text) == {("killed", 9, False), *parts}


@pytest.mark.parametrize(("text", "expected"), [
    ("The death tolls, which differ by source, exceeded 100.", {("killed", 100, False)}),
    ("The raid killed two men and the unit detained one suspect.", {("killed", 2, False)}),
    ("It killed ten people, one a boy under 4, and injured 19, two of them girls.",
     {("killed", 10, False), ("killed", 1, True), ("injured", 19, False), ("injured", 2, True)}),
    ("The shelling has claimed its thirtieth life.", {("killed", 30, False)}),
    ("There were four fewer dead than before.", set()),
    ("Nineteen bodies have been identified.", {("killed", 19, True)}),
    ("The unit targeted a compound.", set()),
    ("A rocket destroyed a bakery.", {("destroyed", 1, False)}),
    ("There was no immediate indication of how many people were hurt.", set()),
    ("Officials gave no details of casualties.", set()),
    ("The death toll from the raid on a block of flats in Lozova, in the north of the region, rose again to 45.",
     {("killed", 45, False)}),
    ("One of its soldiers had been killed by a sniper.", {("killed", 1, False)}),
    ("The dead included three clerks.", {("killed", 3, True)}),
    ("The injured included two nurses.", {("injured", 2, True)}),
    ("Fifteen people had been brought to the district hospital.", {("injured", 15, False)}),
    ("A doctor said he had treated 26 people.", {("injured", 26, False)}),
    ("A fragment hit the yard, injuring a gravedigger.", {("injured", 1, False)}),
    ("A glazier, 54, was found beheaded.", {("killed", 1, False)}),
    ("The constable, who is 27, was treated for cuts.", {("injured", 1, False)}),
    ("The shell killed four cows.", set()),
    ("Three women sustained shrapnel wounds.", {("injured", 3, False)}),
    ("The guns downed four missiles and 15 drones that the enemy launched at dusk.",
     {("intercepted", 4, False), ("intercepted", 15, False)}),
    ("All 18 rockets fired at the port were shot down.", {("intercepted", 18, True), ("launched", 18, False)}),
    ("The guns shot down 66 drones over Kursk, and two more over the Black Sea.",
     {("intercepted", 66, False), ("intercepted", 2, False)}),
    ("It destroyed six drones, four of which were over Kursk and one over Bryansk.",
     {("intercepted", 6, False), ("intercepted", 4, True), ("intercepted", 1, False)}),
    ("The guns destroyed 102 drones overnight, with 13 others downed over the sea.",
     {("intercepted", 102, False), ("intercepted", 13, False)}),
    ("A drone targeted a compound.", {("hit", 1, False)}),
    ("Rifles, grenades and a mortar were found and destroyed.", set()),
    ("The whole hall has collapsed.", {("destroyed", 1, False)}),
    ("Smoke rose over the burnt workshop.", set()),
    ("It had not damaged any property.", {("damaged", 0, False)}),
    ("The raiders burned two buses.", {("destroyed", 2, False)}),
    ("The bodies of three more villagers were found.", {("killed", 3, False)}),
    ("Three farmers were shot to death.", {("killed", 3, False)}),
    ("Officials revised the toll of the strike on the tower to 46 from 47.", {("killed", 46, False)}),
    ("The note put the deaths in the hall blast at the low end of 100, it says.", {("killed", 100, False)}),
    ("Not a single person was hurt.", {("injured", 0, False)}),
    ("In the past few hours it killed three people.", {("killed", 3, False)}),
])  # fmt: skip
def test_english(text: str, expected: set[Told]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("text", [
    "The deputy was shot dead in a raid carried out by three men on motorcycles.",
    "The deputy was shot dead by a group of 30 men.",
    "Three unknown men shot and killed the deputy in his car.",
])  # fmt: skip
def test_those_who_did_it_are_no_victims(text: str) -> None:
    assert not {number for _, number, _ in told(text)} & {3, 30}


@pytest.mark.parametrize(("text", "expected"), [
    ("Поранено 12 людей, серед них дитина.", {("injured", 12, False), ("injured", 1, True)}),
    ("У будинок влучила ракета.", {("hit", 1, False)}),
    ("Пострадали 20 человек.", {("injured", 20, False)}),
    ("Пострадали 20 человек, из них трое погибли.", {("killed", 3, True)}),
])  # fmt: skip
def test_ukrainian_and_russian(text: str, expected: set[Told]) -> None:
    assert told(text, "uk") == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Two gunmen killed four people in the bazaar.", {("killed", 4, False)}),
    ("On Sunday three bombers killed at least two people.", {("killed", 2, False)}),
    ("The raid on two hamlets killed 15 civilians.", {("killed", 15, False)}),
    ("8 persons killed 58 others injured in the district.", {("killed", 8, False), ("injured", 58, False)}),
    ("Twenty-one people were killed and scores hurt when two bombers struck.",
     {("killed", 21, False), ("injured", None, False)}),
    ("Fifteen hostages were freed and four gunmen were shot dead.", {("killed", 4, False)}),
    ("It killed some 1,200 people and took 253 hostages.", {("killed", 1200, False)}),
    ("A mine killed a district governor and wounded four guards.", {("killed", 1, False), ("injured", 4, False)}),
    ("Four pupils were among ten people killed.", {("killed", 4, False), ("killed", 10, False)}),
    ("We buried 18 people this morning and nine others are still missing.", {("missing", 9, False)}),
    ("No one was reported injured, but about 100 guests were taken to safe rooms.", {("injured", 0, False)}),
    ("They had no links with any group and the injured were moved.", set()),
    ("No Afghan or U.S.-led troops were killed or wounded.", {("killed", 0, False), ("injured", 0, False)}),
    ("The militia lost 15 fighters.", {("killed", 15, False)}),
    ("The side lost seven players.", set()),
    ("Three officers were killed in a raid on a suspected militant hideout.", {("killed", 3, False)}),
    ("One man died at once and another later in hospital.", {("killed", 1, False)}),
    ("Nine people were killed on Tuesday and 25 on Wednesday.", {("killed", 9, False), ("killed", 25, False)}),
    ("Five civilians were killed in the town of Sabqa and one in the town of Harasta.",
     {("killed", 5, False), ("killed", 1, False)}),
    ("The raid hit it with 4 shells killing 8 persons injuring 55 persons.",
     {("killed", 8, False), ("injured", 55, False)}),
    ("Of 35 people on the bus, 11 died and 24 were injured.", {("killed", 11, False), ("injured", 24, False)}),
    ("The death toll of 36 includes 3 policemen.", {("killed", 36, False), ("killed", 3, True)}),
    ("Two of the five wounded have since died.", {("killed", 2, True)}),
    ("Two women aged 65 and 72 were killed.", {("killed", 2, False)}),
    ("21 November 2031 Ten civilians were killed.", {("killed", 10, False)}),
    ("They had no links with any group and the injured were taken to hospital.", set()),
    ("It killed ten people in addition to one local man.", {("killed", 10, False), ("killed", 1, False)}),
    ("Two hundred people were injured, 30 seriously, in the square.", {("injured", 200, False), ("injured", 30, True)}),
])  # fmt: skip
def test_whose_verb_it_is(text: str, expected: set[Told]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Of the 45 drones launched overnight, 38 were shot down and five were lost from radar.",
     {("launched", 45, False), ("intercepted", 38, False), ("lost", 5, False)}),
    ("Of the 45 drones, 38 were shot down.", {("launched", 45, False), ("intercepted", 38, True)}),
    ("Russia fired 70 missiles and 60 of them were destroyed.", {("launched", 70, False), ("intercepted", 60, False)}),
    ("Russia launched 70 missiles, 60 of which were shot down.", {("launched", 70, False), ("intercepted", 60, True)}),
    ("Russia fired 20 missiles; all were shot down.", {("launched", 20, False), ("intercepted", 20, False)}),
    ("It involved 170 drones and 120 missiles, of which 99% were intercepted.",
     {("launched", 170, False), ("launched", 120, False)}),
    ("Of its 46 flats, 27 were destroyed.", {("destroyed", 27, True)}),
    ("Russia fired 20 missiles and killed 12.", {("launched", 20, False), ("killed", 12, False)}),
    ("Air defences downed two of four missiles, with the remaining two hitting the port.",
     {("launched", 4, False), ("intercepted", 2, True), ("hit", 1, False)}),
])  # fmt: skip
def test_a_bare_count_stands_for_the_weapons_before_it(text: str, expected: set[Told]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Ten missiles hit two major universities.", {("launched", 10, False), ("hit", 2, False)}),
    ("Its forces destroyed two ammunition dumps.", {("destroyed", 2, False)}),
    ("Its forces destroyed four HIMARS systems.", {("destroyed", 4, False)}),
    ("Air defence downed two Storm Shadows.", {("intercepted", 2, False)}),
    ("One of its warships was damaged.", {("damaged", 1, False)}),
    ("All the assigned facilities were struck.", set()),
    ("The missiles were targeting troops in bases there.", set()),
])  # fmt: skip
def test_things_counted_or_told_by_the_many(text: str, expected: set[Told]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("text", [
    "The Taliban denied involvement in the attack, in which nine people died.",
    "The Islamic State group claimed responsibility for the attack, which killed nine people.",
])  # fmt: skip
def test_who_denies_or_claims_a_hand_in_it_does_not_tell_its_toll(text: str) -> None:
    report = Report.make(text)
    [claim] = [c for c in read_report(report).claims if c.quantity is not None]
    assert (claim.speaker, claim.stance) == (None, "asserts")


def test_a_figure_denied_keeps_the_kind_of_the_one_before() -> None:
    text = "The army said 40 people had been killed. The governor denied the figure of 41."
    assert ("killed", 41, False) in told(text)
