"""A sorted shelf of small rows in the ledger's file: what is derived from the ledger and may be thrown away.

It stands beside the ledger's own tables and is no part of the record: `verify` and `dump` pass it over, and rows here
may change. Each space is one table, `kept_` and its name, made when it is first written. The one that holds ids given
out before (`kept_gone`) is a log and outlives `clear`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

Key = tuple[str | int, ...]
Row = tuple[Key, Any]
_LOGS = ("kept_gone",)
_encode = json.JSONEncoder(separators=(",", ":")).encode


class Json(str):
    """A value that is JSON text already, made elsewhere."""

    __slots__ = ()


class FileShelf:
    """The kept tables of one ledger file; to be written inside `Store.writing`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._widths: dict[str, int] = {}

    def get(self, space: str, key: Key) -> Any:
        """The value under a key; None when there is none."""
        if not self._width(space):
            return None
        found = self._db.execute(_get(space, len(key)), key).fetchone()
        return None if found is None else json.loads(found[0])

    def put(self, space: str, key: Key, value: Any) -> None:
        """Keep a value, in the place of an earlier one."""
        self._make(space, len(key))
        self._db.execute(_put(space, len(key)), (*key, _text(value)))

    def drop(self, space: str, key: Key) -> None:
        """Take a row away; nothing happens when there is none."""
        if self._width(space):
            self._db.execute(_drop(space, len(key)), key)

    def scan(
        self, space: str, prefix: Key, low: Key = (), high: Key = (), *, back: bool = False, limit: int | None = None
    ) -> Iterator[Row]:
        """Rows whose keys begin with `prefix`, in order of their keys; see `tocsin.reconcile.shelf`."""
        width = self._width(space)
        if not width:
            return iter(())
        statement = _scan(space, width, (len(prefix), len(low), len(high)), back, limit is not None)
        values = (*prefix, *low, *high, *(() if limit is None else (limit,)))
        return ((row[:width], json.loads(row[width])) for row in self._db.execute(statement, values).fetchall())

    def rows(self, space: str) -> Iterator[Row]:
        """All rows in order of their keys, one at a time; nothing may be written to the space meanwhile."""
        width = self._width(space)
        found = self._db.execute(_scan(space, width, (0, 0, 0), False, False)) if width else ()
        return ((row[:width], json.loads(row[width])) for row in found)

    def fill(self, space: str, rows: Iterable[Row]) -> None:
        """Put many rows, in any order, into a space; SQLite sorts them on the disk."""
        incoming = iter(rows)
        first = next(incoming, None)
        if first is None:
            return
        width = len(first[0])
        self._make(space, width)
        names = ", ".join(_names(width))
        self._db.execute(f"CREATE TEMP TABLE filling ({names}, value)")
        values = ((*key, _text(value)) for key, value in chain((first,), incoming))
        self._db.executemany(f"INSERT INTO filling VALUES ({', '.join('?' * (width + 1))})", values)
        self._db.execute(f"INSERT OR REPLACE INTO kept_{space} SELECT * FROM filling ORDER BY {names}")
        self._db.execute("DROP TABLE filling")

    def clear(self) -> None:
        """Throw everything away but the log of ids."""
        found = self._db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'kept!_%' ESCAPE '!'"
        )
        for (table,) in found.fetchall():
            if table not in _LOGS:
                self._db.execute(f"DELETE FROM {table}")

    def _width(self, space: str) -> int:
        """How many parts the keys of a space have; 0 for one that was never written, here or by another process."""
        if space not in self._widths:
            columns = self._db.execute(f"SELECT count(*) FROM pragma_table_info('kept_{space}')").fetchone()[0]
            if not columns:
                return 0
            self._widths[space] = int(columns) - 1
        return self._widths[space]

    def _make(self, space: str, width: int) -> None:
        if not self._width(space):
            names = ", ".join(_names(width))
            self._db.execute(
                f"CREATE TABLE kept_{space} ({names}, value TEXT NOT NULL, PRIMARY KEY ({names})) WITHOUT ROWID"
            )


def _text(value: Any) -> str:
    # Most rows are a number or a short text, for which setting up an encoder takes longer than writing.
    kind = type(value)
    return str(value) if kind is int or kind is Json else float.__repr__(value) if kind is float else _encode(value)


def _names(width: int) -> list[str]:
    return [f"k{n}" for n in range(width)]


def _is(width: int) -> str:
    return " AND ".join(f"{name} = ?" for name in _names(width))


@lru_cache
def _get(space: str, width: int) -> str:
    return f"SELECT value FROM kept_{space} WHERE {_is(width)}"


@lru_cache
def _put(space: str, width: int) -> str:
    return f"INSERT OR REPLACE INTO kept_{space} VALUES ({', '.join('?' * (width + 1))})"


@lru_cache
def _drop(space: str, width: int) -> str:
    return f"DELETE FROM kept_{space} WHERE {_is(width)}"


@lru_cache
def _scan(space: str, width: int, given: tuple[int, int, int], back: bool, limited: bool) -> str:
    prefix, low, high = given
    tests = [f"{name} = ?" for name in _names(prefix)]
    for count, sign in ((low, ">="), (high, "<=")):
        if count:
            names = _names(width)[prefix : prefix + count]
            tests.append(f"({', '.join(names)}) {sign} ({', '.join('?' * count)})")
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    order = ", ".join(f"{name}{' DESC' if back else ''}" for name in _names(width))
    return f"SELECT * FROM kept_{space}{where} ORDER BY {order}{' LIMIT ?' if limited else ''}"
