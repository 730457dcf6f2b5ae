"""From passages with gold claims to training examples: candidates as reading finds them, labelled by the gold.

Splits go by attack, so that no attack is both trained and measured on. What reading cannot find as a candidate is not
an example; `Counts` says how much that is.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.evaluation.claims import alike
from tocsin.evaluation.gold import GoldPassage, load_gold
from tocsin.evaluation.unseen import split_of
from tocsin.reading.choices import (
    KINDS,
    STATUSES,
    Candidate,
    Scope,
    describe_figure,
    place_candidates,
    speaker_candidates,
    trigger_near,
)
from tocsin.reading.claims import Builder
from tocsin.reading.document import Document
from tocsin.reading.linking import RuleLinker
from tocsin.reading.mentions import Attribution, Figure, Link, Mentions, Spot
from tocsin.reading.pieces import Pieces, Window, cut_windows, wanted_sentences
from tocsin.reading.survey import survey
from tocsin.record import Place, Report, Speaker

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: Phrases of each passage offered as speakers that are none.
DECOYS = 6
_PHRASE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Tt]wo|[Ii]ts|[Hh]is|[Tt]heir) (?:[\w'’-]+ ){0,2}[\w'’-]+|\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*"
)
OUTSIDE, BEGINS, INSIDE = 0, 1, 2
Rows = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """One gold figure: `start..stop` are its words (or the whole evidence) in the text as received."""

    kind: str
    number: float | None
    start: int
    stop: int
    printed: bool
    status: str
    speaker: str | None
    speaker_span: tuple[int, int] | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A report, the attack it tells of, and its figures."""

    report: Report
    attack: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """What a figure may point at: rows of each candidate (empty for the default), features, and which are right."""

    rows: tuple[Rows, ...]
    features: tuple[tuple[float, ...], ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class FigureExample:
    """One figure with its labels; `status` is -1 where there is no claim."""

    rows: Rows
    trigger: Rows
    features: tuple[float, ...]
    kind: int
    status: int
    speaker: Pointer | None
    place: Pointer | None


@dataclass(frozen=True, slots=True)
class Example:
    """One passage, ready for the encoder: windows, a tag for each piece, and its figures."""

    id: str
    windows: tuple[Window, ...]
    tags: tuple[int, ...]
    figures: tuple[FigureExample, ...]


@dataclass(slots=True)
class Counts:
    """How many gold figures, speakers and places the candidates hold."""

    seen: Counter[str] = field(default_factory=Counter)


def gold_passages(folder: Path) -> list[Passage]:
    """Every passage of the project's gold; a passage of no attack is a group by itself."""
    return [_from_gold(p) for p in load_gold(folder)]


def told_passages(path: Path) -> list[Passage]:
    """Annotated English reports of a JSON Lines file: id, attack, text, published, outlet, language, claims."""
    out = []
    for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n"):
        row = json.loads(line)
        if row.get("claims") is None or row.get("language", "en") != "en":
            continue
        report = Report.make(
            row["text"],
            id=row["id"],
            published=(row.get("published") or "")[:10] or None,
            outlet=row.get("outlet"),
            language="en",
        )
        told = []
        for c in row["claims"]:
            if c["kind"] not in KINDS:
                continue
            other = bool(c.get("optional")) or "other " in (c.get("what") or "")
            speaker = None if c.get("speaker") in (None, "outlet") else c["speaker"]
            told.append(
                Told(
                    c["kind"],
                    _number(c["value"], c["low"], c["high"]),
                    c["start"],
                    c["end"],
                    False,
                    "other" if other else "main",
                    speaker,
                    None,
                    c.get("place"),
                )
            )
        out.append(Passage(report, row["attack"], tuple(told)))
    return out


def _from_gold(passage: GoldPassage) -> Passage:
    published = passage.published.isoformat() if passage.published else None
    report = Report.make(passage.text, id=passage.id, published=published, outlet=passage.outlet or None, language="en")
    told = []
    for c in passage.claims:
        kind = c.what if c.kind == "history" else c.kind
        if kind not in KINDS:
            continue
        a, b = c.figure or (c.start, c.stop)
        status = "background" if c.kind == "history" else c.status
        told.append(
            Told(
                kind,
                _number(c.value, c.low, c.high),
                a,
                b,
                c.figure is not None,
                status,
                passage.text[slice(*c.speaker)] if c.speaker else None,
                c.speaker,
                passage.text[slice(*c.place)] if c.place else None,
            )
        )
    return Passage(report, passage.attack or f"none {passage.id}", tuple(told))


def _number(value: int | None, low: int | None, high: int | None) -> float | None:
    if value is not None:
        return value
    return (low + high) / 2 if low is not None and high is not None else low if low is not None else high


def make_examples(passages: Iterable[Passage], tokenizer: Tokenizer, counts: Counts | None = None) -> list[Example]:
    """Examples of passages that have a figure to decide on."""
    counts = counts or Counts()
    made = (_ExampleMaker(p, tokenizer, counts).make() for p in passages)
    return [e for e in made if e is not None]


class _ExampleMaker:
    """Reads one passage by rules and labels what is found."""

    def __init__(self, passage: Passage, tokenizer: Tokenizer, counts: Counts) -> None:
        self.passage = passage
        self.counts = counts
        self.survey = survey(passage.report)
        self.document: Document = self.survey.document
        figured = [i for i, m in enumerate(self.survey.mentions) if m.figures]
        self.pieces: Pieces = cut_windows(self.document, wanted_sentences(figured), tokenizer)
        self.labels = self._label()
        self.sources = self._sources()

    def make(self) -> Example | None:
        if not self.pieces.windows:
            return None
        rules, builder = RuleLinker(), Builder(self.document, self.survey.scene, "training")
        before: list[Link] = []
        figures: list[FigureExample] = []
        for index, mentions in enumerate(self.survey.mentions):
            builder.carry(mentions)
            links = rules.link_sentence(self.document, mentions, before)
            scope = Scope(self.document, index, self.survey.mentions)
            by_start = {k.figure.start: k for k in links}
            for figure in mentions.figures:
                figures.append(self._figure(scope, figure, by_start.get(figure.start), builder))
            for link in links:
                builder.add_figure(mentions, link)
            before = links or before
        return Example(self.passage.report.id, self.pieces.windows, self._tags(), tuple(figures))

    def _label(self) -> dict[int, Told]:
        """Gold figures by the start of the candidate that tells them."""
        out: dict[int, Told] = {}
        figures = [f for m in self.survey.mentions for f in m.figures]
        for told in sorted(self.passage.told, key=lambda t: (not t.printed, t.stop - t.start)):
            fitting = [f for f in figures if f.start not in out and self._fits(told, f)]
            self.counts.seen["figure"] += 1
            if fitting:
                self.counts.seen["figure held"] += 1
                best = min(
                    fitting,
                    key=lambda f: (f.implied == told.printed, abs(self.document.cleaned.source(f.start) - told.start)),
                )
                out[best.start] = told
        return out

    def _fits(self, told: Told, figure: Figure) -> bool:
        a, b = self.document.cleaned.source_span(figure.start, figure.stop)
        if not (a < told.stop and told.start < b) or _number(figure.value, figure.low, figure.high) != told.number:
            return False
        people = told.kind in KINDS[1:6]
        return figure.unit not in (("weapon", "object") if people else ("people",))

    def _sources(self) -> list[Attribution]:
        """The gold's own sources, as the tagger will one day find them."""
        spans = sorted({t.speaker_span for t in self.passage.told if t.speaker_span})
        out = []
        for a, b in spans:
            start, stop = self._cleaned(a, b)
            text = self.document.text[start:stop]
            out.append(Attribution(start, stop, stop, stop, Speaker(text=text), "right", "tagged"))
        return out + self._decoys(out)

    def _decoys(self, true: Sequence[Attribution]) -> list[Attribution]:
        """Noun phrases that speak nowhere, as a tagger would wrongly find them: the same ones in every run."""
        text = self.document.text
        found = [
            m.span()
            for m in _PHRASE.finditer(text)
            if not any(a.source_start < m.end() and m.start() < a.source_stop for a in true)
        ]
        chooser = random.Random(self.passage.report.id)
        chosen = sorted(chooser.sample(found, min(len(found), DECOYS)))
        return [Attribution(a, b, b, b, Speaker(text=text[a:b]), "right", "decoy") for a, b in chosen]

    def _cleaned(self, start: int, stop: int) -> tuple[int, int]:
        source = self.document.cleaned.source
        shift = next((n for n in range(40) if source(start - n) <= start), 0)
        return start - shift, stop - shift

    def _tags(self) -> tuple[int, ...]:
        tags = [OUTSIDE] * len(self.pieces.starts)
        for one in (s for s in self.sources if s.cue == "tagged"):
            i, j = self.pieces.rows(one.source_start, one.source_stop)
            for n in range(i, j):
                tags[n] = BEGINS if n == i else INSIDE
        return tuple(tags)

    def _figure(self, scope: Scope, figure: Figure, rule: Link | None, builder: Builder) -> FigureExample:
        told = self.labels.get(figure.start)
        trigger = trigger_near(scope.here.sentence, figure, rule)
        speaker = place = None
        if told is not None:
            speaker = self._speaker(scope, figure, told)
            place = self._place(scope, figure, told, Link(figure, told.kind, trigger, 0.0), builder)
        return FigureExample(
            self.pieces.rows(figure.start, figure.stop),
            self.pieces.rows(trigger.start, trigger.stop) if trigger else (0, 0),
            describe_figure(scope, figure, rule),
            KINDS.index(told.kind) if told else 0,
            STATUSES.index(told.status) if told else -1,
            speaker,
            place,
        )

    def _speaker(self, scope: Scope, figure: Figure, told: Told) -> Pointer | None:
        candidates = speaker_candidates(scope, figure, self.sources)

        def right(one: Candidate) -> bool:
            if one.value is None or told.speaker is None:
                return one.value is None and told.speaker is None
            assert isinstance(one.value, Attribution)
            who = one.value.speaker
            if one.value.cue == "decoy":
                return False
            if told.speaker_span and one.value.cue == "tagged":
                return self.document.cleaned.source_span(one.start, one.stop) == told.speaker_span
            return alike(told.speaker, " ".join(filter(None, (who.name, who.role, who.organisation, who.text))))

        return self._pointer("speaker", candidates, [right(c) for c in candidates])

    def _place(self, scope: Scope, figure: Figure, told: Told, link: Link, builder: Builder) -> Pointer | None:
        if told.place is None:
            return None
        candidates = place_candidates(scope, figure)
        ruled = builder.where.of_figure(scope.here, link)
        right = [_is_place(told.place, c.value.place if isinstance(c.value, Spot) else ruled) for c in candidates]
        return self._pointer("place", candidates, right)

    def _pointer(self, name: str, candidates: Sequence[Candidate], right: list[bool]) -> Pointer | None:
        self.counts.seen[name] += 1
        if not any(right):
            return None
        self.counts.seen[f"{name} held"] += 1
        rows = tuple(self.pieces.rows(c.start, c.stop) if c.value is not None else (0, 0) for c in candidates)
        return Pointer(rows, tuple(c.features for c in candidates), tuple(right))


def _is_place(gold: str, place: Place | None) -> bool:
    return place is not None and alike(gold, " ".join((place.name, place.text, *place.path)))


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over the named files' names and bytes, in order of name."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


__all__ = [
    "Counts",
    "Example",
    "FigureExample",
    "Mentions",
    "Passage",
    "Pointer",
    "digest",
    "gold_passages",
    "make_examples",
    "split_of",
    "told_passages",
]
