"""What every source declares, takes and gives, and the bounds that hold for all of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from tocsin.record import Problem, Section

MEGABYTE = 1_000_000
#: bytes looked at to tell what a file is
HEAD_BYTES = 65_536
#: a page of HTML above this many bytes is not a report
PAGE_BYTES = 10 * MEGABYTE


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """What the user says about the inputs, and how much of them may be read.

    The words about a report (`published` to `kind`) fill what the file itself does not say and never replace it:
    one command line usually covers many documents, and a document's own date or outlet is evidence about it.
    `zone` is the IANA zone of times that the files give without one. `source` is a source's name, to switch off
    the guessing. `max_bytes` bounds a file that must be held whole, `max_text` the code points of one report,
    `max_reports` the reports of one call.
    """

    published: str | None = None
    outlet: str | None = None
    language: str | None = None
    title: str | None = None
    url: str | None = None
    kind: str | None = None
    source: str | None = None
    zone: str | None = None
    max_bytes: int = 256 * MEGABYTE
    max_text: int = 5 * MEGABYTE
    max_reports: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """A document as a source found it, before dates are normalised and the user's words fill the gaps.

    `where` is the address for problems. `published` is the value as the file has it: text, or Unix seconds.
    `sections` is None for plain text, in which the gatherer looks for furniture by itself.
    """

    where: str
    text: str
    id: str | None = None
    published: str | int | float | None = None
    outlet: str | None = None
    language: str | None = None
    url: str | None = None
    title: str | None = None
    kind: str | None = None
    via: tuple[str, ...] = ()
    sections: tuple[Section, ...] | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One stream of bytes with its address: a file, a member of an archive, or standard input."""

    where: str
    stream: BinaryIO
    charset: str | None = None


Reader: TypeAlias = Callable[[Incoming, SourceOptions], Iterator[Found | Problem]]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source's declaration: what it is, how its files are told, and under what terms and trust they come."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    licence: str
    trust: str
    languages: tuple[str, ...]
    cadence: str
    kind: str
    sniff: Callable[[bytes], bool]
    read: Reader


class Unreadable(OSError):
    """A stream that broke off, is damaged or passed its bound; the gatherer turns it into a Problem.

    An OSError, so that libraries between the stream and us let it through as they would any failing disk.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


class Refilled(io.RawIOBase):
    """A raw stream that gives `head` first and then the rest of `stream`, or the trouble that was met after `head`."""

    def __init__(self, head: bytes, stream: BinaryIO, trouble: Unreadable | None = None) -> None:
        super().__init__()
        self._head, self._stream, self._trouble = head, stream, trouble

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's WriteableBuffer is wider
        if not self._head and self._trouble is not None:
            raise self._trouble
        chunk = self._head[: len(buffer)] if self._head else read_some(self._stream, len(buffer))
        self._head = self._head[len(chunk) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)


def look(stream: BinaryIO, size: int = HEAD_BYTES) -> tuple[bytes, BinaryIO]:
    """The first `size` bytes (fewer when there are no more) and a stream that still gives them.

    A stream that breaks off within them is told as broken only when what it gave has been read.
    """
    parts: list[bytes] = []
    trouble = None
    try:
        while size > 0 and (chunk := read_some(stream, size)):
            parts.append(chunk)
            size -= len(chunk)
    except Unreadable as broken:
        trouble = broken
    head = b"".join(parts)
    return head, io.BufferedReader(Refilled(head, stream, trouble), HEAD_BYTES)


def read_some(stream: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes of one read; a whole `read` would lose what came before trouble in its middle."""
    read = getattr(stream, "read1", stream.read)
    return bytes(read(size))


def read_up_to(stream: BinaryIO, size: int) -> bytes:
    """`size` bytes unless the stream ends before; pipes give less at a time than they are asked for."""
    parts = []
    while size > 0 and (chunk := stream.read(min(size, 1 << 20))):
        parts.append(chunk)
        size -= len(chunk)
    return b"".join(parts)


def read_whole(incoming: Incoming, limit: int) -> bytes:
    """All bytes of a file that cannot be read piece by piece; raises Unreadable above `limit`."""
    data = read_up_to(incoming.stream, limit + 1)
    if len(data) > limit:
        raise Unreadable(f"it is larger than {limit // MEGABYTE or 1} MB", "split it, or raise the limit")
    return data
