"""From a report to its claims: the table of contents of reading.

    prepare -> numbers, places, times -> figures, attributions -> link -> claims

Offsets inside run on the cleaned text; every claim's evidence is mapped back to the text as received.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin._version import __version__
from tocsin.lexicon.gazetteer import make_place, open_gazetteer
from tocsin.lexicon.load import Hit
from tocsin.reading.claims import Builder
from tocsin.reading.document import LIST_MARKS, Document, Sentence, prepare
from tocsin.reading.events import find_events
from tocsin.reading.figures import find_figures
from tocsin.reading.history import find_history
from tocsin.reading.linking import Linker, RuleLinker
from tocsin.reading.mentions import Link, Mentions, Spot
from tocsin.reading.numbers import find_numbers
from tocsin.reading.places import find_places
from tocsin.reading.settings import set_scene, spots_in
from tocsin.reading.speakers import Register, continues_quote, find_attributions
from tocsin.reading.things import find_things
from tocsin.reading.times import find_times
from tocsin.reading.topic import Topic
from tocsin.record import Claim, Place, Problem, Report


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
    document = prepare(report)
    places = _places(document, options)
    times = _times(document, options.zone or _zone(places))
    scene = set_scene(document, places, times, _country(places, options.country))
    builder = Builder(document, scene, f"tocsin {__version__} {options.linker.name}")
    topic = Topic(document)
    numbers = find_numbers(document.text, language=report.language or "en", folded=document.folded)
    register = Register()
    before: list[Link] = []
    heading: Hit | None = None
    quote_open = False
    number_at = 0
    for index, sentence in enumerate(document.sentences):
        mentions = Mentions(sentence, places=spots_in(places, sentence), times=spots_in(times, sentence))
        while number_at < len(numbers) and numbers[number_at].start < sentence.start:
            number_at += 1
        here = [n for n in numbers[number_at : number_at + 200] if n.stop <= sentence.stop]
        mentions.figures = find_figures(document, sentence, here)
        new_paragraph = index == 0 or document.sentences[index - 1].paragraph != sentence.paragraph
        inside, quote_open = continues_quote(document, sentence, quote_open and not new_paragraph)
        mentions.attributions = find_attributions(document, sentence, mentions.places, register)
        builder.carry(mentions, new_paragraph=new_paragraph, inside_quote=inside)
        heading = _heading(document, sentence, heading)
        mentions.heading = heading
        if topic.about_attack(index):
            before = _read_sentence(builder, mentions, options.linker, before)
    if report.published is None and any(s.moment and s.moment.basis == "unresolved" for s in times):
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


def _read_sentence(builder: Builder, mentions: Mentions, linker: Linker, before: list[Link]) -> list[Link]:
    document, sentence = builder.document, mentions.sentence
    links = linker.link(document, mentions, before)
    history = find_history(document, sentence, mentions.places)
    for start, stop, statement in history:
        builder.add_history(mentions, start, stop, statement)
    things = find_things(document, sentence, mentions.figures, links)
    for link in links:
        builder.add_figure(mentions, link)
    for link in things:
        builder.add_figure(mentions, link)
    for event in find_events(document, mentions, bool(links or things or history)):
        builder.add_event(mentions, event)
    return links or before


def _heading(document: Document, sentence: Sentence, current: Hit | None) -> Hit | None:
    """The trigger of a line that heads a list ("Shot down:"), kept while list items follow."""
    text = document.text[sentence.start : sentence.stop].rstrip()
    if text.endswith(":"):
        return next(iter(sentence.of("triggers")), None)
    return current if text[:1] in LIST_MARKS else None


def _places(document: Document, options: ReadOptions) -> list[Spot]:
    found = find_places(
        document.text, language=document.report.language or "en", country=options.country, folded=document.folded
    )
    return [Spot(p.start, p.stop, place=p.place, metonym=p.metonym) for p in found]


def _times(document: Document, zone: str | None) -> list[Spot]:
    found = find_times(
        document.text,
        published=document.report.published,
        zone=zone,
        language=document.report.language or "en",
        folded=document.folded,
    )
    return [Spot(t.start, t.stop, moment=t.moment) for t in found]


def _zone(places: Sequence[Spot]) -> str | None:
    """The IANA zone of the first town that a report names."""
    for spot in places:
        if (
            spot.place is not None
            and not spot.metonym
            and spot.place.precision in ("town", "near_town", "region", "country")
        ):
            entry = next((e for e in open_gazetteer().lookup(spot.place.name) if e.id == spot.place.id), None)
            if entry is not None and entry.zone:
                return entry.zone
    return None


def _country(places: Sequence[Spot], preferred: str | None) -> Place | None:
    """The country that most of a report's places lie in; adjectives and governments do not count."""
    counts: dict[str, int] = {}
    for spot in places:
        if spot.place is not None and spot.place.path and not spot.metonym:
            weight = 1 if spot.place.precision == "country" else 3
            counts[spot.place.path[0]] = counts.get(spot.place.path[0], 0) + weight
    if not counts and preferred is None:
        preferred = next((s.place.path[0] for s in places if s.place is not None and s.place.path), None)
    if not counts and preferred is None:
        return None
    code = max(counts, key=lambda c: (counts[c], c)) if counts else str(preferred)
    entry = open_gazetteer().country(code)
    return None if entry is None else make_place(entry, entry.name)


__all__ = ["ReadOptions", "Reading", "Sentence", "read_report"]
