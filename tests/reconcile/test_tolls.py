"""Tolls as they rise and fall: each test is a small story told as a table."""

from __future__ import annotations

from telling import range_of, read_table, toll

from tocsin.reconcile import reconcile


def test_the_last_official_word_stands() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28T07:20 | Babel   | killed | 3  | Uman | governor Ihor Taburets
        r2 | 2023-04-28T10:20 | Babel   | killed | 10 | Uman | interior minister Ihor Klymenko
        r3 | 2023-04-28T19:10 | Herald  | killed | 23 | Uman | interior minister Ihor Klymenko
    """)
    )
    assert range_of(toll(incidents, "killed", "Uman")) == (23, 23, 23)


def test_a_stale_repeat_does_not_move_the_toll() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28T10:20 | Babel   | killed | 10 | Uman | interior minister Ihor Klymenko
        r2 | 2023-04-28T19:10 | Herald  | killed | 23 | Uman | interior minister Ihor Klymenko
        r3 | 2023-04-29T09:00 | Courier | killed | 10 | Uman | interior ministry, as it said on Friday
    """)
    )
    found = toll(incidents, "killed", "Uman")
    assert found.best == 23
    assert [p.why for p in found.series if p.report == "r3"] == ["an older figure repeated"]


def test_a_toll_goes_down_when_its_speaker_lowers_it() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-10-05T16:00 | Post | killed | 103 | Uman | police chief Serhii Bolvinov
        r2 | 2023-10-06T16:00 | Post | killed | 95  | Uman | police chief Serhii Bolvinov
        r3 | 2023-10-07T16:00 | Post | killed | 84  | Uman | police chief Serhii Bolvinov
    """)
    )
    assert toll(incidents, "killed", "Uman").best == 84


def test_a_toll_goes_down_when_two_others_agree_on_less() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2024-03-23T16:00 | Post | killed | 143 | Uman | police
        r2 | 2024-03-24T01:00 | News | killed | 133 | Uman | governor Andrei Vorobyov
        r3 | 2024-03-24T09:00 | Line | killed | 133 | Uman | emergency service
    """)
    )
    assert toll(incidents, "killed", "Uman").best == 133


def test_one_lagging_lower_figure_is_a_conflict_not_a_revision() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-06-28T16:00 | Post | killed | 12 | Kramatorsk | emergency service
        r2 | 2023-06-29T09:00 | News | killed | 11 | Kramatorsk | governor Pavlo Kyrylenko
    """)
    )
    found = toll(incidents, "killed", "Kramatorsk")
    assert range_of(found) == (11, 12, 12)
    assert [c.what for c in found.conflicts] == ["Pavlo Kyrylenko says 11 killed, emergency service says 12"]


def test_a_word_that_revises_lowers_the_toll() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-06-28T16:00 | Post | killed | 34 | Kramatorsk | emergency service
        r2 | 2023-06-29T09:00 | News | killed | 33 | Kramatorsk | governor Pavlo Kyrylenko | stance=revises
    """)
    )
    assert toll(incidents, "killed", "Kramatorsk").best == 33


def test_at_least_is_a_bound() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-10-06 | Post | killed | >=52 | Uman | governor Oleh Syniehubov
    """)
    )
    assert range_of(toll(incidents, "killed", "Uman")) == (52, 52, None)


def test_outlets_count_only_where_no_official_does() -> None:
    outlets_only = reconcile(*read_table("r1 | 2023-04-28 | NPR | killed | 24 | Uman |"))
    assert toll(outlets_only, "killed", "Uman").best == 24
    with_official = reconcile(
        *read_table("""
        r1 | 2023-04-28 | NPR  | killed | 24 | Uman |
        r2 | 2023-04-28 | Post | killed | 23 | Uman | interior minister Ihor Klymenko
    """)
    )
    assert range_of(toll(with_official, "killed", "Uman")) == (23, 23, 24)


def test_an_outlets_higher_figure_of_a_later_day_counts_unless_it_is_an_old_one() -> None:
    story = """
        r1 | 2023-04-10T13:00 | Wire | killed | 14 | Uman | emergency service
        r2 | 2023-04-11T08:00 | World | killed | 18 | Uman | | time=2023-04-10
    """
    assert range_of(toll(reconcile(*read_table(story)), "killed", "Uman")) == (18, 18, 18)
    older = "r0 | 2023-04-10T09:00 | Blog | killed | 18 | Uman |\n" + story
    assert toll(reconcile(*read_table(older)), "killed", "Uman").best == 14


def test_subsets_new_cases_and_background_are_shown_and_not_counted() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28T12:00 | Post | killed | 16         | Uman | interior minister Ihor Klymenko
        r1 |                  |      | killed | 3 children | Uman | governor Ihor Taburets
        r1 |                  |      | killed | +2         | Uman | emergency service
        r1 |                  |      | killed | 471        | Uman | | status=background
        r1 |                  |      | killed | 40         | Uman | | status=other
        r1 |                  |      | killed | 11         | Uman | | status=stale
    """)
    )
    found = toll(incidents, "killed", "Uman")
    assert range_of(found) == (16, 16, 16)
    assert {p.value: p.why for p in found.series} == {
        16: None,
        3: "a subset",
        2: "new cases, not the running total",
        471: "background",
        40: "of another event",
        11: "an older toll repeated",
    }


def test_the_other_side_is_kept_apart() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-06-29 | Post   | attack |    | Kramatorsk |                          | actor=russia
        r1 |            |        | killed | 12 | Kramatorsk | emergency service
        r2 | 2023-06-29 | Pravda | killed | 72 | Kramatorsk | Russian Defence Ministry
    """)
    )
    found = toll(incidents, "killed", "Kramatorsk")
    assert range_of(found) == (12, 12, 12)
    assert [p.why for p in found.series if p.value == 72] == ["the other side's claim"]
    assert (
        found.conflicts[0].what == "Russian Defence Ministry says 72 killed (the other side), emergency service says 12"
    )


def test_a_street_is_counted_with_its_town() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28T10:00 | Post | killed | 10 | Komarova Street | interior minister Ihor Klymenko
        r2 | 2023-04-28T12:00 | Post | killed | 16 | Uman            | interior minister Ihor Klymenko
    """)
    )
    assert [(t.place.name if t.place else "", t.best) for i in incidents for t in i.tolls] == [("Uman", 16)]


def test_within_a_day_tolls_without_an_hour_go_up() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28 | Post | killed | 16 | Uman | interior minister Ihor Klymenko
        r2 | 2023-04-28 | News | killed | 10 | Uman | interior minister Ihor Klymenko
        r3 | 2023-04-28 | Line | killed | 20 | Uman | interior minister Ihor Klymenko
    """)
    )
    assert toll(incidents, "killed", "Uman").best == 20


def test_an_hour_in_the_words_dates_a_figure() -> None:
    """A rolling page of one morning; its last line of text is not its last word."""
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28T11:00 | Babel | killed | 10 | Uman | interior minister Ihor Klymenko | time=2023-04-28T10:10
        r1 |                  |       | killed | 3  | Uman | governor Ihor Taburets           | time=2023-04-28T07:17
    """)
    )
    found = toll(incidents, "killed", "Uman")
    assert [(p.as_of, p.value) for p in found.series] == [("2023-04-28T07:17", 3), ("2023-04-28T10:10", 10)]
    assert found.best == 10


def test_the_rule_is_in_plain_words() -> None:
    incidents = reconcile(*read_table("r1 | 2023-04-28 | Post | killed | >=12 | Uman | governor Ihor Taburets"))
    assert toll(incidents, "killed", "Uman").rule == (
        "the last figure of those who count (Ihor Taburets), first said 28 Apr; "
        'said as "at least", so that no most is known'
    )


def test_an_older_figure_of_the_same_speaker_in_a_later_report_is_a_repeat() -> None:
    """An outlet that prints at 17:10 what the minister said at 11:00 does not take his 20 back."""
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28T11:00 | Babel   | killed | 10 | Uman | interior minister Ihor Klymenko
        r2 | 2023-04-28T16:45 | Line    | killed | 20 | Uman | interior ministry
        r3 | 2023-04-28T17:10 | Courier | killed | 10 | Uman | interior minister Klymenko
        r4 | 2023-04-28T21:05 | Line    | killed | 23 | Uman | interior ministry
    """)
    )
    found = toll(incidents, "killed", "Uman")
    assert [(p.value, p.why) for p in found.series] == [
        (10, None),
        (20, None),
        (10, "an older figure repeated"),
        (23, None),
    ]


def test_a_figure_that_was_lowered_is_not_raised_by_its_repeat() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-10-05T16:00 | Post | killed | 103 | Uman | police chief Serhii Bolvinov
        r2 | 2023-10-06T16:00 | Post | killed | 95  | Uman | police chief Serhii Bolvinov
        r3 | 2023-10-07T16:00 | Late | killed | 103 | Uman | police chief Serhii Bolvinov
    """)
    )
    found = toll(incidents, "killed", "Uman")
    assert found.best == 95
    assert [p.counted for p in found.series] == [True, True, False]


def test_one_person_told_of_apart_does_not_lower_a_toll() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-24T21:00 | Wire  | attack |   | Uman |        | time=2023-04-24, weapon=missile
        r1 |                  |       | killed | 2 | Uman | police
        r2 | 2023-04-25T09:20 | Times | attack |   | Uman |        | time=2023-04-24, weapon=missile
        r2 |                  |       | killed | 1 | Uman | police
    """)
    )
    assert toll(incidents, "killed", "Uman").best == 2


def test_a_minister_and_his_ministry_are_not_two_who_agree_on_less() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-06-28T16:00 | Post | killed | 12 | Kramatorsk | emergency service
        r2 | 2023-06-29T09:00 | News | killed | 11 | Kramatorsk | interior minister Ihor Klymenko
        r3 | 2023-06-29T10:00 | Line | killed | 11 | Kramatorsk | interior ministry
    """)
    )
    assert toll(incidents, "killed", "Kramatorsk").best == 12


def test_the_country_is_the_sum_of_its_towns_only_where_nobody_counts_it_later() -> None:
    towns = """
        r1 | 2023-04-28T10:00 | Post | killed | >=12 | Ukraine |
        r1 |                  |      | killed | 10   | Uman    | interior minister Ihor Klymenko
        r1 |                  |      | killed | 2    | Dnipro  | mayor Borys Filatov
        r2 | 2023-04-28T21:00 | Line | killed | 23   | Uman    | interior minister Ihor Klymenko
        r2 |                  |      | killed | 2    | Dnipro  | interior minister Ihor Klymenko
    """
    assert toll(reconcile(*read_table(towns)), "killed", "Ukraine").best == 25
    covered = f"""{towns}
        r3 | 2023-04-28T22:00 | Wave | killed | 14 | Ukraine | interior ministry
        r3 |                  |      | killed | 23 | Uman    | interior minister Ihor Klymenko
        r3 |                  |      | killed | 2  | Dnipro  | interior minister Ihor Klymenko
    """
    assert range_of(toll(reconcile(*read_table(covered)), "killed", "Ukraine")) == (14, 14, 14)


def test_dead_and_injured_counted_together_are_told_apart() -> None:
    """695 suffered, of them 144 died: 551 were injured."""
    incidents = reconcile(
        *read_table("""
        r1 | 2024-03-30T06:00 | Post | injured | 107     | Uman | governor Andrei Vorobyov
        r2 | 2024-03-30T09:00 | Line | injured | 695     | Uman | emergency service
        r2 |                  |      | killed  | 144/695 | Uman | emergency service
    """)
    )
    injured = toll(incidents, "injured", "Uman")
    assert range_of(injured) == (551, 551, 551)
    assert injured.rule.endswith("(695 dead and injured less 144 dead)")
    assert toll(incidents, "killed", "Uman").best == 144


def test_dead_and_injured_that_add_up_give_a_total_away() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2024-03-30 | Line | injured | 60 | Uman | emergency service
        r1 |            |      | killed  | 14 | Uman | emergency service
        r1 |            |      | injured | 46 | Uman | emergency service
    """)
    )
    assert range_of(toll(incidents, "injured", "Uman")) == (46, 46, 46)


def test_a_part_larger_than_its_whole_belongs_to_another_whole() -> None:
    """Read wrongly, "695 suffered, 15 of them children, of them 144 died" makes the dead a part of the 15."""
    incidents = reconcile(
        *read_table("""
        r1 | 2024-03-30 | Line | injured | 695         | Uman | emergency service
        r1 |            |      | injured | 15 children | Uman | emergency service
        r1 |            |      | killed  | 144/15      | Uman | emergency service
    """)
    )
    assert toll(incidents, "killed", "Uman").best == 144
    assert toll(incidents, "injured", "Uman").best == 551


def test_one_reports_figure_out_of_all_proportion_waits_for_a_second() -> None:
    story = """
        r1 | 2023-10-05T16:00 | Post | killed | 51  | Uman | governor Oleh Syniehubov        | time=2023-10-05
        r2 | 2023-10-05T17:00 | News | killed | 51  | Uman | interior minister Ihor Klymenko | time=2023-10-05
        r3 | 2023-10-05T18:00 | Line | killed | 51  | Uman | police                          | time=2023-10-05
        r4 | 2023-10-06T09:00 | Page | killed | 510 | Uman | mayor Borys Filatov             | time=2023-10-05
    """
    found = toll(reconcile(*read_table(story)), "killed", "Uman")
    assert range_of(found) == (51, 51, 51)
    assert [p.why for p in found.series if not p.counted] == [
        "out of all proportion to what others agree on, and said by one report alone"
    ]
    story += "\nr5 | 2023-10-06T10:00 | Wire | killed | 510 | Uman | governor Oleh Syniehubov | time=2023-10-05"
    assert toll(reconcile(*read_table(story)), "killed", "Uman").best == 510


def test_a_figure_of_a_known_hour_that_officials_went_beyond_leaves_the_range() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28T07:20 | Babel  | killed | 4  | Uman | police
        r2 | 2023-04-28T10:20 | Babel  | killed | 10 | Uman | governor Ihor Taburets
        r3 | 2023-04-28       | Herald | killed | 23 | Uman | interior minister Ihor Klymenko
        r4 | 2023-04-28T19:00 | Post   | killed | 23 | Uman | interior minister Ihor Klymenko
    """)
    )
    assert range_of(toll(incidents, "killed", "Uman")) == (10, 23, 23)


def test_an_outlets_country_total_put_in_a_town_does_not_stretch_its_range() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-04-28T08:00 | Post  | killed | 1  | Kyiv | mayor Vitali Klitschko
        r2 | 2023-04-28T20:00 | World | killed | 25 | Kyiv |
    """)
    )
    assert range_of(toll(incidents, "killed", "Kyiv")) == (1, 1, 1)


def test_another_speakers_most_in_one_report_stretches_the_range() -> None:
    incidents = reconcile(
        *read_table("""
        r1 | 2023-10-19 | Times | killed | 500  | Gaza City | health ministry
        r1 |            |       | killed | <=50 | Gaza City | a European official
    """)
    )
    assert range_of(toll(incidents, "killed", "Gaza City")) == (50, 500, 500)


def test_a_hall_without_a_point_is_in_the_one_town_that_others_name() -> None:
    """One toll for "the concert hall" and "Uman", not one for each."""
    incidents = reconcile(
        *read_table("""
        r1 | 2024-03-22T23:00 | Post | killed | 40  | Uman       | security service | today
        r1 |                  |      | hit    | -   | Uman       |                  | today, object=hall, weapon=firearm
        r1 |                  |      | statement | - | Opera Hall |               |
        r2 | 2024-03-23T09:00 | News | killed | 60  | Opera Hall | police           | time=2024-03-22
        r2 |                  |      | hit    | -   | Opera Hall | | time=2024-03-22, object=hall, weapon=firearm
        r3 | 2024-03-24T09:00 | Line | killed | 133 | Opera Hall | police           | time=2024-03-22
        r3 |                  |      | hit    | -   | Opera Hall | | time=2024-03-22, object=hall, weapon=firearm
    """)
    )
    found = toll(incidents, "killed", "Opera Hall, Uman")
    assert [p.value for p in found.series] == [40, 60, 133]
    assert found.best == 133
    assert found.place is not None
    assert found.place.id == "t:uman"


def test_an_armed_group_that_few_blame_is_not_the_other_side() -> None:
    """A ministry that the group runs counts the dead of the town that it governs."""
    incidents = reconcile(
        *read_table("""
        r1 | 2023-10-17 | Post | attack | -   | Gaza City |                       | today, actor=Israeli
        r2 | 2023-10-17 | News | attack | -   | Gaza City |                       | today, actor=Israeli
        r3 | 2023-10-17 | Line | attack | -   | Gaza City |                       | today, actor=hamas
        r1 |            |      | killed | 500 | Gaza City | Hamas health ministry | today
    """)
    )
    assert toll(incidents, "killed", "Gaza City").best == 500


def test_the_whole_that_a_part_is_told_of_is_a_total_where_nobody_gives_one() -> None:
    incidents = reconcile(*read_table("r1 | 2023-05-05 | Times | killed | 2/7 | Kramatorsk |"))
    found = toll(incidents, "killed", "Kramatorsk")
    assert range_of(found) == (7, 7, 7)
    assert found.rule == "nobody gives a total but as what others are a part of: 2 of 7"
    told = reconcile(
        *read_table("""
        r1 | 2023-05-05 | Times | killed | 2/7 | Kramatorsk |
        r2 | 2023-05-05 | Post  | killed | 6   | Kramatorsk | police
    """)
    )
    assert toll(told, "killed", "Kramatorsk").best == 6
