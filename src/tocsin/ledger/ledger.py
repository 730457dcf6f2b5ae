"""The append-only record: reports, claims and what people said of them, with when each was learned.

    with open_ledger("kyiv.tocsin") as ledger:
        added = ledger.add(reports=[report], claims=claims)
        for claim in ledger.claims(as_of="2026-06-01"):
            ...

Nothing is changed or deleted, ever. A row is in the ledger when `add` has returned, and not before.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from tocsin.errors import LedgerError, UnknownId
from tocsin.ledger.admit import Admission, draft_said, settle_report
from tocsin.ledger.chain import Head, until
from tocsin.ledger.rows import (
    Draft,
    Record,
    TableRow,
    class_of,
    decode,
    draft_claim,
    draft_correction,
    draft_judgement,
    draft_report,
    draft_retraction,
    draft_table_row,
)
from tocsin.ledger.schema import CLASSES
from tocsin.ledger.standing import CurrentClaim, Standing, weigh
from tocsin.ledger.store import Store, open_store
from tocsin.record import Claim, Correction, Judgement, Problem, Report, Retraction

AsOf = str | date | datetime | None
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Added:
    """What one `add` did: rows new and known, by class; problems; reports kept under a later version's id."""

    new: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with its place in the ledger: running number and the UTC instant at which it was learned."""

    seq: int
    learned_at: str
    record: Record


@dataclass(frozen=True, slots=True)
class Stats:
    """Rows by class, first and last `learned_at`, the head of the chain, and the file's size in bytes."""

    rows: Mapping[str, int]
    first: str | None
    last: str | None
    head: Head
    size: int


def _now() -> datetime:
    return datetime.now(UTC)


def open_ledger(path: str | os.PathLike[str], *, create: bool = True, clock: Callable[[], datetime] = _now) -> Ledger:
    """Open a ledger file, or make it; one that may not be written is opened for reading only.

    `clock` gives aware datetimes for `learned_at`. Raises LedgerError, naming the file and the mend, for a file that is
    missing (with `create=False`), of another program, damaged, or written by a newer Tocsin.
    """
    return Ledger(open_store(Path(path), create=create), clock)


class Ledger(AbstractContextManager["Ledger"]):
    """An open ledger. Several processes may hold one file open and write in turn; a Ledger belongs to one thread.

    Every `as_of` takes an ISO date (all of that day, UTC), an instant, or None for all, and compares `learned_at`.
    Iterators stream and show the rows that were there when the iteration began.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime] = _now) -> None:
        self._store, self._clock = store, clock

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing is pending, since every `add` is complete when it returns."""
        self._store.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._store.path

    @property
    def readonly(self) -> bool:
        """True when rows cannot be added."""
        return self._store.readonly

    @property
    def store(self) -> Store:
        """The storage below, for verify and dump."""
        return self._store

    # -- adding ------------------------------------------------------------------------------------------------------

    def add(
        self,
        *,
        reports: Iterable[Report] = (),
        claims: Iterable[Claim] = (),
        judgements: Iterable[Judgement] = (),
        corrections: Iterable[Correction] = (),
        retractions: Iterable[Retraction] = (),
        rows: Iterable[TableRow] = (),
        revise: bool = False,
    ) -> Added:
        """Add rows in one transaction; when it returns they are on the disk, when it raises none of them is.

        What the ledger has already is counted and left alone, so that adding twice changes nothing. Thousands of claims
        a call are much faster than one.

        A report whose id is taken by other content (text or metadata) is never dropped in silence and never put in the
        other's place: ids come from outlets and files, and an edited page under an old address is the very thing that a
        recorder must be able to see. It is a problem, unless `revise` is set: then it is kept as a report of its own
        under `id@2`, `@3` and so on (`renamed` says which). Claims given in the same call under the bare id were read
        from a text that is not that report's, so they are set aside with a problem; a claim's id is a hash that holds
        the report's id, hence the ledger cannot re-address it. Ask `version_of(report)` first, and read that.
        A table row with other data than its latest version follows the same rule, and gets the next version number.

        Words of people (judgements, corrections, retractions) that name an unknown row, or a field or value that a
        claim cannot have, are problems; the rest of the call goes in.

        Raises SpanMismatch when a claim's quote is not its report's text at that place, and LedgerError when an id is
        not the hash of its content, a claim's report is unknown, the file is read-only, or another writer holds it.
        """
        problems: list[Problem] = []
        drafts: list[tuple[str, list[Draft]]] = [
            ("reports", [draft_report(r) for r in reports]),
            ("table_rows", [draft_table_row(dataclasses.replace(r, version=1)) for r in rows]),
            ("claims", [draft_claim(c) for c in claims]),
            ("judgements", draft_said(judgements, draft_judgement, problems)),
            ("corrections", draft_said(corrections, draft_correction, problems)),
            ("retractions", draft_said(retractions, draft_retraction, problems)),
        ]
        with self._store.writing():
            admission = Admission(self._store, self._clock(), revise, problems=problems)
            for step, batch in drafts:
                if batch:
                    getattr(admission, step)(batch)
        return Added(+admission.new, +admission.known, tuple(problems), admission.renamed)

    def version_of(self, report: Report) -> Report:
        """The report under its id in the ledger, or the one that `revise` would give it: read claims from this one."""
        settled = settle_report(self._store, report, {}, taken=True)
        return report if settled.id == report.id else dataclasses.replace(report, id=settled.id)

    # -- reading -----------------------------------------------------------------------------------------------------

    def entries(self, cls: str | None = None, as_of: AsOf = None) -> Iterator[Entry]:
        """Rows with their stamps: of all classes, or report, table_row, claim, judgement, correction or retraction."""
        if cls is not None and cls not in CLASSES:
            raise LedgerError(f"rows are of the classes {', '.join(CLASSES)}, not {cls!r}")
        for seq, name, learned_at, _, text in self._store.scan((cls,) if cls else CLASSES, self._last(as_of)):
            yield Entry(seq, learned_at, decode(name, text))

    def reports(self, as_of: AsOf = None) -> Iterator[Report]:
        """Reports in the order in which they were learned, every version of each."""
        return self._records(Report, "report", as_of)

    def claims(self, as_of: AsOf = None, report: str | None = None, kind: str | None = None) -> Iterator[Claim]:
        """Claims as read, in the order in which they were learned; of one report or kind if given."""
        where = {name: value for name, value in (("report", report), ("kind", kind)) if value is not None}
        return self._records(Claim, "claim", as_of, **where)

    def judgements(self, as_of: AsOf = None) -> Iterator[Judgement]:
        """Judgements, also those taken back since."""
        return self._records(Judgement, "judgement", as_of)

    def corrections(self, as_of: AsOf = None) -> Iterator[Correction]:
        """Corrections, also those taken back since."""
        return self._records(Correction, "correction", as_of)

    def retractions(self, as_of: AsOf = None) -> Iterator[Retraction]:
        """Retractions, also those taken back since."""
        return self._records(Retraction, "retraction", as_of)

    def rows(self, table: str | None = None, as_of: AsOf = None) -> Iterator[TableRow]:
        """Rows of imported tables, each in the latest version of that time."""
        for text in self._store.latest_table_rows(table, self._last(as_of)):
            row = decode("table_row", text)
            assert isinstance(row, TableRow)
            yield row

    def report(self, report_id: str) -> Report:
        """One report; raises UnknownId."""
        return self._one(Report, "report", report_id)

    def claim(self, claim_id: str) -> Claim:
        """One claim as read; raises UnknownId."""
        return self._one(Claim, "claim", claim_id)

    def versions(self, report_id: str) -> list[Report]:
        """A report and its later versions, first to last; `report_id` is the bare id. Raises UnknownId."""
        found = [decode("report", row.json) for row in self._store.find("report", base=report_id)]
        if not found:
            raise UnknownId(f"{self.path} has no report {report_id!r}")
        return [report for report in found if isinstance(report, Report)]

    # -- what stands -------------------------------------------------------------------------------------------------

    def standing(self, as_of: AsOf = None) -> Standing:
        """Which rows are taken back, which claims rejected and how claims are corrected, as known at `as_of`."""
        return weigh(self.retractions(as_of), self.judgements(as_of), self.corrections(as_of))

    def current_claims(self, as_of: AsOf = None) -> Iterator[CurrentClaim]:
        """Claims as they stood, corrections applied; without those rejected, retracted or of a retracted report."""
        stamp = None if as_of is None else until(as_of)
        standing = self.standing(stamp)
        for claim in self.claims(stamp):
            if not standing.leaves_out(claim):
                yield standing.current(claim)

    def current_reports(self, as_of: AsOf = None) -> Iterator[Report]:
        """Reports that were not taken back."""
        retracted = self.standing(as_of).retracted
        return (report for report in self.reports(as_of) if report.id not in retracted)

    def current_judgements(self, as_of: AsOf = None) -> Iterator[Judgement]:
        """Judgements that were not taken back."""
        retracted = self.standing(as_of).retracted
        return (judgement for judgement in self.judgements(as_of) if judgement.id not in retracted)

    def stands(self, row_id: str) -> bool:
        """True for a row that was not taken back, or whose taking back was itself taken back."""
        return not self.retractions_of(row_id)

    def current_report(self, report_id: str) -> Report | None:
        """One report as it stands; None when the ledger has none of that id, or it was taken back."""
        found = self._about(Report, "report", id=report_id)
        return found[0] if found and self.stands(report_id) else None

    def current_claims_of(self, report_id: str) -> Iterator[Claim]:
        """The claims of one report as `current_claims` has them, found without reading the rest of the ledger."""
        if not self.stands(report_id):
            return
        for claim in self._about(Claim, "claim", report=report_id):
            if self.stands(claim.id):
                judgements = [j for j in self._about(Judgement, "judgement", claim=claim.id) if self.stands(j.id)]
                corrections = [k for k in self._about(Correction, "correction", claim=claim.id) if self.stands(k.id)]
                standing = weigh((), judgements, corrections)
                if not standing.leaves_out(claim):
                    yield standing.current(claim).claim

    def current_words(self, report_id: str, other: str) -> list[Judgement]:
        """What people said of one pair of reports and did not take back, in the order in which it was learned."""
        said = [
            *self._about(Judgement, "judgement", report=report_id, other_report=other),
            *self._about(Judgement, "judgement", report=other, other_report=report_id),
        ]
        return [judgement for judgement in said if self.stands(judgement.id)]

    def retractions_of(self, target: str) -> list[Retraction]:
        """What takes a row back now, in the order in which it was learned; [] for a row that stands."""
        return [x for x in self._about(Retraction, "retraction", target=target) if self.stands(x.id)]

    def entry(self, row_id: str) -> Entry:
        """A report, claim, judgement, correction or retraction with its place in the ledger; raises UnknownId."""
        for row in self._store.find(class_of(row_id), id=row_id):
            return Entry(row.seq, row.learned_at, decode(row.cls, row.json))
        raise UnknownId(f"{self.path} has no row {row_id!r}")

    def report_ids(self) -> Iterator[str]:
        """The ids of all reports, also of those taken back."""
        return self._store.ids("report")

    def _about(self, kind: type[_T], cls: str, **where: str) -> list[_T]:
        found = (decode(cls, row.json) for row in self._store.find(cls, **where))
        return [record for record in found if isinstance(record, kind)]

    def head(self) -> Head:
        """The last row: its number, stamp and chain."""
        return self._store.head()

    def stats(self) -> Stats:
        """Counts and size."""
        counts, first = self._store.counts()
        head = self.head()
        return Stats(counts, first, head.learned_at or None, head, self._store.size())

    def _last(self, as_of: AsOf) -> int:
        return self._store.head().seq if as_of is None else self._store.seq_at(until(as_of))

    def _records(self, record_type: type[_T], cls: str, as_of: AsOf, **where: str) -> Iterator[_T]:
        for row in self._store.scan((cls,), self._last(as_of), **where):
            record = decode(cls, row.json)
            assert isinstance(record, record_type)
            yield record

    def _one(self, kind: type[_T], cls: str, row_id: str) -> _T:
        found = self._store.find(cls, id=row_id)
        if not found:
            raise UnknownId(f"{self.path} has no {cls} {row_id!r}")
        record = decode(cls, found[0].json)
        assert isinstance(record, kind)
        return record
