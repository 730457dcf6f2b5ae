"""Things told without a number: "a hospital was hit" is one, "houses were damaged" an open count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Figure, Link

_DAMAGE = ("hit", "damaged", "destroyed")
#: What stands between the members of a list.
_GLUE = ("and", ",", ", and", "or", "as well as")


def link_things(
    document: Document, sentence: Sentence, figures: Sequence[Figure], triggers: Sequence[Hit]
) -> list[Link]:
    """Links of the things of a sentence that stand there without a number and were hit, damaged or destroyed."""
    out: list[Link] = []
    for figure in figures:
        if figure.weak and figure.unit == "object" and figure.noun is not None:
            found = _governor(document, sentence, figure.noun, triggers)
            unsaid = figure.value is None and (
                figure.noun.row.more.get("part") or (found and found[0].row.more.get("new"))
            )
            if found is not None and not unsaid:
                out.append(Link(figure, _kind_for_things(found[0]), found[0], found[1]))
    return _one_each(document, out)


def _governor(document: Document, sentence: Sentence, thing: Hit, triggers: Sequence[Hit]) -> tuple[Hit, float] | None:
    """The damage word that this thing is subject or object of, with the cost of the words between."""
    best: tuple[Hit, float] | None = None
    for trigger in triggers:
        if _kind_for_things(trigger) not in _DAMAGE or "object" not in trigger.row.more.get("units", ()):
            continue
        if trigger.row.kind == "intercepted" and thing.row.id != "aircraft":
            continue
        cost = _cost(document, sentence, thing, trigger)
        if cost is not None and (best is None or cost < best[1]):
            best = (trigger, cost)
    return best


def _kind_for_things(trigger: Hit) -> str:
    """What a trigger does to a thing: a plane that is shot down is destroyed."""
    return str(trigger.row.more.get("by_unit", {}).get("object", trigger.row.kind))


def _cost(document: Document, sentence: Sentence, thing: Hit, trigger: Hit) -> float | None:
    sort = trigger.row.more.get("sort")
    if trigger.stop <= thing.start:
        gap = sentence.tokens_between(trigger.stop, thing.start)
        if len(gap) > 7 or any(
            t.word in words("clause") or t.word in words("auxiliary") or t.word in ",;:()" for t in gap
        ):
            return None
        before = [t.word for t in sentence.tokens_between(sentence.start, trigger.start)][-2:]
        if not gap and sort == "verb" and _is_adjective(sentence, trigger):
            return None
        others = (h for name in ("people", "weapons") for h in sentence.of(name))
        if any(trigger.stop <= h.start < thing.start for h in others) and any(t.word in words("seat") for t in gap):
            return None  # "targeting troops in two bases"
        passive = any(w in words("be") for w in before)
        if passive and sort == "verb" or any(t.word in ("by", "after", "when") for t in gap):
            return None
        if (
            any(t.word in words("preposition") for t in gap)
            and sort == "verb"
            and gap[0].word not in ("on", "at", "into")
        ):
            return None
        return 0.4 + 0.25 * len(gap)
    if trigger.row.more.get("object_before"):
        lead = [t.word for t in sentence.tokens_between(sentence.start, thing.start)][-1:]
        beside = not sentence.tokens_between(thing.stop, trigger.start)
        return 0.4 if beside and lead and lead[0] in words("preposition") else None
    if sort != "verb" or _is_meant(sentence, thing):
        return None
    gap = sentence.tokens_between(thing.stop, trigger.start)
    if not gap and trigger.row.kind != "hit":
        return 0.6
    passive = any(t.word in words("be") for t in gap[-3:]) or _is_done_alone(sentence, gap, trigger)
    if not passive or len(gap) > 12 or any(t.word in ";:" or t.word in words("clause") for t in gap):
        return None
    if any(h.row.kind in _DAMAGE for h in sentence.of("triggers") if thing.stop <= h.start < trigger.start):
        return None
    return 0.4 + 0.2 * len(gap)


def _is_meant(sentence: Sentence, thing: Hit) -> bool:
    """ "All the assigned facilities were struck": it is not told what was."""
    before = sentence.tokens_between(sentence.start, thing.start)[-1:]
    return bool(before) and before[0].word in words("meant")


def _is_done_alone(sentence: Sentence, gap: Sequence[Token], trigger: Hit) -> bool:
    """ "The whole building has collapsed": a verb that needs neither "be" nor an object."""
    first = sentence.tokens_between(trigger.start, trigger.stop)[:1]
    light = words("auxiliary") | words("adverb")
    return bool(first) and first[0].word in words("intransitive") and all(t.word in light for t in gap)


def _is_adjective(sentence: Sentence, trigger: Hit) -> bool:
    """ "the burnt workshop", "from destroyed houses": a participle that says which thing, and tells nothing new."""
    before = sentence.tokens_between(sentence.start, trigger.start)[-1:]
    closed = words("determiner") | words("single") | words("preposition")
    return bool(before) and before[0].word in closed


def is_plural(words_: str) -> bool:
    """True for English plurals of object nouns; singulars in -s are told by their ending or listed."""
    last = words_.split(" of ")[0].split()[-1]
    return last.endswith("s") and not last.endswith(("ss", "us", "is")) and last not in words("singular-in-s")


def _one_each(document: Document, links: list[Link]) -> list[Link]:
    """One claim a trigger and kind for things side by side, unless a list holds them: "a school and a shop"."""
    out: list[Link] = []
    for link in sorted(links, key=lambda k: (k.cost, k.figure.start)):
        same = [k for k in out if k.trigger == link.trigger and abs(k.figure.start - link.figure.start) < 45]
        if all(_is_listed(document, k.figure, link.figure) for k in same):
            out.append(link)
    return out


def _is_listed(document: Document, one: Figure, other: Figure) -> bool:
    first, second = sorted((one, other), key=lambda f: f.start)
    return document.folded[first.stop : second.start].strip() in _GLUE


def share_things(document: Document, figures: Sequence[Figure], links: Sequence[Link]) -> list[Link]:
    """ "A hotel, two schools and scores of homes were in ruins": a list of things shares what became of one."""
    out: list[Link] = []
    known = {k.figure.start: k for k in links if k.kind in _DAMAGE and k.figure.unit == "object"}
    taken = {k.figure.start for k in links}
    things = sorted((f for f in figures if f.unit == "object"), key=lambda f: f.start)
    for order in (things, things[::-1]):
        for one, other in pairwise(order):
            link = known.get(one.start)
            if link is None or other.start in taken or not _is_beside(document, one, other):
                continue
            shared = replace(link, figure=other, cost=link.cost + 0.5)
            known[other.start] = shared
            taken.add(other.start)
            out.append(shared)
    return out


def _is_beside(document: Document, one: Figure, other: Figure) -> bool:
    """Whether two things stand side by side in a list, each with an article or a number of its own."""
    first, second = sorted((one, other), key=lambda f: f.start)
    told = all(
        f.noun is not None and (f.start < f.noun.start or is_plural(f.noun_text or "s")) for f in (first, second)
    )
    return told and document.folded[first.stop : second.start].strip() in _GLUE
