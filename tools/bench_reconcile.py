"""Time and memory of `reconcile` over synthetic ledgers of growing size, with how well it finds the attacks again.

usage: python tools/bench_reconcile.py [--kept] [CLAIMS ...]      (default: 10000 100000; the target is 1000000)

Ten claims an attack in three to five reports, of which a third state no day; 2,000 towns, and as many days as give
every size as many attacks a town and day (one in twenty): at a million claims 1,000 days of 100 attacks. No copies, no
waves and no statements about the past. Each size runs in a process of its own, on two processes where it can fork.
Processor seconds are of both processes; memory is what both hold at the peak, each shared page counted once (the sum of
their proportional set sizes, looked at every second; where the system does not tell, the peak of the first process).
With `--kept` a ledger file of that size is made, and then `REPORTS` reports are added one by one: from the call that
adds one until its incident is at hand. Then `FIRST` more are, each by a process of its own, which has no word table
at hand yet.
"""

from __future__ import annotations

import json
import os
import pickle
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tocsin.evaluation.incidents import bcubed
from tocsin.ledger import Ledger, open_ledger
from tocsin.reconcile import ReconcileOptions, reconcile
from tocsin.record import Claim, Evidence, Moment, Place, Quantity, Report, Speaker, Thing
from tocsin.upkeep import keep

REPORTS = 50
FIRST = 5
#: Seconds between two looks at the memory: each look walks all pages, and holds the process up meanwhile.
WATCH_EVERY = 5
PROCESSES = 2
TOWNS = 2000
PER_TOWN_DAY = 0.05
SYLLABLES = ("ka", "mo", "ri", "ve", "sto", "bel", "no", "dra", "zhy", "lu", "pe", "tor", "ha", "sky", "min", "or")
OFFICES = ("mayor", "governor", "interior minister", "emergency service", "police")
WEAPONS = ("missile", "drone", "artillery", "bomb")
OBJECTS = ("apartment-building", "house", "hospital", "school", "shop", "station")


def make_ledger(claims: int, seed: int = 7) -> tuple[list[Report], list[Claim], dict[str, str]]:
    """Reports, claims and the attack of each report."""
    chance = random.Random(seed)
    towns = [_town(i, chance) for i in range(TOWNS)]
    attacks = max(1, claims // 10)
    days = max(3, int(attacks / (TOWNS * PER_TOWN_DAY)))
    reports: list[Report] = []
    made: list[Claim] = []
    gold: dict[str, str] = {}
    for a in range(attacks):
        town = chance.choice(towns)
        day = date(2022, 3, 1) + timedelta(days=chance.randrange(days))
        for report, said in _attack(f"a{a}", town, day, chance):
            reports.append(report)
            made += said
            gold[report.id] = f"a{a}"
    return reports, made, gold


def _town(i: int, chance: random.Random) -> Place:
    name = "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize()
    lat, lon = 46 + chance.random() * 6, 24 + chance.random() * 14
    return Place(name, name, f"t:{i}", ("UA", f"Region{i % 25}"), round(lat, 4), round(lon, 4), 4000, "town")


def _attack(id: str, town: Place, day: date, chance: random.Random) -> Iterator[tuple[Report, list[Claim]]]:
    dead, weapon, thing = chance.randrange(0, 30), chance.choice(WEAPONS), chance.choice(OBJECTS)
    officials = [f"{_name(chance)} {_name(chance)}" for _ in range(2)]
    count = chance.choice((3, 3, 3, 4, 5))
    share = [10 // count + (k < 10 % count) for k in range(count)]
    for k in range(count):
        hour = f"{day + timedelta(days=k // 4)}T{8 + 3 * (k % 4):02}:{chance.randrange(60):02}"
        speaker = chance.choice(officials)
        filler = " ".join(_name(chance).lower() for _ in range(25))
        text = f"A {weapon} hit the {thing} in {town.name}, {speaker} said. {filler}. {dead + k} people died."
        report = Report.make(
            text, id=f"{id}-{k}", published=hour, outlet=f"outlet{chance.randrange(40)}", language="en"
        )
        time = (
            Moment(day.isoformat(), day.isoformat(), "day", "relative", "Europe/Kyiv", "on the day") if k % 3 else None
        )
        who = Speaker(speaker, chance.choice(OFFICES), None, speaker)
        hit, mark = Evidence.at(text, 0, 20), (Thing(weapon, weapon, weapon),)
        object = Thing(thing, thing, "building")
        said = [Claim.make(report.id, "hit", hit, place=town, time=time, object=object, weapon=mark, speaker=who)]
        for n in range(share[k] - 1):
            kind, figure = ("killed", "injured", "damaged", "rescued")[n % 4], Quantity.exactly(dead + k + 2 * n)
            words = Evidence.at(text, 20 + n, 30 + n)
            said.append(Claim.make(report.id, kind, words, quantity=figure, place=town, time=time, speaker=who))
        yield report, said


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3)))).capitalize()


def run(claims: int) -> dict[str, float]:
    """One size, in this process: seconds, MB at the peak, incidents and how well they match."""
    reports, made, gold = make_ledger(claims)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, worked = time.perf_counter(), _worked()
    incidents = reconcile(reports, made, options=ReconcileOptions(processes=PROCESSES))
    seconds, worked = time.perf_counter() - start, _worked() - worked
    found = {r: i.id for i in incidents for r in i.reports}
    precision, recall, f1 = bcubed(gold, {r: found.get(r, r) for r in gold})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "claims": len(made),
        "reports": len(reports),
        "incidents": len(incidents),
        "seconds": round(seconds, 2),
        "worked": round(worked, 1),
        "load": os.getloadavg()[0],
        "ledger_mb": round(before),
        "peak_mb": round(peak),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(f1, 3),
    }


def _worked() -> float:
    """Processor seconds of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def watch(process: subprocess.Popen[str]) -> float:
    """MB that a process and its children hold at the peak until it ends; 0.0 where the system does not tell."""
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(_held, _with_children(process.pid))))
        time.sleep(WATCH_EVERY)
    return peak / 1024


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _with_children(int(child))


def _held(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def run_kept(claims: int) -> None:
    """One new report at a time into a ledger file of this size."""
    reports, made, _ = make_ledger(claims)
    late = {r.id for r in random.Random(11).sample(reports, REPORTS + FIRST)}
    said: dict[str, list[Claim]] = {}
    for claim in made:
        said.setdefault(claim.report, []).append(claim)
    waiting = [(r, said[r.id]) for r in reports if r.id in late]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.tocsin"
        with open_ledger(path) as ledger:
            _fill(ledger, [r for r in reports if r.id not in late], said)
            start = time.perf_counter()
            keep(ledger, processes=PROCESSES)
            size = ledger.stats().size / 2**20
            print(f"{claims:>9,} claims kept in {time.perf_counter() - start:.1f} s, {size:,.0f} MB")
            times = sorted(_take_in(ledger, *one) for one in waiting[FIRST:])
        first = sorted(_in_its_own_process(path, *one) for one in waiting[:FIRST])
    print(
        f"{REPORTS} reports one by one: median {times[REPORTS // 2]:.0f} ms, "
        f"9 in 10 under {times[REPORTS * 9 // 10]:.0f} ms, slowest {times[-1]:.0f} ms; load {os.getloadavg()[0]:.1f}"
    )
    print(f"the first report of a process, {FIRST} times: {first[0]:.0f} to {first[-1]:.0f} ms")


def _take_in(ledger: Ledger, report: Report, claims: list[Claim]) -> float:
    """Milliseconds until the incident of a new report is at hand."""
    start = time.perf_counter()
    ledger.add(reports=[report], claims=claims)
    kept = keep(ledger)
    assert kept is not None
    assert kept.family(report.id)
    return 1000 * (time.perf_counter() - start)


def _in_its_own_process(path: Path, report: Report, claims: list[Claim]) -> float:
    rows = pickle.dumps((path, report, claims))
    done = subprocess.run([sys.executable, __file__, "--first"], input=rows, capture_output=True, check=True)
    return float(done.stdout)


def run_first() -> None:
    """The report on standard input into its ledger, in this process."""
    path, report, claims = pickle.load(sys.stdin.buffer)
    with open_ledger(path) as ledger:
        print(_take_in(ledger, report, claims))


def _fill(ledger: Ledger, reports: list[Report], said: dict[str, list[Claim]]) -> None:
    for at in range(0, len(reports), 5000):
        batch = reports[at : at + 5000]
        ledger.add(reports=batch, claims=[c for r in batch for c in said.get(r.id, ())])


def main(sizes: list[int]) -> None:
    last: dict[str, float] | None = None
    for size in sizes:
        with tempfile.TemporaryFile("w+") as out:
            peak = watch(
                process := subprocess.Popen([sys.executable, __file__, "--one", str(size)], stdout=out, text=True)
            )
            if process.returncode:
                sys.exit(f"{size:,} claims: the process ended with {process.returncode}")
            out.seek(0)
            row = json.load(out)
        print(
            f"{row['claims']:>9,} claims {row['reports']:>8,} reports {row['incidents']:>8,} incidents "
            f"{row['seconds']:>8.2f} s ({row['worked']:.1f} s of processors) {peak or row['peak_mb']:>6,.0f} MB "
            f"(the ledger's rows {row['ledger_mb']:,.0f})  load {row['load']:.1f}  "
            f"B-cubed P {row['precision']:.3f} R {row['recall']:.3f}",
            f" x{row['seconds'] / last['seconds']:.1f} for x{row['claims'] / last['claims']:.1f} claims"
            if last
            else "",
        )
        last = row


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(run(int(sys.argv[2]))))
    elif sys.argv[1:2] == ["--first"]:
        run_first()
    elif sys.argv[1:2] == ["--kept"]:
        for size in [int(a) for a in sys.argv[2:]] or [10_000, 100_000]:
            run_kept(size)
    else:
        main([int(a) for a in sys.argv[1:]] or [10_000, 100_000])
