"""The toll curve: every word on one toll over time, by speaker, as a Vega-Lite chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil, log10
from typing import Any

from tocsin.publish.ink import DASHES, INK, OTHERS, PAPER, QUIET, RULE, SPEAKERS, TRACE
from tocsin.publish.words import MONTHS, anchor, clean, count, read_time, zone_words
from tocsin.record import Point, Report, Toll

Json = dict[str, Any]
SHAPES = {"exact": "circle", "least": "triangle-up", "most": "triangle-down"}
LEFT, TOP, BOTTOM, SIDE_LABEL, LABEL_STEP = 34, 16, 44, 170, 15


@dataclass(frozen=True, slots=True)
class Mark:
    """One point as drawn: local time without offset, number, shape, and who said it."""

    point: Point
    at: datetime
    number: int
    shape: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Style:
    """How one speaker is drawn."""

    speaker: str
    ink: str
    dash: tuple[int, ...]


def marks(toll: Toll, reports: Mapping[str, Report], zone: str | None) -> list[Mark]:
    """The points that have a time and a number, in time order; a bare day stands at its noon."""
    made = []
    for point in toll.series:
        at, number = (
            _local(point.as_of, zone),
            next((n for n in (point.value, point.low, point.high) if n is not None), None),
        )
        if at is not None and number is not None:
            outlet = reports[point.report].outlet if point.report in reports else None
            made.append(Mark(point, at, number, _shape(point), clean(point.speaker or outlet or "the outlet itself")))
    return sorted(made, key=lambda m: m.at)


def moves(drawn: list[Mark]) -> bool:
    """True when there is something to see: two numbers at least."""
    return len({m.number for m in drawn}) > 1


def styles(drawn: list[Mark]) -> dict[str, Style]:
    """A colour and dash for the five speakers with the most points; the rest share one."""
    ranked = [name for name, _ in Counter(m.speaker for m in drawn).most_common()]
    known = {name: Style(name, SPEAKERS[i], DASHES[i]) for i, name in enumerate(ranked[: len(SPEAKERS)])}
    return known | {name: Style(name, OTHERS, (1, 2)) for name in ranked[len(SPEAKERS) :]}


def curve_spec(drawn: list[Mark], zone: str | None, width: int, height: int) -> Json:
    """A Vega-Lite chart `width` pixels wide: a pale step for the running toll, a thin one for each speaker.

    Filled points moved the toll, hollow ones did not; triangles are bounds (at least, at most). Under 500 pixels the
    speakers' names are left to a key outside the picture.
    """
    named = width >= 500
    inner = width - LEFT - (SIDE_LABEL if named else 14)
    top = _ceiling(max(m.number for m in drawn))
    start, stop = _window(drawn)
    layers = [
        _trace(drawn, stop),
        *(_steps(drawn, s) for s in styles(drawn).values() if s.ink != OTHERS),
        _dots(drawn),
        _numbers(drawn, inner),
    ]
    if named:
        layers.append(_names(drawn, inner, height - TOP - BOTTOM, top))
    x = {
        "field": "t",
        "type": "temporal",
        "scale": {"type": "utc", "domain": [_utc(start), _utc(stop)], "nice": False},
        "axis": _time_axis(start, stop, zone, inner),
    }
    y = {
        "field": "n",
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": False},
        "axis": {"values": _levels(top), "title": None, "format": ",d", "grid": True, "domain": False, "ticks": False},
    }
    for layer in layers:
        layer["encoding"] = {"x": x, "y": y} | layer["encoding"]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": inner, "height": height - TOP - BOTTOM,
        "padding": {"left": LEFT, "right": width - inner - LEFT, "top": TOP, "bottom": BOTTOM},
        "autosize": {"type": "none"}, "background": PAPER, "layer": layers,
        "config": {"view": {"stroke": None}, "font": "sans-serif", "axis": {
            "gridColor": RULE, "domainColor": QUIET, "tickColor": QUIET, "labelColor": QUIET, "titleColor": QUIET,
            "labelFontSize": 11.5, "titleFontSize": 11.5, "titleFontWeight": "normal", "labelPadding": 5}},
    }  # fmt: skip


def _local(iso: str, zone: str | None) -> datetime | None:
    when = read_time(iso, zone)
    if when is None:
        return None
    return when.replace(tzinfo=None) if isinstance(when, datetime) else datetime.combine(when, time(12))


def _shape(point: Point) -> str:
    if point.low is not None and point.high is None:
        return SHAPES["least"]
    return (
        SHAPES["most"]
        if point.high is not None and point.low is None and point.value != point.high
        else SHAPES["exact"]
    )


def _row(mark: Mark) -> Json:
    return {"t": _utc(mark.at), "n": mark.number}


def _trace(drawn: list[Mark], stop: datetime) -> Json:
    counted = [m for m in drawn if m.point.counted]
    rows = [_row(m) for m in counted] + ([{"t": _utc(stop), "n": counted[-1].number}] if counted else [])
    return {
        "data": {"values": rows},
        "encoding": {},
        "mark": {
            "type": "line",
            "interpolate": "step-after",
            "stroke": TRACE,
            "strokeWidth": 9,
            "strokeCap": "butt",
            "strokeJoin": "round",
        },
    }


def _steps(drawn: list[Mark], style: Style) -> Json:
    own = [m for m in drawn if m.speaker == style.speaker and m.point.counted]
    return {"data": {"values": [_row(m) for m in own]}, "encoding": {},
            "mark": {"type": "line", "interpolate": "step-after", "stroke": style.ink, "strokeWidth": 1.6,
                     "strokeDash": list(style.dash)}}  # fmt: skip


def _dots(drawn: list[Mark]) -> Json:
    looks = styles(drawn)
    rows = [
        _row(m)
        | {
            "ink": looks[m.speaker].ink,
            "fill": looks[m.speaker].ink if m.point.counted else PAPER,
            "shape": m.shape,
            "href": f"#claim:{anchor(m.point.claim)}",
            "says": _says(m),
        }
        for m in drawn
    ]
    plain = {name: {"field": field, "type": "nominal", "scale": None}
             for name, field in (("stroke", "ink"), ("fill", "fill"), ("shape", "shape"))}  # fmt: skip
    return {"data": {"values": rows}, "mark": {"type": "point", "size": 62, "strokeWidth": 1.8, "opacity": 1},
            "encoding": plain | {"href": {"field": "href", "type": "nominal"},
                                 "description": {"field": "says", "type": "nominal"}}}  # fmt: skip


def _says(mark: Mark) -> str:
    hedge = {"triangle-up": "at least ", "triangle-down": "at most "}.get(mark.shape, "")
    why = "" if mark.point.counted else f" (not counted: {mark.point.why or 'no reason given'})"
    return clean(
        f"{hedge}{count(mark.number)}, {mark.speaker}, {mark.at.day} {MONTHS[mark.at.month - 1]} {mark.at:%H:%M}{why}"
    )


def _numbers(drawn: list[Mark], inner: int) -> Json:
    """The number over a counted point where it changes, unless the last label is in the way."""
    start, stop = _window(drawn)
    rows, last, edge = [], None, -1e9
    for mark in (m for m in drawn if m.point.counted):
        x = inner * ((mark.at - start) / (stop - start))
        if mark.number != last and x - edge > 8 + 7 * len(count(mark.number)):
            rows.append(_row(mark) | {"text": count(mark.number)})
            edge = x
        last = mark.number
    return {"data": {"values": rows}, "encoding": {"text": {"field": "text", "type": "nominal"}},
            "mark": {"type": "text", "dy": -11, "fill": INK, "fontSize": 12.5, "fontWeight": 600}}  # fmt: skip


def _names(drawn: list[Mark], inner: int, height: int, top: int) -> Json:
    """Each speaker's name beside the plot, as near to its last point's height as its neighbours allow."""
    looks, ends = styles(drawn), {m.speaker: m for m in drawn}
    rows: list[Json] = []
    floor = -1e9
    for mark in sorted(ends.values(), key=lambda m: (-m.number, m.at)):
        floor = max(floor + LABEL_STEP, height * (1 - mark.number / top))
        rows.append({"py": floor, "text": _shorten(mark.speaker, 25), "ink": looks[mark.speaker].ink})
    slip = max(0.0, floor - height)
    for row in rows:
        row["py"] = round(row["py"] - slip, 1)
    return {"data": {"values": [r for r in rows if r["py"] > -TOP]},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": 11.5},
            "encoding": {"x": {"value": inner + 10}, "y": {"field": "py", "type": "quantitative", "scale": None},
                         "text": {"field": "text", "type": "nominal"},
                         "fill": {"field": "ink", "type": "nominal", "scale": None}}}  # fmt: skip


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _window(drawn: list[Mark]) -> tuple[datetime, datetime]:
    """First to last point with a little air, at least two hours."""
    start, stop = drawn[0].at, drawn[-1].at
    air = max((stop - start) * 0.04, timedelta(minutes=30), (timedelta(hours=2) - (stop - start)) / 2)
    return start - air, stop + air


def _time_axis(start: datetime, stop: datetime, zone: str | None, inner: int) -> Json:
    step = next(
        (h for h in (1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720) if (stop - start) / timedelta(hours=h) <= inner / 62),
        ceil((stop - start) / timedelta(hours=1) / (inner / 62)),
    )
    tick = start.replace(hour=0, minute=0, second=0, microsecond=0)
    values = []
    while tick <= stop:
        if tick >= start:
            values.append(_utc(tick))
        tick += timedelta(hours=step)
    first, last = (f"{t.day} {MONTHS[t.month - 1]} {t.year}" for t in (start, stop))
    days = first if first == last else f"{first.removesuffix(f' {stop.year}')} to {last}"
    title = f"{days}, {zone_words(zone)}"
    clock = "utcFormat(datum.value, '%H:%M')"
    label = f"{clock} == '00:00' ? utcFormat(datum.value, '%-d %b') : {clock}"
    return {
        "values": values,
        "labelExpr": label,
        "title": title,
        "titlePadding": 8,
        "grid": False,
        "labelOverlap": True,
    }


def _ceiling(most: int) -> int:
    """A round number above the greatest figure, with room for its label."""
    wanted = max(most, 1) * 1.12
    base: int = 10 ** max(0, int(log10(wanted)))
    steps = (n * base for n in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))
    return next((ceil(s) for s in steps if s >= wanted), most)


def _levels(top: int) -> list[int]:
    step = next(s for s in (k * 10**e for e in range(12) for k in (1, 2, 5)) if top / s <= 5)
    return list(range(0, top + 1, step))


def _utc(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at.year >= 1000 else at.isoformat() + "Z"
