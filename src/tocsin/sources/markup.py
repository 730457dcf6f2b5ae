"""HTML to plain text in page order, with the stretches that are not body marked."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import lxml.html
import trafilatura
from lxml import etree

from tocsin.record import Section
from tocsin.sources.sections import PROSE, SENTENCE_END, mark_sections, roles_of_classes, roles_of_elements

#: an element more than this is a page made to be slow, or a data dump; its structure alone is read
MAX_ELEMENTS = 30_000
DROPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "canvas", "iframe", "object", "embed", "applet",
    "audio", "video", "head", "select", "option", "datalist", "textarea", "input", "button", "progress", "meter",
    "area", "map", "frame", "frameset",
))  # fmt: skip
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "tfoot", "thead", "tr", "ul",
))  # fmt: skip
CELLS = frozenset(("td", "th"))
TIGHT = frozenset(("li", "tr", "dd", "dt"))
CONTAINERS = frozenset(("article", "main"))
#: a tree takes some 300 bytes a tag, and trafilatura makes it twice
MAX_TAGS = 300_000
#: dropped when no body stands in them: a page's own head, foot and menus tell nothing about the report
CHROME = frozenset(("nav", "menu", "footer", "header"))
HEADINGS = frozenset(("h1", "h2", "header", "hgroup"))
#: a page of fewer characters has no menus to speak of
SHORT_PAGE = 1_500
#: letters and digits a block needs before finding it inside a line says anything
TELLING = 20
#: how far ahead in trafilatura's text the next block is looked for
REACH = 50_000
WORDS = re.compile(r"[a-z]+")
TAG_LEFT = re.compile(
    r"<!--[^<>]*-->|</?(?:a|abbr|b|blockquote|br|center|cite|code|div|em|figure|figcaption|font|form|h[1-6]|hr|html|body|head|"
    r"i|iframe|img|input|li|link|meta|ol|p|pre|q|s|script|section|small|span|strong|style|sub|sup|table|tbody|td|th|tr|u|"
    r"ul|video)\b[^<>]*>",
    re.IGNORECASE,
)
SPACES = re.compile(r"\s+")
UNEVEN = re.compile(r"[\W_]+")
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u2060\ufeff\u00ad]")
Element: TypeAlias = lxml.html.HtmlElement

# without a handler its warnings on single pages go to the screen; what matters of them comes back as Problems
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text without markup, its sections, and a note when the page could be read only in part."""

    text: str
    sections: tuple[Section, ...]
    note: str | None = None


@dataclass(slots=True)
class _Block:
    """A paragraph, heading, list item or table row: its text, and the elements around it that give it a role."""

    text: str
    tag: str
    owners: tuple[tuple[int, str], ...]
    chrome: bool
    contained: bool
    parent: int
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page's tree, or None with the reason; `note` says also what was lost of a tree that there is."""

    tree: Element | None
    note: str | None = None


def parse_html(text: str) -> Parsed:
    """Parse a page or a piece of one; libxml2's own bounds on depth and size stay on, and what they cut is noted."""
    if text.count("<") > MAX_TAGS:
        return Parsed(None, f"there are more than {MAX_TAGS} tags, too many for an article")
    parser = lxml.html.HTMLParser(
        huge_tree=False, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        tree: Element = lxml.html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return Parsed(None, "no markup could be read in it")
    fatal = parser.error_log.filter_from_fatals()
    cut = f"the markup was read only as far as line {fatal[0].line}: {fatal[0].message[:60]}" if len(fatal) else None
    return Parsed(tree, cut)


def clean_page(tree: Element, title: str | None = None) -> Cleaned:
    """The text of a whole page; menus, scripts and the page's head and foot are left out.

    A block is body when trafilatura finds it so or when it stands between such blocks without a role of its own;
    captions, asides, comments, forms and related lists stay in the text, in page order, as sections. A heading that
    repeats `title` is left out.
    """
    size = sum(1 for _ in tree.iter())
    main = _main_text(tree) if size <= MAX_ELEMENTS else None
    note = None
    if main is None:
        why = f"it has {size} elements" if size > MAX_ELEMENTS else "nothing told it from the page around"
        note = f"the page's body was found by its structure alone: {why}"
    blocks = list(_Walker().walk(tree))
    _tell_body(blocks, main or "")
    return _joined(list(_without_title(blocks, title)), note)


def clean_fragment(markup: str) -> Cleaned:
    """The text of a piece of HTML, as feeds carry it: all of it is body save what its structure says is not."""
    if "<" not in markup and "&" not in markup:
        text = _plain(markup)
        return Cleaned(text, mark_sections(text))
    parsed = parse_html(f"<div>{markup}</div>")
    if parsed.tree is None:
        return Cleaned("", (), parsed.note)
    blocks = list(_Walker().walk(parsed.tree))
    for block in blocks:
        block.role = block.owners[-1][1] if block.owners else "body"
    return _joined(blocks, parsed.note)


def _plain(text: str) -> str:
    lines = (" ".join(line.split()) for line in INVISIBLE.sub("", text.replace("\r", "\n")).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _main_text(tree: Element) -> str | None:
    """Trafilatura's body text; '' when it finds none, None when it fails.

    Caught wide on purpose: on mutated pages trafilatura lets out IndexError, AttributeError, KeyError and whatever
    lxml raises below it, none of them documented; the page can still be read by its structure.
    """
    try:
        found = trafilatura.bare_extraction(tree, fast=True, include_comments=False, include_tables=True)
    except Exception:  # noqa: BLE001  see above: a library's undocumented errors on hostile pages
        return None
    text = getattr(found, "text", None)
    return text if isinstance(text, str) else ""


def _even(text: str) -> str:
    return UNEVEN.sub("", text).lower()


class _Walker:
    """Blocks in page order; a stack of our own, since a page may be nested deeper than Python recurses."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._tags: list[str] = []
        self._owners: list[tuple[int, str]] = []
        self._opened: list[bool] = []
        self._around: list[int] = []
        self._chrome = self._contained = self._pre = self._number = 0

    def walk(self, tree: Element) -> Iterator[_Block]:
        skipped: Element | None = None
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if skipped is not None:
                if event == "end" and element is skipped:
                    skipped = None
                    self._add(element.tail)
            elif event == "end":
                yield from self._close(tag)
                self._add(element.tail)
            elif tag in DROPPED or not tag or _is_hidden(element):
                skipped = element
            else:
                yield from self._open(tag, element)
        yield from self._flush()

    def _open(self, tag: str, element: Element) -> Iterator[_Block]:
        if tag in BLOCKS:
            yield from self._flush()
        elif tag in CELLS and self._parts:
            self._parts.append(" | ")
        elif tag == "br":
            self._parts.append("\n")
        role = _role(element, tag)
        self._number += 1
        if tag in BLOCKS:
            self._around.append(self._number)
        self._tags.append(tag)
        self._opened.append(role is not None)
        if role is not None:
            self._owners.append((self._number, role))
        self._count(tag, 1)
        self._add(element.text)

    def _close(self, tag: str) -> Iterator[_Block]:
        if tag in BLOCKS:
            yield from self._flush()
            self._around.pop()
        self._tags.pop()
        if self._opened.pop():
            self._owners.pop()
        self._count(tag, -1)

    def _count(self, tag: str, step: int) -> None:
        self._contained += step * (tag in CONTAINERS)
        self._chrome += step * (tag in CHROME)
        self._pre += step * (tag == "pre")

    def _add(self, text: str | None) -> None:
        if text:
            self._parts.append(text if self._pre else SPACES.sub(" ", text))

    def _flush(self) -> Iterator[_Block]:
        raw = TAG_LEFT.sub(" ", INVISIBLE.sub("", "".join(self._parts)))
        self._parts.clear()
        lines = (" ".join(line.split()).strip("| ") for line in raw.split("\n"))
        text = "\n".join(line for line in lines if line)
        if text:
            tag = next((t for t in reversed(self._tags) if t in BLOCKS), "")
            parent = self._around[-2] if len(self._around) > 1 else 0
            yield _Block(text, tag, tuple(self._owners), self._chrome > 0, self._contained > 0, parent)


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") is not None or "display:none" in element.get("style", "").replace(" ", "").lower()


def _role(element: Element, tag: str) -> str | None:
    if tag in roles_of_elements():
        return roles_of_elements()[tag]
    if tag in ("html", "body", "main"):
        return None
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if not 2 <= len(names) <= 500:
        return None
    roles = roles_of_classes()
    return next((roles[word] for word in WORDS.findall(names.lower()) if word in roles), None)


def _tell_body(blocks: list[_Block], main: str) -> None:
    """Set `role` of every block: body, a section's role, or None for what is left out."""
    matched = _matched(blocks, main)
    plain = [(len(b.text), m) for b, m in zip(blocks, matched, strict=True) if not b.owners and not b.chrome]
    whole, held = sum(size for size, _ in plain), sum(size for size, m in plain if m)
    if whole < SHORT_PAGE and held * 2 < whole:  # trafilatura is made for articles, and takes a list for a short one
        matched, main = [False] * len(blocks), ""
    weights = [len(b.text) if m or not main else 0 for b, m in zip(blocks, matched, strict=True)]
    body_owners = _owners_of_body(blocks, weights, 0.5 if main else 0.9)
    found = [i for i, m in enumerate(matched) if m]
    first, last = (found[0], found[-1]) if found else (0, len(blocks))
    beside = {b.parent for b, m in zip(blocks, matched, strict=True) if m}
    framed = any(b.contained for b in blocks)
    for i, block in enumerate(blocks):
        role = next((role for owner, role in reversed(block.owners) if owner not in body_owners), None)
        if block.chrome and not block.contained and not matched[i]:
            block.role = None
        elif role is not None:
            block.role = role
        elif (
            matched[i]
            or (first <= i <= last and (block.contained or not framed))
            or (block.tag == "p" and block.parent in beside)
            or (block.contained and _is_prose(block))
        ):
            block.role = "body"
        else:
            block.role = "furniture" if block.contained or (not framed and _is_prose(block)) else None


def _is_prose(block: _Block) -> bool:
    return len(block.text) >= PROSE and SENTENCE_END.search(block.text) is not None


def _matched(blocks: list[_Block], main: str) -> list[bool]:
    """Which blocks stand in trafilatura's text: as a line of it, or inside one a little further on."""
    lines = {_even(line) for line in main.split("\n")}
    whole, at = _even(main), 0
    found = []
    for block in blocks:
        key = _even(block.text)
        place = whole.find(key, at, at + REACH + len(key)) if len(key) >= TELLING else -1
        if place >= 0:
            at = place + len(key)
        found.append(place >= 0 or (len(key) > 1 and key in lines))
    return found


def _owners_of_body(blocks: list[_Block], weights: list[int], share: float) -> set[int]:
    """Elements with so much of the body that their class or tag cannot mean what it says: a form around a page."""
    total, held = sum(weights), dict[int, int]()
    for block, weight in zip(blocks, weights, strict=True):
        for owner, _ in block.owners:
            held[owner] = held.get(owner, 0) + weight
    return {owner for owner, weight in held.items() if weight and weight >= total * share}


def _without_title(blocks: list[_Block], title: str | None) -> Iterator[_Block]:
    """Blocks that stay; a heading that says the title again is left out."""
    wanted = _even(title) if title else ""
    for block in blocks:
        if block.role is None or (wanted and block.tag in HEADINGS and _even(block.text) == wanted):
            continue
        yield block


def _joined(blocks: list[_Block], note: str | None) -> Cleaned:
    parts: list[str] = []
    sections: list[Section] = []
    size, tight = 0, False
    for block in blocks:
        gap = "" if not parts else "\n" if tight and block.tag in TIGHT else "\n\n"
        start, tight = size + len(gap), block.tag in TIGHT
        size = start + len(block.text)
        parts += (gap, block.text)
        if block.role not in (None, "body"):
            if sections and sections[-1].role == block.role and sections[-1].stop == start - len(gap):
                start = sections.pop().start
            sections.append(Section(start, size, block.role or "furniture"))
    text = "".join(parts)
    return Cleaned(text, mark_sections(text, tuple(sections)), note)
