"""Writes the pages that are made from the code: `make docs`. tests/test_docs.py fails when one is stale."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from string import Template

import click

from tocsin import desk
from tocsin.cli.main import group
from tocsin.record import PLACE_PRECISION, TIME_PRECISION, VAGUE, to_json

ROOT = Path(__file__).parents[1]
REFERENCE = Template("""# Command reference

<!-- Made by tools/build_docs.py: run `make docs`. -->

Every command takes `--help`. Input is a file, a folder, a glob, a zip or "-" for standard input. Results go to standard
output; problems with an input, and progress, go to standard error.

Exit codes: 0 done; 1 a check failed (`ledger verify`, a floor of `eval`); 2 bad use, or nothing that could be read.

`TOCSIN_LEDGER` in the environment names the ledger where `--ledger` does not.

$commands
""")
FORMAT = Template("""# The claim format

<!-- Made by tools/build_docs.py: run `make docs`. -->

One claim is one line of JSON: `tocsin read --format jsonl`. Every field is always there; what is not known is `null`.
`tocsin schema claim` prints the JSON Schema.

## An example

The sentence: $text

```json
$example
```

## Rules

- `evidence` counts Unicode code points of the report's text as it was given, half-open: `text[start:end] == quote`.
- `id` is a hash of what the claim says. `reader` and `score` are not part of it, so reading again adds nothing.
- `quantity.value` is the number printed. Exactly n: low = high = n. "At least n" and "more than n": low n, high null.
  "Up to n": low null, high n. A range: low and high, value null. "About n": value n, bounds null. "No casualties": 0.
- Vague words have bounds by convention: $vague.
- `quantity.part_of` names the total that a subset belongs to ("21 of 23", "17 of them children"); `cumulative` tells a
  running toll from new deaths on top of it.
- `speaker` null: the outlet itself says it. `speaker.via` is the chain in between, nearest first.
- `time` is local time in `time.zone`, both ends inclusive; `basis` says what it was worked out from.
- `status` tells the report's main event from its background, another event, and an older toll repeated; only `main`
  moves a toll.

## Precision codes

A place or time is told as exactly as the words allow and no more. Both vocabularies map to the codes of the UCDP GED
codebook (`where_prec`, `date_prec`) and of the ACLED codebook (`geo_precision`, `time_precision`); "-" means that the
codebook has no such code.

$places

$times

## Data dictionary

$dictionary
""")
TEXT = ("At least ten people were killed when a Kh-101 missile hit a block of flats in Uman early on Friday, interior "
        "minister Ihor Klymenko said on Telegram.")  # fmt: skip


def cli_reference() -> str:
    """Every command with its arguments, options and help, from the command line itself."""
    context = click.Context(group, info_name="tocsin")
    found = ((name, group.get_command(context, name)) for name in group.list_commands(context))
    lines = [line for name, command in found if command for line in _command(command, f"tocsin {name}", context)]
    return REFERENCE.substitute(commands="\n".join(lines).strip())


def _command(command: click.Command, path: str, parent: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=path.rpartition(" ")[2], parent=parent)
    yield f"{'#' * (path.count(' ') + 1)} {path}\n"
    yield f"{(command.help or '').strip()}\n"
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _command(command.commands[name], f"{path} {name}", context)
        return
    arguments = [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
    yield f"    {' '.join([path, '[OPTIONS]', *arguments])}\n"
    options = [o for o in command.params if isinstance(o, click.Option)]
    if options:
        yield "| option | meaning |\n|---|---|"
        yield from (_option(option, context) for option in options)
        yield ""


def _option(option: click.Option, context: click.Context) -> str:
    written, meaning = option.get_help_record(context) or (", ".join(option.opts), "")
    return "| `{}` | {} |".format(*(part.strip().replace("  ", " ").replace("|", "\\|") for part in (written, meaning)))


def claim_format() -> str:
    """The claim with an example, the code tables, and the dictionary of every record."""
    return FORMAT.substitute(
        text=TEXT,
        example=json.dumps(_example(), indent=1, ensure_ascii=False),
        vague="; ".join(f"{word} {low} to {'open' if high is None else high}" for word, (low, high) in VAGUE.items()),
        places="\n".join(_codes("place.precision", "UCDP where_prec", "ACLED geo_precision", PLACE_PRECISION)),
        times="\n".join(_codes("time.precision", "UCDP date_prec", "ACLED time_precision", TIME_PRECISION)),
        dictionary=desk.dictionary_markdown().strip(),
    )


def _example() -> object:
    """The killed claim of the sentence; reader and score are left out, since they change with every version."""
    reading = desk.read_text(
        TEXT, id="uman-01", published="2023-04-28T11:00+03:00", outlet="Example Wire", language="en"
    )
    claim = next(c for c in reading.claims if c.kind == "killed")
    return to_json(claim) | {"reader": "...", "score": 0.9}


def _codes(name: str, ucdp: str, acled: str, table: Mapping[str, tuple[int, int | None]]) -> Iterator[str]:
    yield f"| `{name}` | {ucdp} | {acled} |\n|---|---|---|"
    for code, (first, second) in table.items():
        yield f"| `{code}` | {first} | {'-' if second is None else second} |"


PAGES: dict[str, Callable[[], str]] = {"docs/cli-reference.md": cli_reference, "docs/claim-format.md": claim_format}


def main() -> None:
    for name, make in PAGES.items():
        (ROOT / name).write_text(make(), encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main()
