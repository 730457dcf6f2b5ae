"""Late reports: an inquiry, an obituary, a memorial, told weeks after and giving no day of its own.

Pair by pair such a report resembles few of the first day's flashes. It is joined to the one earlier attack of a stated
day that is known at its town, if there is just one and a toll, a number or a venue agrees. A report that names no place
at all is joined to the only attack of the days before it with about as many dead, if they are many.
Each is set against the groups as they were before any late report was joined, so that none hangs on another.

Spaces of the shelf: town (stem, day, wave) holds the waves of a stated day by what they tell of, sought (stem, day of
publication, wave) the others by what they look for, deadly (day, wave) those with a large toll, and seeker (day of
publication, wave) those that can be told by nothing else; the last two give the dead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.reconcile.book import Book, Link, Wave
from tocsin.reconcile.candidates import HORIZON_DAYS, told_of
from tocsin.reconcile.digest import UNKNOWN_DAY, Digest
from tocsin.reconcile.features import (
    Pair,
    named_place,
    named_venue,
    other_weapons,
    same_place,
    shared_figures,
    shared_numbers,
    told_before,
    toll_goes_on,
)  # fmt: skip
from tocsin.reconcile.score import log_odds
from tocsin.reconcile.shelf import Key

_LATE_DAYS = 2
#: A toll this large is seldom shared, within a tenth, by two attacks of so many days.
MANY_DEAD, RECENT_DAYS = 40, 14
_ENOUGH = 0.6
#: The stages at which a late wave is joined.
BY_TOWN, BY_TOLL = 1, 2
_AGREEING = (shared_figures, shared_numbers, toll_goes_on, named_venue)


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A group as late reports see it, and as it looks for an earlier attack if it is late itself.

    `stems`: towns and venues that it tells of; `sought`: those that it looks for. `day`: the one that most of its
    reports state, else the first publication's; `published`: its first publication, or UNKNOWN_DAY.
    """

    day: int
    published: int
    dated: bool
    placed: bool
    dead: int
    stems: frozenset[str]
    sought: frozenset[str]


def standpoint(members: Sequence[Digest]) -> Standpoint:
    """A group of reports as late reports see it."""
    dated = any(d.dated for d in members)
    sought = () if dated else (d.town_stems or d.venues | d.names for d in members)
    return Standpoint(
        _day(members),
        min(d.published for d in members),
        dated,
        any(d.towns or d.regions for d in members),
        max(d.dead for d in members),
        frozenset().union(*map(told_of, members)),
        frozenset().union(*sought),
    )


def join_late(book: Book, fresh: Collection[str], gone: Mapping[str, Wave]) -> set[str]:
    """Join late waves to earlier ones, once the `fresh` waves are there and the `gone` ones no more.

    Gives the names under which another whole may stand than before, or none any more.
    """
    joining = _Joining(book)
    for name, wave in gone.items():
        joining.leave(name, wave)
    for name in fresh:
        joining.enter(name)
    joining.by_town()
    joining.by_toll(fresh, gone)
    return joining.touched(fresh, gone)


def whole(book: Book, name: str, stages: Sequence[int] = (BY_TOWN, BY_TOLL)) -> tuple[list[str], list[Link]]:
    """The waves that stand together under a name, itself first, and the links over which late ones joined it."""
    waves: list[str] = [name]
    links: list[Link] = []
    reports: list[str] = []
    for stage in stages:
        rows = {str(key[2]): Link(*link) for key, link in book.shelf.scan("follower", (name, stage))}
        for late in book.in_order(rows):
            reports = reports or book.reports_of(book.wave(name).clusters)
            more = book.reports_of(book.wave(late).clusters)
            if not book.apart(reports, more):
                waves.append(late)
                links.append(rows[late])
                reports += more
    return waves, links


def root(book: Book, name: str, stages: Sequence[int] = (BY_TOWN, BY_TOLL)) -> str:
    """The wave under whose name a wave stands; its own where the one that it was joined to is there no more."""
    wave = book.wave(name)
    if wave.target is None or wave.stage not in stages or book.find_wave(wave.target) is None:
        return name
    return wave.target if name in whole(book, wave.target, stages)[0] else name


class _Joining:
    """One round of late joins."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._shelf = book.shelf
        self._look: set[str] = set()
        self._changed: set[str] = set()

    def leave(self, name: str, wave: Wave) -> None:
        """Take back what a gone wave was looked up by; those that saw it, or were joined to it, look again."""
        for space, key in wave.rows:
            self._shelf.drop(space, key)
        if wave.target is not None:
            self._shelf.drop("follower", (wave.target, wave.stage, name))
            self._changed.add(wave.target)
        self._look |= self._seers(wave.rows)
        self._look.update(str(key[2]) for key, _ in self._shelf.scan("follower", (name,)))

    def enter(self, name: str) -> None:
        """Note what a wave is looked up by, and what it looks for."""
        wave = self._book.wave(name)
        stand = standpoint(self._book.digests(self._book.reports_of(wave.clusters)))
        rows = list(_rows(name, stand))
        self._shelf.put("wave", (name,), wave._replace(rows=rows))
        for space, key in rows:
            self._shelf.put(space, key, stand.dead)
        self._look |= self._seers(rows)
        if not stand.dated:
            self._look.add(name)

    def by_town(self) -> None:
        """Let every late wave that may have another answer than before look for the only attack at its town."""
        for name in self._there(self._look):
            wave = self._book.wave(name)
            before = (wave.target, wave.link) if wave.stage == BY_TOWN else (None, None)
            found = self._attack_at_town(name, wave)
            if found != before:
                self._set(name, BY_TOWN, *found)

    def by_toll(self, fresh: Collection[str], gone: Mapping[str, Wave]) -> None:
        """Let those that name no place look for the only attack with about as many dead."""
        book, look = self._book, self._look | set(fresh)
        rows = [row for wave in gone.values() for row in wave.rows]
        for name in self._there(self._changed | look):
            rows += [row for w in whole(book, root(book, name))[0] for row in book.wave(w).rows]
        for space, key in rows:
            if space == "deadly":
                recent = self._shelf.scan("seeker", (), (int(key[0]),), (int(key[0]) + RECENT_DAYS,))
                look.update(str(seeker[1]) for seeker, _ in recent)
        for name in self._there(look):
            wave = book.wave(name)
            if wave.stage == BY_TOWN and wave.target is not None:
                continue
            found = self._attack_of_toll(name, wave)
            if found != (wave.target, wave.link):
                self._set(name, BY_TOLL, *found)

    def touched(self, fresh: Collection[str], gone: Mapping[str, Wave]) -> set[str]:
        """Every name whose whole may be another now."""
        names = self._changed | set(fresh) | set(gone)
        for name in list(names):
            names.update(str(key[2]) for key, _ in self._shelf.scan("follower", (name,)))
        return names | {w.target for n in names if (w := self._book.find_wave(n)) is not None and w.target is not None}

    def _there(self, names: Iterable[str]) -> list[str]:
        return self._book.in_order(n for n in names if self._book.find_wave(n) is not None)

    def _seers(self, rows: Iterable[tuple[str, Key]]) -> set[str]:
        """The late waves that may see an attack by these rows."""
        found: set[str] = set()
        for space, key in rows:
            if space == "town":
                low, high = int(key[1]) + _LATE_DAYS, int(key[1]) + HORIZON_DAYS
                found.update(str(k[2]) for k, _ in self._shelf.scan("sought", (key[0],), (low,), (high,)))
        return found

    def _attack_at_town(self, name: str, wave: Wave) -> tuple[str | None, Link | None]:
        sought = [key for space, key in wave.rows if space == "sought"]
        earlier = self._only_attack(sought)
        if not earlier:
            return None, None
        book = self._book
        reports = {w: book.reports_of(book.wave(w).clusters) for w in earlier}
        target = max(reversed(book.in_order(earlier)), key=lambda w: len(reports[w]))
        late = book.reports_of(wave.clusters)
        link = agreeing(book.digests(late), book.digests(reports[target]))
        return (target, link) if link is not None else (None, None)

    def _only_attack(self, sought: Sequence[Key]) -> set[str]:
        """The waves of the only day, or two, on which an earlier attack is known at one of the towns."""
        days: list[int] = []
        for stem, published, _ in sought:
            bounds = (int(published) - HORIZON_DAYS,), (int(published) - _LATE_DAYS,)
            for back in (False, True):
                days += (int(k[1]) for k, _ in self._shelf.scan("town", (stem,), *bounds, back=back, limit=1))
            if days and max(days) - min(days) > 1:
                return set()
        if not days:
            return set()
        bounds = (min(days),), (max(days),)
        return {str(k[2]) for stem, *_ in sought for k, _ in self._shelf.scan("town", (stem,), *bounds)}

    def _attack_of_toll(self, name: str, wave: Wave) -> tuple[str | None, Link | None]:
        key = next((key for space, key in wave.rows if space == "seeker"), None)
        if key is None:
            return None, None
        book, published, dead = self._book, int(key[0]), int(self._shelf.get("seeker", key))
        recent = self._shelf.scan("deadly", (), (published - RECENT_DAYS,), (published,))
        alike = [str(k[1]) for k, n in recent if abs(n - dead) * 10 <= max(n, dead)]
        near = {root(book, w, (BY_TOWN,)) for w in alike}
        if len(near) != 1:
            return None, None
        target = near.pop()
        earlier = book.reports_of(c for w in whole(book, target, (BY_TOWN,))[0] for c in book.wave(w).clusters)
        link = plausible(book.digests(book.reports_of(wave.clusters)), book.digests(earlier))
        return (target, link) if link is not None else (None, None)

    def _set(self, name: str, stage: int, target: str | None, link: Link | None) -> None:
        wave = self._book.wave(name)
        if wave.target is not None:
            self._shelf.drop("follower", (wave.target, wave.stage, name))
            self._changed.add(wave.target)
        if target is not None:
            self._shelf.put("follower", (target, stage, name), link)
            self._changed.add(target)
        self._shelf.put("wave", (name,), wave._replace(target=target, link=link, stage=stage))
        self._changed.add(name)


def _rows(name: str, stand: Standpoint) -> Iterable[tuple[str, Key]]:
    if stand.dated:
        yield from (("town", (stem, stand.day, name)) for stem in sorted(stand.stems))
    elif stand.published != UNKNOWN_DAY:
        yield from (("sought", (stem, stand.published, name)) for stem in sorted(stand.sought))
    if stand.dead >= MANY_DEAD:
        if stand.dated or stand.placed:
            yield "deadly", (stand.day, name)
        elif stand.published != UNKNOWN_DAY:
            yield "seeker", (stand.published, name)


def agreeing(late: Sequence[Digest], earlier: Sequence[Digest]) -> Link | None:
    """The likeliest pair of reports that agree on town and toll."""
    return _likeliest((e, n) for e in earlier for n in late if _agree(n, e))


def plausible(late: Sequence[Digest], earlier: Sequence[Digest]) -> Link | None:
    """The likeliest pair of reports, unless any pair speaks against it."""
    pairs = [(e, n) for e in earlier for n in late]
    apart = any(told_before(Pair(e, n)) or other_weapons(Pair(e, n)) for e, n in pairs)
    return None if apart else _likeliest(pairs)


def _likeliest(pairs: Iterable[tuple[Digest, Digest]]) -> Link | None:
    best: Link | None = None
    for earlier, late in pairs:
        odds = log_odds(earlier, late)
        if best is None or odds > best.odds:
            best = Link(earlier.report, late.report, odds)
    return best


def _agree(a: Digest, b: Digest) -> bool:
    pair = Pair(a, b)
    if told_before(pair) or other_weapons(pair) or not (same_place(pair) or named_place(pair) or named_venue(pair)):
        return False
    return any(feature(pair) >= _ENOUGH for feature in _AGREEING)


def _day(digests: Sequence[Digest]) -> int:
    """The day of a group: the one most of its reports state, else the first publication's."""
    stated = [d.first for d in digests if d.dated]
    if stated:
        return max(sorted(set(stated)), key=stated.count)
    return min(d.first for d in digests)
