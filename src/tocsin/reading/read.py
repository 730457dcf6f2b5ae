"""From a report to its claims: the table of contents of reading.

    survey (numbers, places, times, figures, attributions) -> link -> claims

Offsets inside run on the cleaned text; every claim's evidence is mapped back to the text as received.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin._version import __version__
from tocsin.reading.claims import Builder
from tocsin.reading.events import find_events
from tocsin.reading.history import find_history
from tocsin.reading.linking import Linker, RuleLinker
from tocsin.reading.mentions import Link, Mentions
from tocsin.reading.survey import survey
from tocsin.reading.topic import Topic
from tocsin.record import Claim, Problem, Report


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: the linker that decides what belongs together, a country to prefer, the local zone."""

    linker: Linker = field(default_factory=RuleLinker)
    country: str | None = None
    zone: str | None = None
    min_score: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a report says, and what could not be read with certainty."""

    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


def read_report(report: Report, options: ReadOptions | None = None) -> Reading:
    """Claims of one report in text order, and problems; reads no clock, file or network."""
    options = options or ReadOptions()
    seen = survey(report, options.country, options.zone)
    document = seen.document
    builder = Builder(document, seen.scene, f"tocsin {__version__} {options.linker.name}")
    topic = Topic(document)
    wanted = [i for i in range(len(seen.mentions)) if topic.about_attack(i)]
    linked = options.linker.link(document, seen.mentions, wanted)
    telling = frozenset(wanted)
    for index, mentions in enumerate(seen.mentions):
        builder.carry(mentions)
        if index in telling:
            _read_sentence(builder, mentions, linked[index])
    if report.published is None and any(s.moment and s.moment.basis == "unresolved" for s in seen.times):
        builder.problems.append(
            Problem(
                report.id,
                "publication time unknown: relative times stay unresolved",
                "give --published, or published in the report",
            )
        )
    claims = [c for c in builder.claims if c.score >= options.min_score]
    claims.sort(key=lambda c: (c.evidence.start, c.evidence.end, c.kind))
    return Reading(tuple(claims), tuple(builder.problems))


def _read_sentence(builder: Builder, mentions: Mentions, links: Sequence[Link]) -> None:
    document = builder.document
    history = find_history(document, mentions.sentence, mentions.places)
    for start, stop, statement in history:
        builder.add_history(mentions, start, stop, statement)
    for link in links:
        builder.add_figure(mentions, link)
    for event in find_events(document, mentions, bool(links or history)):
        builder.add_event(mentions, event)


__all__ = ["ReadOptions", "Reading", "read_report"]
