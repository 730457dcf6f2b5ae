"""The grade of an incident: contested only where somebody contests."""

from __future__ import annotations

from telling import read_table

from tocsin.reconcile import reconcile

TOLD = """
    r1 | 2023-06-29 | Post   | attack |    | Kramatorsk |                   | actor=russia, weapon=missile
    r1 |            |        | killed | 12 | Kramatorsk | emergency service
    r2 | 2023-06-29 | Line   | killed | 12 | Kramatorsk | police            | weapon=missile
    r3 | 2023-06-29 | Pravda | killed | 12 | Kramatorsk | governor Pavlo Kyrylenko | weapon=missile
"""


def grade_of(more: str) -> str | None:
    (incident,) = reconcile(*read_table(TOLD + more))
    return incident.grade


def test_three_sources_that_agree_are_not_contested() -> None:
    assert grade_of("") == "confirmed"


def test_the_name_of_the_country_that_was_hit_is_no_second_attacker() -> None:
    words = "r3 |  |  | attack |  | Kramatorsk | governor Pavlo Kyrylenko | actor=ukraine"
    assert grade_of(words) == "confirmed"


def test_where_the_other_side_aimed_is_no_opposed_claim() -> None:
    assert grade_of("r4 | 2023-06-29 | Tass | statement | | Kramatorsk | Russian Defence Ministry") == "confirmed"


def test_the_other_side_blames_the_country_that_was_hit() -> None:
    words = "r3 |  |  | attack |  | Kramatorsk | Russian Defence Ministry | actor=ukraine"
    assert grade_of(words) == "contested"


def test_the_other_side_gives_another_toll() -> None:
    assert grade_of("r3 |  |  | killed | 72 | Kramatorsk | Russian Defence Ministry") == "contested"
    assert grade_of("r3 |  |  | killed | 12 | Kramatorsk | Russian Defence Ministry") == "confirmed"
