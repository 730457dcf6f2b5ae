"""Sirens joined to incidents."""

from __future__ import annotations

import pytest
from telling import read_table

from tocsin.reconcile import AlertRow, reconcile
from tocsin.reconcile.alerts import LONGEST_DAYS, days_of, lead_minutes
from tocsin.record import AlertSpan, Moment

KYIV = AlertRow("Kyiv City", "2023-04-28 01:01:54+00:00", "2023-04-28 03:13:55+00:00", level="city", source="table:1")
STORY = "r1 | 2023-04-28 | Post | intercepted | 11 | Kyiv | governor Serhii Popko | weapon=cruise-missile, time={}"


def spans(time: str, *rows: AlertRow) -> list[str]:
    (incident,) = reconcile(*read_table(STORY.format(time)), alerts=rows)
    return [a.source for a in incident.alerts]


@pytest.mark.parametrize(
    ("time", "row", "joined"),
    [
        pytest.param("2023-04-28", KYIV, True, id="the day"),
        pytest.param("2023-04-28T05:00+03:00", KYIV, True, id="an hour within it, by the local clock"),
        pytest.param("2023-04-28T12:00+03:00", KYIV, False, id="an hour long after it"),
        pytest.param("2023-04-29", KYIV, False, id="another day"),
        pytest.param(
            "2023-04-28", AlertRow("Kyivska oblast", KYIV.started_at, KYIV.finished_at), True, id="its region"
        ),
        pytest.param(
            "2023-04-28", AlertRow("Cherkaska oblast", KYIV.started_at, KYIV.finished_at), False, id="another region"
        ),
        pytest.param(
            "2023-04-28",
            AlertRow("Kyiv City", "2023-04-27 20:30:00+00:00", "2023-04-27 21:30:00+00:00"),
            True,
            id="over midnight",
        ),
    ],
)
def test_an_alert_is_joined_where_place_and_time_touch(time: str, row: AlertRow, joined: bool) -> None:
    assert spans(time, row) == ([row.source] if joined else [])


@pytest.mark.parametrize(
    ("finished", "days"),
    [
        pytest.param(None, 1, id="no end: its first day"),
        pytest.param("2023-04-29 00:10:00+00:00", 2, id="over midnight"),
        pytest.param("2025-01-01 00:00:00+00:00", LONGEST_DAYS + 1, id="an end that is a slip"),
        pytest.param("2023-04-27 00:00:00+00:00", 0, id="an end before the start"),
    ],
)
def test_the_days_of_a_siren_come_to_an_end(finished: str | None, days: int) -> None:
    assert len(days_of(KYIV.started_at, finished)) == days


def test_a_siren_without_a_start_has_no_day() -> None:
    assert not days_of("at dawn", None)


def test_a_guessed_end_stays_a_guess() -> None:
    row = AlertRow("Kyiv City", KYIV.started_at, "2023-04-28 01:31:54+00:00", end_is_guess=True)
    (incident,) = reconcile(*read_table(STORY.format("2023-04-28")), alerts=[row])
    assert incident.alerts == (AlertSpan("Kyiv City", row.started_at, row.finished_at, True, ""),)


def test_lead_time_from_siren_to_impact() -> None:
    siren = "2023-04-28T01:01:54Z"
    assert lead_minutes(siren, Moment("2023-04-28T04:30+03:00", "2023-04-28T04:30+03:00", "exact_time")) == 29
    assert lead_minutes(siren, Moment("2023-04-28", "2023-04-28", "day")) is None
    assert lead_minutes(siren, Moment("2023-04-28T04:00+03:00", "2023-04-28T04:00+03:00", "hour")) is None
    assert lead_minutes(siren, Moment("2023-04-28T05:00+03:00", "2023-04-28T05:00+03:00", "hour")) == 59


@pytest.mark.parametrize(
    ("sirens", "lead"),
    [
        pytest.param([("01:01", "02:30")], 29, id="the siren that was on"),
        pytest.param([("01:01", "01:20"), ("01:25", "02:00")], 5, id="one that had ended gave no warning"),
        pytest.param([("01:01", "02:30"), ("01:20", "02:30")], 29, id="of two that were on the first"),
        pytest.param([("01:40", "02:30")], -10, id="after the impact"),
        pytest.param([], None, id="no siren"),
    ],
)
def test_the_lead_is_that_of_the_siren_that_was_on_at_the_impact(
    sirens: list[tuple[str, str]], lead: int | None
) -> None:
    rows = [AlertRow("Kyiv City", f"2023-04-28T{start}Z", f"2023-04-28T{end}Z") for start, end in sirens]
    (incident,) = reconcile(*read_table(STORY.format("2023-04-28T04:30+03:00")), alerts=rows)
    assert incident.lead_minutes == lead


@pytest.mark.parametrize(
    ("time", "sirens", "minutes"),
    [
        pytest.param("2023-04-28", [("27T18:00", "27T20:00")], 60, id="only what lies in the night counts"),
        pytest.param("2023-04-28", [("27T20:00", "27T21:00"), ("27T20:30", "27T22:00")], 120, id="overlaps once"),
        pytest.param("2023-04-28T04:30+03:00", [("28T01:00", "28T02:00")], 60, id="before dawn"),
        pytest.param("2023-04-28T21:00+03:00", [("28T18:00", "28T20:00")], 60, id="in the evening: the night to come"),
        pytest.param("2023-04-28T13:00+03:00", [("28T09:30", "28T11:00")], None, id="by day"),
        pytest.param("2023-04-28", [("28T09:30", "28T11:00")], None, id="no siren in the night"),
    ],
)
def test_the_share_of_the_night_under_alert(time: str, sirens: list[tuple[str, str]], minutes: int | None) -> None:
    """The night is 22:00 to 06:00 in Kyiv: 19:00 to 03:00 UTC."""
    rows = [AlertRow("Kyiv City", f"2023-04-{start}Z", f"2023-04-{end}Z") for start, end in sirens]
    (incident,) = reconcile(*read_table(STORY.format(time)), alerts=rows)
    if minutes is None:
        assert incident.night is None
    else:
        assert incident.night is not None
        assert (incident.night.alert_minutes, incident.night.share) == (minutes, minutes / 480)
