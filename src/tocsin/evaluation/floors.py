"""Floors: the least that each figure may be, so that no change makes reading worse unseen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tocsin.errors import InputError

Floors = Mapping[str, Mapping[str, float]]
Figures = Mapping[str, float]


def read_floors(path: Path | None) -> Floors:
    """Part -> measure -> least figure, of a JSON file; none without a path. Raises InputError naming what is wrong."""
    if path is None:
        return {}
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return {str(part): {str(m): float(least) for m, least in measures.items()} for part, measures in held.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise InputError(f"{path}: no floors could be read ({error}); write part -> measure -> least figure") from error


def hold(scored: Iterable[tuple[str, Figures]], floors: Floors) -> tuple[list[str], bool]:
    """What lies below its floor, in words, with a closing line; and True when anything does.

    A part without figures was not scored, so its floors are not held, and the closing line says so.
    """
    if not floors:
        return ["no floors given"], False
    by_name = {name: figures for name, figures in scored if figures}
    below = [line for name, figures in by_name.items() for line in _below(name, figures, floors.get(name, {}))]
    held = sum(len(floors[name]) for name in floors.keys() & by_name.keys())
    skipped = sorted(floors.keys() - by_name.keys())
    rest = f"; floors of {', '.join(skipped)} were not held" if skipped else ""
    return [*below, f"floors: {held - len(below)} of {held} hold{rest}"], bool(below)


def _below(name: str, figures: Figures, floors: Figures) -> Iterator[str]:
    for measure, least in floors.items():
        got = figures.get(measure)
        if got is None:
            yield f"{name}: there is no measure {measure!r} to hold"
        elif got < least:
            yield f"{name}: {measure} {got:.3f} is below its floor {least:.3f}"
