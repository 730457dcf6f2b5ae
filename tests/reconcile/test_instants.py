"""Times as a reader says them."""

from __future__ import annotations

import pytest

from tocsin.reconcile.instants import in_zone


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("2023-04-28T21:05", "Europe/Kyiv", "28 Apr 21:05"),
        ("2023-04-28T21:05+03:00", None, "28 Apr 21:05"),
        ("2023-04-28T18:05:00Z", "Europe/Kyiv", "28 Apr 21:05"),
        ("2023-12-31T23:30+00:00", "Europe/Kyiv", "1 Jan 01:30"),
        ("2023-04-28", "Europe/Kyiv", "28 Apr"),
        ("2023-04-28T21:05+03:00", "Not/AZone", "28 Apr 18:05"),
        ("some day", None, "some day"),
    ],
)
def test_local_day_and_hour(text: str, zone: str | None, words: str) -> None:
    assert in_zone(text, zone) == words
