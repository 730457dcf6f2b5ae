"""Web archives (WARC): every saved page of text or HTML, one report a page."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataException
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from tocsin.record import Problem
from tocsin.sources.article import read_page
from tocsin.sources.contract import (
    MEGABYTE,
    PAGE_BYTES,
    Found,
    Incoming,
    SourceInfo,
    SourceOptions,
    Unreadable,
    read_some,
    read_up_to,
)
from tocsin.sources.decode import decode

#: a record's headers end within this many bytes, or the archive is not one
HEADER_BYTES = 2 * MEGABYTE
HTML = ("text/html", "application/xhtml+xml")
KEPT = ("response", "resource", "conversion")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
PACKED = ("br", "zstd", "compress")
#: what warcio lets out on damaged records, as found by feeding it mutated archives
DAMAGE = (
    ArchiveLoadFailed, ChunkedDataException, StatusAndHeadersParserException, EOFError, ValueError, zlib.error,
    AttributeError, TypeError, IndexError, KeyError, OverflowError,
)  # fmt: skip
# without a handler its remarks on odd addresses go to the screen
logging.getLogger("warcio").addHandler(logging.NullHandler())

HINT = "check the archive with warcio check, or make it anew"


@dataclass(frozen=True, slots=True)
class _Page:
    """A saved page, out of its record: bytes are unpacked, `fetched` is WARC-Date."""

    where: str
    body: bytes
    charset: str | None
    is_html: bool
    url: str | None
    fetched: str | None


class _Quiet(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
    """Without warcio's warning to the screen; a record of a wrong length shows by what follows it."""

    INC_RECORD = ""


class _Budgeted(io.RawIOBase):
    """A stream that gives out no more than `left` bytes before somebody grants more."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream, self.left = stream, HEADER_BYTES

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        chunk = read_some(self._stream, 65_536 if size < 0 else size)
        self.left -= len(chunk)
        if self.left < 0:
            raise Unreadable(f"a record's headers are longer than {HEADER_BYTES // MEGABYTE} MB", HINT)
        return chunk

    def tell(self) -> int:
        return 0


def sniff(head: bytes) -> bool:
    """A first record's version line; gzip has been opened before."""
    return head.lstrip(b"\r\n").startswith(b"WARC/")


def read(incoming: Incoming, options: SourceOptions) -> Iterator[Found | Problem]:
    """Pages with status 200 in the order of the archive; the address is the record's, the time the page's own.

    WARC-Date is when the page was fetched, which may be years after it was published; it is named in the Problem
    of a page that does not date itself.
    """
    stream = _Budgeted(incoming.stream)
    records = _Quiet(stream)
    number = 0
    while True:
        stream.left = HEADER_BYTES
        try:
            record = next(records, None)
            if record is None:
                return
            number += 1
            stream.left = 1 << 62
            page = _page(record, f"{incoming.where}#{number}")
            while record.raw_stream.read(65_536):
                pass
        except DAMAGE as error:
            what = f"the archive is damaged at record {number + 1}: {type(error).__name__} {str(error)[:60]}"
            yield Problem(incoming.where, what.strip(), HINT)
            return
        if isinstance(page, Problem):
            yield page
        elif page is not None:
            yield from _read_saved(page, options)


def _page(record: Any, where: str) -> _Page | Problem | None:
    """What a record holds when it is a page to be read; None for all other records."""
    media = _media_type(record)
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if record.rec_type not in KEPT or (media not in HTML and media != "text/plain"):
        return None
    if url.startswith(("dns:", "metadata:", "urn:")) or url.endswith("/robots.txt"):
        return None
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() not in ("200", "203"):
        return None
    packing = (headers.get_header("Content-Encoding") or "" if headers is not None else "").lower()
    if packing in PACKED:
        return Problem(
            where, f"the page {url} is packed with {packing}, which is not read", "save the archive unpacked"
        )
    body = read_up_to(record.content_stream(), PAGE_BYTES + 1)
    if len(body) > PAGE_BYTES:
        return Problem(where, f"the page {url} is larger than {PAGE_BYTES // MEGABYTE} MB", "give its text by itself")
    fetched = record.rec_headers.get_header("WARC-Date")
    return _Page(where, body, _charset(record), media in HTML, url or None, fetched)


def _read_saved(page: _Page, options: SourceOptions) -> Iterator[Found | Problem]:
    incoming = Incoming(page.where, io.BytesIO(page.body), page.charset)
    found = read_page(page.body, incoming, page.url) if page.is_html else _plain(incoming, page)
    for item in found:
        if isinstance(item, Found) and not item.published and not options.published:
            what = f"the page does not say when it was published; it was fetched at {page.fetched}"
            yield Problem(page.where, what, "give the date with --published if you know it")
        yield item


def _plain(incoming: Incoming, page: _Page) -> Iterator[Found | Problem]:
    decoded = decode(page.body, incoming.charset)
    if decoded is None:
        yield Problem(page.where, "the page says that it is text and is not", HINT)
        return
    if decoded.note:
        yield Problem(page.where, decoded.note, "save the page as UTF-8 if letters look wrong")
    yield Found(page.where, decoded.text, url=page.url)


def _content_type(record: Any) -> str:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    return str(headers.get_header("Content-Type") or "").lower()


def _media_type(record: Any) -> str:
    return _content_type(record).partition(";")[0].strip()


def _charset(record: Any) -> str | None:
    found = CHARSET.search(_content_type(record))
    return found[1] if found else None


INFO = SourceInfo(
    name="warc",
    title="Web archive (WARC, WET)",
    suffixes=(".warc", ".wet"),
    media_types=("application/warc",),
    licence="the publishers'; kept by the user, not passed on by Tocsin",
    trust="pages as a crawler saw them, with address and time of the visit",
    languages=("any",),
    cadence="as crawled",
    kind="story",
    sniff=sniff,
    read=read,
)
