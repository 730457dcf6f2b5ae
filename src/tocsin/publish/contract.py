"""What a format takes and gives: a release in, files out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from tocsin.errors import InputError
from tocsin.record import Claim, Incident, Problem, Report

Ring = tuple[tuple[float, float], ...]
#: west, south, east, north in degrees
Box = tuple[float, float, float, float]
#: a folder to write into, or a binary stream
Target = Path | BinaryIO


class Outline(NamedTuple):
    """A shape for the map's background: closed rings of (longitude, latitude), each an outer one, without holes.

    `path` is as in `Place.path`: ("UA",) for a country, ("UA", "Cherkasy") for a region. A region's borders are drawn
    thin, and a place that is that region is drawn by its shape.
    """

    name: str
    rings: tuple[Ring, ...]
    path: tuple[str, ...] = ()


OutlineSource = tuple[Outline, ...] | Callable[[Box], Iterable[Outline]]


@dataclass(frozen=True, slots=True)
class Release:
    """Everything that a publication may show; formats read it and nothing else.

    `made_at` is ISO 8601 and given by the caller, since publishing knows no clock: the same release gives the
    same bytes. `credits` are licence lines that every format carries. `outlines` are shapes, or a function from
    a box in degrees to shapes. With `quotes_only` no format prints more of a report than its quotes and a little
    context, which is what copyright allows one to publish.
    """

    title: str
    made_at: str
    incidents: tuple[Incident, ...] = ()
    claims: tuple[Claim, ...] = ()
    reports: tuple[Report, ...] = ()
    problems: tuple[Problem, ...] = ()
    credits: tuple[str, ...] = ()
    outlines: OutlineSource = ()
    quotes_only: bool = False

    def claims_by_id(self) -> dict[str, Claim]:
        """Claims under their ids."""
        return {c.id: c for c in self.claims}

    def reports_by_id(self) -> dict[str, Report]:
        """Reports under their ids."""
        return {r.id: r for r in self.reports}

    def outlines_in(self, box: Box) -> tuple[Outline, ...]:
        """The background shapes for a box; the prepared ones are given whole."""
        return tuple(self.outlines(box)) if callable(self.outlines) else self.outlines


@dataclass(frozen=True, slots=True)
class Written:
    """What a format wrote: file names in order, and what it could not show."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


class Format(Protocol):
    """A module with these names is a format; `FORMATS` in `tocsin.publish` lists them."""

    @property
    def FILE_NAME(self) -> str:
        """The file that it writes, or the first of several."""

    @property
    def TITLE(self) -> str:
        """One line for a person choosing."""

    @property
    def MEDIA_TYPE(self) -> str:
        """The media type of that file."""

    @property
    def NOTE(self) -> str:
        """What a user must know: conventions, and what is left out."""

    def write(self, release: Release, target: Target) -> Written:
        """Write the release into a folder, or onto a stream (several files become one ZIP)."""


def save(files: Iterable[tuple[str, bytes]], target: Target, problems: tuple[Problem, ...] = ()) -> Written:
    """Put files into the folder `target`, or onto the stream: one file as it is, several as a ZIP without dates.

    Raises InputError when the folder cannot be written.
    """
    if not isinstance(target, Path):
        made = list(files)
        target.write(made[0][1] if len(made) == 1 else _zipped(made))
        return Written(tuple(name for name, _ in made), problems)
    return Written(tuple(_save_each(files, target)), problems)


def _save_each(files: Iterable[tuple[str, bytes]], folder: Path) -> Iterator[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files:
            (folder / name).write_bytes(data)
            yield name
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}; name a folder") from error


def _zipped(files: list[tuple[str, bytes]]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def check_release(release: Release) -> tuple[Problem, ...]:
    """Ids that a view names and the release does not hold; a page would show such a figure without its words."""
    claims, reports = set(release.claims_by_id()), set(release.reports_by_id())
    found = [
        Problem(f"claim {c.id}", f"its report {c.report} is not in the release", "add the report")
        for c in release.claims
        if c.report not in reports
    ]
    for incident in release.incidents:
        for claim in sorted(named_claims(incident) - claims):
            found.append(Problem(f"incident {incident.id}", f"claim {claim} is not in the release", "add the claim"))
        for report in sorted(set(incident.reports) - reports):
            found.append(Problem(f"incident {incident.id}", f"report {report} is not in the release", "add the report"))
    return tuple(found)


def named_claims(incident: Incident) -> set[str]:
    """Ids of every claim that an incident points to, in any of its parts."""
    named = set(incident.claims)
    for toll in incident.tolls:
        named.update(p.claim for p in toll.series)
        named.update(c for conflict in toll.conflicts for c in conflict.claims)
        named.update(c for part_sum in toll.sums for c in (part_sum.whole, *part_sum.parts))
    named.update(c for weapon in incident.weapons for c in weapon.claims)
    named.update(c for conflict in incident.conflicts for c in conflict.claims)
    named.update(check.claim for check in incident.history)
    return named - {""}
