"""A source told by its words alone: the speaker that a tagged span names, without a cue that the rules know."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Document, Sentence
from tocsin.reading.figures import words
from tocsin.reading.mentions import Attribution, Spot
from tocsin.reading.speakers import _parts, _source
from tocsin.record import Speaker

#: The cue's name of an attribution that was tagged, not cued.
TAGGED = "tagged"
_LONGEST = 120


def source_at(
    document: Document, sentence: Sentence, start: int, stop: int, places: Sequence[Spot]
) -> Attribution | None:
    """The attribution of a source at `start..stop`; None for a pronoun, a bare article or half a sentence."""
    start, stop = _whole_words(document.text, max(start, sentence.start), min(stop, sentence.stop))
    said = document.text[start:stop]
    plain = document.folded[start:stop]
    if len(said) < 3 or len(said) > _LONGEST or plain in words("pronoun") or plain in words("determiner"):
        return None
    parts = _parts(document, sentence, start, stop, places)
    known = _source(document, parts).speaker if parts else Speaker()
    speaker = Speaker(known.name, known.role, known.organisation, said, known.via)
    return Attribution(start, stop, stop, stop, speaker, "right", TAGGED, reach=(sentence.start, sentence.stop))


def _whole_words(text: str, start: int, stop: int) -> tuple[int, int]:
    """The span without marks at its ends, and with all of a word that it cuts."""
    while start < stop and not text[start].isalnum():
        start += 1
    while stop > start and not text[stop - 1].isalnum():
        stop -= 1
    while start < stop and start > 0 and text[start - 1].isalnum():
        start -= 1
    while start < stop < len(text) and text[stop].isalnum():
        stop += 1
    return start, stop


__all__ = ["TAGGED", "source_at"]
