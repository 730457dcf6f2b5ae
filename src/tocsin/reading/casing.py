"""Small letters for texts printed in capitals: flashes, old agency copy, headlines and alerts.

Names and places are told from words by their capitals, so a stretch of capitals alone is first written as it would
stand in running text. Every letter keeps its place: what is read is as long as what was received, code point for code
point, and evidence is quoted from the received text. What decides, the strongest first: how the rest of the same
report writes the word; the capitals of the word tables; names of several words in the gazetteer; the common words of
English. An unknown Latin word is taken for a name, an unknown Cyrillic one only where the gazetteer or its ending says
so. Text without a stretch of `_LEAST_WORDS` words in capitals comes back as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict

from tocsin.lexicon.load import fold
from tocsin.reading.capitals import Stretch, opens_sentence
from tocsin.reading.casewords import WORD

#: A stretch of capitals is written anew from this many words and letters on; shorter ones are datelines and
#: abbreviations in a row. By hand, on composed flashes.
_LEAST_WORDS, _LEAST_LETTERS = 5, 20
#: A text with this share of its letters capital is all one stretch, its short lines too.
_SHOUTED_SHARE = 0.9
_CAPITAL = "A-ZÀ-ÖØ-ÞŠŽŁŚŻĞİÇА-ЯЁІЇЄҐ"
_STRETCH = re.compile(rf"(?<![^\W_])[{_CAPITAL}]++(?:[\W\d_]++[{_CAPITAL}]++){{{_LEAST_WORDS - 1},}}(?![^\W\d_])")


def restore_case(text: str) -> str:
    """The text with each stretch of capitals as running text would have it, of the same length; mixed case stays.

    >>> restore_case("TEN PEOPLE WERE KILLED IN NEW YORK, US OFFICIALS SAID")
    'Ten people were killed in New York, US officials said'
    """
    stretches = _stretches(text)
    if not stretches:
        return text
    printed = _printed(text, stretches) if stretches != [(0, len(text))] else {}
    pieces, edge = [], 0
    for start, stop in stretches:
        pieces += [text[edge:start], Stretch(text, start, stop, printed).restored()]
        edge = stop
    return "".join([*pieces, text[edge:]])


def _stretches(text: str) -> list[tuple[int, int]]:
    """Where the text is in capitals alone: the whole of it, or runs of words."""
    runs = [m.span() for m in _STRETCH.finditer(text)]
    runs = [(a, b) for a, b in runs if sum(map(str.isalpha, text[a:b])) >= _LEAST_LETTERS]
    if not runs:
        return []
    letters = [c for c in text if c.isalpha()]
    if sum(map(str.isupper, letters)) >= _SHOUTED_SHARE * len(letters):
        return [(0, len(text))]
    return runs


def _printed(text: str, stretches: list[tuple[int, int]]) -> dict[str, str]:
    """How the rest of the report writes its words inside sentences: small, or with which capitals."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    edges = [edge for span in stretches for edge in span]
    before = 0
    for match in WORD.finditer(text):
        inside = bisect_right(edges, match.start()) % 2
        opens = opens_sentence(text, before, match.start())
        before = match.end()
        if not inside and not opens:
            forms[fold(match.group())][match.group()] += 1
    return {low: max(counts, key=lambda form: (counts[form], form)) for low, counts in forms.items()}
