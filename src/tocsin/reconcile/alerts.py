"""Air-raid sirens joined to incidents: which alert covered the attack, from imported tables of intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tocsin.reconcile import instants
from tocsin.reconcile.geometry import LEVELS, TOWN, contains, level, same
from tocsin.reconcile.words import stem
from tocsin.record import AlertSpan, Incident, Moment, Place

_SUFFIXES = ("ska", "skyi", "skii", "s'ka")
_KIND_WORDS = frozenset(("oblast", "region", "raion", "district", "hromada", "city", "m", "область", "район"))


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One siren interval of an imported table; instants are ISO 8601 UTC.

    `place` is the region where the importer could find it in the gazetteer; without it the region's name is compared.
    """

    region: str
    started_at: str
    finished_at: str | None = None
    end_is_guess: bool = False
    level: str = "oblast"
    source: str = ""
    place: Place | None = None


class AlertIndex:
    """Intervals by day, for joining many incidents."""

    def __init__(self, rows: Iterable[AlertRow]) -> None:
        self._by_day: dict[int, list[AlertRow]] = defaultdict(list)
        for row in rows:
            start = instants.extent(row.started_at)
            end = instants.extent(row.finished_at) or start
            if start is not None and end is not None:
                for day in range(
                    start[0] // instants.DAY, min(end[1] // instants.DAY, start[0] // instants.DAY + 7) + 1
                ):
                    self._by_day[day].append(row)

    def touching(self, incident: Incident) -> tuple[AlertSpan, ...]:
        """The intervals of the incident's places that overlap its time, by start."""
        window = _window(incident.time)
        if window is None or not self._by_day:
            return ()
        places = [
            p
            for p in (incident.place, *(t.place for t in incident.tolls))
            if p is not None and level(p) >= LEVELS["region"]
        ]
        days = range(window[0] // instants.DAY, window[1] // instants.DAY + 1)
        rows = {
            row for day in days for row in self._by_day.get(day, ()) if _overlaps(row, window) and _covers(row, places)
        }
        ordered = sorted(rows, key=lambda r: (r.started_at, r.region, r.source))
        return tuple(AlertSpan(r.region, r.started_at, r.finished_at, r.end_is_guess, r.source) for r in ordered)


def lead_minutes(alert: AlertSpan, impact: Moment) -> int | None:
    """Minutes from the siren to the first reported impact; None when either has no instant with an offset."""
    siren, hit = instants.extent(alert.started_at), instants.extent(impact.start)
    if siren is None or hit is None or siren[0] != siren[1] or hit[0] != hit[1]:
        return None
    return hit[0] - siren[0]


def _overlaps(row: AlertRow, window: tuple[int, int]) -> bool:
    start = instants.extent(row.started_at)
    end = instants.extent(row.finished_at) or start
    return start is not None and end is not None and start[0] <= window[1] and end[1] >= window[0]


def _covers(row: AlertRow, places: Iterable[Place]) -> bool:
    if row.place is not None:
        return any(same(row.place, p) or contains(row.place, p) for p in places)
    key = _region_key(row.region)
    town = row.level == "city" or "city" in row.region.lower().split()
    for place in places:
        if town or row.level == "hromada":
            if level(place) >= TOWN and _region_key(place.name) == key:
                return True
        elif any(_region_key(part) == key for part in place.path[1:]) or (
            level(place) < TOWN and _region_key(place.name) == key
        ):
            return True
    return False


@lru_cache(maxsize=4096)
def _region_key(name: str) -> str:
    """Cherkaska oblast and Cherkasy; Kyivska oblast and Kyiv City: the name without its ending, five letters."""
    words = [w for w in name.lower().replace("-", " ").split() if w not in _KIND_WORDS]
    word = words[0] if words else name.lower()
    for suffix in _SUFFIXES:
        word = word.removesuffix(suffix)
    return stem(word)[:5]


def _window(time: Moment | None) -> tuple[int, int] | None:
    """First and last minute (UTC) that the attack may have been on; an hour is given half an hour on either side."""
    if time is None or time.start is None:
        return None
    start, end = instants.extent(time.start), instants.extent(time.end or time.start)
    if start is None or end is None:
        return None
    shift = 0 if instants.has_offset(time.start) else instants.zone_minutes(time.zone, start[0])
    margin = 30 if start[0] == start[1] else 0
    return start[0] - shift - margin, end[1] - shift + margin
