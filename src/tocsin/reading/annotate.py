"""One layer of reading by itself, as plain values, so that each can be scored alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tocsin.errors import InputError
from tocsin.reading.document import Document, prepare
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Attribution, Spot
from tocsin.reading.numbers import find_numbers
from tocsin.reading.places import find_places
from tocsin.reading.scene import spots_in
from tocsin.reading.speakers import Register, find_attributions
from tocsin.reading.times import find_times
from tocsin.record import Report

_OPENING = '“"«„‘'
_QUOTES = '”"»’“«„'
#: How many words before a source make a clause and not an opening like "On Monday".
_CLAUSE = 4
#: When, where and to whom something was said, between the cue and what was said.
_OCCASION = re.compile(
    r"\s*(?:(?:on|in|at|to) (?:(?:an?|the|his|her|its|their) )?[\w’'-]+(?: [A-Z]\w+| evening| morning| night)?"
    r")(?=,? that\b|: |,? [“\"])"
)
_APART = re.compile(r";|\s[-–—]\s|, but ")


def annotate(report: Report, layer: str) -> dict[str, Any]:
    """The report's id and one layer's marks; offsets are code points into the report's text.

    Raises InputError for a layer that is not one of `LAYERS`.
    """
    if layer not in LAYERS:
        raise InputError(f"no layer {layer!r}; there are {', '.join(LAYERS)}")
    name, mark = LAYERS[layer]
    return {"id": report.id, name: mark(prepare(report))}


def _places(document: Document) -> list[dict[str, Any]]:
    out = []
    for found in find_places(document.text, language=document.language, folded=document.folded):
        start, stop = document.cleaned.source_span(found.start, found.stop)
        place = found.place
        number = place.id.removeprefix("geonames:") if place.id and place.id.startswith("geonames:") else None
        out.append(
            {
                "start": start,
                "end": stop,
                "name": document.report.text[start:stop],
                "lat": place.lat,
                "lon": place.lon,
                "geonameid": int(number) if number else None,
                "id": place.id,
                "metonym": found.metonym,
            }
        )
    return out


def _times(document: Document) -> list[dict[str, Any]]:
    found = find_times(
        document.text,
        published=document.report.published,
        language=document.language,
        folded=document.folded,
    )
    out = []
    for time in found:
        start, stop = document.cleaned.source_span(time.start, time.stop)
        out.append(
            {
                "start": start,
                "end": stop,
                "type": time.type,
                "value": time.value,
                "text": document.report.text[start:stop],
            }
        )
    return out


def _numbers(document: Document) -> list[dict[str, Any]]:
    out = []
    for number in find_numbers(document.text, language=document.language, folded=document.folded):
        start, stop = document.cleaned.source_span(number.start, number.stop)
        out.append(
            {
                "start": start,
                "end": stop,
                "text": document.report.text[start:stop],
                "sort": number.sort,
                "value": number.value,
                "low": number.low,
                "high": number.high,
                "qualifier": number.qualifier,
                "total": number.total,
            }
        )
    return out


def _attributions(document: Document) -> list[dict[str, Any]]:
    spots = [
        Spot(p.start, p.stop, place=p.place, metonym=p.metonym)
        for p in find_places(document.text, language=document.language, folded=document.folded)
    ]
    register = Register()
    out = []
    for sentence in document.sentences:
        for one in find_attributions(document, sentence, spots_in(spots, sentence), register):
            out.append(
                {
                    "source": [_back(document, one.source_start, one.source_stop)],
                    "cue": [_back(document, one.cue_start, one.cue_stop)],
                    "content": [
                        _back(document, a, b) for a, b in _content(document, _with_nested(document, one, sentence.stop))
                    ],
                }
            )
    return out


def _back(document: Document, start: int, stop: int) -> list[int]:
    return list(document.cleaned.source_span(start, stop))


def _content(document: Document, one: Attribution) -> list[tuple[int, int]]:
    """What the source says: the side of its cue on which it stands, both sides of an aside, and split quotations."""
    text = document.text
    low, high = one.reach
    first, last = min(one.source_start, one.cue_start), max(one.source_stop, one.cue_stop)
    last = _past_occasion(document, one, last, high)
    before, after = text[low:first].rstrip(), text[last:high].lstrip()
    closes, goes_on = before[-1:] in tuple(f",{_QUOTES}?!"), after[:1] in (",", *_QUOTES)
    is_clause = len(before.split()) >= _CLAUSE or before[-1:] in tuple(_QUOTES)
    pieces = []
    if one.side == "left" or (closes and is_clause and (goes_on or not after)):
        pieces.append((low, first))
    if one.side == "right" or (after[:1] == "," and closes and is_clause) or _quoted(after):
        pieces.append((last, _clause_end(document, last, high)))
    trimmed = [_trimmed(text, start, stop) for start, stop in pieces]
    return [(start, stop) for start, stop in trimmed if any(c.isalnum() for c in text[start:stop])]


def _with_nested(document: Document, one: Attribution, stop: int) -> Attribution:
    """The attribution with all of its clause where somebody else is quoted at once: "she said that he had asked"."""
    left = document.folded[max(one.source_stop, one.cue_stop) : one.reach[1]].split()
    nested = one.side == "right" and 0 < len(left) <= 2 and left[-1] in words("that")
    return replace(one, reach=(one.reach[0], stop)) if nested else one


def _quoted(after: str) -> bool:
    """Whether a quotation goes on after the source: ", he said. "Nobody knew." """
    return after.lstrip(" ,.:;")[:1] in tuple(_OPENING)


def _past_occasion(document: Document, one: Attribution, start: int, stop: int) -> int:
    """Past "on Saturday", "in a statement", "on Telegram" and whom it was told, when a clause follows."""
    match = _OCCASION.match(document.text, start, stop)
    return start if match is None else match.end()


def _clause_end(document: Document, start: int, stop: int) -> int:
    """Where what follows the cue ends: at a semicolon or a dash outside quotation marks, or before "but"."""
    text = document.text
    if any(mark in text[start:stop] for mark in _QUOTES):
        return stop
    match = _APART.search(text, start + 1, stop)
    return stop if match is None else match.start()


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and text[start] in " ,.;:-–—\n":
        start += 1
    while stop > start and text[stop - 1] in " ,;:-–—\n.":
        stop -= 1
    return start, stop


LAYERS: dict[str, tuple[str, Callable[[Document], list[dict[str, Any]]]]] = {
    "places": ("toponyms", _places),
    "times": ("timexes", _times),
    "numbers": ("numbers", _numbers),
    "attributions": ("attributions", _attributions),
}
