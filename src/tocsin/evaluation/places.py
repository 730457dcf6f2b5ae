"""Measure place reading against annotated toponyms: recognition, then resolution.

Figures are those of Gritta et al., "A pragmatic guide to geoparsing evaluation" (2019): precision, recall and F1 of
spans, exact and overlapping; and the share of points within 161 km (100 miles) of the annotated one.

Which names are annotated differs by corpus, so `mentions_for` keeps what a corpus counts: GeoVirus has names only,
GeoWebNews also adjectives, demonyms and names inside other names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any, TypeAlias

from tocsin.errors import InputError
from tocsin.evaluation.rate import Rate
from tocsin.lexicon.gazetteer import metres
from tocsin.reading.places import PlaceMention, find_places

NEAR_M = 161_000
#: (start, stop, lat, lon): what a reader says of one toponym; no point is (None, None).
Prediction: TypeAlias = tuple[int, int, float | None, float | None]


@dataclass(frozen=True, slots=True)
class PlaceMeasures:
    """What one corpus gave. Errors in metres, over gold toponyms with a point that overlap a prediction."""

    documents: int
    exact: Rate
    overlap: Rate
    resolved: int
    near: int
    with_point: int
    mean_error_m: float | None
    median_error_m: float | None

    @property
    def accuracy_161km(self) -> float:
        """Share within 161 km of the gold toponyms found that have a point."""
        return self.near / self.resolved if self.resolved else 0.0

    @property
    def accuracy_161km_of_gold(self) -> float:
        """Share within 161 km of all gold toponyms that have a point, found or not."""
        return self.near / self.with_point if self.with_point else 0.0


def read_toponyms(path: Path) -> list[dict[str, Any]]:
    """Documents of a JSON-lines file: id, text, toponyms (start, end, lat, lon).

    Raises InputError naming the line that is no such document.
    """
    documents = []
    for number, line in enumerate(path.read_text(encoding="utf-8").rstrip("\n").split("\n"), start=1):
        try:
            document = json.loads(line)
            [(t["start"], t["end"], t["lat"], t["lon"]) for t in document["toponyms"]]
            document["id"], document["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}:{number}: not a document with toponyms ({error})") from error
        documents.append(document)
    return documents


def mentions_for(corpus: str, mentions: Iterable[PlaceMention]) -> list[Prediction]:
    """What `corpus` counts as a toponym: all mentions for "all", only proper names of places for "names"."""
    if corpus not in ("all", "names"):
        raise InputError(f"corpus is 'all' or 'names', not {corpus!r}")
    kept = [m for m in mentions if corpus == "all" or m.form == "name"]
    return [(m.start, m.stop, m.place.lat, m.place.lon) for m in kept]


def predict_places(path: Path, corpus: str) -> dict[str, list[Prediction]]:
    """Run `find_places` over every document of the file."""
    return {d["id"]: mentions_for(corpus, find_places(d["text"])) for d in read_toponyms(path)}


def score_places(path: Path, predicted: Mapping[str, Sequence[Prediction]]) -> PlaceMeasures:
    """Set predictions by document id against the gold file; a document without predictions counts as empty."""
    exact = overlap = all_predicted = all_gold = near = with_point = 0
    errors: list[float] = []
    documents = read_toponyms(path)
    for document in documents:
        gold, said = document["toponyms"], sorted(predicted.get(document["id"], ()))
        all_predicted += len(said)
        all_gold += len(gold)
        spans = {(s[0], s[1]) for s in said}
        exact += sum((t["start"], t["end"]) in spans for t in gold)
        pairs = align(gold, said)
        overlap += len(pairs)
        with_point += sum(t["lat"] is not None for t in gold)
        for toponym, guess in pairs:
            if toponym["lat"] is not None:
                errors.append(error_m(toponym, guess))
    near = sum(e <= NEAR_M for e in errors)
    return PlaceMeasures(
        documents=len(documents),
        exact=Rate(exact, all_predicted, all_gold),
        overlap=Rate(overlap, all_predicted, all_gold),
        resolved=len(errors),
        near=near,
        with_point=with_point,
        mean_error_m=mean(errors) if errors else None,
        median_error_m=median(errors) if errors else None,
    )


def align(gold: Sequence[Mapping[str, Any]], said: Sequence[Prediction]) -> list[tuple[Mapping[str, Any], Prediction]]:
    """Gold toponyms with the prediction that shares most characters with each; no prediction is used twice."""
    shared = [
        (min(t["end"], s[1]) - max(t["start"], s[0]), -g, -p)
        for g, t in enumerate(gold)
        for p, s in enumerate(said)
        if t["start"] < s[1] and s[0] < t["end"]
    ]
    taken_gold: set[int] = set()
    taken_said: set[int] = set()
    pairs = []
    for _size, g, p in sorted(shared, reverse=True):
        if -g not in taken_gold and -p not in taken_said:
            taken_gold.add(-g)
            taken_said.add(-p)
            pairs.append((gold[-g], said[-p]))
    return pairs


FARTHEST_M = 20_015_000.0


def error_m(toponym: Mapping[str, Any], guess: Prediction) -> float:
    """Metres between the two points; half the Earth's girth when the prediction has none."""
    lat, lon = guess[2], guess[3]
    return FARTHEST_M if lat is None or lon is None else metres(toponym["lat"], toponym["lon"], lat, lon)
