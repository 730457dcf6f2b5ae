"""Two plain ways to put reports into incidents, for comparison: TF-IDF cosine, without and with a window of days.

Both link the pairs above a likeness and take connected reports for one incident. The likeness is chosen on the gold
itself, from `LIKENESSES`, so that each baseline stands at its best and not at a guess of ours.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from tocsin.record import Report

LIKENESSES = tuple(k / 100 for k in range(5, 95, 5))
WINDOW_DAYS = 2
_WORD = re.compile(r"\w+")
Vector = dict[str, float]
Pairs = list[tuple[float, int, int]]


def vectors(reports: Sequence[Report]) -> list[Vector]:
    """TF-IDF vectors of length 1, sublinear counts, smoothed document frequencies (Salton and Buckley 1988)."""
    counts = [Counter(_WORD.findall(f"{r.title or ''} {r.text}".lower())) for r in reports]
    found_in = Counter(word for count in counts for word in count)
    rarity = {word: math.log((1 + len(reports)) / (1 + n)) + 1 for word, n in found_in.items()}
    made = []
    for count in counts:
        weights = {word: (1 + math.log(n)) * rarity[word] for word, n in count.items()}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        made.append({word: w / length for word, w in weights.items()})
    return made


def alike(reports: Sequence[Report], days: int | None = None) -> Pairs:
    """Pairs (i < j) with their cosine; with `days`, only those published at most so many days apart."""
    holding: dict[str, list[tuple[int, float]]] = defaultdict(list)
    found: Pairs = []
    stamps = [_day(r.published) for r in reports]
    for j, vector in enumerate(vectors(reports)):
        cosines: dict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            for i, other in holding[word]:
                cosines[i] += weight * other
            holding[word].append((j, weight))
        found += [(cosine, i, j) for i, cosine in cosines.items() if days is None or _near(stamps[i], stamps[j], days)]
    return found


def link(reports: Sequence[Report], pairs: Pairs, likeness: float) -> dict[str, str]:
    """Report id -> name of its group: reports that a chain of pairs of at least this likeness connects."""
    parent = list(range(len(reports)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for cosine, i, j in pairs:
        if cosine >= likeness:
            parent[root(j)] = root(i)
    return {r.id: f"group:{root(i)}" for i, r in enumerate(reports)}


def _day(published: str | None) -> int | None:
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def _near(a: int | None, b: int | None, days: int) -> bool:
    return a is None or b is None or abs(a - b) <= days
