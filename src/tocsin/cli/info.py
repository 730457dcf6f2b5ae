"""`tocsin schema`, `eval` and `demo`."""

from __future__ import annotations

import json
from pathlib import Path

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
@click.option("--floors", type=click.Path(path_type=Path, dir_okay=False), help="Floors to hold the figures against.")
@click.option("--errors", type=click.IntRange(0), default=0, show_default=True, help="Misses to print, by cause.")
def evaluate(corpora: Path | None, gold: Path | None, floors: Path | None, errors: int) -> None:
    """Score reading and reconciling, and hold the figures against the floors."""
    from tocsin.evaluation.report import run

    lines, low = run(corpora=corpora, gold=gold, floors=floors, errors=errors)
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
        for line in run_demo(folder):
            click.echo(line)
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror}; name another folder with --out") from error


COMMANDS = {"schema": schema, "eval": evaluate, "demo": demo}
