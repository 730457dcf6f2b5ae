"""Ukrainian and Russian official posts: one person without an article, nobody, and the language told by letters."""

from __future__ import annotations

import pytest

from tocsin.reading.document import prepare
from tocsin.reading.read import read_report
from tocsin.record import Report
from tocsin.record.claim import CASUALTY_KINDS


def told(text: str) -> list[tuple[str, int | None, str | None]]:
    """Kind, number and group of each figure of casualties; the language is not given."""
    claims = read_report(Report.make(text, published="2024-03-12")).claims
    return [(c.kind, c.quantity.value, c.quantity.group) for c in claims if c.quantity and c.kind in CASUALTY_KINDS]


@pytest.mark.parametrize(("text", "expected"), [
    ("Внаслідок обстрілу загинула жінка.", [("killed", 1, "women")]),
    ("Внаслідок обстрілу одна людина загинула, четверо поранені.", [("killed", 1, None), ("injured", 4, None)]),
    ("Обстріл Нікополя. Поранено 62-річного чоловіка.", [("injured", 1, None)]),
    ("Удар по селу: загинула 35-річна жінка та її 8-річний син.", [("killed", 1, "women"), ("killed", 1, "children")]),
    ("Вибухи в Одесі. Постраждалих немає.", [("injured", 0, None)]),
    ("Атака дрона. Без постраждалих.", [("injured", 0, None)]),
    ("При обстреле погибла женщина, двое мужчин получили ранения.", [("killed", 1, "women"), ("injured", 2, "men")]),
    ("После удара беспилотника пострадал водитель.", [("injured", 1, None)]),
    ("Обстріл міста. Жінка розповіла, що чоловік був удома.", []),
    ("Удар по місту. Загинув 21 чоловік.", [("killed", 21, None)]),
])  # fmt: skip
def test_people_without_articles(text: str, expected: list[tuple[str, int | None, str | None]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "language"), [
    ("Внаслідок обстрілу загинула жінка.", "uk"),
    ("После удара пострадал водитель.", "ru"),
    ("A missile hit Uman.", "en"),
    ("Missile hits Одеса, two killed by debris.", "en"),
    ("", "en"),
])  # fmt: skip
def test_the_language_is_told_by_the_letters(text: str, language: str) -> None:
    assert prepare(Report.make(text)).language == language


def test_a_language_that_is_given_is_kept() -> None:
    assert prepare(Report.make("Постраждалих немає.", language="ru")).language == "ru"


def test_places_are_found_in_their_cases_though_no_language_is_given() -> None:
    claims = read_report(
        Report.make("Війська обстріляли Нікополь. Поранено двох людей.", published="2024-03-12")
    ).claims
    [claim] = [c for c in claims if c.quantity is not None]
    assert claim.place is not None
    assert claim.place.name == "Nikopol"
