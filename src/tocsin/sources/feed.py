"""Feeds kept as files: RSS 2.0, RSS 1.0 and Atom; one entry, one report.

Read with lxml in its mending mode rather than with a feed library: the three forms need a dozen names between them,
and this way no entity, DTD or address in a feed can reach anything.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from tocsin.record import Problem
from tocsin.sources.contract import MEGABYTE, Found, Incoming, SourceInfo, SourceOptions, read_whole
from tocsin.sources.decode import decode, opening
from tocsin.sources.markup import clean_fragment

#: a feed is a window on the last entries; above this it is something else
FEED_BYTES = 32 * MEGABYTE
ROOTS = re.compile(rb"<(?:[a-z0-9]+:)?(?:rss|rdf|feed)[\s>]")
DECLARED = re.compile(r"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
PROLOG = re.compile(r"\s*(?:<\?[^>]*\?>\s*|<!--(?:(?!-->).)*-->\s*)*", re.DOTALL)
ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
ENTRIES = frozenset(("item", "entry"))
HINT = "fetch the feed again, or mend its XML"
Node: TypeAlias = "etree._Element"


def sniff(head: bytes) -> bool:
    """XML whose root is rss, RDF or feed."""
    start = opening(head)
    return start.startswith(b"<") and ROOTS.search(start[:4096]) is not None and not start.startswith(b"<!doctype html")


def read(incoming: Incoming, options: SourceOptions) -> Iterator[Found | Problem]:
    """Entries in the order of the feed; one with a title only gives the title as its text."""
    data = read_whole(incoming, FEED_BYTES)
    root = _parse(data, incoming.where)
    if isinstance(root, Problem):
        yield root
        return
    tree, note = root
    if note:
        yield Problem(incoming.where, note, HINT)
    outlet, language = _about(tree)
    number = 0
    for number, entry in enumerate((n for n in tree.iter() if _name(n) in ENTRIES), 1):
        yield from _found(entry, f"{incoming.where}#{number}", outlet, language)
    if not number:
        yield Problem(incoming.where, "the feed has no entries", "fetch it again when it has")


def _parse(data: bytes, where: str) -> tuple[Node, str | None] | Problem:
    """The root element, with a note when the XML had to be mended."""
    declared = DECLARED.search(data[:400].replace(b"\0", b"").decode("ascii", "replace"))
    decoded = decode(data, declared[1] if declared else None)
    if decoded is None:
        return Problem(where, "the feed is not text", HINT)
    text = decoded.text
    start = PROLOG.match(text)
    body = text[start.end() if start else 0 :]
    # checked before any parser sees it: an entity can stand for a billion others, or for a file
    if body[:9].upper() == "<!DOCTYPE" or "<!ENTITY" in text[:200_000].upper():
        return Problem(where, "it has a DOCTYPE or entities, which are refused", "give XML without entities")
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, strip_cdata=True, encoding="utf-8",
    )  # fmt: skip
    try:
        tree = etree.fromstring(ENTITY.sub(_character, body).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Problem(where, f"it is not XML: {str(error)[:80]}", HINT)
    if tree is None:
        return Problem(where, "it is not XML", HINT)
    errors = parser.error_log
    return tree, f"the XML is damaged at line {errors[0].line} and was mended" if len(errors) else decoded.note


def _character(found: re.Match[str]) -> str:
    """HTML's named characters, which feeds use although XML does not know them."""
    if found[1] in XML_ENTITIES:
        return found[0]
    return html.unescape(found[0]).replace("<", "&lt;").replace("&", "&amp;") if found[0] else ""


def _name(node: Node) -> str:
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def _about(tree: Node) -> tuple[str | None, str | None]:
    """The feed's own title and language."""
    channel = next((n for n in tree.iter() if _name(n) == "channel"), tree)
    language = tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    return _words(_child(channel, "title")), _words(_child(channel, "language")) or language


def _child(node: Node, *names: str) -> Node | None:
    """The first child of the first name that has one, so that names come in order of preference."""
    for name in names:
        found = next((c for c in node if _name(c) == name), None)
        if found is not None:
            return found
    return None


def _raw(node: Node | None) -> str:
    """What an element holds: its text, or for XHTML its children as markup."""
    if node is None:
        return ""
    if len(node):
        return "".join(
            (html.escape(node.text or ""), *(etree.tostring(c, encoding="unicode", method="html") for c in node))
        )
    return node.text or ""


def _words(node: Node | None) -> str | None:
    return " ".join(clean_fragment(_raw(node)).text.split()) or None


def _found(entry: Node, where: str, outlet: str | None, language: str | None) -> Iterator[Found | Problem]:
    title = _words(_child(entry, "title"))
    body = max((c for c in entry if _name(c) in ("encoded", "content", "description", "summary")),
               key=lambda c: len(_raw(c)), default=None)  # fmt: skip
    markup = _raw(body)
    is_plain = body is not None and body.get("type") == "text"
    page = clean_fragment(html.escape(markup, quote=False) if is_plain and not len(body or ()) else markup)
    if page.note:
        yield Problem(where, page.note, "look whether the entry is whole")
    source = _child(entry, "source")
    yield Found(
        where,
        page.text or title or "",
        published=_raw(_child(entry, "pubdate", "published", "date", "issued", "updated", "modified")).strip() or None,
        outlet=(_words(_child(source, "title") if len(source) else source) if source is not None else None) or outlet,
        language=_words(_child(entry, "language")) or language,
        url=_link(entry),
        title=title if page.text else None,
        sections=page.sections if page.text else None,
    )


def _link(entry: Node) -> str | None:
    links = [c for c in entry if _name(c) == "link"]
    links.sort(key=lambda c: c.get("rel", "alternate") != "alternate")
    for link in links:
        address = (link.get("href") or link.text or "").strip()
        if address:
            return address[:2000]
    guid = _child(entry, "guid")
    permanent = guid is not None and guid.get("isPermaLink", "true") == "true"
    address = (guid.text or "").strip() if guid is not None and permanent else ""
    return address if address.startswith(("http://", "https://")) else None


INFO = SourceInfo(
    name="feed",
    title="Feed file: RSS 2.0, RSS 1.0 or Atom",
    suffixes=(".rss", ".atom", ".rdf", ".xml"),
    media_types=("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml"),
    licence="the publisher's; kept by the user, not passed on by Tocsin",
    trust="the outlet's own entries; often a summary and not the whole story",
    languages=("any",),
    cadence="as fetched by the user; a feed drops old entries",
    kind="story",
    sniff=sniff,
    read=read,
)
