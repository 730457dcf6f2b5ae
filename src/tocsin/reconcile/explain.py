"""An incident's reasons as lines of text: what `tocsin show ID --explain` prints."""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.reconcile.instants import in_zone
from tocsin.reconcile.weapons import in_words
from tocsin.record import AlertSpan, HistoryCheck, Incident, Place, Toll, WeaponCount

_MOST_POINTS = 40


def explain(incident: Incident) -> list[str]:
    """Lines on why the reports stand together, how each toll came about, sums, checks and what is not known."""
    lines = [
        _heading(incident),
        f"grade: {incident.grade or 'none'}; {len(incident.reports)} reports, {len(incident.claims)} claims",
    ]
    lines += _section("why these reports", _decisions(incident))
    zone = incident.time.zone if incident.time is not None else None
    for toll in incident.tolls:
        lines += _section(f"{toll.kind}{_in(toll.place)}: {_range(toll)}", _toll(toll, zone))
    lines += _section("weapons", (_weapon(w, incident.weapons) for w in incident.weapons))
    lines += _section("conflicts", (c.what for c in incident.conflicts))
    lines += _section("history", map(_history, incident.history))
    lines += _section("sirens", (_siren(a, zone) for a in incident.alerts))
    lines += _section("not known", incident.unknown)
    return lines


def _heading(incident: Incident) -> str:
    when = incident.time.start if incident.time is not None and incident.time.start else "day not known"
    return f"{incident.id}: {incident.kind}{_in(incident.place)}, {when}"


def _section(title: str, body: Iterable[str]) -> list[str]:
    lines = [f"  {line}" for line in body]
    return [title, *lines] if lines else []


def _decisions(incident: Incident) -> Iterable[str]:
    for d in incident.decisions:
        verb = "with" if d.same else "not with"
        yield f"{d.left} {verb} {d.right} ({d.score:.2f}, {d.by}): {'; '.join(d.features)}"


def _toll(toll: Toll, zone: str | None) -> Iterable[str]:
    yield f"rule: {toll.rule}"
    for point in toll.series[:_MOST_POINTS]:
        number = point.value if point.value is not None else f"{point.low or ''}-{point.high or ''}"
        why = "" if point.counted else f" [not counted: {point.why}]"
        when = in_zone(point.as_of, zone) if point.as_of else "time not known"
        yield f"{when}  {number}  {point.speaker or 'the outlet'} ({point.report}){why}"
    if len(toll.series) > _MOST_POINTS:
        yield f"... and {len(toll.series) - _MOST_POINTS} more"
    yield from (f"conflict: {c.what}" for c in toll.conflicts)
    yield from (f"sum: {s.text}{'' if s.closes else ' (does not close)'}" for s in toll.sums)


def _weapon(count: WeaponCount, all_of: tuple[WeaponCount, ...]) -> str:
    numbers = (
        ("launched", count.launched),
        ("intercepted", count.intercepted),
        ("lost", count.lost),
        ("left", count.left),
    )
    told = ", ".join(f"{n} {word}" for word, n in numbers if n is not None)
    outer = f", within the count{_in(all_of[count.within].place)}" if count.within is not None else ""
    return f"{in_words(count.weapon)}{_in(count.place)}: {told}{outer}" + (
        f" ({count.speaker})" if count.speaker else ""
    )


def _history(check: HistoryCheck) -> str:
    missing = f"; missing: {check.missing}" if check.missing else ""
    return f"{check.statement!r}: {check.verdict}; {check.why}{missing}"


def _siren(alert: AlertSpan, zone: str | None) -> str:
    guess = " (end is a guess)" if alert.end_is_guess else ""
    end = in_zone(alert.finished_at, zone) if alert.finished_at else "not ended"
    return f"{alert.region}: {in_zone(alert.started_at, zone)} to {end}{guess}"


def _range(toll: Toll) -> str:
    if toll.best is None:
        return "no number"
    if toll.high is None:
        return f"at least {toll.low}, best {toll.best}"
    return str(toll.best) if toll.low == toll.high else f"{toll.best} ({toll.low} to {toll.high})"


def _in(place: Place | None) -> str:
    return f" in {place.name}" if place is not None else ""
