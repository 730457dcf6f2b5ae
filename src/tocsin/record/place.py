"""Where: a gazetteer place, as exactly as the words allow and no more."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.record.codec import about

#: precision -> (UCDP GED where_prec, ACLED geo_precision); from the codebooks, by way of docs/claim-format.md
PLACE_PRECISION: dict[str, tuple[int, int]] = {
    "point": (1, 1),
    "vicinity": (1, 1),
    "locality": (1, 1),
    "town": (1, 1),
    "near_town": (2, 2),
    "district": (3, 2),
    "region": (4, 3),
    "part_of_country": (5, 3),
    "country": (6, 3),
    "sea": (7, 3),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its containment; `lat` and `lon` are WGS 84 degrees, None when it has no point of its own."""

    name: str = about("standard name")
    text: str = about("the words that name it")
    id: str | None = about("geonames:N or katottg:N; None when no gazetteer row was found", default=None)
    path: tuple[str, ...] = about("what holds it: country code, then region, then district", default=())
    lat: float | None = about("degrees north", default=None)
    lon: float | None = about("degrees east", default=None)
    radius_m: int | None = about("metres from the point within which it lies", default=None)
    precision: str = about("what sort of place the words give", default="town", choices=tuple(PLACE_PRECISION))
