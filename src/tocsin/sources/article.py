"""A web page of one article: its text in page order, with what is not body marked, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.record import Problem
from tocsin.sources.contract import PAGE_BYTES, Found, Incoming, SourceInfo, SourceOptions, read_whole
from tocsin.sources.decode import decode, opening
from tocsin.sources.markup import clean_page, parse_html
from tocsin.sources.metadata import read_facts

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
STARTS = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|title|meta|div|p|h1|section|header|table)\b")
INSIDE = re.compile(rb"<(?:html|body|article|head)\b")


def sniff(head: bytes) -> bool:
    """Begins with an element of HTML, or with a comment or XML declaration and has one soon after."""
    start = opening(head)
    return bool(STARTS.match(start) or (start.startswith((b"<!--", b"<?xml", b"<!")) and INSIDE.search(start)))


def read(incoming: Incoming, options: SourceOptions) -> Iterator[Found | Problem]:
    """One report a page."""
    yield from read_page(read_whole(incoming, PAGE_BYTES), incoming)


def read_page(data: bytes, incoming: Incoming, url: str | None = None) -> Iterator[Found | Problem]:
    """The report on a page of HTML; `url` is where it was met, the page's own word is used when None."""
    declared = CHARSET.search(data[:8192])
    decoded = decode(data, incoming.charset or (declared[1].decode("ascii", "replace") if declared else None))
    if decoded is None:
        yield Problem(incoming.where, "the page is not text", "fetch it again, unpacked")
        return
    if decoded.note:
        yield Problem(incoming.where, decoded.note, "save the page as UTF-8 if letters look wrong")
    parsed = parse_html(decoded.text)
    if parsed.tree is None:
        yield Problem(incoming.where, f"the page cannot be read: {parsed.note}", "save its text, and give that")
        return
    facts = read_facts(parsed.tree)
    page = clean_page(parsed.tree, facts.title)
    for note in filter(None, (parsed.note, page.note)):
        yield Problem(incoming.where, note, "look whether the body is whole")
    yield Found(
        incoming.where,
        page.text,
        published=facts.published,
        outlet=facts.outlet,
        language=facts.language,
        url=url or facts.url,
        title=facts.title,
        sections=page.sections,
    )


INFO = SourceInfo(
    name="article",
    title="Web page of an article (HTML)",
    suffixes=(".html", ".htm", ".xhtml"),
    media_types=("text/html", "application/xhtml+xml"),
    licence="the publisher's; kept by the user, not passed on by Tocsin",
    trust="the outlet's words; title, time and site name are what the page's markup states",
    languages=("any",),
    cadence="once",
    kind="story",
    sniff=sniff,
    read=read,
)
