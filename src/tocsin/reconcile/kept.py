"""Digests as plain JSON values and back, for keeping them between one look at the ledger and the next."""

from __future__ import annotations

import dataclasses
from array import array
from collections.abc import Callable
from functools import cache
from typing import Any

from tocsin.reconcile.digest import Digest
from tocsin.record import Place, from_json, to_json


def keep_digest(digest: Digest) -> list[Any]:
    """The values of a digest in the order of its fields, sets sorted, so that the same digest gives the same values."""
    return [_plain(getattr(digest, name)) for name, _ in _fields()]


def kept_digest(values: list[Any]) -> Digest:
    """The digest that `keep_digest` gave the values of."""
    return Digest(*(read(value) for (_, read), value in zip(_fields(), values, strict=True)))


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, (tuple, array)):
        return [_plain(item) for item in value]
    return to_json(value)


@cache
def _fields() -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple((field.name, _reader(str(field.type))) for field in dataclasses.fields(Digest))


def _reader(kind: str) -> Callable[[Any], Any]:
    """What makes a field's value again; by the words of its type, since `array[int]` is no type at run time."""
    if kind.startswith("frozenset[tuple"):
        return lambda values: frozenset(map(tuple, values))
    if kind.startswith("frozenset"):
        return frozenset
    if kind.startswith("tuple[Place"):
        return lambda values: tuple(from_json(Place, value) for value in values)
    if kind.startswith("tuple"):
        return tuple
    if kind.startswith("array"):
        return lambda values: array("I", values)
    return lambda value: value
