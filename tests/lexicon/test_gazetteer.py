"""The gazetteer: which places a name may mean, what holds what, and outlines for maps."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import InputError
from tocsin.lexicon.gazetteer import Entry, Gazetteer, contains, distance_m, make_place, name_key, open_gazetteer
from tocsin.lexicon.load import table
from tocsin.lexicon.outlines import outline, outlines_in
from tocsin.record import Place

PLACES = open_gazetteer()


def find(name: str, kind: str, country: str | None = "UA") -> Entry:
    return next(e for e in PLACES.lookup(name) if e.kind == kind and e.country == country)


@pytest.mark.parametrize(
    ("name", "kind", "id_", "path"),
    [
        ("Uman", "town", "geonames:690688", ("UA", "Cherkasy")),
        ("Умань", "town", "geonames:690688", ("UA", "Cherkasy")),
        ("Kyiv", "town", "geonames:703448", ("UA", "Kyiv City")),
        ("Kiev", "town", "geonames:703448", ("UA", "Kyiv City")),
        ("Kharkov", "town", "geonames:706483", ("UA", "Kharkiv")),
        ("Dnipropetrovsk", "region", "geonames:709929", ("UA", "Dnipropetrovsk")),
        ("Nikolaev", "town", "geonames:700569", ("UA", "Mykolaiv")),
        ("Запорожье", "town", "geonames:687700", ("UA", "Zaporizhzhia")),
        ("Lvov", "town", "geonames:702550", ("UA", "Lviv")),
        ("Ukrainka", "town", "geonames:690773", ("UA", "Kyiv")),
        ("Crimea", "region", "geonames:703883", ("UA", "Crimea")),
        ("Київщина", "region", "geonames:703446", ("UA", "Kyiv")),
        ("Донеччина", "region", "geonames:709716", ("UA", "Donetsk")),
    ],
)
def test_names_old_and_new_and_in_both_alphabets(name: str, kind: str, id_: str, path: tuple[str, ...]) -> None:
    entry = find(name, kind)
    assert entry.id == id_
    assert entry.path[: len(path)] == path


def test_a_village_of_three_hundred_resolves_with_its_oblast_and_raion() -> None:
    hroza = next(e for e in PLACES.lookup("Hroza") if e.admin1 == "Kharkiv")
    assert hroza.kind == "village"
    assert hroza.admin2 == "Kupiansk"
    assert hroza.id.startswith("katottg:UA63080")
    assert (hroza.lat, hroza.lon) == (pytest.approx(49.67, abs=0.02), pytest.approx(37.21, abs=0.02))


@pytest.mark.parametrize("name", ["Kyїv".replace("ї", "i"), "КИЇВ", "kyiv", "Kyіv", "Ky'iv"])
def test_case_apostrophes_and_look_alike_letters_make_no_difference(name: str) -> None:
    assert "geonames:703448" in {e.id for e in PLACES.lookup(name)}


@pytest.mark.parametrize(
    ("name", "id_"),
    [("Caspian Sea", "caspian-sea"), ("Чорним морем", None), ("Black Sea", "black-sea"), ("Donbas", "donbas"),
     ("Sahel", "sahel"), ("Kashmir", "kashmir"), ("Darfur", "darfur"), ("Red Sea", "red-sea")],
)  # fmt: skip
def test_seas_and_areas_written_by_hand(name: str, id_: str | None) -> None:
    assert [e.id for e in PLACES.lookup(name) if e.kind in ("sea", "area")] == ([f"tocsin:{id_}"] if id_ else [])


def test_adjectives_say_that_they_are() -> None:
    assert [(e.country, e.use) for e in PLACES.lookup("Ukrainians")] == [("UA", "adjective")]
    assert ("RU", "stem") in {(e.country, e.use) for e in PLACES.lookup("російськ")}


def test_unknown_names_give_nothing() -> None:
    assert PLACES.lookup("Qwxzplk") == ()
    assert PLACES.lookup("") == ()
    assert PLACES.country("QQ") is None
    assert PLACES.region("UA", "Texas") is None


def test_countries_and_regions_by_code() -> None:
    ukraine = PLACES.country("ua")
    cherkasy = PLACES.region("UA", "Cherkasy")
    assert ukraine is not None
    assert cherkasy is not None
    assert ukraine.path == ("UA",)
    assert (cherkasy.name, cherkasy.path, cherkasy.zone) == ("Cherkasy Oblast", ("UA", "Cherkasy"), "Europe/Kyiv")


def test_every_hand_written_name_is_found() -> None:
    for row in table("regions"):
        for forms in row.forms.values():
            for form in forms:
                assert PLACES.lookup(form), f"{row.id}: {form}"


def test_other_bytes_are_refused() -> None:
    with pytest.raises(InputError):
        Gazetteer(b"something else entirely")


@given(st.text(max_size=30))
def test_any_text_may_be_looked_up(name: str) -> None:
    assert isinstance(PLACES.lookup(name), tuple)
    assert name_key(name_key(name)) == name_key(name)


def test_the_file_is_small_enough_to_ship() -> None:
    folder = files("tocsin.lexicon")
    assert len((folder / "places.bin").read_bytes()) <= 15_000_000


def place(name: str, kind: str, country: str | None = "UA", precision: str | None = None) -> Place:
    return make_place(find(name, kind, country), name, precision)


HOLDS = [
    (place("Ukraine", "country"), place("Uman", "town"), True),
    (place("Ukraine", "country"), place("Crimea", "region"), True),
    (place("Cherkasy", "region"), place("Uman", "town"), True),
    (place("Kharkiv", "region"), place("Uman", "town"), False),
    (place("Uman", "town"), place("Cherkasy", "region"), False),
    (place("Kyiv", "region"), place("Kyiv", "town"), False),
    (place("Gaza Strip", "region", "PS"), place("Rafah", "town", "PS"), True),
    (place("West Bank", "region", "PS"), place("Rafah", "town", "PS"), False),
    (place("Uman", "town", precision="near_town"), place("Uman", "town"), False),
    (place("Black Sea", "sea", None), place("Uman", "town"), False),
    (place("Donbas", "area"), place("Bakhmut", "town"), True),
    (place("Donbas", "area"), place("Lviv", "town"), False),
]


@pytest.mark.parametrize(("outer", "inner", "expected"), HOLDS, ids=[f"{a.name}>{b.name}" for a, b, _ in HOLDS])
def test_what_holds_what(outer: Place, inner: Place, expected: bool) -> None:
    assert contains(outer, inner) is expected


@pytest.mark.parametrize("one", [pair[0] for pair in HOLDS], ids=lambda p: p.name)
def test_a_place_holds_itself(one: Place) -> None:
    assert contains(one, one)


def test_distance() -> None:
    gap = distance_m(place("Kyiv", "town"), place("Uman", "town"))
    assert gap == pytest.approx(191_000, rel=0.03)
    assert distance_m(Place("x", "x"), place("Uman", "town")) is None


def inside(lon: float, lat: float, country: str) -> bool:
    odd = False
    for ring in outline(country):
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > lat) != (by > lat) and lon < (bx - ax) * (lat - ay) / (by - ay) + ax:
                odd = not odd
    return odd


@pytest.mark.parametrize(
    ("town", "lon", "lat", "country"),
    [("Simferopol", 34.1, 44.95, "UA"), ("Sevastopol", 33.53, 44.6, "UA"), ("Kyiv", 30.52, 50.45, "UA"),
     ("Donetsk", 37.8, 48.0, "UA"), ("Rostov", 39.7, 47.24, "RU"), ("Damascus", 36.29, 33.51, "SY")],
)  # fmt: skip
def test_towns_lie_inside_their_country_s_outline(town: str, lon: float, lat: float, country: str) -> None:
    assert inside(lon, lat, country), town
    if country == "UA":
        assert not inside(lon, lat, "RU")


def test_region_outlines_are_closed_rings() -> None:
    rings = outline("UA", "Cherkasy")
    assert rings
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in rings)
    assert outline("UA", "Nowhere") == []


def test_outlines_in_a_box_are_those_that_meet_it() -> None:
    found = {(o.country, o.admin1) for o in outlines_in(30.0, 48.5, 31.0, 49.0)}
    assert ("UA", "Cherkasy") in found
    assert ("UA", None) in found
    assert not any(country == "US" for country, _ in found)
