"""Publication times: what each form becomes, and what is said of those that cannot be read."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.sources.dates import read_published


@pytest.mark.parametrize(
    ("given_value", "expected"),
    [
        ("2024-03-05", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("2024-03-05T07:40:00+02:00", "2024-03-05T07:40:00+02:00"),
        ("2024-03-05T07:40:00.123Z", "2024-03-05T07:40:00+00:00"),
        ("2024-03-05 07:40:00 +0200", "2024-03-05T07:40:00+02:00"),
        ("2024-03-05 07:40 UTC", "2024-03-05T07:40:00+00:00"),
        ("Tue, 05 Mar 2024 07:40:00 +0200", "2024-03-05T07:40:00+02:00"),
        ("Tue, 05 Mar 2024 07:40:00 GMT", "2024-03-05T07:40:00+00:00"),
        ("05.03.2024", "2024-03-05"),
        ("5/13/2024", "2024-05-13"),
        ("13/5/2024", "2024-05-13"),
        ("05/05/2024", "2024-05-05"),
        ("5 March 2024", "2024-03-05"),
        ("Tuesday, March 5, 2024", "2024-03-05"),
        (1709617200, "2024-03-05T05:40:00+00:00"),
        ("1709617200", "2024-03-05T05:40:00+00:00"),
        (1709617200000, "2024-03-05T05:40:00+00:00"),
    ],
)
def test_forms_that_files_use(given_value: str | int, expected: str) -> None:
    assert read_published(given_value).value == expected
    assert read_published(given_value).note is None


@pytest.mark.parametrize("text", ["2024-03-05T07:40:00", "05.03.2024 07:40", "March 5, 2024 at 7:40 AM"])
def test_a_clock_without_a_zone_keeps_only_its_date_unless_the_zone_is_told(text: str) -> None:
    bare = read_published(text)
    assert bare.value == "2024-03-05"
    assert bare.note is not None
    assert "zone" in bare.note
    assert read_published(text, "Europe/Kyiv").value == "2024-03-05T07:40:00+02:00"


def test_a_zone_knows_its_summer() -> None:
    assert read_published("2024-07-05 07:40", "Europe/Kyiv").value == "2024-07-05T07:40:00+03:00"


@pytest.mark.parametrize(
    "text", ["03/04/2024", "yesterday", "2024-02-30", "2024-03", "1.2.24", "x" * 500, -5, float("nan")]
)
def test_what_cannot_be_read_is_none_with_a_reason(text: str) -> None:
    found = read_published(text)
    assert found.value is None
    assert found.note


def test_a_date_with_a_remark_keeps_the_date_and_says_so() -> None:
    found = read_published("2024-03-05 (updated later)")
    assert found.value == "2024-03-05"
    assert found.note


@given(st.text(max_size=60) | st.floats() | st.integers() | st.from_regex(r"[0-9:./ T+Z-]{1,30}", fullmatch=True))
def test_any_value_gives_iso_or_a_reason(value: str | float | int) -> None:
    found = read_published(value)
    if found.value is None:
        assert found.note or not str(value).strip()
    elif "T" in found.value:
        assert datetime.fromisoformat(found.value).tzinfo is not None
    else:
        assert date.fromisoformat(found.value)
