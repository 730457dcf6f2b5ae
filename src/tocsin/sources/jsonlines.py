"""JSON Lines of reports, the form that Tocsin itself writes; an array of reports or one report over many lines too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tocsin.record import Problem, Section, from_json
from tocsin.sources.contract import HEAD_BYTES, Found, Incoming, SourceInfo, SourceOptions, Unreadable, look
from tocsin.sources.decode import decoded_lines
from tocsin.sources.jsonstream import JsonCursor

WORDS = ("outlet", "language", "url", "title", "kind")
#: a code point written as \uXXXX takes six bytes
BYTES_PER_POINT = 6
FORM = 'write each report as {"id": ..., "text": ..., "published": ..., "outlet": ...} on one line'


def sniff(head: bytes) -> bool:
    """An object that opens with a name, or an array of such."""
    body = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    inner = body[1:].lstrip(b" \t\r\n")
    if body.startswith(b"["):
        return inner.startswith((b"{", b"]"))
    return body.startswith(b"{") and inner.startswith((b'"', b"}"))


def read(incoming: Incoming, options: SourceOptions) -> Iterator[Found | Problem]:
    """One report per line, array item or object; a line that is not JSON is a Problem and the next one is read."""
    limit = options.max_text * BYTES_PER_POINT + HEAD_BYTES
    head, stream = look(incoming.stream)
    body = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    rest = Incoming(incoming.where, stream)
    if body.startswith(b"["):
        yield from _read_items(rest, limit)
    elif _is_spread(body):
        yield from _read_spread(rest, limit)
    else:
        yield from _read_lines(rest, limit)


def found_in(value: Any, where: str) -> Iterator[Found | Problem]:
    """The report that a JSON object holds, after a Problem for each field that is of the wrong type."""
    if not isinstance(value, dict):
        yield Problem(where, f"a JSON object is expected, not {type(value).__name__}", FORM)
        return
    text = value.get("text")
    if not isinstance(text, str):
        what = "has no text" if text is None else f"text is {type(text).__name__}, not a string"
        yield Problem(where, f"the record {what}", FORM)
        return
    fields: dict[str, Any] = {}
    for name in WORDS:
        given = value.get(name)
        if isinstance(given, str):
            fields[name] = given
        elif given is not None and name != "kind":
            yield Problem(where, f"{name} is not a string and is left out", "write it as one")
    published = value.get("published")
    if isinstance(published, (str, int, float)) and not isinstance(published, bool):
        fields["published"] = published
    elif published is not None:
        yield Problem(where, f"published is {type(published).__name__} and is left out", "write an ISO 8601 date")
    via = value.get("via")
    fields["via"] = tuple(v for v in via if isinstance(v, str)) if isinstance(via, list) else ()
    try:
        fields["sections"] = _sections(value.get("sections"), len(text))
    except ValueError as error:
        yield Problem(where, f"sections are not well formed and are found anew: {str(error)[:80]}")
    yield Found(where, text, id=_id(value.get("id")), **fields)


def _id(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _sections(value: Any, size: int) -> tuple[Section, ...] | None:
    if not value:
        return None
    sections = from_json(tuple[Section, ...], value) if isinstance(value, list) else ()
    edge = 0
    for section in sections:
        if not edge <= section.start <= section.stop <= size:
            raise ValueError(f"section {section.start}..{section.stop} is out of order or outside the text")
        edge = section.stop
    return sections


def _read_lines(incoming: Incoming, limit: int) -> Iterator[Found | Problem]:
    for line in decoded_lines(incoming.stream, limit):
        where = f"{incoming.where}:{line.number}"
        if line.text is None:
            yield Problem(where, f"the line has more than {limit} bytes", "split it, or raise the limit")
            continue
        if line.note:
            yield Problem(where, line.note, "JSON is UTF-8; save it so")
        if not line.text.strip():
            continue
        try:
            value = json.loads(line.text)
        except RecursionError:
            yield Problem(where, "the line is nested too deeply to be a report", FORM)
        except ValueError as error:
            yield Problem(where, f"the line is not JSON: {str(error)[:60]}", FORM)
        else:
            yield from found_in(value, where)


def _is_spread(body: bytes) -> bool:
    """True for an object whose first line is not yet a whole value: JSON printed over many lines."""
    first, newline, _ = body.partition(b"\n")
    return body.startswith(b"{") and bool(newline) and first.rstrip().endswith((b"{", b",", b"["))


def _read_items(incoming: Incoming, limit: int) -> Iterator[Found | Problem]:
    cursor = JsonCursor(incoming.stream, limit)
    for number, _ in enumerate(cursor.items(), 1):
        yield from found_in(cursor.value(), f"{incoming.where}#{number}")
    if cursor.peek():
        raise Unreadable("more follows the end of the array", "keep one array a file, or use JSON lines")


def _read_spread(incoming: Incoming, limit: int) -> Iterator[Found | Problem]:
    cursor, number = JsonCursor(incoming.stream, limit), 0
    while cursor.peek():
        number += 1
        yield from found_in(cursor.value(), f"{incoming.where}#{number}")


INFO = SourceInfo(
    name="jsonlines",
    title="JSON Lines of reports (also a JSON array)",
    suffixes=(".jsonl", ".ndjson", ".json"),
    media_types=("application/x-ndjson", "application/jsonl", "application/json"),
    licence="the texts' own; Tocsin adds none",
    trust="fields are taken as given; extra fields are ignored",
    languages=("any",),
    cadence="as delivered",
    kind="story",
    sniff=sniff,
    read=read,
)
