"""A way to run `tocsin` inside this process, reports to run it on, and a ledger that holds them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tocsin.cli.main import group

KARSK = [
    {"id": "karsk-1", "published": "2024-03-02T09:30+02:00", "outlet": "Northern Wire", "language": "en",
     "text": "At least ten people were killed when a missile hit the covered market in Odesa on Saturday, mayor Olena "
             "Hryn said. It was the first missile attack on Odesa in 51 days, she added."},
    {"id": "karsk-2", "published": "2024-03-02T15:00+02:00", "outlet": "Harbour Post", "language": "en",
     "text": "The death toll in Odesa has risen to 14 after a missile hit a market on Saturday, mayor Olena Hryn said. "
             "Twenty people were injured."},
    {"id": "quetta-1", "published": "2024-05-11T12:00+05:00", "outlet": "Hill Gazette", "language": "en",
     "text": "A car bomb killed five police officers in Quetta, Pakistan, on Saturday, police said."},
]  # fmt: skip


@dataclass(frozen=True)
class Ran:
    """What one run gave."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Tocsin = Callable[..., Ran]


@pytest.fixture
def tocsin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tocsin:
    """`tocsin("read", file, stdin="...")`, run in an empty folder; an exception that escapes fails the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOCSIN_LEDGER", raising=False)

    def run(*args: str | Path, stdin: str | bytes | None = None) -> Ran:
        done = CliRunner().invoke(group, [str(a) for a in args], input=stdin, prog_name="tocsin")
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Ran(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger made once: two attacks, three reports."""
    folder = tmp_path_factory.mktemp("kept")
    reports = folder / "reports.jsonl"
    reports.write_text("".join(json.dumps(r) + "\n" for r in KARSK), encoding="utf-8")
    done = CliRunner().invoke(group, ["ingest", str(reports), "--ledger", str(folder / "kept.sqlite"), "--jobs", "1"])
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def reports(tmp_path: Path, _kept: Path) -> Path:
    """Three reports of two attacks, as JSON Lines."""
    return Path(shutil.copy(_kept / "reports.jsonl", tmp_path))


@pytest.fixture
def ledger(tmp_path: Path, _kept: Path) -> Path:
    """A ledger of those reports, this test's own copy."""
    for file in _kept.glob("kept.sqlite*"):
        shutil.copy(file, tmp_path)
    return tmp_path / "kept.sqlite"
