"""`tocsin incidents`, `show`, `diff` and `export`: everything that reads a ledger back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tocsin import desk
from tocsin.cli.main import Refused
from tocsin.cli.shared import as_of_option, claim_columns, format_option, ledger_option, print_problems, print_records
from tocsin.record import Incident, Toll, dumps


@click.command()
@ledger_option
@as_of_option
@format_option
@click.option("--place", metavar="NAME", help="Only attacks on this place, and the waves that they are parts of.")
@click.option("--with-gone", is_flag=True, help="Also list ids that led to an incident once, with what became of them.")
def incidents(ledger_path: str, as_of: str | None, output: str, place: str | None, with_gone: bool) -> None:
    """List the incidents that the ledger's reports add up to; the parts of a wave stand under it."""
    if with_gone and (as_of or output == "csv"):
        raise Refused("--with-gone tells of the record as it is now, as jsonl or a table")
    with desk.open_ledger(ledger_path, create=False) as held:
        found = desk.incidents_of(held, as_of)
        gone = desk.gone(held) if with_gone else []
    if place is not None:
        found = desk.incidents_at(found, place)
    print_records(found, output, _columns, "Incidents")
    for stone in gone:
        click.echo(dumps(stone) if output == "jsonl" else stone)


def _columns(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "kind": incident.kind,
        "place": incident.place.name if incident.place else None,
        "when": incident.time.start if incident.time else None,
        "killed": _best(incident, "killed"),
        "injured": _best(incident, "injured"),
        "reports": len(incident.reports),
        "grade": incident.grade,
        "part_of": incident.part_of,
    }


def _best(incident: Incident, kind: str) -> str | None:
    """The widest toll of a kind as low-best-high."""
    tolls = [t for t in incident.tolls if t.kind == kind]
    return _range(max(tolls, key=lambda t: (t.best or t.low or 0, len(t.series)))) if tolls else None


def _range(toll: Toll) -> str:
    return f"{_or(toll.low)}-{_or(toll.best)}-{_or(toll.high)} in {toll.place.name if toll.place else '?'}"


def _or(value: int | None) -> str:
    return "?" if value is None else str(value)


@click.command()
@click.argument("id")
@ledger_option
@as_of_option
@click.option("--explain", is_flag=True, help="Also print why these reports stand together.")
@click.option("--claims", "with_claims", is_flag=True, help="Also list every claim.")
def show(id: str, ledger_path: str, as_of: str | None, explain: bool, with_claims: bool) -> None:
    """Print one incident: ID is an incident's id, the beginning of one, or a report's id.

    An id that led to another incident before says what became of it.
    """
    with desk.open_ledger(ledger_path, create=False) as held:
        stone, found = desk.look_up(held, id, as_of)
        incident = found[0] if found else None
        claims = desk.claims_of(held, incident, as_of) if incident is not None else {}
    if stone is not None:
        click.echo(stone)
    if incident is None:
        return
    click.echo(desk.render_text(incident, claims, kin=found, reasons=explain))
    if with_claims:
        print_records(claims.values(), "table", claim_columns, "Claims")


@click.command()
@click.argument("before")
@click.argument("after", required=False)
@ledger_option
def diff(before: str, after: str | None, ledger_path: str) -> None:
    """Say what changed in the record between two times, and by which claim."""
    with desk.open_ledger(ledger_path, create=False) as held:
        lines = desk.differences(desk.rebuild(held, as_of=before), desk.rebuild(held, as_of=after))
    click.echo("\n".join(lines) if lines else "nothing changed")


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "names",
    multiple=True,
    type=click.Choice(list(desk.FORMATS)),
    help="Format; may be given again. All by default.",
)
@click.option("--incident", "only", multiple=True, help="Only these incidents.")
@click.option("--title", default="Tocsin record", show_default=True)
@click.option("--quotes-only", is_flag=True, help="Print no more of a report than its quotes and a little context.")
@click.option("--made-at", metavar="TIME", help="The time to print on the release; now by default.")
@ledger_option
@as_of_option
def export(
    target: Path,
    names: tuple[str, ...],
    only: tuple[str, ...],
    title: str,
    quotes_only: bool,
    made_at: str | None,
    ledger_path: str,
    as_of: str | None,
) -> None:
    """Write the record into the folder TARGET: CSV, JSON Lines, GeoJSON, Parquet, a page, pictures."""
    stamp = made_at or datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    with desk.open_ledger(ledger_path, create=False) as held:
        found = desk.rebuild(held, as_of=as_of)
        chosen = [desk.one_incident(found, one) for one in only] if only else found
        if not chosen:
            raise Refused(f"{ledger_path} holds no incident; `tocsin ingest` reports first")
        release = desk.make_release(held, chosen, title=title, made_at=stamp, as_of=as_of, quotes_only=quotes_only)
    written = desk.publish(release, target, names)
    print_problems(written.problems)
    for file in written.files:
        click.echo(target / file)


COMMANDS = {"incidents": incidents, "show": show, "diff": diff, "export": export}
