"""Stories as tables: one claim a line, read into reports and claims for the reconcile tests.

    id | published | outlet | kind | figure | place | speaker | key=value, key=value

Figures: `23` exact, `>=12` at least, `<=50` up to, `~70` about, `+2` new cases, `21/23` 21 of 23, `3 children` a group,
`-` none. Keys: status, stance, time (`today` for the report's own day), weapon, object, actor, group. An id without the
other columns repeats the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.record import Claim, Evidence, Incident, Moment, PartOf, Place, Quantity, Report, Speaker, Thing, Toll

PLACES = {
    place.name: place
    for place in (
        Place("Ukraine", "Ukraine", "UA", ("UA",), None, None, 600_000, "country"),
        Place("Uman", "Uman", "t:uman", ("UA", "Cherkasy"), 48.75, 30.22, 5000, "town"),
        Place("Komarova Street", "Komarova Street", None, ("UA", "Cherkasy"), 48.755, 30.21, 300, "locality"),
        Place("Opera Hall", "Opera Hall", precision="locality"),
        Place("Dnipro", "Dnipro", "t:dnipro", ("UA", "Dnipropetrovsk"), 48.46, 35.04, 12000, "town"),
        Place("Kyiv", "Kyiv", "t:kyiv", ("UA", "Kyiv"), 50.45, 30.52, 20000, "town"),
        Place("Kramatorsk", "Kramatorsk", "t:kram", ("UA", "Donetsk"), 48.72, 37.55, 7000, "town"),
        Place("Sloviansk", "Sloviansk", "t:slov", ("UA", "Donetsk"), 48.85, 37.61, 6000, "town"),
        Place("Donetsk Oblast", "Donetsk Oblast", "t:don", ("UA",), 48.0, 37.5, 120_000, "region"),
        Place("Gaza City", "Gaza City", "t:gaza", ("PS", "Gaza"), 31.5, 34.46, 6000, "town"),
    )
}
_FIGURE = re.compile(r"(?P<sign>>=|<=|~|\+)?(?P<n>\d+)(?:/(?P<of>\d+))?(?: (?P<group>[a-z]+))?$")


def read_table(table: str) -> tuple[list[Report], list[Claim]]:
    """The reports and claims of a table; a report's text is its claims' words, one a line."""
    cells: dict[str, list[list[str]]] = {}
    for line in table.strip().splitlines():
        if line.strip():
            row = [c.strip() for c in line.split("|")]
            cells.setdefault(row[0], []).append(row + [""] * (8 - len(row)))
    reports, claims = [], []
    for id, rows in cells.items():
        texts = [f"{r[6] or r[2]} {r[3]} {r[4]} {r[5]} {r[7]}" for r in rows]
        report = Report.make("\n".join(texts), id=id, published=rows[0][1] or None, outlet=rows[0][2] or id)
        reports.append(report)
        at = 0
        for row, text in zip(rows, texts, strict=True):
            if row[3]:
                claims.append(_claim(report, row, at, at + len(text)))
            at += len(text) + 1
    return reports, claims


def toll(incidents: Sequence[Incident], kind: str, place: str) -> Toll:
    """The one toll of this kind and place; fails when there is none or more than one."""
    (found,) = [
        t for i in incidents for t in i.tolls if t.kind == kind and t.place is not None and t.place.name == place
    ]
    return found


def range_of(found: Toll) -> tuple[int | None, int | None, int | None]:
    return found.low, found.best, found.high


def together(incidents: Sequence[Incident]) -> set[frozenset[str]]:
    """The partition of the reports."""
    return {frozenset(i.reports) for i in incidents}


def _claim(report: Report, row: list[str], start: int, stop: int) -> Claim:
    more = dict(pair.strip().split("=", 1) for pair in row[7].split(",") if "=" in pair)
    time = (report.published or "")[:10] if "today" in row[7] else more.get("time")
    moment = Moment(time, time, "exact_time" if "T" in time else "day", "stated", "Europe/Kyiv", time) if time else None
    return Claim.make(
        report.id,
        row[3],
        Evidence.at(report.text, start, stop),
        quantity=_quantity(row[4], more),
        object=Thing(more["object"], more["object"], "building") if "object" in more else None,
        weapon=tuple(Thing(w, w, w) for w in more.get("weapon", "").split("+") if w),
        actor=Thing(more["actor"], more["actor"], "state") if "actor" in more else None,
        place=PLACES[row[5]] if row[5] else None,
        time=moment,
        speaker=_speaker(row[6]),
        stance=more.get("stance", "asserts"),
        status=more.get("status", "main"),
    )


def _speaker(words: str) -> Speaker | None:
    if not words:
        return None
    names = re.findall(r"[A-Z][a-z]+ [A-Z][a-z]+$", words.replace("Ministry", "ministry"))
    return Speaker(names[0] if names else None, words.removesuffix(names[0]).strip() if names else words, None, words)


def _quantity(text: str, more: dict[str, str]) -> Quantity | None:
    match = _FIGURE.match(text)
    if match is None:
        return None
    n, sign = int(match["n"]), match["sign"]
    low, high, qualifier = {">=": (n, None, "at least"), "<=": (None, n, "up to"), "~": (None, None, "about")}.get(
        sign, (n, n, "exact")
    )
    part = PartOf(int(match["of"])) if match["of"] else None
    return Quantity(n, low, high, qualifier, "people", match["group"] or more.get("group"), part, sign != "+")
