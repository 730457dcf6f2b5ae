"""Texts in capitals alone are written small again, and every letter stays where it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.casing import restore_case
from tocsin.reading.read import read_report
from tocsin.record import Report


def shout(text: str) -> str:
    """The text in capitals, letter for letter."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


@pytest.mark.parametrize(
    "written",
    [
        # sentences, names, offices
        "Ten people were killed in the town. Police blamed rebels.",
        "President Alfredo Cristiani said that Gen. Rafael Bustillo had resigned.",
        "They met Rodolfo D'Arco, a cousin of Sean O'Brien, near McAllen on Tuesday.",
        "President Bush said the fire spread. Later Bush said that a bush was burning.",
        "A general strike was called by General Lopez after a private house burned.",
        # places of several words, small words inside names
        "Two bombs went off in El Salvador and three in Rio de Janeiro on Friday.",
        "The boats left New Zealand for the Black Sea with a new captain.",
        "Shells fell on al-Raqqa and Deir ez-Zor in Syria, officials said.",
        # abbreviations: known, explained, dotted
        "The UN and the ELN [Army of National Liberation] denied it, a NATO officer said.",
        "U.S. troops left at 5 p.m. local time, he said in a note to the press.",
        "They told us that US troops had left the US before the attack began.",
        # weapons as the word tables write them
        "Eleven Kh-101 missiles and 20 Shahed drones were shot down over the city.",
        # months that are words as well
        "He left on 5 March and may return in a week, his office said.",
        "It is said that 6 may be under the rubble of the house.",
        "We don't know, and I'm told they haven't counted the antitank mines.",
        # Ukrainian and Russian: places in any case, regions, surnames by their endings
        "Вибухи в Одесі та Київській області. Двоє людей загинули, сказав Клименко.",
        "Взрывы в Белгороде и Харькове. Погибли трое мирных жителей, двое ранены.",
    ],
)  # fmt: skip
def test_capitals_come_back_as_they_were_written(written: str) -> None:
    assert restore_case(shout(written)) == written


@pytest.mark.parametrize(
    "text",
    [
        "Ten people were killed in Uman on Friday, the ministry said.",
        "KYIV, Ukraine (AP) - A missile hit a house.",
        "The EU, the UN, NATO and the OSCE met in Vienna.",
        "BREAKING NEWS: a blast was heard in Odesa",
        "",
        "12:30 - 14:45",
    ],
)
def test_mixed_case_stays_as_it_is(text: str) -> None:
    assert restore_case(text) == text


def test_a_headline_is_written_as_the_text_below_writes_its_words() -> None:
    text = (
        "MARSH SAYS TWELVE KILLED AS ROCKET HITS WARD\n\nMayor Ann Marsh said a rocket hit Ward, a suburb. Twelve died."
    )
    assert restore_case(text).startswith("Marsh says twelve killed as rocket hits Ward\n\nMayor Ann Marsh")


def test_marks_of_an_agency_do_not_hide_where_the_text_begins() -> None:
    text = "LIMA, 9 MAR 90 (EFE) -- [TEXT] A BOMB EXPLODED TODAY.  NOBODY\nWAS HURT BY IT."
    assert restore_case(text) == "Lima, 9 Mar 90 (EFE) -- [text] A bomb exploded today.  Nobody\nwas hurt by it."


def test_a_wrapped_line_does_not_begin_a_sentence_and_a_short_one_does() -> None:
    text = "THREE SOLDIERS WERE KILLED AND FOUR OTHERS WOUNDED WHEN A TRUCK\nHIT A MINE NEAR THE RIVER"
    assert restore_case(text) == (
        "Three soldiers were killed and four others wounded when a truck\nhit a mine near the river"
    )
    assert (
        restore_case("THREE KILLED IN BLAST\nTWO MISSING IN THE RIVER")
        == "Three killed in blast\nTwo missing in the river"
    )


LETTERS = "AEZ aezİıßẞŉǅΣÀŁЇҐщ'’.-\n 19()[]\"\u00ad"


@given(st.one_of(st.text(max_size=120), st.text(LETTERS, max_size=120)))
def test_every_letter_keeps_its_place(text: str) -> None:
    for given_text in (text, shout(text), f"A VERY LOUD FLASH OF NEWS {text}"):
        made = restore_case(given_text)
        assert len(made) == len(given_text)
        assert [c for c in made if not c.isalpha()] == [c for c in given_text if not c.isalpha()]
        assert all(
            a == b or a in (b.lower(), b.upper()) or b + a == "Σς" for a, b in zip(made, given_text, strict=True)
        )


STORY = (
    "At least 14 people were killed and 30 wounded when a car bomb exploded in Kandahar on Monday, "
    "governor Rahim Daudzai said. Two police officers died in Herat."
)


def test_a_shouted_report_is_read_like_a_written_one_and_quotes_what_was_received() -> None:
    told = {}
    for text in (STORY, shout(STORY)):
        reading = read_report(Report.make(text, published="2021-05-11"))
        for claim in reading.claims:
            assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
        told[text] = {
            (c.kind, c.quantity and c.quantity.low, c.place and c.place.text, c.speaker and c.speaker.name)
            for c in reading.claims
        }
    assert told[shout(STORY)] == told[STORY]
    assert ("killed", 14, "Kandahar", "Rahim Daudzai") in told[STORY]
