"""Prove that a ledger is whole: every hash, id, span, reference, number, stamp, guard and page of the file."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from tocsin.errors import InputError, LedgerError
from tocsin.ledger.chain import STAMP, START, Head, link
from tocsin.ledger.checks import Checks
from tocsin.ledger.ledger import Ledger
from tocsin.ledger.rows import decode, draft
from tocsin.ledger.schema import CLASSES, STORED
from tocsin.ledger.store import FullRow, Store
from tocsin.record import Problem


def verify(ledger: Ledger, *, known_head: Head | None = None) -> list[Problem]:
    """Check everything; an empty list means that nothing was changed, lost or damaged.

    The hash chain shows any change or loss but one: whole rows cut off the end by someone who also removes the guards.
    Give the `known_head` of an earlier day (from `Ledger.head`, a release or a dump's last line) to find that as well.
    Reads the whole file once, in one snapshot, while others may go on writing.
    """
    store = ledger.store
    problems: list[Problem] = []
    try:
        with store.reading():
            problems += (Problem(str(store.path), what, _FROM_DUMP) for what in store.file_faults())
            problems += (Problem(str(store.path), what, _FROM_DUMP) for what in store.schema_faults())
            problems += _check_rows(store, known_head)
    except LedgerError as error:
        problems.append(Problem(str(store.path), f"reading stopped: {error}", _FROM_DUMP))
    return problems


_FROM_DUMP = "load the last good dump into a new file and compare"


def _check_rows(store: Store, known_head: Head | None) -> Iterator[Problem]:
    head = START
    checks = Checks(store)
    for row in heapq.merge(*(store.full_rows(cls) for cls in CLASSES)):
        where = f"{store.path} row {row.seq} ({row.cls} {row.id})"
        for what in [*_faults_of_place(row, head), *_faults_of_row(row, checks)]:
            yield Problem(where, what, _FROM_DUMP)
        head = Head(row.seq, row.learned_at, row.chain)
        if known_head and row.seq == known_head.seq and row.chain != known_head.chain:
            yield Problem(where, f"chain is {row.chain}, was {known_head.chain} when the head was noted", _FROM_DUMP)
    if known_head and known_head.seq > head.seq:
        what = f"ends at row {head.seq}, went to {known_head.seq} when the head was noted"
        yield Problem(str(store.path), what, _FROM_DUMP)


def _faults_of_place(row: FullRow, head: Head) -> Iterator[str]:
    if row.seq != head.seq + 1:
        yield f"rows {head.seq + 1} to {row.seq - 1} are missing" if row.seq > head.seq else "the number stands twice"
    elif link(head, row.cls, row.learned_at, row.json).chain != row.chain:
        yield "the row, or one before it, is not what was entered: the hash chain does not fit"
    if not STAMP.match(row.learned_at) or row.learned_at <= head.learned_at:
        yield f"learned_at {row.learned_at!r} is not later than that of the row before"


def _faults_of_row(row: FullRow, checks: Checks) -> Iterator[str]:
    try:
        made = draft(decode(row.cls, row.json))
    except (LedgerError, InputError) as error:
        yield str(error)
        return
    flaw = checks.flaw(made)
    if flaw:
        yield flaw
    if made.json != row.json:
        yield "the JSON is not written in the ledger's form"
    if made.id != row.id:
        yield f"the id beside the record is {row.id!r}, in it {made.id!r}"
    for name, kept, right in zip(STORED[row.cls], row.columns, made.columns, strict=True):
        if kept != right:
            yield f"{name} beside the record is {kept!r}, in it {right!r}"
