"""Who said it, and through whom it came; things and actors named by the words."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.record.codec import about


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person or body credited; contact details have no field here or in any record."""

    name: str | None = about("personal name, or None", default=None)
    role: str | None = about("office held, as a lexicon role where known", default=None)
    organisation: str | None = about("body spoken for", default=None)
    text: str = about("the words that credit it", default="")
    via: tuple[str, ...] = about("the chain in between, nearest first: Telegram, an agency, a paper", default=())

    @property
    def label(self) -> str:
        """The shortest honest name to print."""
        return self.name or self.organisation or self.role or self.text


@dataclass(frozen=True, slots=True)
class Thing:
    """A weapon, an object or an actor: the lexicon's id and the report's words."""

    id: str = about("lexicon id, such as kh-101, apartment-building, russia")
    text: str = about("the words", default="")
    kind: str | None = about("the lexicon class, such as cruise-missile, building, state", default=None)
