"""Sirens joined to incidents."""

from __future__ import annotations

import pytest
from telling import read_table

from tocsin.reconcile import AlertRow, reconcile
from tocsin.reconcile.alerts import lead_minutes
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


def test_a_guessed_end_stays_a_guess() -> None:
    row = AlertRow("Kyiv City", KYIV.started_at, "2023-04-28 01:31:54+00:00", end_is_guess=True)
    (incident,) = reconcile(*read_table(STORY.format("2023-04-28")), alerts=[row])
    assert incident.alerts == (AlertSpan("Kyiv City", row.started_at, row.finished_at, True, ""),)


def test_lead_time_from_siren_to_impact() -> None:
    siren = AlertSpan("Kyiv City", "2023-04-28T01:01:54Z")
    assert lead_minutes(siren, Moment("2023-04-28T04:30+03:00", "2023-04-28T04:30+03:00", "exact_time")) == 29
    assert lead_minutes(siren, Moment("2023-04-28", "2023-04-28", "day")) is None
