"""Same attack or not: stories of reports that belong together and of reports that only look it."""

from __future__ import annotations

from telling import read_table, together

from tocsin.reconcile import explain, find_incident, id_of_anchor, reconcile
from tocsin.record import Judgement

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
    assert together(incidents) == {frozenset({"city", "city2", "dnipro", "list", "all"})}
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
    (incident,) = reconcile(*read_table(ONE_NIGHT))
    assert len(incident.decisions) == len(incident.reports) - 1
    assert all(d.same and d.features for d in incident.decisions)
    assert any("both tell of one town" in line for line in explain(incident))


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
