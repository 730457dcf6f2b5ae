"""Records as a pandas or polars frame, one row each, nested fields under dotted names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tocsin.errors import MissingExtra
from tocsin.record import to_json


def to_frame(records: Iterable[Any], *, library: str | None = None) -> Any:
    """A frame of claims, incidents or any records; `library` is pandas or polars, the first installed by default.

    Lists (weapons, tolls) stay lists. Raises MissingExtra when neither library is installed.
    """
    chosen = library or next((name for name in ("pandas", "polars") if find_spec(name)), None)
    if chosen is None or find_spec(chosen) is None:
        raise MissingExtra("a frame needs pandas or polars: pip install 'tocsin[frames]'")
    rows = [_flat(to_json(record)) for record in records]
    return import_module(chosen).DataFrame(rows)


def _flat(data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, Mapping):
            out.update(_flat(value, f"{prefix}{key}."))
        else:
            out[prefix + key] = value
    return out
