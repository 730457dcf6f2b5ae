"""The record under way: reports in clusters, clusters in waves, waves with their late reports, kept on a shelf.

Clusters, waves and the whole are each named by their earliest report. The spaces of the shelf:

    cluster_of (report,) -> cluster            cluster (name,) -> Cluster
    night (country, day, cluster) -> 1 where one of its reports tells of several towns, else 0; the towns that it is at
        home in; the stems of each such town, and of the names in each report, with spaces
    wave (name,) -> Wave                       follower (wave, stage, late wave) -> Link
    town, sought, deadly, seeker: see late.py  judged (report, other) -> verdict, by, made_at, id
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from tocsin.reconcile.digest import Digest
from tocsin.reconcile.judged import Judged
from tocsin.reconcile.shelf import Key, Shelf
from tocsin.record import Judgement


class Link(NamedTuple):
    """Two reports over which groups were joined: with what log-odds, by whom, in which turn of the clustering."""

    left: str
    right: str
    odds: float
    by: str | None = None
    turn: int = 0


class Cluster(NamedTuple):
    """Reports that resemble each other, earliest first; `nights`: country and day of each night that it tells of."""

    members: Sequence[str]
    links: Sequence[Link]
    nights: Sequence[tuple[str, int]] = ()
    wide: bool = False
    wave: str | None = None


class Wave(NamedTuple):
    """Clusters of one night, earliest first.

    `target`: the wave that it is a late report of, found at which stage and by which link; `rows`: space and key of
    every row by which late reports find it, or it looks for an earlier attack.
    """

    clusters: Sequence[str]
    links: Sequence[Link]
    target: str | None = None
    link: Link | None = None
    stage: int = 0
    rows: Sequence[tuple[str, Key]] = ()


class Book:
    """Clusters and waves by name, and what people said of their reports."""

    def __init__(self, shelf: Shelf, digest_of: Callable[[str], Digest]) -> None:
        self.shelf, self.digest_of = shelf, digest_of
        self._anything_said = any(True for _ in shelf.scan("judged", (), limit=1))

    def digests(self, reports: Iterable[str]) -> list[Digest]:
        """The digests of reports, in the order given."""
        return [self.digest_of(r) for r in reports]

    def in_order(self, names: Iterable[str]) -> list[str]:
        """Reports, or groups by their names, by publication."""
        names = list(names)
        return sorted(names, key=lambda name: self.digest_of(name).order) if len(names) > 1 else names

    def cluster(self, name: str) -> Cluster:
        """A cluster that is there."""
        row = self.shelf.get("cluster", (name,))
        if isinstance(row, Cluster):
            return row
        return Cluster(row[0], [Link(*link) for link in row[1]], [(c, d) for c, d in row[2]], row[3], row[4])

    def find_wave(self, name: str) -> Wave | None:
        """A wave; None when there is none of that name."""
        row = self.shelf.get("wave", (name,))
        if row is None or isinstance(row, Wave):
            return row
        clusters, links, target, link, stage, rows = row
        links = [Link(*one) for one in links]
        return Wave(clusters, links, target, Link(*link) if link else None, stage, [(s, tuple(k)) for s, k in rows])

    def wave(self, name: str) -> Wave:
        """A wave that is there."""
        found = self.find_wave(name)
        assert found is not None, name
        return found

    def reports_of(self, clusters: Iterable[str]) -> list[str]:
        """The reports of clusters, by publication."""
        members = [self.cluster(c).members for c in clusters]
        return list(members[0]) if len(members) == 1 else self.in_order(chain.from_iterable(members))

    def judged(self, reports: Iterable[str]) -> Judged:
        """What people said of pairs of these reports."""
        if not self._anything_said:
            return Judged()
        found = Judged()
        known = set(reports)
        for report in known:
            for (_, other), (verdict, by, made_at, id) in self.shelf.scan("judged", (report,)):
                if report < str(other) and other in known:
                    word = Judgement(id, verdict, report, str(other), by, made_at)
                    (found.same if verdict == "same" else found.apart)[report, str(other)] = word
        return found

    def apart(self, left: Iterable[str], right: Iterable[str]) -> bool:
        """True when a person said that a report of one side is not of the same attack as one of the other."""
        if not self._anything_said:
            return False
        others = set(right)
        return any(
            verdict == "not_same" and other in others
            for report in left
            for (_, other), (verdict, *_) in self.shelf.scan("judged", (report,))
        )

    def told_apart(self, reports: Iterable[str]) -> Judged:
        """What people said of pairs of which one report is among these and is not the same attack as the other."""
        found = Judged()
        if self._anything_said:
            for report in reports:
                for (_, other), (verdict, by, made_at, id) in self.shelf.scan("judged", (report,)):
                    if verdict == "not_same":
                        pair = min(report, str(other)), max(report, str(other))
                        found.apart[pair] = Judgement(id, verdict, *pair, by, made_at)
        return found
