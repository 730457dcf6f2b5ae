"""`tocsin review`: what the reader is not sure of, for a person to decide."""

from __future__ import annotations

from typing import Any

import click

from tocsin import desk
from tocsin.cli.shared import claim_columns, format_option, ledger_option, print_records
from tocsin.record import Claim


@click.command()
@click.option(
    "--below",
    type=click.FloatRange(0, 1),
    default=0.7,
    show_default=True,
    help="Offer claims with a score under this one.",
)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Offer this many at most.")
@format_option
@ledger_option
def review(below: float, limit: int, output: str, ledger_path: str) -> None:
    """Offer the claims that the reader is least sure of; `tocsin judge accepted ID` or `rejected ID` decides one.

    They count until they are rejected. A claim that somebody has decided on is not offered again.
    """
    with desk.open_ledger(ledger_path, create=False) as held:
        offered = desk.for_review(held, below)
    print_records(offered[:limit], output, _columns, "For review")
    if output == "table":
        click.echo(f"{len(offered)} claims below {below:g} wait for a word; {min(limit, len(offered))} shown", err=True)


def _columns(claim: Claim) -> dict[str, Any]:
    return {"score": f"{claim.score:.2f}", **claim_columns(claim), "id": claim.id}


COMMANDS = {"review": review}
