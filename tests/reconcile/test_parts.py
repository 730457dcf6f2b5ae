"""A wave and its parts: one attack on many towns, each town's part findable by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from telling import PLACES, range_of, read_table, toll
from test_grouping import ONE_NIGHT

from tocsin.reconcile import ReconcileOptions, at_place, compare, find_incident, id_of_anchor, reconcile
from tocsin.reconcile.geometry import quarter_of
from tocsin.reconcile.parts import as_wave
from tocsin.reconcile.scopes import find_scopes
from tocsin.record import Incident, Place, Toll

LATER = """
    dawn | 2023-04-28T06:00 | Radio | killed | 1 | Uman | police | today
    dawn |                  |       | hit    | - | Uman | police | object=flats, today
"""


def family(table: str, **given: object) -> tuple[Incident, dict[str, Incident]]:
    """The wave of a story and its parts by town."""
    wave, *parts = reconcile(*read_table(table), **given)  # type: ignore[arg-type]  # keywords pass through
    return wave, {p.place.name: p for p in parts if p.place is not None}


def test_a_wave_has_a_part_for_each_town_that_was_struck() -> None:
    wave, parts = family(ONE_NIGHT)
    assert set(parts) == {"Uman", "Dnipro"}
    assert wave.parts == tuple(parts[name].id for name in ("Dnipro", "Uman"))
    assert {p.part_of for p in parts.values()} == {wave.id}
    assert set(parts["Uman"].reports) == {"city", "city2", "all"}
    assert set(parts["Dnipro"].reports) == {"dnipro", "all"}


def test_a_part_has_its_own_tolls_and_they_are_those_of_the_wave() -> None:
    wave, parts = family(ONE_NIGHT)
    uman = [t for t in parts["Uman"].tolls if t.kind == "killed"]
    assert [range_of(t) for t in uman] == [(10, 10, 10)]
    assert set(parts["Uman"].tolls) | set(parts["Dnipro"].tolls) <= set(wave.tolls)


def test_the_parts_add_up_to_the_wave() -> None:
    wave, _ = family(ONE_NIGHT)
    country = toll([wave], "killed", "Ukraine")
    assert [(s.text, s.closes) for s in country.sums] == [
        ("10 in Uman + 2 in Dnipro = 12, at least 12 said in Ukraine", True)
    ]


def test_the_countrys_count_of_weapons_is_the_waves_alone() -> None:
    wave, parts = family(ONE_NIGHT)
    assert [w.intercepted for w in wave.weapons] == [21]
    assert not any(p.weapons for p in parts.values())


@pytest.mark.parametrize(
    ("uman", "dnipro", "place"),
    [
        pytest.param("abc", "d", "Uman", id="most tell of one town"),
        pytest.param("ab", "cd", "Ukraine", id="no town has most"),
    ],
)
def test_a_wave_lies_in_what_holds_its_parts_unless_most_tell_of_one(uman: str, dnipro: str, place: str) -> None:
    whole = Incident(
        "w", place=PLACES["Uman"], reports=tuple(uman + dnipro), tolls=(Toll("killed", PLACES["Ukraine"]),)
    )
    parts = [Incident("u", place=PLACES["Uman"], reports=tuple(uman)),
             Incident("d", place=PLACES["Dnipro"], reports=tuple(dnipro))]  # fmt: skip
    wave = as_wave(whole, parts)
    assert wave.parts == ("u", "d")
    assert wave.place == PLACES[place]


def test_reports_that_disagree_on_the_town_are_no_wave() -> None:
    incidents = reconcile(
        *read_table("""
        a | 2023-05-01T09:00 | Post | killed | 14 | Kramatorsk | police chief Oleh Bondar | today, weapon=missile
        b | 2023-05-01T09:30 | News | killed | 14 | Sloviansk  | police chief Oleh Bondar | today, weapon=missile
    """)
    )
    assert not any(i.parts or i.part_of for i in incidents)


def test_a_parts_id_outlives_earlier_reports() -> None:
    _, before = family(ONE_NIGHT)
    known = frozenset(p.id for p in before.values())
    _, after = family(ONE_NIGHT + LATER, options=ReconcileOptions(known_ids=known))
    assert {n: p.id for n, p in after.items()} == {n: p.id for n, p in before.items()}
    wave, fresh = family(ONE_NIGHT + LATER)
    assert find_incident(before["Uman"].id, [wave, *fresh.values()]) == fresh["Uman"]


def test_the_id_of_a_town_before_it_was_known_to_be_a_part_leads_to_the_wave() -> None:
    wave, parts = family(ONE_NIGHT)
    assert find_incident(id_of_anchor("dnipro"), [wave, *parts.values()]) == wave


def test_a_place_leads_to_its_part_and_to_the_wave() -> None:
    wave, parts = family(ONE_NIGHT)
    incidents = [wave, *parts.values()]
    assert at_place(incidents, "Dnipro") == [wave, parts["Dnipro"]]
    assert at_place(incidents, "Ukraine", PLACES["Ukraine"]) == incidents
    assert at_place(incidents, "Cherkasy", Place("Cherkasy", "", "t:che", ("UA", "Cherkasy"), precision="region")) == [
        wave, parts["Uman"],
    ]  # fmt: skip
    assert at_place(incidents, "Gaza City", PLACES["Gaza City"]) == []


def test_the_count_of_all_the_towns_is_not_one_towns() -> None:
    """Read wrongly, "14 dead in cities from Kyiv to Dnipro" gives Kyiv the country's dead."""
    wave, _ = family(
        ONE_NIGHT
        + """
        sum  | 2023-04-28T18:00 | Wire  | killed | 14 | Ukraine | interior ministry | today
        late | 2023-04-29T09:00 | Times | killed | 14 | Kyiv    | | time=2023-04-28
        late |                  |       | hit    | -  | Uman    | | time=2023-04-28
        late |                  |       | intercepted | 21/23 | Ukraine | | weapon=cruise-missile, time=2023-04-28
        """
    )
    found: Toll = toll([wave], "killed", "Kyiv")
    assert found.best is None
    assert [p.why for p in found.series] == ["the count of all the towns together"]


def test_another_towns_count_is_not_the_towns_whence_it_is_told() -> None:
    """Read wrongly, the dateline of "KYIV - ten dead" gives Kyiv the dead of Uman, whom other reports count there."""
    wave, _ = family(
        ONE_NIGHT
        + """
        desk | 2023-04-28T12:30 | Desk  | killed | 10 | Kyiv | | today
        desk |                  |       | hit    | -  | Uman | | today
        desk |                  |       | intercepted | 21/23 | Ukraine | | weapon=cruise-missile, today
        """
    )
    assert [p.why for p in toll([wave], "killed", "Kyiv").series] == ["another town's count"]
    assert "desk" in {p.report for p in toll([wave], "killed", "Uman").series}


def test_a_part_that_is_gone_is_said_to_be_gone() -> None:
    wave, parts = family(ONE_NIGHT)
    lines = compare([wave, *parts.values()], [wave, parts["Uman"]])
    assert lines == [f"{parts['Dnipro'].id} no longer a part of {wave.id}: Dnipro"]


CITY = Place("Kharkiv", "Kharkiv", "t:city", ("UA", "Kharkiv"), 49.98, 36.25, 15_600, "town")
QUARTER = Place("Saltivka", "Saltivka", "t:quarter", ("UA", "Kharkiv"), 50.03, 36.33, 9_500, "town")


@pytest.mark.parametrize(
    ("inner", "outer", "part"),
    [
        (QUARTER, CITY, True),
        (CITY, QUARTER, False),  # the larger is no part of the smaller
        (replace(QUARTER, radius_m=12_000), CITY, False),  # nearly as large: a city of its own
        (replace(QUARTER, lat=50.09), CITY, False),  # 15 km off
        (replace(QUARTER, lat=None, lon=None), CITY, False),
        (replace(QUARTER, precision="district"), CITY, False),
    ],
)
def test_a_town_within_a_much_larger_one_may_be_a_part_of_it(inner: Place, outer: Place, part: bool) -> None:
    assert quarter_of(inner, outer) is part


@pytest.mark.parametrize(("both", "scopes"), [(False, {"Uman"}), (True, {"Uman", "Sloviansk"})])
def test_a_quarter_is_its_citys_unless_a_report_counts_for_both(both: bool, scopes: set[str]) -> None:
    """The table's Uman and Sloviansk, moved onto each other's ground."""
    _, claims = read_table(f"""
        a | 2031-03-03T08:00 | Post | killed | 2 | Sloviansk | police | today, weapon=missile
        b | 2031-03-03T10:00 | News | killed | 5 | Uman | police | today, weapon=missile
        b | | | {"killed | 4 | Sloviansk | police | today" if both else "hit | - | Uman | | today, object=flats"}
    """)
    there = {"Uman": replace(CITY, name="Uman"), "Sloviansk": replace(QUARTER, name="Sloviansk")}
    moved = [replace(c, place=there[c.place.name]) for c in claims if c.place is not None]
    found = find_scopes(moved)
    assert {found.places[at].name for c in moved if (at := found.of(c)) is not None} == scopes
