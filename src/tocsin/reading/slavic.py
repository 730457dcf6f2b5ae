"""What Ukrainian and Russian tell without an article: «загинула жінка» is one woman, «постраждалих немає» nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.grammar import words, words_of
from tocsin.reading.mentions import Figure
from tocsin.reading.numbers import NumberMention
from tocsin.record.claim import CASUALTY_KINDS

#: Words between a person and the verb: an age, an adjective.
_BESIDE = 3
#: Words before a noun that may belong to it: «35-річна вагітна».
_PHRASE = 5
_CLOSED = ("conjunction", "preposition", "clause")
_ADJECTIVE = ("ий", "ій", "ого", "ього", "а", "у", "ый", "ая", "ую", "ой", "яя", "її", "його", "его", "ее", "её")


def without_article(document: Document, sentence: Sentence) -> Iterator[Figure]:
    """One person each: a singular noun beside a word of casualties, or behind "and" after such a one."""
    told = [h for h in sentence.of("triggers") if h.row.kind in CASUALTY_KINDS]
    known: list[Hit] = []
    for hit in sentence.of("people"):
        if not hit.row.more.get("one") or document.folded[hit.start].isascii():
            continue
        start = _start(sentence, hit)
        joined = bool(known) and _is_joined(sentence, known[-1].stop, start)
        if start is not None and (joined or any(_is_beside(sentence, start, hit.stop, t) for t in told)):
            known.append(hit)
            many = hit.row.more.get("count", 1)
            text, group = document.text[start : hit.stop], hit.row.more.get("group")
            yield Figure(
                start, hit.stop, start, hit.stop, many, many, many, "exact", "people", hit, text, group, implied=True
            )  # fmt: skip


def nobody(sentence: Sentence) -> Iterator[NumberMention]:
    """«постраждалих немає», «без жертв»: nobody, told by a word beside the one for the hurt or the dead."""
    told = [h for h in sentence.of("triggers") if h.row.kind in CASUALTY_KINDS]
    for token in sentence.tokens:
        if token.word in words("none-of") and any(token.stop + 1 == h.start or h.stop + 1 == token.start for h in told):
            yield NumberMention(token.start, token.stop, token.start, token.stop, 0, 0, 0, "none", "count")


def _start(sentence: Sentence, hit: Hit) -> int | None:
    """Where the noun's phrase begins: its age, «одна»; None where another number counts it."""
    before = sentence.tokens_between(sentence.start, hit.start)[-_PHRASE:]
    verbs = {h.start for name in ("triggers", "cues") for h in sentence.of(name)}
    start, after = hit.start, ""
    for token in reversed(before):
        if token.word in words("single"):
            return token.start
        if token.word.isdigit() and after != "-":
            return None
        closed = token.start in verbs or token.word in words_of(*_CLOSED)
        if closed or not (token.word == "-" or token.word.isdigit() or token.word.endswith(_ADJECTIVE)):
            break
        start, after = token.start, token.word
    return start


def _is_beside(sentence: Sentence, start: int, stop: int, trigger: Hit) -> bool:
    a, b = (stop, trigger.start) if stop <= trigger.start else (trigger.stop, start)
    if a > b:
        return False
    return _is_light(sentence.tokens_between(a, b))


def _is_light(gap: Sequence[Token]) -> bool:
    return len(gap) < _BESIDE and all(t.word[0].isalnum() and t.word not in words_of(*_CLOSED) for t in gap)


def _is_joined(sentence: Sentence, stop: int, start: int | None) -> bool:
    gap = [t.word for t in sentence.tokens_between(stop, start)] if start is not None else []
    return bool(gap) and gap[0] in words("conjunction") | {","} and len(gap) < _BESIDE


__all__ = ["nobody", "without_article"]
