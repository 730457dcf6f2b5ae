"""A place in a text: half-open, in Unicode code points of the text as it was received."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.record.codec import about


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`text[start:stop]`; code points, `0 <= start <= stop`."""

    start: int = about("first code point")
    stop: int = about("code point after the last")

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.stop:
            raise ValueError(f"a span needs 0 <= start <= stop, not {self.start}..{self.stop}")

    def of(self, text: str) -> str:
        """The words that the span covers."""
        return text[self.start : self.stop]

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one code point."""
        return self.start < other.stop and other.start < self.stop

    def holds(self, other: Span) -> bool:
        """True when `other` lies wholly inside."""
        return self.start <= other.start and other.stop <= self.stop


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the report that a claim rests on, kept with the claim and checked again by the ledger."""

    start: int = about("first code point of the quote in the report's text")
    end: int = about("code point after the last")
    quote: str = about("text[start:end], exactly")

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @classmethod
    def at(cls, text: str, start: int, end: int) -> Evidence:
        """Cut the quote out of `text`."""
        return cls(start, end, text[start:end])
