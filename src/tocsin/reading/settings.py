"""Where and when: the place and time that belong to a figure, and those that the whole report is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.lexicon.gazetteer import open_gazetteer
from tocsin.reading.document import Document, Sentence
from tocsin.reading.facilities import main_facility
from tocsin.reading.figures import words
from tocsin.reading.mentions import Mentions, Spot
from tocsin.record import Moment, Place

_FINE = ("point", "vicinity", "locality", "town", "near_town")
_WIDE = ("country", "region", "part_of_country", "district", "sea")
#: What a town's name counts for in the first three sentences, where one in the first counts five and later ones one.
_LEAD_WEIGHT = 2
#: A figure of another day than the report's event by more than this is another event; by hand, see docs/limits.md.
_OTHER_EVENT = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a report is about as a whole."""

    place: Place | None
    country: Place | None
    capital: Place | None
    day: date | None
    published: date | None


def spots_in(spots: Sequence[Spot], sentence: Sentence) -> list[Spot]:
    """The spots inside a sentence; `spots` are in text order."""
    first = bisect_left(spots, sentence.start, key=lambda s: s.start)
    out = []
    for spot in spots[first:]:
        if spot.start >= sentence.stop:
            break
        out.append(spot)
    return out


def set_scene(document: Document, places: Sequence[Spot], times: Sequence[Spot], country: Place | None) -> Scene:
    """The main place (named most and first), country and day of a report."""
    published = _day(document.report.published)
    lead = document.sentences[2].stop if len(document.sentences) > 2 else len(document.text)
    first = document.sentences[0].stop if document.sentences else 0
    seen: Counter[str] = Counter()
    by_name: dict[str, Place] = {}
    for spot in places:
        if spot.place is None or spot.metonym or spot.place.precision not in _FINE:
            continue
        by_name.setdefault(spot.place.name, spot.place)
        seen[spot.place.name] += 5 if spot.start < first else (_LEAD_WEIGHT if spot.start < lead else 1)
    order = list(by_name)
    place = by_name[max(seen, key=lambda n: (seen[n], -order.index(n)))] if seen else None
    if place is None or seen[place.name] < _LEAD_WEIGHT:
        region = _lead_region(places, lead)
        if place is None or (region is not None and place.path[: len(region.path)] != region.path):
            place = region or place
    place = place or _lead_region(places, len(document.text))
    place = place or main_facility(document, places)
    day = next((d for s in times if s.start < lead and (d := _moment_day(s.moment)) is not None), None) or published
    return Scene(place, country, _capital(places, country), day, published)


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


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def in_scene(carried: Place | None, scene: Scene) -> Place | None:
    """The carried place, or the report's own when the carried one only holds it."""
    if carried is None or carried.precision == "sea":
        return None
    if scene.place is not None and carried.precision in _WIDE and scene.place.path[: len(carried.path)] == carried.path:
        return scene.place
    return carried


def _moment_day(moment: Moment | None) -> date | None:
    if moment is None or moment.precision not in ("exact_time", "hour", "part_of_day", "day"):
        return None
    return _day(moment.start)


def scene_spots(document: Document, mentions: Mentions, scene: Scene) -> list[Spot]:
    """The spots of a sentence that can be where something happened.

    Left out: adjectives and governments, places inside a source's title ("Donetsk governor"), a country that acts
    or owns ("Russia launched", "Ukraine's brigade") rather than holds, and where something came from.
    """
    sentence = mentions.sentence
    sources = [(a.source_start, a.source_stop) for a in mentions.attributions]
    titles = {h.start for h in sentence.of("speakers")}
    out = []
    for spot in mentions.places:
        if spot.place is None or spot.metonym or any(a <= spot.start and spot.stop <= b for a, b in sources):
            continue
        after = sentence.tokens_between(spot.stop, sentence.stop)[:2]
        if after and after[0].start in titles:
            continue
        before = [t.word for t in sentence.tokens_between(sentence.start, spot.start)[-4:]]
        if before and "from" in before[-3:]:
            continue
        if spot.place.precision == "country" and not any(w in words("holding") for w in before):
            continue
        out.append(spot)
    for pattern, place in ((_THE_COUNTRY, scene.country), (_THE_CAPITAL, scene.capital)):
        if place is not None:
            found = pattern.finditer(document.folded, sentence.start, sentence.stop)
            out += [Spot(m.start(), m.end(), place=place) for m in found]
    return sorted(out, key=lambda s: s.start)


_THE_COUNTRY = re.compile(
    r"\b(?:in|across|throughout|over|around) (?:the (?:whole |entire )?country|the nation)\b"
    r"|\bnation-?wide\b|\bcountry-?wide\b"
)
_THE_CAPITAL = re.compile(r"\b(?:in|over|around|on|above|near|across) the capital\b(?! of)|\bthe capital's\b")


def place_for(
    sentence: Sentence, spots: Sequence[Spot], start: int, stop: int, *, fences: Sequence[int]
) -> Place | None:
    """The place of a figure at `start..stop`: the nearest in its clause, the finest of those side by side.

    `spots` are from `scene_spots`; `fences` are starts of the sentence's other figures: a place beyond one costs more.
    """
    best: tuple[float, Spot] | None = None
    for spot in spots:
        cost = _place_cost(sentence, spot, start, stop, fences)
        if best is None or cost < best[0]:
            best = (cost, spot)
    return None if best is None else _finest(best[1], spots)


def _place_cost(sentence: Sentence, spot: Spot, start: int, stop: int, fences: Sequence[int]) -> float:
    left = spot.stop <= start
    a, b = (spot.stop, start) if left else (stop, spot.start)
    gap = sentence.tokens_between(a, b)
    cost = len(gap) + sum(6.0 for t in gap if t.word == ";") + sum(1.5 for t in gap if t.word == ",")
    cost += sum(4.0 for f in fences if a < f < b)
    opens = spot.start - sentence.start <= 24 and _opens(sentence, spot)
    if left and opens:
        cost = min(cost, 4.0) if spot.place is not None and spot.place.precision in _FINE else cost
    elif left and spot.start > sentence.start + 25:
        cost += 3.0
    if spot.place is not None and spot.place.precision in _WIDE and (left or len(gap) > 4):
        cost += 6.0
    return cost


def _opens(sentence: Sentence, spot: Spot) -> bool:
    """ "In Ukrainka, ..." sets the scene for all that follows in the sentence."""
    before = [t.word for t in sentence.tokens_between(sentence.start, spot.start)]
    return bool(before) and before[0] in ("in", "at", "near", "outside") and len(before) <= 6


def _finest(chosen: Spot, usable: Sequence[Spot]) -> Place | None:
    """A finer place right beside the chosen one ("Hroza, Kharkiv region")."""
    place = chosen.place
    if place is None or place.precision in _FINE:
        return place
    for spot in usable:
        near = abs(spot.stop - chosen.start) <= 6 or abs(chosen.stop - spot.start) <= 6
        if spot.place is not None and spot.place.precision in _FINE and near:
            return spot.place
    return place


def time_for(times: Sequence[Spot], start: int, stop: int, scene: Scene) -> Moment | None:
    """The time of a figure: the nearest in its sentence that can be placed on a calendar and is not to come."""
    usable = [s for s in times if s.moment is not None and not _is_to_come(s.moment, scene)]
    if not usable:
        return None
    return min(usable, key=lambda s: min(abs(s.start - stop), abs(start - s.stop))).moment


def _is_to_come(moment: Moment, scene: Scene) -> bool:
    start = _day(moment.start)
    return start is not None and scene.published is not None and start - scene.published > timedelta(days=1)


def is_other_day(moment: Moment | None, scene: Scene) -> bool:
    """True when a time is clearly not the report's own event: days before it, or an earlier month or year."""
    if moment is None or moment.end is None or scene.day is None or moment.basis == "unresolved":
        return False
    end = _day(moment.end)
    return end is not None and scene.day - end > _OTHER_EVENT
