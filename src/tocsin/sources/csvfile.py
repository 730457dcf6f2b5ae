"""CSV of reports: one row, one report, with the usual names of columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.record import Problem
from tocsin.sources.contract import HEAD_BYTES, Found, Incoming, SourceInfo, SourceOptions
from tocsin.sources.decode import Line, decode, decoded_lines

#: field of a report -> column names, best first; compared in lower case without spaces, dashes and underscores
COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "fulltext", "articletext", "article", "message", "notes"),
    "published": (
        "published",
        "publishedat",
        "publicationdate",
        "datepublished",
        "pubdate",
        "date",
        "datetime",
        "time",
    ),
    "url": ("url", "link", "sourceurl", "address"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher", "newspaper", "channel", "sourcename"),
    "language": ("language", "lang"),
    "id": ("id", "reportid", "articleid", "documentid"),
}
DELIMITERS = (",", ";", "\t", "|")
LOOSE = re.compile(r"[\s_-]+")
SEPARATOR = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
HINT = "name a column text, body or content in the first row"


@dataclass(frozen=True, slots=True)
class _Layout:
    delimiter: str
    columns: dict[str, int]


def sniff(head: bytes) -> bool:
    """A first row with a column for the text and at least one other that is known."""
    found = decode(head[:8192].rpartition(b"\n")[0] or head[:8192])
    lines = [line for line in (found.text.split("\n") if found else []) if line.strip()]
    if len(lines) > 1 and SEPARATOR.match(lines[0]):
        lines = lines[1:]
    layout = _layout(lines[0]) if lines else None
    return layout is not None and len(layout.columns) > 1


def read(incoming: Incoming, options: SourceOptions) -> Iterator[Found | Problem]:
    """Rows as they come; cells are kept as they are, line ends inside them included."""
    # the csv module's own bound is one for the whole process and 128 kB; a report may be longer
    csv.field_size_limit(max(csv.field_size_limit(), options.max_text + 1))
    lines = _Lines(decoded_lines(incoming.stream, options.max_text * 4 + HEAD_BYTES), incoming.where)
    header = next((line for line in lines if line.strip()), "")
    if separator := SEPARATOR.match(header):
        header = next(lines, "")
        layout = _layout(header, (separator[1],))
    else:
        layout = _layout(header)
    if layout is None:
        yield Problem(f"{incoming.where}:{lines.number}", "no column of the first row is known to hold the text", HINT)
        return
    yield from _rows(lines, layout, incoming.where)


class _Lines:
    """Lines for the csv reader; what is wrong with one is kept until it can be told."""

    def __init__(self, lines: Iterator[Line], where: str) -> None:
        self._lines, self._where = lines, where
        self.number, self.problems = 0, list[Problem]()
        self._noted = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number = line.number
        if line.text is None:
            self.problems.append(Problem(f"{self._where}:{line.number}", "the line is too long", "split it"))
            return "\n"
        if line.note and not self._noted:
            self._noted = True
            self.problems.append(Problem(f"{self._where}:{line.number}", line.note, "save the file as UTF-8"))
        return line.text

    def told(self) -> Iterator[Problem]:
        yield from self.problems
        self.problems.clear()


def _rows(lines: _Lines, layout: _Layout, where: str) -> Iterator[Found | Problem]:
    rows = csv.reader(lines, delimiter=layout.delimiter)
    while True:
        begins = lines.number + 1
        try:
            row = next(rows)
        except StopIteration:
            yield from lines.told()
            return
        except csv.Error as error:
            yield from lines.told()
            yield Problem(
                f"{where}:{begins}", f"the row cannot be read: {error}", "close its quotes, or split the text"
            )
            return
        yield from lines.told()
        if any(cell.strip() for cell in row):
            yield _found(row, layout, f"{where}:{begins}")


def _found(row: list[str], layout: _Layout, where: str) -> Found | Problem:
    cells = {name: row[i] for name, i in layout.columns.items() if i < len(row) and row[i].strip()}
    if "text" not in cells:
        return Problem(where, f"the row of {len(row)} cells has no text", HINT)
    return Found(
        where,
        cells["text"],
        id=cells.get("id", "").strip() or None,
        published=cells.get("published"),
        outlet=cells.get("outlet"),
        language=cells.get("language"),
        url=cells.get("url"),
        title=cells.get("title"),
    )


def _layout(header: str, delimiters: tuple[str, ...] = DELIMITERS) -> _Layout | None:
    """The delimiter under which the header names most columns, if one of them is the text's."""
    best = None
    for delimiter in delimiters:
        try:
            cells = next(csv.reader([header.rstrip("\r\n")], delimiter=delimiter))
        except (csv.Error, StopIteration, TypeError, ValueError):  # not a delimiter that csv takes, or no row
            continue
        names = [LOOSE.sub("", cell).lower() for cell in cells]
        columns = {field: names.index(known) for field, aliases in COLUMNS.items()
                   if (known := next((a for a in aliases if a in names), None)) is not None}  # fmt: skip
        if "text" in columns and (best is None or len(columns) > len(best.columns)):
            best = _Layout(delimiter, columns)
    return best


INFO = SourceInfo(
    name="csv",
    title="CSV of reports, one a row",
    suffixes=(".csv", ".tsv", ".tab"),
    media_types=("text/csv", "text/tab-separated-values"),
    licence="the texts' own; Tocsin adds none",
    trust="cells are taken as given; columns with unknown names are ignored",
    languages=("any",),
    cadence="as delivered",
    kind="story",
    sniff=sniff,
    read=read,
)
