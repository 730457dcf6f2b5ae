"""Maps and curves: what is drawn, what is left out, and where it stands."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import night
from tocsin.publish import Outline, Release
from tocsin.publish.background import in_view, land, names
from tocsin.publish.curve import curve_spec, marks, moves, styles
from tocsin.publish.frame import frame_for, overlap
from tocsin.publish.ink import DARK, SPEAKERS
from tocsin.publish.maps import map_spec, sites
from tocsin.publish.pictures import draw_map, svg, write
from tocsin.record import Point, Toll


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ink", [*SPEAKERS, "#16191d", "#5a626c", "#a8340f"])
def test_every_ink_that_writes_has_contrast_by_day_and_night(ink: str) -> None:
    """4.5:1, level AA for text."""
    assert contrast(ink, "#ffffff") >= 4.5
    assert contrast(DARK[ink], DARK["#ffffff"]) >= 4.5


def test_inks_are_turned_one_to_one() -> None:
    assert len(set(DARK.values())) == len(DARK)


@given(
    st.lists(st.tuples(st.floats(-170, 170), st.floats(-60, 60), st.floats(0, 300_000)), min_size=1, max_size=5),
    st.sampled_from([(700, 420), (340, 330)]),
)
def test_a_frame_holds_every_place(spots: list[tuple[float, float, float]], size: tuple[int, int]) -> None:
    base = spots[0][0]
    near = [(base + (lon - base) / 20, lat, radius) for lon, lat, radius in spots]
    frame = frame_for(near, *size)
    for lon, lat, _ in near:
        x, y = frame.project(lon, lat)
        assert 0 <= x <= size[0]
        assert 0 <= y <= size[1]
        back = frame.unproject(x, y)
        assert hypot((back[0] - lon + 180) % 360 - 180, back[1] - lat) < 1e-6


def test_a_frame_over_the_antimeridian_is_no_wider_than_its_places() -> None:
    west, _, east, _ = frame_for([(179.5, -17.0, 1000), (-179.5, -17.0, 1000)], 700, 420).box
    assert east - west < 12


def test_what_is_drawn_is_what_can_be(release: Release) -> None:
    found = sites(release.incidents[0], release.claims_by_id())
    assert [s.place.name for s in found if not s.drawn] == ["Ukraine"]
    assert found[0].label == "Uman: 23 killed"
    assert replace(found[0], place=replace(night.UMAN, lat=None)).drawn is False


def test_names_on_the_map_touch_neither_each_other_nor_the_edge(release: Release) -> None:
    crowd = [replace(s, place=replace(s.place, lat=48.7 + n / 50, lon=30.2)) for n, s in enumerate(
        s for s in sites(release.incidents[0], release.claims_by_id()) if s.drawn)]  # fmt: skip
    frame = frame_for([(30.2, 48.7, 5000)], 340, 330)
    rows = [r for layer in map_spec(crowd, frame, ())["layer"] if layer["mark"].get("align") == "left"
            for r in layer["data"]["values"] if "says" in r and not layer["mark"].get("stroke")]  # fmt: skip
    boxes = [(r["x"], r["y"] - 8, r["x"] + 6 * len(r["text"]), r["y"] + 8) for r in rows]
    assert len(boxes) > 2
    assert not any(overlap(a, b) for n, a in enumerate(boxes) for b in boxes[:n])
    assert all(x0 >= 0 and x1 <= 340 for x0, _, x1, _ in boxes)


SQUARE = ((29.0, 47.0), (29.0, 51.0), (36.0, 51.0), (36.0, 47.0), (29.0, 47.0))
OTHER = ((36.0, 47.0), (36.0, 51.0), (43.0, 51.0), (43.0, 47.0), (36.0, 47.0))


def test_the_country_of_the_attack_stands_out_and_only_its_regions_show() -> None:
    outlines = [Outline("Here", (SQUARE,), ("HE",)), Outline("There", (OTHER,), ("TH",)),
                Outline("North", (SQUARE,), ("HE", "North")), Outline("Far", (OTHER,), ("TH", "Far"))]  # fmt: skip
    frame = frame_for([(30.2, 48.7, 5000), (37.0, 48.7, 5000)], 700, 420)
    abroad, own, regions = land(in_view(outlines, frame), frame, [(30.2, 48.7)])
    assert [len(layer["data"]["values"]) for layer in (abroad, own, regions)] == [1, 1, 1]
    written = [r["text"].replace(" ", "") for r in names(outlines, frame, [], [])["data"]["values"]]
    assert written == ["HERE", "THERE"]


def test_a_region_is_drawn_by_its_own_shape(release: Release) -> None:
    (region,) = [s for s in sites(release.incidents[0], release.claims_by_id()) if s.place.precision == "region"]
    shaped = draw_map(
        replace(release, outlines=(Outline("Cherkasy", (SQUARE,), ("UA", "Cherkasy")),)), [region], (700, 420)
    )
    corners = [
        len(ring[0])
        for layer in shaped["layer"]
        if layer["mark"].get("strokeDash")
        for f in layer["data"]["values"]
        for ring in f["geometry"]["coordinates"]
    ]
    assert corners == [5]


def test_outlines_may_be_asked_for_by_box(release: Release) -> None:
    asked = []

    def outlines(box: tuple[float, float, float, float]) -> tuple[Outline, ...]:
        asked.append(box)
        return ()

    draw_map(replace(release, outlines=outlines), [s for s in sites(release.incidents[0], {}) if s.drawn], (700, 420))
    ((west, south, east, north),) = asked
    assert west < 30.2 < 35 < east
    assert south < 48.4 < 48.8 < north


def test_the_curve_joins_only_what_counts(release: Release) -> None:
    drawn = marks(release.incidents[0].tolls[0], release.reports_by_id(), "Europe/Kyiv")
    assert [m.number for m in drawn if m.point.counted] == [3, 10, 17, 23, 23]
    lines = [layer for layer in curve_spec(drawn, "Europe/Kyiv", 700, 290)["layer"] if layer["mark"]["type"] == "line"]
    assert all(row["n"] in (3, 10, 17, 23) for layer in lines for row in layer["data"]["values"])
    assert len(lines[0]["data"]["values"]) == 6, "the running count goes on to the edge"


def test_bounds_have_their_own_shapes() -> None:
    points = (
        Point("2024-01-01T01:00Z", 12, 12, None),
        Point("2024-01-01T02:00Z", None, None, 20),
        Point("2024-01-01", 3, 3, 3),
        Point("soon", 4, 4, 4),
        Point("2024-01-01T03:00Z"),
    )
    drawn = marks(Toll("killed", series=points), {}, None)
    assert {m.number: m.shape for m in drawn} == {12: "triangle-up", 20: "triangle-down", 3: "circle"}
    assert drawn[-1].at.hour == 12, "a bare day stands at noon"
    assert moves(drawn)
    assert not moves(drawn[:1])


def test_a_sixth_speaker_has_no_colour_of_its_own() -> None:
    points = tuple(Point(f"2024-01-01T0{n}:00Z", n, n, n, f"S{n % 7}") for n in range(9))
    looks = styles(marks(Toll("killed", series=points), {}, None))
    assert [looks[f"S{n}"].ink for n in range(2)] == list(SPEAKERS[:2])
    assert looks["S5"].ink == looks["S6"].ink


def test_two_pictures_on_a_page_share_no_id(release: Release) -> None:
    spec = draw_map(release, [s for s in sites(release.incidents[0], release.claims_by_id()) if s.drawn], (340, 330))
    one, two = (svg(spec, prefix, "A map", lambda claim: f"#claim-{claim}") for prefix in ("a", "b"))
    ids = [set(re.findall(r' id="([^"]+)"', s)) for s in (one, two)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for text, own in zip((one, two), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", text)) <= own
        assert "vega.github.io" not in text


def test_one_map_and_one_curve_for_each_moving_toll(release: Release) -> None:
    files = write(release, io.BytesIO()).files
    assert sum(f.startswith("map-") for f in files) == 2
    assert sum(f.startswith("curve-") for f in files) == 2 * 3
