"""A sorted shelf of small rows: what reconciling keeps between one look at the ledger and the next.

Keys are tuples of texts and whole numbers, values plain JSON values. Here it is held in memory; the ledger offers the
same in its file (`tocsin.ledger.shelf`), so that reconciling itself knows no database.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

Part = str | int
Key = tuple[Part, ...]
Row = tuple[Key, Any]


class Shelf(Protocol):
    """Rows in spaces; in one space all keys have the same length, and parts at one place have one type."""

    def get(self, space: str, key: Key) -> Any:
        """The value under a key; None when there is none."""

    def put(self, space: str, key: Key, value: Any) -> None:
        """Keep a value, in the place of an earlier one."""

    def drop(self, space: str, key: Key) -> None:
        """Take a row away; nothing happens when there is none."""

    def scan(
        self, space: str, prefix: Key, low: Key = (), high: Key = (), *, back: bool = False, limit: int | None = None
    ) -> Iterable[Row]:
        """Rows whose keys begin with `prefix`, in order of their keys, or from the last one `back`.

        `low` and `high` bound the parts after the prefix, both inclusive, as far as they are given.
        """


class MemoryShelf:
    """A shelf in memory; many rows put one after another and then scanned are sorted once."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[Key, Any]] = defaultdict(dict)
        self._keys: dict[str, list[Key]] = {}

    def get(self, space: str, key: Key) -> Any:
        return self._rows[space].get(key)

    def put(self, space: str, key: Key, value: Any) -> None:
        rows = self._rows[space]
        if key not in rows and space in self._keys:
            insort(self._keys[space], key)
        rows[key] = value

    def drop(self, space: str, key: Key) -> None:
        if self._rows[space].pop(key, None) is not None and space in self._keys:
            keys = self._keys[space]
            del keys[bisect_left(keys, key)]

    def scan(
        self, space: str, prefix: Key, low: Key = (), high: Key = (), *, back: bool = False, limit: int | None = None
    ) -> Iterator[Row]:
        keys = self._keys.get(space)
        if keys is None:
            keys = self._keys[space] = sorted(self._rows[space])
        size = len(prefix) + len(high)
        start = bisect_left(keys, prefix + low)
        stop = bisect_right(keys, prefix + high, lo=start, key=lambda key: key[:size])
        if limit is not None:
            start, stop = (max(start, stop - limit), stop) if back else (start, min(stop, start + limit))
        found = keys[start:stop]
        rows = self._rows[space]
        return ((key, rows[key]) for key in (reversed(found) if back else found))

    def spaces(self) -> Iterable[tuple[str, dict[Key, Any]]]:
        """Every space with its rows, for keeping them elsewhere."""
        return self._rows.items()
