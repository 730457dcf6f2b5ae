"""What a map shows: a Mercator frame around places, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asinh, atan, cos, degrees, inf, radians, sinh, tan

from tocsin.publish.contract import Box
from tocsin.publish.discs import EARTH_M
from tocsin.record import Place

#: The least that a map shows to each side of its places, in metres, so that a reader sees where in a country it is.
LEAST_HALF_M = 130_000
#: Beyond this latitude Mercator runs away.
MOST_LAT = 84.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A Mercator picture: its centre in degrees, pixels a radian, and size in pixels."""

    lon: float
    lat: float
    scale: float
    width: int
    height: int

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        """Pixels from the upper left corner, the short way round the globe."""
        up = _merc(lat) - _merc(self.lat)
        return self.width / 2 + self.scale * radians(_turn(lon - self.lon)), self.height / 2 - self.scale * up

    def unproject(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a pixel; longitudes run on beyond 180."""
        up = _merc(self.lat) + (self.height / 2 - y) / self.scale
        return self.lon + degrees((x - self.width / 2) / self.scale), degrees(atan(sinh(up)))

    @property
    def box(self) -> Box:
        """What the picture shows, in degrees."""
        (west, north), (east, south) = self.unproject(0, 0), self.unproject(self.width, self.height)
        return west, south, east, north

    def pixels(self, place: Place) -> float:
        """A place's radius on the picture."""
        return self.scale * (place.radius_m or 0) / EARTH_M / cos(radians(min(MOST_LAT, abs(place.lat or 0.0))))

    def metres(self, pixels: float) -> float:
        """Metres on the ground at the picture's middle."""
        return pixels / self.scale * EARTH_M * cos(radians(self.lat))


def frame_for(spots: Sequence[tuple[float, float, float]], width: int, height: int) -> Frame:
    """A frame that holds every (lon, lat, radius in metres) with some air; `spots` may not be empty."""
    base = spots[0][0]
    west, south, east, north = inf, inf, -inf, -inf
    for place_lon, lat, radius in spots:
        lon, up = base + _turn(place_lon - base), degrees(max(radius, LEAST_HALF_M) / EARTH_M)
        side = min(180.0, up / max(0.05, cos(radians(lat))))
        west, east = min(west, lon - side), max(east, lon + side)
        south, north = min(south, max(-MOST_LAT, lat - up)), max(north, min(MOST_LAT, lat + up))
    low, high = _merc(south), _merc(north)
    scale = 0.94 * min(width / radians(min(360.0, east - west)), height / (high - low))
    return Frame((west + east) / 2, degrees(atan(sinh((low + high) / 2))), scale, width, height)


def overlap(a: Box, b: Box) -> bool:
    """True when two boxes share some area."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _merc(lat: float) -> float:
    return asinh(tan(radians(max(-MOST_LAT, min(MOST_LAT, lat)))))


def _turn(lon: float) -> float:
    """The same longitude within -180..180."""
    return (lon + 540) % 360 - 180
