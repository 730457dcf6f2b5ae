"""Which place a count is for: towns, regions and countries of one incident, finer places rolled up to their town.

A hall or hospital that stands for the place where a report names no town has no point: all that is known is its name.
If the incident has one such and the other reports name one town, it is that town's: the two are one scope.

A town of the gazetteer may be a part of a larger city (Saltivka, of Kharkiv). It is one scope with a city of the
incident whose reach it lies in, unless a report tells of both: then they are told apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tocsin.reconcile.geometry import TOWN, contains, country, level, quarter_of, same
from tocsin.reconcile.words import name_stems
from tocsin.record import Claim, Place

#: A hall gives the place its name if it is the place of at least one report to this many of the town's.
HALL_SHARE = 2


@dataclass(slots=True)
class Scopes:
    """The scopes of one incident; `home` is the one meant when none is said."""

    places: list[Place] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    home: int | None = None
    by_report: dict[str, int] = field(default_factory=dict)
    _moved: dict[int, int] = field(default_factory=dict)
    _known: dict[int, tuple[Place, int | None]] = field(default_factory=dict)

    def of(self, claim: Claim) -> int | None:
        """The index of a claim's scope; a claim without a place is for its report's town, else the incident's."""
        if claim.place is not None:
            return self.find(claim.place)
        return self.by_report.get(claim.report, self.home)

    def find(self, place: Place) -> int | None:
        """The index of the scope that the place is, or is rolled up to."""
        known = self._known.get(id(place))  # hashing a place takes longer than all else here
        if known is None:
            at = next((i for i, p in enumerate(self.places) if _rolls_up(place, p)), None)
            known = self._known[id(place)] = place, at if at is None else self._moved.get(at, at)
        return known[1]


def find_scopes(claims: Sequence[Claim]) -> Scopes:
    """The scopes that the main claims of one incident are for."""
    held = {id(c.place): c.place for c in claims if c.place is not None and c.place.precision != "sea"}
    times = Counter(map(id, (c.place for c in claims)))
    seen: dict[Place, int] = defaultdict(int)
    for at_id, place in held.items():
        seen[place] += times[at_id]
    scopes = Scopes()
    order = sorted(seen, key=lambda p: (level(p) > TOWN, p.id is None, -seen[p], p.name, p.id or "", p.text))
    for place in order:
        at = scopes.find(place)
        if at is None:
            scopes.places.append(place)
            scopes.counts.append(0)
            scopes._known.clear()
    for place, count in seen.items():
        at = scopes.find(place)
        if at is not None:
            scopes.counts[at] += count
    _take_in_quarters(scopes, claims)
    _find_homes(scopes, claims)
    _house(scopes, claims)
    return scopes


def wider(scopes: Scopes, inner: int) -> list[int]:
    """Indices of the scopes that hold scope `inner`, finest first."""
    place = scopes.places[inner]
    found = [i for i, p in enumerate(scopes.places) if i != inner and contains(p, place)]
    return sorted(found, key=lambda i: (-level(scopes.places[i]), i))


def _take_in_quarters(scopes: Scopes, claims: Sequence[Claim]) -> None:
    """Make one scope of a city and a town in it that no report tells of beside it."""
    towns = [i for i, p in enumerate(scopes.places) if level(p) == TOWN]
    pairs = [(i, o) for i in towns for o in towns if i != o and quarter_of(scopes.places[i], scopes.places[o])]
    if not pairs:
        return
    told: dict[int, set[str]] = defaultdict(set)
    for claim in claims:
        at = scopes.find(claim.place) if claim.place is not None and claim.quantity is not None else None
        if at is not None:
            told[at].add(claim.report)
    for inner, outer in pairs:
        if inner not in scopes._moved and outer not in scopes._moved and told[inner].isdisjoint(told[outer]):
            scopes._moved[inner] = outer
            scopes.counts[outer] += scopes.counts[inner]
    scopes._known.clear()


def _find_homes(scopes: Scopes, claims: Iterable[Claim]) -> None:
    """A report's home is the town that most of its main claims are for; the incident's, that of most reports."""
    scopes.by_report.clear()
    votes: dict[str, list[int]] = defaultdict(list)
    for claim in claims:
        if claim.place is not None and claim.status == "main":
            at = scopes.find(claim.place)
            if at is not None and level(scopes.places[at]) >= TOWN:
                votes[claim.report].append(at)
    for report, told in votes.items():
        scopes.by_report[report] = max(sorted(set(told)), key=told.count)
    homes = list(scopes.by_report.values())
    if homes:
        scopes.home = max(sorted(set(homes)), key=lambda i: (homes.count(i), scopes.counts[i]))
    elif scopes.places:
        scopes.home = max(range(len(scopes.places)), key=lambda i: (level(scopes.places[i]), scopes.counts[i], -i))


def _house(scopes: Scopes, claims: Iterable[Claim]) -> None:
    """Make one scope of the only facility without a point and the only town that reports are at home in."""
    homes = Counter(scopes.by_report.values())
    halls = [i for i in homes if not is_placed(scopes.places[i])]
    towns = [i for i in homes if i not in halls]
    if not halls or len(towns) != 1:
        return
    main = max(sorted(halls), key=lambda i: (homes[i], scopes.counts[i]))
    one = [i for i in halls if name_stems(scopes.places[i].name) & name_stems(scopes.places[main].name)]
    if any(homes[i] > 1 for i in halls if i not in one):
        return
    (town,) = towns
    if HALL_SHARE * sum(homes[i] for i in one) >= homes[town]:
        hall, held = scopes.places[main], scopes.places[town]
        scopes.places[town] = replace(held, name=f"{hall.name}, {held.name}", text=hall.text)
    scopes._moved.update(dict.fromkeys(one, town))
    scopes._known.clear()
    _find_homes(scopes, claims)


def is_placed(place: Place) -> bool:
    """False for a hall or the like of which nothing is known but its name: it may lie in any town."""
    return level(place) <= TOWN or place.id is not None or place.lat is not None or bool(place.path)


def _rolls_up(place: Place, scope: Place) -> bool:
    if same(place, scope):
        return True
    if level(place) > TOWN:
        return level(scope) >= TOWN and (contains(scope, place) or (contains(place, scope) and level(scope) > TOWN))
    return level(place) == 0 and level(scope) == 0 and country(place) is not None and country(place) == country(scope)
