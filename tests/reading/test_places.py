"""Place reading: which words name places, which places, and how exactly."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.places import PlaceMention, find_places
from tocsin.record import PLACE_PRECISION


def names(text: str, language: str = "en", country: str | None = None) -> list[tuple[str, str, str]]:
    """(words, place, precision) of every mention that is a place by itself."""
    found = find_places(text, language=language, country=country)
    return [(text[m.start : m.stop], m.place.name, m.place.precision) for m in found if m.form == "name"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the central city of Uman, ten people died.", [("Uman", "Uman", "town")]),
        ("A strike in the eastern city of Dnipro killed two.", [("Dnipro", "Dnipro", "town")]),
        ("They were launched from the Caspian Sea.", [("Caspian Sea", "Caspian Sea", "sea")]),
        ("Shelling in Kharkiv region went on.", [("Kharkiv", "Kharkiv Oblast", "region")]),
        ("The governor of Odesa province spoke.", [("Odesa", "Odesa Oblast", "region")]),
        ("Drones hit the Cherkasy region overnight.", [("Cherkasy", "Cherkasy Oblast", "region")]),
        ("A column was hit near Bakhmut.", [("Bakhmut", "Bakhmut", "near_town")]),
        ("Fighting on the outskirts of Aleppo.", [("Aleppo", "Aleppo", "near_town")]),
        ("Families fled eastern Ukraine.", [("Ukraine", "Ukraine", "part_of_country")]),
        ("An air strike in Rafah, in the Gaza Strip, killed six.",
         [("Rafah", "Rafah", "town"), ("Gaza Strip", "Gaza Strip", "region")]),
        ("Troops crossed the Dnipro River at dawn.", [("Dnipro River", "Dnipro River", "sea")]),
        ("A blast in Gainesville, Va., broke windows.",
         [("Gainesville", "Gainesville", "town"), ("Va.", "Virginia", "region")]),
    ],
)  # fmt: skip
def test_names_with_the_precision_of_the_words_around_them(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ракети влучили в Умані.", [("Умані", "Uman", "town")]),
        ("Вибухи у Дніпрі та в Кривому Розі.", [("Дніпрі", "Dnipro", "town"), ("Кривому Розі", "Kryvyi Rih", "town")]),
        ("Наслідки удару по Харкову.", [("Харкову", "Kharkiv", "town")]),
        ("У Київській області збили дрони.", [("Київській області", "Kyiv Oblast", "region")]),
        ("Бої біля Бахмута.", [("Бахмута", "Bakhmut", "near_town")]),
        ("На Донеччині загинули двоє.", [("Донеччині", "Donetsk Oblast", "region")]),
        ("Ракети з акваторії над Чорним морем.", [("Чорним морем", "Black Sea", "sea")]),
    ],
)
def test_ukrainian_forms(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert names(text, "uk") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В Киеве прозвучали взрывы.", [("Киеве", "Kyiv", "town")]),
        ("Удар по Одессе и Николаеву.", [("Одессе", "Odesa", "town"), ("Николаеву", "Mykolaiv", "town")]),
        ("В Харьковской области погибли трое.", [("Харьковской области", "Kharkiv Oblast", "region")]),
    ],
)
def test_russian_forms(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert names(text, "ru") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Gabriel Santos said he ran.",
        "The Washington Post reported it.",
        "The Kiev Independent reported it.",
        "He read it in March and May.",
        "Of these, nine were shot down.",
        "They fired Kalibr missiles and Shahed drones.",
        "The company paid US$3 million.",
        "There were cases of West Nile virus.",
    ],
)
def test_what_is_no_place_of_an_event(text: str) -> None:
    assert [m for m in find_places(text) if not m.metonym] == []


def only(text: str) -> PlaceMention:
    (mention,) = find_places(text)
    return mention


@pytest.mark.parametrize(
    ("text", "form", "metonym"),
    [
        ("They met Ukrainian forces.", "adjective", True),
        ("It was said that Moscow denied it.", "name", True),
        ("People in Moscow denied it.", "name", False),
        ("The Bank of Cyprus closed.", "embedded", True),
        ("It hit a school in Ukraine.", "name", False),
    ],
)
def test_governments_and_adjectives_are_marked(text: str, form: str, metonym: bool) -> None:
    mention = only(text)
    assert (mention.form, mention.metonym) == (form, metonym)


def test_namesakes_follow_the_text() -> None:
    """Odessa is in Texas where the text says so, and Odesa elsewhere; Ukrainka is the one near Kyiv."""
    assert find_places("A storm hit Odessa, Texas, on Monday.")[0].place.path[:2] == ("US", "Texas")
    assert find_places("Missiles hit Odessa in southern Ukraine.")[0].place.path[:2] == ("UA", "Odesa")
    text = "Drones flew around Kyiv. A missile fell in the suburb of Ukrainka."
    assert find_places(text)[-1].place.id == "geonames:690773"


def test_a_name_does_not_speak_for_its_own_namesakes() -> None:
    """San Ramón is Peru's in a Peruvian story, however often the story names it, and San Miguel never San Diego."""
    text = "LIMA - A bomb went off in San Ramon. Police in Huancayo said San Ramon was calm. San Ramon is in Peru."
    assert {m.place.path[0] for m in find_places(text)} == {"PE"}
    text = "SAN SALVADOR - Rebels fired on Soyapango and on San Miguel. San Miguel lost power."
    assert {m.place.path[0] for m in find_places(text)} == {"SV"}


@pytest.mark.parametrize(
    "text",
    [
        "Ruben Zamora left the hall in Kyiv. Later Zamora denied it.",
        "In Kyiv Colonel Zamora denied it. According to Zamora, all was calm.",
        "Anahit Zamora was in Kyiv. Neighbours of Zamora heard it.",
        "In Kyiv people were told to wait, Zamora said. They would ask Zamora.",
    ],
)
def test_who_is_named_as_a_person_once_is_no_place_later(text: str) -> None:
    assert [m.place.name for m in find_places(text)] == ["Kyiv"]


def test_a_town_that_only_shares_somebodys_name_stays() -> None:
    found = names("Shells fell on Zamora, in Spain. Mayor Lina Ortiz said Zamora would rebuild.")
    assert [name for name, *_ in found] == ["Zamora", "Spain", "Zamora"]


@pytest.mark.parametrize(
    ("text", "metonym"),
    [
        ("The bomb killed two U.S. missionaries.", True),
        ("They asked the US ambassador.", True),
        ("They met UK Ambassador Ann Lee.", True),
        ("They moved to the US in May.", False),
    ],
)
def test_a_countrys_short_name_before_a_noun_tells_whose(text: str, metonym: bool) -> None:
    assert only(text).metonym is metonym


def test_the_country_of_the_report_breaks_ties() -> None:
    text = "Shelling hit Georgia."
    assert only(text).place.path[0] in ("GE", "US")
    assert find_places(text, country="GE")[0].place.path == ("GE",)


def test_a_region_named_beside_a_town_chooses_it() -> None:
    (village, *_rest) = find_places("A missile hit Hroza, in Kharkiv region, Ukraine.")
    assert village.place.path[:2] == ("UA", "Kharkiv")


@given(st.text(alphabet=st.sampled_from("Kyiv Умань, US. near-'’$Ґ\n"), max_size=60))
def test_spans_hold_for_any_text(text: str) -> None:
    mentions = find_places(text)
    assert all(0 <= m.start < m.stop <= len(text) for m in mentions)
    assert all(a.stop <= b.start for a, b in pairwise(mentions))
    assert all(m.place.text == text[m.start : m.stop] for m in mentions)
    assert all(m.place.precision in PLACE_PRECISION and 0 <= m.score <= 1 for m in mentions)
