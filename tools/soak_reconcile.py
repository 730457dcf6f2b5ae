"""People's words against a large record: what they said holds, is undone without a trace, and order plays no part.

usage: python tools/soak_reconcile.py [--claims 1000000] [--words 200] [--folder DIR] [--seed N]

Makes a synthetic ledger (tools/bench_reconcile.py), and proves of its incidents, by a hash over all of them:

1. judgements taken in one by one give what the whole way over all rows gives, and every one is obeyed;
2. taking all of them back gives the bytes of before;
3. the same rows in another order, the last ones one report at a time, give the same incidents.

Prints a line a step with its seconds; exits with 1 at the first that fails.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench_reconcile import make_ledger
from tocsin.ledger import Ledger, open_ledger
from tocsin.record import Claim, Judgement, Report, Retraction, dumps
from tocsin.upkeep import Kept, keep

#: Reports that come alone at the end of the second ledger.
ALONE = 50
BATCH = 5000
MADE_AT = "2031-01-01T00:00:00Z"


class Failed(Exception):
    """Something that must hold does not."""


def fill(ledger: Ledger, reports: Sequence[Report], claims: Sequence[Claim]) -> None:
    """Add rows in batches, each report before its claims."""
    for at in range(0, len(reports), BATCH):
        ledger.add(reports=reports[at : at + BATCH])
    for at in range(0, len(claims), 4 * BATCH):
        ledger.add(claims=claims[at : at + 4 * BATCH])


def kept(ledger: Ledger) -> Kept:
    """The kept incidents, up to date."""
    found = keep(ledger, processes=2)
    assert found is not None
    return found


def fingerprint(record: Kept) -> str:
    """A hash over all incidents."""
    whole = hashlib.sha256()
    for incident in record.incidents():
        whole.update(dumps(incident).encode())
    return whole.hexdigest()[:16]


def anew(ledger: Ledger) -> Kept:
    """The kept incidents, made from all rows."""
    with ledger.store.writing():
        ledger.store.shelf().clear()
    return kept(ledger)


def choose(record: Kept, chance: random.Random, count: int) -> Iterator[Judgement]:
    """Words against the machine's: pairs that it joined told apart, pairs that it kept apart joined."""
    groups = [i.reports for i in record.incidents() if i.part_of is None]
    several = [g for g in groups if len(g) > 1]
    for n in range(count):
        if n % 2 and several:
            one, other = chance.sample(chance.choice(several), 2)
            yield Judgement.make("not_same", one, other, by="soak", made_at=MADE_AT)
        else:
            left, right = chance.sample(groups, 2)
            yield Judgement.make("same", chance.choice(left), chance.choice(right), by="soak", made_at=MADE_AT)


def disobeyed(record: Kept, words: Sequence[Judgement]) -> list[Judgement]:
    """The words that do not hold: only a "same" may give way, to a "not the same" of a pair between."""
    of = {r: i.id for i in record.incidents() if i.part_of is None for r in i.reports}
    return [w for w in words if (of[w.subject] == of[str(w.other)]) != (w.verdict == "same")]


def soak(claims: int, words: int, folder: Path, seed: int, tell: Callable[[str], None]) -> None:
    """All steps; raises Failed at the first that does not hold."""
    chance = random.Random(seed)
    reports, said, _ = make_ledger(claims, seed)
    with open_ledger(folder / "one.tocsin") as ledger:
        fill(ledger, reports, said)
        start = time.perf_counter()
        first = fingerprint(kept(ledger))
        tell(f"{len(said):,} claims, {len(reports):,} reports: {first} in {time.perf_counter() - start:.1f} s")
        judgements = list(choose(kept(ledger), chance, words))
        slowest = 0.0
        for judgement in judgements:
            ledger.add(judgements=[judgement])
            start = time.perf_counter()
            kept(ledger)
            slowest = max(slowest, time.perf_counter() - start)
        step_by_step = fingerprint(kept(ledger))
        whole = anew(ledger)
        if fingerprint(whole) != step_by_step:
            raise Failed("judgements taken in one by one give another record than all rows")
        refused = disobeyed(whole, judgements)
        if any(w.verdict == "not_same" for w in refused) or len(refused) > len(judgements) // 10:
            raise Failed(f"{len(refused)} of {len(judgements)} judgements are not obeyed")
        tell(
            f"{len(judgements)} judgements, the slowest in {slowest * 1000:.0f} ms; {len(refused)} gave way to another"
        )
        for judgement in judgements:
            ledger.add(retractions=[Retraction.make(judgement.id, by="soak", made_at=MADE_AT)])
            kept(ledger)
        if fingerprint(kept(ledger)) != first:
            raise Failed("taking every judgement back does not give the record of before")
        tell("all taken back: the record of before")
    chance.shuffle(reports)
    chance.shuffle(said)
    last = {r.id for r in reports[-ALONE:]}
    with open_ledger(folder / "two.tocsin") as ledger:
        fill(ledger, reports[:-ALONE], [c for c in said if c.report not in last])
        kept(ledger)
        for report in reports[-ALONE:]:
            ledger.add(reports=[report], claims=[c for c in said if c.report == report.id])
            kept(ledger)
        if fingerprint(kept(ledger)) != first:
            raise Failed("another order of arrival gives another record")
        tell(f"another order, the last {ALONE} reports one at a time: the same record")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--words", type=int, default=200)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        try:
            soak(given.claims, given.words, Path(folder), given.seed, lambda line: print(line, flush=True))
        except Failed as error:
            print(f"FAILED: {error}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
