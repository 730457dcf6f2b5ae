"""`tocsin schema`, `eval` and `demo`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from tocsin import desk
from tocsin.cli.main import Refused


@click.command()
@click.argument("kind", required=False, default="claim")
@click.option("--sources", is_flag=True, help="List the kinds of input instead.")
@click.option("--formats", is_flag=True, help="List the kinds of output instead.")
@click.option("--dictionary", is_flag=True, help="Print the data dictionary of every record, in Markdown.")
def schema(kind: str, sources: bool, formats: bool, dictionary: bool) -> None:
    """Print the JSON schema of a record: claim, report, incident, judgement, correction, retraction, problem."""
    if sources:
        for info in desk.SOURCES:
            click.echo(f"{info.name:10} {info.title}. Licence: {info.licence} Trust: {info.trust}")
    elif formats:
        for name, form in desk.FORMATS.items():
            click.echo(f"{name:10} {form.TITLE}. {form.NOTE}")
    elif dictionary:
        click.echo(desk.dictionary_markdown())
    else:
        click.echo(json.dumps(desk.json_schema(kind), indent=2, ensure_ascii=False))


@click.command("eval")
@click.option(
    "--corpora",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of development corpora; skipped when absent.",
)
@click.option("--gold", type=click.Path(path_type=Path, file_okay=False), help="Folder of the project's composed gold.")
@click.option(
    "--prose",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the marks of real texts; the texts are looked for in the corpora.",
)
@click.option("--floors", type=click.Path(path_type=Path, dir_okay=False), help="Floors to hold the figures against.")
@click.option(
    "--errors", type=click.IntRange(0), default=0, show_default=True, help="Misses to print of each cause in each part."
)
@click.option("--reader", type=click.Choice(desk.READERS), help="The reader to score; the rules by default.")
@click.option("--untrained", is_flag=True, help="Also score apart what the learned reader was never fitted on.")
@click.option("--compare", is_flag=True, help="Score both readers and set them side by side.")
def evaluate(floors: Path | None, reader: str | None, compare: bool, **given: Any) -> None:
    """Score reading and reconciling, and hold the figures against the floors."""
    from tocsin.evaluation.compare import compare as run_both
    from tocsin.evaluation.report import Scope, run

    if compare and reader:
        raise Refused("--compare scores every reader: leave --reader out")
    scope = Scope(**given)
    lines, low = run_both(scope, floors) if compare else run(scope, floors, reader)
    for line in lines:
        click.echo(line)
    if low:
        raise click.exceptions.Exit(1)


@click.command()
@click.option(
    "--out", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("out"), show_default=True
)
def demo(folder: Path) -> None:
    """Read the bundled reports of one night into a ledger; print the record; write the page, map and curve."""
    from tocsin.demo import run_demo

    try:
        lines = list(run_demo(folder))
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror}; name another folder with --out") from error
    for line in lines:
        click.echo(line)


COMMANDS = {"schema": schema, "eval": evaluate, "demo": demo}
