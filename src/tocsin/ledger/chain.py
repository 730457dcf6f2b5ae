"""What orders a ledger's rows: time stamps that never go back, and the hash chain that runs over all of them."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from tocsin.errors import InputError


class Head(NamedTuple):
    """The last row of a ledger: quote it in a release, and `verify` can prove later that the past still stands."""

    seq: int
    learned_at: str
    chain: str


START = Head(0, "", "0" * 64)


def instant(text: str) -> str:
    """An ISO 8601 instant as UTC with microseconds and Z, so that text order is time order; no offset means UTC.

    Raises InputError when it is not one.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is not an ISO 8601 instant, such as 2026-06-19T08:30:00Z") from error
    return _utc(moment)


def _utc(moment: datetime) -> str:
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def until(as_of: str | date | datetime) -> str:
    """The last instant that `as_of` takes in: a date means all of that day in UTC. Raises InputError."""
    if isinstance(as_of, datetime):
        return _utc(as_of)
    text = as_of.isoformat() if isinstance(as_of, date) else as_of.strip()
    return f"{date.fromisoformat(text)}T23:59:59.999999Z" if _is_date(text) else instant(text)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\Z")


class Stamps:
    """`learned_at` of one row after another: the clock's time, or 1 µs after the row before when that is later.

    So the order of rows and of their stamps is the same even when a clock is set back.
    """

    def __init__(self, last: str, now: datetime) -> None:
        start = (now - _EPOCH) // _MICROSECOND
        if last:
            start = max(start, (datetime.fromisoformat(last) - _EPOCH) // _MICROSECOND + 1)
        self._next, self._text = start, ""
        self._second: int | None = None

    def take(self) -> str:
        """The next stamp."""
        second, micros = divmod(self._next, 1_000_000)
        if second != self._second:
            self._second = second
            self._text = (_EPOCH + timedelta(seconds=second)).replace(tzinfo=None).isoformat()
        self._next += 1
        return f"{self._text}.{micros:06d}Z"


def link(head: Head, cls: str, learned_at: str, text: str) -> Head:
    """The head after one more row; chain is SHA-256(chain before + SHA-256(seq, class, learned_at, JSON)), in hex."""
    seq = head.seq + 1
    digest = hashlib.sha256(f"{seq} {cls} {learned_at} {text}".encode()).hexdigest()
    return Head(seq, learned_at, hashlib.sha256((head.chain + digest).encode()).hexdigest())
