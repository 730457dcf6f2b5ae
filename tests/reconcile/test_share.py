"""Sharing work: the same results in order, whatever becomes of the other processes, and no harm to a ledger."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tocsin.ledger import open_ledger
from tocsin.ledger.verify import verify
from tocsin.reconcile.share import share
from tocsin.record import Report


def squares(numbers: range, call: Callable[[int], int]) -> list[int]:
    return share(call, numbers, 3, at_once=2, least=2, runs_a_fork=5)


ALONE = """
import os, time
from tocsin.reconcile.share import share
from tocsin.record import Quantity

def slowly(n):
    time.sleep(0.005)  # so that this process cannot be through before the others have begun
    return Quantity.exactly(n * n), os.getpid()

told = share(slowly, range(200), 3, at_once=2, least=2, runs_a_fork=20)
assert [square.value for square, _ in told] == [n * n for n in range(200)]
assert {pid for _, pid in told} - {os.getpid()}
"""


def test_results_come_in_the_order_of_the_arguments_and_some_from_elsewhere() -> None:
    """In a Python of its own: where another test has left a thread behind, nothing is forked."""
    subprocess.run([sys.executable, "-c", ALONE], check=True)


def test_few_arguments_are_done_here() -> None:
    assert {share(lambda _: os.getpid(), range(10), 2)[n] for n in range(10)} == {os.getpid()}


def test_what_a_killed_process_leaves_undone_is_done_here() -> None:
    here = os.getpid()

    def call(n: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return n * n

    assert squares(range(40), call) == [n * n for n in range(40)]


def test_an_error_of_any_process_is_raised_here() -> None:
    def call(n: int) -> int:
        if n == 39:
            raise ValueError("thirty-nine")
        return n

    with pytest.raises(ValueError, match="thirty-nine"):
        squares(range(40), call)


def test_a_ledger_that_is_open_and_being_written_takes_no_harm_from_forks(tmp_path: Path) -> None:
    """Forks neither touch nor close the parent's connection, nor let go of its locks."""
    path = tmp_path / "ledger.tocsin"
    with open_ledger(path) as ledger:
        ledger.add(reports=[Report.make("One fell on the mill.", id="one")])
        with ledger.store.writing():
            shelf = ledger.store.shelf()
            shelf.put("note", ("before",), 1)
            assert squares(range(40), lambda n: n * n) == [n * n for n in range(40)]
            shelf.put("note", ("after",), 2)
        ledger.add(reports=[Report.make("Two fell on the bridge.", id="two")])
        assert [r.id for r in ledger.reports()] == ["one", "two"]
        assert not list(verify(ledger))
    with open_ledger(path) as again:
        assert [key for key, _ in again.store.shelf().scan("note", ())] == [("after",), ("before",)]
        assert not list(verify(again))
