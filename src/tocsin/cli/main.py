"""`tocsin`: the group, what all commands share, and how trouble is told.

Exit codes: 0 done; 1 a check failed (verify, a floor); 2 bad use or nothing readable.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from tocsin._version import __version__
from tocsin.errors import TocsinError

#: command -> module that defines it; loaded when asked for, so that `tocsin --help` stays quick
_COMMANDS = {
    "read": "reads",
    "annotate": "reads",
    "ingest": "ledgers",
    "incidents": "shows",
    "show": "shows",
    "diff": "shows",
    "export": "shows",
    "ledger": "ledgers",
    "review": "reviews",
    "judge": "ledgers",
    "retract": "ledgers",
    "import": "tables",
    "check": "tables",
    "schema": "info",
    "eval": "info",
    "demo": "info",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        home = _COMMANDS.get(cmd_name)
        if home is None:
            return None
        module = importlib.import_module(f"tocsin.cli.{home}")
        command: click.Command = module.COMMANDS[cmd_name]
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TocsinError as error:
            raise Refused(str(error)) from error
        except BrokenPipeError:
            # The reader has seen enough; without this, Python would complain once more when it closes the pipe.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(0) from None


class Refused(click.ClickException):
    """Bad use or bad input that leaves nothing to do: one line on standard error, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"tocsin: {self.message}", err=True)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="tocsin")
def group() -> None:
    """Read reports of attacks; keep every figure with who said it, in which words, and when."""


def main() -> None:
    """Entry point."""
    group(prog_name="tocsin")
