"""Kill writers of a ledger at random instants, and prove that no acknowledged row was lost.

    python tools/soak_ledger.py [--kills 1000] [--writers 1] [--folder DIR] [--seed N]

Each round starts `--writers` processes that add reports and claims to one file and print, after each `add` returned,
the ids that it acknowledged. All are killed (SIGKILL) after a random time. Then the file is opened, verified, and
searched for every id acknowledged in any round; a round also starts where the file of the round before was left, so
that the ledger grows under fire. Every eighth round the file is thrown away first, so that its making is hit as well.
Prints one line a hundred kills and a summary; exits with 1 at the first loss.

A SIGKILL shows what outlives the process. What outlives the machine rests on the fsync of `synchronous=FULL`.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from tocsin.ledger import Ledger, open_ledger  # noqa: E402
from tocsin.ledger.verify import verify  # noqa: E402
from tocsin.record import Claim, Evidence, Moment, Place, Quantity, Report, Speaker, Thing  # noqa: E402

LONGEST_LIFE = 0.5  # seconds of opening and writing before the kill
STILLBORN = 0.1  # share of writers killed while they start
FRESH_FILE_EVERY = 8  # rounds
READY = b"ready\n"
MOST_ROWS = 40_000  # a file that has grown past this is begun anew, so that verifying stays quick


def invent(name: str, claims: int) -> tuple[Report, list[Claim]]:
    """A made-up report of that many sentences, and one claim with its full set of fields for each."""
    sentences = [
        f"At least {n} people were killed in the harbour town of Port {name} on Friday, mayor Ada Example {n} said. "
        for n in range(claims)
    ]
    report = Report.make(
        "".join(sentences), id=f"report-{name}", published="2031-05-02T09:30:00Z", outlet="The Example"
    )
    made, at = [], 0
    for n, sentence in enumerate(sentences):
        evidence = Evidence.at(report.text, at, at + len(sentence) - 1)
        made.append(
            Claim.make(
                report.id, "killed", evidence, quantity=Quantity(n, n, None, "at least"),
                weapon=(Thing("cruise-missile", "missiles", "cruise-missile"),),
                place=Place(f"Port {name}", f"the harbour town of Port {name}", None, ("XX", "Coast"), 1.5, 2.5, 5000),
                time=Moment("2031-05-02", "2031-05-02", "day", "relative", "Etc/UTC", "on Friday"),
                speaker=Speaker(f"Ada Example {n}", "mayor", "City council", f"mayor Ada Example {n}"),
                mode="reported", reader="soak 1", score=0.97,
            )
        )  # fmt: skip
        at += len(sentence)
    return report, made


def write_until_killed(path: str, name: str) -> None:
    """The child: add batch after batch, and print what was acknowledged, one line a batch."""
    chance = random.Random(name)
    os.write(1, READY)
    with open_ledger(path) as ledger:
        for number in range(1_000_000):
            report, claims = invent(f"{name}-{number}", chance.choice((1, 5, 40, 300)))
            ledger.add(reports=[report], claims=claims)
            line = " ".join([report.id, *(claim.id for claim in claims)]) + "\n"
            os.write(1, line.encode())  # one write a batch; the pipe is drained by the parent all the time


class Writer:
    """A child process that writes, and what it has acknowledged so far."""

    def __init__(self, path: Path, name: str) -> None:
        self._child = subprocess.Popen([sys.executable, __file__, "--child", str(path), name], stdout=subprocess.PIPE)
        self._lines: list[bytes] = []
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self._child.stdout or ():
            self._lines.append(line)
            self._ready.set()
        self._ready.set()

    def wait_until_ready(self, stillborn: bool) -> None:
        """Wait until it is about to open the file, however busy the machine is; not for one to be killed unborn."""
        if not stillborn:
            self._ready.wait()

    def kill(self) -> None:
        """SIGKILL."""
        self._child.send_signal(signal.SIGKILL)

    def acknowledged(self) -> set[str]:
        """Every id that it acknowledged in a whole line before it died."""
        self._child.wait()
        self._reader.join()
        assert self._child.returncode == -signal.SIGKILL, f"a writer ended by itself with {self._child.returncode}"
        whole = [line for line in self._lines if line.endswith(b"\n") and line != READY]
        return {row_id for line in whole for row_id in line.decode().split()}


@dataclass
class Soak:
    """One file under fire."""

    path: Path
    chance: random.Random
    most_rows: int = MOST_ROWS
    acknowledged: set[str] = field(default_factory=set)
    kills: int = 0
    killed_before_a_row: int = 0
    rows_checked: int = 0

    def round(self, writers: int) -> None:
        """Start the writers, kill each at its own instant, and take in what they acknowledged."""
        writers_now = [Writer(self.path, f"{self.kills + n}") for n in range(writers)]
        for writer in writers_now:
            writer.wait_until_ready(self.chance.random() < STILLBORN)
        lives = [self.chance.uniform(0.0, LONGEST_LIFE) for _ in writers_now]
        begun = time.monotonic()
        for life, writer in sorted(zip(lives, writers_now, strict=True), key=lambda pair: pair[0]):
            time.sleep(max(0.0, begun + life - time.monotonic()))
            writer.kill()
        for writer in writers_now:
            acknowledged = writer.acknowledged()
            self.acknowledged.update(acknowledged)
            self.killed_before_a_row += not acknowledged
            self.kills += 1

    def check(self) -> list[str]:
        """What is wrong with the file now: problems that verify finds, and acknowledged ids that are not there."""
        if not self.path.exists():
            return [f"{len(self.acknowledged)} acknowledged rows and no file"] if self.acknowledged else []
        with open_ledger(self.path) as ledger:
            there = set(_ids(ledger))
            self.rows_checked += len(there)
            lost = self.acknowledged - there
            wrong = [str(problem) for problem in verify(ledger)]
        if lost:
            wrong.append(f"{len(lost)} acknowledged rows are lost, such as {sorted(lost)[0]}")
        if len(there) > self.most_rows:
            self.begin_anew()
        return wrong

    def begin_anew(self) -> None:
        """Throw the file away."""
        for part in self.path.parent.glob(self.path.name + "*"):
            part.unlink()
        self.acknowledged.clear()


def _ids(ledger: Ledger) -> Iterator[str]:
    return (entry.record.id for entry in ledger.entries())


def soak(folder: Path, kills: int, writers: int, seed: int, most_rows: int = MOST_ROWS) -> tuple[Soak, list[str]]:
    """Rounds until that many writers were killed, or something is wrong."""
    state = Soak(folder / "soak.tocsin", random.Random(seed), most_rows)
    rounds = 0
    while state.kills < kills:
        if rounds % FRESH_FILE_EVERY == 0:
            state.begin_anew()
        rounds += 1
        before = state.kills
        state.round(writers)
        wrong = state.check()
        if wrong:
            return state, wrong
        if state.kills // 100 > before // 100:
            print(f"{state.kills} kills, {state.rows_checked} rows checked, nothing lost", flush=True)
    return state, []


def main() -> int:
    """Run the soak; 0 when nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--writers", type=int, default=1, help="processes that write at once")
    parser.add_argument("--folder", type=Path, help="where the file is made; a temporary folder by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=2, metavar=("FILE", "NAME"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        write_until_killed(*options.child)
        return 0
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        state, wrong = soak(Path(folder), options.kills, options.writers, options.seed)
    for line in wrong:
        print(line)
    print(
        f"{state.kills} kills ({state.killed_before_a_row} before a first row), {options.writers} writers at once: "
        + (f"{len(wrong)} faults" if wrong else "every acknowledged row is there and every file verifies")
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
