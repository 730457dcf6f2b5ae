"""Bytes to text: what the file says of itself first, a guess with a note last."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the UTF-16 one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
CYRILLIC_WORD = re.compile("[а-яіїєґё]{3,}", re.IGNORECASE)
LATIN_RUN = re.compile("[\xc0-\xff]{3,}")
#: share of control characters above which bytes are not text (UTF-8 prose has none; logs have stray ones)
CONTROL_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, and a note when that encoding was guessed."""

    text: str
    encoding: str
    note: str | None = None


def decode(data: bytes, charset: str | None = None) -> Decoded | None:
    """Text of `data`, or None when the bytes are not text.

    In turn: a byte-order mark, UTF-8, `charset` (what a header or page declares), UTF-16 told by its zero bytes,
    then windows-1251 or windows-1252 by which of the two gives words; the last three carry a note.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            text = body.decode(encoding, "replace")
            damaged = "\ufffd" in text and "\ufffd".encode(encoding) not in body
            return _text(
                text, encoding, f"some bytes are not valid {encoding} and stand as \ufffd" if damaged else None
            )
    if b"\0" not in data[:4096]:  # UTF-16 of English is valid UTF-8, with a zero beside every letter
        try:
            return _text(data.decode("utf-8"), "utf-8", None)
        except UnicodeDecodeError:
            pass
    if charset and (declared := _declared(data, charset)):
        return declared
    encoding = _utf16(data) or (_single_byte(data) if b"\0" not in data[:4096] else "utf-8")
    text = data.decode(encoding, "replace")
    return _text(text, encoding, f"the encoding is not declared and was taken for {encoding}")


def _text(text: str, encoding: str, note: str | None) -> Decoded | None:
    sample = text[:200_000]
    if len(CONTROL.findall(sample)) > len(sample) * CONTROL_SHARE:
        return None
    return Decoded(text, encoding, note)


def _declared(data: bytes, charset: str) -> Decoded | None:
    try:
        name = codecs.lookup(charset.strip()[:40]).name
        return _text(data.decode(name), name, None)
    except (LookupError, ValueError):  # unknown name, a codec that is not of text, or bytes that do not fit it
        return None


def _utf16(data: bytes) -> str | None:
    sample = data[:4096]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    quarter = len(sample) // 8
    if odd > quarter and odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > quarter and even > 4 * odd else None


def _single_byte(data: bytes) -> str:
    sample = data[:200_000]
    cyrillic = sum(map(len, CYRILLIC_WORD.findall(sample.decode("cp1251", "replace"))))
    high = sum(1 for b in sample if b >= 0x80)
    return "cp1251" if cyrillic * 2 > high else "cp1252"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number from 1; `text` is None when it was too long to hold, `note` names a doubt."""

    number: int
    text: str | None
    note: str | None = None


def decoded_lines(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """Lines with their ends, decoded one at a time so that a file of any size is read in little memory.

    `limit` is in bytes; a longer line is passed over. A line that is not UTF-8 is guessed as `decode` does.
    """
    head = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
    encoding = next((name for mark, name in BOMS if head.startswith(mark)), "utf-8")
    if encoding != "utf-8":
        yield from _wide_lines(stream, encoding, limit)
        return
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if len(raw) > limit and not raw.endswith(b"\n"):
            _skip_line(stream)
            yield Line(number, None)
            continue
        if number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        found = decode(raw)
        yield Line(number, found.text, found.note) if found else Line(number, "", "it is not text")


def _skip_line(stream: BinaryIO) -> None:
    while (raw := stream.readline(1 << 16)) and not raw.endswith(b"\n"):
        pass


def _wide_lines(stream: BinaryIO, encoding: str, limit: int) -> Iterator[Line]:
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
    number = 0
    while line := text.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith("\n"):
            while (rest := text.readline(1 << 16)) and not rest.endswith("\n"):
                pass
            yield Line(number, None)
            continue
        yield Line(number, line.removeprefix("\ufeff") if number == 1 else line)
    text.detach()  # the stream is the caller's to close


def opening(head: bytes) -> bytes:
    """How a file begins, for telling its kind: lower case, without mark, leading space and UTF-16's zero bytes."""
    for mark, _ in BOMS:
        head = head.removeprefix(mark)
    return head[:8192].replace(b"\0", b"").lstrip().lower()
