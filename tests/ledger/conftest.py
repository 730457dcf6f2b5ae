"""Ledgers for the tests."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_world import Clock

from tocsin.ledger import Ledger, open_ledger


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.tocsin"


@pytest.fixture
def ledger(path: Path, clock: Clock) -> Iterator[Ledger]:
    with open_ledger(path, clock=clock) as made:
        yield made


@pytest.fixture
def fresh_ledgers(tmp_path: Path) -> Iterator[Iterator[Ledger]]:
    """As many empty ledgers as are asked for; for property tests, whose examples must not share a file."""
    opened: list[Ledger] = []

    def make() -> Iterator[Ledger]:
        for n in itertools.count():
            opened.append(open_ledger(tmp_path / f"fresh-{n}.tocsin"))
            yield opened[-1]

    yield make()
    for one in opened:
        one.close()
