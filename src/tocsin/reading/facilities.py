"""Named facilities: "Crocus City Hall", "the Saudi Hospital"; where a report names no town, they are all there is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence
from tocsin.reading.mentions import Spot
from tocsin.record import Place

_NAME_BEFORE = re.compile(r"(?:[A-ZА-ЯІЇЄҐ][\w'’-]*\s+){1,3}$")


def main_facility(document: Document, places: Sequence[Spot]) -> Place | None:
    """The facility that a report names most, earliest first; without a point, since the gazetteer has no row for it."""
    seen: Counter[str] = Counter()
    texts: dict[str, str] = {}
    for sentence in document.sentences:
        for hit in sentence.of("objects"):
            name = _name(document, sentence, hit, places)
            if name is not None:
                seen[name.casefold()] += 1
                texts.setdefault(name.casefold(), name)
    if not seen:
        return None
    order = list(texts)
    best = texts[max(seen, key=lambda n: (seen[n], -order.index(n)))]
    return Place(best, best, precision="locality")


def _name(document: Document, sentence: Sentence, hit: Hit, places: Sequence[Spot]) -> str | None:
    """The capitalised words before a facility noun with the noun; None where they are a town or open the sentence."""
    before = _NAME_BEFORE.search(document.text, max(sentence.start, hit.start - 60), hit.start)
    if before is None or before.start() == sentence.start:
        return None
    run = document.text[before.start() : hit.start].strip()
    if any(p.start <= before.start() and hit.start - p.stop <= 2 and not p.metonym for p in places):
        return None
    return f"{run} {document.text[hit.start : hit.stop]}"
