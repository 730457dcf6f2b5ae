"""Every figure of how well Tocsin reads and reconciles, in one run, held against the floors.

Scored: the project's composed gold, and the development corpora that are there; an absent corpus is named and its
floors are not held. A floor is the least that a figure may be: `evaluation/floors.json`, part -> measure -> number.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tocsin.errors import InputError
from tocsin.evaluation.claims import ClaimScores, GoldReport, from_passage, read_retold, score_claims
from tocsin.evaluation.floors import hold, read_floors
from tocsin.evaluation.gold import load_gold
from tocsin.evaluation.incidents import score_incidents
from tocsin.evaluation.places import PlaceMeasures, predict_places, score_places
from tocsin.evaluation.times import GoldTime, TimeScores, score_times
from tocsin.reading.read import Reading, read_report
from tocsin.reading.times import find_times
from tocsin.reconcile import ReconcileOptions, reconcile
from tocsin.record import Report

Read = Callable[[Report], Reading]
#: place corpus -> its file below the corpora, and what it annotates (see `evaluation.places.mentions_for`).
PLACE_SETS = {"geowebnews": ("places/geowebnews_train/geowebnews_train.jsonl", "all"),
              "geovirus": ("places/geovirus/geovirus.jsonl", "names")}  # fmt: skip


@dataclass(slots=True)
class Part:
    """One corpus: its figures by measure, and the lines that tell of it."""

    name: str
    figures: dict[str, float] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def run(
    *, corpora: Path | None, gold: Path | None, floors: Path | None, errors: int, read: Read = read_report
) -> tuple[list[str], bool]:
    """The lines to print, and True when a figure lies below its floor.

    `errors` is how many misses to print of each claim corpus. Raises InputError for a folder or floors that cannot
    be read.
    """
    held = read_floors(floors)
    parts = list(_score_all(corpora, gold, errors, read))
    lines = [line for part in parts for line in (f"{part.name}:", *(f"  {line}" for line in part.lines))]
    verdict, low = hold(((part.name, part.figures) for part in parts), held)
    return lines + verdict, low


def _score_all(corpora: Path | None, gold: Path | None, errors: int, read: Read) -> Iterator[Part]:
    if gold is not None and gold.is_dir():
        yield from _score_gold(gold, errors, read)
        confusable = partial(_score_incidents, name="confusable", read=read)
        yield from _when_there(gold / "incidents/reports.jsonl", "confusable", confusable)
    else:
        yield _absent("gold", gold)
    if corpora is None or not corpora.is_dir():
        yield _absent("corpora", corpora)
        return
    yield from _when_there(corpora / "retold/dev.jsonl", "retold", partial(_score_retold, errors=errors, read=read))
    incidents = partial(_score_incidents, name="incidents", read=read)
    yield from _when_there(corpora / "retold/dev.jsonl", "incidents", incidents)
    yield from _when_there(corpora / "times/meantime_dev.jsonl", "times", _score_times)
    for name, (file, counted) in PLACE_SETS.items():
        yield from _when_there(corpora / file, name, partial(_score_places, name=name, counted=counted))


def _absent(name: str, path: Path | None) -> Part:
    return Part(name, lines=[f"not there ({path}): skipped" if path else "not given: skipped"])


def _when_there(path: Path, name: str, score: Callable[[Path], Part]) -> Iterator[Part]:
    yield score(path) if path.is_file() else _absent(name, path)


def _score_gold(folder: Path, errors: int, read: Read) -> Iterator[Part]:
    passages = load_gold(folder)
    if not passages:
        raise InputError(f"{folder} holds no passages; name the folder with the *.txt files of gold/FORMAT.md")
    told = [from_passage(p) for p in passages]
    yield _claim_part("gold", told, errors, read)
    quiet = [g for p, g in zip(passages, told, strict=True) if p.genre == "negative" and not p.claims]
    yield _negatives(quiet, read)


def _negatives(quiet: Sequence[GoldReport], read: Read) -> Part:
    """Everyday news that tells of no attack: every figure read there is false."""
    false = [c for g in quiet for c in read(g.report).claims if c.quantity is not None and c.kind != "history"]
    words = sum(len(g.report.text.split()) for g in quiet)
    clean = 1 - len({c.report for c in false}) / len(quiet) if quiet else 1.0
    lines = [f"{len(quiet)} passages, {words} words without a claim: {len(false)} false figures",
             f"{clean:.3f} of the passages clean"]  # fmt: skip
    return Part("negatives", {"clean": clean}, lines)


def _score_retold(path: Path, errors: int, read: Read) -> Part:
    return _claim_part("retold", read_retold(path), errors, read)


def _claim_part(name: str, told: Sequence[GoldReport], errors: int, read: Read) -> Part:
    scores = score_claims(told, {g.report.id: read(g.report).claims for g in told})
    part = Part(name, _claim_figures(scores), [f"{len(told)} reports", f"figure          {scores.figure}"])
    for label, rate in (("with speaker", scores.speaker), ("with place", scores.place), ("whole claim", scores.whole)):
        part.lines.append(f"{label:15} {rate}")
    part.lines += [f"  {kind:13} {rate}" for kind, rate in sorted(scores.kinds.items())]
    part.lines.append("misses: " + ", ".join(f"{cause} {n}" for cause, n in scores.causes().most_common()))
    part.lines += _examples(scores, errors)
    return part


def _claim_figures(scores: ClaimScores) -> dict[str, float]:
    figures = {"figure_f1": scores.figure.f1, "figure_precision": scores.figure.precision,
               "figure_recall": scores.figure.recall, "speaker_f1": scores.speaker.f1, "place_f1": scores.place.f1,
               "whole_f1": scores.whole.f1}  # fmt: skip
    for kind in ("killed", "injured"):
        if kind in scores.kinds:
            figures |= {f"{kind}_precision": scores.kinds[kind].precision, f"{kind}_recall": scores.kinds[kind].recall}
    return figures


def _examples(scores: ClaimScores, errors: int) -> Iterator[str]:
    for cause, report, what, words in sorted(scores.misses, key=lambda miss: miss[0])[:errors]:
        shown = words if len(words) <= 90 else words[:89] + "…"
        yield f"{cause:18} {report}: {what}: {' '.join(shown.split())!r}"


def _score_incidents(path: Path, name: str, read: Read) -> Part:
    """Reports with their attack in `path`, final tolls in tolls.json beside it."""
    rows = _json_lines(path)
    reports = [Report.make(r["text"], id=r["id"], published=r["published"], outlet=r["outlet"], language=r["language"])
               for r in rows]  # fmt: skip
    claims = (c for r in reports for c in read(r).claims)
    incidents = reconcile(reports, claims, options=ReconcileOptions(decisions=False))
    tolls = json.loads(path.with_name("tolls.json").read_text(encoding="utf-8"))
    found = score_incidents({r["id"]: r["attack"] for r in rows}, tolls, incidents)
    right, holds, asked = sum(t.right for t in found.tolls), sum(t.holds for t in found.tolls), len(found.tolls)
    figures = {"bcubed_f1": found.f1, "rand": found.rand, "tolls_right": right / asked if asked else 1.0,
               "tolls_hold": holds / asked if asked else 1.0}  # fmt: skip
    lines = [f"{len(reports)} reports of {len({r['attack'] for r in rows})} attacks in {len(incidents)} incidents",
             f"B-cubed P {found.precision:.3f} R {found.recall:.3f} F1 {found.f1:.3f}, adjusted Rand {found.rand:.3f}",
             f"final tolls: best right {right} of {asked}, range holds {holds} of {asked}"]  # fmt: skip
    lines += [f"  {t.attack} {t.kind} in {t.scope}: gold {t.gold[0]}-{t.gold[1]}, got {t.low}-{t.best}-{t.high}"
              for t in found.tolls if not t.right]  # fmt: skip
    return Part(name, figures, lines)


def _score_times(path: Path) -> Part:
    rows = _json_lines(path)
    gold = {r["docid"]: [_gold_time(t) for t in r["timexes"]] for r in rows}
    scores = score_times(gold, {r["docid"]: find_times(r["text"], published=r.get("dct")) for r in rows})
    figures = _time_figures(scores)
    return Part(
        "times", figures, [f"{len(rows)} documents", *(f"{name:8} F1 {f1:.3f}" for name, f1 in figures.items())]
    )


def _gold_time(row: Mapping[str, Any]) -> GoldTime:
    return GoldTime(row["start"], row["end"], row["type"], row["value"], bool(row.get("dct")))


def _time_figures(scores: TimeScores) -> dict[str, float]:
    return {"strict": scores.strict.f1, "relaxed": scores.relaxed.f1, "value": scores.value.f1, "day": scores.day.f1}


def _score_places(path: Path, name: str, counted: str) -> Part:
    found: PlaceMeasures = score_places(path, predict_places(path, counted))
    figures = {"exact_f1": found.exact.f1, "overlap_f1": found.overlap.f1, "within_161km": found.accuracy_161km}
    lines = [f"{found.documents} documents"]
    for label, score in (("exact", found.exact), ("overlap", found.overlap)):
        lines.append(f"recognised, {label:8} P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}")
    return Part(name, figures, [*lines, f"within 161 km {found.accuracy_161km:.3f} of those found"])


def _json_lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except ValueError as error:
        raise InputError(f"{path} is not JSON Lines: {error}") from error
