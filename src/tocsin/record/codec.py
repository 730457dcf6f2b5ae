"""Records to and from plain JSON values, and their content ids.

A record is a frozen dataclass; each field says what it is with `about`, and the data dictionary and
the JSON schema are made from those words, so that neither can drift from the code.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin

T = TypeVar("T")
MISSING = dataclasses.MISSING


def about(doc: str, *, default: Any = MISSING, choices: tuple[str, ...] = ()) -> Any:
    """A dataclass field with its line for the data dictionary."""
    return dataclasses.field(default=default, metadata={"doc": doc, "choices": choices})


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind))


def _kind_of(value: Any) -> Any:
    return type(value)


def to_json(value: Any) -> Any:
    """Plain dicts, lists and scalars; every field present, absent ones as None."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (tuple, list)):
        return [to_json(v) for v in value]
    if isinstance(value, Mapping):
        return {k: to_json(v) for k, v in value.items()}
    if dataclasses.is_dataclass(value):
        return {name: to_json(getattr(value, name)) for name in _names(_kind_of(value))}
    raise TypeError(f"{type(value).__name__} has no JSON form")


def dumps(value: Any) -> str:
    """One line of JSON, keys in record order, text as it is (not ASCII-escaped)."""
    return json.dumps(to_json(value), ensure_ascii=False, separators=(", ", ": "))


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: the bytes that ids are hashes of."""
    return json.dumps(to_json(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_id(prefix: str, value: Any) -> str:
    """`prefix` and 16 hex digits of the SHA-256 of the canonical JSON: same content, same id."""
    return prefix + hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def from_json(kind: type[T], data: Any) -> T:
    """Build a record from plain values.

    Raises ValueError naming the field that is unknown, missing or of the wrong type.
    """
    reader: Any = kind
    result: T = _reader(reader)(data, kind.__name__)
    return result


@cache
def _reader(kind: Any) -> Callable[[Any, str], Any]:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = [a for a in args if a is not type(None)]
        if len(inner) == 1:
            return _optional(_reader(inner[0]))
        read = _scalar(tuple(a for a in inner if isinstance(a, type)))
        return _optional(read) if len(inner) < len(args) else read
    if origin is tuple:
        return _sequence(_reader(args[0]))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _record(kind)
    if kind is Any:
        return lambda data, where: data
    if kind is float:
        return _scalar((float, int))
    if isinstance(kind, type):
        return _scalar((kind,))
    raise TypeError(f"no reader for {kind!r}")


def _optional(read: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    return lambda data, where: None if data is None else read(data, where)


def _scalar(kinds: tuple[type, ...]) -> Callable[[Any, str], Any]:
    names = " or ".join(k.__name__ for k in kinds)

    def read(data: Any, where: str) -> Any:
        if not isinstance(data, kinds) or (isinstance(data, bool) and bool not in kinds):
            raise ValueError(f"{where}: {names} expected, not {type(data).__name__}")
        return data

    return read


def _sequence(read_item: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    def read(data: Any, where: str) -> Any:
        if not isinstance(data, (list, tuple)):
            raise ValueError(f"{where}: a list expected, not {type(data).__name__}")
        return tuple(read_item(item, f"{where}[{i}]") for i, item in enumerate(data))

    return read


def _record(kind: type) -> Callable[[Any, str], Any]:
    hints = typing.get_type_hints(kind)
    fields = {f.name: (_reader(hints[f.name]), f.default is MISSING) for f in dataclasses.fields(kind)}

    def read(data: Any, where: str) -> Any:
        if not isinstance(data, Mapping):
            raise ValueError(f"{where}: an object expected, not {type(data).__name__}")
        unknown = data.keys() - fields.keys()
        if unknown:
            raise ValueError(f"{where}: unknown field {sorted(map(str, unknown))[0]!r}")
        values = {}
        for name, (read_field, required) in fields.items():
            if name in data:
                values[name] = read_field(data[name], f"{where}.{name}")
            elif required:
                raise ValueError(f"{where}.{name} is missing")
        return kind(**values)

    return read
