"""Single people and weapons told without a number: "a woman", "one died", "her 3-year-old", "a drone"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tocsin.lexicon.load import Hit
from tocsin.reading.document import LIST_MARKS, Document, Sentence, Token
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Figure


def single_weapons(document: Document, sentence: Sentence) -> list[Figure]:
    """ "a drone", one weapon; also a list item that names a weapon without a number, and a Slavic singular."""
    out: list[Figure] = []
    item = document.text[sentence.start : sentence.start + 1] in LIST_MARKS
    for hit in sentence.of("weapons"):
        before = sentence.tokens_between(max(sentence.start, hit.start - 40), hit.start)
        start = _article_start(before[-4:], words("single") - {"his", "her", "their"})
        singular = document.folded[hit.start : hit.stop] in hit.row.more.get("singular", ())
        if item and start is None and not any(f.start < hit.start for f in out):
            start = hit.start
        if start is None and singular:
            start = hit.start
        if start is not None and not _is_plural_form(document.folded[hit.start : hit.stop]):
            out.append(
                Figure(
                    start, hit.stop, start, hit.stop, 1, 1, 1, "exact", "weapon", hit,
                    document.text[start : hit.stop], weapons=(hit,), implied=True,
                )
            )  # fmt: skip
    return out


def _is_plural_form(folded: str) -> bool:
    return folded.isascii() and folded.endswith("s") and not folded[-2:-1].isdigit() and len(folded) > 3


def lone_ones(document: Document, sentence: Sentence) -> list[Figure]:
    """ "one died in hospital", "another was wounded": a person told by a pronoun right before the verb."""
    people = [h for h in sentence.of("triggers") if "people" in h.row.more.get("units", ())]
    out = []
    for token in sentence.tokens:
        if token.word not in ("one", "another"):
            continue
        following = next((h for h in people if h.start > token.stop), None)
        if following is None:
            continue
        gap = _past_whole(sentence, token, sentence.tokens_between(token.stop, following.start))
        if len(gap) <= 3 and all(
            t.word in words("auxiliary") | words("adverb") | {"of", "them", "more", "person", "other"} for t in gap
        ):
            out.append(_one(token))
    out += [_one(t) for t in sentence.tokens if t.word in ("one", "another") and _is_lone_object(sentence, t, people)]
    return out


def _past_whole(sentence: Sentence, one: Token, gap: Sequence[Token]) -> Sequence[Token]:
    """The words behind "one of its soldiers" up to the verb; all of them where no such people follow."""
    if [t.word for t in gap[:1]] != ["of"]:
        return gap
    people = next((h for h in sentence.of("people") if one.stop < h.start <= gap[-1].start), None)
    if people is None or any(t.word in words("auxiliary") or t.word == "," for t in gap if t.start < people.start):
        return gap
    return [t for t in gap if t.start >= people.stop]


def _one(token: Token) -> Figure:
    ends = (token.start, token.stop)
    return Figure(*ends, *ends, 1, 1, 1, "exact", "people", implied=True)


def _is_lone_object(sentence: Sentence, token: Token, people: Sequence[Hit]) -> bool:
    """ "wounding another.": a pronoun between an active verb and the end of its clause."""
    verb = next((h for h in people if 0 < token.start - h.stop <= 1 and h.row.more.get("sort") == "active"), None)
    after = sentence.tokens_between(token.stop, sentence.stop)[:1]
    closers = words("preposition") | words("conjunction") | words("clause")
    return verb is not None and (not after or not after[0].word[0].isalnum() or after[0].word in closers)


def single_people(document: Document, sentence: Sentence) -> list[Figure]:
    """ "a 34-year-old woman", "another man", "his wife", "her three-year-old son": one person each."""
    found: list[Figure] = []
    articles = words("single")
    for hit in sentence.of("people"):
        if document.text[hit.stop : hit.stop + 1] == "-":
            continue  # "a rebel-held town"
        if not hit.row.more.get("one") or any(is_attribute(hit, h) for h in sentence.of("objects")):
            continue
        behind = sentence.tokens_between(hit.stop, sentence.stop)[:1]
        if behind and behind[0].start == hit.stop + 1 and behind[0].word in words("of-persons"):
            continue
        before = sentence.tokens_between(max(sentence.start, hit.start - 60), hit.start)
        start = _article_start(before, articles)
        if start is None and _is_paired(found, before):
            start = hit.start
        if start is None and (_opens_part(document, hit) or (hit.row.more.get("count") and _is_bare_pair(before))):
            start = hit.start
        if start is None:
            continue
        if document.folded[max(0, start - 4) : start] == "one ":
            start -= 4
        found.append(
            Figure(
                start,
                hit.stop,
                start,
                hit.stop,
                hit.row.more.get("count", 1),
                hit.row.more.get("count", 1),
                hit.row.more.get("count", 1),
                "exact",
                "people",
                hit,
                document.text[start : hit.stop],
                hit.row.more.get("group"),
                implied=True,
            )
        )
    found = [f for f in found if not any(o.start == f.start and o.stop > f.stop for o in found)]
    return [*found, *_by_age(document, sentence, found)]


def _is_paired(found: Sequence[Figure], before: Sequence[Token]) -> bool:
    """ "A father and son": the article is said once."""
    return bool(found) and [t.word for t in before[-1:]] == ["and"] and found[-1].stop + 1 == before[-1].start


def _opens_part(document: Document, hit: Hit) -> bool:
    """«серед них дитина»: a language without articles tells one person of a total by the bare noun."""
    before = document.folded[max(0, hit.start - 24) : hit.start].rstrip()
    named = document.text[hit.stop + 1 : hit.stop + 2].isupper()  # "including colleague Faisal Thubhani"
    return (named or not document.folded[hit.start].isascii()) and before.endswith(subset_marks())


def _is_bare_pair(before: Sequence[Token]) -> bool:
    """ "Twin girls were killed": two that need no article."""
    return not before or before[-1].word in words("conjunction") or not before[-1].word[0].isalnum()


_AGE = re.compile(r"\b(?:an?|his|her|their|another) (\d{1,2}|[a-z]+)-(year|month|week|day)-old\b")


def _by_age(document: Document, sentence: Sentence, found: list[Figure]) -> list[Figure]:
    """ "her 3-year-old": a person told by age alone; under 18, or of months, a child."""
    out = []
    for match in _AGE.finditer(document.folded, sentence.start, sentence.stop):
        start, stop = match.span()
        if any(f.start < stop and start < f.stop for f in found):
            continue
        after = sentence.tokens_between(stop, sentence.stop)[:1]
        if after and after[0].word[0].isalnum() and after[0].word not in _closers():
            continue
        young = match.group(2) != "year" or not match.group(1).isdigit() or int(match.group(1)) < 18
        out.append(
            Figure(
                start,
                stop,
                start,
                stop,
                1,
                1,
                1,
                "exact",
                "people",
                None,
                document.text[start:stop],
                "children" if young else None,
                implied=True,
            )
        )
    return out


@cache
def _closers() -> frozenset[str]:
    return (
        words("auxiliary")
        | words("preposition")
        | words("conjunction")
        | words("clause")
        | frozenset(("died", "killed", "wounded"))
    )


def _article_start(before: Sequence[Token], articles: frozenset[str]) -> int | None:
    """Where the article of a singular noun stands, at most five words of modifiers before it."""
    closed = words("auxiliary") | words("preposition") | words("clause") | words("conjunction")
    for token in reversed(before[-9:]):
        if token.word in articles:
            return token.start
        if token.word in closed or token.word in ",.;:":
            return None
    return None


def is_attribute(person: Hit, thing: Hit) -> bool:
    """ "Four commuter trains": a singular person right before a thing says which sort of thing."""
    beside = person.start <= thing.start <= person.stop + 1 and person.stop < thing.stop
    return bool(person.row.more.get("one")) and thing.row.table == "objects" and beside


@cache
def subset_marks() -> tuple[str, ...]:
    """Words that open or follow a part: "including", "of whom"."""
    return tuple(sorted(words("subset"), key=len, reverse=True))


__all__ = ["is_attribute", "lone_ones", "single_people", "single_weapons", "subset_marks"]
