"""Where and when: the place and time that belong to a figure, and those that the whole report is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from tocsin.lexicon.gazetteer import open_gazetteer
from tocsin.reading.document import Document, Sentence
from tocsin.reading.facilities import main_facility
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Attribution, Mentions, Spot
from tocsin.reading.placescan import gives, place_words
from tocsin.reading.unlisted import find_unlisted
from tocsin.record import Moment, Place

_FINE = ("point", "vicinity", "locality", "town", "near_town")
_WIDE = ("country", "region", "part_of_country", "district", "sea")
#: What a town's name counts for in the first sentence and in the first three; later ones count one.
_FIRST_WEIGHT, _LEAD_WEIGHT = 5, 2
#: A figure of another day than the report's event by more than this is another event; by hand, see docs/limits.md.
_OTHER_EVENT = timedelta(days=4)
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
#: What a comma between a figure and a place costs, in words of distance.
_COMMA = 2.5
#: What a place costs at most whose relative clause holds the figure, in words of distance.
_WHERE = 3.0
#: How many code points stand between a district's name and its region's at most: " district of ".
_DISTRICT_GAP = 16
#: How many code points before a place the verb may stand that brings people there.
_BROUGHT_WITHIN = 48
#: Who has a seat somewhere; a president "in Batna" is on his way.
_SEATED = ("generic", "organisation", "agency")
#: How many code points may stand between a source and its verb that still belong to the source.
_SOURCE_TO_CUE = 60
#: What a place costs more that no gazetteer knows, in words of distance.
_UNLISTED = 1.5
#: How many code points before a time the word "born" may stand: "born on ".
_BORN_WITHIN = 12


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


def _within(spot: Spot, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a <= spot.start < b for a, b in spans)


def set_scene(document: Document, places: Sequence[Spot], times: Sequence[Spot], country: Place | None) -> Scene:
    """The main place (named most and first), country and day of a report."""
    published = _day(document.report.published)
    lead = document.sentences[2].stop if len(document.sentences) > 2 else len(document.text)
    first = document.sentences[0].stop if document.sentences else 0
    seen: Counter[str] = Counter()
    by_name: dict[str, Place] = {}
    desk: Place | None = None
    lines = find_datelines(document)
    for spot in (*places, *_named_often(document, places, times)):
        if spot.place is None or spot.metonym or spot.place.precision not in _FINE:
            continue
        if _within(spot, lines) or _is_brought_to(document, spot):
            desk = desk or spot.place
            continue
        by_name.setdefault(spot.place.name, spot.place)
        opening = _FIRST_WEIGHT if spot.start < first else (_LEAD_WEIGHT if spot.start < lead else 1)
        seen[spot.place.name] += opening
    order = list(by_name)
    place = by_name[max(seen, key=lambda n: (seen[n], -order.index(n)))] if seen else None
    sure = place is not None and seen[place.name] >= _FIRST_WEIGHT
    district = None if sure else _lead_district(document, places, times, lines)
    if place is None or seen[place.name] < _LEAD_WEIGHT or district is not None:
        region = district or _lead_region(places, lead)
        if place is None or (region is not None and (not region.path or place.path[: len(region.path)] != region.path)):
            place = region or place
    place = place or _lead_region(places, len(document.text))
    if place is not None and place.precision in ("region", "part_of_country"):
        unlisted = _main_unlisted(document, places, times, lead)
        place = place if unlisted is None else replace(unlisted, path=place.path)
    place = place or _main_unlisted(document, places, times, len(document.text))
    place = place or main_facility(document, places) or desk
    told = (_moment_day(s.moment) for s in times if s.start < lead and not _is_birth(document, s))
    day = next((d for d in told if d is not None and not _is_after(d, published)), None) or published
    return Scene(place, country, _capital(places, country), day, published, lines)


def _named_often(document: Document, places: Sequence[Spot], times: Sequence[Spot]) -> list[Spot]:
    """Names that no gazetteer has, where they stand as places do, and that the text says more than once."""
    out = []
    for sentence in document.sentences:
        taken = [*spots_in(places, sentence), *spots_in(times, sentence)]
        out += find_unlisted(document, sentence, taken)
    return [s for s in out if document.text.count(document.text[s.start : s.stop]) > 1]


def _main_unlisted(document: Document, places: Sequence[Spot], times: Sequence[Spot], stop: int) -> Place | None:
    """The name before `stop` that stands most where places stand, and that no gazetteer has."""
    seen: Counter[str] = Counter()
    for sentence in document.sentences:
        if sentence.start >= stop:
            break
        taken = [*spots_in(places, sentence), *spots_in(times, sentence)]
        seen.update(s.place.name for s in find_unlisted(document, sentence, taken) if s.place is not None)
    best = max(seen, key=lambda n: seen[n], default=None)
    return None if best is None else Place(best, best, precision="locality")


def _lead_district(
    document: Document, places: Sequence[Spot], times: Sequence[Spot], lines: Sequence[tuple[int, int]]
) -> Place | None:
    """The first district named in the opening, also one that no gazetteer knows."""
    for sentence in document.sentences[:_DATELINE_WITHIN]:
        here = spots_in(places, sentence)
        spots = [*here, *find_unlisted(document, sentence, [*here, *spots_in(times, sentence)])]
        for spot in sorted(spots, key=lambda s: s.start):
            if spot.place is not None and spot.place.precision == "district" and not _within(spot, lines):
                return spot.place
    return None


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
    holds = scene.place is not None and carried.path and scene.place.path[: len(carried.path)] == carried.path
    if holds and carried.precision in _WIDE:
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
    sources = [(a.source_start, _up_to_cue(a, mentions.attributions)) for a in mentions.attributions]
    titles = {h.start for h in sentence.of("speakers")}
    out = []
    for spot in mentions.places:
        if spot.place is None or spot.metonym or _within(spot, (*sources, *scene.datelines)):
            continue
        after = sentence.tokens_between(spot.stop, sentence.stop)[:3]
        if (after and after[0].start in titles) or _is_one_of_them(document, spot):
            continue
        before = [t.word for t in sentence.tokens_between(sentence.start, spot.start)[-4:]]
        if before and ("from" in before[-3:] or _is_office(sentence, spot) or _is_brought_to(document, spot)):
            continue
        owns = document.folded[spot.stop : spot.stop + 2] in ("'s", "' ")
        if spot.place.precision == "country" and (owns or not any(w in words("holding") for w in before)):
            continue
        out.append(spot)
    out += [s for s in mentions.places if s.metonym and _is_land(document, s)]
    if not any(s.place is not None and s.place.precision in _FINE for s in out):
        unlisted = find_unlisted(document, sentence, [*mentions.places, *mentions.times])
        out += [held_in(document, s, mentions.places) for s in unlisted if not _within(s, (*sources, *scene.datelines))]
    for pattern, place in ((_THE_COUNTRY, scene.country), (_THE_CAPITAL, scene.capital)):
        if place is not None:
            found = pattern.finditer(document.folded, sentence.start, sentence.stop)
            out += [Spot(m.start(), m.end(), place=place) for m in found]
    return sorted(out, key=lambda s: s.start)


def _up_to_cue(said: Attribution, others: Sequence[Attribution]) -> int:
    """Where a source ends with what stands before its first verb: "police in the nearby city of Flensburg said"."""
    cue = min(a.cue_start for a in others if a.source_start == said.source_start)
    return cue if 0 < cue - said.source_stop <= _SOURCE_TO_CUE else said.source_stop


def held_in(document: Document, spot: Spot, places: Sequence[Spot]) -> Spot:
    """ "Kuchnay Regay in Musa Qalah district": what holds a place that no gazetteer knows, when it stands beside it."""
    for other in places:
        beside = 0 < other.start - spot.stop <= _DISTRICT_GAP and not other.metonym
        if not beside or spot.place is None or other.place is None:
            continue
        joint = [w.strip(",") for w in document.folded[spot.stop : other.start].split()]
        if all(w in words("holding") or w in gives("after") for w in joint):
            return replace(spot, place=replace(spot.place, path=other.place.path))
    return spot


def _is_brought_to(document: Document, spot: Spot) -> bool:
    """ "airlifted to nearby Zamboanga": where the hurt and the dead are taken, not where they were struck."""
    before = document.folded[max(0, spot.start - _BROUGHT_WITHIN) : spot.start].rpartition(".")[2].split()
    return "to" in before[-4:] and any(w in words("carried") for w in before)


def _is_one_of_them(document: Document, spot: Spot) -> bool:
    """ "strikes on Ukrainian cities, Kyiv among them": the total is not Kyiv's."""
    return document.folded[spot.stop : spot.stop + 16].lstrip(" ,").startswith(_one_of_them())


@cache
def _one_of_them() -> tuple[str, ...]:
    return tuple(place_words("one-of-them"))


def _is_land(document: Document, spot: Spot) -> bool:
    """ "Ukrainian cities", "Israeli territory": an adjective that tells where after all."""
    after = document.folded[spot.stop : spot.stop + 16].split()
    return bool(after) and after[0].strip(",.;") in place_words("land-word")


def _is_office(sentence: Sentence, spot: Spot) -> bool:
    """ "authorities in Donetsk": where an office sits, not where something happened."""
    before = sentence.tokens_between(sentence.start, spot.start)[-1:]
    if not before or before[0].word not in words("seat"):
        return False
    return any(h.stop + 1 == before[0].start and h.row.kind in _SEATED for h in sentence.of("speakers"))


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
    cost = len(gap) + sum(6.0 for t in gap if t.word == ";") + sum(_COMMA for t in gap if t.word == ",")
    cost += sum(4.0 for f in fences if a < f < b)
    if spot.place is not None and spot.place.id is None:
        cost += _UNLISTED
    opens = spot.start - sentence.start <= 24 and _opens(sentence, spot)
    if left and _is_where(sentence, spot):
        cost = min(cost, _WHERE)
    if left and opens:
        cost = min(cost, 4.0) if spot.place is not None and spot.place.precision in _FINE else cost
    elif left and spot.start > sentence.start + 25:
        cost += 3.0
    if spot.place is not None and spot.place.precision in _WIDE and (left or len(gap) > 4):
        cost += 6.0
    return cost


def _is_where(sentence: Sentence, spot: Spot) -> bool:
    """ "in Kharkiv, where a house was hit, killing three": the place that a relative clause tells of."""
    return [t.word for t in sentence.tokens_between(spot.stop, sentence.stop)[:2]] == [",", "where"]


def _opens(sentence: Sentence, spot: Spot) -> bool:
    """ "In Ukrainka, ..." sets the scene for all that follows in the sentence."""
    before = [t.word for t in sentence.tokens_between(sentence.start, spot.start) if t.word[0].isalpha()]
    return bool(before) and before[0] in words("scene-setting") and len(before) <= 6


def _finest(chosen: Spot, usable: Sequence[Spot]) -> Place | None:
    """A finer place right beside the chosen one ("Hroza, Kharkiv region")."""
    place = chosen.place
    if place is None or place.precision in _FINE:
        return place
    for spot in usable:
        inner = spot.place is not None and spot.place.precision == "district" and place.precision == "region"
        if inner and 0 <= chosen.start - spot.stop <= _DISTRICT_GAP:
            return spot.place
        near = 0 <= chosen.start - spot.stop <= 6 or (0 <= spot.start - chosen.stop <= 3)
        if spot.place is not None and spot.place.precision in _FINE and near:
            return spot.place
    return place


def time_for(document: Document, times: Sequence[Spot], start: int, stop: int, scene: Scene) -> Moment | None:
    """The time of a figure: the nearest in its sentence on a calendar that is not to come and nobody's birth."""
    usable = [s for s in times if s.moment is not None and not (_is_to_come(s.moment, scene) or _is_birth(document, s))]
    usable = [s for s in usable if not _is_in_aside(document, s, stop)]
    if not usable:
        return None
    return min(usable, key=lambda s: min(abs(s.start - stop), abs(start - s.stop))).moment


def _is_in_aside(document: Document, spot: Spot, stop: int) -> bool:
    """ "killed four in Marawi, a city besieged for months in 2017": the year of what a place is, not of the figure.

    Nor is it the time of what the figure's act was an answer to.
    """
    if spot.start < stop or spot.moment is None:
        return False
    if tells_why(document.folded[stop : spot.start]):
        return True
    if spot.moment.precision not in ("year", "month"):
        return False
    aside = document.folded[stop : spot.start].rpartition(",")
    return bool(aside[1]) and aside[2].split()[:1] != [] and aside[2].split()[0] in words("aside")


@cache
def _reasons() -> tuple[str, ...]:
    return tuple(f" {w} " for w in words("for-what"))


def tells_why(between: str) -> bool:
    """Whether a reason stands between two things, folded: "fired rockets to avenge the killing of ... last month"."""
    return any(w in between for w in _reasons())


def _is_to_come(moment: Moment, scene: Scene) -> bool:
    start = _day(moment.start)
    return start is not None and _is_after(start, scene.published)


def _is_after(day: date, published: date | None) -> bool:
    """Later than a report's own day, by more than zones can make it: the day of a copy, or one to come."""
    return published is not None and day - published > timedelta(days=1)


def _is_birth(document: Document, spot: Spot) -> bool:
    """ "a child born in 2022": when somebody was born, not when it happened."""
    before = document.folded[max(0, spot.start - _BORN_WITHIN) : spot.start].split()
    return any(w in words("born") for w in before[-2:])


def is_other_day(moment: Moment | None, scene: Scene) -> bool:
    """True when a time is clearly not the report's own event: days before it, or an earlier month or year."""
    if moment is None or moment.end is None or scene.day is None or moment.basis == "unresolved":
        return False
    end = _day(moment.end)
    return end is not None and scene.day - end > _OTHER_EVENT
