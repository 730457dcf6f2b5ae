"""What a record page shows of an incident, made ready for its template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from tocsin.publish.contract import Release, named_claims
from tocsin.publish.curve import Mark, curve_spec, marks, moves, styles
from tocsin.publish.headline import main_toll
from tocsin.publish.highlight import Piece, Quote, pieces, quote, stands
from tocsin.publish.maps import map_words, sites
from tocsin.publish.pictures import CURVE_NARROW, CURVE_WIDE, NARROW, WIDE, curve_words, draw_map, svg
from tocsin.publish.words import anchor
from tocsin.record import Claim, Incident, Report, Toll

#: Code points of the report around a quote: on one's own desk, and in a page for publication.
CONTEXT, CONTEXT_QUOTES_ONLY = 320, 160
#: The longest quote that a page for publication prints.
LONGEST_QUOTE = 400
#: Curves on a page; further tolls are in the table of counts.
MOST_CURVES = 6

Link = Callable[[str], str]


def page_view(incident: Incident, release: Release) -> dict[str, Any]:
    """Everything that the page's template names, under those names."""
    reports, named = release.reports_by_id(), named_claims(incident)
    found = {c.id: c for c in release.claims if c.id in named}
    own = _own_reports(incident, release, {c.report for c in found.values()})
    order = {r.id: n for n, r in enumerate(own, 1)}
    listed = sorted(
        found.values(), key=lambda c: (order.get(c.report, len(order) + 1), c.evidence.start, c.evidence.end, c.id)
    )
    link = partial(_link, frozenset(anchor(c) for c in found))
    return {
        "release": release,
        "incident": incident,
        "claims": {c.id: c for c in listed},
        "reports": reports,
        "own": own,
        "number_of": order,
        "zone": incident.time.zone if incident.time else None,
        "kin": [i for i in release.incidents if i.id == incident.part_of or i.id in incident.parts],
        "map": _map(incident, release, found, link),
        "curves": _curves(incident, reports, link),
        "text_of": partial(_text, listed),
        "quote_of": partial(_quote, reports, release.quotes_only),
        "marked": lambda claim: release.quotes_only or stands(claim, reports.get(claim.report)),
    }


def _own_reports(incident: Incident, release: Release, quoted: set[str]) -> list[Report]:
    """The incident's reports in its order, then any other that its claims are from."""
    reports = release.reports_by_id()
    ids = dict.fromkeys([*incident.reports, *(r.id for r in release.reports if r.id in quoted)])
    return [reports[r] for r in ids if r in reports]


def _link(known: frozenset[str], claim: str) -> str:
    return f"#claim-{claim}" if claim in known else ""


def _map(incident: Incident, release: Release, claims: dict[str, Claim], link: Link) -> dict[str, Any]:
    """The map twice, for wide and narrow pages, with its list and what could not stand on it."""
    found = sites(incident, claims)
    shown = [s for s in found if s.drawn]
    sizes = (("wide", WIDE), ("narrow", NARROW)) if shown else ()
    drawn = [
        (name, _picture(draw_map(release, shown, size), f"m{name}", map_words(shown), link)) for name, size in sizes
    ]
    return {"drawn": drawn, "shown": shown, "not_shown": [s for s in found if not s.drawn]}


def _curves(incident: Incident, reports: dict[str, Report], link: Link) -> list[dict[str, Any]]:
    """Curves of the tolls that moved, the headline's first and large, the others small."""
    zone, main = incident.time.zone if incident.time else None, main_toll(incident)
    found = [(toll, marks(toll, reports, zone)) for toll in incident.tolls]
    ranked = sorted((f for f in found if moves(f[1])), key=lambda f: (f[0] is not main, -len(f[1])))
    return [_curve(toll, drawn, zone, (n, link)) for n, (toll, drawn) in enumerate(ranked[:MOST_CURVES])]


def _curve(toll: Toll, drawn: list[Mark], zone: str | None, place: tuple[int, Link]) -> dict[str, Any]:
    number, link = place
    sizes = (("wide", CURVE_WIDE), ("narrow", CURVE_NARROW)) if number == 0 else (("small", CURVE_NARROW),)
    label = curve_words(toll, drawn)
    return {
        "toll": toll,
        "pictures": [
            (name, _picture(curve_spec(drawn, zone, *size), f"c{number}{name}", label, link)) for name, size in sizes
        ],
        "styles": list(styles(drawn).values()),
        "shapes": {m.shape for m in drawn},
        "hollow": any(not m.point.counted for m in drawn),
    }


def _picture(spec: dict[str, Any], prefix: str, label: str, link: Link) -> Markup:
    """A chart as markup: `svg` lets nothing through but drawing, so that it may stand unescaped."""
    return Markup(svg(spec, prefix, label, link))


def _text(claims: Sequence[Claim], report: Report) -> list[Piece]:
    return pieces(report, [c for c in claims if c.report == report.id])


def _quote(reports: dict[str, Report], quotes_only: bool, claim: Claim) -> Quote:
    found = quote(claim, reports.get(claim.report), CONTEXT_QUOTES_ONLY if quotes_only else CONTEXT)
    if quotes_only and len(found.words) > LONGEST_QUOTE:
        return Quote(found.before, found.words[:LONGEST_QUOTE] + " […]", "", found.cut_before, True)
    return found
