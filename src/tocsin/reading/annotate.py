"""One layer of reading by itself, as plain values, so that each can be scored alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tocsin.errors import InputError
from tocsin.reading.document import Document, prepare
from tocsin.reading.mentions import Attribution, Spot
from tocsin.reading.numbers import find_numbers
from tocsin.reading.places import find_places
from tocsin.reading.settings import spots_in
from tocsin.reading.speakers import Register, find_attributions
from tocsin.reading.times import find_times
from tocsin.record import Report


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
    for found in find_places(document.text, language=document.report.language or "en", folded=document.folded):
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
        language=document.report.language or "en",
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
    for number in find_numbers(document.text, language=document.report.language or "en", folded=document.folded):
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
        for p in find_places(document.text, language=document.report.language or "en", folded=document.folded)
    ]
    register = Register()
    out = []
    for sentence in document.sentences:
        for one in find_attributions(document, sentence, spots_in(spots, sentence), register):
            out.append(
                {
                    "source": [_back(document, one.source_start, one.source_stop)],
                    "cue": [_back(document, one.cue_start, one.cue_stop)],
                    "content": [_back(document, a, b) for a, b in _content(document, one)],
                }
            )
    return out


def _back(document: Document, start: int, stop: int) -> list[int]:
    return list(document.cleaned.source_span(start, stop))


def _content(document: Document, one: Attribution) -> list[tuple[int, int]]:
    """What is left of the reach when source and cue are taken out, without loose marks at the edges."""
    low, high = one.reach
    cuts = sorted([(one.source_start, one.source_stop), (one.cue_start, one.cue_stop)])
    pieces = [(low, cuts[0][0]), (cuts[0][1], cuts[1][0]), (cuts[1][1], high)]
    out = []
    for start, stop in pieces:
        while start < stop and document.text[start] in " ,.;:-–—\n":
            start += 1
        while stop > start and document.text[stop - 1] in " ,;:-–—\n.":
            stop -= 1
        if stop - start >= 12:
            out.append((start, stop))
    return out


LAYERS: dict[str, tuple[str, Callable[[Document], list[dict[str, Any]]]]] = {
    "places": ("toponyms", _places),
    "times": ("timexes", _times),
    "numbers": ("numbers", _numbers),
    "attributions": ("attributions", _attributions),
}
