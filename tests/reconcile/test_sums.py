"""Sums that close or do not."""

from __future__ import annotations

from telling import range_of, read_table, toll

from tocsin.reconcile import reconcile


def test_towns_add_up_to_their_country() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28T12:00 | Post | killed | >=12 | Ukraine | Ukrainian authorities
        r1 |                  |      | killed | 10   | Uman    | interior minister Ihor Klymenko
        r1 |                  |      | killed | 2    | Dnipro  | mayor Borys Filatov
    """)
    )
    (total,) = toll(incidents, "killed", "Ukraine").sums
    assert total.text == "10 in Uman + 2 in Dnipro = 12, at least 12 said in Ukraine"
    assert (total.total, total.added, total.left, total.closes) == (12, 12, 0, True)


def test_towns_that_are_less_than_their_country_leave_some_over() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28T12:00 | Post | killed | 15 | Ukraine | Ukrainian authorities
        r1 |                  |      | killed | 10 | Uman    | interior minister Ihor Klymenko
        r1 |                  |      | killed | 2  | Dnipro  | mayor Borys Filatov
    """)
    )
    (total,) = toll(incidents, "killed", "Ukraine").sums
    assert (total.left, total.closes) == (3, False)
    assert total.text.endswith("15 said in Ukraine: 3 not placed")


def test_a_country_is_not_less_than_its_towns() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28T12:00 | Post | killed | >=12 | Ukraine | Ukrainian authorities
        r1 |                  |      | killed | 10   | Uman    | interior minister Ihor Klymenko
        r1 |                  |      | killed | 2    | Dnipro  | mayor Borys Filatov
        r2 | 2023-04-28T19:00 | Post | killed | 23   | Uman    | interior minister Ihor Klymenko
    """)
    )
    found = toll(incidents, "killed", "Ukraine")
    assert range_of(found) == (25, 25, None)
    assert "its towns add up to more: 23 in Uman + 2 in Dnipro = 25" in found.rule


def test_women_men_and_a_boy_are_all() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-11-08 | Post | killed | 59         | Uman | UN human rights office
        r1 |            |      | killed | 36 women   | Uman | UN human rights office
        r1 |            |      | killed | 22 men     | Uman | UN human rights office
        r1 |            |      | killed | 1 children | Uman | UN human rights office
    """)
    )
    (total,) = toll(incidents, "killed", "Uman").sums
    assert total.text == "36 women + 22 men + 1 children = 59, 59 said in all"
    assert total.closes


def test_a_mother_and_a_child_are_two_where_nobody_gives_a_total() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28 | Post | killed | 1 women    | Dnipro | mayor Borys Filatov
        r1 |            |      | killed | 1 children | Dnipro | mayor Borys Filatov
    """)
    )
    found = toll(incidents, "killed", "Dnipro")
    assert range_of(found) == (2, 2, 2)
    assert found.rule == "nobody gives a total; one report's parts: 1 women + 1 children"
