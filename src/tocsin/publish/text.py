"""The reconciled record as plain text for a terminal: no colours, no control codes, at most 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from tocsin.publish.headline import headline, weapon_rows
from tocsin.publish.words import (
    claim_words,
    clean,
    clock_words,
    count,
    counted_words,
    moment_words,
    place_words,
    plain_words,
    range_words,
    scope_words,
    toll_words,
    zone_words,
)
from tocsin.record import AlertSpan, Claim, Conflict, HistoryCheck, Incident, Place, Point, Toll, WeaponCount

WIDTH = 100


def render_text(incident: Incident, claims_by_id: Mapping[str, Claim]) -> str:
    """One incident as text: figures with their words, the toll as it moved, weapons, checks and what is not known."""
    return "\n".join(clean(line) for line in _lines(incident, claims_by_id)) + "\n"


def _lines(incident: Incident, claims: Mapping[str, Claim]) -> Iterator[str]:
    title, zone = headline(incident), incident.time.zone if incident.time else None
    yield from (title, "=" * min(len(title), WIDTH))
    yield f"{incident.id} · {moment_words(incident.time)} · {zone_words(zone)}"
    if incident.place:
        yield f"{incident.place.name}: {place_words(incident.place)}"
    yield f"reports: {len(incident.reports)} · claims: {len(incident.claims)}" + (
        f" · sourcing: {incident.grade}" if incident.grade else ""
    )
    for toll in incident.tolls:
        yield from _toll(toll, claims, zone)
    yield from _section("Weapons", [_weapon(w, incident.weapons) for w, _ in weapon_rows(incident)])
    sums = [s for toll in incident.tolls for s in toll.sums]
    yield from _section("Sums", [f"{s.text}: {'closes' if s.closes else 'does not close'}" for s in sums])
    conflicts = [c for toll in incident.tolls for c in toll.conflicts] + list(incident.conflicts)
    yield from _section("Claims that cannot all be right", [_conflict(c) for c in conflicts])
    yield from _section("Statements about the past", [_history(h, zone) for h in incident.history])
    yield from _section("Sirens", [_alert(a, zone) for a in incident.alerts])
    yield from _section("Not known", incident.unknown)
    yield from _section("Why these reports belong together", [
        f"{d.left} and {d.right}: {'same' if d.same else 'not the same'} ({d.score:.2f}, {d.by})"
        + (": " + "; ".join(d.features) if d.features else "") for d in incident.decisions
    ])  # fmt: skip


def _section(title: str, items: list[str] | tuple[str, ...]) -> Iterator[str]:
    if items:
        yield from ("", title)
        for item in items:
            yield from textwrap.wrap(item, WIDTH, initial_indent="  - ", subsequent_indent="    ") or ["  -"]


def _toll(toll: Toll, claims: Mapping[str, Claim], zone: str | None) -> Iterator[str]:
    around = range_words(toll)
    scope = scope_words(toll.place)
    yield ""
    title = f"{counted_words(toll).capitalize()} {scope}".rstrip()
    yield f"{title}: {toll_words(toll)}" + (f" ({around})" if around else "")
    if toll.rule:
        yield from textwrap.wrap(
            plain_words(toll.rule, zone), WIDTH, initial_indent="  rule: ", subsequent_indent="        "
        )
    for point in toll.series:
        yield from _point(point, claims.get(point.claim), zone)


def _point(point: Point, claim: Claim | None, zone: str | None) -> Iterator[str]:
    said = claim_words(claim) if claim else count(point.value)
    why = "" if point.counted else f" [not counted: {point.why or 'no reason given'}]"
    mark, who = "*" if point.counted else "o", point.speaker or "the outlet itself"
    yield f"  {mark} {clock_words(point.as_of, zone):<14} {said}, {who}{why}"
    if claim and claim.evidence.quote:
        quote = textwrap.shorten(claim.evidence.quote, 200, placeholder=" …")
        yield from textwrap.wrap(f"“{quote}”", WIDTH, initial_indent=" " * 19, subsequent_indent=" " * 20)


def _weapon(weapon: WeaponCount, rows: tuple[WeaponCount, ...]) -> str:
    names = " and ".join(w.replace("-", " ") for w in weapon.weapon) or "weapons"
    parts = [f"{count(n)} {word}" for word, n in (
        ("launched", weapon.launched), ("intercepted", weapon.intercepted), ("lost", weapon.lost),
        ("left over", weapon.left)) if n is not None]  # fmt: skip
    within = weapon.within is not None and 0 <= weapon.within < len(rows)
    held = f", within the count for {_name(rows[weapon.within or 0].place)}" if within else ""
    counts = ", ".join(parts) or "no count"
    return f"{_name(weapon.place)}: {names}: {counts}{held}; {weapon.speaker or 'nobody credited'}"


def _name(place: Place | None) -> str:
    return place.name if place else "place not said"


def _conflict(conflict: Conflict) -> str:
    return f"{conflict.what} [{', '.join(conflict.claims)}]" if conflict.claims else conflict.what


def _history(check: HistoryCheck, zone: str | None) -> str:
    missing = f" To decide: {check.missing}." if check.missing else ""
    return f"“{check.statement}”: {check.verdict}. {plain_words(check.why, zone)}{missing}"


def _alert(alert: AlertSpan, zone: str | None) -> str:
    end = clock_words(alert.finished_at, zone) if alert.finished_at else "end not known"
    guess = " (end not observed)" if alert.end_is_guess else ""
    return f"{alert.region}: {clock_words(alert.started_at, zone)} to {end}{guess}"
