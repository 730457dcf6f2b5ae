"""Everything found in a report before anything is linked: numbers, places, times, figures and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.lexicon.gazetteer import make_place, open_gazetteer
from tocsin.lexicon.load import Hit
from tocsin.reading.document import LIST_MARKS, Document, Sentence, prepare
from tocsin.reading.figures import find_figures
from tocsin.reading.mentions import Mentions, Spot
from tocsin.reading.numbers import find_numbers
from tocsin.reading.places import find_places
from tocsin.reading.scene import Scene, find_datelines, set_scene, spots_in, within
from tocsin.reading.settings import held_in
from tocsin.reading.speakers import Register, continues_quote, find_attributions
from tocsin.reading.times import find_times
from tocsin.reading.unlisted import find_told, find_unlisted
from tocsin.record import Place, Report


@dataclass(frozen=True, slots=True)
class Survey:
    """A document, its scene, its times, and the mentions of each of its sentences."""

    document: Document
    scene: Scene
    times: tuple[Spot, ...]
    mentions: tuple[Mentions, ...]


def survey(report: Report, country: str | None = None, zone: str | None = None) -> Survey:
    """Survey a report; `country` (ISO 3166-1 alpha-2) is preferred for its places, `zone` (IANA) for its times."""
    document = prepare(report)
    places = _places(document, country)
    times = _times(document, zone or _zone(places))
    countries = frozenset(p.place.path[0] for p in places if p.place is not None and p.place.path)
    places = _with_told(document, _without_agencies(document, places), times, countries)
    lines = find_datelines(document)
    unlisted = _unlisted(document, places, times, countries)
    scene = set_scene(document, places, times, unlisted, lines, _country(_apart(document, places), lines, country))
    return Survey(document, scene, tuple(times), tuple(_find_mentions(document, places, times)))


def _find_mentions(document: Document, places: Sequence[Spot], times: Sequence[Spot]) -> list[Mentions]:
    """What each sentence holds: figures, sources, places, times, and whether it goes on from the one before."""
    numbers = find_numbers(document.text, language=document.language, folded=document.folded)
    register = Register()
    heading: Hit | None = None
    quote_open = False
    number_at = 0
    out: list[Mentions] = []
    for index, sentence in enumerate(document.sentences):
        new_paragraph = index == 0 or document.sentences[index - 1].paragraph != sentence.paragraph
        inside, quote_open = continues_quote(document, sentence, quote_open and not new_paragraph)
        heading = _heading(document, sentence, heading)
        mentions = Mentions(sentence, heading=heading, opens_paragraph=new_paragraph, in_quote=inside)
        mentions.places, mentions.times = spots_in(places, sentence), spots_in(times, sentence)
        here = []
        while number_at < len(numbers) and numbers[number_at].start < sentence.stop:
            if numbers[number_at].start >= sentence.start and numbers[number_at].stop <= sentence.stop:
                here.append(numbers[number_at])
            number_at += 1
        mentions.figures = find_figures(document, sentence, here)
        mentions.attributions = find_attributions(document, sentence, mentions.places, register)
        out.append(mentions)
    return out


def _heading(document: Document, sentence: Sentence, current: Hit | None) -> Hit | None:
    """The trigger of a line that heads a list ("Shot down:"), kept while list items follow."""
    text = document.text[sentence.start : sentence.stop].rstrip()
    if text.endswith(":"):
        return next(iter(sentence.of("triggers")), None)
    return current if text[:1] in LIST_MARKS else None


def _places(document: Document, country: str | None) -> list[Spot]:
    found = find_places(document.text, language=document.language, country=country, folded=document.folded)
    return [Spot(p.start, p.stop, place=p.place, metonym=p.metonym) for p in found]


def _without_agencies(document: Document, places: list[Spot]) -> list[Spot]:
    """The places less those that are a news agency's short name: SANA, AFP."""
    names = {h.start for s in document.sentences for h in s.of("speakers") if h.row.kind == "agency"}
    return [p for p in places if p.start not in names]


def _with_told(document: Document, places: list[Spot], times: Sequence[Spot], countries: frozenset[str]) -> list[Spot]:
    """The places and those that the text itself calls a village or a district, in text order."""
    out = list(places)
    for sentence in document.sentences:
        here = spots_in(places, sentence)
        told = find_told(document, sentence, [*here, *spots_in(times, sentence)], countries)
        out += [held_in(document, s, here) for s in told]
    return sorted(out, key=lambda s: s.start)


def _unlisted(
    document: Document, places: Sequence[Spot], times: Sequence[Spot], countries: frozenset[str]
) -> list[Spot]:
    out: list[Spot] = []
    for sentence in document.sentences:
        taken = [*spots_in(places, sentence), *spots_in(times, sentence)]
        out += find_unlisted(document, sentence, taken, countries)
    return out


def _times(document: Document, zone: str | None) -> list[Spot]:
    found = find_times(
        document.text,
        published=document.report.published,
        zone=zone,
        language=document.language,
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


def _apart(document: Document, places: Sequence[Spot]) -> list[Spot]:
    """The places less those that only say whose or from where: "Israeli air strikes", "a peacekeeper from Chad"."""
    arms = {h.start for s in document.sentences for name in ("weapons", "triggers") for h in s.of(name)}
    made = (s for s in places if document.text[s.stop : s.stop + 1] != "-" and not (s.metonym and s.stop + 1 in arms))
    return [s for s in made if not document.folded.endswith(" from ", 0, s.start)]


def _country(places: Sequence[Spot], lines: Sequence[tuple[int, int]], preferred: str | None) -> Place | None:
    """The country that most of a report's places lie in; adjectives and governments do not count.

    A town of a place line counts no more than a country's name.
    """
    counts: dict[str, int] = {}
    for spot in places:
        if spot.place is not None and spot.place.path and not spot.metonym:
            weight = 1 if spot.place.precision == "country" or within(spot, lines) else 3
            counts[spot.place.path[0]] = counts.get(spot.place.path[0], 0) + weight
    if not counts and preferred is None:
        preferred = next((s.place.path[0] for s in places if s.place is not None and s.place.path), None)
    if not counts and preferred is None:
        return None
    code = max(counts, key=lambda c: (counts[c], c)) if counts else str(preferred)
    entry = open_gazetteer().country(code)
    return None if entry is None else make_place(entry, entry.name)


__all__ = ["Survey", "survey"]
