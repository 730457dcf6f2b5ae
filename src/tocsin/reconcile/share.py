"""One function over many arguments, on one process or several, with the same results in the same order.

The other processes are forks of this one: they see all that it has built without a copy being sent, and leave their
results in a file. This process takes runs of arguments from the front, the others from the back, until they meet: so
none waits for another, and each touches, and so copies, only its own stretch of what was built. What the others left is
read while the next ones are already at work. Where a platform cannot fork, or other threads run, which a fork would cut
off, everything is done here.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import pickle
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from operator import attrgetter
from typing import IO, Any, TypeVar

A = TypeVar("A")
T = TypeVar("T")
#: Below this many calls of some ten microseconds a second process costs more than it saves.
WORTH_SHARING = 20_000
AT_ONCE = 500
#: Runs before the other processes are forked anew. What is touched of the caller's memory is copied page by page for as
#: long as both live: seldom forking copies least, and holds most at a time, in the end two copies of everything.
RUNS_A_FORK, RUNS_WHERE_MEMORY_IS_SHORT = 96, 24


def share(
    call: Callable[[A], T],
    arguments: Sequence[A],
    processes: int,
    *,
    at_once: int = AT_ONCE,
    least: int = WORTH_SHARING,
    runs_a_fork: int = RUNS_A_FORK,
) -> list[T]:
    """`call` of each argument, taken `at_once` in a run; on this process alone when there are fewer than `least`.

    What another process could not do, since it raised or was killed, is done here, and raises here.
    """
    forks = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    if processes < 2 or len(arguments) < least or not forks:
        return [call(given) for given in arguments]

    def work(run: int) -> list[T]:
        return [call(given) for given in arguments[run * at_once : (run + 1) * at_once]]

    count = -(-len(arguments) // at_once)
    found: dict[int, list[T]] = {}
    with ExitStack() as stack:
        left: list[IO[bytes]] = []
        for start in range(0, count, runs_a_fork):
            runs = _Runs(range(start, min(count, start + runs_a_fork)))
            files: list[IO[bytes]] = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(processes - 1)]
            children = [_fork(work, runs, file) for file in files]
            try:
                _take_in(left, found)
                found.update((run, work(run)) for run in iter(runs.first, None))
            finally:
                runs.stop()
                for child in children:
                    os.waitpid(child, 0)
            left = files
        _take_in(left, found)
    return [one for run in range(count) for one in (found.pop(run) if run in found else work(run))]


def _take_in(files: Iterable[IO[bytes]], found: dict[int, list[Any]]) -> None:
    """Read the results that ended processes left, and let go of their files."""
    for file in files:
        found.update(_results(file))
        file.close()


class _Runs:
    """The runs that no process has taken yet, seen by all."""

    def __init__(self, numbers: range) -> None:
        self._bounds = multiprocessing.get_context("fork").Array("q", [numbers.start, numbers.stop])

    def first(self) -> int | None:
        """Take the first; None when there is none."""
        with self._bounds:
            start, stop = self._bounds[:]
            self._bounds[0] = start + (start < stop)
        return start if start < stop else None

    def last(self) -> int | None:
        """Take the last; None when there is none."""
        with self._bounds:
            start, stop = self._bounds[:]
            self._bounds[1] = stop - (start < stop)
        return stop - 1 if start < stop else None

    def stop(self) -> None:
        """Leave nothing to take."""
        with self._bounds:
            self._bounds[1] = self._bounds[0]


def _fork(work: Callable[[int], Any], runs: _Runs, file: IO[bytes]) -> int:
    """Start a process that does runs from the back; gives its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        for run in iter(runs.last, None):
            pickler = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
            pickler.dispatch_table = _REDUCERS
            pickler.dump((run, work(run)))
        file.flush()
        code = 0
    finally:
        # No way back into the caller's frames, no exit handlers and no closing of files that are the parent's.
        os._exit(code)


class _Reducers(dict[type, Callable[[Any], Any]]):
    """For each frozen record its class and values: as it is, it would be written and read field by field in Python."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        parameters = getattr(kind, "__dataclass_params__", None)
        names = [field.name for field in dataclasses.fields(kind)] if parameters is not None else []
        if parameters is None or not parameters.frozen or len(names) < 2:
            raise KeyError(kind)
        values = attrgetter(*names)
        reduce = self[kind] = lambda record: (kind, values(record))
        return reduce


_REDUCERS = _Reducers()


def _results(file: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    """The runs in a file, up to one that was cut off."""
    file.seek(0)
    while True:
        try:
            yield pickle.load(file)
        except (EOFError, pickle.UnpicklingError):
            return
