"""Errors of bad use; bad input is a `tocsin.record.Problem`, a value, never an exception.

TocsinError
├── InputError       an argument or file that cannot be used at all (exit code 2, or a 4xx)
├── LedgerError      the ledger file cannot be opened, or a row breaks its rules
│   └── SpanMismatch a claim whose evidence is not the report's text at that place
├── UnknownId        no report, claim or incident has this id
└── MissingExtra     an optional dependency is not installed; the message names the extra
"""

from __future__ import annotations


class TocsinError(Exception):
    """Anything that Tocsin raises on purpose."""


class InputError(TocsinError):
    """An argument or file that cannot be used; the message says what would be accepted."""


class LedgerError(TocsinError):
    """The ledger cannot be opened, or a row breaks its rules."""


class SpanMismatch(LedgerError):
    """A claim's quote is not `text[start:stop]` of its report."""


class UnknownId(TocsinError):
    """Nothing in the ledger has this id."""


class MissingExtra(TocsinError):
    """An optional dependency is missing; the message names the extra to install."""
