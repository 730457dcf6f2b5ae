"""The SQLite file under a ledger: opening, one transaction at a time, and the few statements it needs.

All SQL that runs while a ledger is used stands here; ledger.py holds the rules and none of it. Another database takes
this class's place by offering the same methods.

Durability: write-ahead log with `synchronous=FULL`, so that a commit that has returned is on the disk: it outlives a
killed process and a power cut. (NORMAL would outlive the killed process only, and saves one fsync a batch, which is
nothing beside a batch of claims: https://sqlite.org/pragma.html#pragma_synchronous.)
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from tocsin.errors import LedgerError
from tocsin.ledger.chain import START, Head
from tocsin.ledger.rows import Column
from tocsin.ledger.schema import APPLICATION_ID, CLASSES, FORMAT, OLDEST_SQLITE, STORED, statements
from tocsin.ledger.shelf import FileShelf

BUSY_SECONDS = 60.0  # how long a writer waits for another one's transaction
_CHUNK = 500  # ids in one IN (...): SQLite before 3.32 allows 999 parameters


class Stored(NamedTuple):
    """A row as kept, without the columns beside it."""

    seq: int
    cls: str
    learned_at: str
    chain: str
    json: str


class FullRow(NamedTuple):
    """A row as kept; `columns` are those of schema.STORED."""

    seq: int
    cls: str
    id: str
    learned_at: str
    chain: str
    json: str
    columns: tuple[Column, ...]


class Store:
    """One open ledger file; not to be shared between threads."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, readonly: bool) -> None:
        self.path, self.readonly = path, readonly
        self._db = connection

    def shelf(self) -> FileShelf:
        """What is kept in the file beside the ledger, and derived from it."""
        with self._naming_the_file():
            return FileShelf(self._db)

    def close(self) -> None:
        """Close the file; a last writer folds the write-ahead log into it."""
        self._db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it is on the disk when the block ends, none of it when the block raises.

        Waits up to BUSY_SECONDS for another writer; raises LedgerError when that is not enough.
        """
        if self.readonly:
            raise LedgerError(f"{self.path} is open for reading only: check the rights of the file and its folder")
        with self._naming_the_file():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # the first error is the one to tell
                    self._db.execute("ROLLBACK")
                raise

    # -- reading -----------------------------------------------------------------------------------------------------

    def head(self) -> Head:
        """The last row of all."""
        parts = " UNION ALL ".join(
            f"SELECT * FROM (SELECT seq, learned_at, chain FROM {cls} ORDER BY seq DESC LIMIT 1)" for cls in CLASSES
        )
        found = self.rows(f"{parts} ORDER BY seq DESC LIMIT 1")
        return next((Head(*row) for row in found), START)

    def seq_at(self, stamp: str) -> int:
        """The running number of the last row learned at or before `stamp`; 0 when there is none."""
        parts = (
            f"SELECT * FROM (SELECT seq FROM {cls} WHERE learned_at <= ?1 ORDER BY learned_at DESC LIMIT 1)"
            for cls in CLASSES
        )
        sql = f"SELECT coalesce(max(seq), 0) FROM ({' UNION ALL '.join(parts)})"
        return next(int(seq) for (seq,) in self.rows(sql, (stamp,)))

    def known(self, cls: str, ids: Sequence[str]) -> set[str]:
        """Those of `ids` that the ledger has."""
        found: set[str] = set()
        for at in range(0, len(ids), _CHUNK):
            part = ids[at : at + _CHUNK]
            marks = ",".join("?" * len(part))
            found.update(row[0] for row in self.rows(f"SELECT id FROM {cls} WHERE id IN ({marks})", part))
        return found

    def find(self, cls: str, **where: str) -> list[Stored]:
        """Rows of a class whose columns have these values, in order; for look-ups that give a few rows."""
        return list(self.scan((cls,), None, **where))

    def scan(self, classes: Iterable[str], last: int | None, **where: str) -> Iterator[Stored]:
        """Rows of these classes in order up to number `last`, one at a time, however many there are."""
        bound = [f"{name} = :{name}" for name in where]
        if last is not None:
            bound.append("seq <= :last_seq")
        test = f" WHERE {' AND '.join(bound)}" if bound else ""
        parts = (f"SELECT seq, '{cls}', learned_at, chain, json FROM {cls}{test}" for cls in classes)
        found = self.rows(f"{' UNION ALL '.join(parts)} ORDER BY 1", {**where, "last_seq": last})
        return (Stored(*row) for row in found)

    def ids(self, cls: str) -> Iterator[str]:
        """The ids of all rows of a class."""
        return (row_id for (row_id,) in self.rows(f"SELECT id FROM {cls}"))

    def since(self, seq: int) -> list[Stored]:
        """Rows from number `seq` on, in order; for a few rows at the end."""
        parts = (f"SELECT seq, '{cls}', learned_at, chain, json FROM {cls} WHERE seq >= ?1" for cls in CLASSES)
        return [Stored(*row) for row in self.rows(f"{' UNION ALL '.join(parts)} ORDER BY 1", (seq,))]

    def full_rows(self, cls: str) -> Iterator[FullRow]:
        """Every row of a class with all its columns, in order."""
        names = ", ".join(("seq", "id", "learned_at", "chain", "json", *STORED[cls]))
        for seq, row_id, learned_at, chain, text, *columns in self.rows(f"SELECT {names} FROM {cls} ORDER BY seq"):
            yield FullRow(seq, cls, row_id, learned_at, chain, text, tuple(columns))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One snapshot for all reading in the block, whatever others write meanwhile."""
        with self._naming_the_file():
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("COMMIT")

    def file_faults(self) -> Iterator[str]:
        """What SQLite's own checks find: damaged pages, indexes that disagree, references to nothing."""
        for (word,) in self.rows("PRAGMA integrity_check"):
            if word != "ok":
                yield f"SQLite: {word}"
        for table, rowid, parent, _ in self.rows("PRAGMA foreign_key_check"):
            yield f"row {rowid} ({table}) refers to a {parent} that is not there"

    def schema_faults(self) -> Iterator[str]:
        """Tables, guards, indexes and views that are missing or not as made; others beside them are no fault."""
        fresh = sqlite3.connect(":memory:")
        for statement in statements():
            fresh.execute(statement)
        wanted = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        there = {(kind, name): sql for kind, name, sql in self.rows(wanted)}
        for kind, name, sql in fresh.execute(wanted):
            if (kind, name) not in there:
                yield f"{kind} {name} was taken away"
            elif there[kind, name] != sql:
                yield f"{kind} {name} was changed"
        fresh.close()

    def latest_table_rows(self, table: str | None, last: int) -> Iterator[str]:
        """JSON of the table rows up to number `last` that have no later version up to there, in order."""
        sql = """SELECT json FROM table_row t WHERE seq <= :last AND (:name IS NULL OR table_name = :name)
            AND NOT EXISTS (SELECT 1 FROM table_row n WHERE n.table_name = t.table_name AND n.row_id = t.row_id
                AND n.version > t.version AND n.seq <= :last) ORDER BY seq"""
        return (text for (text,) in self.rows(sql, {"last": last, "name": table}))

    def counts(self) -> tuple[dict[str, int], str | None]:
        """Rows by class, and the first `learned_at`."""
        parts = " UNION ALL ".join(f"SELECT '{cls}', count(*), min(learned_at) FROM {cls}" for cls in CLASSES)
        found = list(self.rows(parts))
        return {cls: count for cls, count, _ in found}, min((first for *_, first in found if first), default=None)

    def size(self) -> int:
        """Bytes of the file and its write-ahead log."""
        log = self.path.with_name(self.path.name + "-wal")
        return sum(part.stat().st_size for part in (self.path, log) if part.exists())

    def rows(self, sql: str, values: Any = ()) -> Iterator[Any]:
        """The answer to one SELECT, streamed; trouble becomes a LedgerError that names the file."""
        with self._naming_the_file():
            yield from self._db.execute(sql, values)

    # -- writing -----------------------------------------------------------------------------------------------------

    def insert(self, cls: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows: seq, id, learned_at, chain, json and then the columns of schema.STORED."""
        names = ("seq", "id", "learned_at", "chain", "json", *STORED[cls])
        marks = ",".join("?" * len(names))
        with self._naming_the_file():
            self._db.executemany(f"INSERT INTO {cls} ({','.join(names)}) VALUES ({marks})", rows)

    @contextmanager
    def _naming_the_file(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise LedgerError(f"{self.path}: another writer held it for {BUSY_SECONDS:.0f} s; try again") from error
            raise LedgerError(f"{self.path}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise LedgerError(f"{self.path}: {error} (see `tocsin ledger verify`, or load the last dump)") from error


def open_store(path: Path, *, create: bool) -> Store:
    """Open or make a ledger file; one that cannot be written is opened for reading.

    Raises LedgerError, naming the file and the mend, when it is missing, no ledger, damaged, or newer than this Tocsin.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise LedgerError(f"SQLite {sqlite3.sqlite_version} is too old; Python needs one from 3.31 up")
    _check_path(path, create)
    try:
        return _open(path)
    except sqlite3.OperationalError as error:
        raise LedgerError(f"{path} cannot be opened: {error}") from error
    except sqlite3.DatabaseError as error:
        raise LedgerError(f"{path} is no ledger, or is damaged: {error}. Load the last dump into a new file") from error


def _check_path(path: Path, create: bool) -> None:
    if path.is_dir():
        raise LedgerError(f"{path} is a folder; a ledger is a file, such as {path / 'ledger.tocsin'}")
    if path.exists():
        return
    if not create:
        raise LedgerError(f"{path} does not exist; check the name, or let it be created")
    if not path.parent.is_dir():
        raise LedgerError(f"the folder {path.parent} does not exist; make it first")


def _open(path: Path) -> Store:
    if not path.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return Store(path, _connect_to_write(path), readonly=False)
    return Store(path, _connect_to_read(path), readonly=True)


def _connect_to_write(path: Path) -> sqlite3.Connection:
    db = _connect(f"{path.absolute().as_uri()}?mode=rwc")
    try:
        if not _holds_ledger(db, path):
            _make_tables(db, path)
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA cache_size = -65536")  # KiB; the indexes of a million claims stay in memory
    except BaseException:
        db.close()
        raise
    return db


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Read-only, also on a read-only disk, where SQLite cannot make the files beside a ledger that it wants."""
    uri = path.absolute().as_uri()
    log = path.with_name(path.name + "-wal")
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        db = _connect(f"{uri}?{mode}")
        try:
            if not _holds_ledger(db, path):
                raise LedgerError(f"{path} is empty and cannot be written")
            return db
        except sqlite3.OperationalError as error:
            db.close()
            if log.exists() and log.stat().st_size:
                raise LedgerError(
                    f"{path} has rows in {log.name} that cannot be read here: copy both to a folder that can be written"
                ) from error
        except BaseException:
            db.close()
            raise
    raise LedgerError(f"{path} cannot be read")


def _connect(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _holds_ledger(db: sqlite3.Connection, path: Path) -> bool:
    """True for a ledger of a known format, False for an empty file; raises LedgerError for anything else."""
    owner, written, tables = _signs(db)
    if owner == APPLICATION_ID and written > FORMAT:
        raise LedgerError(f"{path} has format {written}, this Tocsin knows formats up to {FORMAT}: upgrade Tocsin")
    if owner == APPLICATION_ID and written > 0:
        return True
    if owner == 0 and not tables:
        return False
    raise LedgerError(f"{path} is an SQLite file of another program, not a ledger: give another name")


def _signs(db: sqlite3.Connection) -> tuple[int, int, int]:
    """Application id, format and number of tables, all of one moment: another process may be making the file."""
    began = not db.in_transaction
    if began:
        db.execute("BEGIN")
    try:
        asks = ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
        owner, written, tables = (db.execute(ask).fetchone()[0] for ask in asks)
    finally:
        if began:
            db.execute("ROLLBACK")
    return owner, written, tables


def _make_tables(db: sqlite3.Connection, path: Path) -> None:
    _turn_on_log(db)
    db.execute("BEGIN IMMEDIATE")
    try:
        if not _holds_ledger(db, path):  # another process may have been first
            for statement in statements():
                db.execute(statement)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _turn_on_log(db: sqlite3.Connection) -> None:
    """Write-ahead log: readers and one writer at a time do not wait for each other."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:  # two makers at once: SQLite answers without waiting here
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
