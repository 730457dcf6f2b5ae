"""The kept index: one report at a time, in any order, ends where the whole way over all rows does."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reconcile_properties import ledgers

from tocsin.reading.read import read_report
from tocsin.reconcile import reconcile
from tocsin.reconcile.alerts import AlertIndex
from tocsin.reconcile.index import Index
from tocsin.reconcile.judged import last_words
from tocsin.reconcile.options import ReconcileOptions
from tocsin.reconcile.reconcile import as_told, when
from tocsin.reconcile.shelf import MemoryShelf
from tocsin.record import Claim, Incident, Judgement, Report, dumps

GOLD = Path(__file__).parents[2] / "gold/incidents/reports.jsonl"
Rows = tuple[list[Report], list[Claim]]


class World:
    """Rows as they stand, and an index that is told of each change."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.said: dict[str, list[Claim]] = {}
        self.judgements: list[Judgement] = []
        self.index = Index(MemoryShelf())
        self.families: dict[str, list[Incident]] = {}

    def report(self, id: str) -> Report | None:
        return self.reports.get(id)

    def claims(self, id: str) -> Sequence[Claim]:
        return self.said.get(id, [])

    def word(self, pair: tuple[str, str]) -> list[str] | None:
        judged = last_words(self.judgements)
        found = judged.same.get(pair) or judged.apart.get(pair)
        return [found.verdict, found.by, found.made_at, found.id] if found else None

    def put(self, report: Report, claims: Iterable[Claim]) -> None:
        self.reports[report.id] = report
        self.said[report.id] = sorted((c for c in claims if c.report == report.id), key=as_told)
        self._update([report.id])

    def take(self, report: str) -> None:
        del self.reports[report]
        self._update([report])

    def judge(self, judgement: Judgement) -> None:
        self.judgements.append(judgement)
        self._update([], [(judgement.subject, judgement.other or "")])

    def _update(self, reports: list[str], pairs: Sequence[tuple[str, str]] = ()) -> None:
        for name in self.index.update(self, reports, pairs):
            self.families[name] = self.index.family(self, name, AlertIndex(()), ReconcileOptions())

    def as_kept(self) -> list[str]:
        families = sorted((f for f in self.families.values() if f), key=lambda f: when(f[0]))
        return [dumps(i) for family in families for i in family]

    def as_whole(self) -> list[str]:
        """The same the whole way; histories are checked when incidents are read, so they are left out here."""
        claims = [c for r in self.reports for c in self.said[r]]
        found = reconcile(self.reports.values(), claims, judgements=self.judgements)
        return [dumps(without_history(i)) for i in found]


def without_history(incident: Incident) -> Incident:
    import dataclasses

    return dataclasses.replace(incident, history=())


@pytest.fixture(scope="module")
def gold() -> Rows:
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    reports = [
        Report.make(r["text"], id=r["id"], published=r["published"], outlet=r["outlet"], language=r["language"])
        for r in rows
    ]
    return reports, [c for r in reports for c in read_report(r).claims]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_gold_reports_one_at_a_time_in_any_order(gold: Rows, seed: int) -> None:
    world = World()
    reports = list(gold[0])
    random.Random(seed).shuffle(reports)
    for n, report in enumerate(reports):
        world.put(report, gold[1])
        if n % 60 == 59:
            assert world.as_kept() == world.as_whole()
    assert world.as_kept() == world.as_whole()
    for report in reports[::7]:
        world.take(report.id)
    assert world.as_kept() == world.as_whole()


@settings(max_examples=150, deadline=None)
@given(ledgers(), st.randoms(use_true_random=False), st.data())
def test_any_rows_in_any_order_with_judgements_and_retractions(
    ledger: Rows, chance: random.Random, data: st.DataObject
) -> None:
    reports, claims = ledger
    chance.shuffle(reports)
    world = World()
    for n, report in enumerate(reports):
        world.put(report, claims)
        if n and chance.random() < 0.4:
            verdict = chance.choice(("same", "not_same", "unsure"))
            other = chance.choice(reports[:n]).id
            world.judge(Judgement.make(verdict, report.id, other, by="desk", made_at=f"2023-05-01T00:00:{n:02}Z"))
        if n > 2 and chance.random() < 0.2:
            gone = chance.choice(sorted(world.reports))
            world.take(gone)
        assert world.as_kept() == world.as_whole()
