"""Two readers side by side: every measure of every part, the misses by cause, and who wins each floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tocsin.evaluation.floors import Floors, hold, read_floors
from tocsin.evaluation.part import Part, reader_named
from tocsin.evaluation.report import Scope, read_parts, span_parts, told_and_held
from tocsin.reading.linkers import DEFAULT, NAMES

#: Figures that differ by less are even; they are printed with three decimals.
EVEN = 0.0005


def compare(scope: Scope, floors: Path | None) -> tuple[list[str], bool]:
    """The lines of a run of the default reader, then the other reader beside it; True as for `report.run`.

    What the learned weights never saw is always among the parts, since a comparison on what they were fitted on says
    little. Raises InputError as `report.run`, and MissingExtra when the learned reader cannot be run here.
    """
    scope, held = replace(scope, untrained=True), read_floors(floors)
    other = next(name for name in NAMES if name != DEFAULT)
    ours = list(read_parts(scope, reader_named(DEFAULT)))
    lines, low = told_and_held([*ours, *span_parts(scope)], held)
    theirs = list(read_parts(replace(scope, errors=0), reader_named(other)))
    return [*lines, *beside((DEFAULT, ours), (other, theirs), held)], low


def beside(first: tuple[str, Sequence[Part]], second: tuple[str, Sequence[Part]], floors: Floors) -> Iterator[str]:
    """Both readers' parts, measure by measure; a part that one of them has no figures for is left out."""
    names = (first[0], second[0])
    seconds = {part.name: part for part in second[1] if part.figures}
    pairs = [(part, seconds[part.name]) for part in first[1] if part.figures and part.name in seconds]
    for a, b in pairs:
        yield f"{a.name}, {names[0]} beside {names[1]}:"
        yield f"  {'':22}{names[0]:>9}{names[1]:>9}  difference"
        for measure in a.figures | b.figures:
            yield _row(measure, a.figures, b.figures, names)
        for measure in a.costs:
            yield _row(measure, a.costs, b.costs, names, least=True)
        yield from _causes(a, b)
    asked = {part.name for part in first[1]}
    if held := {name: measures for name, measures in floors.items() if name in asked}:
        yield from _floors_won(names, pairs, held)


def _row(
    measure: str, a: Mapping[str, float], b: Mapping[str, float], names: tuple[str, str], least: bool = False
) -> str:
    x, y = a.get(measure, 0.0), b.get(measure, 0.0)
    return f"  {measure:22}{x:9.3f}{y:9.3f}{y - x:+12.3f}  {_winner(x, y, names, least)}"


def _winner(x: float, y: float, names: tuple[str, str], least: bool = False) -> str:
    if abs(x - y) < EVEN:
        return "even"
    return names[(y > x) is not least]


def _causes(a: Part, b: Part) -> Iterator[str]:
    if a.causes or b.causes:
        yield "  misses by cause"
    for cause, _ in (a.causes + b.causes).most_common():
        x, y = a.causes[cause], b.causes[cause]
        yield f"  {cause:22}{x:9d}{y:9d}{y - x:+12d}"


def _floors_won(names: tuple[str, str], pairs: Sequence[tuple[Part, Part]], floors: Floors) -> Iterator[str]:
    """Each floor with what either reader gives, and the winner; then how many each wins, and what lies below."""
    yield "floors, and who wins each:"
    yield f"  {'':36}{'floor':>9}{names[0]:>9}{names[1]:>9}"
    won = dict.fromkeys((*names, "even"), 0)
    for a, b in pairs:
        for measure, least in floors.get(a.name, {}).items():
            x, y = a.figures.get(measure, 0.0), b.figures.get(measure, 0.0)
            winner = _winner(x, y, names)
            won[winner] += 1
            yield f"  {a.name + ', ' + measure:36}{least:9.3f}{x:9.3f}{y:9.3f}  {winner}"
    yield "won: " + ", ".join(f"{name} {n}" for name, n in won.items())
    for name, parts in zip(names, zip(*pairs, strict=True), strict=False):
        verdict, _ = hold(((part.name, part.figures) for part in parts), floors)
        yield from (f"{name}: {line}" for line in verdict)
