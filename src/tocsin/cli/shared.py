"""Options and printing that several commands share."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click

from tocsin.desk import READERS
from tocsin.record import Claim, Problem, dumps, to_json

FORMULA = ("=", "+", "-", "@", "\t", "\r")

inputs = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
ledger_option = click.option(
    "--ledger",
    "ledger_path",
    default="tocsin.sqlite",
    show_default=True,
    envvar="TOCSIN_LEDGER",
    type=click.Path(dir_okay=False),
    help="The ledger file.",
)
format_option = click.option(
    "--format", "output", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True
)
as_of_option = click.option(
    "--as-of", metavar="TIME", help="The record as it was known then: ISO date or instant, UTC."
)


def source_options(command: Any) -> Any:
    """What the user knows of the inputs that they may not say themselves."""
    for option in reversed(
        [
            click.option(
                "--published", metavar="TIME", help="Publication date or date-time, where the input gives none."
            ),
            click.option("--outlet", help="Who published it, where the input does not say."),
            click.option("--language", help="ISO 639-1 code, where the input does not say."),
            click.option("--zone", metavar="IANA", help="Zone of times given without one, such as Europe/Kyiv."),
            click.option(
                "--source",
                "source_name",
                metavar="NAME",
                help="Kind of input, instead of telling by content: `tocsin schema --sources`.",
            ),
            click.option("--country", metavar="CODE", help="Country to prefer for place names: ISO 3166-1 alpha-2."),
            click.option(
                "--min-score",
                type=click.FloatRange(0, 1),
                default=0.0,
                show_default=True,
                help="Leave out claims below this score; `tocsin review` offers those of a ledger instead.",
            ),
            click.option(
                "--reader",
                type=click.Choice(READERS),
                help="What decides which words belong together; the rules by default.",
            ),
            click.option("--jobs", type=click.IntRange(1), help="Processes to read with; all cores by default."),
        ]
    ):
        command = option(command)
    return command


def print_problems(problems: Iterable[Problem]) -> int:
    """Problems on standard error, one a line; returns how many."""
    count = 0
    for problem in problems:
        count += 1
        click.echo(f"problem: {problem}", err=True)
    return count


def print_records(records: Iterable[Any], output: str, columns: Callable[[Any], Mapping[str, Any]], title: str) -> int:
    """Records as JSON lines, CSV or a table; returns how many."""
    if output == "jsonl":
        count = 0
        for record in records:
            count += 1
            click.echo(dumps(record))
        return count
    rows = [dict(columns(record)) for record in records]
    if output == "csv":
        click.echo(_as_csv(rows), nl=False)
    elif rows:
        _print_table(_without_same(rows), title)
    return len(rows)


def _without_same(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A table of one report needs no column that says so."""
    if len({row.get("report") for row in rows}) > 1:
        return rows
    return [{name: value for name, value in row.items() if name != "report"} for row in rows]


def _as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    held = io.StringIO()
    if rows:
        writer = csv.DictWriter(held, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: _safe(v) for k, v in row.items()} for row in rows)
    return held.getvalue()


def _safe(value: Any) -> Any:
    """A text cell that a spreadsheet would take for a formula gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _print_table(rows: Sequence[Mapping[str, Any]], title: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    wide = sys.stdout.isatty()
    console = Console(width=None if wide else 160, highlight=False)
    table = Table(title=title, title_justify="left", show_lines=False, pad_edge=False)
    for name in rows[0]:
        table.add_column(name, overflow="fold", no_wrap=False)
    for row in rows:
        table.add_row(*(Text("" if v is None else str(v)) for v in row.values()))
    console.print(table)


def claim_columns(claim: Claim) -> dict[str, Any]:
    """A claim's figure, who, place, time and words."""
    place, time = claim.place, claim.time
    return {
        "kind": claim.kind,
        "figure": _figure(claim),
        "of": _counted(claim),
        "place": place.name if place else None,
        "when": (time.text or time.start) if time else None,
        "who said it": claim.speaker.label if claim.speaker else "(the outlet)",
        "words": claim.evidence.quote.replace("\n", " "),
        "report": claim.report,
    }


def _counted(claim: Claim) -> str:
    """What is counted: people by group, the thing hit, the weapons."""
    quantity = claim.quantity
    if claim.object is not None:
        return claim.object.text
    if quantity is not None and quantity.unit == "people":
        return quantity.group or "people"
    return ", ".join(weapon.text for weapon in claim.weapon) or (quantity.unit if quantity is not None else "")


def _figure(claim: Claim) -> str:
    quantity = claim.quantity
    if quantity is None:
        return ""
    value = (
        quantity.value
        if quantity.value is not None
        else (
            f"{quantity.low}-{quantity.high}"
            if quantity.low is not None and quantity.high is not None
            else quantity.low
        )
    )
    hedge = "" if quantity.qualifier in ("exact", "none", "range") else f"{quantity.qualifier} "
    part = f" of {quantity.part_of.value}" if quantity.part_of and quantity.part_of.value is not None else ""
    return f"{hedge}{'' if value is None else value}{part}".strip()


__all__ = [
    "as_of_option",
    "claim_columns",
    "format_option",
    "inputs",
    "ledger_option",
    "print_problems",
    "print_records",
    "source_options",
    "to_json",
]
