"""Trouble with input, as a value with an address."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.record.codec import about


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the input that could not be used, or was used with a doubt."""

    where: str = about("file, member, line or span, as exact as is known")
    what: str = about("what is wrong, in one sentence")
    hint: str = about("how to mend it", default="")

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" ({self.hint})" if self.hint else "")
