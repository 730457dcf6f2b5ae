"""Every figure of how well Tocsin reads and reconciles, in one run, held against the floors.

Scored: the project's composed gold, the real prose marked in `evaluation/`, and the development corpora that are
there; an absent corpus is named and its floors are not held. A floor is the least that a figure may be:
`evaluation/floors.json`, part -> measure -> number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tocsin.evaluation.claim_parts import claims_part, muc_part, prose_part, quiet_part, read_gold
from tocsin.evaluation.claims import GoldReport, read_retold
from tocsin.evaluation.floors import Floors, hold, read_floors
from tocsin.evaluation.incident_parts import incidents_part
from tocsin.evaluation.part import Part, Read, absent, reader_named, when_there
from tocsin.evaluation.prose import read_quiet
from tocsin.evaluation.span_parts import attributions_part, places_part, times_part
from tocsin.evaluation.unseen import unseen_gold, unseen_retold
from tocsin.reading.linkers import DEFAULT

#: place corpus -> its file below the corpora, and what it annotates (see `evaluation.places.mentions_for`).
PLACE_SETS = {"geowebnews": ("places/geowebnews_train/geowebnews_train.jsonl", "all"),
              "geovirus": ("places/geovirus/geovirus.jsonl", "names")}  # fmt: skip
#: real prose -> the file of its marks
PROSE_SETS = {"wikinews": "wikinews.jsonl", "isaf": "isaf.jsonl"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What to score: folders, each skipped when None or absent, and how much to tell.

    `prose` has the marks of real texts, which `corpora` has; `errors` is how many misses to print of each cause;
    `untrained` adds the parts of what the learned weights never saw.
    """

    gold: Path | None = None
    corpora: Path | None = None
    prose: Path | None = None
    errors: int = 0
    untrained: bool = False


def run(scope: Scope, floors: Path | None, reader: str | None = None) -> tuple[list[str], bool]:
    """The lines to print, and True when a figure lies below its floor.

    Raises InputError for a folder or floors that cannot be read, or a reader that there is not.
    """
    held = read_floors(floors)
    return told_and_held([*read_parts(scope, reader_named(reader or DEFAULT)), *span_parts(scope)], held)


def told_and_held(parts: list[Part], floors: Floors) -> tuple[list[str], bool]:
    """Every part's lines under its name and the floors' verdict; True when a figure lies below its floor."""
    lines = [line for part in parts for line in (f"{part.name}:", *(f"  {line}" for line in part.lines))]
    verdict, low = hold(((part.name, part.figures) for part in parts), floors)
    return lines + verdict, low


def read_parts(scope: Scope, read: Read) -> Iterator[Part]:
    """The parts whose figures depend on the reader."""
    if scope.gold is not None and scope.gold.is_dir():
        yield from _gold_parts(scope, scope.gold, read)
    else:
        yield absent("gold", scope.gold)
    if scope.corpora is None or not scope.corpora.is_dir():
        yield absent("corpora", scope.corpora)
        return
    yield from _corpora_parts(scope, scope.corpora, read)


def span_parts(scope: Scope) -> Iterator[Part]:
    """The parts that mark spans, whoever links them."""
    if scope.gold is not None and scope.gold.is_dir():
        passages = {g.report.id: g.report for _, g in read_gold(scope.gold)}
        marks = partial(attributions_part, passages=passages, errors=scope.errors)
        yield when_there(scope.gold / "attributions", "attributions", marks)
    if scope.corpora is not None and scope.corpora.is_dir():
        yield when_there(scope.corpora / "times/meantime_dev.jsonl", "times", times_part)
        for name, (file, counted) in PLACE_SETS.items():
            yield when_there(scope.corpora / file, name, partial(places_part, name=name, counted=counted))


def _gold_parts(scope: Scope, folder: Path, read: Read) -> Iterator[Part]:
    passages = read_gold(folder)
    told = [g for _, g in passages]
    yield claims_part("gold", told, scope.errors, read)
    if scope.untrained:
        yield claims_part("gold-unseen", unseen_gold(told), scope.errors, read)
    quiet = [g.report for p, g in passages if p.genre == "negative" and not p.claims]
    yield quiet_part("negatives", quiet, scope.errors, read)
    if scope.untrained:
        unseen = {g.report.id for g in unseen_gold(told)}
        yield quiet_part("negatives-unseen", [r for r in quiet if r.id in unseen], scope.errors, read)
    yield when_there(
        folder / "incidents/reports.jsonl", "confusable", partial(incidents_part, name="confusable", read=read)
    )


def _corpora_parts(scope: Scope, folder: Path, read: Read) -> Iterator[Part]:
    def claims(name: str, told: list[GoldReport]) -> Part:
        return claims_part(name, told, scope.errors, read)

    retold = folder / "retold/dev.jsonl"
    yield when_there(retold, "retold", lambda path: claims("retold", read_retold(path)))
    if scope.untrained:
        yield when_there(
            retold, "retold-unseen", lambda path: claims("retold-unseen", unseen_retold(read_retold(path)))
        )
    for name, file in PROSE_SETS.items():
        marks = scope.prose / file if scope.prose is not None else None
        score = partial(prose_part, name=name, texts=folder / "reports", errors=scope.errors, read=read)
        yield when_there(marks, name, score)
    yield from _quiet_parts(folder / "reports/wikinews_sample.jsonl", scope.errors, read)
    yield when_there(retold, "incidents", partial(incidents_part, name="incidents", read=read))
    yield when_there(folder / "muc4/dev.jsonl", "muc4", partial(muc_part, read=read))


def _quiet_parts(path: Path, errors: int, read: Read) -> Iterator[Part]:
    """Everyday news without a word of attacks, and news that has such words but tells of none."""
    if not path.is_file():
        yield absent("everyday", path)
        return
    plain, near = read_quiet(path)
    yield quiet_part("everyday", plain, errors, read)
    yield quiet_part("borderline", near, errors, read)
