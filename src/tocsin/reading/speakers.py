"""Who said it: words that attribute, and the source that stands beside each.

Each cue of a sentence ("said", "according to", "put at") looks for its source: left of it, over adverbs, times and an
aside between commas; or right of it, where the verb comes first. Labels ("Mayor: ten dead") need no verb.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from tocsin.lexicon.load import Hit, table
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.grammar import abbreviations, words
from tocsin.reading.labels import find_label, source_line
from tocsin.reading.mentions import Attribution, Spot
from tocsin.reading.phrases import find_phrase, is_aside, relatives, selves
from tocsin.reading.reach import chain, set_reach, speaker_of
from tocsin.reading.register import Register
from tocsin.reading.sources import Source, is_named_elsewhere, noun_phrase, whole_phrase, words_of
from tocsin.reading.telling import is_told
from tocsin.record import Speaker

_QUOTES = '"“”«»„'
_QUOTE = re.compile(f"[{_QUOTES}]")
_LEFT_REACH = 24
_RIGHT_REACH = 16
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
        source = _phrase_right(document, sentence, cue.stop, places) or _plain_right(document, sentence, cue)
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
    source = _phrase_left(document, sentence, cue, places, register)
    onward = sentence.tokens_between(cue.stop, sentence.stop)[:1]
    after_content = after_content and not (source is not None and onward and onward[0].word in words("preposition"))
    if after_content and not (source is not None and _fills_clause(document, sentence, source, cue)):
        right = _phrase_right(document, sentence, cue.stop, places) or _plain_right(document, sentence, cue)
        if right is not None:
            return _made(right, cue, register, "left")
    if source is not None:
        return _made(source, cue, register, _content_side(document, sentence, source, cue))
    if inverted and not after_content:
        source = _phrase_right(document, sentence, cue.stop, places) or _plain_right(document, sentence, cue)
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
    source = _phrase_right(document, sentence, by.stop, places)
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
    floor = _floor(document, tokens) if tokens else sentence.start
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


def _phrase_left(
    document: Document, sentence: Sentence, cue: Hit, places: Sequence[Spot], register: Register
) -> Source | None:
    """The source that ends just left of the cue, over auxiliaries, adverbs, times and "on Telegram"."""
    tokens = sentence.tokens_between(sentence.start, cue.start)[-_LEFT_REACH:]
    if not tokens:
        return None
    floor = _floor(document, tokens)
    tokens = [t for t in tokens if t.start >= floor]
    if not tokens:
        return None
    skip = words_of("auxiliary", "adverb")
    last = next((t for t in reversed(tokens) if t.word not in skip), None)
    if last is not None and last.word in words("pronoun"):
        return _pronoun(document, last)
    if last is None or last.word in selves():
        return None
    found = _before_apposition(document, sentence, tokens, last, places)
    if found is not None:
        return found
    for stop in _ends(tokens, cue.start):
        found = found or find_phrase(document, sentence, tokens[0].start, stop, places, nearest="right")
        if found is None and cue.row.more.get("any"):
            found = noun_phrase(document, sentence, tokens[0].start, stop, opens=True)
            found = found and _with_name(document, sentence, found, tokens[0].start, places)
        elif found is not None:
            found = _headed(document, sentence, whole_phrase(document, sentence, found, stop), tokens[0].start)
            found = _with_office(document, sentence, found, tokens[0].start)
            break
    if found is None or not (found.speaker.name or found.speaker.role or found.speaker.organisation):
        found = _before_aside(document, sentence, tokens, last, places) or found
    if found is not None and _is_plain_word(document, sentence, found, cue, register):
        return None
    return found


def _before_apposition(
    document: Document, sentence: Sentence, tokens: Sequence[Token], last: Token, places: Sequence[Spot]
) -> Source | None:
    """ "Ali Reza, head of the university in Zahedan, the capital of the province, told": the name that opens the clause.

    What stands between its comma and the one before the cue must be nouns alone: no verb, nobody else who speaks.
    """
    commas = [t for t in tokens if t.word == "," and t.start <= last.start]
    if last.word != "," or len(commas) < 3 or not document.text[tokens[0].start].isupper():
        return None
    first, verbs = commas[0], words_of("auxiliary", "pronoun", "clause") - relatives()
    told = [h for name in ("cues", "triggers") for h in sentence.of(name) if first.start < h.start < last.start]
    if told or any(t.word in verbs for t in tokens if first.start < t.start < last.start):
        return None
    named = find_phrase(document, sentence, tokens[0].start, first.start, places, nearest="right")
    if named is None or not named.speaker.name or (named.start, named.stop) != (tokens[0].start, first.start):
        return None
    return named


def _before_aside(
    document: Document, sentence: Sentence, tokens: Sequence[Token], last: Token, places: Sequence[Spot]
) -> Source | None:
    """ "the head of the council of Uman, a town in the south, reported": who stands before "a" and what he is of."""
    commas = [t for t in tokens if t.word == "," and t.start <= last.start]
    if last.word != "," or len(commas) < 2:
        return None
    aside = [t for t in tokens if commas[-2].stop <= t.start < last.start]
    if not aside or aside[0].word not in words("single") or any(t.word in words("auxiliary") for t in aside):
        return None
    named = find_phrase(document, sentence, tokens[0].start, commas[-2].start, places, nearest="right")
    who = named.speaker if named is not None and named.stop >= commas[-2].start - 1 else None
    return named if who is not None and (who.name or who.role) else None


def _headed(document: Document, sentence: Sentence, source: Source, start: int) -> Source:
    """ "The wife of Mr Stott", "hoteliers on Naxos": the person or body is the noun before "of", not what follows."""
    before = sentence.tokens_between(start, source.start)[-1:]
    if not before or before[0].word not in words("preposition") or source.speaker.role:
        return source
    wider = noun_phrase(document, sentence, start, source.stop, opens=True)
    return source if wider is None or wider.start >= source.start else wider


def _with_office(document: Document, sentence: Sentence, source: Source, start: int) -> Source:
    """ "The chief executive, Regula Ammann": a noun phrase that fills the clause up to the comma before a name."""
    head = document.text[start : source.start].rstrip()
    who = source.speaker
    if not head.endswith(",") or not who.name or who.role or len(head) < 4:
        return source
    office = noun_phrase(document, sentence, start, start + len(head) - 1, opens=True)
    if office is None or any(t.start < office.start for t in sentence.tokens_between(start, source.start)):
        return source
    text = document.text[office.start : source.stop]
    return Source(office.start, source.stop, Speaker(who.name, who.role, who.organisation, text, who.via))


def _with_name(document: Document, sentence: Sentence, source: Source, start: int, places: Sequence[Spot]) -> Source:
    """ "Petro Hai, a former officer, said": the name right before the comma that the noun phrase stands behind."""
    head = document.text[start : source.start].rstrip()
    if not head.endswith(","):
        return source
    comma = start + len(head) - 1
    named = find_phrase(document, sentence, start, comma, places, nearest="right")
    if named is None or named.stop != comma or not named.speaker.name:
        return source
    who = named.speaker
    said = document.text[named.start : source.stop]
    return Source(named.start, source.stop, Speaker(who.name, who.role, who.organisation, said, who.via))


def _ends(tokens: Sequence[Token], stop: int) -> Iterator[int]:
    """Where a source may end: before an aside ("the mayor, who was at the site, said"), at its cue, before "who"."""
    skip = words_of("auxiliary", "adverb")
    at = len(tokens) - 1
    while at > 0 and tokens[at].word in skip:
        at -= 1
    commas = [i for i in range(1, at) if tokens[i].word == ","] if tokens[at].word == "," else []
    for i in commas[-1:]:
        if is_aside(tokens[i + 1].word) or any(t.word == "by" for t in tokens[i + 2 : i + 3]):
            yield tokens[i].start
    yield from (tokens[i].start for i in reversed(commas[:-1]) if tokens[i + 1].word in relatives())
    yield stop
    yield from (tokens[i].start for i in reversed(commas) if tokens[i + 1].word in words("determiner"))
    yield from (t.start for t in tokens[1:] if t.word in relatives())


def _is_plain_word(document: Document, sentence: Sentence, source: Source, cue: Hit, register: Register) -> bool:
    """A capital that only opens the sentence is no name, unless somebody was called so elsewhere or "said" is next."""
    who = source.speaker
    if cue.row.more.get("any") and cue.start - source.stop == 1:
        return False
    if who.role or who.organisation or not who.name or " " in who.name or source.start != sentence.start:
        return False
    return who.name.lower() not in register.by_name and not is_named_elsewhere(document, source.start, source.stop)


def _floor(document: Document, tokens: Sequence[Token]) -> int:
    """Where the clause left of a cue begins: after a closing quotation mark, a semicolon, a dash or a colon."""
    floor = tokens[0].start
    for i, token in enumerate(tokens):
        dash = token.word == "-" and document.text[token.start - 1 : token.start].isspace()
        after_quote = token.word == "," and i > 0 and tokens[i - 1].word in "\"'"
        if token.word in ';:"' or dash or after_quote or _parts_clauses(token.word):
            floor = token.stop
    return floor


def _parts_clauses(word: str) -> bool:
    return word in words("clause") and word not in relatives()


def _pronoun(document: Document, token: Token) -> Source:
    return Source(token.start, token.stop, Speaker(text=document.text[token.start : token.stop]), pronoun=True)


def _phrase_right(document: Document, sentence: Sentence, start: int, places: Sequence[Spot]) -> Source | None:
    tokens = sentence.tokens_between(start, sentence.stop)[:_RIGHT_REACH]
    stop = start
    for before, token in pairwise((None, *tokens)):
        assert token is not None
        if token.word == "." and before is not None and before.word in abbreviations("title"):
            continue
        if token.word in ';:."' or token.word in words("clause") - words("who") or token.word in words("begins-clause"):
            break
        stop = token.stop
    if tokens and tokens[0].word in words("pronoun"):
        return _pronoun(document, tokens[0])
    return find_phrase(document, sentence, start, stop, places, nearest="left")


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
    """ "This was announced on Thursday by the governor", "The mayor reported this on Telegram": of what stood before."""
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
            source = _phrase_left(document, sentence, cue, (), register)
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
            made = _made(_pronoun(document, before[1]), cue, register, "left")
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
