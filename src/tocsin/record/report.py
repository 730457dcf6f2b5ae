"""One document as it was received."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tocsin.record.codec import about, content_id

SECTION_ROLES = ("title", "lead", "body", "caption", "sidebar", "comment", "form", "furniture")
REPORT_KINDS = ("story", "official", "post", "alert", "reply", "dataset", "page")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the text that is something else than body; what no section covers is body."""

    start: int = about("first code point")
    stop: int = about("code point after the last")
    role: str = about("what the stretch is", choices=SECTION_ROLES)


@dataclass(frozen=True, slots=True)
class Report:
    """A document: its text is stored once, hashed and never edited; every offset counts its code points."""

    id: str = about("the id that the source gave, else r- and a hash of outlet, url, published and text")
    text: str = about("the text as received")
    published: str | None = about(
        "ISO 8601 date, or date and time with offset, of publication; None when unknown", default=None
    )
    outlet: str | None = about("who published it", default=None)
    language: str | None = about("ISO 639-1 code", default=None)
    url: str | None = about("where it stood", default=None)
    title: str | None = about("headline, when it is not part of the text", default=None)
    kind: str = about("what sort of document", default="story", choices=REPORT_KINDS)
    source: str = about("the reader of files that brought it (see `tocsin schema --sources`)", default="text")
    via: tuple[str, ...] = about("where it was forwarded or reprinted from, nearest first", default=())
    sections: tuple[Section, ...] = about("stretches that are not body, in text order", default=())

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of the UTF-8 text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @classmethod
    def make(
        cls,
        text: str,
        *,
        id: str | None = None,
        published: str | None = None,
        outlet: str | None = None,
        language: str | None = None,
        url: str | None = None,
        title: str | None = None,
        kind: str = "story",
        source: str = "text",
        via: tuple[str, ...] = (),
        sections: tuple[Section, ...] = (),
    ) -> Report:
        """A report whose id is `id`, or a hash of what it says and who published it when."""
        given = id or content_id("r-", [outlet, url, published, title, text])
        return cls(given, text, published, outlet, language, url, title, kind, source, via, sections)
