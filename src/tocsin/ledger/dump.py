"""A ledger as JSON Lines and back: dump, load, dump gives the same bytes.

    {"tocsin_ledger": 1}
    {"seq": 1, "learned_at": "...", "chain": "...", "class": "report", "record": {...}}
    ...
    {"end": 1, "chain": "..."}

One line a row, in order, with its number, stamp and chain; the last line tells that none is missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from tocsin.errors import InputError, LedgerError
from tocsin.ledger.chain import STAMP, START, Head, link
from tocsin.ledger.checks import Checks
from tocsin.ledger.ledger import Ledger
from tocsin.ledger.rows import Draft, build, draft
from tocsin.ledger.schema import CLASSES, FORMAT, STORED
from tocsin.record import Problem

_BATCH = 1000
_MEND = "nothing was loaded; take the line from another copy of the dump"
_ROW_KEYS = {"seq", "learned_at", "chain", "class", "record"}


class Writable(Protocol):
    """A text stream to write to."""

    def write(self, text: str, /) -> object: ...


def dump(ledger: Ledger, stream: Writable) -> Head:
    """Write every row as one line of JSON, in order; gives the head that the dump ends at.

    `stream` is text in UTF-8 with line feeds as they are (`open(path, "w", encoding="utf-8", newline="")`).
    Rows that others add meanwhile are left for the next dump.
    """
    store = ledger.store
    head = store.head()
    stream.write(f'{{"tocsin_ledger": {FORMAT}}}\n')
    for row in store.scan(CLASSES, head.seq):
        stream.write(
            f'{{"seq": {row.seq}, "learned_at": "{row.learned_at}", "chain": "{row.chain}",'
            f' "class": "{row.cls}", "record": {row.json}}}\n'
        )
    stream.write(f'{{"end": {head.seq}, "chain": "{head.chain}"}}\n')
    return head


def load(stream: Iterable[str], ledger: Ledger, *, name: str | None = None) -> list[Problem]:
    """Add a dump's rows with their numbers and stamps; all of them, or none when there is a problem.

    The ledger must be empty or hold the beginning of the same dump, so that loading again, or loading a later dump of
    the same ledger, adds what is missing. Every line is checked as a new row is, and against the hash chain; problems
    name `name` (or the stream's own) and the line. All or nothing, because a ledger with a hole is not that ledger: its
    chain and its past states would differ from every other copy's. Raises LedgerError as `Ledger.add` does.
    """
    title = name or str(getattr(stream, "name", "dump"))
    loading = _Loading(ledger, title)
    try:
        with ledger.store.writing():
            loading.run(stream)
            if loading.problems:
                raise _Refused
    except _Refused:
        pass
    return loading.problems


class _Refused(Exception):
    """Rolls the transaction back."""


class _Line(NamedTuple):
    number: int
    head: Head
    draft: Draft


class _BadLine(ValueError):
    """What is wrong with one line."""


class _Loading:
    """One load under way, inside its transaction."""

    def __init__(self, ledger: Ledger, title: str) -> None:
        self._store, self._title = ledger.store, title
        self._checks = Checks(ledger.store)
        self._here = ledger.head()
        self._own = ledger.store.scan(CLASSES, self._here.seq)
        self._head: Head | None = START
        self._ended = False
        self.problems: list[Problem] = []

    def run(self, stream: Iterable[str]) -> None:
        """Read all lines; store rows as long as there is no problem, then only look for further ones."""
        waiting: list[_Line] = []
        for line in self._lines(stream):
            # A retraction may take back the one right before it, so each is stored before the next is checked.
            alone = line.draft.cls == "retraction"
            if waiting and (alone or line.draft.cls != waiting[0].draft.cls or len(waiting) == _BATCH):
                self._store_lines(waiting)
                waiting = []
            waiting.append(line)
        self._store_lines(waiting)
        if not self._ended:
            self._tell("its end", "the last line is missing: the dump was cut off", "copy the whole file again")

    def _lines(self, stream: Iterable[str]) -> Iterator[_Line]:
        """The good lines of rows that the ledger has not."""
        for number, text in enumerate(stream, 1):
            try:
                line = self._line(number, text)
            except _BadLine as error:
                self._tell(f"line {number}", str(error), _MEND)
                continue
            if line is not None:
                yield line

    def _line(self, number: int, text: str) -> _Line | None:
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            self._head = None
            raise _BadLine(f"not JSON: {error}") from error
        if number == 1:
            if not isinstance(data, dict) or data.get("tocsin_ledger") != FORMAT:
                raise _BadLine(f'the first line of a dump of this format is {{"tocsin_ledger": {FORMAT}}}')
            return None
        if self._ended:
            raise _BadLine("there is something after the end")
        if isinstance(data, dict) and data.keys() == {"end", "chain"}:
            self._end(data)
            return None
        return self._row(number, data)

    def _end(self, data: dict[str, Any]) -> None:
        self._ended = True
        if self._head is not None and (data["end"], data["chain"]) != (self._head.seq, self._head.chain):
            raise _BadLine(
                f"the dump ends at row {data['end']}, the line before has row {self._head.seq}: lines are missing"
            )

    def _row(self, number: int, data: Any) -> _Line | None:
        before, self._head = self._head, None  # unknown until this line has proved good
        head = _stated_head(data)
        self._head = head
        try:
            made = draft(build(data["class"], data["record"]))
        except (LedgerError, InputError) as error:
            raise _BadLine(str(error)) from error
        if before is not None and link(before, made.cls, head.learned_at, made.json) != head:
            raise _BadLine("the hash chain does not fit: this line was changed, or lines before it are missing")
        if before is not None and head.learned_at <= before.learned_at:
            raise _BadLine(f"learned_at {head.learned_at!r} is not later than that of the row before")
        if head.seq > self._here.seq:
            return _Line(number, head, made)
        own = next((row for row in self._own if row.seq >= head.seq), None)
        if own is not None and own.seq == head.seq and own.chain != head.chain and not self.problems:
            raise _BadLine(f"the ledger has another row {own.seq}: it is not the ledger that this is a dump of")
        return None

    def _store_lines(self, lines: list[_Line]) -> None:
        if self.problems or not lines:
            return
        for line in lines:
            flaw = self._checks.flaw(line.draft)
            if flaw:
                self._tell(f"line {line.number}", flaw, "nothing was loaded")
                return
        rows = [(head.seq, made.id, head.learned_at, head.chain, made.json, *made.columns) for _, head, made in lines]
        try:
            self._store.insert(lines[0].draft.cls, rows)
        except LedgerError as error:
            self._tell(f"lines {lines[0].number} to {lines[-1].number}", str(error), "nothing was loaded")

    def _tell(self, where: str, what: str, hint: str) -> None:
        self.problems.append(Problem(f"{self._title} {where}", what, hint))


def _stated_head(data: Any) -> Head:
    if not isinstance(data, dict) or data.keys() != _ROW_KEYS or data["class"] not in STORED:
        raise _BadLine(f"a row has {', '.join(sorted(_ROW_KEYS))}, and a class of {', '.join(CLASSES)}")
    seq, learned_at, chain = data["seq"], data["learned_at"], data["chain"]
    texts = isinstance(chain, str) and isinstance(learned_at, str)
    if type(seq) is not int or not texts or not STAMP.match(learned_at):
        raise _BadLine("seq is a number, chain a hash and learned_at an instant such as 2026-06-19T08:30:00.000000Z")
    return Head(seq, learned_at, chain)
