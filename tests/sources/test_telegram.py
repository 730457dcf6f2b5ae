"""Telegram Desktop's export."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sources import samples
from tocsin.record import Problem, Report


def export(*messages: dict[str, Any], **chat: Any) -> list[Report | Problem]:
    told = {"name": "Alarm", "type": "public_channel", "id": 7, **chat, "messages": list(messages)}
    return samples.read_bytes(json.dumps(told).encode())


def test_posts_are_reports_of_the_channel() -> None:
    first, second = samples.reports(samples.read_bytes(samples.TELEGRAM))
    assert (first.id, first.outlet, first.kind) == ("Lomivka Alarm/2", "Lomivka Alarm", "post")
    assert first.text == "Strike in Lomivka: 4 dead."
    assert first.published == "2024-03-05T05:40:00+00:00", "Unix time, not the local date"
    assert first.via == ("City Hall",)
    assert second.published == "2024-03-05T06:26:40+00:00", "the edit's time: the words are not older than that"


def test_service_messages_and_posts_without_words_are_passed_over_in_silence() -> None:
    items = export(
        {"id": 1, "type": "service", "text": "pinned"},
        {"id": 2, "type": "message", "text": []},
        {"id": 3, "type": "message", "text": " ", "photo": "x"},
        {"id": 4, "type": "message", "text": "Alarm"},
    )
    assert [r.id for r in samples.reports(items)] == ["Alarm/4"]
    assert samples.problems(items) == []


def test_a_whole_account_export_holds_many_chats() -> None:
    chats = [{"name": n, "type": "public_channel", "id": i, "messages": [{"id": 1, "type": "message", "text": n}]}
             for i, n in enumerate(("One", "Two"))]  # fmt: skip
    data = {"about": "x", "chats": {"about": "y", "list": chats}, "left_chats": {"list": []}}
    assert [r.id for r in samples.reports(samples.read_bytes(json.dumps(data).encode()))] == ["One/1", "Two/1"]


def test_a_local_date_alone_keeps_its_day() -> None:
    items = export({"id": 1, "type": "message", "date": "2024-03-05T23:40:00", "text": "Alarm"})
    assert samples.reports(items)[0].published == "2024-03-05"
    assert "zone" in samples.problems(items)[0].what


@pytest.mark.parametrize("text", [5, {"a": 1}, [1, 2], True])
def test_a_text_of_no_known_shape_is_a_problem_with_the_number_of_the_post(text: Any) -> None:
    items = export({"id": 9, "type": "message", "text": text}, {"id": 10, "type": "message", "text": "Alarm"})
    assert [r.id for r in samples.reports(items)] == ["Alarm/10"]
    assert samples.problems(items)[0].where == "-#9"


def test_a_cut_export_gives_the_posts_before_the_cut() -> None:
    data = samples.TELEGRAM[: samples.TELEGRAM.index(b'"id": 4')]
    items = samples.read_bytes(data)
    assert [r.id for r in samples.reports(items)] == ["Lomivka Alarm/2"]
    assert "not JSON" in samples.problems(items)[0].what
