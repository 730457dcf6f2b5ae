"""The parts that mark spans and ask no linker: times, places and attributions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tocsin.evaluation.attributions import ROLES, find_marked, read_marked, score_attributions
from tocsin.evaluation.part import Part, examples, read_rows
from tocsin.evaluation.places import PlaceMeasures, predict_places, score_places
from tocsin.evaluation.times import GoldTime, score_times
from tocsin.reading.times import find_times
from tocsin.record import Report


def times_part(path: Path) -> Part:
    """Time expressions of a JSON Lines file: docid, text, dct, timexes."""
    rows = read_rows(path)
    gold = {r["docid"]: [_gold_time(t) for t in r["timexes"]] for r in rows}
    scores = score_times(gold, {r["docid"]: find_times(r["text"], published=r.get("dct")) for r in rows})
    figures = {
        "strict": scores.strict.f1,
        "relaxed": scores.relaxed.f1,
        "value": scores.value.f1,
        "day": scores.day.f1,
    }
    lines = [f"{len(rows)} documents", *(f"{name:8} F1 {f1:.3f}" for name, f1 in figures.items())]
    return Part("times", figures, lines)


def _gold_time(row: Mapping[str, Any]) -> GoldTime:
    return GoldTime(row["start"], row["end"], row["type"], row["value"], bool(row.get("dct")))


def places_part(path: Path, name: str, counted: str) -> Part:
    """Toponyms of a JSON Lines file; `counted` is what it annotates (see `evaluation.places.mentions_for`)."""
    found: PlaceMeasures = score_places(path, predict_places(path, counted))
    figures = {"exact_f1": found.exact.f1, "overlap_f1": found.overlap.f1, "within_161km": found.accuracy_161km}
    lines = [f"{found.documents} documents"]
    for label, score in (("exact", found.exact), ("overlap", found.overlap)):
        lines.append(f"recognised, {label:8} P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}")
    return Part(name, figures, [*lines, f"within 161 km {found.accuracy_161km:.3f} of those found"])


def attributions_part(folder: Path, passages: Mapping[str, Report], errors: int) -> Part:
    """Who said what, from the text alone, against the marks of `folder`; `passages` are texts that it names by id."""
    marked, unknown = read_marked(folder, passages)
    scores = score_attributions(marked, {m.report.id: find_marked(m.report) for m in marked})
    part = Part("attributions", {"whole_f1": scores.whole.f1, "whole_precision": scores.whole.precision,
                                 "whole_recall": scores.whole.recall})  # fmt: skip
    part.lines.append(
        f"{len(marked)} texts" + (f", {unknown} more whose text is not there or has changed" if unknown else "")
    )
    part.lines.append(f"whole            {scores.whole}")
    for role in ROLES:
        found = scores.roles[role]
        for measure, rate in (("exact", found.exact), ("overlap", found.overlap), ("words", found.words)):
            part.figures[f"{role}_{measure}_f1"] = rate.f1
            part.lines.append(f"{role}, {measure:{15 - len(role)}}{rate}")
    part.causes = scores.causes()
    part.lines.append("misses: " + ", ".join(f"{cause} {n}" for cause, n in part.causes.most_common()))
    part.lines += examples(((miss.cause, f"{miss.text}: {miss.words!r}") for miss in scores.misses), errors)
    return part
