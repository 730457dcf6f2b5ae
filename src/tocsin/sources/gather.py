"""From names to Reports: the one door of this part."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from tocsin.errors import InputError
from tocsin.record import REPORT_KINDS, Problem, Report
from tocsin.sources.contract import Found, Incoming, SourceInfo, SourceOptions, Unreadable, look
from tocsin.sources.dates import read_published
from tocsin.sources.registry import SOURCES
from tocsin.sources.sections import mark_sections
from tocsin.sources.unpack import LIMITS, open_names, unpack

KINDS = "give text, HTML, JSON lines, CSV, a feed or a WARC"
OWN_ID = "give each report its own id"
LANGUAGE = re.compile(r"\s*([A-Za-z]{2})(?:[-_].*)?\s*$")
SURROGATE = re.compile("[\ud800-\udfff]")
KNOWN_BINARY = (
    (b"%PDF", "a PDF"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
)


def open_inputs(
    names: Sequence[str], *, stdin: BinaryIO | None = None, options: SourceOptions | None = None
) -> Iterator[Report | Problem]:
    """Reports of every file, folder, glob, zip or "-" (`stdin`) named, in that order, with Problems in between.

    The kind of a file is told by its content first and its suffix second. Nothing in the input raises; a name that
    leads to no report gives a Problem. Raises InputError, before anything is read, for options that cannot hold.
    """
    chosen = _checked(options or SourceOptions())
    return _one_id_each(_reports(names, stdin, chosen), chosen)


def source_named(name: str) -> SourceInfo:
    """The registered source of that name; raises InputError naming those that there are."""
    for info in SOURCES:
        if info.name == name:
            return info
    raise InputError(f"no source is named {name!r}; there are {', '.join(s.name for s in SOURCES)}")


def _checked(options: SourceOptions) -> SourceOptions:
    if options.source is not None:
        source_named(options.source)
    if options.kind is not None and options.kind not in REPORT_KINDS:
        raise InputError(f"a report's kind is one of {', '.join(REPORT_KINDS)}, not {options.kind!r}")
    if options.zone is not None:
        try:
            ZoneInfo(options.zone)
        except (LookupError, ValueError, OSError):  # unknown key, a path, or a folder of zones
            raise InputError(f"{options.zone!r} is not an IANA time zone; write one like Europe/Kyiv") from None
    published = read_published(options.published, options.zone)
    if options.published and published.value is None:
        raise InputError(f"published: {published.note}; write YYYY-MM-DD, or YYYY-MM-DDThh:mm+hh:mm")
    language = LANGUAGE.match(options.language) if options.language else None
    if options.language and language is None:
        raise InputError(f"language is a code of two letters such as en or uk, not {options.language!r}")
    return dataclasses.replace(options, published=published.value, language=language[1].lower() if language else None)


def _reports(names: Sequence[str], stdin: BinaryIO | None, options: SourceOptions) -> Iterator[Report | Problem]:
    for opened in open_names(names, stdin):
        if isinstance(opened, Problem):
            yield opened
            continue
        with opened.stream:
            yield from _read_tree(opened, options)


def _read_tree(incoming: Incoming, options: SourceOptions) -> Iterator[Report | Problem]:
    """One file, or what is inside it when it is packed."""
    try:
        for member in unpack(incoming, options.max_bytes, LIMITS):
            if isinstance(member, Problem):
                yield member
            else:
                yield from _read_one(member, options)
    except Unreadable as trouble:
        yield Problem(incoming.where, trouble.what, trouble.hint)
    except OSError as error:
        yield Problem(incoming.where, f"cannot be read: {error.strerror or error}", "check the file")


def _read_one(incoming: Incoming, options: SourceOptions) -> Iterator[Report | Problem]:
    head, stream = look(incoming.stream)
    info = source_named(options.source) if options.source else _tell(head, incoming.where)
    if not isinstance(info, SourceInfo):
        yield info
        return
    notes = _Notes()
    count = 0
    try:
        for found in info.read(dataclasses.replace(incoming, stream=stream), options):
            if isinstance(found, Problem):
                count += 1
                yield found
                continue
            for item in _report_of(found, info, options, notes):
                count += 1
                yield item
    except Unreadable as trouble:
        count += 1
        yield Problem(incoming.where, trouble.what, trouble.hint)
    if not count:
        yield Problem(incoming.where, f"no report was found in it, read as {info.name}", "name its kind with --source")


def _tell(head: bytes, where: str) -> SourceInfo | Problem:
    if not head.strip(b" \t\r\n\xef\xbb\xbf"):
        return Problem(where, "the file is empty", "leave it out, or fetch it again")
    for magic, name in KNOWN_BINARY:
        if head.startswith(magic):
            return Problem(where, f"it is {name}, which is not read", "give its text, HTML, JSON lines or CSV")
    *exact, last = SOURCES
    for info in exact:
        if info.sniff(head):
            return info
    if not last.sniff(head):
        return Problem(where, "it is not text of any kind that is read", KINDS)
    name = where.lower()
    return next((info for info in exact if name.endswith(info.suffixes)), last)


class _Notes:
    """Doubts that would come with every record of a file are told once."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def once(self, where: str, key: str, what: str, hint: str) -> Iterator[Problem]:
        if key not in self._told:
            self._told.add(key)
            yield Problem(where, what, hint)


def _report_of(found: Found, info: SourceInfo, options: SourceOptions, notes: _Notes) -> Iterator[Report | Problem]:
    where = found.where
    if not found.text.strip():
        yield Problem(where, "the report has no text", "leave it out")
        return
    if len(found.text) > options.max_text:
        yield Problem(where, f"the text has {len(found.text)} characters, more than {options.max_text}", "split it")
        return
    if any(SURROGATE.search(v) for v in _strings(found)):
        found = _without_surrogates(found)
        yield Problem(where, "half characters (lone surrogates) were replaced by \ufffd", "mend what wrote it")
    published = read_published(found.published, options.zone)
    if published.note:
        key = published.note if published.value else where
        hint = "name the zone of its times with --zone" if published.value else "write an ISO 8601 date"
        yield from notes.once(where, key, f"published: {published.note}", hint)
    language = LANGUAGE.match(found.language) if found.language else None
    if found.language and language is None:
        yield from notes.once(where, "language", f"{found.language[:20]!r} is not a code of a language", "write en")
    yield Report.make(
        found.text,
        id=found.id,
        published=published.value or options.published,
        outlet=_tidy(found.outlet) or options.outlet,
        language=language[1].lower() if language else options.language,
        url=_tidy(found.url) or options.url,
        title=_tidy(found.title) or options.title,
        kind=(found.kind if found.kind in REPORT_KINDS else None) or options.kind or info.kind,
        source=info.name,
        via=found.via,
        sections=mark_sections(found.text) if found.sections is None else found.sections,
    )


def _tidy(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None


def _strings(found: Found) -> Iterator[str]:
    yield from (v for v in (found.text, found.id, found.outlet, found.url, found.title, found.language) if v)
    yield from found.via


def _without_surrogates(found: Found) -> Found:
    """One code point for one, so that offsets still hold."""
    clean: dict[str, Any] = {"via": tuple(SURROGATE.sub("\ufffd", v) for v in found.via)}
    for name in ("text", "id", "outlet", "url", "title", "language"):
        if value := getattr(found, name):
            clean[name] = SURROGATE.sub("\ufffd", value)
    return dataclasses.replace(found, **clean)


def _one_id_each(items: Iterator[Report | Problem], options: SourceOptions) -> Iterator[Report | Problem]:
    """Give the second of two different reports with one id an id of its own, and pass over exact repeats.

    The added part is a hash of the report, not a count, so that the order of the files does not change it.
    """
    seen: dict[str, bytes] = {}
    count = 0
    for item in items:
        if isinstance(item, Problem):
            yield item
            continue
        content = _digest(item)
        first = seen.get(item.id)
        if first == content:
            continue
        if first is not None:
            own = f"{item.id}~{content.hex()[:8]}"
            if own in seen:
                continue
            yield Problem(item.id, f"the id stands twice for different reports; the later one is now {own}", OWN_ID)
            item = dataclasses.replace(item, id=own)
        if count >= options.max_reports:
            yield Problem(item.id, f"reading stopped after {count} reports", "read the rest in a second run")
            return
        seen[item.id] = content
        count += 1
        yield item


def _digest(report: Report) -> bytes:
    said = repr((report.text, report.published, report.outlet, report.url, report.title, report.kind, report.via))
    return hashlib.sha256(said.encode("utf-8")).digest()[:8]
