"""People's words against a large record: what they said holds, is undone without a trace, and order plays no part.

usage: python tools/soak_reconcile.py [--claims 1000000] [--words 200] [--ordered 100000] [--folder DIR] [--seed N]

Makes a synthetic ledger (tools/bench_reconcile.py), and proves of its incidents, by a hash over all of them:

1. judgements taken in one by one give what the whole way over all rows gives, and every one is obeyed;
2. taking all of them back gives the bytes of before;
3. the same rows in another order, the last ones one report at a time, give the same incidents; of a record larger
   than `--ordered` claims, a record of that many stands for it.

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
from functools import partial
from pathlib import Path

from bench_reconcile import make_ledger
from tocsin.ledger import Ledger, open_ledger
from tocsin.record import Claim, Judgement, Report, Retraction
from tocsin.upkeep import keep

#: Reports that come alone at the end of the second ledger.
ALONE = 50
#: Claims of the record that is made in another order, or fewer.
ORDERED = 100_000
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


def kept(ledger: Ledger) -> None:
    """Bring the kept incidents up to date."""
    assert keep(ledger, processes=2) is not None


def fingerprint(ledger: Ledger) -> str:
    """A hash over all incidents, brought up to date; none of them has a statement about the past."""
    kept(ledger)
    whole = hashlib.sha256()
    for row in ledger.store.shelf().rows("incident"):
        whole.update(repr(row).encode())
    return whole.hexdigest()[:16]


def anew(ledger: Ledger) -> None:
    """Make the kept incidents from all rows."""
    with ledger.store.writing():
        ledger.store.shelf().clear()
    kept(ledger)


def groups_of(ledger: Ledger) -> Iterator[tuple[str, list[str]]]:
    """The id and the reports of each kept incident, waves for their parts."""
    for _, family in ledger.store.shelf().rows("incident"):
        yield family[0]["id"], family[0]["reports"]


def choose(ledger: Ledger, chance: random.Random, count: int) -> Iterator[Judgement]:
    """Words against the machine's: pairs that it joined told apart, pairs that it kept apart joined."""
    groups = [reports for _, reports in groups_of(ledger)]
    several = [g for g in groups if len(g) > 1]
    for n in range(count):
        if n % 2 and several:
            one, other = chance.sample(chance.choice(several), 2)
            yield Judgement.make("not_same", one, other, by="soak", made_at=MADE_AT)
        else:
            left, right = chance.sample(groups, 2)
            yield Judgement.make("same", chance.choice(left), chance.choice(right), by="soak", made_at=MADE_AT)


def disobeyed(ledger: Ledger, words: Sequence[Judgement]) -> list[Judgement]:
    """The words that do not hold: only a "same" may give way, to a "not the same" of a pair between."""
    of = {report: id for id, reports in groups_of(ledger) for report in reports}
    return [w for w in words if (of[w.subject] == of[str(w.other)]) != (w.verdict == "same")]


def soak(claims: int, words: int, folder: Path, seed: int, tell: Callable[[str], None], ordered: int = ORDERED) -> None:
    """All steps; raises Failed at the first that does not hold."""
    chance = random.Random(seed)
    first = soak_words(claims, words, folder, chance, tell, seed)
    reports, said, _ = make_ledger(min(claims, ordered), seed)
    if claims > ordered:
        with open_ledger(folder / "part.tocsin") as ledger:
            fill(ledger, reports, said)
            first = fingerprint(ledger)
    chance.shuffle(reports)
    chance.shuffle(said)
    last = {r.id for r in reports[-ALONE:]}
    with open_ledger(folder / "two.tocsin") as ledger:
        fill(ledger, reports[:-ALONE], [c for c in said if c.report not in last])
        kept(ledger)
        for report in reports[-ALONE:]:
            ledger.add(reports=[report], claims=[c for c in said if c.report == report.id])
            kept(ledger)
        if fingerprint(ledger) != first:
            raise Failed("another order of arrival gives another record")
        tell(f"{len(said):,} claims in another order, the last {ALONE} reports one at a time: the same record")


def soak_words(
    claims: int, words: int, folder: Path, chance: random.Random, tell: Callable[[str], None], seed: int
) -> str:
    """The steps about people's words; gives the fingerprint of the record without them."""
    reports, said, _ = make_ledger(claims, seed)
    with open_ledger(folder / "one.tocsin") as ledger:
        fill(ledger, reports, said)
        start = time.perf_counter()
        first = fingerprint(ledger)
        tell(f"{len(said):,} claims, {len(reports):,} reports: {first} in {time.perf_counter() - start:.1f} s")
        judgements = list(choose(ledger, chance, words))
        slowest = 0.0
        for judgement in judgements:
            ledger.add(judgements=[judgement])
            start = time.perf_counter()
            kept(ledger)
            slowest = max(slowest, time.perf_counter() - start)
        step_by_step = fingerprint(ledger)
        anew(ledger)
        if fingerprint(ledger) != step_by_step:
            raise Failed("judgements taken in one by one give another record than all rows")
        refused = disobeyed(ledger, judgements)
        if any(w.verdict == "not_same" for w in refused) or len(refused) > len(judgements) // 10:
            raise Failed(f"{len(refused)} of {len(judgements)} judgements are not obeyed")
        tell(
            f"{len(judgements)} judgements, the slowest in {slowest * 1000:.0f} ms; {len(refused)} gave way to another"
        )
        for judgement in judgements:
            ledger.add(retractions=[Retraction.make(judgement.id, by="soak", made_at=MADE_AT)])
            kept(ledger)
        if fingerprint(ledger) != first:
            raise Failed("taking every judgement back does not give the record of before")
        tell("all taken back: the record of before")
    return first


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--words", type=int, default=200)
    parser.add_argument("--ordered", type=int, default=ORDERED)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        try:
            soak(given.claims, given.words, Path(folder), given.seed, partial(print, flush=True), given.ordered)
        except Failed as error:
            print(f"FAILED: {error}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
