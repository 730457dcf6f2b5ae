"""Where things are said to have happened, as an RFC 7946 FeatureCollection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from tocsin.publish.contract import Release, Target, Written, save
from tocsin.publish.discs import DISCS, SPOTS, disc, holds_pole, split_at_180, usable
from tocsin.publish.rows import toll_id, wholes
from tocsin.publish.words import claim_words, clean, place_words
from tocsin.record import PLACE_PRECISION, Claim, Incident, Place, Problem, content_id

FILE_NAME = "places.geojson"
TITLE = "Places of tolls and claims for QGIS, Leaflet and kepler.gl"
MEDIA_TYPE = "application/geo+json"
NOTE = (
    "WGS 84. A town is a point with `radius_m`; a place known to be near a town, a district or a region is a disc of "
    "that radius; a country, part of a country or sea has a null geometry, so that no map can make a pin of it."
)
Json = dict[str, Any]


def write(release: Release, target: Target) -> Written:
    """Write places.geojson; places without usable coordinates come back as problems."""
    shown = collection(release)
    text = json.dumps(shown, ensure_ascii=False, indent=1, allow_nan=False)
    return save([(FILE_NAME, clean(text).encode("utf-8"))], target, tuple(_unplaced(shown["features"])))


def collection(release: Release) -> Json:
    """The FeatureCollection: one feature a toll, one a place that claims of an incident (or of none) name."""
    features = [f for i in wholes(release) for f in _incident_features(i, release.claims_by_id())]
    held = {c for i in release.incidents for c in i.claims}
    features += _place_features(None, [c for c in release.claims if c.id not in held])
    shown: Json = {"type": "FeatureCollection", "title": release.title, "made_at": release.made_at,
                   "credits": list(release.credits)}  # fmt: skip
    box = _bbox([f["geometry"] for f in features if f["geometry"]])
    return shown | ({"bbox": box} if box else {}) | {"features": features}


def _incident_features(incident: Incident, claims: dict[str, Claim]) -> Iterator[Json]:
    for toll in incident.tolls:
        counted = {"feature": "toll", "incident": incident.id, "kind": toll.kind, "unit": toll.unit, "low": toll.low,
                   "best": toll.best, "high": toll.high, "rule": toll.rule,
                   "claims": [p.claim for p in toll.series]}  # fmt: skip
        yield _feature(toll_id(incident, toll), toll.place, counted)
    yield from _place_features(incident.id, [claims[c] for c in incident.claims if c in claims])


def _place_features(incident: str | None, claims: Iterable[Claim]) -> Iterator[Json]:
    """One feature for each place and precision, with the claims that name it."""
    groups: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in claims:
        if (p := claim.place) is not None:
            groups.setdefault((p.id, p.name, p.precision, p.lat, p.lon, p.radius_m), []).append(claim)
    for key, named in groups.items():
        said = {"feature": "place", "incident": incident, "kinds": sorted({c.kind for c in named}),
                "claims": [c.id for c in named], "says": [claim_words(c) for c in named]}  # fmt: skip
        yield _feature(content_id("p-", [incident, *key]), named[0].place, said)


def _feature(id: str, place: Place | None, more: Json) -> Json:
    ucdp, acled = PLACE_PRECISION.get(place.precision, (None, None)) if place else (None, None)
    where = {
        "place": place.name if place else None, "place_id": place.id if place else None,
        "path": list(place.path) if place else [], "precision": place.precision if place else None,
        "radius_m": place.radius_m if place else None, "known_as": place_words(place), "ucdp_where_prec": ucdp,
        "acled_geo_precision": acled,
    }  # fmt: skip
    return {"type": "Feature", "id": id, "geometry": geometry(place), "properties": more | where}


def geometry(place: Place | None) -> Json | None:
    """A point for a spot, a disc polygon for a rough place, None for a country, a sea or a place without a radius."""
    if place is None or not usable(place):
        return None
    assert place.lat is not None
    assert place.lon is not None
    if place.precision in SPOTS:
        return {"type": "Point", "coordinates": [place.lon, place.lat]}
    if place.precision not in DISCS or not place.radius_m or holds_pole(place.lat, place.radius_m):
        return None
    parts = split_at_180(disc(place.lon, place.lat, place.radius_m))
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts}
    return {"type": "MultiPolygon", "coordinates": [[part] for part in parts]}


def _bbox(shapes: list[Json]) -> list[float] | None:
    """west, south, east, north; west is greater than east when a disc crosses the antimeridian (RFC 7946, 5.2)."""
    if not shapes:
        return None
    spots = [c for shape in shapes for c in _corners(shape["coordinates"])]
    lons, lats = sorted({c[0] for c in spots}), [c[1] for c in spots]
    west, east = lons[0], lons[-1]
    if any(shape["type"] == "MultiPolygon" for shape in shapes):
        _, east, west = max((b - a, a, b) for a, b in pairwise(lons))
    return [west, min(lats), east, max(lats)]


def _corners(nested: Any) -> Iterator[list[float]]:
    if nested and isinstance(nested[0], (int, float)):
        yield nested
    else:
        for inner in nested:
            yield from _corners(inner)


def _unplaced(features: list[Json]) -> Iterator[Problem]:
    for feature in features:
        known = feature["properties"]
        if feature["geometry"] is None and known["precision"] in (*SPOTS, *DISCS):
            yield Problem(f"feature {feature['id']}", f"{known['place']} has no usable coordinates or radius",
                          "add the place to the gazetteer, or correct it")  # fmt: skip
