"""The source that stands beside a cue: left of it, over adverbs, times and asides between commas, or right of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.grammar import abbreviations, words, words_of
from tocsin.reading.mentions import Spot
from tocsin.reading.phrases import find_phrase, is_aside, relatives, selves
from tocsin.reading.register import Register
from tocsin.reading.sources import Source, is_named_elsewhere, noun_phrase, whole_phrase
from tocsin.record import Speaker

_LEFT_REACH = 24
_RIGHT_REACH = 16


def phrase_left(
    document: Document, sentence: Sentence, cue: Hit, places: Sequence[Spot], register: Register
) -> Source | None:
    """The source that ends just left of the cue, over auxiliaries, adverbs, times and "on Telegram"."""
    tokens = sentence.tokens_between(sentence.start, cue.start)[-_LEFT_REACH:]
    if not tokens:
        return None
    floor = clause_floor(document, tokens)
    tokens = [t for t in tokens if t.start >= floor]
    if not tokens:
        return None
    skip = words_of("auxiliary", "adverb")
    last = next((t for t in reversed(tokens) if t.word not in skip), None)
    if last is not None and last.word in words("pronoun"):
        return pronoun_source(document, last)
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
    if found is not None and found.speaker.text.split()[0].lower() in words("any"):
        return None  # "any military target was hit, saying"
    if found is not None and _is_plain_word(document, sentence, found, cue, register):
        return None
    return found


def _before_apposition(
    document: Document, sentence: Sentence, tokens: Sequence[Token], last: Token, places: Sequence[Spot]
) -> Source | None:
    """ "Ali Reza, head of a school in Zahedan, the capital of the province, told": the name that opens the clause.

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


def clause_floor(document: Document, tokens: Sequence[Token]) -> int:
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


def pronoun_source(document: Document, token: Token) -> Source:
    return Source(token.start, token.stop, Speaker(text=document.text[token.start : token.stop]), pronoun=True)


def phrase_right(document: Document, sentence: Sentence, start: int, places: Sequence[Spot]) -> Source | None:
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
        return pronoun_source(document, tokens[0])
    return find_phrase(document, sentence, start, stop, places, nearest="left")


__all__ = ["clause_floor", "phrase_left", "phrase_right", "pronoun_source"]
