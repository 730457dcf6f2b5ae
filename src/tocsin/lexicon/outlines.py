"""Outlines of countries and their regions for drawing maps: Natural Earth, simplified to about a kilometre.

`outlines.json` is made by `tools/build_outlines.py`: borders as arcs in steps of `quantum` degrees, each held once,
and shapes as rings of arc numbers (`~n` is arc n backwards). Ukraine holds Crimea and Sevastopol.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from tocsin.lexicon.gazetteer import name_key

Ring: TypeAlias = list[tuple[float, float]]
Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """A country (`admin1` None) or region: closed rings of (lon, lat) degrees, and each ring's bounding box.

    A box is west, south, east, north. Boxes are per ring, since France's and Russia's would hold half the world.
    """

    country: str
    admin1: str | None
    rings: tuple[tuple[tuple[float, float], ...], ...]
    boxes: tuple[Box, ...]


def outline(country: str, admin1: str | None = None) -> list[Ring]:
    """Rings of (lon, lat) of a country or of one of its first-order regions; [] when there is none of that name.

    `country`: ISO 3166-1 alpha-2; `admin1`: as in `Place.path`, such as "Cherkasy".
    """
    key = (country.upper(), name_key(admin1) if admin1 else "")
    return [list(ring) for shape in _by_name().get(key, ()) for ring in shape.rings]


def outlines_in(west: float, south: float, east: float, north: float) -> list[Outline]:
    """Every outline with a ring whose bounding box meets the one given in degrees; by country code and name."""

    def meets(box: Box) -> bool:
        return box[0] <= east and box[2] >= west and box[1] <= north and box[3] >= south

    return [shape for shape in _shapes() if any(map(meets, shape.boxes))]


@cache
def _by_name() -> dict[tuple[str, str], list[Outline]]:
    found: dict[tuple[str, str], list[Outline]] = {}
    for shape in _shapes():
        found.setdefault((shape.country, name_key(shape.admin1) if shape.admin1 else ""), []).append(shape)
    return found


@cache
def _shapes() -> tuple[Outline, ...]:
    data = json.loads((files("tocsin.lexicon") / "outlines.json").read_text(encoding="utf-8"))
    arcs = [_unpack(arc, data["quantum"]) for arc in data["arcs"]]
    return tuple(_make(country, name, rings, arcs) for country, name, rings in data["shapes"])


def _unpack(arc: list[int], quantum: float) -> tuple[tuple[float, float], ...]:
    x = y = 0
    points = []
    for i in range(0, len(arc), 2):
        x, y = x + arc[i], y + arc[i + 1]
        points.append((round(x * quantum, 3), round(y * quantum, 3)))
    return tuple(points)


def _make(
    country: str, name: str | None, rings: list[list[int]], arcs: list[tuple[tuple[float, float], ...]]
) -> Outline:
    drawn = tuple(ring for ring in (_join(ring, arcs) for ring in rings) if len(ring) > 3)
    return Outline(country, name, drawn, tuple(map(_box, drawn)))


def _box(ring: tuple[tuple[float, float], ...]) -> Box:
    lons, lats = [x for x, _ in ring], [y for _, y in ring]
    return min(lons), min(lats), max(lons), max(lats)


def _join(ring: list[int], arcs: list[tuple[tuple[float, float], ...]]) -> tuple[tuple[float, float], ...]:
    points: list[tuple[float, float]] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    if points[0] != points[-1]:
        points.append(points[0])
    return tuple(points)
