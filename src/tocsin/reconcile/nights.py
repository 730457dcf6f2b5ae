"""Clusters into waves: the groups of one night and country that reports of the whole hold together.

What is asked of two groups stands in waves.py; here is who is asked, and what of an earlier answer still holds. A night
where no group's reports tell of several towns joins nothing. Which groups of a night belong together does not hang on
other nights, so that a change is followed along the pairs that belong, and no further.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from tocsin.reconcile.book import Book, Cluster, Link, Wave
from tocsin.reconcile.score import log_odds
from tocsin.reconcile.waves import Profile, belongs, name_bridges, profile_of

#: Reports of each side among which the pair that explains a join is looked for.
_SHOWN = 8

Night = tuple[str, int]


class _Told(NamedTuple):
    """What a night keeps of each group, so that those that nothing joins need not be looked at.

    `wide`: one of its reports tells of several towns; `own`, `called` and `names`: see `Profile`.
    """

    wide: bool
    own: Collection[str]
    called: Collection[frozenset[str]]
    names: Sequence[frozenset[str]]


def make_waves(book: Book, fresh: Collection[str], gone: Mapping[str, Cluster]) -> tuple[set[str], dict[str, Wave]]:
    """Put the `fresh` clusters into waves, once the `gone` ones are no more; both may hold a name.

    Gives the waves that are new or other than before, and the earlier ones that are no more what they were.
    """
    nights = _Nights(book)
    for name, cluster in gone.items():
        for night in cluster.nights:
            book.shelf.drop("night", (*night, name))
    for name in fresh:
        nights.enter(name)
    touched = {n for c in gone.values() for n in c.nights} | {n for c in fresh for n in book.cluster(c).nights}
    seeds = set(fresh).union(*(nights.names(night) for night in touched))
    old = {c.wave for c in gone.values() if c.wave is not None}
    inside = _closure(book, nights, seeds, old)
    return _replace(book, inside, _join(book, nights, inside), old, set(fresh))


class _Nights:
    """The groups of each night, and which pairs of them belong together."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._profiles: dict[str, Profile | None] = {}
        self._told: dict[Night, dict[str, _Told]] = {}
        self._pairs: dict[Night, list[tuple[str, str]]] = {}

    def enter(self, name: str) -> None:
        """Note the nights of a new cluster."""
        profile = self._profile(name)
        if profile is None:
            return
        nights = [(c, d) for c in sorted(profile.countries) for d in range(profile.first, profile.last + 1)]
        row = self._book.cluster(name)
        self._book.shelf.put("cluster", (name,), row._replace(nights=nights, wide=profile.wide))
        told = [int(profile.wide), sorted(profile.own), sorted(_joined(profile.called)), _joined(profile.names)]
        for night in nights:
            self._book.shelf.put("night", (*night, name), told)

    def names(self, night: Night) -> Collection[str]:
        """The clusters of a night."""
        return self._all(night).keys()

    def _all(self, night: Night) -> dict[str, _Told]:
        if night not in self._told:
            rows = self._book.shelf.scan("night", night)
            self._told[night] = {str(key[2]): self._read(str(key[2]), value) for key, value in rows}
        return self._told[night]

    def _read(self, name: str, value: Sequence[Any]) -> _Told:
        profile = self._profiles.get(name)
        if profile is not None:
            return _Told(profile.wide, profile.own, profile.called, profile.names)
        wide, own, called, names = value
        return _Told(bool(wide), own, [frozenset(t.split()) for t in called], [frozenset(n.split()) for n in names])

    def pairs(self, night: Night) -> list[tuple[str, str]]:
        """The pairs (whole, part) of a night that belong together, in order."""
        if night not in self._pairs:
            found = []
            told, named = self._all(night), self._named(night)
            whole = [name for name, group in told.items() if group.wide or named[name]]
            for name in self._book.in_order(whole):
                met = (other for other, group in told.items() if self._may_belong(name, group, named[name]))
                belong = partial(self._belong, name, named=named[name], alone=len(whole) == 1)
                found += [(name, other) for other in self._book.in_order(met) if name != other and belong(other)]
            self._pairs[night] = found
        return self._pairs[night]

    def _named(self, night: Night) -> dict[str, Counter[frozenset[str]]]:
        """For each cluster of a night, how many of its reports name which towns of the night beside others."""
        told = self._all(night)
        towns: dict[str, set[frozenset[str]]] = defaultdict(set)
        for town in {town for group in told.values() for town in group.called}:
            for stem in town:
                towns[stem].add(town)
        return {name: name_bridges(group.names, towns) for name, group in told.items()}

    def _may_belong(self, name: str, told: _Told, named: Counter[frozenset[str]]) -> bool:
        """False for a group of towns that the whole does not name, without a look at it: most of a night are such."""
        whole = self._profile(name)
        known = whole is not None and not whole.named.keys().isdisjoint(told.own)
        return not told.own or known or not named.keys().isdisjoint(told.called)

    def _belong(self, name: str, other: str, *, named: Counter[frozenset[str]], alone: bool) -> bool:
        one, two = self._profile(name), self._profile(other)
        return one is not None and two is not None and belongs(one, two, named, alone=alone)

    def _profile(self, name: str) -> Profile | None:
        if name not in self._profiles:
            self._profiles[name] = profile_of(self._book.digests(self._book.cluster(name).members))
        return self._profiles[name]


def _joined(sets: Iterable[frozenset[str]]) -> list[str]:
    return [" ".join(sorted(stems)) for stems in sets]


def _closure(book: Book, nights: _Nights, seeds: set[str], old: set[str]) -> set[str]:
    """All clusters that hang together with the seeds, now or in an earlier wave; adds the earlier waves to `old`."""
    todo = set(seeds)
    inside: set[str] = set()
    opened: set[str] = set()
    while todo or old - opened:
        for name in old - opened:
            opened.add(name)
            todo.update(c for c in book.wave(name).clusters if book.shelf.get("cluster", (c,)) is not None)
        todo -= inside
        inside |= todo
        fresh, todo = todo, set()
        for name in fresh:
            cluster = book.cluster(name)
            if cluster.wave is not None:
                old.add(cluster.wave)
            for night in cluster.nights:
                todo.update(other for pair in nights.pairs(night) if name in pair for other in pair)
    return inside


def _join(book: Book, nights: _Nights, inside: set[str]) -> Iterable[Wave]:
    clusters = {name: book.cluster(name) for name in inside}
    of = {name: Wave([name], []) for name in inside}
    for night in sorted({n for c in clusters.values() for n in c.nights}):
        for whole, part in nights.pairs(night):
            if whole not in of:
                continue
            a, b = of[whole], of[part]
            if a is b:
                continue
            left, right = ([r for c in w.clusters for r in clusters[c].members] for w in (a, b))
            if book.apart(left, right):
                continue
            link = _likeliest(book, left, right)
            joined = Wave(book.in_order([*a.clusters, *b.clusters]), [*a.links, *b.links, link])
            of.update(dict.fromkeys(joined.clusters, joined))
    return {id(wave): wave for wave in of.values()}.values()


def _likeliest(book: Book, left: Iterable[str], right: Iterable[str]) -> Link:
    one, two = (book.digests(book.in_order(side)[:_SHOWN]) for side in (left, right))
    best: Link | None = None
    for a in one:
        for b in two:
            odds = log_odds(a, b)
            if best is None or odds > best.odds:
                best = Link(a.report, b.report, odds)
    assert best is not None
    return best


def _replace(
    book: Book, inside: set[str], waves: Iterable[Wave], old: set[str], fresh: set[str]
) -> tuple[set[str], dict[str, Wave]]:
    gone = {name: book.wave(name) for name in old}
    changed = set()
    for wave in waves:
        name = wave.clusters[0]
        before = gone.get(name)
        if before is not None and _same(before, wave) and fresh.isdisjoint(wave.clusters):
            del gone[name]
            continue
        changed.add(name)
    for name in gone:
        book.shelf.drop("wave", (name,))
    for wave in waves:
        if wave.clusters[0] in changed:
            book.shelf.put("wave", (wave.clusters[0],), wave)
            for name in wave.clusters:
                book.shelf.put("cluster", (name,), book.cluster(name)._replace(wave=wave.clusters[0]))
    return changed, gone


def _same(one: Wave, two: Wave) -> bool:
    return list(one.clusters) == list(two.clusters) and list(one.links) == list(two.links)
