"""The five tables of a release, with typed columns: one truth for CSV and Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tocsin.publish.contract import Release
from tocsin.publish.words import read_time, toll_number
from tocsin.record import (
    CASUALTY_KINDS,
    CLARITY,
    PLACE_PRECISION,
    TIME_PRECISION,
    Claim,
    Incident,
    Moment,
    Place,
    Report,
    Thing,
    Toll,
    content_id,
)

Row = dict[str, Any]
#: Places whose point would be taken for a pin in the middle of a country.
NO_POINT = ("country", "part_of_country", "sea")

# Columns: name -> type. "texts" is a list of strings, "instant" an aware datetime in UTC or None.
PLACE_COLUMNS = {
    "place": "text", "place_id": "text", "place_path": "texts", "lat": "float", "lon": "float", "radius_m": "int",
    "place_precision": "text", "ucdp_where_prec": "int", "acled_geo_precision": "int",
}  # fmt: skip
TIME_COLUMNS = {
    "start": "text", "end": "text", "start_day": "day", "end_day": "day", "time_precision": "text",
    "time_basis": "text", "zone": "text", "ucdp_date_prec": "int", "acled_time_precision": "int",
}  # fmt: skip
INCIDENT_COLUMNS = {
    "incident": "text", "kind": "text", **TIME_COLUMNS, **PLACE_COLUMNS,
    **{f"{kind}_{bound}": "int" for kind in CASUALTY_KINDS for bound in ("low", "best", "high")},
    "grade": "text", "ucdp_event_clarity": "int", "reports": "int", "outlets": "int", "claims": "int",
    "first_report": "text", "last_report": "text", "first_url": "text", "lead_minutes": "int",
    "night_alert_minutes": "int", "night_alert_share": "float", "part_of": "text", "parts": "texts",
    "report_ids": "texts",
}  # fmt: skip
TOLL_COLUMNS = {
    "incident": "text", "part": "text", "toll": "text", "kind": "text", "unit": "text", **PLACE_COLUMNS,
    "low": "int", "best": "int", "high": "int", "rule": "text", "as_of": "text",
    "as_of_utc": "instant", "value": "int", "value_low": "int", "value_high": "int", "speaker": "text",
    "counted": "bool", "why_not": "text", "claim": "text", "report": "text", "outlet": "text", "url": "text",
}  # fmt: skip
CLAIM_COLUMNS = {
    "claim": "text", "report": "text", "incidents": "texts", "kind": "text", "value": "int", "low": "int",
    "high": "int", "qualifier": "text", "unit": "text", "group": "text", "part_of": "int", "cumulative": "bool",
    "object": "text", "object_id": "text", "weapon_ids": "texts", "weapon_words": "texts", "actor": "text",
    "actor_id": "text", **PLACE_COLUMNS, "place_words": "text", **TIME_COLUMNS, "time_words": "text",
    "speaker": "text", "speaker_role": "text", "speaker_organisation": "text", "speaker_words": "text",
    "via": "texts", "mode": "text", "stance": "text", "certainty": "text", "status": "text", "quote": "text",
    "quote_start": "int", "quote_end": "int", "outlet": "text", "published": "text", "url": "text", "reader": "text",
    "score": "float",
}  # fmt: skip
WEAPON_COLUMNS = {
    "incident": "text", "row": "int", "within_row": "int", "weapons": "texts", **PLACE_COLUMNS, "launched": "int",
    "intercepted": "int", "lost": "int", "left": "int", "speaker": "text", "claims": "texts", "url": "text",
}  # fmt: skip
REPORT_COLUMNS = {
    "report": "text", "published": "text", "published_utc": "instant", "outlet": "text", "kind": "text",
    "language": "text", "title": "text", "url": "text", "via": "texts", "source": "text", "incidents": "texts",
    "claims": "int", "characters": "int", "sha256": "text",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, its columns in order with their types, and rows that have every column."""

    name: str
    columns: dict[str, str]
    rows: tuple[Row, ...]


def sheets(release: Release) -> tuple[Sheet, ...]:
    """incidents, tolls, claims, weapons and reports, in that order."""
    reports, told = release.reports_by_id(), _incidents_of(release)
    return (
        Sheet("incidents", INCIDENT_COLUMNS, tuple(_incident_row(i, reports) for i in release.incidents)),
        Sheet("tolls", TOLL_COLUMNS, tuple(_toll_rows(release, reports))),
        Sheet("claims", CLAIM_COLUMNS, tuple(_claim_row(c, reports.get(c.report), told) for c in release.claims)),
        Sheet("weapons", WEAPON_COLUMNS, tuple(_weapon_rows(release, reports))),
        Sheet("reports", REPORT_COLUMNS, tuple(_report_rows(release, told))),
    )


def toll_id(incident: Incident, toll: Toll) -> str:
    """An id for a toll that stays while its figures change: incident, what is counted, and scope."""
    scope = None if toll.place is None else [toll.place.id or toll.place.name, toll.place.precision]
    return content_id("t-", [incident.id, toll.kind, toll.unit, scope])


def scope_toll(incident: Incident, kind: str) -> Toll | None:
    """The toll of one kind for the incident's own place, else the greatest one of that kind.

    A wave over many towns is told by its greatest toll: the country's, where somebody counted for all of it.
    """
    of_kind = [t for t in incident.tolls if t.kind == kind and t.unit == "people"]
    here = [] if incident.parts else [t for t in of_kind if same_place(t.place, incident.place)]
    return here[0] if here else max(of_kind, key=lambda t: toll_number(t) or -1, default=None)


def same_place(a: Place | None, b: Place | None) -> bool:
    """True when both are the same gazetteer place, or have the same name and precision."""
    if a is None or b is None:
        return a is b
    return a.id == b.id if a.id and b.id else (a.name, a.precision) == (b.name, b.precision)


def _incidents_of(release: Release) -> dict[str, tuple[str, ...]]:
    """Incident ids under each report and claim id."""
    told: dict[str, tuple[str, ...]] = {}
    for incident in release.incidents:
        for member in (*incident.reports, *incident.claims):
            told[member] = (*told.get(member, ()), incident.id)
    return told


def _place(place: Place | None) -> Row:
    if place is None:
        return dict.fromkeys(PLACE_COLUMNS)
    sharp = place.precision not in NO_POINT
    ucdp, acled = PLACE_PRECISION.get(place.precision, (None, None))
    return {
        "place": place.name, "place_id": place.id, "place_path": place.path, "lat": place.lat if sharp else None,
        "lon": place.lon if sharp else None, "radius_m": place.radius_m, "place_precision": place.precision,
        "ucdp_where_prec": ucdp, "acled_geo_precision": acled,
    }  # fmt: skip


def _time(moment: Moment | None) -> Row:
    if moment is None:
        return dict.fromkeys(TIME_COLUMNS)
    ucdp, acled = TIME_PRECISION.get(moment.precision or "", (None, None))
    return {
        "start": moment.start, "end": moment.end, "start_day": _day(moment.start), "end_day": _day(moment.end),
        "time_precision": moment.precision, "time_basis": moment.basis, "zone": moment.zone, "ucdp_date_prec": ucdp,
        "acled_time_precision": acled,
    }  # fmt: skip


def _day(iso: str | None) -> date | None:
    when = read_time(iso)
    return when.date() if isinstance(when, datetime) else when


def instant(iso: str | None) -> datetime | None:
    """The UTC instant of a date-time with an offset; None for a bare day or a time without offset."""
    when = read_time(iso)
    try:
        return when.astimezone(UTC) if isinstance(when, datetime) and when.tzinfo else None
    except OverflowError:
        return None


def _incident_row(incident: Incident, reports: dict[str, Report]) -> Row:
    own = [reports[r] for r in incident.reports if r in reports]
    dates = sorted(r.published for r in own if r.published)
    row: Row = {"incident": incident.id, "kind": incident.kind, **_time(incident.time), **_place(incident.place)}
    for kind in CASUALTY_KINDS:
        toll = scope_toll(incident, kind)
        row |= {f"{kind}_{bound}": getattr(toll, bound) if toll else None for bound in ("low", "best", "high")}
    return row | {
        "grade": incident.grade, "ucdp_event_clarity": CLARITY.get(incident.grade or ""),
        "reports": len(incident.reports), "outlets": len({r.outlet for r in own if r.outlet}),
        "claims": len(incident.claims), "first_report": dates[0] if dates else None,
        "last_report": dates[-1] if dates else None, "first_url": next((r.url for r in own if r.url), None),
        "lead_minutes": incident.lead_minutes,
        "night_alert_minutes": incident.night.alert_minutes if incident.night else None,
        "night_alert_share": incident.night.share if incident.night else None,
        "part_of": incident.part_of, "parts": incident.parts, "report_ids": incident.reports,
    }  # fmt: skip


def wholes(release: Release) -> Iterator[Incident]:
    """The incidents without the parts of waves that stand there too, so that no count is told twice."""
    there = {i.id for i in release.incidents}
    return (i for i in release.incidents if i.part_of not in there)


def _toll_rows(release: Release, reports: dict[str, Report]) -> Iterator[Row]:
    parts = {p.id: p for p in release.incidents if p.part_of is not None}
    for incident in wholes(release):
        own = [parts[p] for p in incident.parts if p in parts]
        for toll in incident.tolls:
            part = next((p.id for p in own if same_place(p.place, toll.place)), None)
            head: Row = {
                "incident": incident.id, "part": part, "toll": toll_id(incident, toll), "kind": toll.kind,
                "unit": toll.unit, **_place(toll.place), "low": toll.low, "best": toll.best, "high": toll.high,
                "rule": toll.rule,
            }  # fmt: skip
            if not toll.series:
                yield dict.fromkeys(TOLL_COLUMNS) | head
            for point in toll.series:
                report = reports.get(point.report)
                yield head | {
                    "as_of": point.as_of, "as_of_utc": instant(point.as_of), "value": point.value,
                    "value_low": point.low, "value_high": point.high, "speaker": point.speaker,
                    "counted": point.counted, "why_not": point.why, "claim": point.claim, "report": point.report,
                    "outlet": report.outlet if report else None, "url": report.url if report else None,
                }  # fmt: skip


def _thing(name: str, thing: Thing | None) -> Row:
    return {name: thing.text if thing else None, f"{name}_id": thing.id if thing else None}


def _claim_row(claim: Claim, report: Report | None, told: dict[str, tuple[str, ...]]) -> Row:
    q, who = claim.quantity, claim.speaker
    return {
        "claim": claim.id, "report": claim.report, "incidents": told.get(claim.id, ()), "kind": claim.kind,
        "value": q.value if q else None, "low": q.low if q else None, "high": q.high if q else None,
        "qualifier": q.qualifier if q else None, "unit": q.unit if q else None, "group": q.group if q else None,
        "part_of": q.part_of.value if q and q.part_of else None, "cumulative": q.cumulative if q else None,
        **_thing("object", claim.object), "weapon_ids": tuple(w.id for w in claim.weapon),
        "weapon_words": tuple(w.text for w in claim.weapon), **_thing("actor", claim.actor), **_place(claim.place),
        "place_words": claim.place.text if claim.place else None, **_time(claim.time),
        "time_words": claim.time.text if claim.time else None, "speaker": who.name if who else None,
        "speaker_role": who.role if who else None, "speaker_organisation": who.organisation if who else None,
        "speaker_words": who.text if who else None, "via": who.via if who else (), "mode": claim.mode,
        "stance": claim.stance, "certainty": claim.certainty, "status": claim.status, "quote": claim.evidence.quote,
        "quote_start": claim.evidence.start, "quote_end": claim.evidence.end,
        "outlet": report.outlet if report else None, "published": report.published if report else None,
        "url": report.url if report else None, "reader": claim.reader, "score": claim.score,
    }  # fmt: skip


def _weapon_rows(release: Release, reports: dict[str, Report]) -> Iterator[Row]:
    report_of = {c.id: reports.get(c.report) for c in release.claims}
    for incident in wholes(release):
        for number, weapon in enumerate(incident.weapons):
            told_by = [report_of.get(c) for c in weapon.claims]
            yield {
                "incident": incident.id, "row": number, "within_row": weapon.within, "weapons": weapon.weapon,
                **_place(weapon.place), "launched": weapon.launched, "intercepted": weapon.intercepted,
                "lost": weapon.lost, "left": weapon.left, "speaker": weapon.speaker, "claims": weapon.claims,
                "url": next((r.url for r in told_by if r and r.url), None),
            }  # fmt: skip


def _report_rows(release: Release, told: dict[str, tuple[str, ...]]) -> Iterator[Row]:
    number: dict[str, int] = {}
    for claim in release.claims:
        number[claim.report] = number.get(claim.report, 0) + 1
    for r in release.reports:
        yield {
            "report": r.id, "published": r.published, "published_utc": instant(r.published), "outlet": r.outlet,
            "kind": r.kind, "language": r.language, "title": r.title, "url": r.url, "via": r.via, "source": r.source,
            "incidents": told.get(r.id, ()), "claims": number.get(r.id, 0), "characters": len(r.text),
            "sha256": r.sha256,
        }  # fmt: skip
