"""JSON of any size, one value at a time, so that a large export is never held whole."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from tocsin.sources.contract import Unreadable, read_some

CHUNK = 65_536
SPACE = " \t\r\n\ufeff"
HINT = "the file may have been cut short; export it again"


class JsonCursor:
    """Walks a JSON document: `items` and `members` go into arrays and objects, `value` takes what comes next whole.

    Every method raises Unreadable when the bytes are not UTF-8 JSON, end too early, or one value has more than
    `limit` characters.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._json = json.JSONDecoder()
        self._text, self._at, self._gone, self._ended = "", 0, 0, False

    def peek(self) -> str:
        """The next character that is not space, '' at the end; nothing is taken."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in SPACE:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._fill()

    def items(self) -> Iterator[None]:
        """Once per item of the array that comes next; the caller takes the item before asking for another."""
        self._take("[")
        if self.peek() != "]":
            yield None
            while self.peek() == ",":
                self._at += 1
                yield None
        self._take("]")

    def members(self) -> Iterator[str]:
        """Each name of the object that comes next; the caller takes the value before asking for another."""
        self._take("{")
        if self.peek() != "}":
            yield self._name()
            while self.peek() == ",":
                self._at += 1
                yield self._name()
        self._take("}")

    def value(self) -> Any:
        """The value that comes next, whole."""
        self.peek()
        while True:
            try:
                found, stop = self._json.raw_decode(self._text, self._at)
            except RecursionError:
                raise Unreadable(f"{self._place()} is nested too deeply") from None
            except ValueError as error:  # more text may complete it
                if self._ended or len(self._text) - self._at > self._limit:
                    raise Unreadable(f"{self._place()} is not JSON: {str(error)[:60]}", HINT) from None
            else:
                if stop < len(self._text) or self._ended:  # a number at the edge may go on
                    self._at = stop
                    return found
            self._fill()

    def _name(self) -> str:
        name = self.value() if self.peek() == '"' else None
        if not isinstance(name, str):
            raise Unreadable(f"{self._place()} is not JSON: a name in quotes is expected", HINT)
        self._take(":")
        return name

    def _take(self, char: str) -> None:
        if self.peek() != char:
            raise Unreadable(f"{self._place()} is not JSON: {char!r} is expected", HINT)
        self._at += 1

    def _place(self) -> str:
        return f"what stands at character {self._gone + self._at}"

    def _fill(self) -> None:
        size = max(CHUNK, len(self._text) - self._at)  # doubles, so that one long value is not rescanned too often
        chunk = read_some(self._stream, size)
        self._ended = not chunk
        try:
            more = self._decoder.decode(chunk, final=self._ended)
        except UnicodeDecodeError:
            raise Unreadable("it is not UTF-8, which JSON has to be", "save it as UTF-8") from None
        self._gone += self._at
        self._text, self._at = self._text[self._at :] + more, 0
