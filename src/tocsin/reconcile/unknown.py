"""What is not known of an incident, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.reconcile.geometry import TOWN, level
from tocsin.reconcile.weapons import in_words
from tocsin.record import Claim, Moment, Place, Toll, WeaponCount


def unknowns(
    claims: Sequence[Claim],
    time: Moment | None,
    place: Place | None,
    tolls: Sequence[Toll],
    weapons: Sequence[WeaponCount],
) -> tuple[str, ...]:
    """Sentences on the hour, place, attacker, weapon, dead, open bounds and what was not shot down."""
    return tuple(_sentences(claims, time, place, tolls, weapons))


def _sentences(
    claims: Sequence[Claim],
    time: Moment | None,
    place: Place | None,
    tolls: Sequence[Toll],
    weapons: Sequence[WeaponCount],
) -> Iterable[str]:
    if time is None or time.start is None:
        yield "The day of the attack is not stated."
    elif time.precision not in ("exact_time", "hour"):
        yield "The hour of the attack is not stated."
    if place is None:
        yield "No place is named that could be found."
    elif level(place) < TOWN:
        yield f"The town is not known, only {place.name}."
    if not any(c.actor is not None for c in claims):
        yield "No report says who attacked."
    if not any(c.weapon for c in claims):
        yield "The weapon is not named."
    if not any(t.kind == "killed" for t in tolls):
        yield "No report says whether anyone was killed."
    for toll in tolls:
        where = f" in {toll.place.name}" if toll.place is not None else ""
        if toll.best is not None and toll.high is None:
            yield f"Nobody gives a most for the number {toll.kind}{where}: {toll.best} is a least."
        if toll.kind in ("missing", "trapped") and toll.best:
            yield f"The fate of {toll.best} {toll.kind}{where} is not told."
    for count in weapons:
        if count.left and count.within is None:
            launched = f"{count.launched} {in_words(count.weapon, count.launched or 0)}"
            yield f"What became of {count.left} of {launched} is not counted."
