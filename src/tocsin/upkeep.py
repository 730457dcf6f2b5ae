"""A ledger's incidents kept in its file and up to date, so that a look at them need not go through all rows.

What is kept is derived: it is tied to the last row that it has seen, by number and hash, and to the words and rules
that made it, and is thrown away when either does not match. After a few new rows only what they touch is made anew
(`tocsin.reconcile.index`), with the same result as the whole way. Spaces of the shelf beside reconciling's own:

    state ("now",) -> {"seq", "chain", "rules"}        incident (name,) -> the incident with its parts
    id (incident id,) -> name                          listed (start, incident id, name) -> 1
    attack (day, incident id) -> what histories ask    siren (day, row id) -> the row's data
    gone (incident id, seq) -> see `Tombstone`

`gone` is a log of ids that led somewhere once; it is not thrown away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Any, NamedTuple

from tocsin.errors import UnknownId
from tocsin.ledger import Ledger, TableRow
from tocsin.ledger.rows import Record, decode
from tocsin.ledger.shelf import FileShelf, Json, Key
from tocsin.reconcile import AlertRow, AttackRow, ReconcileOptions, id_of_anchor, instants
from tocsin.reconcile.alerts import AlertIndex, days_of
from tocsin.reconcile.history import Attack, Attacks, attack_of, check_histories, day_of
from tocsin.reconcile.index import Index, keep_all
from tocsin.reconcile.judged import last_words
from tocsin.reconcile.reconcile import (
    WORTH_MAKING,
    Rows,
    as_told,
    collector_paused,
    group,
    in_row_order,
    make_family,
    when,
)
from tocsin.reconcile.share import RUNS_WHERE_MEMORY_IS_SHORT, share
from tocsin.record import Claim, Correction, Incident, Judgement, Place, Report, Retraction, dumps, from_json, to_json

ALERTS, ATTACKS = "alerts", "attacks"
#: More new rows than this, and than a twentieth of the ledger, are taken in faster by going through all.
_FEW = 2000
_SHARE = 20
#: Groups whose incidents are held in memory at a time on the whole way.
_AT_ONCE = 20_000
#: Days beside an incident's in which a siren may touch it or its night, in any zone.
_NEAR = 2
#: Days of the record looked at first for a statement about the past, before twice as many, and so on.
_DAYS_BACK = 32


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An incident id that was given out once and leads to no incident of its own any more.

    `what`: merged, retracted or withdrawn (its reports tell of no attack any more); `on`: when the row that did it was
    learned, ISO 8601 UTC, None when that was not looked at in time; `by`: who took its last report back; `into`: the
    incident that holds its reports now.
    """

    id: str
    what: str
    on: str | None = None
    by: str | None = None
    into: str | None = None
    reports: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f" into {self.into}" if self.into else ""
        who = f", by {self.by}" if self.by else ""
        when = f" on {self.on[:19]}Z" if self.on else ""
        why = ": none of its reports tells of an attack any more" if self.what == "withdrawn" else ""
        return f"{self.id} was {self.what}{where}{when}{who}{why}"


@dataclass(slots=True)
class _Changes:
    """What some new rows are about."""

    reports: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    sirens: list[TableRow] = field(default_factory=list)
    revised: bool = False


class Kept:
    """The incidents of one ledger as of its last row."""

    def __init__(self, ledger: Ledger, shelf: FileShelf, options: ReconcileOptions) -> None:
        self._ledger, self._shelf, self._options = ledger, shelf, options
        self._sirens = _Sirens(shelf)

    # -- reading -----------------------------------------------------------------------------------------------------

    def incidents(self) -> list[Incident]:
        """All incidents by time, the parts of each after it."""
        families = [_family(row) for _, row in self._shelf.rows("incident")]
        families.sort(key=lambda family: when(family[0]))
        return self._checked([i for family in families for i in family], None)

    def family(self, id: str) -> list[Incident]:
        """The incident that an id, its beginning or a report's id leads to, then the others of its wave.

        Raises UnknownId, also for an id of before: `tombstone` tells what became of it.
        """
        name = self._find(id)
        if name is None:
            raise UnknownId(f"no incident {id!r}; `tocsin incidents` lists them")
        family = _family(self._shelf.get("incident", (name,)))
        reports = {r for i in family for r in i.reports}
        family = self._checked(family, reports, _Attacks(self._shelf))
        chosen = next((i for i in family if i.id.startswith(id)), family[0])
        return [chosen, *(i for i in family if i.id != chosen.id)]

    def tombstones(self) -> list[Tombstone]:
        """Every id that was given out and leads to no incident of its own now, by id."""
        ids = sorted({str(key[0]) for key, _ in self._shelf.scan("gone", ())})
        return [stone for id in ids if (stone := self.tombstone(id)) is not None]

    def tombstone(self, id: str) -> Tombstone | None:
        """What became of an id that leads to no incident of its own; None for one that does, or was never given."""
        if self._shelf.get("id", (id,)) is not None:
            return None
        logged = list(self._shelf.scan("gone", (id,), back=True, limit=1))
        if logged:
            _, (on, reports) = logged[0]
            return self._stone(id, on, tuple(reports))
        anchor = next((r for r in self._ledger.report_ids() if id_of_anchor(r) == id), None)
        return None if anchor is None else self._stone(id, None, (anchor,))

    # -- keeping up --------------------------------------------------------------------------------------------------

    def catch_up(self) -> None:
        """Take in the rows that were added since."""
        if self.is_current():
            return
        with self._ledger.store.writing(), collector_paused():
            state = self._shelf.get("state", ("now",))
            head = self._ledger.head()
            fresh = self._since(state)
            if fresh is None or len(fresh) > max(_FEW, head.seq // _SHARE):
                self._make_all()
            else:
                changes = self._changes(fresh)
                if changes.revised:
                    self._make_all()
                else:
                    self._take_in(changes)
            self._shelf.put("state", ("now",), {"seq": head.seq, "chain": head.chain, "rules": rules()})

    def is_current(self) -> bool:
        """True when the last row of the ledger is the last that was taken in, by the rules of now."""
        state, head = self._shelf.get("state", ("now",)), self._ledger.head()
        return state is not None and (state["seq"], state["chain"], state["rules"]) == (head.seq, head.chain, rules())

    def _since(self, state: Mapping[str, Any] | None) -> list[tuple[str, Record]] | None:
        """The rows after those that were taken in; None when what is kept is not of this ledger and these rules."""
        if state is None or state["rules"] != rules():
            return None
        rows = self._ledger.store.since(max(state["seq"], 1))
        if state["seq"] and (not rows or rows[0].seq != state["seq"] or rows[0].chain != state["chain"]):
            return None
        return [(row.cls, decode(row.cls, row.json)) for row in rows if row.seq > state["seq"]]

    def _changes(self, rows: Iterable[tuple[str, Record]]) -> _Changes:
        found = _Changes()
        for _, record in rows:
            self._note(record, found)
        return found

    def _note(self, record: Record, found: _Changes) -> None:
        if isinstance(record, Report):
            found.reports.add(record.id)
        elif isinstance(record, Claim):
            found.reports.add(record.report)
        elif isinstance(record, Judgement):
            if record.other is None:
                found.reports.add(self._ledger.claim(record.subject).report)
            else:
                found.pairs.add((min(record.subject, record.other), max(record.subject, record.other)))
        elif isinstance(record, Correction):
            found.reports.add(self._ledger.claim(record.claim).report)
        elif isinstance(record, Retraction):
            self._note(self._ledger.entry(record.target).record, found)
        elif record.table == ALERTS:
            found.sirens.append(record)
            found.revised |= record.version > 1

    def _take_in(self, changes: _Changes) -> None:
        for row in changes.sirens:
            self._sirens.put(row)
        names = Index(self._shelf).update(self, changes.reports, sorted(changes.pairs))
        names |= self._struck_on({day for row in changes.sirens for day in _days(row.data)})
        index = Index(self._shelf)
        before: dict[str, Incident] = {}
        after: set[str] = set()
        for name in sorted(names):
            for incident in _family(self._shelf.get("incident", (name,)) or []):
                before[incident.id] = incident
                self._shelf.drop("id", (incident.id,))
                self._shelf.drop("listed", (_start(incident), incident.id, name))
                day = day_of(incident)
                if day is not None:
                    self._shelf.drop("attack", (day, incident.id))
            self._shelf.drop("incident", (name,))
        for name in sorted(names):
            family = index.family(self, name, self._sirens, self._options)
            if family:
                self._keep(name, family)
                after.update(i.id for i in family)
        self._log({id: incident.reports for id, incident in before.items() if id not in after})

    def _make_all(self) -> None:
        """The whole way over all rows."""
        ledger, shelf = self._ledger, self._shelf
        before = {data["id"]: data["reports"] for _, row in shelf.rows("incident") for data in row}
        judged = last_words(ledger.current_judgements())
        rows = Rows(ledger.current_reports(), (c.claim for c in ledger.current_claims()), judged)
        shelf.clear()
        for row in ledger.rows(ALERTS):
            self._sirens.put(row)
        grouping = group(rows, self._options.processes)
        sirens = AlertIndex(from_json(AlertRow, row.data) for row in ledger.rows(ALERTS))
        for space, kept in keep_all(grouping):
            shelf.fill(space, kept)

        def as_kept(name: str) -> _KeptFamily:
            family = make_family(grouping.book, name, (rows.reports, rows.claims), sirens, self._options)
            return _kept_family(name, family)

        names = in_row_order(grouping.names, rows)
        for at in range(0, len(names), _AT_ONCE):
            made = share(
                as_kept, names[at : at + _AT_ONCE], self._options.processes,
                least=WORTH_MAKING, runs_a_fork=RUNS_WHERE_MEMORY_IS_SHORT,
            )  # fmt: skip
            for space, filling in _kept_rows([m for m in made if m.ids]):
                shelf.fill(space, filling)
        gone = {id: reports for id, reports in before.items() if shelf.get("id", (id,)) is None}
        self._log(gone)

    def _keep(self, name: str, family: Sequence[Incident]) -> None:
        for space, rows in _kept_rows([_kept_family(name, family)]):
            for key, value in rows:
                self._shelf.put(space, key, value)

    def _log(self, gone: Mapping[str, Sequence[str]]) -> None:
        """Note ids that are no more, each with its reports."""
        head = self._ledger.head()
        for id, reports in gone.items():
            self._shelf.put("gone", (id, head.seq), [head.learned_at, list(reports)])

    # -- rows as they stand, for the index -----------------------------------------------------------------------------

    def report(self, id: str) -> Report | None:
        """A report as it stands."""
        return self._ledger.current_report(id)

    def claims(self, id: str) -> Sequence[Claim]:
        """The claims of a report as they stand, in the order of the text."""
        return sorted(self._ledger.current_claims_of(id), key=as_told)

    def word(self, pair: tuple[str, str]) -> list[str] | None:
        """The last word on a pair of reports."""
        judged = last_words(self._ledger.current_words(*pair))
        found = judged.same.get(pair) or judged.apart.get(pair)
        return [found.verdict, found.by, found.made_at, found.id] if found is not None else None

    # -- finding -----------------------------------------------------------------------------------------------------

    def _find(self, id: str) -> str | None:
        exact = self._shelf.get("id", (id,))
        if exact is not None:
            return str(exact)
        report = Index(self._shelf).group_of(id)
        if report is not None and self._shelf.get("incident", (report,)) is not None:
            return report
        begun = list(self._shelf.scan("id", (), (id,), (f"{id}\uffff",), limit=2)) if id else []
        return str(begun[0][1]) if len(begun) == 1 else None

    def _stone(self, id: str, on: str | None, reports: tuple[str, ...]) -> Tombstone:
        index = Index(self._shelf)
        for report in reports:
            name = index.group_of(report)
            family = self._shelf.get("incident", (name,)) if name is not None else None
            if family is not None:
                return Tombstone(id, "merged", on, None, _family(family)[0].id, reports)
        takers = [x for r in reports for x in self._ledger.retractions_of(r)]
        if len({x.target for x in takers}) == len(set(reports)):
            last = max((self._ledger.entry(x.id) for x in takers), key=lambda entry: entry.seq)
            assert isinstance(last.record, Retraction)
            return Tombstone(id, "retracted", last.learned_at, last.record.by, None, reports)
        return Tombstone(id, "withdrawn", on, None, None, reports)

    def _struck_on(self, days: Iterable[int]) -> set[str]:
        """The groups whose incidents are on these days, or the days beside them."""
        return {
            str(key[2])
            for day in days
            for key, _ in self._shelf.scan(
                "listed", (), (instants.iso_day(day - _NEAR),), (f"{instants.iso_day(day + _NEAR)}~",)
            )
        }

    # -- histories ---------------------------------------------------------------------------------------------------

    def _checked(
        self, incidents: list[Incident], reports: set[str] | None, attacks: Attacks | None = None
    ) -> list[Incident]:
        """The incidents with their statements about the past checked; only those of these reports, if given."""
        said = self._histories(reports)
        if not any(said.values()):
            return incidents
        rows = [from_json(AttackRow, row.data) for row in self._ledger.rows(ATTACKS)]
        return check_histories(incidents, said, rows, attacks)

    def _histories(self, reports: set[str] | None) -> dict[str, list[Claim]]:
        """The statements about the past that stand, by report, in the order of the text."""
        if reports is None:
            reports = {claim.report for claim in self._ledger.claims(kind="history")}
        return {r: [c for c in self.claims(r) if c.history is not None] for r in sorted(reports)}


class _Sirens:
    """Siren intervals by day, in place of an index of them all."""

    def __init__(self, shelf: FileShelf) -> None:
        self._shelf = shelf

    def put(self, row: TableRow) -> None:
        """Keep one row under each of its days."""
        for day in _days(row.data):
            self._shelf.put("siren", (day, row.row_id), to_json(row.data))

    def join(self, incident: Incident) -> Incident:
        """The incident with the sirens that touch it."""
        covered = instants.days(incident.time.start) if incident.time is not None else None
        if incident.time is None or covered is None:
            return incident
        last = instants.days(incident.time.end) or covered
        near = self._shelf.scan("siren", (), (covered[0] - _NEAR,), (last[1] + _NEAR,))
        rows = {str(key[1]): from_json(AlertRow, data) for key, data in near}
        return AlertIndex(rows.values()).join(incident)


def keep(ledger: Ledger, *, processes: int = 1) -> Kept | None:
    """The kept incidents of a ledger, brought up to date; None for a ledger that cannot be written and is behind."""
    kept = Kept(ledger, ledger.store.shelf(), ReconcileOptions(processes=processes))
    if kept.is_current():
        return kept
    if ledger.readonly:
        return None
    kept.catch_up()
    return kept


@lru_cache(maxsize=1)
def rules() -> str:
    """A hash of all words and rules that incidents come from: what another version made is not taken for its own."""
    whole = hashlib.sha256()
    for part in ("record", "lexicon", "reconcile"):
        for file in sorted((files("tocsin") / part).iterdir(), key=lambda f: f.name):
            if file.name.endswith((".py", ".toml")):
                whole.update(file.name.encode() + file.read_bytes())
    return whole.hexdigest()[:16]


class _Attacks:
    """The kept incidents as statements about the past see them."""

    def __init__(self, shelf: FileShelf) -> None:
        self._shelf = shelf

    def before(self, day: int, since: int | None) -> Iterator[tuple[int, list[Attack]]]:
        """See `tocsin.reconcile.history.Attacks`; what is asked first is often answered by the last days."""
        first = min((int(key[0]) for key, _ in self._shelf.scan("attack", (), limit=1)), default=day)
        first = max(first, since) if since is not None else first
        last, step = day - 1, _DAYS_BACK
        while last >= first:
            found = self._shelf.scan("attack", (), (max(first, last - step + 1),), (last,), back=True)
            for then, rows in groupby(found, key=lambda row: int(row[0][0])):
                yield then, [_attack(str(key[1]), value) for key, value in rows]
            last, step = last - step, 2 * step


def _attack(id: str, value: list[Any]) -> Attack:
    weapons, places, killed, launched = value
    return Attack(id, weapons, [_place(text) for text in places], killed, launched)


@lru_cache(maxsize=1 << 16)
def _place(text: str) -> Place:
    return from_json(Place, json.loads(text))


class _KeptFamily(NamedTuple):
    """An incident with its parts as it is kept: JSON, each id with its start, and what histories ask, by its day."""

    name: str
    text: Json
    ids: list[tuple[str, str]]
    attack: tuple[Key, list[Any]] | None


def _kept_family(name: str, family: Sequence[Incident]) -> _KeptFamily:
    text = Json(json.dumps([to_json(i) for i in family], separators=(",", ":")))
    day = day_of(family[0]) if family else None
    if day is None:
        return _KeptFamily(name, text, [(i.id, _start(i)) for i in family], None)
    attack = attack_of(family[0])
    value = [attack.weapons, [dumps(p) for p in attack.places], attack.killed, attack.launched]
    return _KeptFamily(name, text, [(i.id, _start(i)) for i in family], ((day, attack.id), value))


def _kept_rows(families: Sequence[_KeptFamily]) -> Iterable[tuple[str, Iterable[tuple[Key, Any]]]]:
    """The rows of some incidents, by space."""
    yield "incident", (((f.name,), f.text) for f in families)
    yield "id", (((id,), f.name) for f in families for id, _ in f.ids)
    yield "listed", (((start, id, f.name), 1) for f in families for id, start in f.ids)
    yield "attack", (f.attack for f in families if f.attack is not None)


def _family(row: Iterable[Any]) -> list[Incident]:
    return [from_json(Incident, data) for data in row]


def _days(siren: Mapping[str, Any]) -> Iterable[int]:
    return days_of(siren["started_at"], siren["finished_at"])


def _start(incident: Incident) -> str:
    return (incident.time.start or "") if incident.time is not None else ""
