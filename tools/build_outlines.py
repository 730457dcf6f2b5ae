"""Outlines of countries and their first-order regions from Natural Earth: shared borders once, simplified, in JSON.

Rings are cut into arcs where three outlines meet; each arc is simplified by itself (Douglas and Peucker), so that
neighbours keep one border. A country is what its regions leave when the arcs that two of them share are taken out:
Ukraine is the union of its UA- regions, Crimea and Sevastopol among them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any, TypeAlias

from tocsin.lexicon.gazetteer import name_key

QUANTUM = 0.002
TOLERANCE = 5.0
SMALLEST = 900.0
Point: TypeAlias = tuple[int, int]
Ring: TypeAlias = list[Point]
Json: TypeAlias = Any


def write_outlines(regions: list[Json], short: dict[int, str]) -> bytes:
    """The bytes of outlines.json. `short`: the gazetteer's name of a region by GeoNames number."""
    shapes = [(country_of(r), name_of(r, short), rings_of(r), grouped_in(r)) for r in regions]
    pool = Arcs([ring for _, _, rings, _ in shapes for ring in rings])
    parts = [(country, name, [pool.cut(ring) for ring in rings], group) for country, name, rings, group in shapes]
    named: list[Json] = [[country, name, rings] for country, name, rings, _ in parts if rings and name]
    known = {(country, name_key(name)) for country, name, _ in named}
    groups: dict[tuple[str, str], list[list[int]]] = defaultdict(list)
    for country, _, rings, group in parts:
        groups[country, ""].extend(rings)
        if group and (country, name_key(group)) not in known:
            groups[country, group].extend(rings)
    merged: list[Json] = [
        [country, name or None, pool.chain(rings)] for (country, name), rings in sorted(groups.items())
    ]
    rows: list[Json] = sorted([*merged, *named], key=lambda row: (row[0], row[1] or ""))
    data = {"quantum": QUANTUM, "arcs": pool.packed(), "shapes": [row for row in rows if row[2]]}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def country_of(region: Json) -> str:
    """The ISO 3166-2 prefix, so that Crimea is Ukraine's; the map's own country for codes of no country."""
    p = region["properties"]
    code = str(p.get("iso_3166_2") or "")[:2]
    return code if code.isalpha() and p.get("iso_a2") not in ("PR", "SX") else str(p["iso_a2"])


def name_of(region: Json, short: dict[int, str]) -> str:
    p = region["properties"]
    return short.get(int(p.get("gn_id") or 0)) or p.get("name_en") or p.get("name") or ""


def grouped_in(region: Json) -> str:
    """The larger region that a map of smaller ones names: France's départements lie in its régions."""
    p = region["properties"]
    return str(p.get("region") or "") if country_of(region) != "UA" else ""


def rings_of(region: Json) -> list[Ring]:
    """Closed rings in quanta, the specks left out unless a region has nothing bigger."""
    geometry = region["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = [quantise(ring) for polygon in polygons for ring in polygon]
    rings = [r for r in rings if len(r) > 3]
    big = [r for r in rings if abs(area(r)) >= SMALLEST]
    return big or sorted(rings, key=lambda r: (-abs(area(r)), r))[:1]


def quantise(ring: list[list[float]]) -> Ring:
    out: Ring = []
    for lon, lat in ring:
        point = (round(lon / QUANTUM), round(lat / QUANTUM))
        if not out or out[-1] != point:
            out.append(point)
    if out[0] != out[-1]:
        out.append(out[0])
    return out


def area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


class Arcs:
    """Every stretch between junctions, once; a ring is a list of arc numbers, `~n` for arc n backwards."""

    def __init__(self, rings: list[Ring]) -> None:
        self.junctions = junctions(rings)
        self.numbers: dict[tuple[Point, ...], int] = {}

    def cut(self, ring: Ring) -> list[int]:
        body = ring[:-1]
        cuts = [i for i, p in enumerate(body) if p in self.junctions]
        start = cuts[0] if cuts else body.index(min(body))
        turned = [*body[start:], *body[:start], body[start]]
        stops = [i for i, p in enumerate(turned) if 0 < i < len(turned) - 1 and p in self.junctions]
        bounds = [0, *stops, len(turned) - 1]
        return [self.number(tuple(turned[a : b + 1])) for a, b in pairwise(bounds)]

    def number(self, arc: tuple[Point, ...]) -> int:
        back = arc[::-1]
        if back in self.numbers:
            return ~self.numbers[back]
        return self.numbers.setdefault(arc, len(self.numbers))

    def chain(self, rings: list[list[int]]) -> list[list[int]]:
        """The outline around a set of rings: arcs that only one of them has, joined end to end."""
        uses = Counter(max(a, ~a) for ring in rings for a in ring)
        loose = [a for ring in rings for a in ring if uses[max(a, ~a)] == 1]
        ends = self.ends()
        starts: dict[Point, list[int]] = defaultdict(list)
        for arc in reversed(loose):
            starts[ends(arc)[0]].append(arc)
        joined = []
        for first in loose:
            if first not in starts[ends(first)[0]]:
                continue
            starts[ends(first)[0]].remove(first)
            ring = [first]
            while ends(ring[-1])[1] != ends(first)[0] and starts[ends(ring[-1])[1]]:
                ring.append(starts[ends(ring[-1])[1]].pop())
            joined.append(ring)
        return joined

    def ends(self) -> Any:
        """A function from an arc number to its first and last point."""
        arcs = list(self.numbers)

        def of(number: int) -> tuple[Point, Point]:
            arc = arcs[max(number, ~number)]
            return (arc[0], arc[-1]) if number >= 0 else (arc[-1], arc[0])

        return of

    def packed(self) -> list[list[int]]:
        """Arcs simplified, as first point and steps: x, y, dx, dy, dx, dy ..."""
        out = []
        for arc in self.numbers:
            flat: list[int] = []
            x = y = 0
            for px, py in simplify(arc):
                flat += [px - x, py - y]
                x, y = px, py
            out.append(flat)
        return out


def junctions(rings: list[Ring]) -> set[Point]:
    """Points where outlines part: seen with other neighbours in another ring."""
    beside: dict[Point, frozenset[Point]] = {}
    found: set[Point] = set()
    for ring in rings:
        body = ring[:-1]
        for i, point in enumerate(body):
            pair = frozenset((body[i - 1], body[(i + 1) % len(body)]))
            if beside.setdefault(point, pair) != pair:
                found.add(point)
    return found


def simplify(arc: tuple[Point, ...]) -> list[Point]:
    """Douglas-Peucker; a closed arc is halved at its farthest point first so that it stays a ring."""
    if arc[0] == arc[-1] and len(arc) > 3:
        far = max(range(len(arc)), key=lambda i: (arc[i][0] - arc[0][0]) ** 2 + (arc[i][1] - arc[0][1]) ** 2)
        return simplify(arc[: far + 1])[:-1] + simplify(arc[far:])
    keep, stack = {0, len(arc) - 1}, [(0, len(arc) - 1)]
    while stack:
        a, b = stack.pop()
        worst, at = TOLERANCE, -1
        for i in range(a + 1, b):
            off = offset(arc[i], arc[a], arc[b])
            if off > worst:
                worst, at = off, i
        if at > 0:
            keep.add(at)
            stack += [(a, at), (at, b)]
    return [arc[i] for i in sorted(keep)]


def offset(p: Point, a: Point, b: Point) -> float:
    """Distance of a point from a segment, in quanta."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    size = dx * dx + dy * dy
    along = 0.0 if not size else max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / size))
    return float(((p[0] - a[0] - along * dx) ** 2 + (p[1] - a[1] - along * dy) ** 2) ** 0.5)
