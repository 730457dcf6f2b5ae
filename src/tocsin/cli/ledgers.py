"""`tocsin ingest`, `ledger`, `judge` and `retract`: everything that writes a ledger, or checks it."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click

from tocsin import desk
from tocsin.cli.main import Refused
from tocsin.cli.shared import inputs, ledger_option, print_problems, source_options
from tocsin.record import Judgement, Retraction


def _now() -> str:
    # To the microsecond: of two words on one pair in the same second the later one must hold.
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@click.command()
@inputs
@source_options
@ledger_option
@click.option("--revise", is_flag=True, help="Keep an edited report under a known id as a new version.")
def ingest(inputs: tuple[str, ...], ledger_path: str, revise: bool, **given: Any) -> None:
    """Read reports into the ledger. Reading the same report again adds nothing."""
    with desk.open_ledger(ledger_path) as ledger, _Progress() as progress:
        done = desk.ingest(
            ledger,
            inputs,
            stdin=sys.stdin.buffer,
            sources=desk.sources_from(given),
            options=desk.reading_from(given),
            jobs=given["jobs"],
            revise=revise,
            progress=progress.advance,
        )
    print_problems(done.problems)
    click.echo(
        f"{done.reports} reports and {done.claims} claims added to {ledger_path}; "
        f"{done.known_reports} reports and {done.known_claims} claims were there already"
    )
    if not done.reports and not done.known_reports:
        raise Refused("no report could be read")


class _Progress:
    """A count of reports on a terminal; silent when standard error is piped."""

    def __init__(self) -> None:
        self._bar: Any = None
        self.advance: Callable[[int], None] = lambda done: None

    def __enter__(self) -> _Progress:
        if sys.stderr.isatty():
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            self._bar = Progress(
                SpinnerColumn(), TextColumn("{task.completed} reports"), TimeElapsedColumn(), transient=True
            )
            self._bar.start()
            task = self._bar.add_task("reading", total=None)
            self.advance = lambda done: self._bar.update(task, completed=done)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


@click.group()
def ledger() -> None:
    """Verify, count, dump and load the ledger."""


@ledger.command()
@ledger_option
def verify(ledger_path: str) -> None:
    """Check every hash, span, reference and the chain over all rows."""
    with desk.open_ledger(ledger_path, create=False) as held:
        problems = desk.verify(held)
        rows = sum(held.stats().rows.values())
    if print_problems(problems):
        raise click.exceptions.Exit(1)
    click.echo(f"{ledger_path}: {rows} rows, every hash and span holds")


@ledger.command()
@ledger_option
def stats(ledger_path: str) -> None:
    """Count rows by class."""
    with desk.open_ledger(ledger_path, create=False) as held:
        found = held.stats()
    for name, count in found.rows.items():
        click.echo(f"{name:12} {count:>10}")
    click.echo(f"learned from {found.first} to {found.last}; {found.size} bytes")


@ledger.command()
@ledger_option
@click.argument("target", type=click.File("w", encoding="utf-8"), default="-")
def dump(ledger_path: str, target: Any) -> None:
    """Write every row as a JSON line; loading it gives the same bytes again."""
    with desk.open_ledger(ledger_path, create=False) as held:
        desk.dump(held, target)


@ledger.command()
@ledger_option
@click.argument("origin", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
def load(ledger_path: str, origin: Any) -> None:
    """Load a dump into a new ledger; all of it or nothing."""
    problems = desk.load_into(ledger_path, origin)
    if print_problems(problems):
        raise Refused("the dump was not loaded")


@click.command()
@click.argument("verdict", type=click.Choice(["same", "not-same", "unsure", "accepted", "rejected"]))
@click.argument("subject")
@click.argument("other", required=False)
@click.option("--by", default=getpass.getuser, show_default="your login", help="Who decides: a name or desk.")
@click.option("--note", default="", help="Why.")
@ledger_option
def judge(verdict: str, subject: str, other: str | None, by: str, note: str, ledger_path: str) -> None:
    """Say that two reports tell of the same attack or not, or accept or reject one claim; outranks any score."""
    if (other is None) == (verdict in ("same", "not-same", "unsure")):
        raise Refused("same, not-same and unsure need two report ids; accepted and rejected one claim id")
    made = Judgement.make(verdict.replace("-", "_"), subject, other, by=by, made_at=_now(), note=note)
    with desk.open_ledger(ledger_path, create=False) as held:
        added = held.add(judgements=[made])
    if print_problems(added.problems):
        raise Refused("the judgement was not kept")
    click.echo(f"{made.id} {verdict} {subject} {other or ''}".rstrip())


@click.command()
@click.argument("target")
@click.option("--by", default=getpass.getuser, show_default="your login", help="Who takes it back.")
@click.option("--note", default="", help="Why.")
@ledger_option
def retract(target: str, by: str, note: str, ledger_path: str) -> None:
    """Take back a report, claim, judgement or correction from now on; the row itself stays."""
    made = Retraction.make(target, by=by, made_at=_now(), note=note)
    with desk.open_ledger(ledger_path, create=False) as held:
        added = held.add(retractions=[made])
    if print_problems(added.problems):
        raise Refused("nothing was taken back")
    click.echo(f"{made.id} takes back {target}")


COMMANDS = {"ingest": ingest, "ledger": ledger, "judge": judge, "retract": retract}
