"""One group of reports to one incident: its kind, time and place, its tolls and what follows from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.reconcile import instants
from tocsin.reconcile.copies import find_copies, source_of
from tocsin.reconcile.digest import Digest
from tocsin.reconcile.geometry import country
from tocsin.reconcile.grade import grade
from tocsin.reconcile.identity import name_incident
from tocsin.reconcile.options import ReconcileOptions
from tocsin.reconcile.scopes import Scopes, find_scopes
from tocsin.reconcile.standing import standing
from tocsin.reconcile.tally import make_tally
from tocsin.reconcile.toll import is_opposed
from tocsin.reconcile.unknown import unknowns
from tocsin.reconcile.weapons import count_weapons
from tocsin.record import Claim, Incident, Moment, Place, Report

_EVENTFUL = frozenset(("killed", "injured", "missing", "trapped", "rescued", "launched", "intercepted", "lost", "hit",
                       "damaged", "destroyed", "attack"))  # fmt: skip
_CLASSES = {"cruise-missile": "missile strike", "ballistic-missile": "missile strike", "missile": "missile strike",
            "rocket": "shelling", "artillery": "shelling", "drone": "drone strike", "bomb": "bombing", "mine": "mine",
            "firearm": "shooting", "air-strike": "air strike", "aircraft": "air strike"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """The claims of some reports: by report in the order of the text, together, those of the attack, their scopes."""

    by_report: Mapping[str, Sequence[Claim]]
    own: Sequence[Claim]
    telling: Sequence[Claim]
    scopes: Scopes


def what_is_told(members: Sequence[Digest], by_report: Mapping[str, Sequence[Claim]]) -> Told:
    """What these reports claim."""
    own = [c for d in members for c in by_report.get(d.report, ())]
    telling = [c for c in own if is_telling(c)]
    return Told(by_report, own, telling, find_scopes(telling))


def make_incident(
    members: Sequence[Digest], told: Told, by_id: Mapping[str, Report], options: ReconcileOptions
) -> Incident | None:
    """What the reports of one group add up to; None when they tell of no attack.

    `members`: their digests, by publication; `told`: what they claim.
    """
    own, telling, scopes, by_report = told.own, told.telling, told.scopes, told.by_report
    if not telling:
        return None
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


def is_telling(claim: Claim) -> bool:
    """True for a claim of what happened in the report's main event."""
    return claim.status == "main" and claim.kind in _EVENTFUL


def _place(scopes: Scopes) -> Place | None:
    return scopes.places[scopes.home] if scopes.home is not None else None


def _kind(telling: Sequence[Claim]) -> str:
    """The sort of attack that most weapons named are of; "attack" when none is."""
    sorts = [sort for c in telling for w in c.weapon if (sort := _CLASSES.get(w.kind or w.id)) is not None]
    return max(sorted(set(sorts)), key=sorts.count, default="attack")


def _time(telling: Sequence[Claim], members: Sequence[Digest]) -> Moment | None:
    """The day that most reports state, with the hour that most give on that day; else the first publication's day."""
    stated = [(d.first, d.last) for d in members if d.dated]
    if not stated:
        known = [d for d in members if d.published >= 0]
        if not known:
            return None
        day = instants.iso_day(known[0].published)
        return Moment(day, day, "day", "publication")
    first, last = max(sorted(set(stated)), key=lambda span: (stated.count(span), span[0] - span[1]))
    moments = [
        c.time for c in telling
        if c.time is not None and c.kind in ("attack", "hit", "launched", "intercepted")
        and (day_of := instants.days(c.time.start)) is not None and day_of[0] == first
    ]  # fmt: skip
    exact = Counter(m for m in moments if m.precision in ("exact_time", "hour"))
    if exact:
        chosen = max(sorted(exact, key=lambda m: (m.start or "", m.text or "")), key=lambda m: exact[m])
        return replace(chosen, text=None)
    zones = [c.time.zone for c in telling if c.time is not None and c.time.zone is not None]
    zone = max(sorted(set(zones)), key=zones.count, default=None)
    return Moment(instants.iso_day(first), instants.iso_day(last), "day" if first == last else "days", "stated", zone)
