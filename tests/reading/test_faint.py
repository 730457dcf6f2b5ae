"""Weak candidates: forms that tell of people or things without a number, and sentences that must give none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.figures import find_figures
from tocsin.reading.linking import RuleLinker
from tocsin.reading.mentions import Figure
from tocsin.reading.survey import survey
from tocsin.record import Report


def figures(text: str) -> list[Figure]:
    report = Report.make(text, published="2024-03-02", language="en")
    return [f for m in survey(report).mentions for f in m.figures]


def weak(text: str) -> dict[str, int | None]:
    """The words of each weak figure, with what they stand for."""
    return {text[f.start : f.stop]: f.value for f in figures(text) if f.weak}


NAMED = [
    ("Oksana Petryk, 34, was killed.", "Oksana Petryk", 1),
    ("The stoker, 51, died at the scene.", "The stoker", 1),
    ("The blast killed Ivan Moroz, a welder.", "Ivan Moroz", 1),
    ("She died in the ambulance.", "She", 1),
    ("The driver was injured.", "The driver", 1),
    ("Police declared him dead at noon.", "him", 1),
    ("Villagers were wounded when shells fell.", "Villagers", None),
    ("Many were hurt.", "Many", None),
]
THINGS = [
    ("A missile hit a school.", "a school", 1),
    ("The strike damaged the hospital and a market.", "the hospital", 1),
    ("The strike damaged the hospital and a market.", "a market", 1),
    ("Houses were destroyed.", "Houses", None),
    ("A rocket struck the army barracks.", "the army barracks", 1),
]
COUNTED = [
    ("Of the dead, an eighth victim was found.", "an eighth", 1),
    ("Two drones came in; a third was shot down.", "a third", 1),
    ("They shot down 21 of 23 missiles.", "23", 23),
    ("Two missiles flew over. One was intercepted.", "One", 1),
    ("Both were killed at once.", "Both", 2),
    ("The bomb killed 15 people, all but one of them women.", "all but", 14),
    ("The drone fell without casualties.", "without", 0),
    ("Forty were killed, half of them children.", "half", None),
]


@pytest.mark.parametrize(("text", "words", "value"), [*NAMED, *THINGS, *COUNTED])
def test_what_is_told_without_a_number_is_a_candidate(text: str, words: str, value: int | None) -> None:
    found = weak(text)
    assert words in found, found
    assert found[words] == value


@pytest.mark.parametrize("text", [
    "The driver parked by the school.",
    "A resident of the house voted for the mayor.",
    "She scored in the third minute, and both coaches smiled.",
])  # fmt: skip
def test_sentences_that_tell_of_no_harm_have_no_weak_candidate(text: str) -> None:
    assert weak(text) == {}


def test_a_thing_told_after_a_person_is_a_thing() -> None:
    found = {(f.value, f.unit) for f in figures("Bombs hit four commuter trains and a passenger train.")}
    assert {(4, "object"), (1, "object")} <= found
    assert not any(unit == "people" for _, unit in found)


SENTENCES = [text for text, _, _ in (*NAMED, *THINGS, *COUNTED)]


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join))
def test_no_two_figures_begin_at_one_place(text: str) -> None:
    starts = [f.start for f in figures(text)]
    assert len(starts) == len(set(starts))
    assert starts == sorted(starts)


def linked(text: str) -> set[tuple[str, str]]:
    """(kind, words) of the weak figures that the rules make claims of."""
    seen = survey(Report.make(text, published="2024-03-02", language="en"))
    links = RuleLinker().link(seen.document, seen.mentions, range(len(seen.mentions)))
    return {(k.kind, text[k.figure.start : k.figure.stop]) for one in links for k in one if k.figure.weak}


@pytest.mark.parametrize(("text", "claims"), [
    ("Oksana Petryk, 34, was killed.", {("killed", "Oksana Petryk")}),
    ("A drone hit a car, killing the driver.", {("hit", "a car"), ("killed", "the driver")}),
    ("Villagers were wounded when shells fell.", set()),
    ("The strike damaged the hospital and a market.", {("damaged", "the hospital"), ("damaged", "a market")}),
    ("Two drones came in; a third was shot down.", set()),
    ("They shot down 21 of 23 missiles.", set()),
    ("She died in the ambulance.", {("killed", "She")}),
    ("Forty were killed, half of them children.", set()),
])  # fmt: skip
def test_the_rules_take_people_and_things_right_beside_their_verb_and_leave_the_rest(
    text: str, claims: set[tuple[str, str]]
) -> None:
    assert linked(text) == claims


def test_figures_of_a_sentence_without_words_are_none() -> None:
    document = survey(Report.make("...", published="2024-03-02")).document
    assert all(find_figures(document, s, ()) == [] for s in document.sentences)
