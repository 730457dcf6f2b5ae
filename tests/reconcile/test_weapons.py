"""Launched, intercepted, lost: by class of weapon and scope."""

from __future__ import annotations

from telling import read_table

from tocsin.reconcile import reconcile


def test_21_of_23_leaves_2() -> None:
    (incident,) = reconcile(
        *read_table("""
        r1 | 2023-04-28 | Post | intercepted | 21/23 | Ukraine | commander Valerii Zaluzhnyi | weapon=cruise-missile
    """)
    )
    (count,) = incident.weapons
    assert (count.weapon, count.launched, count.intercepted, count.left) == (("cruise-missile",), 23, 21, 2)


def test_a_towns_count_lies_within_the_countrys() -> None:
    (incident,) = reconcile(
        *read_table("""
        r1 | 2023-04-28 | Post | intercepted | 21/23 | Ukraine | commander Valerii Zaluzhnyi | weapon=cruise-missile
        r1 |            |      | intercepted | 11    | Kyiv    | governor Serhii Popko       | weapon=cruise-missile
        r1 |            |      | intercepted | 2     | Kyiv    | governor Serhii Popko       | weapon=drone
    """)
    )
    assert [(c.weapon[0], c.place.name if c.place else "", c.intercepted, c.within) for c in incident.weapons] == [
        ("cruise-missile", "Ukraine", 21, None),
        ("cruise-missile", "Kyiv", 11, 0),
        ("drone", "Kyiv", 2, None),
    ]
    assert incident.conflicts == ()


def test_missiles_are_the_cruise_missiles_that_others_count() -> None:
    (incident,) = reconcile(
        *read_table("""
        r1 | 2023-04-28 | Post | intercepted | 21/23 | Ukraine | commander Valerii Zaluzhnyi | weapon=cruise-missile
        r2 | 2023-04-28 | News | intercepted | 21/23 | Ukraine | presidential office         | weapon=missile
    """)
    )
    (count,) = incident.weapons
    assert count.weapon == ("cruise-missile",)
    assert len(count.claims) == 2


def test_counts_on_another_base_are_named() -> None:
    (incident,) = reconcile(
        *read_table("""
        r1 | 2023-04-28 | Post | intercepted | 21 | Ukraine | commander Valerii Zaluzhnyi | weapon=missile
        r1 |            |      | intercepted | 2  | Ukraine | commander Valerii Zaluzhnyi | weapon=drone
        r2 | 2023-04-28 | News | intercepted | 23 | Ukraine | air force                   | weapon=missile
    """)
    )
    (conflict,) = incident.conflicts
    assert conflict.what == (
        "missiles intercepted in Ukraine: Valerii Zaluzhnyi 21; air force 23 "
        "(another base: 23 = 21 missiles + 2 drones)"
    )


def test_a_vague_count_is_no_count() -> None:
    (incident,) = reconcile(
        *read_table("""
        r1 | 2023-04-28 | Post | launched | - | Ukraine | air force | weapon=missile
        r1 |            |      | attack   | - | Ukraine |           | weapon=missile
    """)
    )
    assert incident.weapons == ()


def test_a_wider_class_with_the_same_numbers_is_the_same_count() -> None:
    (incident,) = reconcile(
        *read_table("""
        r1 | 2023-04-28 | Post | intercepted | 21/23 | Ukraine | commander Valerii Zaluzhnyi | weapon=cruise-missile
        r2 | 2023-04-28 | News | intercepted | 21/23 | Ukraine | commander Valerii Zaluzhnyi | weapon=missile
        r2 |            |      | launched    | >=20  | Ukraine |                             | weapon=missile
    """)
    )
    (count,) = incident.weapons
    assert (count.weapon, count.launched, count.intercepted, count.left) == (("cruise-missile",), 23, 21, 2)
    assert len(count.claims) == 3
    assert "What became of 2 of 23 cruise missiles is not counted." in incident.unknown


def test_a_wider_class_with_other_numbers_stands_by_itself() -> None:
    (incident,) = reconcile(
        *read_table("""
        r1 | 2023-04-28 | Post | intercepted | 21/23 | Ukraine | commander Valerii Zaluzhnyi | weapon=cruise-missile
        r1 |            |      | intercepted | 25/28 | Ukraine | commander Valerii Zaluzhnyi | weapon=missile
    """)
    )
    assert {w.weapon: w.launched for w in incident.weapons} == {("cruise-missile",): 23, ("missile",): 28}


def test_missiles_only_and_missiles_with_drones_are_two_counts_and_no_conflict() -> None:
    (incident,) = reconcile(
        *read_table("""
        r1 | 2023-04-28 | Post | intercepted | 21/23 | Ukraine | commander Valerii Zaluzhnyi | weapon=cruise-missile
        r2 | 2023-04-28 | News | intercepted | 23/25 | Ukraine | air force | weapon=cruise-missile+drone
    """)
    )
    assert [(c.weapon, c.launched, c.intercepted, c.within) for c in incident.weapons] == [
        (("cruise-missile",), 23, 21, None),
        (("cruise-missile", "drone"), 25, 23, None),
    ]
    assert incident.conflicts == ()


def test_a_part_of_the_weapons_cannot_be_more_than_the_whole() -> None:
    (incident,) = reconcile(
        *read_table("""
        r1 | 2023-04-28 | Post | intercepted | 25 | Ukraine | commander Valerii Zaluzhnyi | weapon=cruise-missile
        r2 | 2023-04-28 | News | intercepted | 23 | Ukraine | air force | weapon=cruise-missile+drone
    """)
    )
    assert [c.what for c in incident.conflicts] == [
        "intercepted: 25 cruise missiles in Ukraine (Valerii Zaluzhnyi) cannot be among "
        "23 cruise missiles and drones in Ukraine (air force)"
    ]


def test_a_town_cannot_have_shot_down_more_than_its_country() -> None:
    story = """
        r1 | 2023-04-28 | Post | intercepted | {} | Ukraine | commander Valerii Zaluzhnyi | weapon=cruise-missile
        r1 |            |      | intercepted | 25 | Kyiv    | governor Serhii Popko       | weapon=cruise-missile
    """
    (incident,) = reconcile(*read_table(story.format("21")))
    assert [c.what for c in incident.conflicts] == [
        "intercepted: 25 cruise missiles in Kyiv (Serhii Popko) cannot be among "
        "21 cruise missiles in Ukraine (Valerii Zaluzhnyi)"
    ]
    assert [c.within for c in incident.weapons] == [None, None]
    (incident,) = reconcile(*read_table(story.format(">=21")))
    assert incident.conflicts == (), "at least 21 allows 25"


def test_a_military_counts_its_weapons_nearer_than_a_governor() -> None:
    (incident,) = reconcile(
        *read_table("""
        r1 | 2023-04-28 | Post | intercepted | 21/23 | Ukraine | air force            | weapon=cruise-missile
        r1 |            |      | intercepted | 1     | Ukraine | governor Ihor Taburets | weapon=cruise-missile
    """)
    )
    (count,) = incident.weapons
    assert (count.launched, count.intercepted, count.left) == (23, 21, 2)
    assert incident.conflicts == (), "one is some of the 21"
