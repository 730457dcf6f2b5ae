"""Records in plain words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import night
from tocsin.publish.words import (
    anchor,
    claim_words,
    clean,
    clock_words,
    day_words,
    moment_words,
    place_words,
    plain_words,
    plural,
    quantity_words,
    range_words,
    title_words,
    toll_phrase,
    toll_words,
)
from tocsin.record import Claim, Evidence, Moment, PartOf, Quantity, Report, Thing, Toll


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (Quantity.exactly(10), "10"),
        (Quantity.exactly(12400), "12,400"),
        (Quantity(12, 12, None, "at least"), "at least 12"),
        (Quantity(None, 12, None, "more than"), "more than 12"),
        (Quantity(5, None, 5, "up to"), "up to 5"),
        (Quantity(None, 20, 25, "range"), "20 to 25"),
        (Quantity(300, None, None, "about"), "about 300"),
        (Quantity(None, 24, 99, "dozens"), "dozens"),
        (Quantity(0, 0, 0, "none"), "no"),
        (None, ""),
    ],
)
def test_a_figure_keeps_its_hedge(quantity: Quantity | None, words: str) -> None:
    assert quantity_words(quantity) == words


MISSILES = (Thing("kh-101", "Kh-101 missiles"), Thing("kh-555", "Kh-555 missiles"))


@pytest.mark.parametrize(
    ("kind", "quantity", "more", "words"),
    [
        ("killed", Quantity.exactly(23), {}, "23 killed"),
        ("killed", Quantity(6, 6, 6, group="children", part_of=PartOf(23)), {}, "6 children killed, of 23"),
        ("killed", Quantity.exactly(1, group="children"), {}, "1 child killed"),
        ("injured", Quantity(0, 0, 0, "none"), {}, "nobody injured"),
        ("killed", Quantity(0, 0, 0, "none", group="civilians"), {}, "no civilians killed"),
        ("missing", None, {}, "people missing"),
        ("intercepted", Quantity(21, 21, 21, part_of=PartOf(23)), {"weapon": MISSILES},
         "21 of 23 Kh-101 missiles and Kh-555 missiles intercepted"),
        ("launched", None, {}, "weapons launched"),
        ("damaged", None, {"object": Thing("roof", "")}, "roof damaged"),
        ("alert", None, {}, "alert"),
        ("attack", None, {"weapon": MISSILES[:1]}, "attack: Kh-101 missiles"),
    ],
)  # fmt: skip
def test_what_a_claim_says(kind: str, quantity: Quantity | None, more: dict[str, object], words: str) -> None:
    assert claim_words(Claim.make("r", kind, Evidence(0, 1, "x"), quantity=quantity, **more)) == words  # type: ignore[arg-type]  # fields by name


def test_a_statement_about_the_past_says_what_where_and_for_how_long() -> None:
    assert claim_words(night.tell().claims["first"]) == "first missile attack (the capital) in 51 days"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (night.NIGHT, "28 April 2023"),
        (night.HOUR, "28 April 2023, 04:00 to 04:30"),
        (Moment("2023-04-27", "2023-05-02", "days"), "27 April to 2 May 2023"),
        (Moment("2022-12-31", "2023-01-01", "days"), "31 December 2022 to 1 January 2023"),
        (Moment("2023-04-28T01:30:00+00:00", "2023-04-28T01:30:00+00:00", "exact_time", zone="Europe/Kyiv"),
         "28 April 2023, 04:30"),
        (Moment("in spring", None), "in spring"),
        (Moment(), "time not known"),
        (None, "time not known"),
    ],
)  # fmt: skip
def test_a_time_is_told_in_the_places_own_hours(moment: Moment | None, words: str) -> None:
    assert moment_words(moment) == words


def test_a_day_without_an_hour_shows_none() -> None:
    assert clock_words("2023-04-28", "Europe/Kyiv") == "28 Apr"
    assert clock_words("2023-04-28T22:30:00Z", "Europe/Kyiv") == "29 Apr, 01:30"
    assert clock_words("2023-04-28T22:30:00Z", "No/Zone") == "2023-04-28T22:30:00Z"
    assert day_words(None) == "day not known"


def test_how_finely_a_place_is_known() -> None:
    assert place_words(night.UMAN) == "town or village, within 6 km"
    assert place_words(night.UKRAINE) == "whole country"
    assert place_words(None) == "place not said"


@pytest.mark.parametrize(
    ("bounds", "words", "around"),
    [
        ((23, 23, 23), "23", ""),
        ((21, 23, 25), "23", "21 to 25"),
        ((12, 25, None), "25", "12 or more"),
        ((12, None, None), "at least 12", ""),
        ((None, None, 5), "up to 5", ""),
        ((None, None, None), "not known", ""),
    ],
)
def test_a_toll_in_words(bounds: tuple[int | None, int | None, int | None], words: str, around: str) -> None:
    toll = Toll("killed", None, *bounds)
    assert (toll_words(toll), range_words(toll)) == (words, around)


def test_a_toll_of_things_is_counted_in_english() -> None:
    for best, words in ((1, "1 apartment building damaged"), (10, "10 apartment buildings damaged")):
        assert toll_phrase(Toll("damaged", None, best, best, best, unit="apartment-building")) == words
    assert [plural(n) for n in ("bus", "church", "factory", "key", "house")] == [
        "buses", "churches", "factories", "keys", "houses"]  # fmt: skip


def test_a_rule_made_elsewhere_is_told_in_local_hours() -> None:
    rule = "the last figure, first said 2023-04-28T18:05:00+00:00; none since 2023-03-09"
    assert plain_words(rule, "Europe/Kyiv") == "The last figure, first said 28 Apr, 21:05; none since 9 March 2023."
    assert plain_words("attacks.csv:2023-03-09:Kalibr") == "Attacks.csv:2023-03-09:Kalibr."
    assert plain_words("") == ""


def test_a_report_without_a_headline_is_named_by_its_first_words() -> None:
    assert title_words(Report.make("Four words stand here", title="Head")) == "Head"
    assert title_words(Report.make("Four words\nstand here")) == "Four words stand here"
    assert title_words(Report.make("word " * 40)).endswith("word …")


@given(st.text())
def test_cleaning_keeps_every_offset(text: str) -> None:
    assert len(clean(text)) == len(text)
    clean(text).encode("utf-8")


@given(st.lists(st.text(), unique=True, max_size=8))
def test_anchors_are_plain_and_stay_apart(ids: list[str]) -> None:
    made = [anchor(i) for i in ids]
    assert len(set(made)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", m) for m in made)
    assert anchor("c-0123456789abcdef") == "c-0123456789abcdef"
