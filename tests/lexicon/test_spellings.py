"""Names that agencies spell in their own ways lead to the gazetteer's place, and only where the text is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.lexicon.gazetteer import name_key, open_gazetteer
from tocsin.lexicon.spellings import spelt_otherwise


@pytest.mark.parametrize(("name", "country", "known"), [
    ("Deir el-Zour", "SY", "Deir ez-Zor"),
    ("Deir Ezzor", "SY", "Deir ez-Zor"),
    ("Atareb", "SY", "Al Atārib"),
    ("Sheikh Miskeen", "SY", "Shaykh Miskīn"),
    ("Ras al-Ain", "SY", "Ras al Ayn"),
    ("Baqouba", "IQ", "Baqubah"),
    ("Hodeidah", "YE", "Al Hudaydah"),
    ("Gulyaypole", "UA", "Huliaipole"),
])  # fmt: skip
def test_another_spelling_is_the_same_place(name: str, country: str, known: str) -> None:
    assert open_gazetteer().lookup(name) == ()
    found = spelt_otherwise(name, {country, "US"})
    assert found is not None
    assert (found.name, found.country) == (known, country)


@pytest.mark.parametrize("name", ["Benachour", "Gwandara Keke", "Bernal", "Johnson", "Kowalski", "Marjeh", "Zour"])
def test_a_name_of_nowhere_stays_one(name: str) -> None:
    assert spelt_otherwise(name, {"SY", "IQ", "UA", "NG", "US"}) is None


def test_a_place_of_a_country_that_is_not_spoken_of_is_not_meant() -> None:
    assert spelt_otherwise("Baqouba", {"UA"}) is None
    assert spelt_otherwise("Baqouba", set()) is None


@given(st.text(min_size=1, max_size=30))
def test_whatever_is_found_lies_in_the_countries(name: str) -> None:
    found = spelt_otherwise(name, {"SY", "UA"})
    assert found is None or found.country in ("SY", "UA")
    assert found is None or name_key(name)
