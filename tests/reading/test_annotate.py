"""One layer by itself: whose words stand where, in the report's own offsets."""

from __future__ import annotations

import pytest

from tocsin.errors import InputError
from tocsin.reading.annotate import annotate
from tocsin.record import Report


def told(text: str) -> list[tuple[str, str, list[str]]]:
    """(source, cue, contents) of every attribution of a text."""
    rows = annotate(Report.make(text, language="en"), "attributions")["attributions"]
    return [
        (text[slice(*r["source"][0])], text[slice(*r["cue"][0])], [text[a:b] for a, b in r["content"]]) for r in rows
    ]


@pytest.mark.parametrize(("text", "contents"), [
    ("An abbot says 133.", ["133"]),
    ("The abbot said on Monday that the roof had gone.", ["that the roof had gone"]),
    ("The roof of the old hall is gone, the abbot said.", ["The roof of the old hall is gone"]),
    ("The roof of the old hall, the abbot said, is gone.", ["The roof of the old hall", "is gone"]),
    ("On Monday, the abbot said the roof was gone.", ["the roof was gone"]),
    ("The abbot said the roof was gone; it rained.", ["the roof was gone"]),
    ("“The roof,” said the abbot, “is gone.”", ["“The roof,”", "“is gone.”"]),
])  # fmt: skip
def test_what_a_source_says(text: str, contents: list[str]) -> None:
    [(_, _, found)] = told(text)
    assert [c.rstrip(".") for c in found] == [c.rstrip(".") for c in contents]


@pytest.mark.parametrize(("text", "source", "cue"), [
    ("The union fears that the mill will close.", "The union", "fears"),
    ("Carters in Uman complained that the road was shut.", "Carters in Uman", "complained"),
    ("The warden questioned whether the letter is genuine.", "The warden", "questioned whether"),
    ("“Come in at once,” a neighbour shouted.", "a neighbour", "shouted"),
    ("The keeper asked the visitors to leave.", "The keeper", "asked"),
])  # fmt: skip
def test_words_for_saying(text: str, source: str, cue: str) -> None:
    assert [(a, b) for a, b, _ in told(text)] == [(source, cue)]


@pytest.mark.parametrize("text", [
    "The union does not believe her.",
    "The army has not commented.",
    "The bank held a small fair.",
    "She believes her.",
    "The suspected robber ran.",
])  # fmt: skip
def test_what_tells_nothing(text: str) -> None:
    assert told(text) == []


def test_a_layer_that_there_is_not_is_refused() -> None:
    with pytest.raises(InputError, match="no layer"):
        annotate(Report.make("Nothing."), "feelings")
