"""Plain text: one file, one report, kept exactly as it is."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.record import Problem
from tocsin.sources.contract import Found, Incoming, SourceInfo, SourceOptions, read_whole
from tocsin.sources.decode import decode

#: UTF-8 takes up to four bytes a code point
BYTES_PER_POINT = 4


def sniff(head: bytes) -> bool:
    """Anything that decodes; asked last, so that every more exact source comes before."""
    return bool(head.strip()) and decode(head[:-4] if len(head) > 4096 else head) is not None


def read(incoming: Incoming, options: SourceOptions) -> Iterator[Found | Problem]:
    """One report; its text is the file's, line ends included, without a byte-order mark."""
    data = read_whole(incoming, options.max_text * BYTES_PER_POINT)
    found = decode(data, incoming.charset)
    if found is None:
        yield Problem(incoming.where, "it is not text", "give plain text, HTML, JSON lines, CSV, a feed or a WARC")
        return
    if found.note:
        yield Problem(incoming.where, found.note, "save it as UTF-8 if letters look wrong")
    yield Found(incoming.where, found.text)


INFO = SourceInfo(
    name="text",
    title="Plain text, one report a file",
    suffixes=(".txt", ".text", ".md", ".log"),
    media_types=("text/plain",),
    licence="the text's own; Tocsin adds none",
    trust="as given by the user; outlet and time are unknown unless stated with the input",
    languages=("any",),
    cadence="once",
    kind="story",
    sniff=sniff,
    read=read,
)
