"""Launched, intercepted and lost, by class of weapon and by place.

"21 of 23" leaves 2; 11 around Kyiv lie within the 21 of the country; 23 missiles and 25 missiles and drones are
counts on two bases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tocsin.reconcile.geometry import contains, level
from tocsin.reconcile.points import SUBSET, Said
from tocsin.reconcile.scopes import Scopes
from tocsin.reconcile.toll import OUT_OF_PROPORTION
from tocsin.record import WEAPON_KINDS, Claim, Conflict, Place, WeaponCount

Base = tuple[str, ...]
#: Classes that are not counted in the plural.
_MASS = frozenset(("artillery", "aircraft"))
_GENERIC: dict[Base, str] = {("missile",): "missile", ("drone",): "drone"}


@dataclass(slots=True)
class _Tally:
    """What was said of one base in one scope."""

    base: Base
    scope: int | None
    said: dict[str, list[tuple[int, Said]]] = field(default_factory=lambda: defaultdict(list))


def count_weapons(points: Sequence[Said], scopes: Scopes) -> tuple[tuple[WeaponCount, ...], tuple[Conflict, ...]]:
    """Counts by base and scope, widest scope first, with their nesting; and what contradicts."""
    tallies: dict[tuple[Base, int | None], _Tally] = {}
    for s in points:
        if s.why not in (None, SUBSET) or not s.claim.weapon:
            continue
        key = (base_of(s.claim), _scope(s.claim, scopes))
        tally = tallies.setdefault(key, _Tally(*key))
        if s.quantity.value is not None:
            tally.said[s.claim.kind].append((s.quantity.value, s))
        whole = s.quantity.part_of.value if s.quantity.part_of is not None else None
        if whole is not None and s.claim.kind in ("intercepted", "lost"):
            tally.said["launched"].append((whole, s))
    _fold_generic(tallies)
    ordered = sorted(
        (t for t in tallies.values() if t.said), key=lambda t: (_width(t.scope, scopes), t.base, t.scope or 0)
    )
    counts = [_count(t, scopes) for t in ordered]
    nested = tuple(replace(c, within=_within(i, counts)) for i, c in enumerate(counts))
    conflicts = [c for t in ordered for c in _conflicts(t, ordered, scopes)]
    conflicts += [c for t in ordered for c in _overfull(t, ordered, scopes)]
    return nested, tuple(conflicts)


def base_of(claim: Claim) -> Base:
    """The classes that a count is of, together: missiles only, or missiles and drones."""
    return tuple(sorted({w.kind or w.id for w in claim.weapon}))


def in_words(base: Base, number: int = 2) -> str:
    """Weapon classes as a reader says them: cruise missiles and drones; singular for 1."""
    names = [name.replace("-", " ") for name in base]
    if number != 1:
        names = [name if name.endswith("s") or name in _MASS else f"{name}s" for name in names]
    return " and ".join(names)


def _scope(claim: Claim, scopes: Scopes) -> int | None:
    """The scope of a count; one without a place is the country's, if the reports speak of the country."""
    if claim.place is not None:
        return scopes.find(claim.place)
    countries = [i for i, p in enumerate(scopes.places) if level(p) == 0]
    return countries[0] if countries else scopes.home


def _fold_generic(tallies: dict[tuple[Base, int | None], _Tally]) -> None:
    """Count "missiles" with "cruise missiles" of the same scope where both come to the same numbers."""
    for key, tally in sorted(tallies.items(), key=lambda item: (item[0][0], item[0][1] or -1)):
        generic = _GENERIC.get(key[0])
        finer = [
            t
            for (base, scope), t in tallies.items()
            if scope == key[1] and base != key[0] and len(base) == 1 and generic and base[0].endswith(generic)
        ]
        same = [t for t in finer if _same_count(tally, t)]
        if len(same) == 1:
            for kind, said in tally.said.items():
                same[0].said[kind] += said
            del tallies[key]


def _same_count(wide: _Tally, fine: _Tally) -> bool:
    """True when the numbers chosen for both agree, and the wider one adds no more than what became of the launched."""
    wider, finer = _chosen(wide), _chosen(fine)
    shared = wider.keys() & finer.keys()
    if not shared or any(wider[kind] != finer[kind] for kind in shared):
        return False
    return wider.keys() <= finer.keys() or "launched" in shared


def _chosen(tally: _Tally) -> dict[str, int]:
    chosen = {kind: _choose(said) for kind, said in tally.said.items()}
    return {kind: c[0] for kind, c in chosen.items() if c is not None}


def _count(tally: _Tally, scopes: Scopes) -> WeaponCount:
    chosen = {kind: _choose(tally.said.get(kind, [])) for kind in WEAPON_KINDS}
    numbers = {kind: c[0] if c else None for kind, c in chosen.items()}
    launched = numbers["launched"]
    gone = (numbers["intercepted"] or 0) + (numbers["lost"] or 0)
    counted = numbers["intercepted"] is not None or numbers["lost"] is not None
    left = launched - gone if launched is not None and counted and launched >= gone else None
    speaker = next(
        (c[1].standing.label for k in ("intercepted", "launched", "lost") if (c := chosen[k]) and c[1].standing.label),
        None,
    )
    claims = sorted({s.claim.id for said in tally.said.values() for _, s in said})
    place = scopes.places[tally.scope] if tally.scope is not None else None
    return WeaponCount(
        tally.base, place, launched, numbers["intercepted"], numbers["lost"], left, speaker, tuple(claims)
    )


def _choose(said: Sequence[tuple[int, Said]]) -> tuple[int, Said] | None:
    """The number of the nearest speakers that most of them give; among equals the later and larger.

    Weapons are counted by who fires or shoots them down: a military's word is nearer than a governor's.
    """
    if not said:
        return None
    rank = max(map(_nearness, (s for _, s in said)))
    near = [(number, s) for number, s in said if _nearness(s) == rank]
    votes: dict[int, set[str]] = defaultdict(set)
    for number, s in near:
        votes[number].add(s.standing.key)
    number = max(votes, key=lambda n: (len(votes[n]), max(s.start for m, s in near if m == n), n))
    return number, min((s for n, s in near if n == number), key=lambda s: (s.start, s.claim.id))


def _nearness(s: Said) -> tuple[bool, int]:
    return s.standing.military, s.standing.rank


def _within(index: int, counts: Sequence[WeaponCount]) -> int | None:
    """The finest wider count of the same base that can hold this one."""
    count = counts[index]
    best: int | None = None
    for i, other in enumerate(counts):
        if (
            i == index
            or other.weapon != count.weapon
            or not _inside(count.place, other.place)
            or not _fits(count, other)
        ):
            continue
        if best is None or _inside(other.place, counts[best].place):
            best = i
    return best


def _inside(inner: Place | None, outer: Place | None) -> bool:
    return inner is not None and outer is not None and contains(outer, inner)


def _fits(inner: WeaponCount, outer: WeaponCount) -> bool:
    pairs = ((inner.launched, outer.launched), (inner.intercepted, outer.intercepted))
    return all(a is None or b is None or a <= b for a, b in pairs)


def _width(scope: int | None, scopes: Scopes) -> int:
    return -1 if scope is None else level(scopes.places[scope])


def _conflicts(tally: _Tally, all_of: Sequence[_Tally], scopes: Scopes) -> list[Conflict]:
    found = []
    where = scopes.places[tally.scope].name if tally.scope is not None else "an unnamed place"
    for kind in WEAPON_KINDS:
        said = _in_proportion(tally.said.get(kind, []))
        numbers = dict(sorted(said, key=lambda x: (x[0], x[1].claim.id), reverse=True))
        bounds = [s.quantity for s in numbers.values() if s.claim.kind == kind]
        if len(numbers) < 2 or any(all(q.admits(n) for q in bounds) for n in numbers):
            continue
        told = "; ".join(f"{numbers[n].standing.label or 'an outlet'} {n}" for n in sorted(numbers))
        text = f"{in_words(tally.base)} {kind} in {where}: {told}" + _other_base(sorted(numbers), tally, all_of, kind)
        found.append(Conflict(text, tuple(sorted(s.claim.id for s in numbers.values()))))
    return found


def _in_proportion(said: Sequence[tuple[int, Said]]) -> list[tuple[int, Said]]:
    """The counts without one report's small one, which is of some of the weapons: "one Kh-101 came down on a farm"."""
    chosen = _choose(said)
    reports: dict[int, set[str]] = defaultdict(set)
    for number, s in said:
        reports[number].add(s.claim.report)
    return [(n, s) for n, s in said if chosen and (n * OUT_OF_PROPORTION >= chosen[0] or len(reports[n]) > 1)]


def _overfull(tally: _Tally, all_of: Sequence[_Tally], scopes: Scopes) -> Iterator[Conflict]:
    """Counts of a town or a class that are more than the wider count which should hold them."""
    for outer in all_of:
        if outer is tally or not _is_within(tally, outer, scopes):
            continue
        for kind in WEAPON_KINDS:
            inside, around = _choose(tally.said.get(kind, [])), _choose(outer.said.get(kind, []))
            if inside is None or around is None or inside[0] <= around[0]:
                continue
            part, whole = inside[1], around[1]
            if whole.claim.kind == kind and (whole.quantity.high is None or part.claim.kind != kind):
                continue  # "at least 21" allows more, and a whole that a part was told of is no count of its own
            told = f"{inside[0]} {in_words(tally.base)}{_where(tally, scopes)} ({part.standing.label or 'an outlet'})"
            rest = f"{around[0]} {in_words(outer.base)}{_where(outer, scopes)} ({whole.standing.label or 'an outlet'})"
            yield Conflict(f"{kind}: {told} cannot be among {rest}", tuple(sorted({part.claim.id, whole.claim.id})))


def _is_within(inner: _Tally, outer: _Tally, scopes: Scopes) -> bool:
    """True when all that the inner count is of is counted by the outer one too."""
    if inner.scope is None or outer.scope is None:
        return inner.scope == outer.scope and set(inner.base) < set(outer.base)
    inside = contains(scopes.places[outer.scope], scopes.places[inner.scope])
    return (inside and set(inner.base) <= set(outer.base)) or (
        inner.scope == outer.scope and set(inner.base) < set(outer.base)
    )


def _where(tally: _Tally, scopes: Scopes) -> str:
    return f" in {scopes.places[tally.scope].name}" if tally.scope is not None else ""


def _other_base(numbers: Sequence[int], tally: _Tally, all_of: Sequence[_Tally], kind: str) -> str:
    """Names the other base when the larger number is this weapon and another together: 25 = 23 missiles + 2 drones."""
    for other in all_of:
        if other.scope == tally.scope and other.base != tally.base:
            for number in sorted({n for n, _ in other.said.get(kind, [])}):
                for small in numbers:
                    if number and small + number in numbers:
                        parts = f"{small} {in_words(tally.base, small)} + {number} {in_words(other.base, number)}"
                        return f" (another base: {small + number} = {parts})"
    return ""
