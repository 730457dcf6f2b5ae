"""The records themselves, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tocsin.publish.contract import Release, Target, Written, save
from tocsin.record import dumps, to_json

FILE_NAME = "claims.jsonl"
TITLE = "Claims and incidents as JSON lines, every field"
MEDIA_TYPE = "application/x-ndjson"
NOTE = (
    "UTF-8, one record a line, every field present, absent ones null; `tocsin schema claim` has the fields. The texts "
    "of the reports are left out; a claim carries its quote and its place in the text."
)


def write(release: Release, target: Target) -> Written:
    """Write claims.jsonl and incidents.jsonl; a stream gets both as a ZIP."""
    return save((("claims.jsonl", lines(release.claims)), ("incidents.jsonl", lines(release.incidents))), target)


def lines(records: Iterable[Any]) -> bytes:
    """`record.dumps` of each record and a line feed."""
    return b"".join(_line(record) + b"\n" for record in records)


def _line(record: Any) -> bytes:
    try:
        return dumps(record).encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair has no UTF-8 form; as an escape it comes back unchanged
        return json.dumps(to_json(record), separators=(", ", ": ")).encode("ascii")
