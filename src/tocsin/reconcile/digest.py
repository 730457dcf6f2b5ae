"""What one report says about which attack it tells of, in a form that is quick to compare."""

from __future__ import annotations

import dataclasses
import marshal
import re
from array import array
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from tocsin.lexicon.gazetteer import make_place
from tocsin.lexicon.load import fold
from tocsin.reconcile import instants, words
from tocsin.reconcile.geometry import TOWN, country, level, name_key, same
from tocsin.reconcile.outright import towns_outright
from tocsin.record import CASUALTY_KINDS, Claim, Place, Report

#: Kinds whose time is the attack's own; a casualty figure's time may be the hour at which it was counted.
_TIMED = frozenset(("attack", "hit", "launched", "intercepted", "lost"))
_TELLING = _TIMED | {"killed", "injured", "missing", "trapped", "rescued", "damaged", "destroyed", "alert"}
_FIGURED = _TELLING - {"alert", "attack"}
_HOURS = frozenset(("exact_time", "hour", "part_of_day"))
_DAY_OR_FINER = _HOURS | {"day", "days"}
_CYRILLIC = re.compile("[а-ї]")
UNKNOWN_DAY = -1
T = TypeVar("T", bound=Hashable)
_Change: TypeAlias = Callable[[Any], Any]


@dataclass(slots=True)
class Digest:
    """One report, ready to be compared; days are ordinals, `UNKNOWN_DAY` when nothing says when.

    `hours`: the hours by the place's clock, 24 times the day and the hour, that its words allow the attack, empty when
    they say none; `told`: the hour by the same clock at which it was published, None when only the day is known.
    """

    report: str
    order: tuple[int, str]
    first: int
    last: int
    dated: bool
    published: int
    named_days: frozenset[int]
    hours: frozenset[int]
    told: int | None
    towns: tuple[Place, ...]
    located: bool
    town_keys: frozenset[str]
    town_stems: frozenset[str]
    regions: frozenset[str]
    countries: frozenset[str]
    home: frozenset[str]
    wide: bool
    figures: frozenset[tuple[str, int]]
    dead: int
    numbers: frozenset[int]
    speakers: frozenset[str]
    weapons: frozenset[str]
    objects: frozenset[str]
    names: frozenset[str]
    venues: frozenset[str]
    content: tuple[str, ...]
    cyrillic: bool
    sketch: array[int]

    def __reduce__(self) -> tuple[Callable[[bytes], Digest], tuple[bytes]]:
        # Thrice as fast as pickling it field by field, and words that were interned there are so here.
        return _again, (marshal.dumps(keep_digest(self)),)


def _again(values: bytes) -> Digest:
    return kept_digest(marshal.loads(values))


def keep_digest(digest: Digest) -> list[Any]:
    """A digest as plain values in the order of its fields, sets sorted: the same digest gives the same values."""
    return [keep(getattr(digest, name)) if keep else getattr(digest, name) for name, keep, _ in _fields()]


def kept_digest(values: Sequence[Any]) -> Digest:
    """The digest that `keep_digest` gave the values of, its sets shared with those of others."""
    return Digest(*[again(value) if again else value for (_, _, again), value in zip(_fields(), values, strict=True)])


@cache
def _fields() -> tuple[tuple[str, _Change | None, _Change | None], ...]:
    """Each field with what makes its value plain and what makes it again, None for one that is plain."""
    return tuple((field.name, *_changes(str(field.type))) for field in dataclasses.fields(Digest))


def _changes(kind: str) -> tuple[_Change | None, _Change | None]:
    """By the words of a field's type, since `array[int]` is no type at run time."""
    if kind.startswith("frozenset[tuple"):
        return sorted, lambda values: _set(map(tuple, values)) if values else _NONE
    if kind.startswith("frozenset"):
        return sorted, lambda values: _set(values) if values else _NONE
    if kind.startswith("tuple[Place"):
        of_place = attrgetter(*(field.name for field in dataclasses.fields(Place)))
        return lambda places: list(map(of_place, places)), lambda values: tuple([_place(*value) for value in values])
    if kind.startswith("tuple"):
        return None, tuple
    if kind.startswith("array"):
        return lambda hashes: hashes.tolist(), lambda values: array("I", values)
    return None, None


def _place(name: str, text: str, id: str | None, path: Iterable[str], *rest: Any) -> Place:
    return _one_place(name, text, id, tuple(path), *rest)


@lru_cache(maxsize=1 << 14)
def _one_place(*values: Any) -> Place:
    return Place(*values)


def digest(report: Report, claims: Sequence[Claim]) -> Digest:
    """The digest of a report with its claims; works from the text alone when there are none."""
    telling = [c for c in claims if c.status == "main" and c.kind in _TELLING and c.stance != "predicts"]
    stamp = instants.extent(report.published)
    published = stamp[1] // instants.DAY if stamp else UNKNOWN_DAY
    first, last = _days(telling)
    dated = first != UNKNOWN_DAY
    if not dated and published != UNKNOWN_DAY:
        first, last = published - 1, published
    text = f"{report.title}\n{report.text}" if report.title else report.text
    folded = fold(text)
    printed = words.split(text)
    told = words.split_folded(text, folded, printed)
    in_text = words.days_named(folded, told, None if published == UNKNOWN_DAY else published)
    if not dated and published != UNKNOWN_DAY:
        in_text |= words.weekdays_named(told, published)
    places = {id(c.place): c.place for c in telling if c.place is not None}.values()
    towns = _told_of(_distinct(p for p in places if level(p) >= TOWN), telling)
    outright = {} if _is_located(towns) else towns_outright(text)
    towns = _distinct((*towns, *(make_place(rows[0], name) for name, rows in outright.items())))
    countries = _set(code for p in (*places, *towns) if (code := country(p)) is not None)
    figures = _set(
        _figure(c.kind, c.quantity.value)
        for c in claims
        if c.kind in _FIGURED and c.quantity is not None and c.quantity.value and c.status in ("main", "stale")
    )
    return Digest(
        report.id,
        (stamp[0] if stamp else UNKNOWN_DAY, report.id),
        first,
        last,
        dated,
        published,
        _set(_days_named(telling, in_text)),
        _set(_hours(telling)),
        _hour_told(report, telling),
        towns,
        _is_located(towns),
        _set((*(k for p in towns for k in _keys(p)), *(row.id for rows in outright.values() for row in rows))),
        _set(s for p in towns for s in words.name_stems(p.name) | words.names_in(p.text)),
        _set(words.stem(part) for p in places for part in _regions(p)),
        countries,
        _set(code for p in towns if (code := country(p)) is not None),
        len(towns) > 1 or any(level(p) == 0 for p in places),
        figures,
        max((value for kind, value in figures if kind == "killed"), default=0),
        words.numbers(text),
        _set(words.stem(c.speaker.name.split()[-1]) for c in claims if c.speaker and c.speaker.name),
        _set(w.kind or w.id for c in telling for w in c.weapon) or _set(words.things("weapons", folded)),
        _set(c.object.kind or c.object.id for c in telling if c.object is not None)
        or _set(words.things("objects", folded)),
        words.names(printed),
        _set(words.venues(text)),
        words.content(told),
        _is_cyrillic(folded),
        words.sketch(told),
    )


def _told_of(towns: tuple[Place, ...], telling: Iterable[Claim]) -> tuple[Place, ...]:
    """The one of two towns that the report counts people in: the other is named beside it ("an hour after Nabatieh").

    A report of three towns and more tells of them all, and so does one that counts for the country or region too.
    """
    if len(towns) != 2:
        return towns
    counted = {c.place for c in telling if c.quantity is not None and c.place is not None}
    if any(level(p) < TOWN for p in counted):
        return towns
    people = {c.place for c in telling if c.place is not None and c.kind in CASUALTY_KINDS}
    return tuple(t for t in towns if any(same(t, p) for p in people)) or towns


def _is_located(towns: Iterable[Place]) -> bool:
    """False where all that is known is a name without a point, such as a hall's: it may lie in the other's town."""
    return any(p.id is not None or p.lat is not None for p in towns)


def _is_cyrillic(folded: str) -> bool:
    return not folded.isascii() and len(_CYRILLIC.findall(folded, 0, 200)) > 50


def merge(digests: Sequence[Digest]) -> Digest:
    """One digest of a whole group: all its places, figures and names, on the day that most of its reports state."""
    first = digests[0]
    stated = [(d.first, d.last) for d in digests if d.dated]
    days = max(sorted(set(stated)), key=stated.count) if stated else (first.first, first.last)
    union: dict[str, Any] = {
        name: _set(item for d in digests for item in getattr(d, name))
        for name in ("named_days", "hours", "town_keys", "town_stems", "regions", "countries", "home", "figures",
                     "numbers", "speakers", "weapons", "objects", "names", "venues")
    }  # fmt: skip
    towns = _distinct(p for d in digests for p in d.towns)
    return replace(
        first,
        first=days[0],
        last=days[1],
        dated=bool(stated),
        published=min(d.published for d in digests),
        told=min((d.told for d in digests if d.told is not None), default=None),
        towns=towns,
        located=_is_located(towns),
        wide=any(d.wide for d in digests),
        dead=max(d.dead for d in digests),
        content=tuple(sorted({word for d in digests for word in d.content})),
        **union,
    )


_NONE: frozenset[Any] = frozenset()


def _set(items: Iterable[T]) -> frozenset[T]:
    """A frozen set, shared with the digests that hold the same one: most are empty or a town's, and there are many."""
    return _shared(frozenset(items))  # type: ignore[return-value]  # lru_cache hides that it gives back what it takes


@lru_cache(maxsize=1 << 16)
def _shared(items: frozenset[Hashable]) -> frozenset[Hashable]:
    return items


@lru_cache(maxsize=1 << 16)
def _figure(kind: str, value: int) -> tuple[str, int]:
    return kind, value


def _days(telling: Iterable[Claim]) -> tuple[int, int]:
    """First and last day of the attack as its claims state it; the day most of them give, if they differ by more."""
    count: dict[tuple[int, int], int] = {}
    for claim in telling:
        time = claim.time
        if time is None or claim.kind not in _TIMED or time.precision not in _DAY_OR_FINER:
            continue
        if time.basis in ("publication", "unresolved"):
            continue
        start, end = instants.days(time.start), instants.days(time.end or time.start)
        if start is not None and end is not None:
            span = (start[0], max(start[0], end[1]))
            count[span] = count.get(span, 0) + 1
    if not count:
        return UNKNOWN_DAY, UNKNOWN_DAY
    first, last = min(s for s, _ in count), max(e for _, e in count)
    if last - first <= 1:
        return first, last
    return max(count, key=lambda span: (count[span], span))


def _hours(telling: Iterable[Claim]) -> Iterable[int]:
    """Every hour of the stretches in which the claims of the attack itself put it: an hour, a morning, a night."""
    for time in {c.time for c in telling if c.kind in _TIMED and c.time is not None}:
        if time.precision in _HOURS and time.basis in ("stated", "relative"):
            span = instants.by_the_clock(time.start), instants.by_the_clock(time.end or time.start)
            if span[0] is not None and span[1] is not None:
                yield from range(span[0] // 60, min(span[1], span[0] + instants.DAY) // 60 + 1)


def _hour_told(report: Report, telling: Iterable[Claim]) -> int | None:
    """The hour of publication by the clock of the place that the claims' times give an offset for."""
    covered = instants.extent(report.published)
    if covered is None or covered[0] != covered[1] or report.published is None:
        return None
    shift = 0
    if instants.has_offset(report.published):
        offsets = (instants.offset(c.time.start) for c in telling if c.time is not None)
        shift = next((o for o in offsets if o is not None), 0)
    return (covered[0] + shift) // 60


def _days_named(telling: Iterable[Claim], in_text: Iterable[int]) -> frozenset[int]:
    """Days that the text or a casualty figure's words name; the attack's may be among them."""
    found = set(in_text)
    for claim in telling:
        time = claim.time
        if time is not None and time.basis in ("stated", "relative") and time.precision in _DAY_OR_FINER:
            covered = instants.days(time.start)
            if covered is not None:
                found.add(covered[0])
    return frozenset(found)


def _distinct(places: Iterable[Place]) -> tuple[Place, ...]:
    by_key: dict[str, Place] = {}
    for place in sorted(places, key=lambda p: (p.name, p.id or "", p.text)):
        by_key.setdefault(place.id or name_key(place), place)
    return tuple(by_key.values())


def _keys(place: Place) -> Iterable[str]:
    yield name_key(place)
    if place.id is not None:
        yield place.id


def _regions(place: Place) -> Iterable[str]:
    yield from place.path[1:]
    if 0 < level(place) < TOWN:
        yield place.name
