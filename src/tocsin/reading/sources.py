"""The words that name a source: offices, bodies and names side by side, or a plain noun phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tocsin.lexicon.english import is_common, is_name_too
from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.grammar import abbreviations, words, words_of
from tocsin.reading.mentions import Attribution, Spot
from tocsin.record import Speaker

#: The cue's name of an attribution that was tagged, not cued.
TAGGED = "tagged"
_LONGEST = 120
_LONGEST_PHRASE = 10
_NAME = re.compile(
    r"(?:[A-ZА-ЯІЇЄҐ][\w’'ʼ-]*|al-[A-Z]\w+)(?:\s+(?:(?:al|el|de|da|del|della|bin|ibn|van|von|der|la|abu|ben|di|dos|du|y)\s+)*"
    r"(?:[A-ZА-ЯІЇЄҐ][\w’'ʼ-]*|al-[A-Z]\w+|[A-Z]\.))*"
)
#: What a capitalised word may be instead of a name: a weapon, a counted thing, a verb that opens the sentence.
_NOT_PEOPLE = ("weapons", "triggers", "objects", "context")


class Part(NamedTuple):
    """A piece of a source: `kind` is name, place, title ("Lt."), or the kind of its row in `speakers.toml`."""

    start: int
    stop: int
    kind: str
    hit: Hit | None


class Source(NamedTuple):
    """The words `start..stop` and the speaker that they name; a pronoun stands for somebody named before."""

    start: int
    stop: int
    speaker: Speaker
    pronoun: bool = False


def find_parts(document: Document, sentence: Sentence, start: int, stop: int, places: Sequence[Spot]) -> list[Part]:
    """Offices, bodies, names and governments in `start..stop`, in text order, not overlapping."""
    out: list[Part] = []
    for hit in sentence.of("speakers"):
        if start <= hit.start and hit.stop <= stop and not (out and out[-1].start == hit.start):
            out.append(Part(hit.start, _over_point(document, hit.start, hit.stop), hit.row.kind, hit))
    taken = [(p.start, p.stop) for p in out]
    spots = [(p.start, p.stop) for p in places if start <= p.start and p.stop <= stop]
    for match in _NAME.finditer(document.text, start, stop):
        for piece in _outside(match.span(), taken):
            out += _name_parts(document, sentence, *_trim(document.text, *piece), spots)
    return sorted(out, key=lambda p: p.start)


def _name_parts(
    document: Document, sentence: Sentence, start: int, stop: int, spots: Sequence[tuple[int, int]]
) -> list[Part]:
    """The name or place that a run of capitals is, and the title at its end."""
    out: list[Part] = []
    if document.folded[stop - 2 : stop] == "'s":
        stop -= 2
    title = _title_at_end(document, start, stop)
    if title < stop:
        out.append(Part(title, stop + 1, "title", None))
        stop = _trim(document.text, start, title)[1]
    if start < stop and _may_be_name(document, sentence, start, stop):
        kind = "place" if any(x <= start and stop <= y for x, y in spots) else "name"
        out.append(Part(start, stop, kind, None))
    return out


def _over_point(document: Document, start: int, stop: int) -> int:
    """Where an office ends that is cut short and has its full stop: "Capt.", "Maj. Gen."."""
    return stop + 1 if _title_at_end(document, start, stop) < stop else stop


def _title_at_end(document: Document, start: int, stop: int) -> int:
    """Where a title with its full stop begins at the end of a run of capitals ("Police Lt" + "."); else `stop`."""
    last = max(start, document.folded.rfind(" ", start, stop) + 1)
    led = document.text[stop : stop + 1] == "." and document.folded[last:stop] in abbreviations("title")
    return last if led else stop


def _outside(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of a run of capitals beside the offices and bodies in it: "Kherson [RMA] Oleksandr Prokudin"."""
    out = []
    a, b = span
    for x, y in sorted(taken):
        if x < b and a < y:
            out.append((a, x))
            a = max(a, y)
    return [(x, y) for x, y in (*out, (a, b)) if x < y]


def _may_be_name(document: Document, sentence: Sentence, start: int, stop: int) -> bool:
    """Not a day, a weapon, a place's direction or another word that only happens to have a capital."""
    said = document.folded[start:stop].split()
    if not said or (start == sentence.start and stop - start < 3) or said[0] in words("not-name"):
        return False
    if said[0].startswith(("i'", "we'")):
        return False
    if len(said) > 1:
        return True
    closed = words_of("preposition", "determiner", "clause", "pronoun", "adverb")
    if said[0] in closed or len(said[0]) < 2 or (is_common(said[0]) and not is_name_too(said[0])):
        return False
    return not any(h.start <= start and stop <= h.stop for name in _NOT_PEOPLE for h in sentence.of(name))


def is_named_elsewhere(document: Document, start: int, stop: int) -> bool:
    """Whether a word that opens a sentence has its capital in the middle of another one too, as a name has."""
    text, wanted = document.text, f" {document.text[start:stop]}"
    at = text.find(wanted, 1)
    while at > 0:
        before, after = text[at - 1], text[at + len(wanted) : at + len(wanted) + 1]
        if (before.islower() or before in ",’'") and not after.isalnum():
            return True
        at = text.find(wanted, at + 1)
    return False


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and not text[start].isalnum():
        start += 1
    while stop > start and not text[stop - 1].isalnum():
        stop -= 1
    return start, stop


def make_source(document: Document, sentence: Sentence, parts: Sequence[Part]) -> Source:
    """The source that `parts` (at least one) name together, its words widened over "the" and "two senior"."""
    text = document.text
    start, stop = parts[0].start, parts[-1].stop
    may_be_names = any(p.kind == "role" for p in parts) and not any(p.kind == "name" for p in parts)
    kinds = [
        "name" if p.kind == "place" and may_be_names and text[p.stop : p.stop + 1] == "," and len(parts) > 1 else p.kind
        for p in parts
    ]
    several = sum(kind == "name" for kind in kinds) > 1
    for n, (one, following) in enumerate(pairwise(parts)):
        if several and kinds[n] == "name" and following.kind == "organisation" and following.start - one.stop == 1:
            kinds[n] = "place"  # "head of the Uman [council] Petro Hai"
    said = [text[p.start : p.stop] for p in parts]
    names = [s for s, kind in zip(said, kinds, strict=True) if kind == "name"]
    roles = [s for s, kind in zip(said, kinds, strict=True) if kind in ("role", "generic", "image")]
    bodies = [s for s, kind in zip(said, kinds, strict=True) if kind in ("organisation", "agency")]
    where = [s for s, kind in zip(said, kinds, strict=True) if kind == "place"]
    if where and bodies:
        bodies[-1] = f"{where[0]} {bodies[-1]}"
    elif where and not roles and not names:
        bodies = where
    if names and roles and names[0].rpartition("-")[2].lower() in words("backed"):
        bodies, names, roles = [f"{names[0]} {roles[0]}"], [], []  # "the UN-backed government"
    name = names[0].removesuffix("'s").removesuffix("’s") if names else None
    start = _widened(sentence, start)
    body = bodies[0] if bodies and len(bodies) > 1 and "," in text[start:stop] else " ".join(bodies) or None
    return Source(start, stop, Speaker(name, roles[0] if roles else None, body, text[start:stop]))


def _widened(sentence: Sentence, start: int) -> int:
    """Where the noun phrase around a source begins: "two senior officials", "the local police"."""
    closed = words_of("preposition", "auxiliary", "conjunction", "clause", "pronoun", "adverb")
    before = sentence.tokens_between(sentence.start, start)[-5:]
    for i, token in reversed(list(enumerate(before))[-4:]):
        if _owns(token.word):
            return before[i - 1].start if i and before[i - 1].word in words("determiner") else token.start
        if token.word in words("determiner") or token.word in words("some-of"):
            return token.start
        if token.word in closed or not token.word[0].isalpha():
            return start
    return start


def noun_phrase(document: Document, sentence: Sentence, start: int, stop: int, *, opens: bool = False) -> Source | None:
    """A plain noun phrase that fills `start..stop` or its end: "the ship's captain", "a man who sells tea".

    Where it `opens` a clause, plurals need no article: "hoteliers on Naxos".
    """
    tokens = sentence.tokens_between(start, stop)
    for i in range(len(tokens) - 2, -1, -1):
        if tokens[i].word == "," and tokens[i + 1].word in words("determiner"):
            tokens = tokens[i + 1 :]
            break
    while tokens and (tokens[-1].word in words_of("adverb", "auxiliary") or tokens[-1].word == ","):
        tokens = tokens[:-1]
    if tokens and tokens[-1].word in words("joining"):
        return None
    articles = [i for i in range(1, len(tokens)) if tokens[i].word in words("determiner")]
    apart = [
        i for i in articles if tokens[i - 1].word not in words_of("preposition", "determiner", "adverb", "conjunction")
    ]
    tokens = tokens[apart[-1] :] if apart else tokens
    first = next((i for i, t in enumerate(tokens) if t.word in words("determiner") or _owns(t.word)), None)
    if first is None and opens:
        first = _bare_plural(tokens)
    if first is None or len(tokens) - first > _LONGEST_PHRASE:
        return None
    if len(tokens) - first < 2 and not _is_plural(tokens[first].word):
        return None
    if any(t.word not in words_of("adverb", "preposition") for t in tokens[:first]):
        return None
    phrase = tokens[first:]
    if phrase[0].word in words("any") or phrase[-1].word in words_of("knowledge", "attack-noun", "event-noun"):
        return None
    if not all(_is_plain(t) for t in phrase) or _has_verb(sentence, phrase):
        return None
    a, b = phrase[0].start, phrase[-1].stop
    return Source(a, b, Speaker(text=document.text[a:b]))


def _bare_plural(tokens: Sequence[Token]) -> int | None:
    """Where "state biologists", "friends" or "bankers in New York" begins; None when the words are no such phrase."""
    first = next((i for i, t in enumerate(tokens) if t.word not in words_of("adverb", "joining")), None)
    if first is None:
        return None
    head = next((i for i in range(first, len(tokens)) if tokens[i].word in words("preposition")), len(tokens)) - 1
    plain = all(t.word.isalpha() and t.word not in words_of("auxiliary", "adverb") for t in tokens[first : head + 1])
    return first if head >= first and head - first <= 2 and plain and _is_plural(tokens[head].word) else None


def _is_plural(word: str) -> bool:
    return len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ings"))


def _owns(word: str) -> bool:
    return word.endswith(("'s", "s'"))


def whole_phrase(document: Document, sentence: Sentence, source: Source, stop: int) -> Source:
    """The source with the nouns that belong to it before `stop`: "a union of hauliers", "the Senate commission"."""
    end = source.stop
    tokens = sentence.tokens_between(source.stop, stop)
    closed = words_of("auxiliary", "adverb", "clause", "conjunction", "pronoun", "not-name")
    loose = words_of("preposition", "determiner")
    for i, token in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if not token.word[0].isalpha() and token.word not in ("'s", "'", "-"):
            break
        if (token.word in closed and token.word not in loose) or token.word.endswith(("ly", "ed", "n't")):
            break
        if token.word in words("preposition") and not _names_whose(token, following):
            break
        if token.word not in loose:
            end = token.stop
    if end == source.stop:
        return source
    said = document.text[source.start : end]
    who = source.speaker
    owned = document.folded[source.stop : source.stop + 2] in ("'s", "s'")
    body = said if document.text[source.start : source.stop] == who.organisation else who.organisation
    speaker = Speaker(text=said) if owned else Speaker(who.name, who.role, body, said, who.via)
    return source._replace(stop=end, speaker=speaker)


def _names_whose(token: Token, following: Token | None) -> bool:
    """Whether a preposition goes on naming a body: "of hauliers", "for the region", never "in a statement"."""
    if following is None or following.word in words("not-name") - words("determiner"):
        return False
    return token.word in words("of-body")


def _is_plain(token: Token) -> bool:
    return token.word[0].isalpha() or token.word in "'-"


def _has_verb(sentence: Sentence, phrase: Sequence[Token]) -> bool:
    """True when a phrase holds more than a noun: an auxiliary, a pronoun, a word that kills or says."""
    a, b = phrase[0].start, phrase[-1].stop
    if any(t.word in words_of("auxiliary", "pronoun", "clause") for t in phrase):
        return True
    if any(a.word.endswith("ed") and b.word in words_of("determiner", "number-word") for a, b in pairwise(phrase)):
        return True
    hits = [h for name in ("triggers", "cues", "weapons") for h in sentence.of(name) if a <= h.start and h.stop <= b]
    second = phrase[1].start if len(phrase) > 1 else b
    return any(h.start != second or h.stop == b for h in hits)


def source_at(
    document: Document, sentence: Sentence, start: int, stop: int, places: Sequence[Spot]
) -> Attribution | None:
    """The attribution of a source at `start..stop`; None for a pronoun, a bare article or half a sentence."""
    start, stop = _whole_words(document.text, max(start, sentence.start), min(stop, sentence.stop))
    said = document.text[start:stop]
    plain = document.folded[start:stop]
    if len(said) < 3 or len(said) > _LONGEST or plain in words("pronoun") or plain in words("determiner"):
        return None
    parts = find_parts(document, sentence, start, stop, places)
    known = make_source(document, sentence, parts).speaker if parts else Speaker()
    speaker = Speaker(known.name, known.role, known.organisation, said, known.via)
    return Attribution(start, stop, stop, stop, speaker, "right", TAGGED, reach=(sentence.start, sentence.stop))


def _whole_words(text: str, start: int, stop: int) -> tuple[int, int]:
    """The span without marks at its ends, and with all of a word that it cuts."""
    start, stop = _trim(text, start, stop)
    while start < stop and start > 0 and text[start - 1].isalnum():
        start -= 1
    while start < stop < len(text) and text[stop].isalnum():
        stop += 1
    return start, stop


__all__ = [
    "TAGGED",
    "Part",
    "Source",
    "find_parts",
    "is_named_elsewhere",
    "make_source",
    "noun_phrase",
    "source_at",
    "whole_phrase",
]
