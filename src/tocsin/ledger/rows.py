"""Records as ledger rows: their JSON and the columns beside it.

The JSON of a row is `tocsin.record.canonical` of its record, byte for byte: the same bytes that content ids are
hashes of. `encode` writes it several times faster than going through plain dicts; the tests hold the two equal.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import compress
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, NamedTuple, cast

from tocsin.errors import LedgerError
from tocsin.ledger.chain import instant
from tocsin.record import (
    Claim,
    Correction,
    Judgement,
    Moment,
    Place,
    Quantity,
    Report,
    Retraction,
    Speaker,
    Thing,
    content_id,
    from_json,
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of an imported table (siren intervals, launch tables), kept as given.

    `data` is plain JSON values. The ledger counts `version` up when the same row arrives with other data.
    """

    table: str
    row_id: str
    data: Mapping[str, Any]
    version: int = 1

    @property
    def id(self) -> str:
        """`table/row_id`, with `@2` and so on for later versions."""
        return f"{self.table}/{self.row_id}" + (f"@{self.version}" if self.version > 1 else "")


Column = str | int | float | None

Record = Report | Claim | Judgement | Correction | Retraction | TableRow

RECORDS: dict[str, type[Record]] = {
    "report": Report, "table_row": TableRow, "claim": Claim,
    "judgement": Judgement, "correction": Correction, "retraction": Retraction,
}  # fmt: skip


class Draft(NamedTuple):
    """A row before it has a place in the ledger; `columns` are those that schema.STORED names."""

    cls: str
    id: str
    json: str
    columns: tuple[Column, ...]
    record: Record


# -- JSON ------------------------------------------------------------------------------------------------------------


class _Shape(NamedTuple):
    """How records of one kind are written: JSON keys with their colons in sorted order, and all values at once."""

    names: tuple[str, ...]
    keys: tuple[str, ...]
    values: Callable[[Any], tuple[Any, ...]]


@cache
def _shape(kind: type) -> _Shape | None:
    if not dataclasses.is_dataclass(kind):
        return None
    names = tuple(sorted(f.name for f in dataclasses.fields(kind)))
    values = attrgetter(*names) if len(names) > 1 else lambda record: (getattr(record, names[0]),)
    return _Shape(names, tuple(f'"{name}":' for name in names), values)


def _encode_float(value: float) -> str:
    if not math.isfinite(value):
        raise LedgerError(f"{value} is not a number that JSON can hold; leave the field None")
    return float.__repr__(value)


def _encode(value: Any) -> str:
    kind: type = type(value)
    if kind is tuple or kind is list:
        return f"[{','.join(map(_encode, value))}]"
    plain = _PLAIN.get(kind)
    if plain:
        return plain(value)
    if shape := _shape(kind):
        return f"{{{','.join(_pairs(shape, value))}}}"
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return f"{{{','.join([f'{encode_basestring(key)}:{_encode(value[key])}' for key in sorted(value)])}}}"
    for base in (str, int, float):  # subclasses, such as the text nodes of HTML parsers
        if isinstance(value, base):
            return _encode(base(value))
    raise LedgerError(f"{kind.__name__} has no JSON form: {value!r}")


_PLAIN: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    int: int.__repr__,
    float: _encode_float,
}


def _pairs(shape: _Shape, record: Any) -> list[str]:
    # Text and None, most of all fields, are written here without a further call.
    return [
        key + (encode_basestring(value) if type(value) is str else "null" if value is None else _encode(value))
        for key, value in zip(shape.keys, shape.values(record), strict=True)
    ]


def encode(value: Any) -> str:
    """Canonical JSON of a record."""
    return _encode(value)


def decode(cls: str, text: str) -> Record:
    """The record of a row; raises LedgerError when the JSON is not one of that class."""
    try:
        return build(cls, json.loads(text))
    except (ValueError, RecursionError) as error:
        raise LedgerError(f"not JSON: {error}") from error


def build(cls: str, data: Any) -> Record:
    """A record from plain JSON values; raises LedgerError when they are not one of that class."""
    try:
        if cls == "claim":
            return _build_claim(data)
        return _table_row(data) if cls == "table_row" else from_json(RECORDS[cls], data)
    except (ValueError, TypeError, KeyError) as error:
        raise LedgerError(f"not a {cls.replace('_', ' ')}: {error}") from error


#: Fields of a claim that many claims have alike: one town, one day, one speaker stand in hundreds of rows.
_ALIKE: dict[str, type] = {
    "place": Place, "time": Moment, "speaker": Speaker, "object": Thing, "actor": Thing, "quantity": Quantity,
}  # fmt: skip
_MOST_KEPT = 1 << 17
_kept: dict[tuple[str, str], Any] = {}


def _build_claim(data: Any) -> Claim:
    """A claim whose parts are one object with those of other claims that say the same, which saves most of its size."""
    if not isinstance(data, dict):
        return from_json(Claim, data)
    parts = {name: data[name] for name in _ALIKE if data.get(name) is not None}
    try:
        alike = {name: _part(name, value) for name, value in parts.items()}
    except (ValueError, TypeError):
        return from_json(Claim, data)  # which names the field, from the claim on, that is wrong
    claim = from_json(Claim, {k: v for k, v in data.items() if k not in parts})
    for name, part in alike.items():
        object.__setattr__(claim, name, part)  # nobody has seen it yet, and a copy takes as long as all that it holds
    return claim


def _part(name: str, value: Any) -> Any:
    key = (name, repr(value))
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[key] = from_json(_ALIKE[name], value)
    return found


def _table_row(data: Any) -> TableRow:
    row = TableRow(data["table"], data["row_id"], data["data"], data["version"])
    if not (isinstance(row.data, dict) and isinstance(row.table, str) and isinstance(row.row_id, str)):
        raise ValueError("a table row needs table and row_id (text), version (number) and data (an object)")
    if type(row.version) is not int or row.version < 1 or len(data) != 4:
        raise ValueError("a table row has a version from 1 up, and no further fields")
    return row


# -- drafts ----------------------------------------------------------------------------------------------------------

_CLAIM = cast(_Shape, _shape(Claim))
_SAID = tuple(name not in ("id", "reader", "score") for name in _CLAIM.names)  # what Claim.content_id is a hash of
_OWN_ID = re.compile(r"(c|j|k|x)-[0-9a-f]{16}\Z")
_VERSION = re.compile(r"(.+)@([2-9]|[1-9][0-9]{1,8})\Z", re.DOTALL)
_CLASS_OF = {"c": "claim", "j": "judgement", "k": "correction", "x": "retraction"}
_TARGETS = ("report", "claim", "judgement", "correction", "retraction")


def class_of(row_id: str) -> str:
    """The class that an id belongs to; what has not the shape of a content id of the ledger's own is a report's."""
    shape = _OWN_ID.match(row_id)
    return _CLASS_OF[shape.group(1)] if shape else "report"


def split_version(report_id: str) -> tuple[str, int]:
    """`uman-01@2` as ("uman-01", 2); an id without a version is version 1 of itself."""
    found = _VERSION.match(report_id)
    return (found.group(1), int(found.group(2))) if found else (report_id, 1)


def _row(record: Record, cls: str, text: str, *keys: Column, fields: tuple[Column, ...] = ()) -> Draft:
    """A draft that SQLite can hold: lone surrogates (half of a cut-off emoji) stay, as JSON escapes.

    `keys` are columns that others refer to, `fields` those that are only read.
    """
    if text.isascii() or not _SURROGATE.search(text):
        return Draft(cls, record.id, text, keys + fields, record)
    if _PAIR.search(text):  # as escapes they would come back as one code point, and every span after them be wrong
        raise LedgerError("a text holds surrogate pairs in place of characters: decode it again, as UTF-16 or UTF-8")
    if any(isinstance(key, str) and _SURROGATE.search(key) for key in (record.id, *keys)):
        raise LedgerError(f"an id or kind may not hold half characters: {(record.id, *keys)!r}")
    escaped = _SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
    shown = (_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", f) if isinstance(f, str) else f for f in fields)
    return Draft(cls, record.id, escaped, (*keys, *shown), record)


_SURROGATE = re.compile("[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def draft_claim(claim: Claim) -> Draft:
    """A claim's row; raises LedgerError when its id is not the hash of what it says."""
    pairs = _pairs(_CLAIM, claim)
    said = f"{{{','.join(compress(pairs, _SAID))}}}"
    _check_id(claim.id, "c-" + hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16], "claim")
    return _row(claim, "claim", f"{{{','.join(pairs)}}}", claim.report, claim.kind, fields=_claim_fields(claim))


def _claim_fields(claim: Claim) -> tuple[Column, ...]:
    """The columns of schema.CLAIM_FIELDS, in its order."""
    quantity, place, time, speaker = claim.quantity, claim.place, claim.time, claim.speaker
    weapon, evidence = claim.weapon, claim.evidence
    part = quantity.part_of if quantity else None
    return (
        *(
            (
                _int64(quantity.value), _int64(quantity.low), _int64(quantity.high), quantity.qualifier,
                quantity.unit, quantity.group,
            )
            if quantity
            else _NONE[6]
        ),
        *((_int64(part.value), part.claim) if part else _NONE[2]),
        quantity.cumulative if quantity else None,
        claim.object.id if claim.object else None,
        weapon[0].id if weapon else None,
        weapon[1].id if len(weapon) > 1 else None,
        claim.actor.id if claim.actor else None,
        *((place.name, place.id, place.precision) if place else _NONE[3]),
        place.path[0] if place and place.path else None,
        place.path[1] if place and len(place.path) > 1 else None,
        *((place.lat, place.lon, place.radius_m) if place else _NONE[3]),
        *((time.start, time.end, time.precision, time.basis) if time else _NONE[4]),
        *((speaker.name, speaker.role, speaker.organisation) if speaker else _NONE[3]),
        claim.mode, claim.stance, claim.certainty, claim.status,
        evidence.quote, evidence.start, evidence.end, claim.reader, claim.score,
    )  # fmt: skip


def _int64(value: int | None) -> int | None:
    """The number if an SQLite column can hold it; the JSON keeps any."""
    return value if value is None or -(2**63) <= value < 2**63 else None


_NONE: tuple[tuple[None, ...], ...] = tuple((None,) * count for count in range(7))


def draft_report(report: Report) -> Draft:
    """A report's row."""
    return _row(report, "report", encode(report), *split_version(report.id), report.sha256)


def draft_table_row(row: TableRow) -> Draft:
    """A table row's row."""
    return _row(row, "table_row", encode(row), row.table, row.row_id, row.version)


def draft_judgement(judgement: Judgement) -> Draft:
    """A judgement's row; raises LedgerError for a wrong id, InputError for a `made_at` that is no instant."""
    j = judgement
    _check_id(j.id, content_id("j-", [j.verdict, j.subject, j.other, j.by, j.made_at, j.note]), "judgement")
    on_claim = class_of(j.subject) == "claim"
    about = (None, j.other, j.subject) if on_claim else (j.subject, j.other, None)
    return _row(j, "judgement", encode(j), j.verdict, instant(j.made_at), *about)


def draft_correction(correction: Correction) -> Draft:
    """A correction's row; raises as draft_judgement does."""
    k = correction
    _check_id(k.id, content_id("k-", [k.claim, k.field, k.value, k.by, k.made_at, k.note]), "correction")
    return _row(k, "correction", encode(k), k.claim, k.field, instant(k.made_at))


def draft_retraction(retraction: Retraction) -> Draft:
    """A retraction's row; raises as draft_judgement does."""
    x = retraction
    _check_id(x.id, content_id("x-", [x.target, x.by, x.made_at, x.note]), "retraction")
    aim = class_of(x.target)
    targets = (x.target if cls == aim else None for cls in _TARGETS)
    return _row(x, "retraction", encode(x), x.target, instant(x.made_at), *targets)


def draft(record: Record) -> Draft:
    """Any record's row; raises as the draft function of its class does."""
    made: Draft = _DRAFTS[type(record)](record)
    return made


_DRAFTS: dict[type, Any] = {
    Report: draft_report, Claim: draft_claim, TableRow: draft_table_row,
    Judgement: draft_judgement, Correction: draft_correction, Retraction: draft_retraction,
}  # fmt: skip


def _check_id(given: str, right: str, what: str) -> None:
    if given != right:
        raise LedgerError(f"{what} {given!r} says what would have the id {right}: make it anew with its make()")
