"""What holds for every registered format, whatever words it is given: it writes, and another program reads it back."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from publish import night
from publish.html_check import Page
from tocsin.errors import InputError
from tocsin.publish import FORMATS, Release
from tocsin.publish.geojson import Json

every_format = pytest.mark.parametrize("name", FORMATS)
EMPTY = Release("Nothing yet", "2024-01-01T00:00:00Z")


def check_csv(data: bytes) -> None:
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert text.count("\r\n") >= len(rows)
    assert len({len(row) for row in rows}) == 1, "every row has every column"
    for row in rows[1:]:
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r", "\n"))
            assert not cell.startswith("-") or float(cell) < 0


def check_jsonl(data: bytes) -> None:
    for line in data.decode("utf-8").split("\n")[:-1]:
        assert isinstance(json.loads(line), dict)


def check_geojson(data: bytes) -> None:
    shown = json.loads(data.decode("utf-8"))
    assert shown["type"] == "FeatureCollection"
    assert len({f["id"] for f in shown["features"]}) == len(shown["features"])
    for feature in shown["features"]:
        if feature["geometry"] is None:
            continue
        assert feature["properties"]["precision"] not in ("country", "part_of_country", "sea")
        check_geometry(feature["geometry"])


def check_geometry(shape: Json) -> None:
    """RFC 7946: closed rings, outer ones anticlockwise, longitudes and latitudes on the globe."""
    if shape["type"] == "Point":
        rings = [[shape["coordinates"]]]
    else:
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = [ring for polygon in polygons for ring in polygon]
        for ring in rings:
            assert len(ring) >= 4
            assert ring[0] == ring[-1]
            assert sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) > 0
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for ring in rings for x, y in ring)


def check_parquet(data: bytes) -> None:
    assert pq.read_table(io.BytesIO(data)).num_columns > 10


def check_html(data: bytes) -> None:
    text = data.decode("utf-8")
    assert text.lstrip().lower().startswith("<!doctype html>")
    Page(text).check()


def check_svg(data: bytes) -> None:
    root = ET.fromstring(data.decode("utf-8"))
    tags = {node.tag.rpartition("}")[2] for node in root.iter()}
    assert tags <= {"svg", "g", "path", "text", "tspan", "line", "rect", "circle", "a", "defs", "clipPath", "title"}


def check_png(data: bytes) -> None:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")


CHECKS: dict[str, Callable[[bytes], None]] = {
    ".csv": check_csv, ".jsonl": check_jsonl, ".geojson": check_geojson, ".parquet": check_parquet,
    ".html": check_html, ".svg": check_svg, ".png": check_png,
}  # fmt: skip


@every_format
def test_a_format_says_what_it_is(name: str) -> None:
    made = FORMATS[name]
    assert Path(made.FILE_NAME).suffix in CHECKS
    assert "/" in made.MEDIA_TYPE
    assert made.TITLE
    assert made.NOTE.endswith(".")


@every_format
@pytest.mark.parametrize("release", [EMPTY, night.release()], ids=["empty", "a night"])
def test_what_it_writes_reads_back(name: str, release: Release, tmp_path: Path) -> None:
    written = FORMATS[name].write(release, tmp_path)
    assert sorted(written.files) == sorted(p.name for p in tmp_path.iterdir())
    for file in written.files:
        CHECKS[Path(file).suffix]((tmp_path / file).read_bytes())


@pytest.mark.parametrize("bad", night.HOSTILE, ids=lambda bad: ascii(bad)[:24])
@pytest.mark.parametrize("name", [n for n in FORMATS if n != "pictures"])
def test_no_text_breaks_it(name: str, bad: str, tmp_path: Path) -> None:
    for file in FORMATS[name].write(night.hostile(bad), tmp_path).files:
        CHECKS[Path(file).suffix]((tmp_path / file).read_bytes())


def test_no_text_breaks_the_pictures(tmp_path: Path) -> None:
    release = night.hostile("".join(night.HOSTILE))
    for file in FORMATS["pictures"].write(release, tmp_path).files:
        CHECKS[Path(file).suffix]((tmp_path / file).read_bytes())


@every_format
def test_the_same_release_gives_the_same_bytes(name: str) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    FORMATS[name].write(night.release(), first)
    FORMATS[name].write(night.release(), second)
    assert first.getvalue() == second.getvalue()


@every_format
def test_a_stream_gets_one_file_or_a_zip_of_all(name: str, tmp_path: Path) -> None:
    stream = io.BytesIO()
    files = FORMATS[name].write(night.release(), stream).files
    FORMATS[name].write(night.release(), tmp_path)
    if len(files) == 1:
        assert stream.getvalue() == (tmp_path / files[0]).read_bytes()
    else:
        with zipfile.ZipFile(stream) as archive:
            assert {n: archive.read(n) for n in archive.namelist()} == {n: (tmp_path / n).read_bytes() for n in files}


@every_format
def test_a_folder_that_cannot_be_is_bad_use(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="name a folder"):
        FORMATS[name].write(night.release(), tmp_path / "file")
