"""The gazetteer: world places by name, read straight from one compiled file.

`places.bin` is made by `tools/build_places.py` (its docstring has the layout). Names are found by a 56-bit hash of
their key: the file holds no keys, and a bucket of about eight 8-byte rows is searched with `bytes.find`. So 285,000
places with 540,000 names fit in 14.7 MB, read through a memory map that processes share. The same rows in SQLite,
indexed by name, took 24.9 MB and answered as fast (11 microseconds a name): the size decided. The price is that names
cannot be listed by prefix, which reading never needs.
"""

from __future__ import annotations

import json
import math
import mmap
import re
import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import as_file, files

from tocsin.errors import InputError
from tocsin.record import Place

MAGIC = b"TCSNPLC2"
KINDS = ("country", "region", "district", "town", "village", "suburb", "sea", "area")
AREA = struct.Struct("<iiiIIHBHII")
TOWN = struct.Struct("<IiiIHBHI")
ROW = 8
BUCKETS = 1 << 16
MAIN, VARIANT, ADJECTIVE, STEM = range(4)
KATOTTG = 1 << 31
NO_PARENT = 0xFFFF
DEGREE = 100_000
CAPITAL = 1 << 7
EARTH_M = 6_371_008.8
PRECISION = {"country": "country", "region": "region", "district": "district", "sea": "sea", "area": "part_of_country",
             "town": "town", "village": "town", "suburb": "locality"}  # fmt: skip
_AREAS = frozenset({"country", "region", "district"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A gazetteer row. `lat`, `lon`: WGS 84 degrees; `radius_m`: metres; `zone`: IANA name.

    `country` is an ISO 3166-1 code (None for seas and regions of several countries), `admin1` and `admin2` are short
    English names. `use` tells how the looked-up word names it: name, variant, adjective or stem. `capital`: the seat
    of its country's government.
    """

    id: str
    name: str
    kind: str
    lat: float
    lon: float
    population: int
    country: str | None
    admin1: str | None
    admin2: str | None
    radius_m: int
    zone: str | None
    use: str = "name"
    capital: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """Country code, region, district: what holds a town, and an area up to and with itself."""
        return tuple(p for p in (self.country, self.admin1, self.admin2) if p)


@dataclass(frozen=True, slots=True)
class _Header:
    areas: int
    towns: int
    area_at: int
    town_at: int
    names_at: int
    buckets_at: int
    rows_at: int
    katottg_at: int


class Gazetteer:
    """Names to places, from the bytes of a compiled file; use `open_gazetteer()`.

    Raises InputError when the bytes are not a gazetteer of this version.
    """

    def __init__(self, data: mmap.mmap | bytes) -> None:
        if data[:8] != MAGIC:
            raise InputError("places.bin is not a gazetteer of this version; run `make data`")
        (size,) = struct.unpack_from("<I", data, 8)
        meta = json.loads(data[12 : 12 + size])
        self._data = data
        self._head = _Header(**meta["layout"])
        self._zones: list[str] = meta["zones"]
        self._countries: list[str] = meta["countries"]
        self._hand_ids: list[str] = meta["hand_ids"]
        self._code_rows = {code: i for i, code in enumerate(self._countries)}
        self.version: str = meta["version"]
        starts = self._head.buckets_at
        self._buckets = struct.unpack_from(f"<{BUCKETS + 1}I", data, starts)

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Every place that bears the name, best known first; () when none does.

        Letter case, apostrophes, hyphens, accents and look-alike letters of another script make no difference.
        """
        return self._by_key(name_key(name))

    def country(self, code: str) -> Entry | None:
        """The country with this ISO 3166-1 alpha-2 code."""
        row = self._code_rows.get(code.upper())
        return None if row is None else self._area(row, MAIN)

    def region(self, country: str, name: str) -> Entry | None:
        """The first-order region of a country that bears the name, as "UA", "Cherkasy"."""
        for entry in self.lookup(name):
            if entry.kind == "region" and entry.country == country and entry.admin2 is None:
                return entry
        return None

    @lru_cache(maxsize=16384)  # noqa: B019 - one gazetteer lives as long as the process
    def _by_key(self, key: str) -> tuple[Entry, ...]:
        return tuple(sorted((self._entry(row, use) for row, use in self._rows(key)), key=_fame)) if key else ()

    def _rows(self, key: str) -> list[tuple[int, int]]:
        bucket, tag = hash_key(key)
        at = self._head.rows_at
        start, stop = at + ROW * self._buckets[bucket], at + ROW * self._buckets[bucket + 1]
        found, data = [], self._data
        spot = data.find(tag, start, stop)
        while spot >= 0:
            if (spot - start) % ROW == 0:
                packed = int.from_bytes(data[spot + 5 : spot + ROW], "little")
                found.append((packed >> 2, packed & 3))
                spot += ROW
            else:
                spot += 1
            spot = data.find(tag, spot, stop)
        return found

    def _entry(self, row: int, use: int) -> Entry:
        return self._area(row, use) if row < self._head.areas else self._town(row - self._head.areas, use)

    @lru_cache(maxsize=4096)  # noqa: B019 - as above
    def _area(self, row: int, use: int) -> Entry:
        number, lat, lon, population, radius, parent, kind, zone, name, short = AREA.unpack_from(
            self._data, self._head.area_at + AREA.size * row
        )
        own = None if row < len(self._countries) else self._name(short)
        country, admin1, admin2 = self._chain(row if KINDS[kind] in _AREAS else parent)
        return Entry(
            id=f"geonames:{number}" if number >= 0 else f"tocsin:{self._hand_ids[-1 - number]}",
            name=self._name(name) or own or "",
            kind=KINDS[kind],
            lat=lat / DEGREE,
            lon=lon / DEGREE,
            population=population,
            country=country,
            admin1=admin1,
            admin2=admin2,
            radius_m=radius,
            zone=self._zone(zone),
            use=_USES[use],
        )

    def _town(self, row: int, use: int) -> Entry:
        number, lat, lon, population, parent, kind, zone, name = TOWN.unpack_from(
            self._data, self._head.town_at + TOWN.size * row
        )
        country, admin1, admin2 = self._chain(parent)
        return Entry(
            id=self._katottg(number - KATOTTG) if number >= KATOTTG else f"geonames:{number}",
            name=self._name(name),
            kind=KINDS[kind & ~CAPITAL],
            lat=lat / DEGREE,
            lon=lon / DEGREE,
            population=population,
            country=country,
            admin1=admin1,
            admin2=admin2,
            radius_m=town_radius(population),
            zone=self._zone(zone),
            use=_USES[use],
            capital=bool(kind & CAPITAL),
        )

    @lru_cache(maxsize=4096)  # noqa: B019 - as above
    def _chain(self, row: int) -> tuple[str | None, str | None, str | None]:
        """Country code, region and district names from an area upwards."""
        names: list[str] = []
        while row != NO_PARENT:
            if row < len(self._countries):
                names.append(self._countries[row])
                break
            fields = AREA.unpack_from(self._data, self._head.area_at + AREA.size * row)
            names.append(self._name(fields[9]))
            row = fields[5]
        names.reverse()
        padded: list[str | None] = [*names[:3], None, None, None]
        return padded[0], padded[1], padded[2]

    def _name(self, at: int) -> str:
        start = self._head.names_at + at
        size = self._data[start]
        return self._data[start + 1 : start + 1 + size].decode("utf-8")

    def _zone(self, at: int) -> str | None:
        return self._zones[at] if at < len(self._zones) else None

    def _katottg(self, at: int) -> str:
        (digits,) = struct.unpack_from("<Q", self._data, self._head.katottg_at + 8 * at)
        return f"katottg:UA{digits:017d}"


_USES = ("name", "variant", "adjective", "stem")


def _fame(entry: Entry) -> tuple[bool, int, str]:
    return entry.use == "variant", -entry.population, entry.id


def town_radius(population: int) -> int:
    """Metres within which a settlement of so many people lies: 5 km at 80,000, 21 km at 3 million.

    A rule of thumb of ours (54 m times inhabitants to the power 0.4), kept between 700 m and 30 km.
    """
    return max(700, min(30_000, round(0.54 * population**0.4) * 100)) if population else 1500


@cache
def open_gazetteer() -> Gazetteer:
    """The gazetteer that ships with the package, mapped into memory at first use and kept."""
    with as_file(files("tocsin.lexicon") / "places.bin") as path, path.open("rb") as file:
        return Gazetteer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def hash_key(key: str) -> tuple[int, bytes]:
    """Bucket (16 bits) and tag (40 bits) of a key."""
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=7).digest()
    return int.from_bytes(digest[:2], "little"), digest[2:]


_ASCII = str.maketrans({"'": None, "`": None, ".": None, '"': None, "-": " ", "_": " "})
_MARKS = str.maketrans(
    {**dict.fromkeys("'`.\"’‘ʼʹʻ´ʾʿ′“”", None), **dict.fromkeys("-‐‑‒–—_\u00a0\u202f\u2009", " "),
     "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ə": "a", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss",
     "ґ": "г", "ё": "е", "ħ": "h", "ŋ": "n"}
)  # fmt: skip
_LATIN, _CYRILLIC = "aceiopxyhkmtb", "асеіорхуһкмтв"
_TO_LATIN, _TO_CYRILLIC = str.maketrans(_CYRILLIC, _LATIN), str.maketrans(_LATIN, _CYRILLIC)
_MIXED = re.compile(r"(?=\w*[a-z])(?=\w*[а-яіїєґ])\w+")


@lru_cache(maxsize=32768)
def name_key(name: str) -> str:
    """What two spellings of one name have in common: lower case, no accents, apostrophes, dots; hyphens as spaces."""
    if name.isascii():
        return " ".join(name.lower().translate(_ASCII).split())
    plain = unicodedata.normalize("NFKD", name.lower().translate(_MARKS))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return " ".join(_MIXED.sub(_one_script, plain).translate(_MARKS).split())


def _one_script(match: re.Match[str]) -> str:
    """A word of two scripts in the one that most of its letters have."""
    word = match.group()
    latin = sum("a" <= c <= "z" for c in word)
    return word.translate(_TO_LATIN if latin * 2 >= len(word) else _TO_CYRILLIC)


def make_place(entry: Entry, text: str, precision: str | None = None) -> Place:
    """The record of a gazetteer row as the words `text` name it."""
    return Place(
        entry.name, text, entry.id, entry.path, entry.lat, entry.lon, entry.radius_m, precision or PRECISION[entry.kind]
    )  # fmt: skip


def distance_m(a: Place, b: Place) -> float | None:
    """Metres between two places' points along a great circle; None when either has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return metres(a.lat, a.lon, b.lat, b.lon)


def metres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle metres between two points in degrees."""
    p, q = math.radians(lat1), math.radians(lat2)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(h)))


_BY_PATH = frozenset({"country", "region", "district"})


def contains(outer: Place, inner: Place) -> bool:
    """Whether all of `inner` lies in `outer`, as far as the two records tell; a place contains itself.

    Countries, regions and districts hold what has their path at its head; parts of countries also need their circle
    to reach it; towns and seas go by their circle alone. "Near X" holds nothing but itself.
    """
    if outer == inner or (outer.id is not None and outer.id == inner.id and outer.precision == inner.precision):
        return True
    if outer.precision in _BY_PATH:
        return bool(outer.path) and inner.path[: len(outer.path)] == outer.path
    if outer.precision == "near_town" or inner.precision in _BY_PATH or not _same_line(outer.path, inner.path):
        return False
    return _circle_holds(outer, inner)


def _same_line(outer: Iterable[str], inner: Iterable[str]) -> bool:
    """False when the two paths say that one cannot hold the other: another country or region."""
    return all(a == b for a, b in zip(outer, inner, strict=False))


def _circle_holds(outer: Place, inner: Place) -> bool:
    gap = distance_m(outer, inner)
    if gap is None or outer.radius_m is None:
        return False
    return gap <= outer.radius_m and (inner.radius_m or 0) < outer.radius_m
