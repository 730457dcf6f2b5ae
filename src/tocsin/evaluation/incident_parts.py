"""The parts that score incidents: which reports were brought together, and which tolls came out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tocsin.evaluation.incidents import IncidentScores, compare_baselines, score_incidents
from tocsin.evaluation.part import Part, Read, read_rows
from tocsin.reconcile import ReconcileOptions, reconcile
from tocsin.record import Incident, Report


def incidents_part(path: Path, name: str, read: Read) -> Part:
    """Reports with their attack in `path`, final tolls in tolls.json beside it; two plain baselines on the same.

    Where sets.json stands beside them (set -> attacks), each set is scored apart too, and what is in none as "fitted":
    attacks that rules or weights were tuned on say little of those that they were not.
    """
    rows = read_rows(path)
    reports = [Report.make(r["text"], id=r["id"], published=r["published"], outlet=r["outlet"], language=r["language"])
               for r in rows]  # fmt: skip
    claims = (c for r in reports for c in read(r).claims)
    incidents = reconcile(reports, claims, options=ReconcileOptions(decisions=False))
    tolls = json.loads(path.with_name("tolls.json").read_text(encoding="utf-8"))
    gold = {r["id"]: r["attack"] for r in rows}
    found = score_incidents(gold, tolls, incidents)
    right, holds, asked = _count(found)
    baselines = compare_baselines(reports, gold)
    figures = {"bcubed_f1": found.f1, "rand": found.rand, "tolls_right": right / asked if asked else 1.0,
               "tolls_hold": holds / asked if asked else 1.0,
               "above_baselines": found.f1 - max(f1 for _, _, f1 in baselines.values())}  # fmt: skip
    lines = [f"{len(reports)} reports of {len(set(gold.values()))} attacks in "
             f"{sum(i.part_of is None for i in incidents)} incidents",
             f"B-cubed P {found.precision:.3f} R {found.recall:.3f} F1 {found.f1:.3f}, adjusted Rand {found.rand:.3f}",
             *(f"  beside it, {label:22} P {p:.3f} R {r:.3f} F1 {f1:.3f}" for label, (p, r, f1) in baselines.items()),
             f"final tolls: best right {right} of {asked}, range holds {holds} of {asked}"]  # fmt: skip
    sets = path.with_name("sets.json")
    if sets.is_file():
        lines += _apart(json.loads(sets.read_text(encoding="utf-8")), gold, tolls, incidents)
    lines += [f"  {t.attack} {t.kind} in {t.scope}: gold {t.gold[0]}-{t.gold[1]}, got {t.low}-{t.best}-{t.high}"
              for t in found.tolls if not t.right]  # fmt: skip
    return Part(name, figures, lines)


def _apart(
    sets: Mapping[str, Sequence[str]],
    gold: Mapping[str, str],
    tolls: Mapping[str, object],
    incidents: Sequence[Incident],
) -> Iterable[str]:
    """A line for each set of attacks, the fitted ones first."""
    listed = {attack for attacks in sets.values() for attack in attacks}
    fitted = sorted(set(gold.values()) - listed)
    for name, attacks in {"fitted": fitted, **sets}.items():
        wanted = {r: a for r, a in gold.items() if a in attacks}
        found = score_incidents(wanted, {a: t for a, t in tolls.items() if a in attacks}, incidents)
        right, holds, asked = _count(found)
        yield (f"  {name}: {len(wanted)} reports of {len(attacks)} attacks, B-cubed P {found.precision:.3f} "
               f"R {found.recall:.3f} F1 {found.f1:.3f}, best right {right} of {asked}, holds {holds}")  # fmt: skip


def _count(found: IncidentScores) -> tuple[int, int, int]:
    """Tolls whose best is right, whose range holds the right number, and all that were asked for."""
    return sum(t.right for t in found.tolls), sum(t.holds for t in found.tolls), len(found.tolls)
