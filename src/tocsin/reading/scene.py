"""What a report is about as a whole: its main place, country and day, and where its place lines stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tocsin.lexicon.gazetteer import make_place, open_gazetteer
from tocsin.reading.document import Document, Sentence
from tocsin.reading.facilities import main_facility
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Spot
from tocsin.reading.moments import day_of, is_after, is_birth, moment_day
from tocsin.record import Place

FINE = ("point", "vicinity", "locality", "town", "near_town")
WIDE = ("country", "region", "part_of_country", "district", "sea")
#: What a town's name counts for in the first sentence and in the first three; later ones count one.
_FIRST_WEIGHT, _LEAD_WEIGHT = 5, 2
#: A place line at the head of a paragraph: capitals, or a name with a date or an agency, and then a dash.
_DATELINE = re.compile(
    r"(?:[A-ZА-ЯЁІЇЄҐÀ-Þ][A-ZА-ЯЁІЇЄҐÀ-Þ'’./ -]{2,40}(?:,[^-–—:\n]{1,40}?)?"
    r"|[A-Z][^-–—:\n.]{2,40}?(?:\d{1,2}|\([^)\n]{2,30}\)))"
    r"\s?(?:\([^)\n]{2,30}\)\s?)?(?:--|[-–—]|:)\s"
)
#: A place line in the middle of unbroken text: capitals, a country, and a date in brackets.
_INNER_DATELINE = re.compile(
    r"\b[A-ZÀ-Þ][A-ZÀ-Þ'’. -]{2,40}(?:, [A-Z][A-Za-z. ]{2,30})? \((?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)\)"
)
#: How many sentences may stand before a place line: a headline, a line with the date.
_DATELINE_WITHIN = 4
#: How many code points before a place the verb may stand that brings people there.
_BROUGHT_WITHIN = 48


@dataclass(frozen=True, slots=True)
class Scene:
    """What a report is about as a whole."""

    place: Place | None
    country: Place | None
    capital: Place | None
    day: date | None
    published: date | None
    #: where place lines stand ("KYIV, May 4 (AP) - "): where the reporter sits, not where something happened
    datelines: tuple[tuple[int, int], ...] = ()
    #: names that only stand where places stand, in text order
    unlisted: tuple[Spot, ...] = ()


def spots_in(spots: Sequence[Spot], sentence: Sentence) -> list[Spot]:
    """The spots inside a sentence; `spots` are in text order."""
    first = bisect_left(spots, sentence.start, key=lambda s: s.start)
    out = []
    for spot in spots[first:]:
        if spot.start >= sentence.stop:
            break
        out.append(spot)
    return out


def find_datelines(document: Document) -> tuple[tuple[int, int], ...]:
    """Where place lines stand: in the opening, and with a date in brackets before each item of a bulletin."""
    found = (_DATELINE.match(document.text, s.start, s.stop) for s in document.sentences[:_DATELINE_WITHIN])
    inner = (m.span() for m in _INNER_DATELINE.finditer(document.text))
    return tuple(sorted({*(m.span() for m in found if m is not None), *inner}))


def within(spot: Spot, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a <= spot.start < b for a, b in spans)


def set_scene(
    document: Document,
    places: Sequence[Spot],
    times: Sequence[Spot],
    unlisted: Sequence[Spot],
    lines: tuple[tuple[int, int], ...],
    country: Place | None,
) -> Scene:
    """The main place (named most and first), country and day of a report.

    `lines` are its place lines, `unlisted` the names of `reading.unlisted`.
    """
    published = day_of(document.report.published)
    lead = document.sentences[2].stop if len(document.sentences) > 2 else len(document.text)
    first = document.sentences[0].stop if document.sentences else 0
    seen: Counter[str] = Counter()
    by_name: dict[str, Place] = {}
    desk: Place | None = None
    for spot in (*places, *_named_often(document, unlisted)):
        if spot.place is None or spot.metonym or spot.place.precision not in FINE:
            continue
        if within(spot, lines) or is_brought_to(document, spot):
            desk = desk or spot.place
            continue
        by_name.setdefault(spot.place.name, spot.place)
        opening = _FIRST_WEIGHT if spot.start < first else (_LEAD_WEIGHT if spot.start < lead else 1)
        seen[spot.place.name] += opening
    order = list(by_name)
    place = by_name[max(seen, key=lambda n: (seen[n], -order.index(n)))] if seen else None
    sure = place is not None and seen[place.name] >= _FIRST_WEIGHT
    home = _home(document, places, lines)
    if place is not None and not sure and home is not None and place.path[:1] not in ((), home.path[:1]):
        place, country = None, home  # a meeting abroad, named in passing
    if desk is not None and country is not None and desk.path[:1] != country.path[:1]:
        desk = None
    district = None if sure else _lead_district(document, places, unlisted, lines)
    if place is None or seen[place.name] < _LEAD_WEIGHT or district is not None:
        region = district or _lead_region(places, lead)
        if place is None or (region is not None and (not region.path or place.path[: len(region.path)] != region.path)):
            place = region or place
    place = place or _lead_region(places, len(document.text))
    if place is not None and place.precision in ("region", "part_of_country"):
        named = _main_unlisted(unlisted, lead)
        place = place if named is None else named if named.path else replace(named, path=place.path)
    place = place or _main_unlisted(unlisted, len(document.text))
    place = place or main_facility(document, places) or desk
    told = (moment_day(s.moment) for s in times if s.start < lead and not is_birth(document, s))
    day = next((d for d in told if d is not None and not is_after(d, published)), None) or published
    return Scene(place, country, _capital(places, country), day, published, lines, tuple(unlisted))


def _home(document: Document, places: Sequence[Spot], lines: Sequence[tuple[int, int]]) -> Place | None:
    """The country of the place line, where the report itself speaks of no country more."""
    desk = next((s.place for s in places if s.place is not None and s.place.path and within(s, lines)), None)
    if desk is None:
        return None
    named = Counter(s.place.path[0] for s in places if s.place is not None and s.place.path and not within(s, lines))
    entry = open_gazetteer().country(desk.path[0])
    if entry is None or not named or named[desk.path[0]] < max(named.values()):
        return None
    return make_place(entry, entry.name)


def _named_often(document: Document, unlisted: Sequence[Spot]) -> list[Spot]:
    """Those of the names that no gazetteer has that the text says more than once."""
    return [s for s in unlisted if document.text.count(document.text[s.start : s.stop]) > 1]


def _main_unlisted(unlisted: Sequence[Spot], stop: int) -> Place | None:
    """The name before `stop` that stands most where places stand, and that no gazetteer has."""
    told = [s.place for s in unlisted if s.start < stop and s.place is not None]
    seen = Counter(p.name for p in told)
    best = max(seen, key=lambda n: seen[n], default=None)
    found = next((p for p in told if p.name == best), None)
    return found if found is None or found.id is not None else replace(found, precision="locality")


def _lead_district(
    document: Document, places: Sequence[Spot], unlisted: Sequence[Spot], lines: Sequence[tuple[int, int]]
) -> Place | None:
    """The first district named in the opening, also one that no gazetteer knows."""
    for sentence in _opening(document):
        spots = [*spots_in(places, sentence), *spots_in(unlisted, sentence)]
        for spot in sorted(spots, key=lambda s: s.start):
            if spot.place is not None and spot.place.precision == "district" and not within(spot, lines):
                return spot.place
    return None


def _opening(document: Document) -> Sequence[Sentence]:
    """The first sentences, as far as the first one that ends as sentences do: a release opens with a head of lines."""
    ends = (n for n, s in enumerate(document.sentences, start=1) if document.text[s.stop - 1] in ".!?…")
    return document.sentences[: max(_DATELINE_WITHIN, next(ends, 0))]


def _lead_region(places: Sequence[Spot], lead: int) -> Place | None:
    """The first region named before `lead`; in the opening, better than a town that only comes up later."""
    wide = ("region", "district", "part_of_country")
    return next(
        (s.place for s in places if s.start < lead and s.place and not s.metonym and s.place.precision in wide), None
    )


def _capital(places: Sequence[Spot], country: Place | None) -> Place | None:
    """The capital of the report's country, when the report names it somewhere."""
    for spot in places:
        place = spot.place
        if place is None or country is None or place.precision != "town" or place.path[:1] != country.path[:1]:
            continue
        if any(e.capital and e.id == place.id for e in open_gazetteer().lookup(place.name)):
            return place
    return None


def in_scene(carried: Place | None, scene: Scene) -> Place | None:
    """The carried place, or the report's own when the carried one only holds it."""
    if carried is None or carried.precision == "sea":
        return None
    holds = scene.place is not None and carried.path and scene.place.path[: len(carried.path)] == carried.path
    if holds and carried.precision in WIDE:
        return scene.place
    return carried


def is_brought_to(document: Document, spot: Spot) -> bool:
    """ "airlifted to nearby Zamboanga": where the hurt and the dead are taken, not where they were struck."""
    before = document.folded[max(0, spot.start - _BROUGHT_WITHIN) : spot.start].rpartition(".")[2].split()
    return "to" in before[-4:] and any(w in words("carried") for w in before)


__all__ = ["FINE", "WIDE", "Scene", "find_datelines", "in_scene", "is_brought_to", "set_scene", "spots_in", "within"]
