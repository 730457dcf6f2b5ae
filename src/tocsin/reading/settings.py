"""Where: the spots of a sentence that can hold what happened, and the one that belongs to a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tocsin.reading.document import Document, Sentence
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Attribution, Mentions, Spot
from tocsin.reading.placescan import gives, place_words
from tocsin.reading.scene import FINE, WIDE, Scene, is_brought_to, spots_in, within
from tocsin.record import Place

#: What a comma between a figure and a place costs, in words of distance.
_COMMA = 2.5
#: What a place costs at most whose relative clause holds the figure, in words of distance.
_WHERE = 3.0
#: How many code points stand between a district's name and its region's at most: " district of ".
_DISTRICT_GAP = 16
#: Who has a seat somewhere; a president "in Batna" is on his way.
_SEATED = ("generic", "organisation", "agency")
#: How many code points may stand between a source and its verb that still belong to the source.
_SOURCE_TO_CUE = 60
#: What a country or region costs more that is not right behind the figure.
_WIDE = 6.0
#: What a place costs more that no gazetteer knows, in words of distance.
_UNLISTED = 1.5
#: Country and region: what a place beside a known one may be taken to share with it.
_REGION = 2
#: Words at most between a place and the known one that tells where it is.
_PLACED_BY = 8
_THE_COUNTRY = re.compile(
    r"\b(?:in|across|throughout|over|around) (?:the (?:whole |entire )?country|the nation)\b"
    r"|\bnation-?wide\b|\bcountry-?wide\b"
)
_THE_CAPITAL = re.compile(r"\b(?:in|over|around|on|above|near|across) the capital\b(?! of)|\bthe capital's\b")


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
        if spot.place is None or spot.metonym or within(spot, (*sources, *scene.datelines)):
            continue
        after = sentence.tokens_between(spot.stop, sentence.stop)[:3]
        if (after and after[0].start in titles) or _is_one_of_them(document, spot):
            continue
        before = [t.word for t in sentence.tokens_between(sentence.start, spot.start)[-4:]]
        if before and ("from" in before[-3:] or _is_office(sentence, spot) or is_brought_to(document, spot)):
            continue
        owns = document.folded[spot.stop : spot.stop + 2] in ("'s", "' ")
        if spot.place.precision == "country" and (owns or not any(w in words("holding") for w in before)):
            continue
        out.append(spot)
    out += [s for s in mentions.places if s.metonym and _is_land(document, s)]
    if not any(s.place is not None and s.place.precision in FINE for s in out):
        unlisted = spots_in(scene.unlisted, sentence)
        out += [held_in(document, s, mentions.places) for s in unlisted if not within(s, (*sources, *scene.datelines))]
    out = [_with_region(sentence, spot, out) for spot in out]
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


def _is_one_of_them(document: Document, spot: Spot) -> bool:
    """ "strikes on Ukrainian cities, Kyiv among them": the total is not Kyiv's."""
    return document.folded[spot.stop : spot.stop + 16].lstrip(" ,").startswith(_one_of_them())


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
    if best is None:
        return None
    chosen = best[1]
    if chosen.place is not None and chosen.place.precision in WIDE and chosen.stop <= start:
        chosen = _finer_behind(sentence, spots, stop, fences) or chosen
    return _finest(sentence, chosen, spots)


def _finer_behind(sentence: Sentence, spots: Sequence[Spot], stop: int, fences: Sequence[int]) -> Spot | None:
    """ "Rebels in eastern Congo killed 19 in the village of Mukondi": where they are from is not where it was."""
    for spot in spots:
        fine = spot.start >= stop and spot.place is not None and spot.place.precision in FINE
        if fine and not any(stop < f < spot.start for f in fences):
            gap = sentence.tokens_between(stop, spot.start)
            return None if any(t.word in ",;" or t.word in words("clause") for t in gap) else spot
    return None


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
        cost = min(cost, 4.0) if spot.place is not None and spot.place.precision in FINE else cost
    elif left and spot.start > sentence.start + 25:
        cost += 3.0
    if spot.place is not None and spot.place.precision in WIDE and (left or len(gap) > 4):
        cost += _WIDE
    return cost


def _is_where(sentence: Sentence, spot: Spot) -> bool:
    """ "in Kharkiv, where a house was hit, killing three": the place that a relative clause tells of."""
    return [t.word for t in sentence.tokens_between(spot.stop, sentence.stop)[:2]] == [",", "where"]


def _opens(sentence: Sentence, spot: Spot) -> bool:
    """ "In Ukrainka, ..." sets the scene for all that follows in the sentence."""
    before = [t.word for t in sentence.tokens_between(sentence.start, spot.start) if t.word[0].isalpha()]
    return bool(before) and before[0] in words("scene-setting") and len(before) <= 6


def _is_placed_by(sentence: Sentence, spot: Spot, other: Spot) -> bool:
    """ "Jarez village in the countryside of Azaz", "Ghalia, just west of Baquba"."""
    gap = [t.word for t in sentence.tokens_between(spot.stop, other.start) if t.word != ","]
    if not gap or len(gap) > _PLACED_BY or spot.stop > other.start:
        return False
    return gap[-1] in ("of", "in") and all(
        w in words("placing") or w.isdigit() for w in gap[gap[0] in gives("after") :]
    )


def _with_region(sentence: Sentence, spot: Spot, others: Sequence[Spot]) -> Spot:
    """A place that no gazetteer knows lies in the country and region of the known one that places it."""
    if spot.place is None or spot.place.id is not None or spot.place.path:
        return spot
    known = next((o.place for o in others if o.place and o.place.id and _is_placed_by(sentence, spot, o)), None)
    return spot if known is None else replace(spot, place=replace(spot.place, path=known.path[:_REGION]))


def _finest(sentence: Sentence, chosen: Spot, usable: Sequence[Spot]) -> Place | None:
    """A finer place right beside the chosen one ("Hroza, Kharkiv region"), or one that the chosen one only places."""
    place = chosen.place
    for spot in usable:
        if spot.place is not None and spot.place.id is None and _is_placed_by(sentence, spot, chosen):
            return spot.place
    if place is None or place.precision in FINE:
        return place
    for spot in usable:
        inner = spot.place is not None and spot.place.precision == "district" and place.precision == "region"
        if inner and 0 <= chosen.start - spot.stop <= _DISTRICT_GAP:
            return spot.place
        near = 0 <= chosen.start - spot.stop <= 6 or (0 <= spot.start - chosen.stop <= 3)
        if spot.place is not None and spot.place.precision in FINE and near:
            return spot.place
    return place


__all__ = ["held_in", "place_for", "scene_spots"]
