"""The reconciled record as plain text for a terminal: no colours, no control codes, at most 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from tocsin.publish.headline import headline, weapon_rows
from tocsin.publish.words import (
    base_words,
    claim_words,
    clean,
    clock_words,
    count,
    counted_words,
    grade_words,
    lead_words,
    moment_words,
    night_words,
    place_words,
    plain_words,
    range_words,
    scope_words,
    toll_words,
    zone_words,
)
from tocsin.record import AlertSpan, Claim, Conflict, Decision, HistoryCheck, Incident, Place, Point, Toll, WeaponCount

WIDTH = 100


def render_text(
    incident: Incident, claims_by_id: Mapping[str, Claim], *, kin: Iterable[Incident] = (), reasons: bool = True
) -> str:
    """One incident as text: figures with their words, the toll as it moved, weapons, checks and what is not known.

    `kin`: incidents among which its wave or parts are, to name them; `reasons`: also why its reports stand together.
    """
    found = [*_lines(incident, claims_by_id, {i.id: i for i in kin})]
    if reasons:
        found += _section("Why these reports belong together", [_decision(d) for d in incident.decisions])
    return "\n".join(clean(line) for line in found) + "\n"


def _lines(incident: Incident, claims: Mapping[str, Claim], kin: Mapping[str, Incident]) -> Iterator[str]:
    title, zone = headline(incident), incident.time.zone if incident.time else None
    yield from (title, "=" * min(len(title), WIDTH))
    yield f"{incident.id} · {moment_words(incident.time)} · {zone_words(zone)}"
    if incident.place:
        yield f"{incident.place.name}: {place_words(incident.place)}"
    yield f"reports: {len(incident.reports)} · claims: {len(incident.claims)}" + (
        f" · sourcing: {grade_words(incident.grade)}" if incident.grade else ""
    )
    if incident.part_of is not None:
        yield f"part of {_kin(incident.part_of, kin)}"
    yield from _section("Parts of this wave", [_kin(part, kin) for part in incident.parts])
    for toll in incident.tolls:
        yield from _toll(toll, claims, zone)
    yield from _section("Weapons", [_weapon(w, incident.weapons) for w, _ in weapon_rows(incident)])
    sums = [s for toll in incident.tolls for s in toll.sums]
    yield from _section("Sums", [f"{s.text}: {'closes' if s.closes else 'does not close'}" for s in sums])
    conflicts = [c for toll in incident.tolls for c in toll.conflicts] + list(incident.conflicts)
    yield from _section("Claims that cannot all be right", [_conflict(c) for c in conflicts])
    sirens = (lead_words(incident.lead_minutes), night_words(incident.night))
    yield from _section("Statements about the past", [_history(h, zone) for h in incident.history])
    yield from _section("Sirens", [*(_alert(a, zone) for a in incident.alerts), *filter(None, sirens)])
    yield from _section("Not known", incident.unknown)


def _kin(id: str, kin: Mapping[str, Incident]) -> str:
    return f"{id}: {headline(kin[id])}" if id in kin else id


def _decision(d: Decision) -> str:
    told = f"{d.left} and {d.right}: {'same' if d.same else 'not the same'} ({d.score:.2f}, {d.by})"
    return told + (": " + "; ".join(d.features) if d.features else "")


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
    names = base_words(weapon, [w for w in rows if w.place == weapon.place])
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
