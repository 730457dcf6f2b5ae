"""The learned linker: the same door as the rule linker, a small encoder behind it.

Candidates come from the rules (figures, sources, places); the encoder's heads decide which are claims, of which
kind and status, who is credited and where it was. It also finds sources that no rule foresaw.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tocsin.lexicon.load import Hit
from tocsin.reading.choices import (
    KINDS,
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
from tocsin.reading.figures import find_figures
from tocsin.reading.linking import RuleLinker
from tocsin.reading.mentions import Attribution, Choice, Figure, Link, Mentions, Spot
from tocsin.reading.numbers import find_numbers
from tocsin.reading.pieces import Pieces, cut_windows, wanted_sentences
from tocsin.reading.sources import source_at

if TYPE_CHECKING:
    from tocsin.reading.heads import Floats, Heads

_BEGINS, _INSIDE = 1, 2
_PAST = ("background", "other")


@dataclass(slots=True)
class _Work:
    """One document on the desk: its pieces and states, and the mentions of its sentences so far."""

    document: Document
    mentions: list[Mentions]
    pieces: Pieces
    states: Floats | None
    tags: Floats | None
    before: list[Link] = field(default_factory=list)
    sources: dict[int, list[Attribution]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What choosing for one sentence needs."""

    heads: Heads
    scope: Scope
    pieces: Pieces
    states: Floats


class LearnedLinker:
    """Links by the fitted weights: `heads`, or those of the package, loaded at the first figure.

    One linker reads one report at a time.
    """

    name = "learned"

    def __init__(self, heads: Heads | None = None) -> None:
        self._given = heads
        self._rules = RuleLinker()
        self._work: _Work | None = None

    def prepare(self, document: Document, mentions: Sequence[Mentions], indices: Sequence[int] | None = None) -> None:
        """Encode a whole document at once; `indices` are the sentences that will be linked, all of them when None.

        Reading may leave this out: `link` then prepares what it can see by itself.
        """
        chosen = range(len(mentions)) if indices is None else indices
        self._start(document, list(mentions), [i for i in chosen if mentions[i].figures])

    def link(self, document: Document, mentions: Mentions, before: Sequence[Link]) -> list[Link]:
        """Links of one sentence, each with its `Choice`."""
        work = self._work
        if work is None or work.document is not document:
            blank = [Mentions(s) for s in document.sentences]
            work = self._start(document, blank, _figured(document))
        index = bisect_right(document.sentences, mentions.sentence.start, key=lambda s: s.start) - 1
        work.mentions[index] = mentions
        rules = self._rules.link(document, mentions, work.before)
        work.before = rules or work.before
        if not mentions.figures or work.states is None or work.tags is None:
            return []
        return self._choose(work, Scope(document, index, work.mentions), {k.figure.start: k for k in rules})

    def _start(self, document: Document, mentions: list[Mentions], figured: Sequence[int]) -> _Work:
        states = tags = None
        pieces = Pieces((), (), ())
        if figured:
            heads = self._heads()
            pieces = cut_windows(document, wanted_sentences(figured), heads.tokenizer)
            if pieces.windows:
                states = heads.encode(pieces.windows)
                tags = heads.tags(states)
        self._work = _Work(document, mentions, pieces, states, tags)
        return self._work

    def _choose(self, work: _Work, scope: Scope, rules: dict[int, Link]) -> list[Link]:
        import numpy as np

        assert work.states is not None
        desk = _Desk(self._heads(), scope, work.pieces, work.states)
        sentence, figures, card = scope.here.sentence, scope.here.figures, desk.heads.card
        triggers = [trigger_near(sentence, f, rules.get(f.start)) for f in figures]
        features = np.array([describe_figure(scope, f, rules.get(f.start)) for f in figures], np.float32)
        wide = desk.heads.figures(
            work.states,
            [work.pieces.rows(f.start, f.stop) for f in figures],
            [work.pieces.rows(t.start, t.stop) if t else (0, 0) for t in triggers],
            features,
        )
        kinds, statuses = desk.heads.kinds(wide, features)
        bars = [card["threshold"] if f.start in rules else card["new_threshold"] for f in figures]
        taken = [n for n, bar in enumerate(bars) if 1.0 - float(kinds[n, 0]) >= bar]
        if not taken:
            return []
        extra = self._sources(work, scope)
        chosen = [figures[n] for n in taken]
        speakers = _pick(desk, "speaker", wide[taken], [speaker_candidates(scope, f, extra) for f in chosen])
        places = _pick(desk, "place", wide[taken], [place_candidates(scope, f) for f in chosen])
        links: list[Link] = []
        for n, figure, speaker, place in zip(taken, chosen, speakers, places, strict=True):
            best = int(kinds[n, 1:].argmax()) + 1
            rule, kind = rules.get(figure.start), KINDS[best]
            told = rule.figure if rule is not None else figure
            choice = Choice(
                speaker.value if isinstance(speaker.value, Attribution) else None,
                place.value.place if isinstance(place.value, Spot) else None,
                _status(statuses[n], card["ruled_past_threshold" if looks_past(scope, figure) else "past_threshold"]),
                calibrated(float(kinds[n, best]), card["slope"], card["shift"]),
            )
            links.append(Link(told, kind, _trigger(sentence, told, kind, rule), rule.cost if rule else 0.0, choice))
        return links

    def _heads(self) -> Heads:
        if self._given is None:
            from tocsin.reading.heads import load_heads

            self._given = load_heads()
        return self._given

    def _sources(self, work: _Work, scope: Scope) -> list[Attribution]:
        """Tagged sources of this sentence and the ones before it, read once a sentence."""
        out: list[Attribution] = []
        for index in range(max(0, scope.index - 4), scope.index + 1):
            if index not in work.sources:
                work.sources[index] = _tagged(work, index)
            out += work.sources[index]
        return out


def _figured(document: Document) -> list[int]:
    """Sentences that hold a figure, for a document that was not prepared."""
    numbers = find_numbers(document.text, language=document.report.language or "en", folded=document.folded)
    out = []
    for index, sentence in enumerate(document.sentences):
        here = [n for n in numbers if sentence.start <= n.start and n.stop <= sentence.stop]
        if find_figures(document, sentence, here):
            out.append(index)
    return out


def _tagged(work: _Work, index: int) -> list[Attribution]:
    mentions = work.mentions[index]
    sentence = mentions.sentence
    first, last = work.pieces.rows(sentence.start, sentence.stop)
    assert work.tags is not None
    best = work.tags[first:last].argmax(axis=1).tolist()
    spans: list[tuple[int, int]] = []
    for n, tag in enumerate(best):
        row = first + n
        if tag == _BEGINS or (tag == _INSIDE and (n == 0 or best[n - 1] == 0)):
            spans.append((work.pieces.starts[row], work.pieces.stops[row]))
        elif tag == _INSIDE and spans:
            spans[-1] = (spans[-1][0], work.pieces.stops[row])
    found = (source_at(work.document, sentence, a, b, mentions.places) for a, b in spans)
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


def _status(chances: Floats, threshold: float) -> str:
    past = sum(float(chances[STATUSES.index(s)]) for s in _PAST)
    if past >= threshold:
        return "other" if chances[STATUSES.index("other")] >= chances[STATUSES.index("background")] else "background"
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
