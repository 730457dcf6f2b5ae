"""Places as GeoJSON: a spot, a disc, or nothing at all."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import night
from tocsin.publish import Release
from tocsin.publish.discs import EARTH_M, disc, split_at_180
from tocsin.publish.geojson import collection, geometry, write
from tocsin.record import PLACE_PRECISION, Place, Toll


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (lon, lat), by the haversine."""
    (x0, y0), (x1, y1) = ((radians(x), radians(y)) for x, y in (a, b))
    return 2 * EARTH_M * asin(sqrt(sin((y1 - y0) / 2) ** 2 + cos(y0) * cos(y1) * sin((x1 - x0) / 2) ** 2))


@pytest.mark.parametrize("precision", PLACE_PRECISION)
def test_only_a_spot_is_a_pin(precision: str) -> None:
    shape = geometry(replace(night.UMAN, precision=precision, radius_m=20000))
    if precision in ("point", "vicinity", "locality", "town"):
        assert shape == {"type": "Point", "coordinates": [30.2218, 48.7484]}
    elif precision in ("near_town", "district", "region"):
        assert shape is not None
        assert shape["type"] == "Polygon"
    else:
        assert shape is None


def test_a_rough_place_without_a_radius_is_a_problem_and_not_a_pin() -> None:
    toll = Toll("killed", replace(night.KYIV, radius_m=None), 1, 1, 1)
    incident = replace(night.release().incidents[0], tolls=(toll,), claims=())
    release = replace(night.release(), incidents=(incident,), claims=())
    (problem,) = write(release, io.BytesIO()).problems
    assert "Kyiv has no usable coordinates or radius" in str(problem)


@pytest.mark.parametrize(("lat", "lon"), [(None, None), (91.0, 0.0), (0.0, 200.0), (float("nan"), 1.0)])
def test_a_place_off_the_globe_has_no_geometry(lat: float | None, lon: float | None) -> None:
    assert geometry(Place("x", "x", lat=lat, lon=lon)) is None


@given(st.floats(-180, 180), st.floats(-75, 75), st.integers(100, 400_000))
def test_every_corner_of_a_disc_lies_at_its_radius(lon: float, lat: float, radius: int) -> None:
    for corner in disc(lon, lat, radius):
        assert metres((lon, lat), corner) == pytest.approx(radius, rel=0.002, abs=1)


@given(st.floats(-180, 180), st.floats(-75, 75), st.integers(1000, 400_000))
def test_a_disc_over_the_antimeridian_is_cut_and_loses_no_area(lon: float, lat: float, radius: int) -> None:
    def area(ring: list[tuple[float, float]]) -> float:
        return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2

    ring = disc(lon, lat, radius)
    parts = split_at_180(ring)
    assert all(-180 <= x <= 180 for part in parts for x, _ in part)
    assert all(part[0] == part[-1] for part in parts)
    assert sum(map(area, parts)) == pytest.approx(area(ring), rel=1e-3, abs=1e-4)


def test_the_box_of_a_disc_over_the_antimeridian_crosses_it() -> None:
    place = Place("Lau", "Lau", None, ("FJ",), -18.0, 179.9, 50000, "near_town")
    box = collection(Release("x", "2024-01-01", claims=(replace(night.tell().claims["k3"], place=place),)))["bbox"]
    assert box[0] > 179
    assert box[2] < -179


def test_tolls_and_places_carry_their_words(release: Release) -> None:
    shown = collection(release)
    tolls = [f["properties"] for f in shown["features"] if f["properties"]["feature"] == "toll"]
    uman = next(t for t in tolls if t["place"] == "Uman" and t["kind"] == "killed")
    assert (uman["low"], uman["best"], uman["high"], len(uman["claims"]), uman["radius_m"]) == (23, 23, 23, 9, 6000)
    said = [s for f in shown["features"] for s in f["properties"].get("says", ())]
    assert len(said) == len(release.claims)
    assert shown["credits"] == list(release.credits)
    assert shown["bbox"][0] < 30 < 35 < shown["bbox"][2]
