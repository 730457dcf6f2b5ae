"""Everything found in a report before anything is linked: numbers, places, times, figures and attributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.lexicon.gazetteer import make_place, open_gazetteer
from tocsin.reading.document import Document, prepare
from tocsin.reading.figures import find_figures
from tocsin.reading.mentions import Mentions, Spot
from tocsin.reading.numbers import find_numbers
from tocsin.reading.places import find_places
from tocsin.reading.settings import Scene, set_scene, spots_in
from tocsin.reading.speakers import Register, continues_quote, find_attributions
from tocsin.reading.times import find_times
from tocsin.record import Place, Report

#: Numbers of one sentence that are looked at; a table's thousands are not prose.
_MOST_NUMBERS = 200


@dataclass(frozen=True, slots=True)
class Survey:
    """A document, its scene, and each sentence's mentions.

    `begins` says of each sentence whether it (opens a paragraph, is inside a quotation).
    """

    document: Document
    scene: Scene
    times: tuple[Spot, ...]
    mentions: tuple[Mentions, ...]
    begins: tuple[tuple[bool, bool], ...]


def survey(report: Report, country: str | None = None, zone: str | None = None) -> Survey:
    """Survey a report; `country` (ISO 3166-1 alpha-2) is preferred for its places, `zone` (IANA) for its times."""
    document = prepare(report)
    language = report.language or "en"
    found = find_places(document.text, language=language, country=country, folded=document.folded)
    places = [Spot(p.start, p.stop, place=p.place, metonym=p.metonym) for p in found]
    moments = find_times(
        document.text, published=report.published, zone=zone or _zone(places), language=language, folded=document.folded
    )
    times = [Spot(t.start, t.stop, moment=t.moment) for t in moments]
    scene = set_scene(document, places, times, _country(places, country))
    mentions, begins = _walk(document, places, times, language)
    return Survey(document, scene, tuple(times), tuple(mentions), tuple(begins))


def _walk(
    document: Document, places: Sequence[Spot], times: Sequence[Spot], language: str
) -> tuple[list[Mentions], list[tuple[bool, bool]]]:
    numbers = find_numbers(document.text, language=language, folded=document.folded)
    register = Register()
    out: list[Mentions] = []
    begins: list[tuple[bool, bool]] = []
    quote_open = False
    number_at = 0
    for index, sentence in enumerate(document.sentences):
        mentions = Mentions(sentence, places=spots_in(places, sentence), times=spots_in(times, sentence))
        while number_at < len(numbers) and numbers[number_at].start < sentence.start:
            number_at += 1
        here = [n for n in numbers[number_at : number_at + _MOST_NUMBERS] if n.stop <= sentence.stop]
        mentions.figures = find_figures(document, sentence, here)
        new_paragraph = index == 0 or document.sentences[index - 1].paragraph != sentence.paragraph
        inside, quote_open = continues_quote(document, sentence, quote_open and not new_paragraph)
        mentions.attributions = find_attributions(document, sentence, mentions.places, register)
        out.append(mentions)
        begins.append((new_paragraph, inside))
    return out, begins


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


__all__ = ["Survey", "survey"]
