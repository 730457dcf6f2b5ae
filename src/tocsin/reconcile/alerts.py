"""Air-raid sirens joined to incidents: which alert covered the attack, from imported tables of intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tocsin.reconcile import instants
from tocsin.reconcile.geometry import LEVELS, TOWN, contains, level, same
from tocsin.reconcile.words import stem
from tocsin.record import AlertSpan, Incident, Moment, Night, Place

_SUFFIXES = ("ska", "skyi", "skii", "s'ka")
_KIND_WORDS = frozenset(("oblast", "region", "raion", "district", "hromada", "city", "m", "область", "район"))

#: A night is 22:00 to 06:00, as labour law has it (Ukraine's Labour Code, article 54): minutes of the day, and length.
NIGHT_BEGINS, NIGHT_MINUTES = 22 * 60, 8 * 60
#: Hours of the clock between which an attack is by day; from DUSK on it belongs to the night to come.
DAWN, DUSK = 8, 18
#: Days after its first for which a siren is still looked up: an end years later is a slip.
LONGEST_DAYS = 7
#: Minutes that an hour told in a report may be off.
MARGIN = 30


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
            for day in days_of(row.started_at, row.finished_at):
                self._by_day[day].append(row)

    def join(self, incident: Incident) -> Incident:
        """The incident with the intervals that touch it, the siren's lead and its night's share; itself without any."""
        if not self._by_day:
            return incident
        spans = self._touching(incident)
        night = self._night(incident)
        if not spans and night is None:
            return incident
        return replace(incident, alerts=spans, lead_minutes=_lead(spans), night=night)

    def _touching(self, incident: Incident) -> tuple[AlertSpan, ...]:
        """The intervals of the incident's places that overlap its time, by start."""
        window = _window(incident.time)
        if window is None:
            return ()
        tolls = (t.place for t in incident.tolls)
        places = [p for p in (incident.place, *tolls) if p is not None and level(p) >= LEVELS["region"]]
        here = [p for p in places[:1] if p is incident.place]
        rows = sorted(self._rows(window, places), key=lambda r: (r.started_at, r.region, r.source))
        impact = incident.time if _has_hour(incident.time) else None
        return tuple(
            AlertSpan(
                r.region, r.started_at, r.finished_at, r.end_is_guess, r.source,
                lead_minutes(r.started_at, impact) if impact is not None and _covers(r, here) else None,
            )
            for r in rows
        )  # fmt: skip

    def _night(self, incident: Incident) -> Night | None:
        """The night of the attack at its place, with the minutes of it that sirens covered."""
        place, stretch = incident.place, _night_of(incident.time)
        if place is None or stretch is None or level(place) < LEVELS["region"]:
            return None
        start, end = stretch
        rows = self._rows(stretch, [place])
        covered = {m for row in rows for m in range(max(start, _ends(row)[0]), min(end, _ends(row)[1]))}
        if not rows:
            return None
        return Night(
            instants.iso_minute(start), instants.iso_minute(end), len(covered), round(len(covered) / (end - start), 3)
        )

    def _rows(self, window: tuple[int, int], places: Sequence[Place]) -> set[AlertRow]:
        days = range(window[0] // instants.DAY, window[1] // instants.DAY + 1)
        near = (row for day in days for row in self._by_day.get(day, ()))
        return {row for row in near if _overlaps(row, window) and _covers(row, places)}


def days_of(started_at: str, finished_at: str | None) -> range:
    """The days (ordinals, UTC) that a siren's interval covers; no more than `LONGEST_DAYS` after the first."""
    start = instants.extent(started_at)
    if start is None:
        return range(0)
    first, last = start[0] // instants.DAY, (instants.extent(finished_at) or start)[1] // instants.DAY
    return range(first, min(last, first + LONGEST_DAYS) + 1)


def lead_minutes(started_at: str, impact: Moment) -> int | None:
    """Minutes from a siren to the first reported impact; None when either has no instant with an offset.

    "About 4 a.m." allows half an hour on either side: a lead shorter than that cannot be told, nor a siren too late.
    """
    siren, hit = instants.extent(started_at), instants.extent(impact.start)
    if siren is None or hit is None or siren[0] != siren[1] or hit[0] != hit[1]:
        return None
    lead = hit[0] - siren[0]
    return None if impact.precision == "hour" and lead < MARGIN else lead


def _lead(spans: Sequence[AlertSpan]) -> int | None:
    """The lead of the siren that was on first of those on at the impact; below 0 when all came after it."""
    leads = [(s, s.lead_minutes) for s in spans if s.lead_minutes is not None]
    on = [lead for s, lead in leads if lead >= 0 and (lead <= _length(s) or s.finished_at is None)]
    return max(on) if on else max((lead for _, lead in leads if lead < 0), default=None)


def _length(span: AlertSpan) -> int:
    start, end = instants.extent(span.started_at), instants.extent(span.finished_at)
    return end[1] - start[0] if start is not None and end is not None else 0


def _night_of(time: Moment | None) -> tuple[int, int] | None:
    """First and last minute (UTC) of the attack's night; None for an attack by day, or without a zone.

    The night that ends on the attack's day, or begins on it where the attack was in the evening.
    """
    covered = instants.extent(time.start) if time is not None else None
    if time is None or time.start is None or covered is None or time.precision in ("week", "month", "year"):
        return None
    if instants.offset(time.start) is None and time.zone is None:
        return None
    clock = instants.by_the_clock(time.start)
    hour = clock % instants.DAY // 60 if clock is not None and _has_hour(time) else 0
    if DAWN <= hour < DUSK:
        return None
    day = (clock if clock is not None else covered[0]) // instants.DAY
    begin = (day if hour >= DUSK else day - 1) * instants.DAY + NIGHT_BEGINS
    shift = instants.offset(time.start)
    shift = shift if shift is not None else instants.zone_minutes(time.zone, begin)
    return begin - shift, begin - shift + NIGHT_MINUTES


def _has_hour(time: Moment | None) -> bool:
    return time is not None and time.precision in ("exact_time", "hour")


def _ends(row: AlertRow) -> tuple[int, int]:
    """First and last minute (UTC) of a siren; the same minute twice when its end is not known."""
    start = instants.extent(row.started_at) or (0, 0)
    return start[0], (instants.extent(row.finished_at) or start)[1]


def _overlaps(row: AlertRow, window: tuple[int, int]) -> bool:
    start, end = _ends(row)
    return start <= window[1] and end >= window[0]


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
    margin = MARGIN if start[0] == start[1] else 0
    return start[0] - shift - margin, end[1] - shift + margin
