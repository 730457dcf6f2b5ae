"""Measure the ledger: claims a second in and out, how that changes as it grows, and memory, beside plain sqlite3.

    python tools/bench_ledger.py [--sizes 10000 100000] [--batch 1000] [--folder DIR]

Each size runs in a process of its own. Claims are made outside the measured time. The peer, "sqlite3", is the same JSON
of the same claims put into a table (id TEXT PRIMARY KEY, json TEXT) with executemany, the same batches, write-ahead log
and synchronous=FULL: what storing the bytes costs, with no check, stamp, chain, column or index. On a busy machine
`claims_per_cpu_s` (seconds of this process's own work) is the steadier figure.
"""

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from soak_ledger import invent
from tocsin.ledger import open_ledger
from tocsin.ledger.dump import dump, load
from tocsin.ledger.rows import encode
from tocsin.ledger.verify import verify
from tocsin.record import Claim, Report

CLAIMS_A_REPORT = 25
Batch = tuple[list[Report], list[Claim]]


def batches(size: int, batch: int) -> Iterator[Batch]:
    """Made-up reports and claims, `batch` claims at a time."""
    for start in range(0, size, batch):
        made = [invent(f"{start + n}", CLAIMS_A_REPORT) for n in range(0, batch, CLAIMS_A_REPORT)]
        yield [report for report, _ in made], [claim for _, claims in made for claim in claims]


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def bench_ledger(folder: Path, size: int, batch: int) -> dict[str, float]:
    """Add, stream, verify, dump and load that many claims."""
    took: list[float] = []
    worked = 0.0
    with open_ledger(folder / "bench.tocsin") as ledger:
        for reports, claims in batches(size, batch):
            before = time.process_time()
            took.append(seconds(partial(ledger.add, reports=reports, claims=claims)))
            worked += time.process_time() - before
        tenth = max(1, len(took) // 10)
        found = {
            "claims_per_s": size / sum(took),
            "claims_per_cpu_s": size / worked,
            "first_tenth": tenth * batch / sum(took[:tenth]),
            "last_tenth": tenth * batch / sum(took[-tenth:]),
            "bytes_per_claim": ledger.stats().size / size,
            "peak_mb_adding": peak_mb(),
            "known_per_s": batch / seconds(lambda: ledger.add(claims=claims)),
            "stream_per_s": size / seconds(lambda: sum(1 for _ in ledger.claims())),
            "current_per_s": size / seconds(lambda: sum(1 for _ in ledger.current_claims())),
        }
        problems: list[object] = []
        found["verify_per_s"] = size / seconds(lambda: problems.extend(verify(ledger)))
        with open(folder / "dump.jsonl", "w", encoding="utf-8", newline="") as out:
            found["dump_per_s"] = size / seconds(lambda: dump(ledger, out))
    with (
        open_ledger(folder / "copy.tocsin") as copy,
        open(folder / "dump.jsonl", encoding="utf-8", newline="") as lines,
    ):
        found["load_per_s"] = size / seconds(lambda: problems.extend(load(lines, copy)))
    assert not problems, problems[:3]
    return found | {"peak_mb": peak_mb()}


def bench_sqlite3(folder: Path, size: int, batch: int) -> dict[str, float]:
    """The peer."""
    db = sqlite3.connect(folder / "peer.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE claim (id TEXT PRIMARY KEY, json TEXT)")
    took = []
    for _, claims in batches(size, batch):
        rows = [(claim.id, encode(claim)) for claim in claims]
        begun = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        db.executemany("INSERT INTO claim VALUES (?, ?)", rows)
        db.execute("COMMIT")
        took.append(time.perf_counter() - begun)
    db.close()
    tenth = max(1, len(took) // 10)
    return {
        "claims_per_s": size / sum(took),
        "first_tenth": tenth * batch / sum(took[:tenth]),
        "last_tenth": tenth * batch / sum(took[-tenth:]),
        "peak_mb": peak_mb(),
    }


def peak_mb() -> float:
    """Peak resident memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run every size in its own process and print one line of figures each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="where the files are made; a temporary folder by default")
    parser.add_argument("--one", choices=("ledger", "sqlite3"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        bench = bench_ledger if options.one == "ledger" else bench_sqlite3
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            print(json.dumps(bench(Path(folder), options.sizes[0], options.batch)))
        return
    rates: dict[str, list[float]] = {}
    for size in options.sizes:
        for one in ("ledger", "sqlite3"):
            place = ["--folder", str(options.folder)] if options.folder else []
            command = [
                sys.executable,
                __file__,
                "--one",
                one,
                "--sizes",
                str(size),
                "--batch",
                str(options.batch),
                *place,
            ]
            found = json.loads(subprocess.run(command + place, check=True, capture_output=True, text=True).stdout)
            rates.setdefault(one, []).append(found["claims_per_s"])
            print(f"{one:8} {size:>9,} claims: " + ", ".join(f"{name} {value:,.0f}" for name, value in found.items()))
    for one, by_size in rates.items():
        print(f"{one:8} rate at the largest size over rate at the smallest: {by_size[-1] / by_size[0]:.2f}")


if __name__ == "__main__":
    main()
