"""Tables beside the reports: siren intervals, and attacks as others recorded them.

Each reader yields entries of plain values, or Problems that name file, line and mend. Shapes known for sirens: one
region column (`region, started_at, finished_at` with `naive` true where the end was guessed as start + 30 minutes), and
the official tree (`oblast, raion, hromada, level, ...`). For attacks: the hand-made table of launches (`time_start,
model, launched, destroyed, target`), UCDP GED (`date_start, best, ...`) and ACLED (`event_date, fatalities, ...`).
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tocsin.lexicon.load import Hit, matcher
from tocsin.record import Problem, content_id

_MOST_FIELD = 1_000_000
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a table: a stable id from its content, and its values; instants are ISO 8601."""

    id: str
    data: dict[str, Any]


def read_alerts(path: Path) -> Iterator[Entry | Problem]:
    """Siren intervals of a CSV file, gzipped or not; times without a zone are UTC."""
    return _read(path, {"started_at"}, _alert, "a siren table has the column started_at, and region or oblast")


def read_attacks(path: Path) -> Iterator[Entry | Problem]:
    """Attacks of a CSV file, gzipped or not: launch table, UCDP GED or ACLED, told apart by their columns."""
    return _read(
        path,
        set(),
        _attack,
        "an attack table has time_start and launched, or date_start and best, or event_date and fatalities",
    )


def _read(
    path: Path, needed: set[str], convert: Callable[[Row, str], dict[str, Any]], hint: str
) -> Iterator[Entry | Problem]:
    try:
        raw = path.read_bytes()
        data = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        text = data.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        yield Problem(str(path), f"cannot be read: {error}", "give a CSV file in UTF-8, gzipped or not")
        return
    csv.field_size_limit(_MOST_FIELD)
    reader = csv.DictReader(io.StringIO(text))
    if not reader.fieldnames or not needed <= set(reader.fieldnames):
        yield Problem(f"{path}:1", "the header is not that of a known table", hint)
        return
    try:
        for number, row in enumerate(reader, 2):
            yield _entry(row, f"{path}:{number}", path.name, convert, hint)
    except csv.Error as error:
        yield Problem(str(path), f"not CSV: {error}", hint)


def _entry(
    row: Row, where: str, name: str, convert: Callable[[Row, str], dict[str, Any]], hint: str
) -> Entry | Problem:
    try:
        data = convert(row, name)
    except (KeyError, ValueError, TypeError) as error:
        return Problem(where, f"row not understood: {error}", hint)
    return Entry(content_id("t-", data), data)


def _alert(row: Row, name: str) -> dict[str, Any]:
    region = row.get("region") or row.get("hromada") or row.get("raion") or row["oblast"]
    end = row.get("finished_at") or None
    return {
        "region": region,
        "started_at": _instant(row["started_at"]),
        "finished_at": _instant(end) if end else None,
        "end_is_guess": (row.get("naive") or "").lower() == "true",
        "level": row.get("level") or ("city" if "city" in region.lower() else "oblast"),
        "source": row.get("source") or name,
    }


def _instant(text: str) -> str:
    moment = datetime.fromisoformat(text.strip())
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat().replace("+00:00", "Z")


def _attack(row: Row, name: str) -> dict[str, Any]:
    if "time_start" in row:
        return _launch(row, name)
    if "date_start" in row and "best" in row:
        return _ged(row, name)
    if "event_date" in row and "fatalities" in row:
        return _acled(row, name)
    raise ValueError("columns of no known table")


def _launch(row: Row, name: str) -> dict[str, Any]:
    hits = _weapons(row.get("model") or "")
    start, end = _local(row["time_start"]), _local(row.get("time_end") or row["time_start"])
    return {
        "id": f"{name}:{start}:{row.get('model')}:{row.get('target') or ''}:{row.get('launched') or ''}",
        "start": start,
        "end": end,
        "weapon": [h.row.id for h in hits],
        "weapon_kinds": sorted({h.row.kind for h in hits}),
        "place_text": row.get("target") or None,
        "launched": _count(row.get("launched")),
        "intercepted": _count(row.get("destroyed")),
        "table": name,
    }


def _ged(row: Row, name: str) -> dict[str, Any]:
    place = row.get("adm_2") or row.get("where_coordinates") or row.get("adm_1") or row.get("country")
    return {
        "id": f"ucdp:{row['id']}",
        "start": row["date_start"][:10],
        "end": row["date_end"][:10],
        "place_text": place,
        "killed": _count(row.get("best")),
        "table": name,
    }


def _acled(row: Row, name: str) -> dict[str, Any]:
    day = row["event_date"].strip()
    start = day if day[:4].isdigit() else datetime.strptime(day, "%d %B %Y").date().isoformat()
    return {
        "id": f"acled:{row['event_id_cnty']}",
        "start": start[:10],
        "end": start[:10],
        "place_text": row.get("location") or row.get("admin1") or row.get("country"),
        "killed": _count(row.get("fatalities")),
        "table": name,
    }


def _weapons(model: str) -> list[Hit]:
    return matcher("weapons").find(model.replace("Unknown UAV", "UAV").replace("C-300", "S-300"))


def _local(text: str) -> str:
    moment = datetime.fromisoformat(text.strip())
    return moment.date().isoformat() if len(text.strip()) <= 10 else moment.isoformat(timespec="minutes")


def _count(text: str | None) -> int | None:
    return int(float(text)) if text and text.strip() else None
