"""One HTML page for each incident: complete in one file, without network, every figure linked to its words."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tocsin.publish import headline as said
from tocsin.publish import words
from tocsin.publish.contract import Release, Target, Written, check_release, named_claims, save
from tocsin.publish.curve import Mark, curve_spec, marks, moves, styles
from tocsin.publish.highlight import Piece, Quote, pieces, quote
from tocsin.publish.ink import DARK
from tocsin.publish.maps import map_words, sites
from tocsin.publish.pictures import (
    CURVE_NARROW,
    CURVE_WIDE,
    NARROW,
    WIDE,
    curve_words,
    draw_map,
    file_stem,
    svg,
)
from tocsin.publish.rows import scope_toll
from tocsin.record import Claim, Incident, Report, Toll

FILE_NAME = "index.html"
TITLE = "A record page for each incident, which opens from disk"
MEDIA_TYPE = "text/html; charset=utf-8"
NOTE = (
    "One file holds everything: no request leaves the page, and nothing runs that is not in it. With several incidents "
    "index.html lists them. Use `quotes_only` before publishing: whole reports are their authors' property."
)
#: Code points of the report around a quote: on one's own desk, and in a page for publication.
CONTEXT, CONTEXT_QUOTES_ONLY = 320, 160
#: The longest quote that a page for publication prints.
LONGEST_QUOTE = 400
#: Curves on a page; further tolls are in the table of counts.
MOST_CURVES = 6


def write(release: Release, target: Target) -> Written:
    """Write index.html, and with several incidents one page each; a stream gets one page, or a ZIP of several."""
    return save(_files(release), target, check_release(release))


def _files(release: Release) -> Iterator[tuple[str, bytes]]:
    if len(release.incidents) == 1:
        yield FILE_NAME, render_page(release.incidents[0], release).encode("utf-8")
        return
    names = {i.id: f"incident-{file_stem(i, n)}.html" for n, i in enumerate(release.incidents, 1)}
    yield FILE_NAME, render_index(release, names).encode("utf-8")
    for incident in release.incidents:
        yield names[incident.id], render_page(incident, release, index=FILE_NAME).encode("utf-8")


def render_page(incident: Incident, release: Release, index: str | None = None) -> str:
    """The record page of one incident as HTML; `index` is the address of a page to go back to."""
    named = named_claims(incident)
    claims = {c.id: c for c in release.claims if c.id in named}
    reports = release.reports_by_id()
    own = [reports[r] for r in incident.reports if r in reports]
    own += [r for r in release.reports if r not in own and any(c.report == r.id for c in claims.values())]
    order = {r.id: n for n, r in enumerate(own)}
    listed = sorted(
        claims.values(), key=lambda c: (order.get(c.report, len(order)), c.evidence.start, c.evidence.end, c.id)
    )
    return _render(
        "page.html.j2",
        {
            "release": release,
            "incident": incident,
            "claims": {c.id: c for c in listed},
            "reports": reports,
            "own": own,
            "zone": incident.time.zone if incident.time else None,
            "index": index,
            "map": _map(incident, release, claims),
            "curves": _curves(incident, reports),
            "number_of": {r.id: n for n, r in enumerate(own, 1)},
            "text_of": partial(_text, claims=listed),
            "quote_of": partial(_quote, reports, release.quotes_only),
        },
    )


def render_index(release: Release, names: dict[str, str]) -> str:
    """The list of incidents; `names` gives the page of each."""
    return _render("index.html.j2", {"release": release, "names": names, "reports": release.reports_by_id()})


def _map(incident: Incident, release: Release, claims: dict[str, Claim]) -> dict[str, Any]:
    """The map twice, for wide and narrow pages, with its list and what could not stand on it."""
    found = sites(incident, claims)
    shown = [s for s in found if s.drawn]
    drawn = [(name, Markup(svg(draw_map(release, shown, size), f"m{name}", map_words(shown), _link)))
             for name, size in (("wide", WIDE), ("narrow", NARROW))] if shown else []  # fmt: skip
    return {"drawn": drawn, "shown": shown, "not_shown": [s for s in found if not s.drawn]}


def _curves(incident: Incident, reports: dict[str, Report]) -> list[dict[str, Any]]:
    zone = incident.time.zone if incident.time else None
    found = [(toll, marks(toll, reports, zone)) for toll in incident.tolls]
    main = said.main_toll(incident)
    ranked = sorted((f for f in found if moves(f[1])), key=lambda f: (f[0] is not main, -len(f[1])))
    return [_curve(toll, drawn, zone, n) for n, (toll, drawn) in enumerate(ranked[:MOST_CURVES])]


def _curve(toll: Toll, drawn: list[Mark], zone: str | None, number: int) -> dict[str, Any]:
    sizes = (("wide", CURVE_WIDE), ("narrow", CURVE_NARROW)) if number == 0 else (("small", CURVE_NARROW),)
    pictures = [(name, Markup(svg(curve_spec(drawn, zone, *size), f"c{number}{name}", curve_words(toll, drawn), _link)))
                for name, size in sizes]  # fmt: skip
    return {"toll": toll, "pictures": pictures, "styles": list(styles(drawn).values()),
            "shapes": {m.shape for m in drawn}, "hollow": any(not m.point.counted for m in drawn)}  # fmt: skip


def _link(claim: str) -> str:
    return f"#claim-{claim}"


def _text(report: Report, claims: Sequence[Claim]) -> list[Piece]:
    return pieces(report, [c for c in claims if c.report == report.id])


def _quote(reports: dict[str, Report], quotes_only: bool, claim: Claim) -> Quote:
    found = quote(claim, reports.get(claim.report), CONTEXT_QUOTES_ONLY if quotes_only else CONTEXT)
    if quotes_only and len(found.words) > LONGEST_QUOTE:
        return Quote(found.before, found.words[:LONGEST_QUOTE] + " […]", "", found.cut_before, True)
    return found


def safe_url(url: str | None) -> str | None:
    """The address when it is http or https, else None: a page must not link to a script or a file."""
    cleaned = words.clean(url or "").strip()
    return cleaned if cleaned.lower().startswith(("https://", "http://")) else None


def _render(template: str, values: dict[str, Any]) -> str:
    style, script = _style(), _asset("page.js")
    policy = (f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
              "base-uri 'none'; form-action 'none'")  # fmt: skip
    page = _environment().get_template(template).render(
        values, style=Markup(style), script=Markup(script), policy=policy)  # fmt: skip
    return words.clean(page)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _asset(name: str) -> str:
    return (files("tocsin.publish") / "templates" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _style() -> str:
    """The style sheet, with the rules that turn the pictures' inks for a dark page."""
    inks = "\n".join(f'.picture [{what}="{light}"]{{{what}:{dark}}}' for light, dark in DARK.items()
                     for what in ("fill", "stroke"))  # fmt: skip
    return _asset("page.css") + "@media screen and (prefers-color-scheme:dark){\n" + inks + "\n}\n"


@cache
def _environment() -> Environment:
    made = Environment(loader=PackageLoader("tocsin.publish"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    made.globals.update({name: getattr(words, name) for name in dir(words) if name.endswith("_words")})
    made.globals.update(
        anchor=words.anchor, count=words.count, toll_number=words.toll_number, headline=said.headline,
        summary_lines=said.summary_lines, main_figures=said.main_figures, figure=said.figure,
        weapon_claim=said.weapon_claim, supporting_point=said.supporting_point, safe_url=safe_url,
        scope_toll=scope_toll, headline_parts=said.headline_parts,
    )  # fmt: skip
    return made
