"""Figures that take their kind from a neighbour: parts of a total, members of a list, items under a heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tocsin.lexicon.load import Hit
from tocsin.reading.asides import is_event
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Figure, Link, Mentions
from tocsin.reading.weighing import kind_of
from tocsin.record.claim import CASUALTY_KINDS


def share_with_total(
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
        kind = kind_of(figure, trigger, ())
        if kind is None or not figure.stop <= trigger.start or trigger.row.more.get("sort") == "toll":
            continue
        gap = sentence.tokens_between(figure.stop, trigger.start)
        light = words("auxiliary") | words("adverb") | words("of-those") | {"whom"}
        if all(t.word in light for t in gap) and len(gap) <= 4:
            return Link(figure, kind, trigger, 0.3)
    return None


def share_in_list(
    sentence: Sentence, waiting: list[Figure], figures: Sequence[Figure], links: list[Link], document: Document
) -> list[Link]:
    """Neighbours in a list share a kind: "36 women, 22 men and a boy", "11 missiles and two drones"."""
    out: list[Link] = []
    by_start = {k.figure.start: k for k in links}
    order = list(figures)
    for passes in (order, order[::-1]):
        for left, right in pairwise(passes):
            known = by_start.get(left.start)
            if known is None or right.start in by_start or right not in waiting or is_event(sentence, right):
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


def share_over_places(
    sentence: Sentence, mentions: Mentions, links: Sequence[Link], before: Sequence[Link]
) -> list[Link]:
    """ "66 drones over Krasnodar, and two more over the Crimea": bare counts of weapons, one for each place."""
    out: list[Link] = []
    spots = {p.start for p in mentions.places}
    for figure in mentions.figures:
        bare = figure.unit is None or (figure.weak and figure.value == 1 and figure.noun is None)
        if not bare or figure.zero or any(k.figure.start == figure.start for k in (*links, *out)):
            continue
        earlier = sorted((k for k in (*before, *links, *out) if k.figure.start < figure.start), key=_where)
        counted = [k.figure for k in earlier if k.figure.unit == "weapon"]
        if not counted or earlier[-1].kind not in ("intercepted", "lost") or not _stands_over(sentence, figure, spots):
            continue
        known, like = earlier[-1], counted[-1]
        told = replace(figure, unit="weapon", noun=like.noun, weapons=like.weapons, weak=False)
        out.append(Link(told, known.kind, known.trigger if known in links else None, known.cost + 0.8))
    return out


def share_elsewhere(
    sentence: Sentence, mentions: Mentions, waiting: Sequence[Figure], links: Sequence[Link]
) -> list[Link]:
    """ "Nine were killed on Tuesday and 25 on Wednesday", "five in Sabqa and one in Harasta": a count with its own
    place or time, of what was told before."""
    out: list[Link] = []
    spots = {s.start for s in (*mentions.places, *mentions.times)}
    for figure in (*waiting, *_bare_ones(mentions)):
        earlier = [k for k in (*links, *out) if k.figure.stop <= figure.start and k.kind in CASUALTY_KINDS]
        if figure.unit is not None or figure.zero or not earlier or any(k.figure.start == figure.start for k in out):
            continue
        before = sentence.tokens_between(earlier[-1].figure.stop, figure.start)[-1:]
        after = sentence.tokens_between(figure.stop, sentence.stop)[:_TO_SPOT]
        stands = len(after) > 1 and after[0].word in words("elsewhere") and any(t.start in spots for t in after[1:])
        if stands and before and (before[0].word in words("conjunction") or before[0].word in ",:"):
            known = earlier[-1]
            out.append(Link(replace(figure, unit="people", weak=False), known.kind, known.trigger, known.cost + 0.8))
    return out


def _bare_ones(mentions: Mentions) -> list[Figure]:
    return [f for f in mentions.figures if f.weak and f.value == 1 and f.unit is None and f.noun is None]


def _where(link: Link) -> int:
    return link.figure.start


def _stands_over(sentence: Sentence, figure: Figure, spots: set[int]) -> bool:
    """Whether "over" or "in" and a place follow: "one over the Kursk region", "three of which were over Uman"."""
    after = sentence.tokens_between(figure.stop, sentence.stop)[:_OVER]
    if not after or after[0].word in words("determiner") - {"another", "further"}:
        return False
    over = next((n for n, t in enumerate(after) if t.word in words("above")), None)
    light = words("adverb") | words("auxiliary") | {"of", "which", "them", "others"}
    if over is None or not all(t.word in light for t in after[:over]):
        return False
    return any(t.start in spots for t in after[over + 1 :])


#: Words from a bare count to the name of its place: "three of which were shot down over the territory of the X".
_OVER = 10
#: Words from a bare count to its place or day: "one in the town of Harasta".
_TO_SPOT = 5
_ZEROS = ("killed", "injured", "missing", "damaged", "destroyed")
_ZERO_GAP = 8
#: In code points: "have already been identified".
_NAMED_REACH = 30
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
    if [t.word for t in gap] == ["in", "addition", "to"]:
        return True
    loose = [t for t in gap if t.word not in glue]
    return any(t.word in glue for t in gap) and (
        not loose or (loose[0].word in ("in", "from", "near", "at", "over", "of") and len(loose) <= 4)
    )


def share_after_mark(document: Document, sentence: Sentence, waiting: list[Figure], links: list[Link]) -> list[Link]:
    """Parts spelt out after a mark: "All 59 were civilians: 36 women, 22 men and a boy", "12 (a boy among them)"."""
    out: list[Link] = []
    for figure in waiting:
        known = [k for k in links if k.figure.stop <= figure.start and k.figure.unit in ("people", None)]
        if not known or figure.unit != "people" or any(k.figure.start == figure.start for k in links):
            continue
        whole = known[0]
        mark = _opened_by(document, whole.figure, figure)
        if mark is None or (mark == ":" and any(t.start > figure.stop for t in sentence.of("triggers"))):
            continue
        out.append(Link(replace(figure, part=True, parent=whole.figure), whole.kind, whole.trigger, whole.cost + 1.0))
    return out


def mark_spelt_out(document: Document, links: Sequence[Link]) -> list[Link]:
    """Groups in brackets, dashes or after a colon are parts of the total before them when they do not exceed it."""
    out: list[Link] = []
    left: dict[int, int] = {}
    for link in sorted(links, key=lambda k: k.figure.start):
        figure = link.figure
        whole = next((k for k in out if _spells_out(document, k, link)), None)
        if whole is not None and whole.figure.value is not None and figure.value is not None:
            room = left.setdefault(whole.figure.start, whole.figure.value)
            if figure.value <= room:
                left[whole.figure.start] = room - figure.value
                link = replace(link, figure=replace(figure, part=True, parent=whole.figure))
        elif _is_named(document, link):
            link = replace(link, figure=replace(link.figure, part=True))
        out.append(link)
    return out


def _is_named(document: Document, link: Link) -> bool:
    """ "29 bodies have been identified": some of the dead, never how many they are."""
    at = max(link.figure.stop, link.trigger.stop if link.trigger else 0)
    after = document.folded[at : at + _NAMED_REACH].split()
    return link.kind == "killed" and not link.figure.part and any(w.strip(".,;") in words("naming") for w in after)


def _spells_out(document: Document, whole: Link, link: Link) -> bool:
    figure = link.figure
    alike = whole.kind == link.kind and figure.group is not None and figure.unit == "people"
    counted = whole.figure.unit in ("people", None) and whole.figure.group is None and not whole.figure.part
    return alike and counted and not figure.part and _opened_by(document, whole.figure, figure) is not None


def _opened_by(document: Document, whole: Figure, figure: Figure) -> str | None:
    """The mark that opens a list of parts between a total and a figure: a bracket not closed yet, a dash, a colon."""
    between = document.folded[whole.stop : figure.start]
    if between.rfind("(") > between.rfind(")"):
        return "("
    dash = between.find(" - ")
    if dash >= 0 and between.count(" - ") == 1 and figure.group is not None:
        return "-"
    return ":" if ":" in between else None


def share_zero(sentence: Sentence, links: Sequence[Link], triggers: Sequence[Hit]) -> list[Link]:
    """ "No damage to the houses or injuries to anyone": a zero goes on over "or" to the next kind of harm."""
    out: list[Link] = []
    for link in [k for k in links if k.figure.zero and k.trigger is not None]:
        told = {k.kind for k in (*links, *out) if k.figure.start == link.figure.start}
        at = max(link.figure.stop, link.trigger.stop if link.trigger else 0)
        for trigger in triggers:
            gap = sentence.tokens_between(at, trigger.start)
            if (
                trigger.start < at
                or any(k.trigger == trigger for k in links)
                or trigger.row.kind in told
                or trigger.row.kind not in _ZEROS
                or len(gap) > _ZERO_GAP
            ):
                continue
            joined = [t.word for t in gap if t.word not in words("determiner") | words("adverb")][-1:]
            if joined in (["or"], ["nor"]) and not any(t.word in words("clause") or t.word in ";:" for t in gap):
                out.append(Link(link.figure, str(trigger.row.kind), trigger, link.cost + 0.5))
                told.add(trigger.row.kind)
    return out


def without_totals(links: Sequence[Link]) -> list[Link]:
    """Links less those of words that mean the dead and the hurt together, where some of them are told as dead."""
    dead = [k.figure.parent.start for k in links if k.kind == "killed" and k.figure.parent is not None]
    return [k for k in links if not (k.trigger and k.trigger.row.more.get("both") and k.figure.start in dead)]


def share_with_earlier(
    sentence: Sentence, figures: Sequence[Figure], links: list[Link], before: Sequence[Link]
) -> list[Link]:
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
            (cue is not None or _follows_tally(sentence, figure))
            and earlier
            and (figure.unit is None or len(sentence.tokens_between(figure.stop, sentence.stop)) <= 3)
        ):
            out.append(Link(figure, earlier[-1].kind, earlier[-1].trigger if earlier[-1] in links else None, 2.0))
    return out


def _follows_tally(sentence: Sentence, figure: Figure) -> bool:
    """ "an earlier figure of 34", "denied the count of 40": a bare number behind a word for a figure."""
    before = [t.word for t in sentence.tokens_between(sentence.start, figure.start)][-2:]
    return figure.unit is None and len(before) == 2 and before[1] == "of" and before[0] in words("tally")


def share_under_heading(mentions: Mentions, waiting: list[Figure], links: list[Link]) -> list[Link]:
    """Items of a list under a heading: "Shot down:" and then a line for each weapon."""
    if links or mentions.heading is None or mentions.sentence.of("triggers"):
        return []
    out = []
    for figure in waiting:
        kind = kind_of(figure, mentions.heading, ()) if figure.unit is not None else None
        if kind is not None:
            out.append(Link(figure, kind, None, 0.5))
    return out


__all__ = [
    "mark_spelt_out",
    "share_after_mark",
    "share_elsewhere",
    "share_in_list",
    "share_over_places",
    "share_under_heading",
    "share_with_earlier",
    "share_with_total",
    "share_zero",
    "without_totals",
]
