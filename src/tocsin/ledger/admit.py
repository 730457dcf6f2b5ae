"""What may enter: checks on entry, and which rows are new. Runs inside the ledger's one transaction."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from tocsin.errors import InputError
from tocsin.ledger.chain import Stamps, link
from tocsin.ledger.checks import Checks
from tocsin.ledger.rows import Draft, TableRow, class_of, decode, draft_report, draft_table_row, split_version
from tocsin.ledger.store import Store
from tocsin.record import Claim, Correction, Judgement, Problem, Report, Retraction

_R = TypeVar("_R", Judgement, Correction, Retraction)


@dataclass(slots=True)
class Admission:
    """One `add` under way: appends what is new, counts what is known, and keeps the problems."""

    store: Store
    now: datetime
    revise: bool = False
    new: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    _refused: set[str] = field(default_factory=set)
    _checks: Checks = field(init=False)

    def __post_init__(self) -> None:
        self._checks = Checks(self.store)

    def append(self, cls: str, drafts: Sequence[Draft]) -> None:
        """Give rows of one class their numbers, stamps and chain, and store them."""
        if not drafts:
            return
        head = self.store.head()
        stamps = Stamps(head.learned_at, self.now)
        rows: list[tuple[Any, ...]] = []
        for draft in drafts:
            learned_at = stamps.take()
            head = link(head, cls, learned_at, draft.json)
            rows.append((head.seq, draft.id, learned_at, head.chain, draft.json, *draft.columns))
        self.store.insert(cls, rows)
        self.new[cls] += len(rows)

    # -- reports and table rows --------------------------------------------------------------------------------------

    def reports(self, drafts: Iterable[Draft]) -> None:
        """New reports; one whose id is taken by other content becomes a version of it, or a problem."""
        fresh: dict[str, Draft] = {}
        drafts = list(drafts)
        taken = self.store.known("report", [d.id for d in drafts])
        for draft in drafts:
            self._report(draft, fresh, taken)
        self.append("report", list(fresh.values()))

    def _report(self, draft: Draft, fresh: dict[str, Draft], taken: set[str]) -> None:
        report = _as(Report, draft)
        if class_of(draft.id) != "report":
            what = f"report id {draft.id!r} has the shape of a {class_of(draft.id)} id"
            self._refuse(draft.id, what, "give another id")
            return
        settled = settle_report(self.store, report, fresh, draft.id in taken)
        if settled.id == report.id and settled.known:
            self.known["report"] += 1
        elif settled.id == report.id:
            fresh[report.id] = draft
        elif settled.known or self.revise:
            self.renamed[report.id] = settled.id
            if settled.known:
                self.known["report"] += 1
            else:
                fresh[settled.id] = draft_report(dataclasses.replace(report, id=settled.id))
        else:
            differs = " and ".join(settled.differs)
            what = f"the ledger has a report {report.id!r} with other {differs}; nothing was overwritten"
            hint = f"add it with revise=True to keep it beside the first as {settled.id!r}"
            self._refuse(draft.id, what, hint)

    def _refuse(self, row_id: str, what: str, hint: str) -> None:
        self._refused.add(row_id)
        self.problems.append(Problem(row_id, what, hint))

    def table_rows(self, drafts: Iterable[Draft]) -> None:
        """New rows of imported tables; one that differs from its latest version becomes a new version, or a problem."""
        drafts = list(drafts)
        taken = self.store.known("table_row", [d.id for d in drafts])
        latest: dict[tuple[str, str], TableRow] = {}
        fresh: list[Draft] = []
        for draft in drafts:
            row = _as(TableRow, draft)
            key = (row.table, row.row_id)
            before = latest.get(key) or (self._latest(*key) if draft.id in taken else None)
            if before is None:
                latest[key] = row
                fresh.append(draft)
            elif draft_table_row(dataclasses.replace(row, version=before.version)).json == draft_table_row(before).json:
                self.known["table_row"] += 1
            elif self.revise:
                latest[key] = dataclasses.replace(row, version=before.version + 1)
                fresh.append(draft_table_row(latest[key]))
            else:
                what = f"the ledger has other data for {row.id!r}; nothing was overwritten"
                self.problems.append(Problem(row.id, what, "add it with revise=True to keep it as a later version"))
        self.append("table_row", fresh)

    def _latest(self, table: str, row_id: str) -> TableRow:
        last = self.store.find("table_row", table_name=table, row_id=row_id)[-1]
        row = decode("table_row", last.json)
        assert isinstance(row, TableRow)
        return row

    # -- claims ------------------------------------------------------------------------------------------------------

    def claims(self, drafts: Iterable[Draft]) -> None:
        """New claims, each checked against its report's text; raises SpanMismatch or LedgerError at a wrong one."""
        by_id = {draft.id: draft for draft in self._kept(drafts)}
        taken = self.store.known("claim", list(by_id))
        self.known["claim"] += len(taken)
        fresh = [draft for draft in by_id.values() if draft.id not in taken]
        for draft in fresh:
            self._checks.span(_as(Claim, draft))
        self.append("claim", fresh)

    def _kept(self, drafts: Iterable[Draft]) -> Iterable[Draft]:
        """The claims but those of reports that this very call refused or stored under another id."""
        set_aside: Counter[str] = Counter()
        seen: set[str] = set()
        for draft in drafts:
            report = draft.columns[0]
            if report in self._refused or report in self.renamed:
                set_aside[str(report)] += 1
            elif draft.id in seen:
                self.known["claim"] += 1
            else:
                seen.add(draft.id)
                yield draft
        for report_id, count in set_aside.items():
            what = f"{count} of its claims were set aside, since it did not enter under the id {report_id!r}"
            self.problems.append(Problem(report_id, what, "read the claims from ledger.version_of(report)"))

    # -- people's words ----------------------------------------------------------------------------------------------

    def judgements(self, drafts: Iterable[Draft]) -> None:
        """New judgements whose reports or claim the ledger has; others become problems."""
        self._said("judgement", drafts, lambda draft: self._checks.judgement(_as(Judgement, draft)))

    def corrections(self, drafts: Iterable[Draft]) -> None:
        """New corrections that their claim can take; others become problems."""
        self._said("correction", drafts, lambda draft: self._checks.correction(_as(Correction, draft)))

    def retractions(self, drafts: Iterable[Draft]) -> None:
        """New retractions of rows that the ledger has, in any order among themselves; others become problems."""
        waiting = {draft.id: draft for draft in drafts}
        while waiting:  # one that takes back another of this call enters after it
            ready = [d for d in waiting.values() if _as(Retraction, d).target not in waiting]
            for draft in ready:
                del waiting[draft.id]
            self._said("retraction", ready, lambda draft: self._checks.missing(_as(Retraction, draft).target))

    def _said(self, cls: str, drafts: Iterable[Draft], flaw_of: Callable[[Draft], str | None]) -> None:
        by_id = {draft.id: draft for draft in drafts}
        taken = self.store.known(cls, list(by_id))
        self.known[cls] += len(taken)
        fresh = []
        for draft in by_id.values():
            if draft.id in taken:
                continue
            flaw = flaw_of(draft)
            if flaw:
                self.problems.append(Problem(draft.id, f"{cls} was not added: {flaw}"))
            else:
                fresh.append(draft)
        self.append(cls, fresh)


def draft_said(said: Iterable[_R], draft: Callable[[_R], Draft], problems: list[Problem]) -> list[Draft]:
    """Drafts of people's words; one whose `made_at` is no instant becomes a problem."""
    drafts = []
    for one in said:
        try:
            drafts.append(draft(one))
        except InputError as error:
            problems.append(Problem(one.id, f"not added: made_at: {error}"))
    return drafts


# -- versions of a report --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Settled:
    """Where a report belongs: under which id, whether it is there, and how it differs from what has its own id."""

    id: str
    known: bool
    differs: tuple[str, ...] = ()


def settle_report(store: Store, report: Report, fresh: Mapping[str, Draft], taken: bool) -> Settled:
    """Find the id under which a report is, or would be, kept.

    `fresh` are reports about to be added; `taken` is False when the ledger is known not to have the id.
    """
    owner = _as(Report, fresh[report.id]) if report.id in fresh else _stored_report(store, report.id) if taken else None
    if owner is None or owner == report:
        return Settled(report.id, owner is not None)
    base, _ = split_version(report.id)
    versions = {version.id: version for version in _versions(store, base)}
    versions |= {d.id: _as(Report, d) for d in fresh.values() if d.columns[0] == base}
    for row_id, version in versions.items():
        if dataclasses.replace(report, id=row_id) == version:
            return Settled(row_id, True)
    last = max(split_version(row_id)[1] for row_id in versions)
    return Settled(f"{base}@{last + 1}", False, _differences(owner, report))


def _differences(one: Any, other: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(other) if getattr(one, f.name) != getattr(other, f.name))


def _stored_report(store: Store, report_id: str) -> Report | None:
    found = store.find("report", id=report_id)
    return _as_report(found[0].json) if found else None


def _versions(store: Store, base: str) -> list[Report]:
    return [_as_report(row.json) for row in store.find("report", base=base)]


def _as_report(text: str) -> Report:
    record = decode("report", text)
    assert isinstance(record, Report)
    return record


_K = TypeVar("_K")


def _as(kind: type[_K], draft: Draft) -> _K:
    assert isinstance(draft.record, kind)
    return draft.record
