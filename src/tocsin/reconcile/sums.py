"""Part-whole sums: towns against their country, women and men and children against all, and a total made of parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.reconcile.points import SUBSET, Said
from tocsin.record import PartSum

#: Groups of people that do not overlap; civilians and combatants are another cut of the same people.
_APART = ("women", "men", "children", "elderly", "combatants", "responders")


@dataclass(frozen=True, slots=True)
class TownCount:
    """A town's name, the figure that stands for it, and what was said of it."""

    name: str
    best: int
    points: Sequence[Said]


def place_sums(whole: Sequence[Said], parts: Mapping[str, Sequence[Said]], scope: str) -> list[PartSum]:
    """Sums of one report's town figures against its figure for the wider place. `parts`: town name -> its points."""
    found: dict[tuple[int | None, int | None, str], PartSum] = {}
    by_report: dict[str, dict[str, Said]] = defaultdict(dict)
    for name, points in parts.items():
        for s in points:
            best = by_report[s.claim.report].get(name)
            if _is_total(s) and (best is None or (s.figure, s.claim.id) > (best.figure, best.claim.id)):
                by_report[s.claim.report][name] = s
    for total in whole:
        report = total.claim.report
        listed = [(s, f"in {name}") for name, s in by_report.get(report, {}).items() if s.figure]
        for name, points in parts.items():
            if name not in by_report.get(report, {}):
                listed += [
                    (s, f"({s.quantity.group}) in {name}")
                    for s in _groups([s for s in points if s.claim.report == report])
                ]
        if not _is_total(total) or len({label.rpartition(" in ")[2] for _, label in listed}) < 2:
            continue
        result = _sum(total, sorted(listed, key=lambda t: (-t[0].figure, t[1], t[0].claim.id)), f"in {scope}")
        found.setdefault((result.total, result.added, result.text), result)
    return list(found.values())


def town_sum(whole: Sequence[Said], best: int, towns: Sequence[TownCount], scope: str) -> PartSum | None:
    """The figures that stand for the towns against the one that stands for the wider place, whoever gives each.

    None where fewer than two towns have a figure above 0, or the wider place has none.
    """
    total = next((s for s in whole if s.figure == best and s.why is None), None)
    counted = [town for town in towns if town.best]
    if total is None or len(counted) < 2:
        return None
    parts: list[tuple[Said, str]] = []
    for town in sorted(counted, key=lambda t: (-t.best, t.name)):
        said = next((s for s in town.points if s.figure == town.best and s.why is None), None)
        made = sum_of_parts(town.points) if said is None else None
        parts += [(said, f"in {town.name}")] if said is not None else []
        parts += [(s, f"({s.quantity.group}) in {town.name}") for s in made[1]] if made is not None else []
    return _sum(total, parts, f"in {scope}")


def group_sums(points: Sequence[Said]) -> list[PartSum]:
    """Sums of women, men and children against the total that the same report gives; only where they could be all."""
    found: dict[str, PartSum] = {}
    for report, said in _by_report(points).items():
        groups = _groups(said)
        if len(groups) < 2:
            continue
        totals = [s for s in said if _is_total(s) and s.why is None]
        for total in sorted(totals, key=lambda s: (-s.figure, s.claim.id))[:1]:
            added = sum(s.figure for s in groups)
            if {"women", "men"} <= {s.quantity.group for s in groups} or added >= total.figure:
                found[report] = _sum(total, [(s, s.quantity.group or "") for s in groups], "in all")
    return [found[r] for r in sorted(found)]


def whole_of_parts(points: Sequence[Said]) -> tuple[int, Said] | None:
    """The last and largest whole that a part is told of ("two of the seven dead"), with the part; None without one."""
    told = [
        (s.quantity.part_of.value, s)
        for s in points
        if s.why == SUBSET and s.quantity.part_of is not None and s.quantity.part_of.value is not None
    ]
    told = [(whole, s) for whole, s in told if whole > s.figure]
    return max(told, key=lambda t: (t[1].day, t[0], t[1].claim.id), default=None)


def sum_of_parts(points: Sequence[Said]) -> tuple[int, tuple[Said, ...]] | None:
    """Where nobody gives a total: the largest sum of groups that one report gives; None when there is none."""
    best: tuple[int, tuple[Said, ...]] | None = None
    for _, said in sorted(_by_report(points).items()):
        groups = _no_overlap([s for s in _groups(said) if s.quantity.part_of is None and s.claim.status == "main"])
        added = sum(s.figure for s in groups)
        if groups and (best is None or added > best[0]):
            best = added, tuple(groups)
    return best


def _no_overlap(groups: Sequence[Said]) -> list[Said]:
    """Without the smaller of men and combatants, where a report gives both: they may be the same people."""
    both = [s for s in groups if s.quantity.group in ("men", "combatants")]
    drop = min(both, key=lambda s: s.figure) if len(both) > 1 else None
    return [s for s in groups if s is not drop]


def in_words(parts: Iterable[tuple[Said, str]]) -> str:
    """10 in Uman + 2 in Dnipro."""
    return " + ".join(f"{s.figure} {label}" for s, label in parts)


def _sum(total: Said, parts: Sequence[tuple[Said, str]], scope: str) -> PartSum:
    added = sum(s.figure for s, _ in parts)
    closes = total.quantity.admits(added)
    q = total.quantity
    words = f"{q.qualifier} {total.figure}" if q.qualifier != "exact" else str(total.figure)
    text = f"{in_words(parts)} = {added}, {words} said {scope}"
    left = total.figure - added
    if not closes:
        text += f": {left} not placed" if left > 0 else f": {-left} more than the whole"
    return PartSum(total.claim.id, tuple(s.claim.id for s, _ in parts), total.figure, added, left, closes, text)


def _groups(said: Sequence[Said]) -> list[Said]:
    """One figure for each group, the first in the text's order; singles such as a mother and a child are added up."""
    grouped = [s for s in said if s.quantity.group is not None and s.quantity.value and s.why in (None, SUBSET)]
    chosen: list[Said] = []
    for group in _APART if grouped else ():
        of_group = [s for s in grouped if s.quantity.group == group]
        if of_group:
            chosen.append(max(of_group, key=lambda s: (s.figure, -s.claim.evidence.start)))
    return chosen


def _by_report(points: Iterable[Said]) -> dict[str, list[Said]]:
    by_report: dict[str, list[Said]] = defaultdict(list)
    for s in points:
        by_report[s.claim.report].append(s)
    return by_report


def _is_total(s: Said) -> bool:
    return (
        s.quantity.part_of is None
        and s.quantity.group not in _APART
        and s.claim.status == "main"
        and s.quantity.cumulative
    )
