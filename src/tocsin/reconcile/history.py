"""Statements about the past, such as "the first in 51 days", tested against the own record and imported tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple, Protocol

from tocsin.lexicon.load import matcher
from tocsin.reconcile import instants
from tocsin.reconcile.geometry import contains, country, same
from tocsin.reconcile.words import name_stems
from tocsin.record import Claim, History, HistoryCheck, Incident, Place


@dataclass(frozen=True, slots=True)
class AttackRow:
    """One row of an imported table of attacks: the hand-made table of launches, UCDP GED, ACLED.

    `start` and `end` are ISO 8601 in local time; `place` is None or a country when the table does not say the town,
    `place_text` its own words; counts are None when the table has no such column.
    """

    id: str
    start: str
    end: str | None = None
    weapon: tuple[str, ...] = ()
    weapon_kinds: tuple[str, ...] = ()
    place: Place | None = None
    place_text: str | None = None
    launched: int | None = None
    intercepted: int | None = None
    killed: int | None = None
    table: str = ""


@dataclass(frozen=True, slots=True)
class _Past:
    """An earlier attack, whichever record it is from."""

    row: str
    day: int
    here: bool | None
    number: int | None


class Attack(NamedTuple):
    """What is asked of an attack on record: its weapon classes, its own place and its tolls', and two numbers."""

    id: str
    weapons: Sequence[str]
    places: Sequence[Place]
    killed: int | None
    launched: int | None


class Attacks(Protocol):
    """The attacks on record, by day."""

    def before(self, day: int, since: int | None) -> Iterable[tuple[int, Sequence[Attack]]]:
        """Those of each day before `day`, from `since` on if that is given, the last day first."""


class AttacksOf:
    """Attacks of incidents that are at hand; waves stand for their parts."""

    def __init__(self, incidents: Iterable[Incident]) -> None:
        self._by_day: dict[int, list[Attack]] = defaultdict(list)
        for incident in incidents:
            day = day_of(incident)
            if day is not None and incident.part_of is None:
                self._by_day[day].append(attack_of(incident))

    def before(self, day: int, since: int | None) -> Iterator[tuple[int, Sequence[Attack]]]:
        days = (d for d in self._by_day if d < day and (since is None or d >= since))
        return ((d, self._by_day[d]) for d in sorted(days, reverse=True))


def day_of(incident: Incident) -> int | None:
    """The first day (ordinal) of an incident; None when it is not known."""
    days = instants.days(incident.time.start) if incident.time is not None else None
    return days[0] if days is not None else None


def attack_of(incident: Incident) -> Attack:
    """What statements about the past ask of an incident."""
    return Attack(
        incident.id,
        sorted({w for count in incident.weapons for w in count.weapon}),
        list(dict.fromkeys(_places_of(incident))),
        _number(incident, "killed"),
        _number(incident, "launched"),
    )


def check_histories(
    incidents: Sequence[Incident],
    by_report: Mapping[str, Sequence[Claim]],
    rows: Sequence[AttackRow],
    attacks: Attacks | None = None,
) -> list[Incident]:
    """The incidents with each of their history claims checked against `attacks` and `rows`.

    `attacks`: those on record; the incidents themselves when none are given.
    """
    checked = []
    if attacks is None:
        if not any(c.history for cs in by_report.values() for c in cs):
            return list(incidents)
        attacks = AttacksOf(incidents)
    for incident in incidents:
        if incident.part_of is not None:
            checked.append(incident)
            continue
        claims = [c for r in incident.reports for c in by_report.get(r, ()) if _is_checkable(c.history)]
        checks = tuple(check_history(c, incident, attacks, rows) for c in claims)
        checked.append(replace(incident, history=checks) if checks else incident)
    return checked


def _is_checkable(history: History | None) -> bool:
    """False for a plain figure of another event, which says nothing of how this one stands in a row."""
    if history is None:
        return False
    return history.claims != "count" or any((history.span, history.days, history.since, history.rank))


def check_history(claim: Claim, incident: Incident, attacks: Attacks, rows: Sequence[AttackRow]) -> HistoryCheck:
    """What the records allow one to say of one statement; days are counted elapsed and inclusively, both told."""
    history = claim.history
    statement = claim.evidence.quote
    day = day_of(incident)
    if history is None or day is None:
        return HistoryCheck(
            claim.id, statement, "cannot tell", "the day of the attack is not known", missing="the day of the attack"
        )
    past = [p for p in _rows(rows, claim, incident) if p.day < day]
    if history.claims in ("first", "since"):
        return _check_first(claim, history, day, [*past, *_last(incident, claim, attacks, past)])
    start = _start(history, day)
    past += (p for then, others in attacks.before(day, start) for p in _own(incident, claim, then, others))
    if history.claims in ("deadliest", "largest"):
        return _check_most(claim, history, incident, day, past)
    if history.claims in ("nth", "count"):
        return _check_count(claim, history, day, past)
    return HistoryCheck(claim.id, statement, "cannot tell", "statements of this kind cannot be checked")


def _check_first(claim: Claim, history: History, day: int, past: Sequence[_Past]) -> HistoryCheck:
    statement = claim.evidence.quote
    before = max((p for p in past if p.here is not False), key=lambda p: (p.day, p.here is True, p.row), default=None)
    start = _start(history, day)
    if before is None:
        known = min((p.day for p in past), default=None)
        missing = "records that reach back to the start of the span"
        if known is not None and start is not None and known <= start:
            return HistoryCheck(
                claim.id,
                statement,
                "consistent",
                "no earlier attack of this sort is on record",
                (),
                "a record known to be complete",
            )
        return HistoryCheck(claim.id, statement, "cannot tell", "no earlier attack is on record", (), missing)
    elapsed = day - before.day
    last = instants.iso_day(before.day)
    counting = f"the last one on record is {last}: {elapsed} days elapsed, {elapsed + 1} counted inclusively"
    sure = before.here is True
    missing_place = None if sure else "rows that say the town: the table gives only the country or nothing"
    decisive = tuple(sorted(p.row for p in past if p.day == before.day and p.here is not False))
    if start is None:
        return HistoryCheck(claim.id, statement, "consistent", counting, decisive, missing_place)
    said = day - start
    if said in (elapsed, elapsed + 1):
        how = "elapsed" if said == elapsed else "inclusive"
        verdict = "supported" if sure else "consistent"
        return HistoryCheck(
            claim.id,
            statement,
            verdict,
            f"{counting}; the statement's {said} is the {how} count",
            decisive,
            missing_place,
        )
    if before.day > start:
        verdict = "contradicted" if sure else "cannot tell"
        return HistoryCheck(
            claim.id, statement, verdict, f"{counting}, within the span of {said}", decisive, missing_place
        )
    return HistoryCheck(
        claim.id, statement, "consistent", f"{counting}, before the span of {said}", decisive, missing_place
    )


def _check_most(claim: Claim, history: History, incident: Incident, day: int, past: Sequence[_Past]) -> HistoryCheck:
    """Deadliest or largest: no earlier attack of the span on record has more."""
    statement, start = claim.evidence.quote, _start(history, day)
    kind = "killed" if history.claims == "deadliest" else "launched"
    ours = _number(incident, kind)
    span = [p for p in past if p.number is not None and p.here is not False and (start is None or p.day >= start)]
    if ours is None:
        return HistoryCheck(
            claim.id, statement, "cannot tell", f"this attack has no number {kind}", (), f"a number {kind}"
        )
    more = [p for p in span if (p.number or 0) > ours]
    if more:
        top = max(more, key=lambda p: (p.here is True, p.number or 0, p.row))
        verdict = "contradicted" if top.here is True else "cannot tell"
        return HistoryCheck(
            claim.id,
            statement,
            verdict,
            f"{instants.iso_day(top.day)} has {top.number} {kind}, this one {ours}",
            (top.row,),
        )
    if not span:
        return HistoryCheck(
            claim.id, statement, "cannot tell", "no other attack of the span is on record", (), "a record of the span"
        )
    top = max(span, key=lambda p: (p.number or 0, p.row))
    why = f"the most before is {top.number} {kind} on {instants.iso_day(top.day)}, this one {ours}"
    return HistoryCheck(claim.id, statement, "consistent", why, (top.row,), "a record known to be complete")


def _check_count(claim: Claim, history: History, day: int, past: Sequence[_Past]) -> HistoryCheck:
    """The nth attack of a span: n - 1 different days with one before it."""
    statement, start = claim.evidence.quote, _start(history, day)
    rank = history.rank
    days = {p.day for p in past if p.here is not False and (start is None or p.day >= start)}
    sure = {p.day for p in past if p.here is True and (start is None or p.day >= start)}
    if rank is None:
        why = "totals of a war or a place are not added up from the attacks on record"
        return HistoryCheck(claim.id, statement, "cannot tell", why, (), "a table of totals")
    rows = tuple(sorted(p.row for p in past if p.day in days))[:50]
    if len(sure) > rank - 1:
        return HistoryCheck(
            claim.id, statement, "contradicted", f"{len(sure)} earlier days are on record, not {rank - 1}", rows
        )
    if len(days) == rank - 1:
        verdict = "supported" if len(sure) == rank - 1 else "consistent"
        return HistoryCheck(claim.id, statement, verdict, f"{rank - 1} earlier days are on record", rows)
    why = f"{len(days)} earlier days are on record, {rank - 1} would be needed"
    return HistoryCheck(claim.id, statement, "cannot tell", why, rows, "a record known to be complete")


def _start(history: History, day: int) -> int | None:
    """The first day of the span that the statement is about."""
    since = instants.days(history.since)
    if since is not None:
        return since[0]
    return day - history.days if history.days is not None else None


def _last(incident: Incident, claim: Claim, attacks: Attacks, others: Sequence[_Past]) -> Iterator[_Past]:
    """The attacks on record back to the last day with one that counts, here or among the `others`; all when none is."""
    last = max((p.day for p in others if p.here is not False), default=None)
    for day, found in attacks.before(day_of(incident) or 0, last):
        past = list(_own(incident, claim, day, found))
        yield from past
        if any(p.here is not False for p in past):
            return


def _own(incident: Incident, claim: Claim, day: int, attacks: Iterable[Attack]) -> Iterator[_Past]:
    """Those of a day's attacks that are of the sort that the statement is about."""
    deadliest = claim.history is not None and claim.history.claims == "deadliest"
    for other in attacks:
        if other.id != incident.id and _same_sort(claim.history, other.weapons):
            here = _is_here(claim, incident, other.places)
            yield _Past(other.id, day, here, other.killed if deadliest else other.launched)


def _rows(rows: Iterable[AttackRow], claim: Claim, incident: Incident) -> Iterable[_Past]:
    deadliest = claim.history is not None and claim.history.claims == "deadliest"
    for row in rows:
        days = instants.days(row.start)
        if days is not None and _same_sort(claim.history, row.weapon_kinds):
            here = _is_here(claim, incident, [row.place] if row.place is not None else [])
            yield _Past(row.id, days[0], here, row.killed if deadliest else row.launched)


def _is_here(claim: Claim, incident: Incident, places: Sequence[Place]) -> bool | None:
    """True when one of the places is the statement's, False when all are elsewhere, None when that cannot be seen."""
    wanted = claim.place or _named(claim.history, incident)
    if wanted is None or not places:
        return None
    if any(same(p, wanted) or contains(wanted, p) for p in places):
        return True
    if any(contains(p, wanted) for p in places):
        return None
    return None if all(country(p) is None for p in places) else False


def _named(history: History | None, incident: Incident) -> Place | None:
    """The incident's place that the statement names, if it names one."""
    if history is None or history.where is None:
        return incident.place
    stems = name_stems(history.where)
    return next((p for p in _places_of(incident) if name_stems(p.name) & stems), None)


def _same_sort(history: History | None, kinds: Iterable[str]) -> bool:
    """True when an attack with these weapon classes is of the sort that the statement is about; unknown ones count."""
    wanted = _wanted(history.what if history is not None else None)
    kinds = set(kinds)
    return not wanted or not kinds or bool(kinds & wanted)


@cache
def _wanted(what: str | None) -> frozenset[str]:
    """Weapon classes that words such as "missile attack" or "cruise-missile" mean; empty for any attack."""
    if what is None:
        return frozenset()
    text = what.replace("-", " ")
    found = {hit.row.kind for hit in matcher("weapons").find(text)}
    if "missile" in found:
        found |= {"cruise-missile", "ballistic-missile"}
    return frozenset(found)


def _places_of(incident: Incident) -> list[Place]:
    return [p for p in (*(t.place for t in incident.tolls), incident.place) if p is not None]


def _number(incident: Incident, kind: str) -> int | None:
    if kind == "killed":
        tolls = [t.best for t in incident.tolls if t.kind == "killed" and t.unit == "people" and t.best is not None]
        return max(tolls, default=None)
    launched = [w.launched for w in incident.weapons if w.launched is not None and w.within is None]
    return sum(launched) if launched else None
