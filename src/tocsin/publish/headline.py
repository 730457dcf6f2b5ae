"""What an incident comes to in plain words: the headline, the lines under it, and the claim behind each number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tocsin.publish.rows import same_place, scope_toll
from tocsin.publish.words import clock_words, count, day_words, outlet_words, scope_words, toll_number, toll_words
from tocsin.record import CASUALTY_KINDS, Claim, Incident, Point, Report, Toll, WeaponCount


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a toll: the number, and the claim that brought it."""

    number: int
    claim: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One big figure of the record, with its claim (None when no claim in the series says that number)."""

    toll: Toll
    claim: str | None
    point: Point | None
    trail: tuple[Change, ...]


def headline(incident: Incident) -> str:
    """Uman, 28 April 2023: 23 killed in a missile strike."""
    return ": ".join(headline_parts(incident))


def headline_parts(incident: Incident) -> tuple[str, str]:
    """Where and when; what happened."""
    zone = incident.time.zone if incident.time else None
    toll = main_toll(incident)
    place = toll.place if toll is not None and incident.parts else incident.place
    where = place.name if place else "Place not known"
    when = day_words(incident.time.start, zone) if incident.time and incident.time.start else "day not known"
    if toll is None or toll_number(toll) is None:
        return f"{where}, {when}", incident.kind
    article = "an" if incident.kind[:1].lower() in "aeiou" else "a"
    number = "nobody" if toll_number(toll) == 0 and toll.best == 0 else toll_words(toll)
    elsewhere = "" if same_place(toll.place, place) else f" {scope_words(toll.place)}"
    return f"{where}, {when}", f"{number} {toll.kind}{elsewhere.rstrip()} in {article} {incident.kind}"


def main_toll(incident: Incident) -> Toll | None:
    """The toll that the headline gives: the killed, else the injured, else the first casualty that is counted."""
    tolls = (scope_toll(incident, kind) for kind in CASUALTY_KINDS)
    return next((t for t in tolls if t is not None and toll_number(t) is not None), None)


def main_figures(incident: Incident) -> tuple[Figure, ...]:
    """One figure for each casualty kind, for the incident's own place where it is counted."""
    tolls = [scope_toll(incident, kind) for kind in CASUALTY_KINDS]
    return tuple(figure(t) for t in tolls if t is not None and toll_number(t) is not None)


def figure(toll: Toll) -> Figure:
    """A toll's number with the claim that says it and the steps that led there."""
    point = supporting_point(toll, toll_number(toll))
    return Figure(toll, point.claim if point else None, point, trail(toll))


def supporting_point(toll: Toll, number: int | None) -> Point | None:
    """The point that says a number: the first counted one that printed it, else any that printed or bounded it."""
    if number is None:
        return None
    counted = [p for p in toll.series if p.counted]
    for points in (counted, list(toll.series)):
        for field in ("value", "low", "high"):
            for point in points:
                if getattr(point, field) == number:
                    return point
    return None


def trail(toll: Toll) -> tuple[Change, ...]:
    """The counted numbers in time order, each once until it changes."""
    steps: list[Change] = []
    for point in toll.series:
        number = next((n for n in (point.value, point.low, point.high) if n is not None), None)
        if point.counted and number is not None and (not steps or steps[-1].number != number):
            steps.append(Change(number, point.claim, point.as_of))
    return tuple(steps)


def weapon_claim(weapon: WeaponCount, kind: str, claims: Mapping[str, Claim]) -> str | None:
    """The claim behind one number of a weapon row: same kind and number, or the total of a part; None if derived."""
    number = getattr(weapon, kind)
    own = [claims[c] for c in weapon.claims if c in claims]
    for claim in own:
        if claim.kind == kind and claim.quantity and claim.quantity.value == number:
            return claim.id
    for claim in own:
        if kind == "launched" and claim.quantity and claim.quantity.part_of and claim.quantity.part_of.value == number:
            return claim.id
    return next((claim.id for claim in own if claim.kind == kind), None)


def summary_lines(incident: Incident, reports: Mapping[str, Report]) -> tuple[str, ...]:
    """Sentences under the headline: since when, how the figure moved, and on how much it rests."""
    zone = incident.time.zone if incident.time else None
    told = sorted((reports[r] for r in incident.reports if r in reports and reports[r].published),
                  key=lambda r: r.published or "")  # fmt: skip
    lines = []
    toll = main_toll(incident)
    steps = trail(toll) if toll else ()
    if len(steps) > 1:
        lines.append(
            f"The first count was {count(steps[0].number)} ({clock_words(steps[0].as_of, zone)}); it has stood at "
            f"{count(steps[-1].number)} since {clock_words(steps[-1].as_of, zone)}."
        )
    outlets = len({r.outlet for r in told if r.outlet})
    if told:
        lines.append(f"First report: {outlet_words(told[0])}, {clock_words(told[0].published, zone)}. "
                     f"Last: {outlet_words(told[-1])}, {clock_words(told[-1].published, zone)}.")  # fmt: skip
    lines.append(f"{_many(len(incident.reports), 'report')} from {_many(outlets, 'outlet')}, "
                 f"{_many(len(incident.claims), 'claim')}.")  # fmt: skip
    return tuple(lines)


def _many(n: int, thing: str) -> str:
    return f"{count(n)} {thing}{'' if n == 1 else 's'}"


def weapon_rows(incident: Incident) -> tuple[tuple[WeaponCount, bool], ...]:
    """Weapon counts with each part right after the wider count that holds it; True marks a part."""
    parts: dict[int | None, list[WeaponCount]] = {}
    for n, row in enumerate(incident.weapons):
        known = row.within is not None and 0 <= row.within < len(incident.weapons) and row.within != n
        parts.setdefault(row.within if known else None, []).append(row)
    placed = [(row, False) for row in parts.pop(None, ())]
    whole = {id(row): n for n, row in enumerate(incident.weapons)}
    made: list[tuple[WeaponCount, bool]] = []
    for row, _ in placed:
        made.append((row, False))
        made += [(part, True) for part in parts.pop(whole[id(row)], ())]
    return (*made, *((row, True) for rest in parts.values() for row in rest))
