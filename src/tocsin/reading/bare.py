"""Bare counts of what was named before: "of the 45 drones, 38 were shot down", "of its 46 flats, 27 were destroyed"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.grammar import words, words_of
from tocsin.reading.mentions import Figure, Link

#: Words between a bare count and its verb: "60 of which were later".
_TO_VERB = 6
_WHICH = re.compile(r" of wh(?:ich|om) [^,;]*$")
_OUTCOMES = {"weapon": ("intercepted", "destroyed", "lost"), "object": ("damaged", "destroyed")}


def with_what_is_meant(
    sentence: Sentence, figures: Sequence[Figure], triggers: Sequence[Hit], before: Sequence[Link]
) -> list[Figure]:
    """The figures of a sentence, each bare count beside a verb of weapons or things with those that it counts.

    `before`: links of the sentence before. "38 of those 45" also tells how many there were in all.
    """
    out: list[Figure] = []
    kept = [k.figure for k in before if k.figure.unit == "weapon"]
    for figure in figures:
        like = next((f for f in reversed((*kept, *out)) if f.unit in _OUTCOMES and f.stop <= figure.start), None)
        if like is not None and _is_bare(sentence, figure) and _verb(sentence, figure, like, triggers) is not None:
            whole = like in out and figure.total is None and _is_whole_of(sentence, like, figure, triggers)
            total = like.value if whole else figure.total
            figure = replace(figure, unit=like.unit, noun=like.noun, weapons=like.weapons, total=total, weak=False)
            out = [f for f in out if not (whole and f is like)]
        out.append(figure)
    return out


def weapons_all_told(sentence: Sentence, figures: Sequence[Figure], triggers: Sequence[Hit]) -> list[Figure]:
    """ "Russia fired 20 missiles; all were shot down": as many again as the figure before says."""
    out = []
    for n, token in enumerate(sentence.tokens):
        if token.word != "all":
            continue
        like = next((f for f in reversed(figures) if f.unit == "weapon" and f.stop <= token.start), None)
        if like is None or like.value is None or not _is_clause_head(sentence.tokens, n):
            continue
        a, b = token.start, token.stop
        said = replace(like, start=a, stop=b, core_start=a, core_stop=b, noun_text="", part=False)
        if _verb(sentence, said, like, triggers) is not None:
            out.append(said)
    return out


def is_told_as_whole(
    document: Document, sentence: Sentence, figure: Figure, trigger: Hit, figures: Sequence[Figure]
) -> bool:
    """ "Of the 45 drones, 38 were shot down": the verb is of the 38 between, and not of the whole."""
    if figure.part or figure.stop > trigger.start:
        return False
    if _WHICH.search(document.folded[figure.stop : trigger.start]):
        return True  # "120 missiles, of which 99% were intercepted"
    between = (f for f in figures if figure.stop <= f.start and f.stop <= trigger.start)
    return _is_of(sentence, figure) and any(f.unit in (None, figure.unit) for f in between)


def is_of_whom(document: Document, figure: Figure) -> bool:
    """ "Four of whom": a count of some of those named before."""
    return document.folded.startswith(" of whom ", figure.core_stop)


def _is_whole_of(sentence: Sentence, whole: Figure, figure: Figure, triggers: Sequence[Hit]) -> bool:
    """ "Of the 45 drones, 38": so many in all, where no verb of its own says that they were launched."""
    launched = any(h.row.kind == "launched" for h in triggers if whole.start < h.start < figure.start)
    return _is_of(sentence, whole) and not launched and (whole.value or 0) >= (figure.value or 0)


def _is_bare(sentence: Sentence, figure: Figure) -> bool:
    """ "60", "60 of them", "60 of which": no noun of its own."""
    if figure.unit not in (None, "other") or figure.zero or figure.value is None or figure.weak:
        return False
    return all(t.word in words("of-those") for t in sentence.tokens_between(figure.core_stop, figure.stop))


def _verb(sentence: Sentence, figure: Figure, like: Figure, triggers: Sequence[Hit]) -> Hit | None:
    """The verb of what is counted that a bare count is subject or object of, with light words alone between."""
    light = words_of("auxiliary", "adverb", "of-those")
    for trigger in triggers:
        if like.unit not in trigger.row.more.get("units", ()) or trigger.row.kind not in _OUTCOMES[str(like.unit)]:
            continue
        gap = sentence.tokens_between(figure.stop, trigger.start)
        if figure.stop <= trigger.start and len(gap) <= _TO_VERB and all(t.word in light for t in gap):
            return trigger
        if trigger.stop < figure.start and not sentence.tokens_between(trigger.stop, figure.start):
            behind = sentence.tokens_between(figure.stop, sentence.stop)[:1]
            if (
                not behind
                or not behind[0].word[0].isalpha()
                or behind[0].word in words_of("preposition", "conjunction", "clause")
            ):
                return trigger
    return None


def _is_of(sentence: Sentence, figure: Figure) -> bool:
    """Whether "of" opens the clause before a figure: "Of the 45 drones, ..."."""
    before = sentence.tokens_between(sentence.start, figure.start)
    while before and before[-1].word in words("determiner"):
        before = before[:-1]
    if not before or before[-1].word != "of":
        return False
    return len(before) < 2 or not before[-2].word[0].isalpha() or before[-2].word in words("conjunction")


def _is_clause_head(tokens: Sequence[Token], n: int) -> bool:
    """Whether a word opens a clause, before its verb: "; all were"."""
    after = tokens[n + 1 : n + 2]
    opens = n == 0 or not tokens[n - 1].word[0].isalnum() or tokens[n - 1].word in words("conjunction")
    return opens and bool(after) and after[0].word in words_of("auxiliary", "of-those")


__all__ = ["is_of_whom", "is_told_as_whole", "weapons_all_told", "with_what_is_meant"]
