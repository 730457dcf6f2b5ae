"""Villages and quarters that the gazetteer has no row for: a name after "in" or "near" that is nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.lexicon.english import is_common
from tocsin.reading.document import Document, Sentence
from tocsin.reading.mentions import Spot
from tocsin.reading.placescan import gives, place_words
from tocsin.record import Place

_CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]+|[ae]l-[A-Z]\w+)"
_NAMED = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside"
    r"|(?:areas?|parts?|centre|center|village|town|city|hamlet|settlement|district|community|island) of) "
    rf"({_CAPITAL}(?: (?:(?:de|del|la|el|al|du|bin|wa) )?{_CAPITAL}){{0,3}})"
)
#: Tables whose words are no place: a body, a weapon, an army, a kind of building.
_OTHERWISE = ("speakers", "weapons", "actors", "objects", "cues", "context")


def find_unlisted(document: Document, sentence: Sentence, taken: Sequence[Spot]) -> list[Spot]:
    """Names of one sentence that only stand where places stand; without a point and without what holds them.

    `taken` are the places and times found already. English only: its prepositions and capitals are the evidence.
    """
    out = []
    for match in _NAMED.finditer(document.text, sentence.start, sentence.stop):
        start, stop = match.span(1)
        if _is_free(document, sentence, start, stop, taken):
            name = document.text[start:stop]
            out.append(Spot(start, stop, place=Place(name, name, precision=_precision(document, stop))))
    return out


def _precision(document: Document, stop: int) -> str:
    """What the word after a name says it is: "Chorah district"; a locality where there is none."""
    following = document.folded[stop : stop + 20].split()
    return gives("after").get(following[0].strip(",.;"), "locality") if following else "locality"


def _is_free(document: Document, sentence: Sentence, start: int, stop: int, taken: Sequence[Spot]) -> bool:
    """Whether no other reading is known for a name: an English word, a building's name, somebody's, an abbreviation."""
    said = document.text[start:stop]
    first = re.split(r"[ -]", document.folded[start:stop])[0]
    if (
        len(said) < 4
        or said.isupper()
        or is_common(first)
        or (first in place_words("first-name") and _precision(document, stop) == "locality")
    ):
        return False
    if any(s.start < stop + 2 and start < s.stop for s in taken):
        return False
    if "'s" in document.folded[start : stop + 2] or document.text[stop : stop + 1] in ("'", "’", "&", "/", "@"):
        return False
    after = sentence.tokens_between(stop, sentence.stop)[:2]
    if any(h.start in {t.start for t in after} for h in sentence.of("objects")):
        return False
    return not any(h.start < stop and start < h.stop for name in _OTHERWISE for h in sentence.of(name))


__all__ = ["find_unlisted"]
