"""The bundled night: composed reports of 28 April 2023 and the days after, read into a ledger and published.

The reports are the project's own writing from public facts: outlets are invented, offices and figures real.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from tocsin import desk

TITLE = "The night of 28 April 2023"
MADE_AT = "2023-04-30T09:00:00Z"


def run_demo(folder: Path) -> Iterator[str]:
    """Fill `folder` with a ledger and every format; yields the record as text, line by line. A rerun starts afresh."""
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    ledger_path = folder / "demo.sqlite"
    for stale in folder.glob("demo.sqlite*"):
        stale.unlink()
    here = files("tocsin.demo")
    with desk.open_ledger(ledger_path) as ledger:
        with (
            as_file(here / "night.jsonl") as night,
            as_file(here / "sirens.csv") as sirens,
            as_file(here / "attacks.csv") as attacks,
        ):
            done = desk.ingest(ledger, [str(night)], jobs=1)
            desk.import_tables(ledger, desk.ALERTS, [sirens])
            desk.import_tables(ledger, desk.ATTACKS, [attacks])
        incidents = desk.rebuild(ledger)
        release = desk.make_release(ledger, incidents, title=TITLE, made_at=MADE_AT)
    yield f"{done.reports} reports, {done.claims} claims -> {ledger_path}"
    yield from (str(problem) for problem in done.problems)
    claims = release.claims_by_id()
    for incident in (i for i in incidents if i.part_of is None):
        yield ""
        yield desk.render_text(incident, claims, kin=incidents)
    made = desk.publish(release, folder)
    yield from (str(problem) for problem in made.problems)
    written = [folder / name for name in made.files]
    yield f"{len(written)} files in {folder}/, in {time.monotonic() - started:.1f} s"
    yield f"page:  {(folder / 'index.html').resolve()}"
    for name in ("map", "curve"):
        first = next((p for p in written if p.name.startswith(name) and p.suffix == ".svg"), None)
        if first is not None:
            yield f"{name + ':':6} {first}"
    yield f"open the page from disk, or serve it: python3 -m http.server --directory {folder} 8000"
