"""Which place a count is for: towns, regions and countries of one incident, finer places rolled up to their town."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tocsin.reconcile.geometry import TOWN, contains, country, level, same
from tocsin.record import Claim, Place


@dataclass(slots=True)
class Scopes:
    """The scopes of one incident; `home` is the one meant when none is said."""

    places: list[Place] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    home: int | None = None
    by_report: dict[str, int] = field(default_factory=dict)
    _known: dict[Place, int | None] = field(default_factory=dict)

    def of(self, claim: Claim) -> int | None:
        """The index of a claim's scope; a claim without a place is for its report's town, else the incident's."""
        if claim.place is not None:
            return self.find(claim.place)
        return self.by_report.get(claim.report, self.home)

    def find(self, place: Place) -> int | None:
        """The index of the scope that the place is, or is rolled up to."""
        if place not in self._known:
            self._known[place] = next((i for i, p in enumerate(self.places) if _rolls_up(place, p)), None)
        return self._known[place]


def find_scopes(claims: Sequence[Claim]) -> Scopes:
    """The scopes that the main claims of one incident are for."""
    seen: Counter[Place] = Counter(c.place for c in claims if c.place is not None and c.place.precision != "sea")
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
    _find_homes(scopes, claims)
    return scopes


def wider(scopes: Scopes, inner: int) -> list[int]:
    """Indices of the scopes that hold scope `inner`, finest first."""
    place = scopes.places[inner]
    found = [i for i, p in enumerate(scopes.places) if i != inner and contains(p, place)]
    return sorted(found, key=lambda i: (-level(scopes.places[i]), i))


def _find_homes(scopes: Scopes, claims: Iterable[Claim]) -> None:
    """A report's home is the town that most of its main claims are for; the incident's, that of most reports."""
    votes: dict[str, Counter[int]] = {}
    for claim in claims:
        if claim.place is not None and claim.status == "main":
            at = scopes.find(claim.place)
            if at is not None and level(scopes.places[at]) >= TOWN:
                votes.setdefault(claim.report, Counter())[at] += 1
    for report, counts in votes.items():
        scopes.by_report[report] = max(sorted(counts), key=lambda i: counts[i])
    homes = Counter(scopes.by_report.values())
    if homes:
        scopes.home = max(sorted(homes), key=lambda i: (homes[i], scopes.counts[i]))
    elif scopes.places:
        scopes.home = max(range(len(scopes.places)), key=lambda i: (level(scopes.places[i]), scopes.counts[i], -i))


def _rolls_up(place: Place, scope: Place) -> bool:
    if same(place, scope):
        return True
    if level(place) > TOWN:
        return level(scope) >= TOWN and (contains(scope, place) or (contains(place, scope) and level(scope) > TOWN))
    return level(place) == 0 and level(scope) == 0 and country(place) is not None and country(place) == country(scope)
