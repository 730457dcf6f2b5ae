"""Claims of many reports to incidents: a pure function of rows."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from tocsin.reconcile import instants
from tocsin.reconcile.alerts import AlertIndex, AlertRow
from tocsin.reconcile.candidates import candidate_pairs
from tocsin.reconcile.cluster import Groups, cluster
from tocsin.reconcile.copies import find_copies, source_of
from tocsin.reconcile.decisions import decide
from tocsin.reconcile.digest import Digest, digest
from tocsin.reconcile.geometry import country
from tocsin.reconcile.grade import grade
from tocsin.reconcile.history import AttackRow, check_histories
from tocsin.reconcile.identity import name_incident
from tocsin.reconcile.judged import Judged, last_words
from tocsin.reconcile.late import join_late
from tocsin.reconcile.options import ReconcileOptions
from tocsin.reconcile.scopes import Scopes, find_scopes
from tocsin.reconcile.standing import standing
from tocsin.reconcile.tally import make_tally
from tocsin.reconcile.toll import is_opposed
from tocsin.reconcile.unknown import unknowns
from tocsin.reconcile.waves import join_waves
from tocsin.reconcile.weapons import count_weapons
from tocsin.record import Claim, Incident, Judgement, Moment, Place, Report

_EVENTFUL = frozenset(("killed", "injured", "missing", "trapped", "rescued", "launched", "intercepted", "lost", "hit",
                       "damaged", "destroyed", "attack"))  # fmt: skip
_CLASSES = {"cruise-missile": "missile strike", "ballistic-missile": "missile strike", "missile": "missile strike",
            "rocket": "shelling", "artillery": "shelling", "drone": "drone strike", "bomb": "bombing", "mine": "mine",
            "firearm": "shooting", "air-strike": "air strike", "aircraft": "air strike"}  # fmt: skip


def reconcile(
    reports: Iterable[Report],
    claims: Iterable[Claim],
    *,
    judgements: Iterable[Judgement] = (),
    alerts: Iterable[AlertRow] = (),
    tables: Iterable[AttackRow] = (),
    options: ReconcileOptions = ReconcileOptions(),  # noqa: B008 - frozen
) -> list[Incident]:
    """Incidents by time, earliest first, from reports and their claims.

    The same rows in any order give the same incidents. A report whose claims tell of no attack, and that resembles no
    report which does, makes no incident. Claims whose report is not among `reports` are left out.
    """
    with _collector_paused():
        return _reconcile(reports, claims, last_words(judgements), (AlertIndex(alerts), list(tables)), options)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for reference cycles meanwhile: millions of rows that hold none are gone through again and again."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _reconcile(
    reports: Iterable[Report],
    claims: Iterable[Claim],
    judged: Judged,
    imported: tuple[AlertIndex, Sequence[AttackRow]],
    options: ReconcileOptions,
) -> list[Incident]:
    by_id = {r.id: r for r in reports}
    sirens, tables = imported
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.report in by_id and claim.id not in judged.rejected:
            by_report[claim.report].append(claim)
    for said in by_report.values():
        said.sort(key=lambda c: (c.evidence.start, c.evidence.end, c.id))
    digests = sorted((digest(r, by_report.get(i, ())) for i, r in by_id.items()), key=lambda d: d.order)
    groups = cluster(digests, candidate_pairs(digests), judged)
    join_waves(digests, groups)
    join_late(digests, groups)
    why = decide(digests, groups, judged) if options.decisions else {}
    incidents = []
    for name, members in groups.members.items():
        incident = _incident([digests[i] for i in members], by_id, by_report, options)
        if incident is not None:
            spans, reasons = sirens.touching(incident), why.get(name, ())
            incidents.append(replace(incident, alerts=spans, decisions=reasons) if spans or reasons else incident)
    incidents.sort(key=_when)
    return check_histories(incidents, by_report, by_id, tables)


def group_reports(reports: Iterable[Report], claims: Iterable[Claim], judgements: Iterable[Judgement] = ()) -> Groups:
    """Only the grouping, for measuring it: `members` are indices into the reports in their digests' order."""
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report].append(claim)
    digests = sorted((digest(r, by_report.get(r.id, ())) for r in reports), key=lambda d: d.order)
    groups = cluster(digests, candidate_pairs(digests), last_words(judgements))
    join_waves(digests, groups)
    join_late(digests, groups)
    return groups


def _incident(
    members: Sequence[Digest],
    by_id: Mapping[str, Report],
    by_report: Mapping[str, Sequence[Claim]],
    options: ReconcileOptions,
) -> Incident | None:
    own = [c for d in members for c in by_report.get(d.report, ())]
    telling = [c for c in own if c.status == "main" and c.kind in _EVENTFUL]
    if not telling:
        return None
    scopes = find_scopes(telling)
    place = _place(scopes)
    home = country(place) if place is not None else None
    tally = make_tally(own, scopes, by_id, home, find_copies(members))
    time = _time(telling, members)
    weapons, clashes = count_weapons(tally.weapons, scopes)
    standings = [standing(c, by_id.get(c.report)) for c in own]
    sources = {source_of(by_id[d.report], by_report.get(d.report, ())) for d in members if d.report not in tally.copies}
    id, previous = name_incident([d.report for d in members], options.known_ids)
    return Incident(
        id,
        _kind(telling),
        time,
        place,
        tuple(d.report for d in members),
        tally.tolls,
        weapons,
        conflicts=clashes,
        claims=tuple(sorted(c.id for c in own)),
        unknown=unknowns(telling, time, place, tally.tolls, weapons),
        grade=grade(own, standings, sources, home, opposed=any(map(is_opposed, tally.tolls))),
        previous_ids=previous,
    )


def _place(scopes: Scopes) -> Place | None:
    return scopes.places[scopes.home] if scopes.home is not None else None


def _kind(telling: Sequence[Claim]) -> str:
    """The sort of attack that most weapons named are of; "attack" when none is."""
    sorts = Counter(_CLASSES.get(w.kind or w.id, "attack") for c in telling for w in c.weapon)
    sorts.pop("attack", None)
    return max(sorted(sorts), key=lambda k: sorts[k]) if sorts else "attack"


def _time(telling: Sequence[Claim], members: Sequence[Digest]) -> Moment | None:
    """The day that most reports state, with the hour that most give on that day; else the first publication's day."""
    stated = Counter((d.first, d.last) for d in members if d.dated)
    if not stated:
        known = [d for d in members if d.published >= 0]
        if not known:
            return None
        day = instants.iso_day(known[0].published)
        return Moment(day, day, "day", "publication")
    first, last = max(sorted(stated), key=lambda span: (stated[span], span[0] - span[1]))
    moments = [
        c.time for c in telling
        if c.time is not None and c.kind in ("attack", "hit", "launched", "intercepted")
        and (day_of := instants.days(c.time.start)) is not None and day_of[0] == first
    ]  # fmt: skip
    exact = Counter(m for m in moments if m.precision in ("exact_time", "hour"))
    if exact:
        chosen = max(sorted(exact, key=lambda m: (m.start or "", m.text or "")), key=lambda m: exact[m])
        return replace(chosen, text=None)
    zones = Counter(c.time.zone for c in telling if c.time is not None and c.time.zone is not None)
    zone = max(sorted(zones), key=lambda z: zones[z]) if zones else None
    return Moment(instants.iso_day(first), instants.iso_day(last), "day" if first == last else "days", "stated", zone)


def _when(incident: Incident) -> tuple[str, str]:
    return ((incident.time.start or "") if incident.time is not None else "", incident.id)
