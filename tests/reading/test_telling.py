"""Which words of saying tell something, and which have another sense or are denied."""

from __future__ import annotations

import pytest

from tocsin.reading.document import prepare
from tocsin.reading.telling import is_told
from tocsin.record import Report


def told(text: str) -> bool:
    """Whether a sentence has a cue that attributes."""
    document = prepare(Report.make(text, language="en"))
    [sentence] = document.sentences
    return any(is_told(document, sentence, cue) for cue in sentence.of("cues"))


@pytest.mark.parametrize("text", [
    "The army did not say that two had died.",
    "The warden promised that nobody would drown.",
    "The warden promised 40 beds by noon.",
    "The keeper urged all visitors to leave.",
    "“Nobody will drown,” the warden promised.",
    "The divers fear more may lie below.",
    "The harbour master reckons the dead at nine.",
])  # fmt: skip
def test_what_tells(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize("text", [
    "The army has not commented.",
    "The army won't say.",
    "The warden held the door.",
    "The divers fear him.",
    "The harbour master reckons with rain.",
])  # fmt: skip
def test_what_tells_nothing(text: str) -> None:
    assert not told(text)
