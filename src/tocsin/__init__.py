"""Tocsin reads reports of attacks and keeps the attributed record.

    >>> import tocsin
    >>> text = "A rocket hit Karsk on Friday, killing at least ten people, the mayor said."
    >>> reading = tocsin.read(text, published="2024-03-02")
    >>> [(c.kind, c.quantity.low) for c in reading.claims if c.kind == "killed"]
    [('killed', 10)]

The names below are the whole public door; everything behind them is loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tocsin._version import __version__

if TYPE_CHECKING:
    from tocsin.desk import read_text as read
    from tocsin.desk import rebuild
    from tocsin.errors import TocsinError
    from tocsin.frames import to_frame
    from tocsin.ledger import open_ledger
    from tocsin.reading.read import Reading, ReadOptions
    from tocsin.reconcile import reconcile
    from tocsin.record import Claim, Incident, Problem, Report

_HOMES = {
    "Claim": "tocsin.record", "Incident": "tocsin.record", "Problem": "tocsin.record", "Report": "tocsin.record",
    "ReadOptions": "tocsin.reading.read", "Reading": "tocsin.reading.read", "TocsinError": "tocsin.errors",
    "open_ledger": "tocsin.ledger", "reconcile": "tocsin.reconcile", "rebuild": "tocsin.desk",
    "to_frame": "tocsin.frames",
}  # fmt: skip

__all__ = [
    "Claim", "Incident", "Problem", "ReadOptions", "Reading", "Report", "TocsinError",
    "__version__", "open_ledger", "read", "rebuild", "reconcile", "to_frame",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "read":
        value = import_module("tocsin.desk").read_text
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module 'tocsin' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
