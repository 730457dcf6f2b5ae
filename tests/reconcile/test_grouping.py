"""Same attack or not: stories of reports that belong together and of reports that only look it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from telling import read_table, together

from tocsin.reconcile import find_incident, id_of_anchor, reconcile
from tocsin.reconcile.digest import Digest, digest
from tocsin.reconcile.features import (
    UNNAMED,
    Pair,
    hours_apart,
    other_weapons,
    places_apart,
    shared_figures,
    toll_starts_again,
)
from tocsin.reconcile.waves import profile_of
from tocsin.record import Judgement, Report

ONE_NIGHT = """
    city    | 2023-04-28T08:00 | Babel | killed      | 3    | Uman    | governor Ihor Taburets | today
    city | | | hit | - | Uman | governor Ihor Taburets | object=flats, today
    city2   | 2023-04-28T11:00 | Post  | killed      | 10   | Uman    | interior minister Ihor Klymenko | today
    dnipro  | 2023-04-28T09:00 | Dnipro Today | killed | 2  | Dnipro  | mayor Borys Filatov | today
    list | 2023-04-28T08:30 | Wire | intercepted | 21/23 | Ukraine | air force | weapon=cruise-missile, today
    all     | 2023-04-28T12:00 | World | killed      | >=12 | Ukraine | officials | today
    all     |                  |       | killed      | 10   | Uman    | interior minister Ihor Klymenko | today
    all     |                  |       | hit         | -    | Dnipro  | mayor Borys Filatov | today
    all | | | intercepted | 21/23 | Ukraine | commander Valerii Zaluzhnyi | weapon=cruise-missile, today
"""


def test_one_night_over_several_towns_is_one_incident_with_a_toll_for_each() -> None:
    incidents = reconcile(*read_table(ONE_NIGHT))
    assert together([i for i in incidents if i.part_of is None]) == {
        frozenset({"city", "city2", "dnipro", "list", "all"})
    }
    assert {(t.place.name if t.place else "", t.best) for t in incidents[0].tolls if t.kind == "killed"} == {
        ("Uman", 10), ("Dnipro", 2), ("Ukraine", 12),
    }  # fmt: skip


def test_the_same_city_two_days_apart_is_two_attacks() -> None:
    incidents = reconcile(
        *read_table("""
        a1 | 2023-05-01T09:00 | Post | killed | 2 | Kramatorsk | mayor Oleksandr Honcharenko | today, weapon=missile
        a2 | 2023-05-01T12:00 | News | killed | 3 | Kramatorsk | mayor Oleksandr Honcharenko | today, weapon=missile
        a1 |                  |      | hit    | - | Kramatorsk | | today, object=house
        a2 |                  |      | hit    | - | Kramatorsk | | today, object=house
        b1 | 2023-05-03T09:00 | Post | killed | 2 | Kramatorsk | mayor Oleksandr Honcharenko | today, weapon=missile
        b1 |                  |      | hit    | - | Kramatorsk | | today, object=house
    """)
    )
    assert together(incidents) == {frozenset({"a1", "a2"}), frozenset({"b1"})}


def test_the_same_night_in_neighbouring_towns_is_two_attacks() -> None:
    incidents = reconcile(
        *read_table("""
        k1 | 2023-05-01T09:00 | Post | hit    | - | Kramatorsk | mayor Oleksandr Honcharenko | today, weapon=missile
        k1 |                  |      | killed | 2 | Kramatorsk | mayor Oleksandr Honcharenko
        k2 | 2023-05-01T11:00 | News | killed | 2 | Kramatorsk | police | today
        s1 | 2023-05-01T09:30 | Post | hit    | - | Sloviansk  | mayor Vadym Liakh | today, weapon=missile
        s1 |                  |      | killed | 1 | Sloviansk  | mayor Vadym Liakh
    """)
    )
    assert together(incidents) == {frozenset({"k1", "k2"}), frozenset({"s1"})}


def test_an_anniversary_is_not_a_new_attack() -> None:
    """Told on the day of a new attack on the same town, it goes to the old one or stands alone."""
    incidents = reconcile(
        *read_table("""
        old  | 2023-04-28T09:00 | Post | killed | 23 | Uman | interior minister Ihor Klymenko | today
        old  |                  |      | hit    | -  | Uman | | today, object=flats
        year | 2024-04-28T09:00 | Post | killed | 23 | Uman | | time=2023-04-28
        year |                  |      | hit    | -  | Uman | | time=2023-04-28, object=flats
        new  | 2024-04-28T10:00 | News | killed | 1  | Uman | mayor Iryna Pletniova | today
        new  |                  |      | hit    | -  | Uman | | today, object=shop
    """)
    )
    assert together(incidents) == {frozenset({"old", "year"}), frozenset({"new"})}


def test_a_late_inquiry_is_joined_to_the_only_attack_known_there() -> None:
    incidents = reconcile(
        *read_table("""
        first | 2023-10-05T17:00 | Post | killed | 51 | Uman | governor Oleh Syniehubov | today
        first |                  |      | hit    | -  | Uman | | today, object=cafe
        un    | 2023-11-08       | World | killed | 59 | Uman | UN human rights office
    """)
    )
    assert together(incidents) == {frozenset({"first", "un"})}


def test_a_copy_counts_as_one_source() -> None:
    reports, claims = read_table("""
        r1 | 2023-04-28T09:00 | Wire  | killed | 3 | Uman | governor Ihor Taburets | today
        r1 |                  |       | hit    | - | Uman | governor Ihor Taburets | object=flats, today
        r2 | 2023-04-28T10:00 | Paper | killed | 3 | Uman | governor Ihor Taburets | today
        r2 |                  |       | hit    | - | Uman | governor Ihor Taburets | object=flats, today
    """)
    (incident,) = reconcile(reports, claims)
    (killed,) = [t for t in incident.tolls if t.kind == "killed"]
    assert [p.why for p in killed.series] == [None, "a copy of r1"]
    assert incident.grade == "weak"


def test_every_join_says_why() -> None:
    incident, *_ = reconcile(*read_table(ONE_NIGHT))
    assert len(incident.decisions) == len(incident.reports) - 1
    assert all(d.same and d.features for d in incident.decisions)
    assert any("both tell of one town" in feature for d in incident.decisions for feature in d.features)


def test_a_reports_text_alone_can_join_it() -> None:
    reports, claims = read_table(
        "r1 | 2023-04-28T09:00 | Wire | killed | 3 | Uman | governor Ihor Taburets | time=2023-04-28"
    )
    reports += read_table("r2 | 2023-04-28T10:00 | Paper | | | | Taburets on Uman |")[0]
    (incident,) = reconcile(reports, claims)
    assert incident.reports == ("r1", "r2")


def test_a_person_outranks_the_score() -> None:
    rows = read_table(ONE_NIGHT)
    apart = Judgement.make("not_same", "city", "city2", by="desk", made_at="2023-05-01T00:00:00Z")
    incidents = reconcile(*rows, judgements=[apart])
    assert not any({"city", "city2"} <= set(i.reports) for i in incidents)
    back = Judgement.make("unsure", "city", "city2", by="desk", made_at="2023-05-02T00:00:00Z")
    assert reconcile(*rows, judgements=[apart, back]) == reconcile(*rows)


def test_a_rejected_claim_is_left_out() -> None:
    reports, claims = read_table("""
        r1 | 2023-04-28 | Post | killed | 23  | Uman | interior minister Ihor Klymenko
        r1 |            |      | killed | 230 | Uman | interior minister Ihor Klymenko
    """)
    no = Judgement.make("rejected", claims[1].id, by="desk", made_at="2023-05-01T00:00:00Z")
    (incident,) = reconcile(reports, claims, judgements=[no])
    assert [t.best for t in incident.tolls] == [23]


def test_an_id_is_kept_when_later_reports_come_and_old_ids_lead_on() -> None:
    reports, claims = read_table(ONE_NIGHT)
    first = reconcile([r for r in reports if r.id == "city"], claims)
    later = reconcile(reports, claims)
    assert first[0].id == later[0].id == id_of_anchor("city")
    assert find_incident(id_of_anchor("all"), later) == later[0]
    assert find_incident("i-0", later) is None


def test_a_report_without_an_attack_makes_no_incident() -> None:
    assert reconcile(*read_table("r1 | 2023-04-28 | Post | statement | - | Uman | mayor Iryna Pletniova")) == []


def test_a_late_report_without_a_place_joins_the_only_attack_with_as_many_dead() -> None:
    story = """
        r1 | 2024-03-24T10:00 | Post | attack |     | Uman | police | time=2024-03-22
        r1 |                  |      | killed | 143 | Uman | police
    """
    late = "r9 | 2024-03-30T06:00 | Line | killed | 144 | | emergency service"
    (incident,) = reconcile(*read_table(story + late))
    assert incident.reports == ("r1", "r9")
    other = """
        r2 | 2024-03-25T10:00 | News | attack |     | Kyiv | police | time=2024-03-24
        r2 |                  |      | killed | 140 | Kyiv | police
    """
    assert len(reconcile(*read_table(story + other + late))) == 3
    fewer = "r9 | 2024-03-30T06:00 | Line | killed | 90 | | emergency service"
    assert len(reconcile(*read_table(story + fewer))) == 2


@pytest.mark.parametrize(
    ("evening", "apart"),
    [
        pytest.param("time=2023-05-01T18:00+03:00", True, id="ten hours after the publication of the other"),
        pytest.param("time=2023-05-01T09:00+03:00", False, id="before the other was published, two hours after it"),
        pytest.param("today", False, id="some time on that day"),
    ],
)
def test_hours_that_are_far_apart_speak_against_one_attack(evening: str, apart: bool) -> None:
    reports, claims = read_table(
        f"""
        m | 2023-05-01T08:00 | Post | hit | - | Kramatorsk | | time=2023-05-01T07:00+03:00
        e | 2023-05-01T20:00 | Post | hit | - | Kramatorsk | | {evening}
        """
    )
    one, other = (digest(r, [c for c in claims if c.report == r.id]) for r in reports)
    assert hours_apart(Pair(one, other)) == hours_apart(Pair(other, one)) == float(apart)


def test_a_clock_in_another_zone_is_no_other_hour() -> None:
    reports, claims = read_table(
        """
        m | 2023-05-01T16:00Z | Post | hit | - | Kramatorsk | | time=2023-05-01T18:00+03:00
        e | 2023-05-01T20:00  | Post | hit | - | Kramatorsk | | time=2023-05-01T18:30+03:00
        """
    )
    one, other = (digest(r, [c for c in claims if c.report == r.id]) for r in reports)
    assert (one.told, other.told) == (other.told and other.told - 1, one.told and one.told + 1)
    assert hours_apart(Pair(one, other)) == 0.0


def test_a_report_without_a_place_meets_the_others_by_its_figures_and_day() -> None:
    incidents = reconcile(
        *read_table("""
        a | 2023-06-28T09:00 | Post | killed  | 10   | Kramatorsk | emergency service | time=2023-06-27, weapon=missile
        a |                  |      | injured | >=61 | Kramatorsk | police            | time=2023-06-27
        b | 2023-06-28T10:00 | Wire | killed  | 10   |            | Veronika Bakhal   | time=2023-06-27, weapon=missile
        b |                  |      | injured | >=61 |            | police            | time=2023-06-27
    """)
    )
    assert together(incidents) == {frozenset({"a", "b"})}


@pytest.mark.parametrize(
    ("more", "wave"),
    [
        pytest.param("", False, id="two towns alone"),
        pytest.param("w | | | hit | - | Dnipro | | today, weapon=missile", True, id="a third"),
        pytest.param("w | | | launched | 23 | Ukraine | | today, weapon=missile", True, id="how many were launched"),
    ],
)
def test_what_a_report_must_tell_of_to_join_towns_into_a_wave(more: str, wave: bool) -> None:
    (report,), claims = read_table(
        f"""
        w | 2023-05-01T10:00 | World | hit | - | Kramatorsk | | today, weapon=missile
        w |                  |       | hit | - | Sloviansk  | | today, weapon=missile
        {more}
        """
    )
    profile = profile_of([digest(report, claims)])
    assert profile is not None
    assert bool(profile.named["t:slov"]) == wave


NEIGHBOURS = """
    k1 | 2023-05-01T09:00 | Post | killed | 4 | Kramatorsk | mayor Oleksandr Honcharenko | today, weapon=missile
    k1 |                  |      | hit    | - | Kramatorsk | | today, object=works, weapon=missile
    s1 | 2023-05-01T09:30 | News | attack | - | Kramatorsk | | today, weapon=missile
    s1 |                  |      | killed | 2 | Sloviansk  | mayor Vadym Liakh | today, weapon=drone
    s2 | 2023-05-01T11:00 | Radio | killed | 2 | Sloviansk | police | today, weapon=drone
"""


def test_of_two_towns_a_report_tells_of_the_one_that_it_counts_people_in() -> None:
    """An hour after the missiles on Kramatorsk, a drone at Sloviansk killed two: that is Sloviansk's report."""
    reports, claims = read_table(NEIGHBOURS)
    told = [digest(r, [c for c in claims if c.report == r.id]) for r in reports]
    assert [[t.name for t in d.towns] for d in told] == [["Kramatorsk"], ["Sloviansk"], ["Sloviansk"]]
    assert together(reconcile(reports, claims)) == {frozenset({"k1"}), frozenset({"s1", "s2"})}


def test_a_report_that_counts_for_the_country_tells_of_both_its_towns() -> None:
    reports, claims = read_table("all | 2023-05-01 | Post | killed | 6 | Ukraine | police | today\n" + NEIGHBOURS)
    more = [replace(c, report="all") for c in claims if c.report in ("s1", "all")]
    assert [t.name for t in digest(reports[0], more).towns] == ["Kramatorsk", "Sloviansk"]


@pytest.mark.parametrize(("named", "wave"), [("Sloviansk and Uman", True), ("Uman", False)])
def test_a_report_that_names_the_towns_of_two_other_groups_of_its_night_makes_a_wave(named: str, wave: bool) -> None:
    reports, claims = read_table("""
        k | 2023-05-01T09:00 | Post | killed | 1 | Kramatorsk | police | today, weapon=missile
        s | 2023-05-01T09:30 | News | killed | 2 | Sloviansk  | mayor Vadym Liakh | today, weapon=drone
        u | 2023-05-01T11:00 | Radio | killed | 5 | Uman | governor Ihor Taburets | today, weapon=rocket
    """)
    reports[0] = replace(reports[0], text=f"{reports[0].text}\nNo night like it in {named} for years.")
    found = together([i for i in reconcile(reports, claims) if i.part_of is None])
    assert (frozenset("s") not in found) is wave


@pytest.mark.parametrize(
    ("text", "days"), [("Monday's raid", {0}), ("On Sunday and Monday", {-1, 0}), ("The sun", set())]
)
def test_weekdays_in_the_words_of_a_report_that_states_no_day(text: str, days: set[int]) -> None:
    told = digest(Report.make(text, id="r", published="2023-05-01T20:00"), ())  # a Monday
    assert {day - told.published for day in told.named_days} == days


def test_a_report_of_no_town_is_further_from_one_whose_town_it_does_not_name() -> None:
    (uman,), claims = read_table("u | 2023-05-01T09:00 | Post | killed | 2 | Uman | police | today")
    there = digest(uman, claims)
    named, silent = (
        digest(Report.make(text, id="r", published="2023-05-01T20:00"), ())
        for text in ("Father Hryhorii of Uman is dead.", "Father Hryhorii is dead.")
    )
    assert places_apart(Pair(there, named)) == 0
    assert places_apart(Pair(there, silent)) == UNNAMED


def test_the_bombs_of_an_air_raid_are_no_other_weapon() -> None:
    def told(weapon: str) -> Digest:
        (report,), claims = read_table(f"r | 2023-05-01 | Post | hit | - | Uman | police | today, weapon={weapon}")
        return digest(report, claims)

    assert other_weapons(Pair(told("aircraft"), told("bomb"))) == 0
    assert other_weapons(Pair(told("aircraft"), told("drone"))) == 1


def test_fewer_dead_hours_later_speak_for_another_attack() -> None:
    def told(hour: str, dead: int) -> Digest:
        (report,), claims = read_table(
            f"r{hour} | 2023-05-01T{hour}:00 | Post | killed | {dead} | Uman | police | today"
        )
        return digest(report, claims)

    morning, evening = told("09", 7), told("21", 3)
    assert toll_starts_again(Pair(morning, evening)) == toll_starts_again(Pair(evening, morning)) == 1
    assert toll_starts_again(Pair(told("09", 3), told("21", 7))) == 0


def test_shared_figures_come_to_the_same_in_any_order() -> None:
    """Added up as fractions, 0.3, 0.6 and 1.0 give another last digit in one order than in the other."""
    table = "\n".join(
        f"{report} | 2023-05-01 | Post | {kind} | {number} | Uman | police | today"
        for report in ("a", "b")
        for kind, number in (("injured", 20), ("missing", 5), ("killed", 2))
    )
    reports, claims = read_table(table)
    one, other = (digest(r, [c for c in claims if c.report == r.id]) for r in reports)
    assert shared_figures(Pair(one, other)) == 1.9
