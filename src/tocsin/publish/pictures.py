"""Maps and toll curves as SVG and PNG, drawn by Vega-Lite inside vl-convert without a browser or a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree

from tocsin.publish.contract import Release, Target, Written, save
from tocsin.publish.curve import Mark, curve_spec, marks, moves
from tocsin.publish.frame import frame_for
from tocsin.publish.maps import Site, map_spec, map_words, sites
from tocsin.publish.rows import wholes
from tocsin.publish.words import clean, counted_words, scope_words
from tocsin.record import Incident, Toll

FILE_NAME = "map.svg"
TITLE = "Maps and toll curves as SVG and PNG for print and slides"
MEDIA_TYPE = "image/svg+xml"
NOTE = "One map for each incident with a place that can be drawn, one curve for each toll with two numbers or more."
WIDE, NARROW = (700, 420), (340, 330)
CURVE_WIDE, CURVE_NARROW = (700, 290), (340, 260)
PNG_SCALE = 2
VEGA_LITE = "5.20"
SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
#: What a drawing needs; anything else that the renderer may one day put out is dropped.
KEPT = {
    f"{SVG}{name}"
    for name in ("svg", "g", "path", "text", "tspan", "line", "rect", "circle", "a", "defs", "clipPath", "title")
}
DROPPED = re.compile(r"^(on.*|style|class|role|aria-.*|pointer-events|version)$")

#: A tenth of a pixel is finer than any screen shows.
LONG_NUMBER = re.compile(r"-?\d*\.\d{2,}(?:e[-+]?\d+)?")


def write(release: Release, target: Target) -> Written:
    """Write map and curve files named by incident, those of a wave for its parts too; a stream gets them as a ZIP."""
    return save(_files(release), target)


def _files(release: Release) -> Iterator[tuple[str, bytes]]:
    claims, reports = release.claims_by_id(), release.reports_by_id()
    for number, incident in enumerate(wholes(release), 1):
        name = file_stem(incident, number)
        shown = [s for s in sites(incident, claims) if s.drawn]
        if shown:
            yield from _both(f"map-{name}", draw_map(release, shown, WIDE), map_words(shown))
        zone = incident.time.zone if incident.time else None
        for k, toll in enumerate(incident.tolls, 1):
            drawn = marks(toll, reports, zone)
            if moves(drawn):
                yield from _both(f"curve-{name}-{k}", curve_spec(drawn, zone, *CURVE_WIDE), curve_words(toll, drawn))


def _both(name: str, spec: dict[str, Any], label: str) -> Iterator[tuple[str, bytes]]:
    yield f"{name}.svg", svg(spec, name, label, lambda claim: f"index.html#claim-{claim}").encode("utf-8")
    yield f"{name}.png", _renderer().vegalite_to_png(_printable(spec), vl_version=VEGA_LITE, scale=PNG_SCALE)


def file_stem(incident: Incident, number: int) -> str:
    """A file name's stem for an incident: its id, with anything unsafe replaced and then told apart by its number."""
    safe = re.sub(r"[^A-Za-z0-9_-]", "-", incident.id)[:60]
    return safe if safe == incident.id else f"{safe}-{number}"


def draw_map(release: Release, shown: list[Site], size: tuple[int, int]) -> dict[str, Any]:
    """The map's chart for sites that can be drawn, with the release's outlines behind."""
    frame = frame_for([(s.place.lon or 0.0, s.place.lat or 0.0, s.place.radius_m or 0) for s in shown], *size)
    return map_spec(shown, frame, release.outlines_in(frame.box))


def curve_words(toll: Toll, drawn: list[Mark]) -> str:
    """The curve in one sentence, for those who do not see it."""
    counted = [m for m in drawn if m.point.counted] or drawn
    return (
        f"Curve: {counted_words(toll)} {scope_words(toll.place)}, from {counted[0].number} to {counted[-1].number} "
        f"in {len(drawn)} statements, {len(drawn) - sum(m.point.counted for m in drawn)} of them not counted"
    )


def svg(spec: dict[str, Any], prefix: str, label: str, link: Callable[[str], str]) -> str:
    """The chart as clean SVG: known elements only, ids made unique with `prefix`.

    `link` gives the address of a claim's anchor, or nothing where there is none to go to.
    """
    root = ElementTree.fromstring(_renderer().vegalite_to_svg(_printable(spec), vl_version=VEGA_LITE))
    # The renderer numbers its clips on from the last picture; numbered afresh, the same chart gives the same bytes.
    fresh = {node.attrib["id"]: f"{prefix}-{n}" for n, node in enumerate(root.iterfind(".//*[@id]"), 1)}
    _prune(root, fresh, link)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "group")
    root.set("aria-label", clean(label))
    ElementTree.register_namespace("", SVG[1:-1])
    return ElementTree.tostring(root, encoding="unicode")


def _prune(node: ElementTree.Element, fresh: Mapping[str, str], link: Callable[[str], str]) -> None:
    says = node.get("aria-label", "")
    for name in [n for n in node.attrib if DROPPED.match(n)]:
        del node.attrib[name]
    if "d" in node.attrib:
        node.set("d", LONG_NUMBER.sub(_round, node.attrib["d"]))
    for name, value in node.attrib.items():
        if value.startswith("url(#"):
            node.set(name, f"url(#{fresh.get(value[5:-1], '')})")
    if "id" in node.attrib:
        node.set("id", fresh[node.attrib["id"]])
    if node.tag == f"{SVG}a":
        says = next((c.get("aria-label", "") for c in node), says)
        claim = node.attrib.pop(LINK, "").partition("#claim:")[2]
        node.attrib.clear()
        if claim and (address := link(claim)):
            node.set("href", address)
            node.set("aria-label", says)
    for child in list(node):
        if child.tag in KEPT and child.get("display") != "none":
            _prune(child, fresh, link)
        else:
            node.remove(child)
    if node.tag == f"{SVG}a" and says:
        title = ElementTree.Element(f"{SVG}title")
        title.text = says
        node.insert(0, title)


def _round(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")


def _printable(value: Any) -> Any:
    """The chart without code points that XML cannot hold."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {k: _printable(v) for k, v in value.items()}
    return [_printable(v) for v in value] if isinstance(value, (list, tuple)) else value


@cache
def _renderer() -> Any:
    """vl-convert, loaded when the first picture is drawn: it brings a JavaScript engine."""
    import vl_convert

    return vl_convert
