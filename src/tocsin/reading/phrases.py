"""The source nearest to a cue: its office, body and name joined over an apposition, and what may stand between."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from tocsin.lexicon.load import table
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.grammar import words, words_of
from tocsin.reading.mentions import Spot
from tocsin.reading.sources import Part, Source, find_parts, make_source

#: The most words between a country and its body: "Turkish state-run news agency Anadolu".
_DESCRIPTION = 7


def find_phrase(
    document: Document, sentence: Sentence, start: int, stop: int, places: Sequence[Spot], *, nearest: str
) -> Source | None:
    """The source phrase in `start..stop` nearest to its right or left edge, widened over its apposition."""
    parts = find_parts(document, sentence, start, stop, places)
    if not parts:
        return None
    order = parts[::-1] if nearest == "right" else parts
    edge = stop if nearest == "right" else start
    head = order[0]
    gap = sentence.tokens_between(head.stop, edge) if nearest == "right" else sentence.tokens_between(edge, head.start)
    if not _may_skip(gap, far=nearest == "right"):
        return None
    chosen = [head]
    for part in order[1:]:
        left, right = (part, chosen[-1]) if nearest == "right" else (chosen[-1], part)
        described = left.kind == "place" and nearest == "left" and _describes(sentence, left.stop, right)
        told = described or _locates(sentence, left, right) or _joined(sentence, left.stop, right.start)
        if not told or _apart(document, sentence, left, right):
            break
        chosen.append(part)
    chosen.sort(key=lambda p: p.start)
    if all(p.kind == "place" for p in chosen) and not _speaks(sentence, chosen, gap):
        return None
    return make_source(document, sentence, chosen)


def _apart(document: Document, sentence: Sentence, left: Part, right: Part) -> bool:
    """ "in Ukrainka, Klymenko said", "in hospital, police said": what is before the comma is no part of the source.

    It is where an office stands before it: "the mayor of Paris, Anne Hidalgo".
    """
    if "," not in document.text[left.stop : right.start]:
        return False
    if left.kind == "place":
        before = sentence.tokens_between(sentence.start, left.start)[-1:]
        if right.kind == "name" and before and any(h.stop == before[0].start - 1 for h in sentence.of("speakers")):
            return False
        return right.kind != "role" or (bool(before) and before[0].word in words("preposition"))
    if left.kind == "name":
        return right.kind == "name"
    return right.kind not in ("name", "place") and "role" not in (left.kind, right.kind)


def _speaks(sentence: Sentence, chosen: Sequence[Part], gap: Sequence[Token]) -> bool:
    """A place speaks as a government ("Kyiv says") only right beside its cue and not after "in" or "near"."""
    before = sentence.tokens_between(sentence.start, chosen[0].start)[-1:]
    located = bool(before) and before[0].word in words("preposition")
    return len(gap) <= 2 and not located and len(sentence.tokens_between(chosen[0].start, chosen[-1].stop)) <= 3


def _may_skip(gap: Sequence[Token], *, far: bool) -> bool:
    """True when only auxiliaries, adverbs, times and platforms stand between the source and its cue."""
    loose = words_of("auxiliary", "adverb", "determiner", "preposition")
    real = [t for t in gap if t.word not in loose and t.word not in ",()"]
    if real and any(b.word in words("determiner") and a.word not in words("preposition") for a, b in pairwise(gap)):
        return False
    figures = any(t.word[0].isdigit() for t in real)
    if not far:
        return len(real) <= 1 and len(gap) <= 4 and not figures
    return len(real) <= 3 and len(gap) <= 9 and not (figures and len(real) > 2)


def _describes(sentence: Sentence, start: int, body: Part) -> bool:
    """ "Russian state-controlled news agency TASS": plain words between a country and the body that is told of."""
    gap = sentence.tokens_between(start, body.start)
    closed = words_of("auxiliary", "preposition", "clause", "pronoun", "determiner", "conjunction")
    plain = all(t.word.replace("-", "").isalpha() and t.word not in closed for t in gap)
    outlet = body.kind == "name" and any(t.word in words("outlet") for t in gap)
    return (outlet or body.kind in ("organisation", "agency")) and plain and len(gap) <= _DESCRIPTION


def _locates(sentence: Sentence, who: Part, place: Part) -> bool:
    """ "a spokesman from the nearby city of Flensburg": a preposition and plain words between somebody and a place."""
    gap = [t.word for t in sentence.tokens_between(who.stop, place.start)]
    closed = words_of("auxiliary", "clause", "pronoun", "conjunction")
    plain = all(w.replace("-", "").isalpha() and w not in closed for w in gap)
    opens = bool(gap) and gap[0] in words("seat") | {"from"}
    return who.kind in ("name", "role") and place.kind == "place" and opens and plain and len(gap) <= _DESCRIPTION


def _joined(sentence: Sentence, left: int, right: int) -> bool:
    """True when two parts belong to one noun phrase: side by side, in apposition, or "of" and "for" between."""
    gap = sentence.tokens_between(left, right)
    return len(gap) <= 4 and all(t.word in words("glue") or t.word in ",'(-" for t in gap)


def is_aside(word: str) -> bool:
    """Whether a word after a comma opens an aside: "who was at the site", "for its part", "writing on Telegram"."""
    return word in relatives() or word in words("preposition") or (len(word) > 5 and word.endswith("ing"))


@cache
def relatives() -> frozenset[str]:
    """Words that open a relative clause."""
    return frozenset(f for r in table("cues") if r.kind == "relative" for forms in r.forms.values() for f in forms)


@cache
def selves() -> frozenset[str]:
    """Who speaks of himself: the reporter, or whoever is quoted."""
    return frozenset(f.lower() for r in table("cues") if r.kind == "self" for forms in r.forms.values() for f in forms)


__all__ = ["find_phrase", "is_aside", "relatives", "selves"]
