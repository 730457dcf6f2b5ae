"""Things told without a number: "a hospital was hit" is one, "houses were damaged" an open count."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence
from tocsin.reading.figures import words
from tocsin.reading.mentions import Figure, Link

_DAMAGE = ("hit", "damaged", "destroyed")


def find_things(document: Document, sentence: Sentence, figures: Sequence[Figure], links: Sequence[Link]) -> list[Link]:
    """Hit, damaged and destroyed things of a sentence that have no figure of their own."""
    counted = [(f.start, f.stop) for f in figures]
    out: list[Link] = []
    for thing in sentence.of("objects"):
        if any(a <= thing.start < b for a, b in counted) or any(
            k.figure.start <= thing.start < k.figure.stop for k in out
        ):
            continue
        found = _governor(document, sentence, thing)
        if found is not None:
            out.append(Link(_as_figure(document, sentence, thing), str(found[0].row.kind), found[0], found[1]))
    return _one_each(out)


def _governor(document: Document, sentence: Sentence, thing: Hit) -> tuple[Hit, float] | None:
    """The damage word that this thing is subject or object of, with the cost of the words between."""
    best: tuple[Hit, float] | None = None
    for trigger in sentence.of("triggers"):
        if trigger.row.kind not in _DAMAGE or "object" not in trigger.row.more.get("units", ()):
            continue
        cost = _cost(document, sentence, thing, trigger)
        if cost is not None and (best is None or cost < best[1]):
            best = (trigger, cost)
    return best


def _cost(document: Document, sentence: Sentence, thing: Hit, trigger: Hit) -> float | None:
    sort = trigger.row.more.get("sort")
    if trigger.stop <= thing.start:
        gap = sentence.tokens_between(trigger.stop, thing.start)
        if len(gap) > 7 or any(
            t.word in words("clause") or t.word in words("auxiliary") or t.word in ",;:()" for t in gap
        ):
            return None
        before = [t.word for t in sentence.tokens_between(sentence.start, trigger.start)][-2:]
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
    if sort != "verb":
        return None
    gap = sentence.tokens_between(thing.stop, trigger.start)
    if not gap and trigger.row.kind != "hit":
        return 0.6
    passive = any(t.word in words("be") for t in gap[-3:])
    if not passive or len(gap) > 12 or any(t.word in ";:" or t.word in words("clause") for t in gap):
        return None
    if any(h.row.kind in _DAMAGE for h in sentence.of("triggers") if thing.stop <= h.start < trigger.start):
        return None
    return 0.4 + 0.2 * len(gap)


def _as_figure(document: Document, sentence: Sentence, thing: Hit) -> Figure:
    plural = is_plural(document.folded[thing.start : thing.stop])
    before = sentence.tokens_between(max(sentence.start, thing.start - 50), thing.start)[-4:]
    start = thing.start
    for token in reversed(before):
        if token.word in words("determiner"):
            start = token.start
            break
        if token.word in words("preposition") or token.word in words("auxiliary") or not token.word[0].isalnum():
            break
    one = None if plural else 1
    return Figure(
        start,
        thing.stop,
        start,
        thing.stop,
        one,
        one,
        one,
        "exact",
        "object",
        thing,
        document.text[start : thing.stop],
        implied=True,
    )


def is_plural(words_: str) -> bool:
    """True for English plurals of object nouns; the lexicon's singulars in -s are few and listed by ending."""
    last = words_.split()[-1]
    return last.endswith("s") and not last.endswith(("ss", "us", "is")) or last in ("flats", "premises")


def _one_each(links: list[Link]) -> list[Link]:
    """One claim a trigger and kind for singular things side by side ("the hospital building")."""
    out: list[Link] = []
    for link in sorted(links, key=lambda k: (k.cost, k.figure.start)):
        near = [k for k in out if k.trigger == link.trigger and abs(k.figure.start - link.figure.start) < 45]
        if not near:
            out.append(link)
    return sorted(out, key=lambda k: k.figure.start)
