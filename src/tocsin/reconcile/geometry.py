"""Places as scopes: the same, inside, beside, apart. Works on what a Place carries; no gazetteer is opened."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from tocsin.reconcile.words import stem
from tocsin.record import Place

EARTH_M = 6_371_000
#: coarse to fine: what a place of one level can hold lies at a higher one
LEVELS = {"sea": 0, "country": 0, "part_of_country": 1, "region": 2, "district": 3, "near_town": 4, "town": 4,
          "locality": 5, "vicinity": 6, "point": 7}  # fmt: skip
TOWN = LEVELS["town"]
_NEAR_M = 3000
#: Beyond this from a city's middle a town is one of its own more often than not.
_QUARTER_M = 10_000
#: A city's reach to that of a part of it: about three times the people.
_LARGER = 1.5
_DEFAULT_RADIUS_M = {"town": 5000, "near_town": 10_000, "locality": 1500, "vicinity": 500, "point": 100}


def level(place: Place) -> int:
    """0 for a country to 7 for a point."""
    return LEVELS[place.precision]


def country(place: Place) -> str | None:
    """ISO code of the country that holds the place, or that it is; None when the gazetteer did not say."""
    if place.path:
        return place.path[0]
    return place.id if level(place) == 0 and place.id else None


def distance_m(a: Place, b: Place) -> float | None:
    """Great-circle metres between the two points; None when either has none."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat1, lat2 = radians(a.lat), radians(b.lat)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(min(1.0, half)))


def reach_m(place: Place) -> int:
    """Metres from its point within which the place lies; a usual size when it does not say."""
    return place.radius_m if place.radius_m is not None else _DEFAULT_RADIUS_M.get(place.precision, 50_000)


def name_key(place: Place) -> str:
    """Country and the stem of the name: what copies of one place without a gazetteer id share."""
    return f"{country(place) or '?'}:{stem(place.name.split(',')[0])}"


def same(a: Place, b: Place) -> bool:
    """True when both are one place: one id; else one name, unless their points say otherwise."""
    if a.id is not None and b.id is not None:
        return a.id == b.id
    if stem(a.name) != stem(b.name):
        return False
    if abs(level(a) - level(b)) > 1 or (None not in (country(a), country(b)) and country(a) != country(b)):
        return False
    apart = distance_m(a, b)
    return apart is None or apart <= max(reach_m(a), reach_m(b), 50_000 if level(a) < TOWN else _NEAR_M)


def quarter_of(inner: Place, outer: Place) -> bool:
    """True when the town `inner` may be a part of the larger town `outer`: its point lies within that one's reach."""
    if level(inner) != TOWN or level(outer) != TOWN or reach_m(inner) * _LARGER > reach_m(outer):
        return False
    apart = distance_m(inner, outer)
    return apart is not None and apart <= min(reach_m(outer), _QUARTER_M)


def contains(outer: Place, inner: Place) -> bool:
    """True when `inner` lies in `outer` and is finer: by the path that holds it, else by distance.

    A street lies in its town by distance, or by a name that ends with the town's ("Uman, Komarova Street" has
    "Uman" before the comma).
    """
    if level(outer) >= level(inner):
        return False
    if level(outer) == 0:
        return country(outer) is not None and country(outer) == country(inner)
    if country(outer) != country(inner) and None not in (country(outer), country(inner)):
        return False
    if level(outer) < TOWN:
        if len(outer.path) > 1 and inner.path[: len(outer.path)] == outer.path:
            return True
        return any(stem(part) == stem(outer.name) or part == outer.id for part in inner.path[1:])
    if any(stem(part) == stem(outer.name) for part in (*inner.path[1:], *inner.name.split(","))):
        return True
    apart = distance_m(outer, inner)
    return apart is not None and apart <= reach_m(outer)
