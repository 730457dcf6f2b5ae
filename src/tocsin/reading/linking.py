"""Which verb or noun a figure belongs to: the part of reading that can be swapped.

`RuleLinker` weighs each figure against each trigger of its sentence: on which side it stands, what lies between,
whether the unit fits. A linker is anything with `link(document, mentions, before) -> list[Link]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol, runtime_checkable

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.figures import words
from tocsin.reading.mentions import Figure, Link, Mentions

#: The most that the words between may cost; tuned by hand on the project's own stories and retold reports.
LIMIT = 7.0
_FORBIDDEN = 99.0


class Linker(Protocol):
    """Decides which figures are claims, and of which kind."""

    name: str

    def link(self, document: Document, mentions: Mentions, before: Sequence[Link]) -> list[Link]:
        """Links of one sentence; `before` are those of the sentence before it."""
        ...


@runtime_checkable
class PreparingLinker(Linker, Protocol):
    """A linker that wants to see a whole report before its sentences."""

    def prepare(self, document: Document, mentions: Sequence[Mentions], indices: Sequence[int] | None = None) -> None:
        """Called once a report; `indices` are the sentences that `link` will be called for."""
        ...


class RuleLinker:
    """Links by lexicon and word order alone."""

    name = "rules"

    def link(self, document: Document, mentions: Mentions, before: Sequence[Link]) -> list[Link]:
        """The best trigger of each figure; parts take their total's kind, and neighbours in a list share one."""
        sentence = mentions.sentence
        triggers = sentence.of("triggers")
        links: list[Link] = []
        waiting: list[Figure] = []
        for figure in mentions.figures:
            if figure.part:
                waiting.append(figure)
                continue
            best = self._best(document, sentence, figure, triggers, mentions.figures, before)
            if best is not None:
                links.append(best)
            else:
                waiting.append(figure)
        links += _parts(document, sentence, waiting, links, triggers)
        links += _listed(sentence, [w for w in waiting if not w.part], mentions.figures, links, document)
        links += _after_colon(document, sentence, [w for w in waiting if not w.part], links)
        links += _said_bare(sentence, mentions.figures, links, before)
        links += _headed(mentions, waiting, links)
        return sorted(links, key=lambda k: k.figure.start)

    def _best(
        self,
        document: Document,
        sentence: Sentence,
        figure: Figure,
        triggers: Sequence[Hit],
        figures: Sequence[Figure],
        before: Sequence[Link],
    ) -> Link | None:
        best: Link | None = None
        for trigger in triggers:
            kind = _kind(figure, trigger, before)
            if kind is None:
                continue
            cost = _cost(document, sentence, figure, trigger, triggers, figures)
            if figure.unit == "other":
                if _is_event(sentence, figure):
                    continue
                cost = 1.5 * cost + 0.8
            if figure.unit is None and kind not in ("killed", "injured", "missing", "trapped", "rescued"):
                cost += 1.0
            if cost < LIMIT and (best is None or cost < best.cost):
                best = Link(figure, kind, trigger, cost)
        return best


def _is_event(sentence: Sentence, figure: Figure) -> bool:
    """ "two blasts": attacks are counted, not people."""
    return any(
        h.row.kind == "attack" and figure.core_stop <= h.start and h.stop <= figure.stop for h in sentence.of("context")
    )


def _kind(figure: Figure, trigger: Hit, before: Sequence[Link]) -> str | None:
    """The kind that this trigger gives this figure, or None when the unit does not fit."""
    row = trigger.row
    units = row.more.get("units", ())
    unit = figure.unit
    if row.more.get("zero_only") and not figure.zero:
        return None
    if unit == "weapon" and figure.implied and row.kind == "launched":
        return None
    if unit == "weapon" and row.kind == "launched" and any(h.row.more.get("platform") for h in figure.weapons[-1:]):
        return None
    if unit is None and units and "people" not in units:
        last = next((k.figure.unit for k in reversed(before) if k.figure.unit in units), None)
        if last is None and figure.total is None:
            return None
        unit = last or units[0]
    if unit == "other":
        return row.kind if units and "weapon" not in units and not figure.implied and row.kind != "hit" else None
    if unit is not None and unit not in units:
        return None
    by_unit = row.more.get("by_unit", {})
    return str(by_unit.get(unit, row.kind))


def _cost(
    document: Document,
    sentence: Sentence,
    figure: Figure,
    trigger: Hit,
    triggers: Sequence[Hit],
    figures: Sequence[Figure],
) -> float:
    if trigger.start < figure.stop and figure.start < trigger.stop:
        return _inside(figure, trigger)
    left = figure.stop <= trigger.start
    a, b = (figure.stop, trigger.start) if left else (trigger.stop, figure.start)
    gap = sentence.tokens_between(a, b)
    if len(gap) > 22:
        return _FORBIDDEN
    base = _gap_cost(document, gap, a, b, figure, trigger, triggers, figures)
    if not left and gap and figure.unit == "weapon" and gap[-1].word in ("with", "using", "involving", "by"):
        base = min(base, 1.5)
    return base + _side(sentence, figure, trigger, gap, left)


def _inside(figure: Figure, trigger: Hit) -> float:
    """ "three bodies", "12 wounded civilians": the trigger is part of the counted phrase."""
    return (
        0.2
        if trigger.row.more.get("sort") in ("count", "adjective", "verb") and trigger.start >= figure.core_stop
        else _FORBIDDEN
    )


def _side(sentence: Sentence, figure: Figure, trigger: Hit, gap: Sequence[Token], left: bool) -> float:
    """What it costs that the figure stands on this side of this sort of trigger."""
    sort = trigger.row.more.get("sort")
    real = [t for t in gap if t.word[0].isalnum()]
    if sort == "active":
        return _FORBIDDEN if left else 0.0
    if sort == "subject":
        return 0.0 if left else (0.5 if not _latin(sentence, trigger) else _FORBIDDEN)
    if sort == "toll":
        if left:
            return 3.5 if len(real) <= 3 and any(t.word == "the" or t.word == "a" for t in gap) else _FORBIDDEN
        moving = any(t.word in words("rise") or t.word in (":", "at", "to", "of", "is", "was", "are") for t in gap)
        return 0.0 if moving and len(real) <= 9 else _FORBIDDEN
    if sort == "count":
        if left and not _needs(sentence, trigger, figure):
            return _FORBIDDEN
        return (
            0.0
            if left and len(real) <= 2
            else (0.5 if not left and any(t.word == ":" for t in gap) and len(real) == 0 else _FORBIDDEN)
        )
    if sort == "adjective":
        if left:
            return 0.0
        if trigger.row.more.get("part"):
            first = trigger.start - sentence.start <= 6
            return 0.3 if first and len(real) <= 6 else _FORBIDDEN
        labelled = any(t.word == ":" for t in gap) or (
            real and real[0].word in ("were", "are", "was", "is") and len(real) <= 2
        )
        return 0.5 if labelled else _FORBIDDEN
    return _verb_side(sentence, trigger, gap, left)


def _latin(sentence: Sentence, trigger: Hit) -> bool:
    tokens = sentence.tokens_between(trigger.start, trigger.stop)
    return bool(tokens) and tokens[0].word[:1].isascii()


def _needs(sentence: Sentence, trigger: Hit, figure: Figure) -> bool:
    """A count word may ask for a verb before its figure ("cost three lives")."""
    wanted = trigger.row.more.get("needs_before")
    if not wanted:
        return True
    before = sentence.tokens_between(sentence.start, figure.start)[-3:]
    return any(t.word in wanted for t in before)


def _verb_side(sentence: Sentence, trigger: Hit, gap: Sequence[Token], left: bool) -> float:
    """Active or passive: "killed ten" has its object next, "ten were killed" an auxiliary before."""
    before = sentence.tokens_between(max(sentence.start, trigger.start - 40), trigger.start)[-3:]
    after = sentence.tokens_between(trigger.stop, min(sentence.stop, trigger.stop + 60))[:2]
    loose = words("adverb") | words("determiner")
    passive = any(t.word in words("be") for t in before)
    if (
        passive
        and any(t.word in ("has", "have", "had") for t in before)
        and not any(t.word in ("been", "was", "were") for t in before)
    ):
        passive = False
    ends = (
        not after
        or after[0].word in words("preposition")
        or after[0].word in words("conjunction")
        or after[0].word in words("clause")
        or not after[0].word[0].isalnum()
    )
    closed = [t for t in gap if t.word not in loose]
    if left:
        if not gap:
            return 0.0
        if passive:
            return 0.0
        return 0.8 if ends else 2.5
    if not closed:
        return 3.0 if passive and gap else (1.0 if passive else 0.0)
    return 4.0 if passive else (1.5 if ends else 0.7)


def _gap_cost(
    document: Document,
    gap: Sequence[Token],
    a: int,
    b: int,
    figure: Figure,
    trigger: Hit,
    triggers: Sequence[Hit],
    figures: Sequence[Figure],
) -> float:
    """What the words between a figure and its trigger cost."""
    easy = words("auxiliary") | words("adverb") | words("determiner")
    between = [f for f in figures if a <= f.start and f.stop <= b]
    skipped = [(f.start, f.stop) for f in between if f.part or f.implied]
    cost = sum(0.4 if f.part else (1.6 if _alike(f, figure) else 3.2) for f in between)
    for other in triggers:
        if (
            a <= other.start
            and other.stop <= b
            and other.row.id != trigger.row.id
            and other.row.kind != trigger.row.kind
        ):
            cost += 2.2
    for token in gap:
        if any(x <= token.start < y for x, y in skipped):
            continue
        cost += _token_cost(token, easy, document)
    return cost


def _alike(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit or one.unit is None or one.implied


def _token_cost(token: Token, easy: frozenset[str], document: Document) -> float:
    word = token.word
    if word in easy:
        return 0.1
    if word in words("rise"):
        return 0.2
    if word in words("preposition"):
        return 0.45
    if word in words("conjunction"):
        return 0.8
    if word in words("clause"):
        return 1.3
    if word == ",":
        return 0.7
    if word == ";":
        return 6.0
    if word in ":-—–":
        return 1.5
    if word in "()":
        return 0.8
    return 0.4


def _parts(
    document: Document, sentence: Sentence, waiting: list[Figure], links: list[Link], triggers: Sequence[Hit]
) -> list[Link]:
    """A part takes its total's kind, unless a trigger of its own stands right beside it."""
    kinds = {k.figure.start: k for k in links}
    out: list[Link] = []
    for figure in [w for w in waiting if w.part and w.parent is not None]:
        parent = kinds.get(figure.parent.start) if figure.parent else None
        own = _own(document, sentence, figure, triggers)
        if own is not None:
            out.append(own)
        elif parent is not None and figure.unit in (None, "people", "other", parent.figure.unit):
            out.append(Link(figure, parent.kind, parent.trigger, parent.cost + 0.5))
    for link in out:
        waiting.remove(link.figure)
    return out


def _own(document: Document, sentence: Sentence, figure: Figure, triggers: Sequence[Hit]) -> Link | None:
    for trigger in triggers:
        kind = _kind(figure, trigger, ())
        if kind is None or not figure.stop <= trigger.start or trigger.row.more.get("sort") == "toll":
            continue
        gap = sentence.tokens_between(figure.stop, trigger.start)
        if all(t.word in words("auxiliary") | words("adverb") | {"of", "them", "whom"} for t in gap) and len(gap) <= 4:
            return Link(figure, kind, trigger, 0.3)
    return None


def _listed(
    sentence: Sentence, waiting: list[Figure], figures: Sequence[Figure], links: list[Link], document: Document
) -> list[Link]:
    """Neighbours in a list share a kind: "36 women, 22 men and a boy", "11 missiles and two drones"."""
    out: list[Link] = []
    by_start = {k.figure.start: k for k in links}
    order = list(figures)
    for passes in (order, order[::-1]):
        for left, right in pairwise(passes):
            known = by_start.get(left.start)
            if known is None or right.start in by_start or right not in waiting:
                continue
            a, b = (left, right) if left.start < right.start else (right, left)
            gap = sentence.tokens_between(a.stop, b.start)
            alike = right.unit in (known.figure.unit, None) or (
                right.unit == "other" and known.figure.unit == "people" and not gap[2:]
            )
            if alike and _is_list(gap) and known.kind in _LISTS:
                link = Link(right, known.kind, known.trigger, known.cost + 0.8)
                by_start[right.start] = link
                out.append(link)
    return out


_LISTS = (
    "killed",
    "injured",
    "missing",
    "rescued",
    "launched",
    "intercepted",
    "lost",
    "damaged",
    "destroyed",
    "trapped",
)


def _is_list(gap: Sequence[Token]) -> bool:
    """ "and", a comma, or a short place between ("10 in Uman and two in Dnipro")."""
    glue = words("conjunction") | {",", "another", "with", "together", "well", "as"}
    loose = [t for t in gap if t.word not in glue]
    return any(t.word in glue for t in gap) and (
        not loose or (loose[0].word in ("in", "from", "near", "at", "over", "of") and len(loose) <= 4)
    )


def _after_colon(document: Document, sentence: Sentence, waiting: list[Figure], links: list[Link]) -> list[Link]:
    """Parts spelt out after a colon: "All 59 were civilians: 36 women, 22 men and a boy"."""
    out: list[Link] = []
    for figure in waiting:
        known = [k for k in links if k.figure.stop <= figure.start and k.figure.unit in ("people", None)]
        if not known or figure.unit != "people" or any(k.figure.start == figure.start for k in links):
            continue
        colon = document.folded.rfind(":", known[0].figure.stop, figure.start)
        if colon < 0 or any(t.start > figure.stop for t in sentence.of("triggers")):
            continue
        whole = known[0]
        out.append(Link(replace(figure, part=True, parent=whole.figure), whole.kind, whole.trigger, whole.cost + 1.0))
    return out


def _said_bare(sentence: Sentence, figures: Sequence[Figure], links: list[Link], before: Sequence[Link]) -> list[Link]:
    """ "The ministry put the dead at 500; the rescue chief said over 300": a bare number right after the cue."""
    out: list[Link] = []
    for figure in figures:
        if figure.unit not in (None, "people") or figure.implied or any(k.figure.start == figure.start for k in links):
            continue
        earlier = [k for k in (*before, *links) if k.figure.start < figure.start and k.kind in ("killed", "injured")]
        cue = next(
            (c for c in sentence.of("cues") if 0 <= figure.start - c.stop <= 2 and c.row.kind in ("say", "count")), None
        )
        if (
            cue is not None
            and earlier
            and (figure.unit is None or len(sentence.tokens_between(figure.stop, sentence.stop)) <= 3)
        ):
            out.append(Link(figure, earlier[-1].kind, earlier[-1].trigger if earlier[-1] in links else None, 2.0))
    return out


def _headed(mentions: Mentions, waiting: list[Figure], links: list[Link]) -> list[Link]:
    """Items of a list under a heading: "Shot down:" and then a line for each weapon."""
    if links or mentions.heading is None or mentions.sentence.of("triggers"):
        return []
    out = []
    for figure in waiting:
        kind = _kind(figure, mentions.heading, ()) if figure.unit is not None else None
        if kind is not None:
            out.append(Link(figure, kind, None, 0.5))
    return out
