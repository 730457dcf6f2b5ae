"""Where and when: the place and time that belong to a figure, and those that the whole report is about."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.reading.document import Document, Sentence
from tocsin.reading.mentions import Spot
from tocsin.record import Moment, Place

_FINE = ("point", "vicinity", "locality", "town", "near_town")
_WIDE = ("country", "region", "part_of_country", "district", "sea")
#: A figure of another day than the report's event by more than this is another event; by hand, see docs/limits.md.
_OTHER_EVENT = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a report is about as a whole."""

    place: Place | None
    country: Place | None
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
    seen: Counter[str] = Counter()
    by_name: dict[str, Place] = {}
    for spot in places:
        if spot.place is None or spot.metonym or spot.place.precision not in _FINE:
            continue
        by_name.setdefault(spot.place.name, spot.place)
        seen[spot.place.name] += 3 if spot.start < lead else 1
    place = by_name[max(seen, key=lambda n: (seen[n], -list(by_name).index(n)))] if seen else None
    if place is None:
        place = next((s.place for s in places if s.place and not s.metonym and s.place.precision in ("region", "district", "part_of_country")), None)
    day = next((d for s in times if s.start < lead and (d := _moment_day(s.moment)) is not None), None) or published
    return Scene(place, country, day, published)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _moment_day(moment: Moment | None) -> date | None:
    if moment is None or moment.precision not in ("exact_time", "hour", "part_of_day", "day"):
        return None
    return _day(moment.start)


def place_for(sentence: Sentence, places: Sequence[Spot], start: int, stop: int, *, fences: Sequence[int]) -> Place | None:
    """The place of a figure at `start..stop`: the nearest in its clause, the finest of those side by side.

    `fences` are starts of the sentence's other figures: a place beyond one costs more.
    """
    best: tuple[float, Spot] | None = None
    usable = [s for s in places if s.place is not None and not s.metonym]
    for spot in usable:
        left = spot.stop <= start
        a, b = (spot.stop, start) if left else (stop, spot.start)
        gap = sentence.tokens_between(a, b)
        cost = len(gap) * 1.0
        cost += sum(6 for t in gap if t.word == ";") + sum(1.5 for t in gap if t.word == ",")
        cost += sum(4 for f in fences if a < f < b)
        if left and spot.start > sentence.start + 25:
            cost += 3
        if spot.place is not None and spot.place.precision in _WIDE:
            cost += 2
        if best is None or cost < best[0]:
            best = (cost, spot)
    if best is None:
        return None
    return _finest(best[1], usable)


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


def time_for(sentence: Sentence, times: Sequence[Spot], start: int, stop: int) -> Moment | None:
    """The time of a figure: the nearest in its sentence that can be placed on a calendar."""
    usable = [s for s in times if s.moment is not None]
    if not usable:
        return None
    return min(usable, key=lambda s: min(abs(s.start - stop), abs(start - s.stop))).moment


def is_other_day(moment: Moment | None, scene: Scene) -> bool:
    """True when a time is clearly not the report's own event: days before it, or an earlier month or year."""
    if moment is None or moment.end is None or scene.day is None or moment.basis == "unresolved":
        return False
    end = _day(moment.end)
    return end is not None and scene.day - end > _OTHER_EVENT
