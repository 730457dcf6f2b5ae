"""Numbers with the noun that they count, and single people told without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from tocsin.lexicon.load import Hit
from tocsin.reading.document import LIST_MARKS, Document, Sentence, Token
from tocsin.reading.faint import find_faint
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Figure
from tocsin.reading.numbers import NumberMention
from tocsin.reading.uncounted import counts_nothing
from tocsin.record.claim import DAMAGE_KINDS

_NOUN_REACH = 7
_DENIAL_REACH = 14
_UNITS = {"people": "people", "weapons": "weapon", "objects": "object"}


def find_figures(document: Document, sentence: Sentence, numbers: Sequence[NumberMention]) -> list[Figure]:
    """Figures of one sentence in text order: counted nouns, bare counts, and "a woman" as one person."""
    counts = [n for n in numbers if n.sort == "count" and not n.times_of and not counts_nothing(document, sentence, n)]
    figures = [_with_noun(document, sentence, n) for n in (*counts, *_denied(sentence))]
    figures = [f for f in figures if not (f.zero and _is_of_knowledge(sentence, f))]
    figures += [_nth(n) for n in numbers if _counts_the_dead(sentence, n)]
    taken = [(f.start, f.stop) for f in figures]
    figures += [f for f in _lone_ones(document, sentence) if not any(a < f.stop and f.start < b for a, b in taken)]
    taken = [(f.start, f.stop) for f in figures]
    figures += [f for f in _single_people(document, sentence) if not any(a < f.stop and f.start < b for a, b in taken)]
    taken = [(f.start, f.stop) for f in figures]
    figures += [f for f in _single_weapons(document, sentence) if not any(a < f.stop and f.start < b for a, b in taken)]
    figures = sorted((_or_nobody(sentence, f) for f in figures), key=lambda f: f.start)
    told = _mark_parts(document, sentence, list(_with_others(sentence, figures)))
    return sorted(told + find_faint(document, sentence, numbers, told), key=lambda f: f.start)


def _is_damaged(sentence: Sentence, figure: Figure) -> bool:
    """ "destroyed a block and damaged several others": behind a verb that has things alone for its object."""
    verb = next((h for h in sentence.of("triggers") if h.stop + 1 == figure.start), None)
    return verb is not None and "people" not in verb.row.more.get("units", ()) and verb.row.kind in DAMAGE_KINDS


def _with_others(sentence: Sentence, figures: Sequence[Figure]) -> Iterator[Figure]:
    """ "102 drones, with 13 others downed": what stands for weapons or things named before, not for people."""
    before: Figure | None = None
    for figure in figures:
        stands_in = figure.noun_text.split()[-1:] == ["others"]
        if stands_in and before is None and _is_damaged(sentence, figure):
            figure = replace(figure, unit="object", noun=None, group=None)
        if stands_in and before is not None and before.unit in ("weapon", "object"):
            figure = replace(figure, unit=before.unit, noun=before.noun, weapons=before.weapons, group=None)
        if figure.noun is not None:
            before = figure
        yield figure


def _is_of_knowledge(sentence: Sentence, figure: Figure) -> bool:
    """ "No immediate indication of how many": what is not known, and not nobody."""
    told = [t.word for t in sentence.tokens_between(figure.core_stop, figure.stop)]
    return any(w in words("knowledge") for w in told)


def _or_nobody(sentence: Sentence, figure: Figure) -> Figure:
    """ "Not a single person", "not one house": none at all."""
    first = [t.word for t in sentence.tokens_between(figure.start, sentence.stop)[:2]]
    before = [t.word for t in sentence.tokens_between(sentence.start, figure.start)][-1:]
    if before != ["not"] or figure.value != 1 or not (first[:1] == ["one"] or first == ["a", "single"]):
        return figure
    return replace(figure, value=0, low=0, high=0, qualifier="none")


def _denied(sentence: Sentence) -> list[NumberMention]:
    """ "had not harmed any civilians", "did not injure anyone": nobody, told by "not" and "any"."""
    out = []
    for n, token in enumerate(sentence.tokens):
        if token.word not in words("any"):
            continue
        before = [t.word for t in sentence.tokens[max(0, n - _DENIAL_REACH) : n]]
        last = max((i for i, w in enumerate(before) if w in words("negation") or w in ("no", "without")), default=None)
        if last is not None and not any(w in words("clause") or w in ";:" for w in before[last:]):
            ends = (token.start, token.stop)
            out.append(NumberMention(*ends, *ends, 0, 0, 0, "none", "count"))
    return out


def _counts_the_dead(sentence: Sentence, number: NumberMention) -> bool:
    """ "its thirtieth life", "a second body": an order that tells how many there are now."""
    if number.sort != "ordinal" or (number.value or 0) < 2:
        return False
    after = sentence.tokens_between(number.core_stop, sentence.stop)[:1]
    return bool(after) and after[0].word in words("nth-dead")


def _nth(number: NumberMention) -> Figure:
    value, ends = number.value, (number.core_start, number.core_stop)
    return Figure(*ends, *ends, value, value, value, "exact", "people")


def _single_weapons(document: Document, sentence: Sentence) -> list[Figure]:
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


def _lone_ones(document: Document, sentence: Sentence) -> list[Figure]:
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


def _with_noun(document: Document, sentence: Sentence, number: NumberMention) -> Figure:
    bare = Figure(
        number.start,
        number.stop,
        number.core_start,
        number.core_stop,
        number.value,
        number.low,
        number.high,
        number.qualifier,
        total=number.total,
    )
    if document.folded[number.core_start : number.core_stop] in words("nobody"):
        return replace(bare, unit="people")
    noun = _noun_after(sentence, number.stop, sentence.stop)
    if noun is None:
        return bare
    unit, hits, stop, text_start = noun
    last = hits[-1] if hits else None
    group = last.row.more.get("group") if last is not None and unit == "people" else None
    weapons = tuple(h for h in hits if h.row.table == "weapons")
    return replace(
        bare, stop=stop, unit=unit, noun=last, noun_text=document.text[text_start:stop], group=group, weapons=weapons
    )


def _noun_after(sentence: Sentence, start: int, limit: int) -> tuple[str, list[Hit], int, int] | None:
    """The head noun after a number: unit, its lexicon hits, where it ends, where its phrase begins."""
    things = {h.start: h for name in _UNITS for h in sentence.of(name)}
    triggers = {h.start: h for h in sentence.of("triggers")}
    closed = words("auxiliary") | words("preposition") | words("clause") | words("pronoun") | words("conjunction")
    hits: list[Hit] = []
    stop = text_start = start
    seen = edge = 0
    unknown: Token | None = None
    for token in sentence.tokens_between(start, limit):
        if token.start < edge:
            continue
        if seen >= _NOUN_REACH and not hits:
            break
        hit = things.get(token.start)
        if hit is not None:
            if hits and hits[-1].row.table == "people" != hit.row.table and not _is_attribute(hits[-1], hit):
                break
            if not hits:
                text_start = start
            hits.append(hit)
            stop = edge = hit.stop
            continue
        if (
            hits
            and not (hits[-1].row.table == "weapons" and token.word in "/,-" + "'")
            and token.word not in ("and", "or")
        ):
            break
        if hits:
            following = [
                h for s, h in things.items() if s > token.start and s - token.stop <= 2 and h.row.table == "weapons"
            ]
            if hits[-1].row.table == "weapons" and following and hits[-1].row.kind == following[0].row.kind:
                continue
            break
        if token.word in ("of",) and seen == 0:
            continue
        if not token.word[0].isalnum():
            if token.word in "-'\"":
                continue
            break
        if token.start in triggers and (token.start != start or not _modifies(sentence, triggers[token.start], things)):
            if not _modifies(sentence, triggers[token.start], things):
                break
            edge = triggers[token.start].stop
            continue
        if token.word in closed or token.word in words("rise"):
            break
        if token.word in words("adverb") and token.word not in ("more", "other"):
            break
        seen += 1
        if token.word not in words("determiner") and token.word != "more":
            unknown = token
    if hits:
        return _UNITS[hits[-1].row.table], hits, stop, text_start
    if unknown is not None:
        return "other", [], unknown.stop, start
    return None


def _is_attribute(person: Hit, thing: Hit) -> bool:
    """ "Four commuter trains": a singular person right before a thing says which sort of thing."""
    beside = person.start <= thing.start <= person.stop + 1 and person.stop < thing.stop
    return bool(person.row.more.get("one")) and thing.row.table == "objects" and beside


def _modifies(sentence: Sentence, trigger: Hit, things: dict[int, Hit]) -> bool:
    """True for "wounded civilians", where the participle stands before the noun that is counted."""
    return any(trigger.stop < s <= trigger.stop + 2 for s in things)


def _single_people(document: Document, sentence: Sentence) -> list[Figure]:
    """ "a 34-year-old woman", "another man", "his wife", "her three-year-old son": one person each."""
    found: list[Figure] = []
    articles = words("single")
    for hit in sentence.of("people"):
        if not hit.row.more.get("one") or any(_is_attribute(hit, h) for h in sentence.of("objects")):
            continue
        before = sentence.tokens_between(max(sentence.start, hit.start - 60), hit.start)
        start = _article_start(before, articles)
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


def _opens_part(document: Document, hit: Hit) -> bool:
    """«серед них дитина»: a language without articles tells one person of a total by the bare noun."""
    before = document.folded[max(0, hit.start - 24) : hit.start].rstrip()
    return not document.folded[hit.start].isascii() and before.endswith(subset_marks())


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


def _mark_parts(document: Document, sentence: Sentence, figures: list[Figure]) -> list[Figure]:
    """Find the figures that are told as parts of an earlier one ("52 hospitalised, 17 of them children")."""
    out: list[Figure] = []
    for figure in figures:
        parent = _parent(document, sentence, figure, out)
        if parent is not None:
            kept = parent.parent or parent
            figure = replace(figure, part=True, parent=kept)
        out.append(figure)
    return out


def _parent(document: Document, sentence: Sentence, figure: Figure, earlier: list[Figure]) -> Figure | None:
    if figure.implied and not earlier:
        return None
    before = [f for f in earlier if figure.unit is None or f.unit in (None, "people", "other", figure.unit)]
    if not before:
        return None
    last = before[-1]
    between = document.folded[last.stop : figure.start]
    after = document.folded[figure.core_stop : figure.core_stop + 40]
    gap = sentence.tokens_between(last.stop, figure.start)
    marks = subset_marks()
    comma = "," in between or "(" in between or " - " in between
    opened = any(between.rstrip(" ,(").endswith(m) for m in marks)
    if opened and len(gap) <= 9:
        return last
    follows = after.lstrip(" ,").startswith(marks)
    if follows and len(gap) <= 14:
        return last
    named = document.folded[figure.start : figure.stop + 14].split(",")[0]
    if comma and len(gap) <= 8 and any(m in named for m in ("among them", "amongst them", "of them")):
        return last
    if last.part and figure.unit == "people" and between.strip(" ") in (",", "and", ", and", "or"):
        return last.parent
    if comma and document.folded[figure.start : figure.stop].startswith("one a ") and len(gap) <= 3:
        return last
    return None


@cache
def subset_marks() -> tuple[str, ...]:
    """Words that open or follow a part: "including", "of whom"."""
    return tuple(sorted(words("subset"), key=len, reverse=True))


__all__ = ["find_figures"]
