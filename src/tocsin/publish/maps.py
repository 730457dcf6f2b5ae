"""The map of an incident: places as discs as large as they are uncertain, as a Vega-Lite chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10, pi
from typing import Any

from tocsin.publish.background import feature, in_view, land, names
from tocsin.publish.contract import Box, Outline, Ring
from tocsin.publish.discs import DISCS, SPOTS, disc, holds_pole, usable
from tocsin.publish.frame import Frame, overlap
from tocsin.publish.headline import supporting_point
from tocsin.publish.ink import DISC, INK, LAND, PAPER, QUIET, RULE, SEA
from tocsin.publish.rows import same_place
from tocsin.publish.words import (
    anchor,
    clean,
    count,
    distance_words,
    place_words,
    toll_number,
    toll_phrase,
)
from tocsin.record import CASUALTY_KINDS, Claim, Incident, Place, Toll

Json = dict[str, Any]
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
        """Its name and first toll above nought: Uman, 23 killed."""
        name, tolls = clean(self.place.name)[:28], [t for t in self.tolls if toll_number(t)]
        return f"{name}: {toll_phrase(tolls[0])}" if tolls else name


def sites(incident: Incident, claims: Mapping[str, Claim]) -> tuple[Site, ...]:
    """Every place that the incident's tolls and claims name: its own first, then those with tolls, the surest first."""
    groups: dict[tuple[str, str], tuple[Place, list[Toll], list[Claim]]] = {}
    order = {kind: n for n, kind in enumerate(CASUALTY_KINDS)}
    for toll in sorted(incident.tolls, key=lambda t: order.get(t.kind, 99)):
        if toll.place is not None:
            groups.setdefault(_key(toll.place), (toll.place, [], []))[1].append(toll)
    for claim in (claims[c] for c in incident.claims if c in claims):
        if claim.place is not None:
            groups.setdefault(_key(claim.place), (claim.place, [], []))[2].append(claim)
    found = [Site(p, tuple(t), tuple(c)) for p, t, c in groups.values()]
    return tuple(
        sorted(found, key=lambda s: (not same_place(s.place, incident.place), not s.tolls, s.place.radius_m or 0))
    )


def _key(place: Place) -> tuple[str, str]:
    return place.id or place.name, place.precision


def map_spec(shown: Sequence[Site], frame: Frame, outlines: Sequence[Outline]) -> Json:
    """A Vega-Lite map: background shapes, discs from large to small, names, a scale bar.

    `shown` are sites with `drawn`; a region whose outline is among `outlines` is drawn by its shape, any other rough
    place as a pale dashed disc of its radius.
    """
    seen = in_view(outlines, frame)
    layers = land(seen, frame, [(s.place.lon or 0.0, s.place.lat or 0.0) for s in shown if s.place.precision in SPOTS])
    for site in sorted(shown, key=lambda s: -(s.place.radius_m or 0)):
        layers.append(_area(site, _shape_of(site.place, seen)))
    spots = [s for s in shown if s.place.precision in SPOTS and frame.pixels(s.place) < LEAST_PX]
    taken: list[Box] = [(0, frame.height - 32, 24 + frame.width / 4, frame.height)]
    layers += [
        _rings(spots),
        *_labels(shown, frame, taken),
        names(seen, frame, taken, [_disc_box(s, frame) for s in shown]),
        *_scale_bar(frame),
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": frame.width, "height": frame.height,
        "padding": 0, "autosize": {"type": "none"}, "background": SEA if outlines else PAPER,
        "projection": {"type": "mercator", "rotate": [-frame.lon, 0, 0], "center": [0, frame.lat], "scale": frame.scale,
                       "translate": [frame.width / 2, frame.height / 2],
                       "clipExtent": [[0, 0], [frame.width, frame.height]]},
        "layer": [layer for layer in layers if layer["data"]["values"]],
        "config": {"view": {"stroke": RULE}, "font": "sans-serif"},
    }  # fmt: skip


def _disc_box(site: Site, frame: Frame) -> Box:
    (x, y), r = frame.project(site.place.lon or 0.0, site.place.lat or 0.0), frame.pixels(site.place)
    return x - r, y - r, x + r, y + r


def _more(site: Site) -> Json:
    words = f"{site.label} ({place_words(site.place)})"
    return {"href": f"#claim:{anchor(site.claim)}" if site.claim else "", "says": clean(words)}


_LINKED: Json = {"href": {"field": "href", "type": "nominal"}, "description": {"field": "says", "type": "nominal"}}


def _shape_of(place: Place, outlines: Sequence[Outline]) -> Sequence[Ring]:
    """The rings of a region's own outline, or none: a region's path has its own name last."""
    if place.precision != "region" or len(place.path) < 2:
        return ()
    return [ring for o in outlines if o.path == place.path for ring in o.rings]


def _area(site: Site, shape: Sequence[Ring]) -> Json:
    p = site.place
    rings = shape or [tuple(disc(p.lon or 0.0, p.lat or 0.0, p.radius_m or 1))]
    rough = p.precision not in SPOTS
    return {"data": {"values": [feature(rings, _more(site))]}, "encoding": _LINKED,
            "mark": {"type": "geoshape", "fill": DISC, "fillOpacity": 0.09 if rough else 0.5, "stroke": DISC,
                     "strokeWidth": 1.2, "strokeOpacity": 0.75 if rough else 1,
                     "strokeDash": [3, 3] if rough else []}}  # fmt: skip


def _rings(spots: Sequence[Site]) -> Json:
    rows = [{"lon": s.place.lon, "lat": s.place.lat, **_more(s)} for s in spots]
    where = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }
    return {
        "data": {"values": rows},
        "encoding": where | _LINKED,
        "mark": {
            "type": "point",
            "size": pi * LEAST_PX**2,
            "stroke": DISC,
            "strokeWidth": 1.6,
            "fill": DISC,
            "fillOpacity": 0.35,
            "opacity": 1,
        },
    }


def _labels(shown: Sequence[Site], frame: Frame, taken: list[Box]) -> list[Json]:
    """Names where they touch neither each other nor a spot; a name that finds no room is left to the list."""
    middles = {s: frame.project(s.place.lon or 0.0, s.place.lat or 0.0) for s in shown}
    taken.extend((x - 7, y - 7, x + 7, y + 7) for s, (x, y) in middles.items() if s.place.precision in SPOTS)
    rows = []
    named: set[str] = set()
    for site, (x, y) in middles.items():
        if site.place.name in named:
            continue
        spot = site.place.precision in SPOTS
        text, size = site.label, 7.1 * len(site.label)
        gap = max(LEAST_PX, frame.pixels(site.place)) + 5
        beside, above = ((x + gap, y), (x - gap - size, y)), ((x - size / 2, y - gap - 6), (x - size / 2, y + gap + 8))
        centred = ((x - size / 2, y), (x - size / 2, y - 18), (x - size / 2, y + 18))
        for left, middle in (*beside, *above) if spot else (*centred, *above, *beside):
            box = (left, middle - 8, left + size, middle + 8)
            inside = box[0] > 2 and box[2] < frame.width - 2 and box[1] > 2 and box[3] < frame.height - 2
            if inside and not any(overlap(box, other) for other in taken):
                taken.append(box)
                named.add(site.place.name)
                rows.append(
                    {
                        "x": round(left, 1),
                        "y": round(middle, 1),
                        "text": text,
                        "ink": INK if site.tolls else QUIET,
                        "weight": 600 if site.tolls else 400,
                        **_more(site),
                    }
                )
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
        made.append(
            {"data": {"values": chosen}, "encoding": at | text_of | _LINKED, "mark": base | {"fill": ink} | weight}
        )
    return made


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
