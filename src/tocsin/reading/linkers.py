"""The linkers by name: `rules`, which needs nothing, and `learned`, which loads its weights at the first figure."""

from __future__ import annotations

from tocsin.errors import InputError
from tocsin.reading.learned import LearnedLinker
from tocsin.reading.linking import Linker, RuleLinker

NAMES = ("rules", "learned")
#: Which linker reads when nobody asks for one; `docs/model-card.md` has the measurements behind it.
DEFAULT = "rules"


def linker_named(name: str) -> Linker:
    """A new linker; InputError lists the names that there are."""
    if name == "rules":
        return RuleLinker()
    if name == "learned":
        return LearnedLinker()
    raise InputError(f"no linker is called {name!r}; there are {', '.join(NAMES)}")


def default_linker() -> Linker:
    """A new linker of the default kind."""
    return linker_named(DEFAULT)


__all__ = ["DEFAULT", "NAMES", "default_linker", "linker_named"]
