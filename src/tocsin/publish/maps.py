"""The map of an incident: places as discs as large as they are uncertain, as a Vega-Lite chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import asinh, atan, cos, degrees, inf, log10, pi, radians, sinh, tan
from typing import Any

from tocsin.publish.contract import Box, Outline, Ring
from tocsin.publish.discs import DISCS, EARTH_M, SPOTS, disc, holds_pole, usable
from tocsin.publish.headline import supporting_point
from tocsin.publish.ink import BORDER, DISC, INK, LAND, PAPER, QUIET, RULE, SEA
from tocsin.publish.words import anchor, clean, count, counted_words, distance_words, place_words, toll_number, toll_words
from tocsin.record import CASUALTY_KINDS, Claim, Incident, Place, Toll

Json = dict[str, Any]
#: The least that a map shows to each side of its places, in metres, so that a reader sees where in a country it is.
LEAST_HALF_M = 130_000
#: A disc smaller than this on the page, in pixels, gets a ring of this size.
LEAST_PX = 6.0


@dataclass(frozen=True, slots=True)
class Site:
    """One place as its tolls and claims know it."""

    place: Place
    tolls: tuple[Toll, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def drawn(self) -> bool:
        """True when it can stand on the map: it has coordinates, and is a spot or a disc of known size."""
        p = self.place
        if not usable(p) or holds_pole(p.lat or 0.0, p.radius_m or 0):
            return False
        return p.precision in SPOTS or (p.precision in DISCS and bool(p.radius_m))

    @property
    def claim(self) -> str | None:
        """The claim to open from the map: the one behind its first toll, else its first."""
        point = supporting_point(self.tolls[0], toll_number(self.tolls[0])) if self.tolls else None
        return point.claim if point else self.claims[0].id if self.claims else None

    @property
    def label(self) -> str:
        """Its name and first toll: Uman, 23 killed."""
        name = clean(self.place.name)[:28]
        return f"{name}: {toll_words(self.tolls[0])} {counted_words(self.tolls[0])}" if self.tolls else name


@dataclass(frozen=True, slots=True)
class Frame:
    """A Mercator picture: its centre in degrees, pixels a radian, and size in pixels."""

    lon: float
    lat: float
    scale: float
    width: int
    height: int
    taken: list[Box] = field(default_factory=list, compare=False)

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        """Pixels from the upper left corner."""
        turn = (lon - self.lon + 540) % 360 - 180
        up = asinh(tan(radians(lat))) - asinh(tan(radians(self.lat)))
        return self.width / 2 + self.scale * radians(turn), self.height / 2 - self.scale * up

    @property
    def box(self) -> Box:
        """What the picture shows, in degrees."""
        east, middle = degrees(self.width / 2 / self.scale), asinh(tan(radians(self.lat)))
        low, high = (degrees(atan(sinh(middle + s * self.height / 2 / self.scale))) for s in (-1, 1))
        return self.lon - east, low, self.lon + east, high

    def metres(self, pixels: float) -> float:
        """Metres on the ground at the picture's middle."""
        return pixels / self.scale * EARTH_M * cos(radians(self.lat))


def sites(incident: Incident, claims: Mapping[str, Claim]) -> tuple[Site, ...]:
    """Every place that the incident's tolls and claims name, tolls first, the surest places first."""
    groups: dict[tuple[str, str], tuple[Place, list[Toll], list[Claim]]] = {}
    order = {kind: n for n, kind in enumerate(CASUALTY_KINDS)}
    for toll in sorted(incident.tolls, key=lambda t: order.get(t.kind, 99)):
        if toll.place is not None:
            groups.setdefault(_key(toll.place), (toll.place, [], []))[1].append(toll)
    for claim in (claims[c] for c in incident.claims if c in claims):
        if claim.place is not None:
            groups.setdefault(_key(claim.place), (claim.place, [], []))[2].append(claim)
    found = [Site(p, tuple(t), tuple(c)) for p, t, c in groups.values()]
    return tuple(sorted(found, key=lambda s: (not s.tolls, s.place.radius_m or 0)))


def _key(place: Place) -> tuple[str, str]:
    return place.id or place.name, place.precision


def frame_for(shown: Sequence[Site], width: int, height: int) -> Frame:
    """A frame that holds every disc with some air."""
    base = shown[0].place.lon or 0.0
    west, south, east, north = inf, inf, -inf, -inf
    for p in (s.place for s in shown):
        lon, lat = base + (((p.lon or 0.0) - base + 540) % 360 - 180), p.lat or 0.0
        up = degrees(max(p.radius_m or 0, LEAST_HALF_M) / EARTH_M)
        side = min(180.0, up / max(0.05, cos(radians(lat))))
        west, east = min(west, lon - side), max(east, lon + side)
        south, north = min(south, max(-84.0, lat - up)), max(north, min(84.0, lat + up))
    low, high = asinh(tan(radians(south))), asinh(tan(radians(north)))
    scale = 0.92 * min(width / radians(min(360.0, east - west)), height / (high - low))
    return Frame((west + east) / 2, degrees(atan(sinh((low + high) / 2))), scale, width, height)


def map_spec(shown: Sequence[Site], frame: Frame, outlines: Sequence[Outline]) -> Json:
    """A Vega-Lite map: background shapes, discs from large to small, names, a scale bar.

    `shown` are sites with `drawn`; a region whose outline is among `outlines` is drawn by its shape, any other rough
    place as a pale dashed disc of its radius.
    """
    shapes = {o.name: o for o in outlines}
    layers = [_background(outlines, frame)]
    for site in sorted(shown, key=lambda s: -(s.place.radius_m or 0)):
        layers.append(_area(site, shapes.get(site.place.name) if site.place.precision == "region" else None))
    spots = [s for s in shown if s.place.precision in SPOTS and frame.scale * (s.place.radius_m or 0) / EARTH_M < LEAST_PX]
    layers += [_rings(spots), *_labels(shown, frame), *_scale_bar(frame)]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": frame.width, "height": frame.height,
        "padding": 0, "autosize": {"type": "none"}, "background": SEA if outlines else PAPER,
        "projection": {"type": "mercator", "rotate": [-frame.lon, 0, 0], "center": [0, frame.lat], "scale": frame.scale,
                       "translate": [frame.width / 2, frame.height / 2],
                       "clipExtent": [[0, 0], [frame.width, frame.height]]},
        "layer": [layer for layer in layers if layer["data"]["values"]],
        "config": {"view": {"stroke": RULE}, "font": "sans-serif"},
    }  # fmt: skip


def _background(outlines: Sequence[Outline], frame: Frame) -> Json:
    west, south, east, north = frame.box
    rows = [_feature([ring]) for o in outlines for ring in o.rings if len(ring) > 3 and _meets(ring, west, south, east, north)]
    return {"data": {"values": rows}, "mark": {"type": "geoshape", "fill": LAND, "stroke": BORDER, "strokeWidth": 0.8}}


def _meets(ring: Ring, west: float, south: float, east: float, north: float) -> bool:
    lons, lats = [c[0] for c in ring], [c[1] for c in ring]
    beside = all(max(lons) + turn < west or min(lons) + turn > east for turn in (-360, 0, 360))
    return not beside and max(lats) >= south and min(lats) <= north


def _feature(rings: Sequence[Sequence[tuple[float, float]]], more: Json | None = None) -> Json:
    """Polygons as Vega wants them: outer rings clockwise, the other way round than RFC 7946."""
    turned = [list(r) if _area_of(r) < 0 else list(reversed(r)) for r in rings]
    return {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [[r] for r in turned]}, **(more or {})}


def _area_of(ring: Sequence[tuple[float, float]]) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))


def _more(site: Site) -> Json:
    words = f"{site.label} ({place_words(site.place)})"
    return {"href": f"#claim:{anchor(site.claim)}" if site.claim else "", "says": clean(words)}


_LINKED: Json = {"href": {"field": "href", "type": "nominal"}, "description": {"field": "says", "type": "nominal"}}


def _area(site: Site, outline: Outline | None) -> Json:
    p = site.place
    rings = outline.rings if outline else (tuple(disc(p.lon or 0.0, p.lat or 0.0, p.radius_m or 1)),)
    rough = p.precision not in SPOTS
    return {"data": {"values": [_feature(rings, _more(site))]}, "encoding": _LINKED,
            "mark": {"type": "geoshape", "fill": DISC, "fillOpacity": 0.09 if rough else 0.5, "stroke": DISC,
                     "strokeWidth": 1.2, "strokeOpacity": 0.75 if rough else 1,
                     "strokeDash": [3, 3] if rough else []}}  # fmt: skip


def _rings(spots: Sequence[Site]) -> Json:
    rows = [{"lon": s.place.lon, "lat": s.place.lat, **_more(s)} for s in spots]
    where = {"longitude": {"field": "lon", "type": "quantitative"}, "latitude": {"field": "lat", "type": "quantitative"}}
    return {"data": {"values": rows}, "encoding": where | _LINKED,
            "mark": {"type": "point", "size": pi * LEAST_PX**2, "stroke": DISC, "strokeWidth": 1.6, "fill": DISC,
                     "fillOpacity": 0.35, "opacity": 1}}  # fmt: skip


def _labels(shown: Sequence[Site], frame: Frame) -> list[Json]:
    """Names where they touch neither each other nor a spot; a name that finds no room is left to the list."""
    middles = {s: frame.project(s.place.lon or 0.0, s.place.lat or 0.0) for s in shown}
    frame.taken.extend((x - 7, y - 7, x + 7, y + 7) for s, (x, y) in middles.items() if s.place.precision in SPOTS)
    rows = []
    for site, (x, y) in middles.items():
        spot = site.place.precision in SPOTS
        text, size = site.label, 7.1 * len(site.label)
        gap = max(LEAST_PX, frame.scale * (site.place.radius_m or 0) / EARTH_M) + 5 if spot else 0
        for left, middle in ((x + gap, y), (x - gap - size, y), (x - size / 2, y - gap - 9), (x - size / 2, y + gap + 9),
                             (x - size / 2, y + gap + 24)):  # fmt: skip
            box = (left, middle - 8, left + size, middle + 8)
            inside = box[0] > 2 and box[2] < frame.width - 2 and box[1] > 2 and box[3] < frame.height - 26
            if inside and not any(_overlap(box, other) for other in frame.taken):
                frame.taken.append(box)
                rows.append({"x": round(left, 1), "y": round(middle, 1), "text": text, "ink": INK if site.tolls else QUIET,
                             "weight": 600 if site.tolls else 400, **_more(site)})  # fmt: skip
                break
    at = {axis: {"field": axis, "type": "quantitative", "scale": None, "axis": None} for axis in ("x", "y")}
    text_of = {"text": {"field": "text", "type": "nominal"}}
    base: Json = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 12.5}
    made = []
    for ink in (INK, QUIET):
        chosen = [r for r in rows if r["ink"] == ink]
        halo = {"stroke": LAND, "strokeWidth": 3.5, "strokeJoin": "round", "fill": LAND}
        weight = {"fontWeight": 600 if ink == INK else 400}
        made.append({"data": {"values": chosen}, "encoding": at | text_of, "mark": base | halo | weight})
        made.append({"data": {"values": chosen}, "encoding": at | text_of | _LINKED, "mark": base | {"fill": ink} | weight})
    return made


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _scale_bar(frame: Frame) -> list[Json]:
    """A bar of a round length, about a fifth of the width, at the scale of the picture's middle."""
    wanted = frame.metres(frame.width / 5)
    base = 10 ** int(log10(wanted))
    length = max(n * base for n in (1, 2, 5) if n * base <= wanted)
    pixels, y = length / frame.metres(1), frame.height - 12
    rows = [{"x": 12, "x2": 12 + pixels, "y": y, "text": distance_words(length)}]
    at = {name: {"field": name, "type": "quantitative", "scale": None, "axis": None} for name in ("x", "y")}
    text = {"text": {"field": "text", "type": "nominal"}}
    return [
        {"data": {"values": rows}, "mark": {"type": "rule", "stroke": QUIET, "strokeWidth": 1.5},
         "encoding": at | {"x2": {"field": "x2"}}},
        {"data": {"values": rows}, "encoding": at | text,
         "mark": {"type": "text", "align": "left", "dy": -8, "fill": QUIET, "fontSize": 11}},
    ]  # fmt: skip


def map_words(shown: Sequence[Site]) -> str:
    """The map in one sentence, for those who do not see it."""
    return "Map: " + "; ".join(f"{s.label} ({place_words(s.place)}, {count(len(s.claims))} claims)" for s in shown)
