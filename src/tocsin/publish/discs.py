"""Circles on the globe as polygons: how a place that is known only roughly is drawn."""

from __future__ import annotations

from itertools import pairwise
from math import asin, atan2, cos, degrees, pi, radians, sin

from tocsin.record import Place

Coordinate = tuple[float, float]

#: Mean Earth radius in metres (IUGG R1); the error of a sphere, 0.6 % at most, is far below any radius_m.
EARTH_M = 6_371_008.8
CORNERS = 48
#: Precisions that are a spot, given their radius beside it; the others are drawn as discs.
SPOTS = ("point", "vicinity", "locality", "town")
DISCS = ("near_town", "district", "region")


def disc(lon: float, lat: float, radius_m: float, corners: int = CORNERS) -> list[Coordinate]:
    """A closed ring of (lon, lat) in degrees, anticlockwise, around a point; longitudes run on beyond 180.

    Great-circle destination formula on a sphere.
    """
    angle, phi = radius_m / EARTH_M, radians(lat)
    ring = []
    for k in range(corners):
        bearing = -2 * pi * k / corners
        y = asin(sin(phi) * cos(angle) + cos(phi) * sin(angle) * cos(bearing))
        dx = atan2(sin(bearing) * sin(angle) * cos(phi), cos(angle) - sin(phi) * sin(y))
        ring.append((round(lon + degrees(dx), 6), round(degrees(y), 6)))
    return [*ring, ring[0]]


def holds_pole(lat: float, radius_m: float) -> bool:
    """True when a disc covers a pole, where no ring of longitudes can draw it."""
    return abs(lat) + degrees(radius_m / EARTH_M) >= 90


def usable(place: Place) -> bool:
    """True when a place has coordinates that lie on the globe."""
    return place.lat is not None and place.lon is not None and abs(place.lat) <= 90 and abs(place.lon) <= 180


def split_at_180(ring: list[Coordinate]) -> list[list[Coordinate]]:
    """The ring cut at the antimeridian (RFC 7946, 3.1.9), each part within -180..180."""
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    if west >= -180 and east <= 180:
        return [ring]
    edge, shift = (180.0, -360.0) if east > 180 else (-180.0, 360.0)
    inside = _half(ring, edge, keep_below=edge > 0)
    beyond = [(x + shift, y) for x, y in _half(ring, edge, keep_below=edge < 0)]
    return [part for part in (inside, beyond) if len(part) > 3]


def _half(ring: list[Coordinate], edge: float, keep_below: bool) -> list[Coordinate]:
    """The part of a ring on one side of a meridian (Sutherland-Hodgman against one line)."""
    kept: list[Coordinate] = []
    for (x0, y0), (x1, y1) in pairwise(ring):
        here, there = (x0 <= edge, x1 <= edge) if keep_below else (x0 >= edge, x1 >= edge)
        if here:
            kept.append((x0, y0))
        if here != there:
            kept.append((edge, round(y0 + (y1 - y0) * (edge - x0) / (x1 - x0), 6)))
    return [*kept, kept[0]] if kept else []
