"""Who is credited with a figure: one sentence or two, and the source that they name."""

from __future__ import annotations

import pytest

from tocsin.reading.linking import RuleLinker
from tocsin.reading.read import ReadOptions, read_report
from tocsin.record import Report, Speaker


def speakers(text: str) -> list[tuple[int | None, str | None]]:
    """(figure, who is credited) of every claim with a figure, in text order."""
    claims = read_report(Report.make(text, published="2024-03-02"), ReadOptions(linker=RuleLinker())).claims
    return [(c.quantity.value, label(c.speaker)) for c in claims if c.quantity is not None and c.kind != "history"]


def label(speaker: Speaker | None) -> str | None:
    return speaker.label.removeprefix("The ").removeprefix("the ") if speaker is not None else None


def one(text: str) -> str | None:
    """Who is credited with the only figure of a text."""
    [(_, who)] = speakers(text)
    return who


@pytest.mark.parametrize(("text", "who"), [
    ("The crew said three sailors were killed by a missile.", "crew"),
    ("Three sailors were killed by a missile, the ship's cook said.", "ship's cook"),
    ("Ten people were killed by a missile, says a rescuer.", "a rescuer"),
    ("Petro Hai, who heads the district, said a missile killed ten people.", "Petro Hai"),
    ("Petro Hai, writing on Telegram, said a missile killed ten people.", "Petro Hai"),
    ("The army, for its part, announced that a missile had killed ten people.", "army"),
    ("The Halves Observatory, a monitor based in Ghent, gave ten dead in the raid.", "Observatory"),
    ("By the air force's account, Russia launched 12 drones.", "air force"),
    ("Officials in Hlyboke list four dead after the raid.", "Officials"),
    ("Authorities confirm five dead in the missile attack.", "Authorities"),
    ("Railway officials now speak of twelve dead in the blast.", "officials"),
    ("Three sailors were killed by a missile, says a corporal at the gate.", "a corporal at the gate"),
    ("Farmers near Uman say that a missile killed ten people.", "Farmers near Uman"),
    ("A union of ferrymen said a missile killed ten people.", "union"),
    ("The cousin of Petro Hai said ten people were killed by a missile.", "cousin of Petro Hai"),
    ("Its secretary, Petro Hai, argues that a missile killed ten people.", "Petro Hai"),
    ("The mayor of Uman, Olena Hryn, wrote on Telegram: a missile killed ten people.", "Olena Hryn"),
    ("The harbour master had it at nine killed by the missile.", "harbour master"),
    ("Divers believe that ten people were killed by the missile.", "Divers"),
    ("The Morning Post, citing local traders, wrote that a missile had killed ten people.", "local traders"),
    ("The task force released a statement saying a missile killed ten people.", "task force"),
    ("A missile killed ten people, governor Petro Hai said on Monday in a post.", "Petro Hai"),
    ("Ten people were killed by a missile, said Lt. Petro Hai of the town police.", "Petro Hai"),
    ("Ten people were killed by a missile, Police Lt. Gen. Petro Hai said.", "Petro Hai"),
    ("Ten people were killed by a missile, said Dr. Petro Hai, a surgeon.", "Petro Hai"),
    ("Petro Hai, dean of the college in Lozova, the seat of the district, told the radio a missile killed ten.",
     "Petro Hai"),
    ("In Uman, governor Petro Hai, a former pilot, said a missile killed ten people.", "Petro Hai"),
    ("Head of the Poltava Oblast Military Administration, Petro Hai says a missile killed ten people.", "Petro Hai"),
    ("Ten people were killed by a missile, according to Hungarian state-owned news agency Danubia TV.",
     "Danubia TV"),
    ("Ten people were killed by a missile. This was announced on Monday by the head of the Uman RMA Petro Hai.",
     "Petro Hai"),
    ("Ten people were killed by a missile.\n\nGovernor Petro Hai reported this on Telegram.", "Petro Hai"),
    ("Local police did not report any deaths from the missile.", "Local police"),
    ("The toll, announced by the interior ministry, is unclear. Ten people were killed, the ministry said.",
     "interior ministry"),
])  # fmt: skip
def test_a_source_beside_its_verb(text: str, who: str) -> None:
    assert one(text) == who


@pytest.mark.parametrize(("text", "who"), [
    ("Governor Petro Hai: ten people killed by a missile.", "Petro Hai"),
    ("13:45 | Emergency service: ten people killed by a missile.", "Emergency service"),
    ("LVIV, Ukraine (LW) - Police: ten people killed by a missile.", "Police"),
    ("Missile kills ten people in Uman: governor", "governor"),
    ("Missile kills ten people in Uman (interior ministry)", "interior ministry"),
    ("A missile hit Uman. Ten people were killed. Source: mayor Petro Hai.", "Petro Hai"),
])  # fmt: skip
def test_a_label_without_a_verb(text: str, who: str) -> None:
    assert one(text) == who


@pytest.mark.parametrize("text", [
    "Killed: 10 people. A missile hit the town.",
    "Toll of the missile attack: 10 people killed.",
    "Uman: ten people killed by a missile.",
    "Rescuers carry a stretcher. A missile killed ten people. (AFP/Petro Hai)",
    "According to preliminary data, ten people were killed by a missile.",
    "On the first night we reported ten people killed by the missile.",
    "Ten people were killed by a missile, in what the president called terror.",
    "Ten people were killed when a drone hit Kherson, where, prosecutors say, people are hunted.",
    "Ten people were said to have been killed by the missile.",
    "The army has not commented. Ten people were killed by a missile.",
    "The missile fell on Friday. It claimed ten lives.",
    "According to updated information, ten people were killed by a missile.",
    "Source: ten people killed by a missile.",
    "The court heard one count of murder. A missile killed ten people.",
])  # fmt: skip
def test_what_names_no_source(text: str) -> None:
    assert one(text) is None


@pytest.mark.parametrize(("text", "told"), [
    ("The missile killed ten people, the mayor said; the army counted 12 dead.", [(10, "mayor"), (12, "army")]),
    ("Ten people were killed by a missile, 20 are in hospital; police fear more.", [(10, None), (20, None)]),
    ("A missile killed ten people, the mayor confirmed; no soldier was hurt.", [(10, "mayor"), (0, None)]),
])  # fmt: skip
def test_a_semicolon_parts_two_sources(text: str, told: list[tuple[int | None, str | None]]) -> None:
    assert speakers(text) == told


@pytest.mark.parametrize(("text", "told"), [
    ("A missile killed ten people, the mayor said. Seven more were wounded.", [(10, "mayor"), (7, "mayor")]),
    ("The mayor said a missile killed ten people.\n\nSeven more were wounded.", [(10, "mayor"), (7, None)]),
    ("The mayor said a missile killed ten people. In Uman seven were wounded.", [(10, "mayor"), (7, None)]),
    ("Petro Hai, the mayor, said a missile fell.\n\nTen people are dead. Seven are badly hurt, he said.",
     [(10, "Petro Hai"), (7, "Petro Hai")]),
])  # fmt: skip
def test_how_long_a_source_speaks_on(text: str, told: list[tuple[int | None, str | None]]) -> None:
    assert speakers(text) == told


def test_the_same_official_is_the_one_before() -> None:
    text = "Hai Petrenko, the mayor, said a missile killed ten people. Two were missing, the same official added."
    assert speakers(text) == [(10, "Hai Petrenko"), (2, "Hai Petrenko")]


def test_the_official_is_who_spoke_before_and_he_is_no_crowd() -> None:
    text = "Mayor Petro Hai said a missile killed ten people. The blast also wounded two, the official said."
    assert speakers(text) == [(10, "Petro Hai"), (2, "Petro Hai")]
    text = 'Governor Petro Hai said a missile fell. It was heard by local media. "Ten people are dead," he said.'
    assert speakers(text) == [(10, "Petro Hai")]


def test_who_is_told_and_who_cites_are_not_the_source() -> None:
    [(_, told)] = speakers("A missile killed ten people, the mayor, Petro Hai, told local radio.")
    assert told == "Petro Hai"
    text = "Seven were hurt, the health ministry said; TASS, citing rescuers, reported eight wounded by the missile."
    claims = read_report(Report.make(text, published="2024-03-02")).claims
    by_value = {c.quantity.value: c.speaker for c in claims if c.quantity is not None}
    assert label(by_value[7]) == "health ministry"
    assert by_value[8] is not None
    assert by_value[8].label == "rescuers"
    assert by_value[8].via == ("TASS",)


def test_two_verbs_share_a_source() -> None:
    text = "Governor Petro Hai confirmed that a missile killed ten people and put the wounded at 30."
    assert speakers(text) == [(10, "Petro Hai"), (30, "Petro Hai")]


def test_he_is_somebody_even_when_nobody_was_named() -> None:
    assert one("Ten people were killed by a missile, he said.") == "he"


@pytest.mark.parametrize(("text", "who"), [
    ("A missile killed ten people, the UN-backed government said.", "UN-backed government"),
    ("Hamas-run health authorities said the missile killed ten people.", "Hamas-run health authorities"),
    ("French forces said the missile killed ten people.", "French forces"),
])  # fmt: skip
def test_who_stands_behind_a_body_is_not_the_body(text: str, who: str) -> None:
    assert one(text) == who
