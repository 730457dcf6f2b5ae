"""Reading as a whole: spans hold on any text, nothing raises, and the parts that decide can be swapped."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading.document import Document
from tocsin.reading.mentions import Link, Mentions
from tocsin.reading.read import ReadOptions, read_report
from tocsin.record import Claim, Report, Section, from_json, to_json

PIECES = st.sampled_from(
    [
        "At least ten people were killed",
        "in Uman",
        ", the mayor said. ",
        "\n\n",
        "- 45 БПЛА «Shahed»\n",
        "ЗНИЩЕНО:\n",
        "“",
        "”",
        "2",
        " of 23 missiles",
        "\u00ad",
        "&amp;",
        " wounded ",
        "He added that ",
        "two",
        " and ",
        "a woman",
        ";",
        ": ",
        "death toll rose to ",
        "in 51 days",
        "the first attack on Kyiv ",
        "на 28 апреля ",
        "загинули 10 людей ",
        "\ud83d\ude80",
        "(AP)",
        "Officials",
        " - ",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_claim_stands_in_its_words(text: str) -> None:
    report = Report.make(text, published="2023-04-28T12:00+03:00")
    for claim in read_report(report).claims:
        words = claim.evidence
        assert words.quote
        assert text[words.start : words.end] == words.quote
        assert claim.id == claim.content_id()
        assert from_json(Claim, to_json(claim)) == claim
        assert 0 <= claim.score <= 1
        if claim.quantity is not None and None not in (claim.quantity.low, claim.quantity.high):
            assert claim.quantity.low <= claim.quantity.high


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_reading_twice_gives_the_same_claims(text: str) -> None:
    report = Report.make(text, published="2023-04-28")
    assert read_report(report) == read_report(report)


def test_offsets_count_the_text_as_received() -> None:
    text = "A rocket hit the mar\u00adket in Uman, killing ten peo\u00adple, the mayor said &amp; left."
    (killed,) = [c for c in read_report(Report.make(text, published="2024-03-02")).claims if c.kind == "killed"]
    assert killed.evidence.quote == "killing ten peo\u00adple"


def test_sections_that_are_not_body_give_no_claim() -> None:
    story = "A rocket killed ten people in Uman.\n"
    reply = "My cousin says 400 people were killed in the attack!"
    report = Report.make(
        story + reply, published="2024-03-02", sections=(Section(len(story), len(story + reply), "comment"),)
    )
    assert [c.quantity.value for c in read_report(report).claims if c.kind == "killed" and c.quantity] == [10]


def test_without_a_publication_time_relative_times_say_so() -> None:
    reading = read_report(Report.make("On Friday a rocket killed ten people in Uman."))
    (killed,) = [c for c in reading.claims if c.kind == "killed"]
    assert killed.time is not None
    assert killed.time.basis == "unresolved"
    assert killed.time.start is None
    assert "publication time unknown" in reading.problems[0].what


@pytest.mark.parametrize(
    "text",
    [
        "Ten people were killed when a bus overturned on a mountain road.",
        "The striker shot down the favourites with two goals and destroyed the defence.",
        "The flood killed 40 people and injured 120, officials said.",
        "Shares fell 12 points after the company fired 300 workers.",
        "The film, in which twenty soldiers die, opens on Friday.",
    ],
)
def test_other_misfortunes_give_no_figure(text: str) -> None:
    kinds = {c.kind for c in read_report(Report.make(text, published="2024-03-02")).claims}
    assert not kinds & {"killed", "injured", "launched", "intercepted", "hit", "destroyed"}


class _Silent:
    """A linker that finds nothing."""

    name = "silent"

    def link(self, document: Document, mentions: Sequence[Mentions], wanted: Sequence[int]) -> list[list[Link]]:
        return [[] for _ in mentions]


def test_the_linker_can_be_swapped() -> None:
    report = Report.make("A rocket killed ten people in Uman.", published="2024-03-02")
    assert any(c.kind == "killed" for c in read_report(report).claims)
    silent = read_report(report, ReadOptions(linker=_Silent())).claims
    assert not any(c.kind == "killed" for c in silent)
    assert all("silent" in c.reader for c in silent)


def test_a_total_in_a_fraction_is_a_launch_too() -> None:
    reading = read_report(
        Report.make("Air defence shot down 21 of 23 cruise missiles over Ukraine.", published="2023-04-28")
    )
    told = {c.kind: c.quantity for c in reading.claims if c.kind in ("launched", "intercepted")}
    assert told["intercepted"] is not None
    assert told["intercepted"].value == 21
    assert told["intercepted"].part_of is not None
    assert told["intercepted"].part_of.value == 23
    assert told["launched"] is not None
    assert told["launched"].value == 23


def test_a_year_of_birth_is_no_time_of_the_attack() -> None:
    text = "A missile hit the town. Three bodies were found, one of a boy born in 2008."
    told = [c for c in read_report(Report.make(text, published="2023-06-27")).claims if c.kind == "killed"]
    assert [c.status for c in told if c.quantity is not None and c.quantity.value == 3] == ["main"]


def test_the_date_of_a_copy_is_not_the_day_of_the_attack() -> None:
    text = "June 25, 2024\n\nA missile hit the cafe on Thursday, 5 October. At least 50 people were killed."
    told = [c for c in read_report(Report.make(text, published="2023-10-05")).claims if c.kind == "killed"]
    assert [c.status for c in told] == ["main"]


def test_the_time_of_a_reason_is_not_the_time_of_what_follows() -> None:
    text = (
        "On Sunday the army said it had fired rockets to avenge an ambush that killed nine soldiers last month. "
        "Three people were killed in the village of Orim."
    )
    claims = read_report(Report.make(text, published="2024-03-04")).claims
    [three] = [c for c in claims if c.quantity is not None and c.quantity.value == 3]
    assert (three.kind, three.status) == ("killed", "main")


@pytest.mark.parametrize(("text", "expected"), [
    ("Officials first said 12 had died but later lowered the toll to nine.", [(12, "stale"), (9, "main")]),
    ("The toll was revised down from 28 to 24 after some bodies were counted twice.", [(28, "stale"), (24, "main")]),
    ("The attack came a year after a bombing killed 63 worshippers.", [(63, "other")]),
    ("Eight days after the attack, the toll stands at 58.", [(58, "main")]),
    ("It hit a house, killing a father and son.", [(1, "main"), (1, "main")]),
])  # fmt: skip
def test_what_is_told_of_before_or_taken_back(text: str, expected: list[tuple[int, str]]) -> None:
    claims = read_report(Report.make(f"A missile hit Uman. {text}", published="2024-03-04")).claims
    assert [(c.quantity.value, c.status) for c in claims if c.quantity and c.kind in ("killed", "history")] == expected
