"""Figures of which something else than harm is told: those detained, those who tell, pieces, animals, blasts."""

from __future__ import annotations

from tocsin.reading.document import Sentence
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Figure, Mentions


def is_handled(sentence: Sentence, figure: Figure) -> bool:
    """ "detained two men", "two were arrested": people of whom another verb tells, and no harm."""
    light = words("determiner") | words("adverb") | words("auxiliary")
    ends = {h.stop for h in sentence.of("triggers")}
    before = sentence.tokens_between(sentence.start, figure.start)
    while before and before[-1].word in light:
        before = before[:-1]
    if before and before[-1].word in words("handled"):
        shared = len(before) > 2 and before[-2].word in words("conjunction") and before[-3].stop in ends
        return not shared
    after = sentence.tokens_between(figure.stop, sentence.stop)
    while after and after[0].word in light:
        after = after[1:]
    if not after or after[0].word not in words("handled"):
        return False
    starts = {h.start for h in sentence.of("triggers")}
    return not (len(after) > 2 and after[1].word in words("conjunction") and after[2].start in starts)


def is_source(mentions: Mentions, figure: Figure) -> bool:
    """ "wounding dozens, a hospital official said": one person who tells of it, and no victim."""
    sources = [(a.source_start, a.source_stop) for a in mentions.attributions]
    return figure.implied and figure.unit == "people" and any(a <= figure.start < b for a, b in sources)


def is_of_animals(sentence: Sentence, figure: Figure) -> bool:
    """ "Six buffaloes", "11 head of cattle": what is counted is no person."""
    counted = sentence.tokens_between(figure.core_stop, max(figure.stop, figure.core_stop))
    onward = sentence.tokens_between(figure.stop, sentence.stop)[:3] if figure.unit in (None, "other") else []
    until = next((n for n, t in enumerate(onward) if not t.word.isalpha() or t.word in words("auxiliary")), len(onward))
    return any(t.word in words("animal") for t in (*counted, *onward[:until]))


def is_of_pieces(sentence: Sentence, figure: Figure) -> bool:
    """ "a fragment of one more body": found, and not counted among the dead yet."""
    before = [t.word for t in sentence.tokens_between(sentence.start, figure.start)][-2:]
    return before[1:] == ["of"] and before[0] in words("piece") and figure.unit in (None, "people")


def is_event(sentence: Sentence, figure: Figure) -> bool:
    """ "two blasts": attacks are counted, not people."""
    return any(t.word in words("attack-noun") for t in sentence.tokens_between(figure.core_stop, figure.stop))


__all__ = ["is_event", "is_handled", "is_of_animals", "is_of_pieces", "is_source"]
