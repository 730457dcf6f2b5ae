"""`tocsin read` and `tocsin annotate`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import click

from tocsin import desk
from tocsin.cli.main import Refused
from tocsin.cli.shared import claim_columns, format_option, inputs, print_problems, print_records, source_options
from tocsin.record import Claim, Problem


@click.command()
@inputs
@source_options
@format_option
def read(inputs: tuple[str, ...], output: str, **given: Any) -> None:
    """Read reports and print their claims.

    INPUT is a file, folder, glob, zip or "-": text, HTML, JSON Lines, a Telegram export, RSS or Atom, WARC, CSV.
    """
    problems: list[Problem] = []
    seen = 0

    def claims() -> Iterator[Claim]:
        nonlocal seen
        for item in desk.read_inputs(
            inputs,
            stdin=sys.stdin.buffer,
            sources=desk.sources_from(given),
            options=desk.reading_from(given),
            jobs=given["jobs"],
        ):
            if isinstance(item, Problem):
                problems.append(item)
                continue
            seen += 1
            problems.extend(item[1].problems)
            yield from item[1].claims

    count = print_records(claims(), output, claim_columns, "Claims")
    print_problems(problems)
    if not seen:
        raise Refused("no report could be read" + (": see the problems above" if problems else "; is the input empty?"))
    if output == "table":
        click.echo(f"{count} claims in {seen} report{'s' if seen != 1 else ''}", err=True)


@click.command()
@inputs
@click.option("--layer", type=click.Choice(desk.LAYERS), required=True, help="The layer to print.")
@source_options
def annotate(inputs: tuple[str, ...], layer: str, **given: Any) -> None:
    """Print one layer of reading, a JSON line a report, so that it can be scored by itself."""
    seen = 0
    problems: list[Problem] = []
    for item in desk.open_reports(inputs, stdin=sys.stdin.buffer, sources=desk.sources_from(given)):
        if isinstance(item, Problem):
            problems.append(item)
            continue
        seen += 1
        click.echo(json.dumps(desk.annotate(item, layer), ensure_ascii=False))
    print_problems(problems)
    if not seen:
        raise Refused("no report could be read")


COMMANDS = {"read": read, "annotate": annotate}
