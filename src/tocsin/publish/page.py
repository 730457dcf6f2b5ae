"""One HTML page for each incident: complete in one file, without network, every figure linked to its words."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tocsin.publish import headline as said
from tocsin.publish import words
from tocsin.publish.contract import Release, Target, Written, check_release, save
from tocsin.publish.ink import DARK
from tocsin.publish.page_view import page_view
from tocsin.publish.pictures import file_stem
from tocsin.publish.rows import scope_toll, wholes
from tocsin.record import Incident

FILE_NAME = "index.html"
TITLE = "A record page for each incident, which opens from disk"
MEDIA_TYPE = "text/html; charset=utf-8"
NOTE = (
    "One file holds everything: no request leaves the page, and nothing runs that is not in it. With several incidents "
    "index.html lists them; the parts of a wave have pages of their own. "
    "Use `quotes_only` before publishing: whole reports are their authors' property."
)


def write(release: Release, target: Target) -> Written:
    """Write index.html: the page of the only incident, or a list of several; each of these, and each part, has a page.

    A stream gets one page, or a ZIP of several.
    """
    return save(_files(release), target, check_release(release))


def _files(release: Release) -> Iterator[tuple[str, bytes]]:
    names = {i.id: f"incident-{file_stem(i, n)}.html" for n, i in enumerate(release.incidents, 1)}
    only = [*wholes(release)]
    if len(only) == 1:
        names[only[0].id] = FILE_NAME
    else:
        yield FILE_NAME, render_index(release, names).encode("utf-8")
    for incident in release.incidents:
        back = None if names[incident.id] == FILE_NAME else FILE_NAME
        yield names[incident.id], render_page(incident, release, back, names).encode("utf-8")


def render_page(
    incident: Incident, release: Release, index: str | None = None, names: dict[str, str] | None = None
) -> str:
    """The record page of one incident as HTML; `index` is the page to go back to, `names` the page of each incident."""
    return _render("page.html.j2", page_view(incident, release) | {"index": index, "names": names or {}})


def render_index(release: Release, names: dict[str, str]) -> str:
    """The list of incidents; `names` gives the page of each."""
    dated = sorted(wholes(release), key=lambda i: (i.time.start if i.time else None) or "9999")
    parts = {p.id: p for p in release.incidents}
    held = {i.id: [parts[p] for p in i.parts if p in parts] for i in dated}
    return _render("index.html.j2", {"release": release, "names": names, "incidents": dated, "parts": held})


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
        anchor=words.anchor,
        count=words.count,
        toll_number=words.toll_number,
        headline=said.headline,
        summary_lines=said.summary_lines,
        main_figures=said.main_figures,
        figure=said.figure,
        weapon_claim=said.weapon_claim,
        supporting_point=said.supporting_point,
        safe_url=safe_url,
        scope_toll=scope_toll,
        weapon_rows=said.weapon_rows,
        toll_phrase=words.toll_phrase,
        headline_parts=said.headline_parts,
    )
    return made
