"""One scored corpus, and what every scorer shares: naming what is absent, and reading JSON Lines."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.errors import InputError
from tocsin.reading.linkers import linker_named
from tocsin.reading.read import Reading, ReadOptions, read_report
from tocsin.record import Report

_SHOWN = 90
Read = Callable[[Report], Reading]


@dataclass(slots=True)
class Part:
    """One corpus: `figures` by measure, better when higher, which floors hold; `costs`, better when lower.

    `lines` tell of it to people; `causes` counts the misses of claims.
    """

    name: str
    figures: dict[str, float] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    costs: dict[str, float] = field(default_factory=dict)
    causes: Counter[str] = field(default_factory=Counter)


def reader_named(name: str) -> Read:
    """Reading with the linker of that name; a report that several parts score is read once.

    Raises InputError for a name that is not in `tocsin.reading.linkers.NAMES`.
    """
    options = ReadOptions(linker=linker_named(name))

    @cache
    def read(report: Report) -> Reading:
        return read_report(report, options)

    return read


def absent(name: str, path: Path | None) -> Part:
    """A part that was not scored, and why."""
    return Part(name, lines=[f"not there ({path}): skipped" if path else "not given: skipped"])


def when_there(path: Path | None, name: str, score: Callable[[Path], Part]) -> Part:
    """The part that `score` makes of a file or folder that exists, or the word that it does not."""
    return score(path) if path is not None and path.exists() else absent(name, path)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file. Raises InputError naming the line that is none."""
    return list(_rows(path))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}:{number} is not JSON: {error}") from error
        if not isinstance(row, dict):
            raise InputError(f"{path}:{number} is no JSON object")
        yield row


def examples(misses: Iterable[tuple[str, str]], errors: int) -> Iterator[str]:
    """The first `errors` misses of each cause, the commonest cause first; a miss is its cause and what tells of it."""
    told = defaultdict[str, list[str]](list)
    for cause, what in misses:
        told[cause].append(what)
    for cause in sorted(told, key=lambda c: (-len(told[c]), c)):
        yield from (f"{cause:18} {what}" for what in told[cause][:errors])


def short(words: str) -> str:
    """The words on one line, cut to what a terminal shows."""
    plain = " ".join(words.split())
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"
