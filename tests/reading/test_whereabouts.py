"""Where a figure is placed: beside it, before it, by who speaks, and never where the reporter sits."""

from __future__ import annotations

import pytest

from tocsin.reading.linking import RuleLinker
from tocsin.reading.read import ReadOptions, read_report
from tocsin.record import Place, Report


def places(text: str) -> list[Place | None]:
    """Places of the claims with a figure, in text order."""
    claims = read_report(Report.make(text, published="2024-03-02"), ReadOptions(linker=RuleLinker())).claims
    return [c.place for c in claims if c.quantity is not None and c.kind != "history"]


def only(text: str) -> Place:
    [place] = places(text)
    assert place is not None
    return place


@pytest.mark.parametrize(("text", "where"), [
    ("JERUSALEM (LW) - A rocket killed two people in Haifa on Monday.", "Haifa"),
    ("MOSCOW, May 4 (LW) - Ten people were killed by a drone.\n\nThe drone fell on Belgorod on Friday.", "Belgorod"),
    ("KHARKIV - Ten people were killed by a missile.", "Kharkiv"),
    ("Ten people were killed by a missile in Kramatorsk, authorities in Donetsk said.", "Kramatorsk"),
    ("Ten people were killed by a missile in the French city of Nice on Monday.", "Nice"),
    ("A rocket tore into Pizza Lana, a café in Kramatorsk, and killed ten people.", "Kramatorsk"),
    ("KABUL, Afghanistan (May 4, 2011) A rocket killed ten people in Gelan district, Ghazni province.", "Gēlān"),
    ("KABUL, Afghanistan (May 4) In Archi district, Kunduz province, a rocket killed ten people.", "Dasht-e Archī"),
    ("Twin bombs struck the Jolo Cathedral.\n\nTen people were killed. Some were airlifted to Zamboanga.", "Jolo"),
    ("A rocket fell on Chasiv Yar. Ten people were killed in the Donetsk region city.", "Chasiv Yar"),
    ("A rocket fell in Kharkiv, where a house was hit, killing two people, and in the city of Dnipro.", "Kharkiv"),
    ("LAGOS (LW) - Ten people were killed by a bomb in the hamlet of Gwandara Keke.", "Gwandara Keke"),
    ("KABUL (LW) - A mine blew up in Shorawaki Nov district. Ten people were killed.", "Shorawaki Nov"),
    ("A bomb went off in Uman. Police spokesman Petro Hai from nearby Dnipro said ten people were killed.", "Uman"),
    ("- In Uman a missile killed ten people, in Dnipro a rocket hit a house.", "Uman"),
])  # fmt: skip
def test_the_place_beside_a_figure(text: str, where: str) -> None:
    found = places(text)[0]
    assert found is not None
    assert found.name == where


def test_a_meeting_abroad_is_not_where_it_was() -> None:
    """What the report names only in passing, outside the country that its place line and its people are of."""
    text = (
        "BOGOTA, 3 March (LW) - The union asked what had been done. A bomb killed ten people.\n\n"
        "The Colombian army denied it. Colombian envoys will meet in Geneva on Friday."
    )
    assert only(text).path[0] == "CO"


def test_the_reporters_desk_is_no_place_where_another_country_is_named() -> None:
    text = "MADRID (LW) - Spain has condemned a bombing in Peru. The bomb killed ten people, its embassy said."
    assert only(text).name == "Peru"


def test_a_name_that_a_line_break_cuts_is_one_name() -> None:
    text = "Police said on Friday that a rocket had fallen on Chasiv\nYar and that ten people had been killed there."
    assert only(text).name == "Chasiv Yar"


def test_a_headline_over_a_paragraph_in_one_line_is_no_part_of_it() -> None:
    """Where lines are cut, all are of one measure; a headline that ends in no mark stands over a long line."""
    head = "Drone falls in Nikopol and wounds ten people who waited for the bus"
    body = (
        "Police said on Friday that they were looking for the pilot, and that the line to Pavlohrad, which was closed "
    )
    report = Report.make(f"{head}\n{body}for an hour in the morning, was open again.", published="2024-03-02")
    [claim] = [c for c in read_report(report, ReadOptions(linker=RuleLinker())).claims if c.kind == "injured"]
    assert claim.speaker is None
    report = Report.make(f"{head}\nin the rain, police said.", published="2024-03-02")
    [claim] = [c for c in read_report(report, ReadOptions(linker=RuleLinker())).claims if c.kind == "injured"]
    assert claim.speaker is not None


def test_a_total_is_not_of_the_town_that_is_one_of_many() -> None:
    place = only("Rocket fire on Ukrainian cities, Kyiv among them, killed at least six people.")
    assert (place.name, place.precision) == ("Ukraine", "country")


def test_a_governor_speaks_for_his_region_not_for_the_town_of_its_name() -> None:
    first, second = places("A missile killed ten people in Kramatorsk.\n\nTwo were wounded, Donetsk governor Hai said.")
    assert first is not None
    assert second is not None
    assert (first.name, second.name) == ("Kramatorsk", "Kramatorsk")


def test_this_town_is_the_one_named_last() -> None:
    found = places("A missile fell near Uman on Friday.\n\nTwo people were killed in the same town, police said.")
    assert [p.name for p in found if p] == ["Uman"]


@pytest.mark.parametrize("text", [
    "A missile killed ten people at Qarvandul on Monday.",
    "A missile killed ten people in the village of Qarvandul on Monday.",
])  # fmt: skip
def test_a_village_that_no_gazetteer_knows_keeps_its_name_and_has_no_point(text: str) -> None:
    place = only(text)
    assert (place.name, place.id, place.lat, place.lon) == ("Qarvandul", None, None, None)


@pytest.mark.parametrize("text", [
    "A missile killed ten people at Oleksandr's request in Uman.",
    "A missile killed ten people in Uman, at Soroka hospital doctors said.",
    "A missile killed ten people in Uman, as NATO met in Ramadan.",
])  # fmt: skip
def test_what_is_no_unlisted_place(text: str) -> None:
    assert only(text).name == "Uman"


def test_a_country_is_never_a_sharp_pin() -> None:
    place = only("Rockets killed at least 21 people across Ukraine overnight, as Kyiv held a parade.")
    assert (place.name, place.precision) == ("Ukraine", "country")


def test_a_district_of_a_bulletin_is_kept_to_the_end_of_its_item() -> None:
    text = (
        "KABUL, Afghanistan (May 4, 2011) Rockets struck a base in Qarvand district, Kunduz province, on Monday.\n\n"
        "One of the rockets killed ten people."
    )
    place = places(text)[-1]
    assert place is not None
    assert (place.name, place.precision, place.lat) == ("Qarvand", "district", None)


def test_a_district_of_another_land_gives_no_pin() -> None:
    place = only("A rocket killed ten people in Ghaziabad district, Kunar province, on Monday.")
    assert (place.name, place.path, place.lat) == ("Ghaziabad", ("AF", "Kunar"), None)


def test_what_holds_an_unlisted_village_is_named_beside_it() -> None:
    place = only("A rocket killed ten people near the village of Qarvandul in Gelan district, Ghazni province.")
    assert (place.name, place.path[:2]) == ("Qarvandul", ("AF", "Ghazni"))


@pytest.mark.parametrize(("text", "name", "path"), [
    ("A mine exploded in Jalwan village in the countryside of Homs, killing two people.", "Jalwan", ("SY", "Homs")),
    ("Shells hit the al-Barniya neighbourhood in Aleppo, killing two people.", "al-Barniya", ("SY", "Aleppo")),
    ("A bomb exploded near Ghalwaniya, just west of Baquba, killing two people.", "Ghalwaniya", ("IQ", "Diyala")),
    ("Two people were killed in battles around Al-Hamliya north of Aleppo.", "Al-Hamliya", ("SY", "Aleppo")),
    ("Two people were killed on Sunday west of Baquba.", "Baquba", ("IQ", "Diyala", "Al-Muqdadiya")),
])  # fmt: skip
def test_a_place_that_a_known_one_only_places(text: str, name: str, path: tuple[str, ...]) -> None:
    place = places(f"A missile attack was reported.\n\n{text}")[-1]
    assert place is not None
    assert (place.text, place.path) == (name, path)


def test_a_place_spelt_otherwise_has_its_point() -> None:
    found = only("A missile killed ten people in Deir el-Zour, in eastern Syria, on Friday.")
    assert (found.text, found.name, found.path[:1]) == ("Deir el-Zour", "Deir ez-Zor", ("SY",))
    assert found.lat is not None


def test_the_village_of_a_figure_goes_before_the_region_its_subject_is_from() -> None:
    text = "Rebels in eastern Congo killed 19 civilians in an attack in the village of Mukondi."
    assert only(text).text == "Mukondi"


@pytest.mark.parametrize("text", [
    "Israeli air strikes killed ten people, medics said.",
    "Ten people were killed by Iranian-made drones.",
])  # fmt: skip
def test_whose_weapons_they_were_does_not_tell_where(text: str) -> None:
    assert places(text) == [None]


def test_where_somebody_is_from_is_not_where_it_was() -> None:
    found = only("The mission in Mali said one peacekeeper from Chad was killed when a convoy hit a bomb.")
    assert found.name == "Mali"
