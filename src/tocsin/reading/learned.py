"""The learned linker: the same door as the rule linker, with a small encoder behind it.

Candidates come from the rules (figures, sources, places); the encoder's heads decide which are claims, of which kind and
status, who is credited and where it was. It also finds sources that no rule foresaw.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tocsin.lexicon.load import Hit
from tocsin.reading.choices import KINDS, STATUSES, Scope, describe_figure, place_candidates, speaker_candidates, trigger_near
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


class LearnedLinker:
    """Links by the fitted weights; loads them at the first figure. One linker reads one report at a time."""

    name = "learned"

    def __init__(self) -> None:
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
            heads = _heads()
            pieces = cut_windows(document, wanted_sentences(figured), heads.tokenizer)
            if pieces.windows:
                states = heads.encode(pieces.windows)
                tags = heads.tags(states)
        self._work = _Work(document, mentions, pieces, states, tags)
        return self._work

    def _choose(self, work: _Work, scope: Scope, rules: dict[int, Link]) -> list[Link]:
        heads, sentence = _heads(), scope.here.sentence
        figures = scope.here.figures
        triggers = [trigger_near(sentence, f, rules.get(f.start)) for f in figures]
        assert work.states is not None
        wide = heads.figures(
            work.states,
            [work.pieces.rows(f.start, f.stop) for f in figures],
            [work.pieces.rows(t.start, t.stop) if t else (0, 0) for t in triggers],
            [describe_figure(scope, f, rules.get(f.start)) for f in figures],
        )
        kinds, statuses = heads.kinds(wide)
        extra = self._sources(work, scope)
        links: list[Link] = []
        for n, figure in enumerate(figures):
            best = int(kinds[n, 1:].argmax()) + 1
            chance = float(kinds[n, best])
            if 1.0 - float(kinds[n, 0]) < float(heads.card["threshold"]):
                continue
            rule = rules.get(figure.start)
            kind = KINDS[best]
            status = _status(statuses[n], float(heads.card["past_threshold"]))
            choice = Choice(
                _speaker(heads, work, scope, figure, wide[n : n + 1], extra), _place(heads, work, scope, figure, wide[n : n + 1]),
                status, _calibrated(heads, chance),
            )  # fmt: skip
            told = rule.figure if rule is not None else figure
            links.append(Link(told, kind, _trigger(sentence, told, kind, rule), rule.cost if rule else 0.0, choice))
        return links

    def _sources(self, work: _Work, scope: Scope) -> list[Attribution]:
        """Tagged sources of this sentence and the ones before it, read once a sentence."""
        out: list[Attribution] = []
        for index in range(max(0, scope.index - 4), scope.index + 1):
            if index not in work.sources:
                work.sources[index] = _tagged(work, index)
            out += work.sources[index]
        return out


def _heads() -> Heads:
    from tocsin.reading.heads import load_heads

    return load_heads()


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


def _speaker(heads: Heads, work: _Work, scope: Scope, figure: Figure, wide: Floats, extra: Sequence[Attribution]) -> Attribution | None:
    candidates = speaker_candidates(scope, figure, extra)
    if len(candidates) == 1:
        return None
    chosen = candidates[_pick(heads, "speaker", work, wide, candidates)].value
    return chosen if isinstance(chosen, Attribution) else None


def _place(heads: Heads, work: _Work, scope: Scope, figure: Figure, wide: Floats) -> object:
    raise NotImplementedError


def _status(chances: Floats, threshold: float) -> str:
    past = sum(float(chances[STATUSES.index(s)]) for s in _PAST)
    if past >= threshold:
        return "other" if chances[STATUSES.index("other")] >= chances[STATUSES.index("background")] else "background"
    best = STATUSES[int(chances.argmax())]
    return "main" if best in _PAST else best
