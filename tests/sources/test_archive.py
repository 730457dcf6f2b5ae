"""Web archives."""

from __future__ import annotations

import gzip
import io

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sources import samples
from tocsin.record import Problem

URL = "https://harbour.example/1"


@pytest.mark.parametrize("packed", [True, False])
def test_saved_pages_are_read_with_their_address(packed: bool) -> None:
    data = samples.warc({URL: samples.ARTICLE, f"{URL}?2": samples.ARTICLE}, packed=packed)
    items = samples.read_bytes(data)
    assert [r.url for r in samples.reports(items)] == [URL, f"{URL}?2"]
    assert samples.reports(items)[0].published == "2024-03-05T07:40:00+02:00"
    assert samples.problems(items) == []


def test_the_time_of_the_visit_is_told_but_is_no_publication() -> None:
    items = samples.read_bytes(samples.warc({URL: f"<html><p>{samples.BODY}</p></html>".encode()}))
    assert samples.reports(items)[0].published is None
    assert "fetched at 2024-03-07T00:00:00Z" in samples.problems(items)[0].what
    assert samples.problems(items)[0].where == "-#1"


def test_plain_text_is_read_with_the_charset_of_its_header() -> None:
    words = "Ракета влучила в пекарню."
    items = samples.read_bytes(samples.warc({URL: words.encode("koi8-u")}, "text/plain; charset=koi8-u"))
    assert [r.text for r in samples.reports(items)] == [words]


def test_pictures_robots_and_errors_are_passed_over() -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for address, status, media in ((URL, "404 Not Found", "text/html"), (URL, "200 OK", "image/png"),
                                   ("https://h.example/robots.txt", "200 OK", "text/plain")):  # fmt: skip
        headers = StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", io.BytesIO(b"<p>x</p>"), http_headers=headers)
        )
    items = samples.read_bytes(out.getvalue())
    assert samples.reports(items) == []
    assert "no report" in samples.problems(items)[0].what


def test_a_page_packed_inside_its_record_is_unpacked() -> None:
    headers = StatusAndHeaders(
        "200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1"
    )
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    body = io.BytesIO(gzip.compress(samples.ARTICLE))
    writer.write_record(writer.create_warc_record(URL, "response", body, http_headers=headers))
    assert samples.BODY in samples.reports(samples.read_bytes(out.getvalue()))[0].text


def test_a_cut_archive_gives_the_pages_before_the_cut() -> None:
    data = samples.warc({f"{URL}?{n}": samples.ARTICLE for n in range(3)})
    items = samples.read_bytes(data[: len(data) * 2 // 3 + 20])
    assert 1 <= len(samples.reports(items)) <= 2
    assert samples.problems(items)


def test_a_page_that_swells_inside_its_record_is_bounded() -> None:
    headers = StatusAndHeaders(
        "200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1"
    )
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    body = io.BytesIO(gzip.compress(b"<p>" + b"x" * 30_000_000))
    writer.write_record(writer.create_warc_record(URL, "response", body, http_headers=headers))
    items = samples.read_bytes(out.getvalue())
    assert samples.reports(items) == []
    assert "larger than 10 MB" in samples.problems(items)[0].what


def test_a_length_beyond_all_numbers_is_damage() -> None:
    data = samples.WARC.replace(b"Content-Length: ", b"Content-Length: 99999999999999999999", 1)
    (problem,) = samples.read_bytes(data)
    assert isinstance(problem, Problem)
    assert "damaged" in problem.what
