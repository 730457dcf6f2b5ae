"""Time expressions: the words, the TIMEX3 value, and the stretch of local time that a claim gets.

Unless a test says otherwise the report was published on Friday, 28 April 2023, about a place in Ukraine.
"""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.times import TimeMention, find_times
from tocsin.record import TIME_PRECISION
from tocsin.record.moment import BASES

PUBLISHED, ZONE = "2023-04-28", "Europe/Kyiv"


def read(text: str, published: str | None = PUBLISHED) -> list[TimeMention]:
    return find_times(text, published=published, zone=ZONE)


def only(text: str, published: str | None = PUBLISHED) -> TimeMention:
    found = read(text, published)
    assert len(found) == 1, [text[m.start : m.stop] for m in found]
    return found[0]


VALUES = [
    # calendar dates
    ("on 24 February 2022", "24 February 2022", "DATE", "2022-02-24"),
    ("on Feb. 24 it began", "Feb. 24", "DATE", "2023-02-24"),
    ("the March 9 attack", "March 9", "DATE", "2023-03-09"),
    ("on Tuesday, March 9", "Tuesday, March 9", "DATE", "2023-03-09"),
    ("struck on 5 October. Then", "5 October", "DATE", "2022-10-05"),  # past by default
    ("a June 3 hearing", "June 3", "DATE", "2023-06-03"),  # near ahead
    ("since 2022-04-28", "2022-04-28", "DATE", "2022-04-28"),
    ("on 28.04.2023", "28.04.2023", "DATE", "2023-04-28"),
    ("in February 2022", "February 2022", "DATE", "2022-02"),
    ("in February last year", "February last year", "DATE", "2022-02"),
    ("in March, Russia", "March", "DATE", "2023-03"),
    ("in December", "December", "DATE", "2022-12"),
    ("since 2014", "2014", "DATE", "2014"),
    ("in late 2014", "late 2014", "DATE", "2014"),
    ("in the 1990s", "1990s", "DATE", "199"),
    ("in the third quarter of 2008", "the third quarter of 2008", "DATE", "2008-Q3"),
    ("third-quarter results", "third-quarter", "DATE", "2023-Q3"),
    ("in Q3 2008", "Q3 2008", "DATE", "2008-Q3"),
    ("in fiscal 2008", "fiscal 2008", "DATE", "FY2008"),
    ("in spring 2022", "spring 2022", "DATE", "2022-SP"),
    # relative to publication
    ("on Friday", "Friday", "DATE", "2023-04-28"),
    ("on Thursday", "Thursday", "DATE", "2023-04-27"),
    ("Monday's strike", "Monday", "DATE", "2023-04-24"),
    ("last Friday", "last Friday", "DATE", "2023-04-21"),
    ("next Friday", "next Friday", "DATE", "2023-05-05"),
    ("it is due on Monday", "Monday", "DATE", "2023-05-01"),
    ("officials will go home, he said on Monday", "Monday", "DATE", "2023-04-24"),  # the cue is spent by "said"
    ("yesterday", "yesterday", "DATE", "2023-04-27"),
    ("earlier this month", "earlier this month", "DATE", "2023-04"),
    ("last week", "last week", "DATE", "2023-W16"),
    ("last month", "last month", "DATE", "2023-03"),
    ("last year", "last year", "DATE", "2022"),
    ("two days ago", "two days ago", "DATE", "2023-04-26"),
    ("three months ago", "three months ago", "DATE", "2023-01"),
    # parts of the day
    ("this morning", "this morning", "TIME", "2023-04-28TMO"),
    ("on Friday night", "Friday night", "TIME", "2023-04-28TNI"),
    ("overnight attacks", "overnight", "TIME", "2023-04-27TNI"),
    ("the night of April 27-28", "the night of April 27-28", "TIME", "2023-04-27TNI"),
    ("last night", "last night", "TIME", "2023-04-27TNI"),
    ("early on Friday", "early on Friday", "DATE", "2023-04-28"),
    # clock times
    ("at 4 a.m. they", "4 a.m.", "TIME", "2023-04-28T04:00"),
    ("at 9.30 local time", "9.30 local time", "TIME", "2023-04-28T09:30"),
    ("at 14:30 GMT", "14:30 GMT", "TIME", "2023-04-28T14:30Z"),
    ("at 12:00 UTC Monday", "12:00 UTC Monday", "TIME", "2023-04-24T12:00Z"),
    ("at about 7:30 p.m. on June 27, 2022", "7:30 p.m. on June 27, 2022", "TIME", "2022-06-27T19:30"),
    ("April 28, 2023 8:34 PM", "April 28, 2023 8:34 PM", "TIME", "2023-04-28T20:34"),
    ("at about 4 in the morning", "4 in the morning", "TIME", "2023-04-28T04:00"),
    ("at noon", "noon", "TIME", "2023-04-28T12:00"),
    # lengths, repetitions, vague words
    ("in 51 days", "51 days", "DURATION", "P51D"),
    ("a 14-month war", "14-month", "DURATION", "P14M"),
    ("the past 24 hours", "the past 24 hours", "DURATION", "PT24H"),
    ("two and a half years", "two and a half years", "DURATION", "P2.5Y"),
    ("half an hour", "half an hour", "DURATION", "PT30M"),
    ("in recent weeks", "recent weeks", "DURATION", "PXW"),
    ("two days after the attack", "two days", "DURATION", "P2D"),
    ("every day", "every day", "SET", "P1D"),
    ("weekly", "weekly", "SET", "P1W"),
    ("15 people a year", "a year", "DURATION", "P1Y"),
    ("15 a year", "a year", "SET", "P1Y"),
    ("now", "now", "DATE", "PRESENT_REF"),
    ("recently", "recently", "DATE", "PAST_REF"),
    # Ukrainian and Russian
    ("28 квітня", "28 квітня", "DATE", "2023-04-28"),
    ("30 марта 2022 года", "30 марта 2022 года", "DATE", "2022-03-30"),
    ("о 4 ранку", "4 ранку", "TIME", "2023-04-28T04:00"),
    ("О 16.44 поліція", "16.44", "TIME", "2023-04-28T16:44"),
    ("вчора", "вчора", "DATE", "2023-04-27"),
    ("у ніч на п'ятницю, 28 квітня", "ніч на п'ятницю, 28 квітня", "TIME", "2023-04-27TNI"),
    ("в ночь на 28 апреля", "ночь на 28 апреля", "TIME", "2023-04-27TNI"),
    ("у ніч із 27 на 28 квітня", "ніч із 27 на 28 квітня", "TIME", "2023-04-27TNI"),
    ("вранці 28 квітня", "вранці 28 квітня", "TIME", "2023-04-28TMO"),
    ("минулого тижня", "минулого тижня", "DATE", "2023-W16"),
    ("в прошлом году", "прошлом году", "DATE", "2022"),
    ("два дні тому", "два дні тому", "DATE", "2023-04-26"),
    ("06:00 30 марта", "06:00 30 марта", "TIME", "2023-03-30T06:00"),
]


@pytest.mark.parametrize(("text", "span", "kind", "value"), VALUES, ids=[v[0] for v in VALUES])
def test_span_type_and_value(text: str, span: str, kind: str, value: str) -> None:
    found = only(text)
    assert (text[found.start : found.stop], found.type, found.value) == (span, kind, value)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision", "basis"),
    [
        ("at 04:10 on 28 April 2023", "2023-04-28T04:10+03:00", "2023-04-28T04:10+03:00", "exact_time", "stated"),
        ("around 4am", "2023-04-28T04:00+03:00", "2023-04-28T04:00+03:00", "hour", "relative"),
        ("at 14:30 GMT", "2023-04-28T17:30+03:00", "2023-04-28T17:30+03:00", "exact_time", "relative"),
        ("at 22:30 GMT", "2023-04-29T01:30+03:00", "2023-04-29T01:30+03:00", "exact_time", "relative"),
        ("early on Friday", "2023-04-28T00:00+03:00", "2023-04-28T07:59+03:00", "part_of_day", "relative"),
        ("overnight", "2023-04-27T20:00+03:00", "2023-04-28T05:59+03:00", "part_of_day", "relative"),
        ("вночі 28 квітня", "2023-04-28T00:00+03:00", "2023-04-28T05:59+03:00", "part_of_day", "relative"),
        ("on Friday", "2023-04-28", "2023-04-28", "day", "relative"),
        ("on 28 April 2023", "2023-04-28", "2023-04-28", "day", "stated"),
        ("from 6 to 8 April", "2023-04-06", "2023-04-08", "days", "relative"),
        ("last week", "2023-04-17", "2023-04-23", "week", "relative"),
        ("in February 2024", "2024-02-01", "2024-02-29", "month", "stated"),
        ("in early March", "2023-03-01", "2023-03-10", "days", "relative"),
        ("in 2022", "2022-01-01", "2022-12-31", "year", "stated"),
        ("in late 2014", "2014-09-01", "2014-12-31", "year", "stated"),
    ],
)
def test_stretch_of_local_time(text: str, start: str, end: str, precision: str, basis: str) -> None:
    moment = only(text).moment
    assert moment is not None
    assert (moment.start, moment.end, moment.precision, moment.basis) == (start, end, precision, basis)
    assert moment.zone == ZONE


def test_winter_time_has_its_own_offset() -> None:
    moment = only("at 04:00", "2023-01-14").moment
    assert moment is not None
    assert moment.start == "2023-01-14T04:00+02:00"


def test_without_a_zone_no_offset_is_made_up() -> None:
    moment = find_times("at 04:00", published=PUBLISHED)[0].moment
    assert moment is not None
    assert (moment.start, moment.zone) == ("2023-04-28T04:00", None)


def test_publication_day_is_the_place_s_day() -> None:
    """22:30 in London is already tomorrow in Kyiv."""
    assert only("yesterday", "2023-04-27T22:30+01:00").value == "2023-04-27"


@pytest.mark.parametrize("text", ["on Friday", "yesterday", "28 April", "at 04:00", "last week", "in March, he"])
def test_relative_words_without_publication_stay_unresolved(text: str) -> None:
    found = only(text, None)
    assert "X" in found.value
    assert found.moment is not None
    assert (found.moment.start, found.moment.end, found.moment.basis) == (None, None, "unresolved")


def test_a_date_line_stands_in_for_publication() -> None:
    text = "Missiles hit Uman\n\nApril 28, 2023\n\nA strike killed ten people yesterday."
    assert [m.value for m in read(text, None)] == ["2023-04-28", "2023-04-27"]


def test_a_clock_time_belongs_to_the_last_day_named() -> None:
    text = "The strike came on Thursday. At 04:10 sirens rang. On 24 February 2015 it was calm. At 09:00 work ended."
    assert [m.value for m in read(text)] == [
        "2023-04-27", "2023-04-27T04:10", "2015-02-24", "2023-04-27T09:00",  # a day of years ago draws no clock times
    ]  # fmt: skip


def test_a_clock_time_after_a_night_belongs_to_its_morning() -> None:
    text = "У ніч на 28 квітня росіяни вдарили. Станом на 11:00 відомо про десять загиблих."
    assert [m.value for m in read(text, "2023-04-29")] == ["2023-04-27TNI", "2023-04-28T11:00"]


def test_two_days_later_counts_from_the_last_day_named() -> None:
    assert [m.value for m in read("He was hurt on 20 April. Two days later he died.")] == ["2023-04-20", "2023-04-22"]


@pytest.mark.parametrize(
    ("text", "relation"),
    [("as of 11:00", "as_of"), ("станом на 11:00", "as_of"), ("since March 9", "since"), ("until Sunday", "until"),
     ("by 7 p.m.", "by"), ("before dawn", "before"), ("after 28 April", "after"), ("on 28 April", None)],
)  # fmt: skip
def test_relation_to_the_word_before(text: str, relation: str | None) -> None:
    assert only(text).relation == relation


@pytest.mark.parametrize(
    "text",
    ["10 may have died", "they march on", "killed 2000 people", "a 34-year-old man", "fell by 2.36 points",
     "12,000 people", "a ratio of 3:75", "$2023"],
)  # fmt: skip
def test_no_time_expression(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["99.99.2023", "2023-13-45", "31 February 2023", "at 25:00"])
def test_impossible_dates_name_no_day(text: str) -> None:
    assert all(re.match(r"\d{4}-\d\d-\d\d", m.value) is None for m in read(text))


@pytest.mark.parametrize("published", ["not a date", "2023-04-28T~10:10", ""])
def test_a_bad_publication_time_is_no_error(published: str) -> None:
    assert only("on 24 February 2022", published).value == "2022-02-24"


WORDS = st.sampled_from(
    [
        "on", "at", "the", "last", "next", "early", "late", "morning", "night", "Friday", "Monday's", "April",
        "28", "28,", "2023", "2022", "27-28", ".", ",", "of", "in", "into", "to", "overnight", "4am", "16:45",
        "GMT", "local", "time", "two", "days", "ago", "later", "weeks", "quarter", "third", "year", "month",
        "week", "end", "24", "лютого", "ніч", "на", "вночі", "о", "ранку", "минулого", "тижня", "28.04.2023",
        "2023-04-28", "9999", "0", "00", "31", "February", "1/2/03", "century", "centuries", "past", "a", "an",
        "every", "half", "hour", "today", "24:00", "12", "a.m.", "by", "spring", "fiscal", "1990s", "now",
        "that", "day", "same", "period"
    ]
)  # fmt: skip
DATES = st.sampled_from(
    [None, "2023-04-28", "2024-02-29", "2023-04-28T23:30+00:00", "0001-01-01", "9999-12-31", "soon"]
)
ZONES = st.sampled_from([None, ZONE, "No/Zone"])


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=50), DATES, ZONES)
def test_any_text_keeps_the_contract(text: str, published: str | None, zone: str | None) -> None:
    edge = 0
    for m in find_times(text, published=published, zone=zone):
        assert edge <= m.start < m.stop <= len(text)
        assert m.type in ("DATE", "TIME", "DURATION", "SET")
        assert m.moment is None or m.type in ("DATE", "TIME")
        if m.moment is not None:
            assert m.moment.basis in BASES
            assert m.moment.text == text[m.start : m.stop]
            if m.moment.start is None or m.moment.end is None:
                assert m.moment.basis == "unresolved"
            else:
                assert m.moment.precision in TIME_PRECISION
                assert datetime.fromisoformat(m.moment.start) <= datetime.fromisoformat(m.moment.end)
        edge = m.stop
