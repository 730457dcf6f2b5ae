"""Claims of many reports to incidents: a pure function of rows."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from tocsin.reconcile.alerts import AlertIndex, AlertRow
from tocsin.reconcile.assemble import make_incident, what_is_told
from tocsin.reconcile.book import Book, Cluster
from tocsin.reconcile.decisions import decide
from tocsin.reconcile.digest import Digest, digest
from tocsin.reconcile.history import AttackRow, check_histories
from tocsin.reconcile.judged import Judged, last_words
from tocsin.reconcile.late import join_late, root, whole
from tocsin.reconcile.nights import make_waves
from tocsin.reconcile.options import ReconcileOptions
from tocsin.reconcile.parts import as_wave, make_parts
from tocsin.reconcile.share import RUNS_WHERE_MEMORY_IS_SHORT, share
from tocsin.reconcile.shelf import MemoryShelf, Shelf
from tocsin.reconcile.weigh import Edges, link_all, weigh_all
from tocsin.record import Claim, Decision, Incident, Judgement, Report

#: Groups from which it is worth making their incidents on several processes.
WORTH_MAKING = 2000


def reconcile(
    reports: Iterable[Report],
    claims: Iterable[Claim],
    *,
    judgements: Iterable[Judgement] = (),
    alerts: Iterable[AlertRow] = (),
    tables: Iterable[AttackRow] = (),
    options: ReconcileOptions = ReconcileOptions(),  # noqa: B008 - frozen
) -> list[Incident]:
    """Incidents by time, earliest first, from reports and their claims; the parts of a wave stand right after it.

    The same rows in any order give the same incidents, on any number of processes. A report whose claims tell of no
    attack, and that resembles no report which does, makes no incident. Claims whose report is not among `reports` are
    left out.
    """
    with collector_paused():
        rows = Rows(reports, claims, last_words(judgements))
        grouping = group(rows, options.processes)
        made = make_incidents(grouping.book, rows, grouping.names, AlertIndex(alerts), options)
        families = sorted(made.values(), key=lambda family: when(family[0]))
        return check_histories([i for family in families for i in family], rows.claims, list(tables))


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search for reference cycles meanwhile: millions of rows that hold none are gone through again and again."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            if not gc.get_freeze_count():  # what a caller has frozen stays so
                gc.freeze()  # there and back: what was made is now old, and not searched at the very next moment
                gc.unfreeze()
            gc.enable()


class Sirens(Protocol):
    """Siren intervals, as `AlertIndex` has them."""

    def join(self, incident: Incident) -> Incident:
        """The incident with the intervals that touch it."""


class Rows:
    """Reports and claims by report, in the order of the text, without those that people rejected."""

    def __init__(self, reports: Iterable[Report], claims: Iterable[Claim], judged: Judged) -> None:
        self.reports = {r.id: r for r in reports}
        self.judged = judged
        self.claims: Mapping[str, Sequence[Claim]] = self._sorted(claims)

    def _sorted(self, claims: Iterable[Claim]) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            if claim.report in self.reports and claim.id not in self.judged.rejected:
                found[claim.report].append(claim)
        for said in found.values():
            said.sort(key=as_told)
        return found


def as_told(claim: Claim) -> tuple[int, int, str]:
    """The order of claims in a report: that of the words."""
    return claim.evidence.start, claim.evidence.end, claim.id


@dataclass(frozen=True, slots=True)
class Grouping:
    """Reports in groups: the digests in their order, the positive pairs of their indices, and the groups by name."""

    digests: Sequence[Digest]
    edges: Edges
    shelf: MemoryShelf
    book: Book
    names: Sequence[str]


def group(rows: Rows, processes: int = 1) -> Grouping:
    """Put all reports into groups."""
    reports = list(rows.reports.values())
    digests = share(lambda report: digest(report, rows.claims.get(report.id, ())), reports, processes)
    digests.sort(key=lambda d: d.order)
    edges = weigh_all(digests, processes)
    by_report = {d.report: d for d in digests}
    shelf = MemoryShelf()
    keep_judged(shelf, rows.judged)
    book = Book(shelf, by_report.__getitem__)
    names = [put_cluster(shelf, cluster) for cluster in link_all(digests, edges, rows.judged, processes)]
    waves, _ = make_waves(book, names, {})
    join_late(book, waves, {})
    return Grouping(digests, edges, shelf, book, book.in_order(n for n in waves if root(book, n) == n))


def put_cluster(shelf: Shelf, cluster: Cluster) -> str:
    """Put a cluster on the shelf; gives its name."""
    name = cluster.members[0]
    shelf.put("cluster", (name,), cluster)
    for report in cluster.members:
        shelf.put("cluster_of", (report,), name)
    return name


def keep_judged(shelf: Shelf, judged: Judged) -> None:
    """Put on the shelf, under both reports, what people said of a pair."""
    for told in (judged.same, judged.apart):
        for (left, right), word in told.items():
            for pair in ((left, right), (right, left)):
                shelf.put("judged", pair, [word.verdict, word.by, word.made_at, word.id])


def make_incidents(
    book: Book, rows: Rows, names: Iterable[str], sirens: Sirens, options: ReconcileOptions
) -> dict[str, list[Incident]]:
    """The incidents of these groups by name, each with its parts after it, their histories not checked yet.

    A group that tells of no attack has none.
    """
    names = in_row_order(names, rows)
    made = share(
        lambda name: make_family(book, name, (rows.reports, rows.claims), sirens, options), names, options.processes,
        least=WORTH_MAKING, runs_a_fork=RUNS_WHERE_MEMORY_IS_SHORT,
    )  # fmt: skip
    return {name: family for name, family in zip(names, made, strict=True) if family}


def in_row_order(names: Iterable[str], rows: Rows) -> list[str]:
    """Groups in the order in which their first reports came: what came together lies together in memory.

    So each process that makes incidents needs only a stretch of it.
    """
    place = {report: at for at, report in enumerate(rows.reports)}
    return sorted(names, key=place.__getitem__)


def members_of(book: Book, name: str) -> list[str]:
    """The reports of a group, by publication."""
    return book.reports_of(c for w in whole(book, name)[0] for c in book.wave(w).clusters)


def make_family(
    book: Book,
    name: str,
    rows: tuple[Mapping[str, Report], Mapping[str, Sequence[Claim]]],
    sirens: Sirens,
    options: ReconcileOptions,
) -> list[Incident]:
    """The incident of a group with its parts after it; `rows`: its reports and their claims, by report."""
    waves, links = whole(book, name)
    clusters = [c for w in waves for c in book.wave(w).clusters]
    reports = book.reports_of(clusters)
    members = book.digests(reports)
    told = what_is_told(members, rows[1])
    incident = make_incident(members, told, rows[0], options)
    if incident is None:
        return []
    parts = make_parts(incident, members, told, rows[0], options)
    reasons: tuple[Decision, ...] = ()
    if options.decisions:
        waved = [link for wave in waves for link in book.wave(wave).links]
        clustered = [link for cluster in clusters for link in book.cluster(cluster).links]
        by_report = {d.report: d for d in members}
        reasons = decide([*clustered, *waved, *links], by_report, book.told_apart(reports))
    wave = replace(as_wave(incident, parts), decisions=reasons)
    return [sirens.join(i) for i in (wave, *parts)]


def when(incident: Incident) -> tuple[str, str]:
    """The order of incidents: by time, then id."""
    return ((incident.time.start or "") if incident.time is not None else "", incident.id)
