"""The closed classes of words that weigh what stands between a figure and its verb: lexicon/grammar.toml by class.

Beside them stand the abbreviations, by kind.
"""

from __future__ import annotations

from functools import cache

from tocsin.lexicon.load import table


@cache
def words(row_id: str) -> frozenset[str]:
    """The single words of one grammar class, every language."""
    row = next(r for r in table("grammar") if r.id == row_id)
    return frozenset(form.lower() for forms in row.forms.values() for form in forms)


@cache
def words_of(*classes: str) -> frozenset[str]:
    """The words of several grammar classes together."""
    return frozenset().union(*(words(name) for name in classes))


@cache
def abbreviations(kind: str | None = None) -> frozenset[str]:
    """Words whose full stop ends no sentence, in small letters: all of them, or those of one kind ("title")."""
    rows = (row for row in table("abbreviations") if kind in (None, row.kind))
    return frozenset(form.lower() for row in rows for forms in row.forms.values() for form in forms)


__all__ = ["abbreviations", "words", "words_of"]
