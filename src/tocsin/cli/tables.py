"""`tocsin import` and `tocsin check`: tables of sirens and attacks, and what they say of history statements."""

from __future__ import annotations

from pathlib import Path

import click

from tocsin import desk
from tocsin.cli.main import Refused
from tocsin.cli.shared import as_of_option, ledger_option, print_problems


@click.command("import")
@click.argument("kind", type=click.Choice(["alerts", "attacks"]))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--since", metavar="DATE", help="Leave out rows that ended before this date.")
@click.option("--until", metavar="DATE", help="Leave out rows that began after this date.")
@ledger_option
def import_(kind: str, files: tuple[Path, ...], since: str | None, until: str | None, ledger_path: str) -> None:
    """Import a table: siren intervals (alerts) or known attacks (attacks: launch table, UCDP GED, ACLED)."""
    with desk.open_ledger(ledger_path) as held:
        done = desk.import_tables(held, kind, files, since=since, until=until)
    print_problems(done.problems)
    click.echo(f"{done.new} rows added, {done.known} known already")
    if not done.new and not done.known:
        raise Refused("no row could be read")


@click.command()
@click.argument("id", required=False)
@ledger_option
@as_of_option
def check(id: str | None, ledger_path: str, as_of: str | None) -> None:
    """Test statements such as "the first in 51 days" against the ledger and imported tables."""
    with desk.open_ledger(ledger_path, create=False) as held:
        found = desk.rebuild(held, as_of=as_of)
    chosen = [desk.one_incident(found, id)] if id else found
    lines = [line for incident in chosen for line in desk.history_lines(incident)]
    click.echo("\n".join(lines) if lines else "no statement about the past to check")


COMMANDS = {"import": import_, "check": check}
