"""What a page says about itself: title, outlet, time of publication, language and address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tocsin.sources.dates import read_published
from tocsin.sources.markup import Element

ARTICLE_TYPE = re.compile(r"Article$|Posting$|^Report$|^WebPage$")
TIMES = (
    "article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate", "publish-date",
    "publish_date", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "parsely-pub-date",
    "sailthru.date", "article.published", "published_time",
)  # fmt: skip
TITLES = ("og:title", "twitter:title", "dc.title", "headline")
OUTLETS = ("og:site_name", "application-name", "dc.publisher", "publisher")
#: linked data beyond this many nodes is not the description of one article
MAX_NODES = 2_000


@dataclass(frozen=True, slots=True)
class PageFacts:
    """All as the page writes them; `published` is the value that says most: with a zone before without."""

    title: str | None
    outlet: str | None
    published: str | None
    language: str | None
    url: str | None


def read_facts(tree: Element) -> PageFacts:
    """Facts from JSON-LD, then meta elements, then the page's own elements; URLs are noted and never fetched."""
    meta = _meta(tree)
    linked = _linked_article(tree)
    outlet = _name(linked.get("publisher")) or _first(meta, OUTLETS)
    return PageFacts(
        title=_string(linked.get("headline")) or _first(meta, TITLES) or _heading(tree, outlet),
        outlet=outlet,
        published=_best_time([_string(linked.get("datePublished")), *(meta.get(n) for n in TIMES), *_times(tree)]),
        language=_language(tree, linked, meta),
        url=_address(tree, meta),
    )


def _meta(tree: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = element.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower()[:60], content.strip()[:2000])
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[n] for n in names if n in meta), None)


def _linked_article(tree: Element) -> dict[str, Any]:
    """The JSON-LD node that describes the article; empty when there is none that can be read."""
    best: dict[str, Any] = {}
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", "").lower() or not script.text:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(n, str) and ARTICLE_TYPE.search(n) for n in names):
                if "datePublished" in node and "headline" in node:
                    return node
                best = best or node
    return best


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    queue, seen = [data], 0
    while queue and seen < MAX_NODES:
        node = queue.pop(0)
        seen += 1
        if isinstance(node, list):
            queue += node[:MAX_NODES]
        elif isinstance(node, dict):
            yield node
            queue += [
                v for k, v in node.items() if k in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
            ]


def _string(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return value.strip()[:2000] or None if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return _string(value.get("name")) if isinstance(value, dict) else _string(value)


def _heading(tree: Element, outlet: str | None) -> str | None:
    heads = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    if len([h for h in heads if h]) == 1:
        return next(h for h in heads if h)[:500]
    title = next((t.text_content() for t in tree.iter("title")), "")
    text = " ".join(title.split())[:500]
    if outlet and (cut := re.search(rf"\s[|–—-]\s*{re.escape(outlet)}\s*$", text, re.IGNORECASE)):
        text = text[: cut.start()]
    return text or None


def _times(tree: Element) -> Iterator[str | None]:
    """`time` elements and microdata, those inside the article first."""
    for path in (".//article//time", ".//main//time", ".//header//time", ".//time"):
        yield from (t.get("datetime") or t.text_content() for t in tree.findall(path)[:3])
    for element in tree.findall(".//*[@itemprop='datePublished']")[:3]:
        yield element.get("content") or element.get("datetime")


def _best_time(candidates: list[str | None]) -> str | None:
    """The first that has date, clock and zone; else the first that is a date at all; else the first."""
    given = [c for c in candidates if c]
    readings = [(c, read_published(c)) for c in given]
    zoned = [(c, r.value) for c, r in readings if r.value and "T" in r.value]
    if zoned:
        instant = datetime.fromisoformat(zoned[0][1])
        # of the same instant the one in local time says more: "on Friday" is the local Friday
        local = (c for c, v in zoned if datetime.fromisoformat(v) == instant and not v.endswith("+00:00"))
        return next(local, zoned[0][0])
    return next((c for c, r in readings if r.value), next(iter(given), None))


def _language(tree: Element, linked: dict[str, Any], meta: dict[str, str]) -> str | None:
    root = next(tree.iter("html"), None)
    said: tuple[str | None, ...] = (
        (root.get("lang") or root.get("xml:lang")) if root is not None else None,
        _name(linked.get("inLanguage")),
        meta.get("og:locale"),
        meta.get("content-language"),
    )
    return next((s for s in said if s and re.match(r"\s*[A-Za-z]{2}(?:[-_]|\s*$)", s)), None)


def _address(tree: Element, meta: dict[str, str]) -> str | None:
    links = (e.get("href") for e in tree.iter("link") if "canonical" in e.get("rel", "").lower().split())
    for address in (*links, meta.get("og:url")):
        if address and re.match(r"https?://[^\s<>\"]+$", address.strip()):
            return str(address).strip()[:2000]
    return None
