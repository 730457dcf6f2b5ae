"""What a learned linker may choose from, as numbers: figures, speakers and places with what the rules think of them.

The same functions feed training and reading, so that a feature means one thing. A feature's place in the row is its
index in the weights: change one, and train again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence
from tocsin.reading.mentions import Attribution, Figure, Link, Mentions, Spot
from tocsin.reading.reach import carried_on, speaker_of

KINDS = (
    "none",
    "killed",
    "injured",
    "missing",
    "trapped",
    "rescued",
    "launched",
    "intercepted",
    "lost",
    "hit",
    "damaged",
    "destroyed",
)
STATUSES = ("main", "background", "other", "subset", "stale", "denied")
#: How many sentences back a speaker or place is looked for, and how many are weighed at most.
SPEAKER_REACH, PLACE_REACH, MOST = 5, 2, 14
_UNITS = ("people", "weapon", "object", "other", None)
_CONTEXT = ("attack", "other", "past", "unsure", "correction", "superseded", "contact", "rescue")
_CUES = ("say", "per", "label", "deny", "count")
_PRECISIONS = (
    "point",
    "vicinity",
    "locality",
    "town",
    "near_town",
    "district",
    "region",
    "part_of_country",
    "country",
    "sea",
)
_OLD_DAYS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that a figure may point at, with its features.

    `value` is what is chosen, None the default; `ruled` marks what the rules choose.
    """

    start: int
    stop: int
    features: tuple[float, ...]
    value: Attribution | Spot | None
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a figure stands: its document, its sentence's index, and the mentions of each sentence up to it."""

    document: Document
    index: int
    mentions: Sequence[Mentions]

    @property
    def here(self) -> Mentions:
        return self.mentions[self.index]


def describe_figure(scope: Scope, figure: Figure, rule: Link | None) -> tuple[float, ...]:
    """Features of one figure: what it counts, what the rules make of it, and what stands around it."""
    sentence = scope.here.sentence
    value = figure.value if figure.value is not None else (figure.low or figure.high or 0)
    row = [float(rule is not None and rule.kind == k) for k in KINDS[1:]]
    row += [float(rule is None), min(rule.cost if rule else 9.0, 9.0) / 9.0]
    row += [math.exp(-rule.cost) if rule is not None and rule.kind == k else 0.0 for k in KINDS[1:]]
    row += [float(figure.unit == u) for u in _UNITS]
    row += [
        float(figure.implied),
        float(figure.part),
        float(figure.zero),
        float(figure.total is not None),
        float(figure.qualifier != "exact"),
        float(figure.noun is not None),
        float(figure.group is not None),
    ]
    row += [
        float(figure.value is None),
        float(value == 1),
        float(2 <= value <= 5),
        float(6 <= value <= 20),
        float(21 <= value <= 100),
        float(101 <= value <= 1000),
        float(value > 1000),
        float(1900 <= value <= 2100),
    ]
    kinds = {h.row.kind for h in sentence.of("context")}
    row += [float(k in kinds) for k in _CONTEXT]
    row += [
        float(any(h.row.kind == k and h.stop <= figure.start for h in sentence.of("context")))
        for k in ("past", "superseded")
    ]
    row += [float(_is_old(scope.document, s)) for s in (_nearest_time(scope.here, figure),)]
    row += [
        float(any(_is_old(scope.document, s) for s in scope.here.times)),
        float(_is_old(scope.document, _carried_time(scope))),
    ]
    row += [
        float(scope.index == 0),
        min(scope.index, 10) / 10.0,
        float(sentence.role == "caption"),
        min(sum(not f.weak for f in scope.here.figures), 8) / 8.0,
        float(figure.weak),
        float(bool(sentence.of("triggers"))),
        float(bool(sentence.of("weapons"))),
        float(_in_quotes(scope.document, sentence, figure.start)),
    ]
    return tuple(row)


def looks_past(scope: Scope, figure: Figure) -> bool:
    """Whether a word or a time beside a figure speaks of the past, by rules: "in 2002", "previously"."""
    spot = _nearest_time(scope.here, figure) or _carried_time(scope)
    return _is_old(scope.document, spot) or any(h.row.kind == "past" for h in scope.here.sentence.of("context"))


def trigger_near(sentence: Sentence, figure: Figure, rule: Link | None) -> Hit | None:
    """The rules' trigger of a figure, or the nearest one of its sentence."""
    if rule is not None and rule.trigger is not None:
        return rule.trigger
    return min(
        sentence.of("triggers"), key=lambda h: min(abs(h.start - figure.stop), abs(figure.start - h.stop)), default=None
    )


def speaker_candidates(scope: Scope, figure: Figure, extra: Sequence[Attribution]) -> list[Candidate]:
    """The outlet first, then who speaks in this sentence and the ones before, nearest first.

    `extra` are sources that the rules did not find; those inside a rule's source are left out.
    """
    sentence = scope.here.sentence
    ruled = speaker_of(scope.here.attributions, figure.start, figure.stop) if scope.here.attributions else None
    chosen = ruled
    if not scope.here.attributions:
        chosen = carried_on(scope.document, scope.mentions[: scope.index], scope.here)
    found = [
        (a, True, i)
        for i in range(scope.index, max(-1, scope.index - SPEAKER_REACH), -1)
        for a in reversed(scope.mentions[i].attributions)
    ]
    first = scope.mentions[max(0, scope.index - SPEAKER_REACH + 1)].sentence.start
    for one in extra:
        overlaps = any(a.source_start < one.source_stop and one.source_start < a.source_stop for a, _, _ in found)
        if not overlaps and first <= one.source_start and one.source_stop <= sentence.stop:
            found.append((one, False, _sentence_of(scope, one.source_start)))
    found.sort(key=lambda f: (scope.index - f[2], abs(f[0].source_start - figure.start)))
    out = [
        Candidate(0, 0, _speaker_row(scope, figure, None, chosen is None, True, scope.index, 0), None, chosen is None)
    ]
    for order, (one, by_rule, index) in enumerate(found[: MOST - 1]):
        out.append(
            Candidate(
                one.source_start,
                one.source_stop,
                _speaker_row(scope, figure, one, one is chosen, by_rule, index, order),
                one,
                one is chosen,
            )
        )
    return out


def _speaker_row(
    scope: Scope, figure: Figure, one: Attribution | None, chosen: bool, by_rule: bool, index: int, order: int
) -> tuple[float, ...]:
    away = scope.index - index
    quoted = float(_in_quotes(scope.document, scope.here.sentence, figure.start))
    paragraph = scope.here.sentence.paragraph - scope.mentions[index].sentence.paragraph
    row = [float(one is None), float(chosen), float(chosen and one is None), quoted, quoted * float(one is None)]
    row += [float(away == n) for n in (0, 1, 2)] + [
        float(away > 2),
        float(paragraph == 0),
        float(paragraph == 1),
        float(order == 0),
        order / MOST,
    ]
    if one is None:
        return (*row, *([0.0] * (9 + len(_CUES))))
    cue_before = one.cue_stop <= figure.start
    fits = (one.side == "right") == cue_before
    inside = one.reach[0] <= figure.start and figure.stop <= one.reach[1]
    gap = min(abs(one.source_start - figure.stop), abs(figure.start - one.source_stop))
    who = one.speaker
    row += [
        float(by_rule),
        float(fits),
        float(inside),
        float(one.source_start >= figure.stop),
        math.log1p(gap) / 7.0,
        float(bool(who.name)),
        float(bool(who.role)),
        float(bool(who.organisation)),
        float(one.source_start <= figure.start < one.source_stop),
    ]
    row += [float(by_rule and one.cue == c) for c in _CUES]
    return tuple(row)


def place_candidates(scope: Scope, figure: Figure) -> list[Candidate]:
    """The rules' own place first, then the places of this sentence and the ones before, nearest first."""
    found = [
        (s, i)
        for i in range(scope.index, max(-1, scope.index - PLACE_REACH - 1), -1)
        for s in scope.mentions[i].places
        if s.place
    ]
    found.sort(key=lambda f: (scope.index - f[1], abs(f[0].start - figure.start)))
    out = [Candidate(0, 0, _place_row(scope, figure, None, scope.index, 0), None, True)]
    out += [
        Candidate(s.start, s.stop, _place_row(scope, figure, s, i, n), s) for n, (s, i) in enumerate(found[: MOST - 1])
    ]
    return out


def _place_row(scope: Scope, figure: Figure, spot: Spot | None, index: int, order: int) -> tuple[float, ...]:
    away = scope.index - index
    row = [float(spot is None), float(away == 0), float(away == 1), float(away == 2), float(order == 0), order / MOST]
    if spot is None or spot.place is None:
        return (*row, *([0.0] * (8 + len(_PRECISIONS))))
    mentions = scope.mentions[index]
    before = [t.word for t in mentions.sentence.tokens_between(mentions.sentence.start, spot.start)[-2:]]
    low, high = sorted((figure.start, spot.start))
    between = sum(low < f.start < high for f in scope.here.figures if f is not figure and not f.weak)
    gap = min(abs(spot.start - figure.stop), abs(figure.start - spot.stop))
    row += [
        float(spot.metonym),
        float(any(a.source_start <= spot.start < a.source_stop for a in mentions.attributions)),
        float("from" in before),
        float(any(w in _HOLDING for w in before)),
        float(spot.stop <= figure.start),
        math.log1p(gap) / 7.0,
        min(between, 3) / 3.0,
        float(spot.start == mentions.sentence.start),
    ]
    row += [float(spot.place.precision == p) for p in _PRECISIONS]
    return tuple(row)


_HOLDING = frozenset("in across over throughout inside within into around on of near at against outside".split())


def _sentence_of(scope: Scope, start: int) -> int:
    for i in range(scope.index, -1, -1):
        if scope.mentions[i].sentence.start <= start:
            return i
    return 0


def _in_quotes(document: Document, sentence: Sentence, start: int) -> bool:
    before = document.text[sentence.start : start]
    return sum(before.count(m) for m in "“«") > sum(before.count(m) for m in "”»") or before.count('"') % 2 == 1


def _nearest_time(mentions: Mentions, figure: Figure) -> Spot | None:
    return min(mentions.times, key=lambda s: min(abs(s.start - figure.stop), abs(figure.start - s.stop)), default=None)


def _carried_time(scope: Scope) -> Spot | None:
    """The last time told earlier in the paragraph, for a sentence that tells none."""
    if scope.here.times:
        return None
    for i in range(scope.index - 1, -1, -1):
        mentions = scope.mentions[i]
        if mentions.sentence.paragraph != scope.here.sentence.paragraph:
            return None
        if mentions.times:
            return mentions.times[-1]
    return None


def _is_old(document: Document, spot: Spot | None) -> bool:
    """True for a time that ended more than `_OLD_DAYS` before publication."""
    if spot is None or spot.moment is None or spot.moment.end is None or spot.moment.basis == "unresolved":
        return False
    try:
        published = date.fromisoformat((document.report.published or "")[:10])
        return (published - date.fromisoformat(spot.moment.end[:10])).days > _OLD_DAYS
    except ValueError:
        return False


__all__ = [
    "KINDS",
    "STATUSES",
    "Candidate",
    "Scope",
    "describe_figure",
    "looks_past",
    "place_candidates",
    "speaker_candidates",
    "trigger_near",
]
