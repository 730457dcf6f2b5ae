"""The data dictionary: JSON schemas and a readable table, both made from the records themselves."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from tocsin.errors import UnknownId
from tocsin.record import Claim, Correction, Incident, Judgement, Problem, Report, Retraction

#: Records that stand by themselves in a file; the ones inside them become `$defs`.
KINDS: dict[str, type] = {
    "claim": Claim,
    "incident": Incident,
    "report": Report,
    "judgement": Judgement,
    "correction": Correction,
    "retraction": Retraction,
    "problem": Problem,
}
SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}
Json = dict[str, Any]


def json_schema(kind: str) -> Json:
    """The JSON Schema (draft 2020-12) of one kind of record, as `record.to_json` writes it: every field present.

    Raises UnknownId for a kind that is not in KINDS.
    """
    if kind not in KINDS:
        raise UnknownId(f"there is no record {kind!r}; there are {', '.join(KINDS)}")
    record = KINDS[kind]
    inner = {r.__name__: _object(r) for r in _records(record) if r is not record}
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": record.__name__, **_object(record)}
    return schema | ({"$defs": dict(sorted(inner.items()))} if inner else {})


def dictionary_markdown() -> str:
    """Every record and field with its type, its choices and what it means, as Markdown."""
    seen: dict[type, None] = {}
    for record in KINDS.values():
        seen |= dict.fromkeys(_records(record))
    return "\n".join(line for record in seen for line in _section(record))


def _object(record: type) -> Json:
    hints, fields = typing.get_type_hints(record), _fields(record)
    return {
        "description": _summary(record),
        "type": "object",
        "properties": {f.name: _field(f, hints[f.name]) for f in fields},
        "required": [f.name for f in fields],
        "additionalProperties": False,
    }


def _field(field: dataclasses.Field[Any], hint: Any) -> Json:
    shape = {"description": field.metadata.get("doc", ""), **_type(hint)}
    choices = list(field.metadata.get("choices", ()))
    if choices:
        shape["enum"] = choices + ([None] if _optional(hint) else [])
    if field.default is not dataclasses.MISSING and isinstance(field.default, (str, int, float, type(None))):
        shape["default"] = field.default
    return shape


def _type(hint: Any) -> Json:
    origin, args = get_origin(hint), get_args(hint)
    if hint is type(None):
        return {"type": "null"}
    if hint in SCALARS:
        return {"type": SCALARS[hint]}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if origin is tuple:
        return {"type": "array", "items": _type(args[0])}
    if origin in (Union, types.UnionType):
        shapes = [_type(a) for a in args]
        if all(set(s) == {"type"} for s in shapes):
            return {"type": [s["type"] for s in shapes]}
        return {"anyOf": shapes}
    raise TypeError(f"no schema for {hint!r}")


def _fields(record: type) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(record)


def _optional(hint: Any) -> bool:
    return type(None) in get_args(hint)


def _records(record: type) -> Iterator[type]:
    """The record and every record inside it, outer ones first, each once."""
    waiting, seen = [record], {record}
    while waiting:
        current = waiting.pop(0)
        yield current
        for hint in typing.get_type_hints(current).values():
            for found in _inside(hint):
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)


def _inside(hint: Any) -> Iterator[type]:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for arg in get_args(hint):
        yield from _inside(arg)


def _summary(record: type) -> str:
    return (record.__doc__ or "").strip().split("\n")[0]


def _section(record: type) -> Iterator[str]:
    hints = typing.get_type_hints(record)
    yield f"### {record.__name__}\n"
    yield f"{_summary(record)}\n"
    yield "| field | type | meaning |\n|---|---|---|"
    for field in _fields(record):
        choices = field.metadata.get("choices", ())
        one_of = " One of: " + ", ".join(f"`{c}`" for c in choices) + "." if choices else ""
        doc = str(field.metadata.get("doc", "")).replace("|", "\\|")
        yield f"| `{field.name}` | {_type_words(hints[field.name])} | {doc[:1].upper()}{doc[1:]}.{one_of} |"
    yield ""


def _type_words(hint: Any) -> str:
    """`list of Claim or null`, with records as links to their own table."""
    if hint is type(None):
        return "null"
    if hint in SCALARS:
        return SCALARS[hint]
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    if get_origin(hint) is tuple:
        return f"list of {_type_words(get_args(hint)[0])}"
    return " or ".join(_type_words(a) for a in get_args(hint))
