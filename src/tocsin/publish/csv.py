"""Five spreadsheets: incidents, tolls, claims, weapons and reports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tocsin.publish.contract import Release, Target, Written, save
from tocsin.publish.rows import Sheet, sheets
from tocsin.publish.words import clean

FILE_NAME = "incidents.csv"
TITLE = "Five spreadsheets that Excel, LibreOffice, R and pandas open as they are"
MEDIA_TYPE = "text/csv; charset=utf-8"
NOTE = (
    "UTF-8 with a byte order mark, CRLF, one header row, ISO dates, empty cells for what is not known. Lists are "
    "joined with '; '. A text cell that a spreadsheet could take for a formula, and one that begins with an "
    "apostrophe, has one apostrophe put before it; take one off to get the text back. The texts of the reports are "
    "left out."
)
#: First characters that make spreadsheets run or guess (OWASP, CSV Injection), and the mark itself, so that taking
#: one apostrophe off always gives the text back.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'")


def write(release: Release, target: Target) -> Written:
    """Write incidents.csv, tolls.csv, claims.csv, weapons.csv and reports.csv; a stream gets them as a ZIP."""
    return save(_files(release), target)


def _files(release: Release) -> Iterator[tuple[str, bytes]]:
    for sheet in sheets(release):
        yield f"{sheet.name}.csv", sheet_csv(sheet).encode("utf-8-sig")


def sheet_csv(sheet: Sheet) -> str:
    """One table as CSV text, without the byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow([cell(row[name]) for name in sheet.columns])
    return out.getvalue()


def cell(value: Any) -> str | int | float:
    """A value as a cell: numbers stay numbers, texts are made safe, lists are joined, None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return guard("; ".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value))


def guard(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet could take it for a formula."""
    text = clean(text)
    return "'" + text if text.startswith(RISKY) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text.removeprefix("'")
