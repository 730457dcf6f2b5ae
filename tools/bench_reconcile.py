"""Time and memory of `reconcile` over synthetic ledgers of growing size, with how well it finds the attacks again.

usage: python tools/bench_reconcile.py [CLAIMS ...]      (default: 10000 100000; the target is 1000000)

Ten claims an attack in three to five reports; towns and days grow with the number of attacks, so that every size has as
many attacks a town and day (one in twenty). Each size runs in a process of its own, so that memory is its own.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from tocsin.evaluation.incidents import bcubed
from tocsin.reconcile import reconcile
from tocsin.record import Claim, Evidence, Moment, Place, Quantity, Report, Speaker, Thing

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
    start = time.perf_counter()
    incidents = reconcile(reports, made)
    seconds = time.perf_counter() - start
    found = {r: i.id for i in incidents for r in i.reports}
    precision, recall, f1 = bcubed(gold, {r: found.get(r, r) for r in gold})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "claims": len(made),
        "reports": len(reports),
        "incidents": len(incidents),
        "seconds": round(seconds, 2),
        "ledger_mb": round(before),
        "peak_mb": round(peak),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(f1, 3),
    }


def main(sizes: list[int]) -> None:
    last: dict[str, float] | None = None
    for size in sizes:
        out = subprocess.run([sys.executable, __file__, "--one", str(size)], check=True, capture_output=True, text=True)
        row = json.loads(out.stdout)
        print(
            f"{row['claims']:>9,} claims {row['reports']:>8,} reports {row['incidents']:>8,} incidents "
            f"{row['seconds']:>8.2f} s {row['peak_mb']:>6,.0f} MB (the ledger's rows {row['ledger_mb']:,.0f})  "
            f"B-cubed P {row['precision']:.3f} R {row['recall']:.3f}",
            f" x{row['seconds'] / last['seconds']:.1f} for x{row['claims'] / last['claims']:.1f} claims"
            if last
            else "",
        )
        last = row


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(run(int(sys.argv[2]))))
    else:
        main([int(a) for a in sys.argv[1:]] or [10_000, 100_000])
