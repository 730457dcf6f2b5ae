"""What lies behind a map's places: land, and the names of the countries in view."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from tocsin.publish.contract import Box, Outline, Ring
from tocsin.publish.frame import Frame, overlap
from tocsin.publish.ink import ABROAD, BORDER, LAND, QUIET
from tocsin.publish.words import clean

Json = dict[str, Any]
#: Pixels between the spots that are tried for a country's name, and how many of them a country must hold.
GRID, LEAST_SPOTS = 20, 9


def in_view(outlines: Sequence[Outline], frame: Frame) -> list[Outline]:
    """The outlines with only those rings that meet the frame, moved to its side of the globe."""
    west, south, east, north = frame.box
    found = []
    for outline in outlines:
        moved = (_moved(ring, west, east) for ring in outline.rings if len(ring) > 3)
        kept = tuple(r for r in moved if _meets(r, (west, south, east, north)))
        if kept:
            found.append(outline._replace(rings=kept))
    return found


def land(seen: Sequence[Outline], frame: Frame, spots: Sequence[tuple[float, float]]) -> list[Json]:
    """Three layers: countries, those with a place of the incident in them lighter, and the borders of their regions."""
    turned = [(lon + 360 * round((frame.lon - lon) / 360), lat) for lon, lat in spots]
    countries = [o for o in seen if len(o.path) < 2]
    own = [o for o in countries if any(_holds(o, lon, lat) for lon, lat in turned)]
    abroad = [o for o in countries if o not in own]
    regions = [o for o in seen if len(o.path) > 1 and o.path[:1] in {c.path for c in own}]
    borders = {"type": "geoshape", "fill": None, "stroke": BORDER, "strokeWidth": 0.5, "strokeOpacity": 0.7}
    return [
        {"data": {"values": [feature(o.rings) for o in outlines]},
         "mark": {"type": "geoshape", "fill": fill, "stroke": BORDER, "strokeWidth": 0.8}}
        for outlines, fill in ((abroad, ABROAD), (own, LAND))
    ] + [{"data": {"values": [feature(o.rings) for o in regions]}, "mark": borders}]  # fmt: skip


def names(seen: Sequence[Outline], frame: Frame, taken: Sequence[Box], discs: Sequence[Box]) -> Json:
    """A layer of names, each in the roomiest spot of its shape, off the discs where it can be.

    A name that would touch what is `taken` is left out.
    """
    full = list(taken)
    rows = []
    for outline in (o for o in seen if len(o.path) < 2):
        name = clean(outline.name).upper()[:24]
        spots = [(x, y) for x in range(GRID, frame.width, GRID) for y in range(GRID, frame.height, GRID)
                 if _holds(outline, *frame.unproject(x, y))]  # fmt: skip
        if len(spots) < LEAST_SPOTS:
            continue
        half, inside = 4.6 * len(name), set(spots)
        fits = [(x, y) for x, y in spots if half + 4 < x < frame.width - half - 4
                and not any(overlap((x - half, y - 9, x + half, y + 9), b) for b in full)]  # fmt: skip
        if fits:
            x, y = max(fits, key=partial(_fitness, half, discs, inside))
            full.append((x - half, y - 9, x + half, y + 9))
            rows.append({"x": x, "y": y, "text": " ".join(name) if len(name) < 9 else name})
    at = {axis: {"field": axis, "type": "quantitative", "scale": None, "axis": None} for axis in ("x", "y")}
    return {
        "data": {"values": rows},
        "encoding": at | {"text": {"field": "text", "type": "nominal"}},
        "mark": {"type": "text", "fontSize": 10, "fill": QUIET, "fillOpacity": 0.8, "baseline": "middle"},
    }


def feature(rings: Sequence[Sequence[tuple[float, float]]], more: Json | None = None) -> Json:
    """Polygons as Vega wants them: outer rings clockwise, the other way round than RFC 7946."""
    turned = [list(r) if _area(r) < 0 else list(reversed(r)) for r in rings]
    shape = {"type": "MultiPolygon", "coordinates": [[r] for r in turned]}
    return {"type": "Feature", "geometry": shape, **(more or {})}


def _moved(ring: Ring, west: float, east: float) -> Ring:
    middle = (min(c[0] for c in ring) + max(c[0] for c in ring)) / 2
    turns = 360 * round(((west + east) / 2 - middle) / 360)
    return tuple((lon + turns, lat) for lon, lat in ring) if turns else ring


def _meets(ring: Ring, box: Box) -> bool:
    lons, lats = [c[0] for c in ring], [c[1] for c in ring]
    return min(lons) <= box[2] and max(lons) >= box[0] and min(lats) <= box[3] and max(lats) >= box[1]


def _holds(outline: Outline, lon: float, lat: float) -> bool:
    """True when the spot lies in one of the rings (crossings of a ray to the east)."""
    return any(_in_ring(ring, lon, lat) for ring in outline.rings)


def _in_ring(ring: Ring, lon: float, lat: float) -> bool:
    inside = False
    for (x0, y0), (x1, y1) in pairwise(ring):
        if (y0 > lat) != (y1 > lat) and lon < x0 + (x1 - x0) * (lat - y0) / (y1 - y0):
            inside = not inside
    return inside


def _area(ring: Sequence[tuple[float, float]]) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))


def _fitness(
    half: float, discs: Sequence[Box], inside: set[tuple[int, int]], spot: tuple[int, int]
) -> tuple[bool, int]:
    box = (spot[0] - half, spot[1] - 9, spot[0] + half, spot[1] + 9)
    return not any(overlap(box, d) for d in discs), _room(spot, inside)


def _room(spot: tuple[int, int], inside: set[tuple[int, int]]) -> int:
    """How many steps of the grid lie inside in each direction, those to the sides twice as long."""
    x, y = spot
    steps = 0
    ways = ((2 * GRID, 0), (-2 * GRID, 0), (0, GRID), (0, -GRID))
    while all((x + dx * steps, y + dy * steps) in inside for dx, dy in ways):
        steps += 1
    return steps
