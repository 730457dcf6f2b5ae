"""Who said it: words that attribute, and the source that stands beside each.

Each cue of a sentence ("said", "according to", "put at") looks for its source: left of it, over adverbs, times and an
aside between commas; or right of it, where the verb comes first. Labels ("Mayor: ten dead") need no verb.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from tocsin.lexicon.load import Hit, table
from tocsin.reading.beside import clause_floor, phrase_left, phrase_right, pronoun_source
from tocsin.reading.document import Document, Sentence
from tocsin.reading.grammar import words, words_of
from tocsin.reading.labels import find_label, source_line
from tocsin.reading.mentions import Attribution, Spot
from tocsin.reading.phrases import find_phrase
from tocsin.reading.reach import chain, set_reach, speaker_of
from tocsin.reading.register import Register
from tocsin.reading.sources import Source, noun_phrase
from tocsin.reading.telling import is_told
from tocsin.record import Speaker

_QUOTES = '"“”«»„'
_QUOTE = re.compile(f"[{_QUOTES}]")
#: How many sentences further on a line with the source may stand.
_SOURCE_LINE_REACH = 3
#: How many words behind "was announced" its "by" may stand: "on Thursday by the mayor".
_BY_WITHIN = 6
#: How many words before a source and its comma are a clause of their own, not "late on Monday".
_CLAUSE = 5
#: How many words before its verb "this" may stand: "This was also reported by".
_THIS_WITHIN = 4
_ATTRIBUTING = ("say", "per", "count", "deny", "account")


def find_attributions(
    document: Document, sentence: Sentence, places: Sequence[Spot], register: Register
) -> list[Attribution]:
    """Attributions of one sentence in text order; `register` is read and brought up to date."""
    found = _in_sentence(document, sentence, places, register)
    if not found:
        found = _told_after(document, sentence, register)
    return found


def _in_sentence(
    document: Document, sentence: Sentence, places: Sequence[Spot], register: Register
) -> list[Attribution]:
    found: list[Attribution] = []
    for cue in sentence.of("cues"):
        if cue.row.kind not in _ATTRIBUTING or any(a.source_start <= cue.start < a.source_stop for a in found):
            continue
        if not is_told(document, sentence, cue):
            continue
        made = _attribute(document, sentence, cue, places, register) or _shared(document, sentence, cue, found)
        if made is not None:
            register.remember(made.speaker)
            found.append(made)
    label = find_label(document, sentence, places, register, found)
    if label is not None:
        register.remember(label.speaker)
        found = [label, *found] if label.side == "right" else [*found, label]
    return chain(document, sentence, set_reach(document, sentence, found)) if found else found


def _attribute(
    document: Document, sentence: Sentence, cue: Hit, places: Sequence[Spot], register: Register
) -> Attribution | None:
    if cue.row.kind == "per":
        source = phrase_right(document, sentence, cue.stop, places) or _plain_right(document, sentence, cue)
        if source is None:
            return None
        side = "left" if document.text[sentence.start : cue.start].strip(" “\"'") else "right"
        return _made(source, cue, register, side)
    if cue.row.kind == "account":
        source = _owner(document, sentence, cue, places)
        return None if source is None else _made(source, cue, register, _content_side(document, sentence, source, cue))
    at = bisect_left(sentence.tokens, cue.start, key=lambda t: t.start)
    if _is_noun(sentence, at) or _is_of_a_people(sentence, cue, places):
        return None
    if _is_passive(sentence, at):
        return _by(document, sentence, cue, places, register)
    before = document.text[sentence.start : cue.start].rstrip()
    may_invert = cue.row.kind == "say" and bool(cue.row.more.get("inverts"))
    inverted = may_invert and (not before or before[-1] in ',”"»-–—:' or _said_first(sentence, cue))
    after_content = inverted and before[-1:] in tuple(',”"»') and len(before) > 30
    source = phrase_left(document, sentence, cue, places, register)
    onward = sentence.tokens_between(cue.stop, sentence.stop)[:1]
    after_content = after_content and not (source is not None and onward and onward[0].word in words("preposition"))
    if after_content and not (source is not None and _fills_clause(document, sentence, source, cue)):
        right = phrase_right(document, sentence, cue.stop, places) or _plain_right(document, sentence, cue)
        if right is not None:
            return _made(right, cue, register, "left")
    if source is not None:
        return _made(source, cue, register, _content_side(document, sentence, source, cue))
    if inverted and not after_content:
        source = phrase_right(document, sentence, cue.stop, places) or _plain_right(document, sentence, cue)
        if source is not None:
            return _made(source, cue, register, "left" if before else "right")
    return None


def _shared(document: Document, sentence: Sentence, cue: Hit, found: Sequence[Attribution]) -> Attribution | None:
    """ "She confirmed the raid and put the dead at nine": a second verb of the source that spoke last."""
    if not found or found[-1].side != "right" or cue.row.kind not in ("say", "count", "deny"):
        return None
    last = found[-1]
    before = [t for t in sentence.tokens_between(last.cue_stop, cue.start) if t.word not in words("adverb")]
    if last.cue not in ("say", "count", "deny") or not before or before[-1].word not in words("joining"):
        return None
    if len(before) > 1 and before[-1].start - before[-2].stop > 1:
        return None
    return replace(last, cue_start=cue.start, cue_stop=cue.stop, cue=cue.row.kind)


def _plain_right(document: Document, sentence: Sentence, cue: Hit) -> Source | None:
    """ "says a traffic constable.": a noun phrase that goes on to the next mark."""
    tokens = sentence.tokens_between(cue.stop, sentence.stop)
    stop = next((t.start for t in tokens if t.word in ',.;:"' or t.word in words("clause")), sentence.stop)
    if not tokens or not (cue.row.more.get("any") or cue.row.kind == "per"):
        return None
    return noun_phrase(document, sentence, cue.stop, stop, opens=cue.row.kind == "per")


def _is_noun(sentence: Sentence, at: int) -> bool:
    """ "the reports", "with lists": the token `at` is not a verb."""
    before = sentence.tokens[at - 1].word if at else ""
    return before in words_of("preposition", "determiner", "number-word") and before not in words("before-verbs")


def _is_of_a_people(sentence: Sentence, cue: Hit, places: Sequence[Spot]) -> bool:
    """ "Russian claims", "Israeli estimates": behind an adjective a word in -s is a noun."""
    before = sentence.tokens_between(sentence.start, cue.start)[-1:]
    told = sentence.tokens_between(cue.start, cue.stop)[-1:]
    if not before or not told or not told[0].word.endswith("s"):
        return False
    adjective = before[0].word.endswith(tuple(words("of-a-people")))
    return adjective and any(p.metonym and p.stop == before[0].stop for p in places)


def _is_passive(sentence: Sentence, at: int) -> bool:
    """ "were reported dead", "said on Monday to have died": nobody speaks, unless "by" says who."""
    after = [t.word for t in sentence.tokens[at + 1 : at + 6]]
    if any(a == "to" and b in ("have", "be") for a, b in pairwise(after)):
        return True
    if not sentence.tokens[at : at + 1] or not sentence.tokens[at].word.endswith(("ed", "told")):
        return False
    while at and sentence.tokens[at - 1].word in words("adverb") and sentence.tokens[at - 1].word not in words("be"):
        at -= 1
    before = sentence.tokens[at - 1].word if at else ""
    joined = before in words("joining") and after[:1] == ["by"]
    return joined or (before in words("auxiliary") and before in words("be"))


def _by(
    document: Document, sentence: Sentence, cue: Hit, places: Sequence[Spot], register: Register
) -> Attribution | None:
    """ "was announced by the ministry"."""
    after = sentence.tokens_between(cue.stop, sentence.stop)[:_BY_WITHIN]
    by = next((t for t in after if t.word == "by"), None)
    if by is None or not all(t.word[0].isalnum() for t in after):
        return None
    source = phrase_right(document, sentence, by.stop, places)
    return None if source is None else _made(source, cue, register, "left")


def _owner(document: Document, sentence: Sentence, cue: Hit, places: Sequence[Spot]) -> Source | None:
    """Whose "account" or "tally" it is: the possessive right before the noun, or "of" and a source after it."""
    before = document.folded[sentence.start : cue.start].rstrip()
    if before.endswith(("'s", "s'")):
        edge = sentence.start + len(before) - (2 if before.endswith("'s") else 1)
        return find_phrase(document, sentence, max(sentence.start, edge - 80), edge, places, nearest="right")
    return None


def _fills_clause(document: Document, sentence: Sentence, source: Source, cue: Hit) -> bool:
    """True when nothing but the source stands before its cue, as in "Olena Hryn, the mayor, said"."""
    tokens = sentence.tokens_between(sentence.start, cue.start)
    floor = clause_floor(document, tokens) if tokens else sentence.start
    return len([t for t in tokens if floor <= t.start < source.start]) <= 2


def _said_first(sentence: Sentence, cue: Hit) -> bool:
    """ "says ministry" at the end of a headline or sentence."""
    before = sentence.tokens_between(sentence.start, cue.start)[-1:]
    joined = bool(before) and before[0].word in words_of("joining", "auxiliary", "to-do")
    return not joined and len(sentence.tokens_between(cue.stop, sentence.stop)) <= 8


def _made(source: Source, cue: Hit, register: Register, side: str) -> Attribution | None:
    if " ".join(source.speaker.text.lower().split()[:2]) in words("the-same"):
        speaker: Speaker | None = register.same(source.speaker)
    else:
        speaker = register.meant(source.speaker) if source.pronoun else register.full(source.speaker)
    if speaker is None:
        return None
    return Attribution(source.start, source.stop, cue.start, cue.stop, speaker, side, cue.row.kind)


def _content_side(document: Document, sentence: Sentence, source: Source, cue: Hit) -> str:
    """Which side the content stands on: "X said that ..." right, "..., X said." left."""
    before = [t for t in sentence.tokens_between(sentence.start, source.start) if t.word[0].isalnum()]
    after = [t for t in sentence.tokens_between(cue.stop, sentence.stop) if t.word[0].isalnum()]
    tail = document.text[cue.stop : sentence.stop].lstrip()
    head = document.text[sentence.start : source.start].rstrip()
    told_before = head[-1:] in ',”"' and len(before) >= (3 if cue.row.id == "tell" else _CLAUSE)
    if told_before and cue.row.kind == "say" and not _tells(sentence, cue.stop):
        return "left"
    if not after or (tail[:1] in ".,;" and len(before) >= 3 and head[-1:] in ',”"»-–—'):
        return "left"
    if len(after) <= 6 and len(before) > 6 and head[-1:] in ',”"»':
        return "left"
    return "right"


def _tells(sentence: Sentence, start: int) -> bool:
    """Whether more than the person told follows: "told reporters that", "told the court two had died"."""
    tokens = sentence.tokens_between(start, sentence.stop)
    struck = any(h.start >= start for h in sentence.of("triggers"))
    telling = words_of("that", "auxiliary", "number-word", "to-do")
    return struck or any(t.word in telling or t.word in ':"“' for t in tokens)


def _told_after(document: Document, sentence: Sentence, register: Register) -> list[Attribution]:
    """Who said a sentence, where only the next one tells: "Source: the mayor", or the end of a quotation."""
    index = bisect_right(document.sentences, sentence.start, key=lambda s: s.start)
    for following in document.sentences[index : index + _SOURCE_LINE_REACH]:
        told = _this_was_told(document, following, register)
        if told is not None and following.paragraph - sentence.paragraph <= 1:
            return [replace(told, reach=(sentence.start, sentence.stop))]
        if following.paragraph != sentence.paragraph:
            break
        cues = following.of("cues")
        if not cues and document.text[following.start] != "(":
            continue
        source = source_line(document, following, register)
        if source is not None:
            return [replace(source, reach=(sentence.start, sentence.stop))]
        if any(c.row.kind in _ATTRIBUTING for c in cues):
            return _goes_on(document, sentence, following, register)
    return []


def _this_was_told(document: Document, sentence: Sentence, register: Register) -> Attribution | None:
    """ "This was announced on Monday by the governor", "The mayor reported this": of what stood before."""
    first = [t.word for t in sentence.tokens[:2]]
    for cue in sentence.of("cues"):
        if cue.row.kind != "say":
            continue
        at = bisect_left(sentence.tokens, cue.start, key=lambda t: t.start)
        after = [t.word for t in sentence.tokens_between(cue.stop, sentence.stop)[:2] if t.word != "about"]
        if first[:1] and first[0] in words("this") and at <= _THIS_WITHIN and _is_passive(sentence, at):
            return _by(document, sentence, cue, (), register)
        ends = len(after) < 2 or not after[1][0].isalnum() or after[1] in words("preposition")
        if after[:1] == ["this"] and ends and cue.row.id == "say":
            source = phrase_left(document, sentence, cue, (), register)
            return None if source is None or source.pronoun else _made(source, cue, register, "left")
    return None


def _goes_on(document: Document, sentence: Sentence, following: Sentence, register: Register) -> list[Attribution]:
    """A statement of two sentences: "Fifty are dead. Seven more are badly hurt, he said." """
    for cue in following.of("cues"):
        before = following.tokens_between(following.start, cue.start)[-2:]
        ends = len(following.tokens_between(cue.stop, following.stop)) <= 3
        if cue.row.kind != "say" or len(before) != 2 or before[0].word != "," or not ends:
            continue
        if before[1].word in words("pronoun"):
            made = _made(pronoun_source(document, before[1]), cue, register, "left")
            return [] if made is None else [replace(made, reach=(sentence.start, sentence.stop))]
    return []


def continues_quote(document: Document, sentence: Sentence, open_before: bool) -> tuple[bool, bool]:
    """Whether a sentence stands inside quotation marks, and whether the marks are still open after it."""
    state = open_before
    for mark in _QUOTE.finditer(document.text, sentence.start, sentence.stop):
        state = mark.group() in "“«„" if mark.group() != '"' else not state
    return open_before or document.text[sentence.start] in _QUOTES, state


@cache
def image_words() -> frozenset[str]:
    """Nouns of pictures that "show" something."""
    return frozenset(f for r in table("speakers") if r.kind == "image" for forms in r.forms.values() for f in forms)


__all__ = ["Register", "continues_quote", "find_attributions", "image_words", "speaker_of"]
