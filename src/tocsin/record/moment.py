"""When: an interval with its precision and the ground it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.record.codec import about

#: precision -> (UCDP GED date_prec, ACLED time_precision); from the codebooks, by way of docs/claim-format.md
TIME_PRECISION: dict[str, tuple[int, int | None]] = {
    "exact_time": (1, 1),
    "hour": (1, 1),
    "part_of_day": (1, 1),
    "day": (1, 1),
    "days": (2, 2),
    "week": (3, 2),
    "month": (4, 3),
    "year": (5, None),
}
BASES = ("stated", "relative", "publication", "alert", "unresolved")


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of time, both ends inclusive, in local time of `zone`.

    `start` and `end` are ISO 8601: dates, or date-times with the zone's offset. Both are None when the
    words are relative and the publication time is unknown (basis "unresolved").
    """

    start: str | None = about("first day or instant", default=None)
    end: str | None = about("last day or instant", default=None)
    precision: str | None = about("how finely it is known", default=None, choices=tuple(TIME_PRECISION))
    basis: str = about(
        "stated in full, relative to publication, the publication time itself, or not resolved",
        default="stated",
        choices=BASES,
    )
    zone: str | None = about("IANA zone of the place, when known", default=None)
    text: str | None = about("the words, None when the time is only the publication's", default=None)
