"""Towns that a text names outright: where a name stands tells a town from a person or an ordinary word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reconcile.digest import digest
from tocsin.reconcile.outright import towns_outright
from tocsin.record import Report


def names(text: str) -> list[str]:
    """The best known town of each name, with its country."""
    return [f"{rows[0].name}, {rows[0].country}" for rows in towns_outright(text).values()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shells fell near the ferry in Gao.", ["Gao, ML"]),
        ("CALI - The market is closed.", ["Cali, CO"]),
        ("El Obeid: two shells, no word of the hurt.", ["El Obeid, SD"]),
        ("Odesa mourned its firemen.", ["Odesa, UA"]),
        ("Полтава: вибух на околиці.", ["Poltava, UA"]),
        ("They were driven from Kramatorsk to Dnipro.", ["Kramatorsk, UA", "Dnipro, UA"]),
        ("In Dnipro, and again in Dnipro's suburbs.", ["Dnipro, UA"]),
    ],
)
def test_a_town_stands_after_a_word_of_place_or_at_the_head(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Mr Gao spoke first.",  # a person: no word of place before the name
        "The raid was told of in Colombia.",  # a country, though a Cuban town bears the name
        "A bus took them to Lviv Arena Hall.",  # a longer name of which the town is only a part
        "She was taken in March.",  # a month
        "They came from Victoria.",  # towns of many countries, none much larger
        "",
    ],
)
def test_other_names_are_no_towns(text: str) -> None:
    assert names(text) == []


def test_a_flash_that_claims_nothing_is_placed_by_its_words() -> None:
    told = digest(
        Report.make("Two thuds in Gao. No word yet of the hurt.", id="flash", published="2031-06-02T06:40"), ()
    )
    assert [t.name for t in told.towns] == ["Gao"]
    assert told.located
    assert told.countries == {"ML"}


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    for name, rows in towns_outright(text).items():
        assert name
        assert len({row.country for row in rows}) == 1
