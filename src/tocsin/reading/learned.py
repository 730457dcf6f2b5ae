"""The learned linker: the same door as the rule linker, a small encoder behind it.

Candidates come from the rules (figures, sources, places); the encoder's heads decide which are claims, of which
kind and status, who is credited and where it was. It also finds sources that no rule foresaw.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tocsin.lexicon.load import Hit
from tocsin.reading.choices import (
    KINDS,
    SPEAKER_REACH,
    STATUSES,
    Candidate,
    Scope,
    describe_figure,
    looks_past,
    place_candidates,
    speaker_candidates,
    trigger_near,
)
from tocsin.reading.document import Document, Sentence
from tocsin.reading.linking import RuleLinker
from tocsin.reading.mentions import Attribution, Choice, Figure, Link, Mentions, Spot
from tocsin.reading.pieces import Pieces, cut_windows, wanted_sentences
from tocsin.reading.sources import source_at

if TYPE_CHECKING:
    from tocsin.reading.heads import Floats, Heads

_BEGINS, _INSIDE = 1, 2
_PAST = ("background", "other")


@dataclass(frozen=True, slots=True)
class _Desk:
    """One document being linked: its mentions, its pieces and what the encoder makes of them."""

    document: Document
    mentions: Sequence[Mentions]
    heads: Heads
    pieces: Pieces
    states: Floats
    tags: Floats
    sources: dict[int, list[Attribution]] = field(default_factory=dict)

    def tagged(self, index: int) -> list[Attribution]:
        """Tagged sources of a sentence and the ones before it, read once a sentence."""
        out: list[Attribution] = []
        for i in range(max(0, index - SPEAKER_REACH + 1), index + 1):
            if i not in self.sources:
                self.sources[i] = _tagged(self, i)
            out += self.sources[i]
        return out


@dataclass(frozen=True, slots=True)
class _Offer:
    """A figure that may be a claim: where it stands, and what the rules link it to ("no deaths or injuries": twice)."""

    figure: Figure
    scope: Scope
    rules: tuple[Link, ...]
    features: tuple[float, ...]

    @property
    def rule(self) -> Link | None:
        return self.rules[0] if self.rules else None


class LearnedLinker:
    """Links by the fitted weights: `heads`, or those of the package, loaded at the first figure."""

    name = "learned"

    def __init__(self, heads: Heads | None = None) -> None:
        self._given = heads
        self._rules = RuleLinker()

    def link(self, document: Document, mentions: Sequence[Mentions], wanted: Sequence[int]) -> list[list[Link]]:
        """Links of each sentence, each with its `Choice`; none for sentences that are not `wanted`."""
        out: list[list[Link]] = [[] for _ in mentions]
        ruled = self._rules.link(document, mentions, wanted)
        figured = [i for i in wanted if mentions[i].figures]
        if not figured:
            return out
        heads = self._heads()
        pieces = cut_windows(document, wanted_sentences(figured), heads.tokenizer)
        if not pieces.windows:
            return out
        states = heads.encode(pieces.windows)
        offers = []
        for index in figured:
            scope = Scope(document, index, mentions)
            for figure in mentions[index].figures:
                rules = tuple(k for k in ruled[index] if k.figure.start == figure.start)
                offers.append(_Offer(figure, scope, rules, describe_figure(scope, figure, rules[0] if rules else None)))
        with heads.alone():
            desk = _Desk(document, mentions, heads, pieces, states, heads.tags(states))
            for offer, link in _choose(desk, offers):
                out[offer.scope.index].append(link)
        return out

    def _heads(self) -> Heads:
        if self._given is None:
            from tocsin.reading.heads import load_heads

            self._given = load_heads()
        return self._given


def _choose(desk: _Desk, offers: Sequence[_Offer]) -> Iterator[tuple[_Offer, Link]]:
    """The offers that are claims, with their links: all figures of a document go through the heads at once."""
    import numpy as np

    card = desk.heads.card
    features = np.array([o.features for o in offers], np.float32)
    own = [desk.pieces.rows(o.figure.start, o.figure.stop) for o in offers]
    triggers = [trigger_near(o.scope.here.sentence, o.figure, o.rule) for o in offers]
    near = [desk.pieces.rows(t.start, t.stop) if t else (0, 0) for t in triggers]
    wide = desk.heads.figures(desk.states, own, near, features)
    kinds, statuses = desk.heads.kinds(wide, features)
    taken = [n for n, offer in enumerate(offers) if _is_claim(offer, kinds[n], card)]
    if not taken:
        return
    chosen = [offers[n] for n in taken]
    offered = [speaker_candidates(o.scope, o.figure, desk.tagged(o.scope.index)) for o in chosen]
    speakers = _pick(desk, "speaker", wide[taken], offered)
    places = _pick(desk, "place", wide[taken], [place_candidates(o.scope, o.figure) for o in chosen])
    for n, offer, speaker, place in zip(taken, chosen, speakers, places, strict=True):
        past = looks_past(offer.scope, offer.figure)
        best = int(kinds[n, 1:].argmax()) + 1
        choice = Choice(
            speaker.value if isinstance(speaker.value, Attribution) else None,
            place.value.place if isinstance(place.value, Spot) else None,
            _status(statuses[n], card["ruled_past_threshold" if past else "past_threshold"], past=past),
            calibrated(float(kinds[n, best]), card["slope"], card["shift"]),
        )
        for rule in offer.rules[1:]:
            yield offer, replace(rule, choice=choice)
        yield offer, _linked(offer, KINDS[best] if len(offer.rules) < 2 else offer.rules[0].kind, choice)


def _is_claim(offer: _Offer, chances: Floats, card: Mapping[str, Any]) -> bool:
    """What a rule links may be of any kind, and "no injuries" holds; what none does must be of one kind, and sure."""
    if offer.rule is None:
        return bool(chances[1:].max() >= card["new_threshold"])
    return bool(offer.figure.zero) or 1.0 - float(chances[0]) >= card["threshold"]


def _linked(offer: _Offer, kind: str, choice: Choice) -> Link:
    """A link on the rules' figure and trigger where they agree."""
    rule = offer.rule
    told = rule.figure if rule is not None else offer.figure
    trigger = _trigger(offer.scope.here.sentence, told, kind, rule)
    return Link(told, kind, trigger, rule.cost if rule is not None else 0.0, choice)


def _tagged(desk: _Desk, index: int) -> list[Attribution]:
    mentions = desk.mentions[index]
    sentence = mentions.sentence
    first, last = desk.pieces.rows(sentence.start, sentence.stop)
    best = desk.tags[first:last].argmax(axis=1).tolist()
    spans: list[tuple[int, int]] = []
    for n, tag in enumerate(best):
        row = first + n
        if tag == _BEGINS or (tag == _INSIDE and (n == 0 or best[n - 1] == 0)):
            spans.append((desk.pieces.starts[row], desk.pieces.stops[row]))
        elif tag == _INSIDE and spans:
            spans[-1] = (spans[-1][0], desk.pieces.stops[row])
    found = (source_at(desk.document, sentence, a, b, mentions.places) for a, b in spans)
    return [one for one in found if one is not None]


def _pick(desk: _Desk, name: str, wide: Floats, offered: Sequence[list[Candidate]]) -> list[Candidate]:
    """For each figure the likeliest candidate, or the rules' own where nothing beats it by the card's margin."""
    spans = [[desk.pieces.rows(c.start, c.stop) if c.value is not None else (0, 0) for c in one] for one in offered]
    offers = [(rows, [c.features for c in one]) for rows, one in zip(spans, offered, strict=True)]
    out = []
    for one, chances in zip(offered, desk.heads.point(name, wide, desk.states, offers), strict=True):
        best = int(chances.argmax())
        ruled = next((n for n, c in enumerate(one) if c.ruled), 0)
        out.append(one[best] if chances[best] - chances[ruled] >= desk.heads.card[f"{name}_margin"] else one[ruled])
    return out


def _status(chances: Floats, threshold: float, *, past: bool) -> str:
    """The likeliest status; "background" makes a figure one of the past.

    What is only told of another town is not, unless a word or a date beside it says so (`past`).
    """
    before = sum(float(chances[STATUSES.index(s)]) for s in (_PAST if past else _PAST[:1]))
    if before >= threshold:
        return "background"
    best = STATUSES[int(chances.argmax())]
    return "main" if best in _PAST else best


def _trigger(sentence: Sentence, figure: Figure, kind: str, rule: Link | None) -> Hit | None:
    """The rules' trigger where the kind is theirs, else the nearest one of that kind."""
    if rule is not None and rule.kind == kind:
        return rule.trigger
    fitting = [h for h in sentence.of("triggers") if kind in (h.row.kind, *h.row.more.get("by_unit", {}).values())]
    return min(fitting, key=lambda h: min(abs(h.start - figure.stop), abs(figure.start - h.stop)), default=None)


def calibrated(chance: float, slope: float, shift: float) -> float:
    """The share of figures as sure as this one that were right on the development split."""
    odds = math.log(max(chance, 1e-6) / max(1.0 - chance, 1e-6))
    return round(1.0 / (1.0 + math.exp(-(slope * odds + shift))), 3)


__all__ = ["LearnedLinker", "calibrated"]
