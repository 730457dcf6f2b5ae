"""Word tables: rows of TOML, and a matcher that finds their forms in a text.

A table is `lexicon/NAME.toml`: `[meta]` (table, source, licence) and `[[row]]`s, each with `id`, `kind` (its class),
`forms` per language (and `combined`: lists of words, one of each in turn; and `plural`: with the English ones' regular
plurals), `examples` and `not_examples` that the tests run, and any further keys of that table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise, product
from typing import Any

import tomli

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a word table."""

    id: str
    kind: str
    forms: Mapping[str, tuple[str, ...]]
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()
    case: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)
    table: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A form found: `text[start:stop]` is one of the row's forms."""

    start: int
    stop: int
    row: Row


def fold(text: str) -> str:
    """Lower case, code point for code point (so that offsets hold), curly quotes and odd spaces made plain."""
    return text.translate(_PLAIN).lower() if text.isascii() else "".join(map(_fold_one, text))


_PLAIN = {ord(a): b for a, b in zip("’‘ʼ`´“”„«»–—‑‐−\u00a0\u2009\u202f\u2007", "'''''\"\"\"\"\"-----    ", strict=True)}


@cache
def _fold_one(char: str) -> str:
    low = char.translate(_PLAIN).lower()
    return low if len(low) == 1 else char


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of `lexicon/NAME.toml`; raises ValueError naming the row that is not well formed."""
    rows, seen = [], set()
    for entry in _entries(name):
        known = dict(entry)
        row_id = known.pop("id", None)
        if not isinstance(row_id, str) or row_id in seen:
            raise ValueError(f"lexicon/{name}.toml: row id {row_id!r} is missing or stands twice")
        seen.add(row_id)
        rows.append(
            Row(
                row_id,
                known.pop("kind", ""),
                _all_forms(known.pop("forms", {}), known.pop("combined", {}), plural=bool(known.pop("plural", False))),
                tuple(known.pop("examples", ())),
                tuple(known.pop("not_examples", ())),
                bool(known.pop("case", False)),
                known,
                name,
            )
        )
    return tuple(rows)


def wording(name: str) -> Iterator[str]:
    """What the forms of `lexicon/NAME.toml` are made of, those that are combined in their parts.

    For who asks for its words alone: the rows, with some ten thousand forms put together, take several times as long.
    """
    for entry in _entries(name):
        yield from chain.from_iterable(entry.get("forms", {}).values())
        yield from chain.from_iterable(chain.from_iterable(entry.get("combined", {}).values()))


def _entries(name: str) -> list[dict[str, Any]]:
    data = tomli.loads((files("tocsin.lexicon") / f"{name}.toml").read_text(encoding="utf-8"))
    entries: list[dict[str, Any]] = data.get("row", [])
    return entries


def _all_forms(
    listed: Mapping[str, list[str]], combined: Mapping[str, list[list[str]]], *, plural: bool
) -> dict[str, tuple[str, ...]]:
    """A row's forms by language: those listed, and one for each choice of a word from every list of `combined`.

    With `plural` the regular plurals of the English ones are forms too.
    """
    out = {language: dict.fromkeys(forms) for language, forms in listed.items()}
    if plural:
        out["en"].update(dict.fromkeys(_plural(form) for form in listed["en"] if not form.endswith("s")))
    for language, parts in combined.items():
        made = (" ".join(word for word in chosen if word) for chosen in product(*parts))
        out.setdefault(language, {}).update(dict.fromkeys(made))
    return {language: tuple(forms) for language, forms in out.items()}


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("x", "ch", "sh")) else f"{noun}s"


class Matcher:
    """Finds the longest form at each word of a text; about one dictionary look-up a word, two where forms begin.

    A form matches whole words only, without regard to case unless its row says `case = true`.
    """

    def __init__(self, rows: Iterable[Row], languages: Iterable[str] | None = None) -> None:
        wanted = None if languages is None else set(languages)
        by_word: dict[str, dict[str, list[tuple[str, str, Row]]]] = {}
        for row in rows:
            for language, forms in row.forms.items():
                if wanted is None or language in wanted or language == "any":
                    for form in forms:
                        folded = fold(form)
                        said = WORD.findall(folded)
                        if not said or not folded.startswith(said[0]):
                            raise ValueError(f"form {form!r} of {row.id} must begin with a letter or digit")
                        second = said[1] if len(said) > 1 else ""
                        by_word.setdefault(said[0], {}).setdefault(second, []).append((folded, form, row))
        #: forms by their first word and their second, "" for those of one word; the longest first
        self._by_word = {
            first: {second: sorted(forms, key=lambda x: -len(x[0])) for second, forms in more.items()}
            for first, more in by_word.items()
        }

    def find(self, text: str, folded: str | None = None) -> list[Hit]:
        """Hits in text order; pass `folded` (`fold(text)`) when it is at hand.

        Within one table hits never overlap, and rows of the same form come one after the other; hits of
        different tables may overlap, since a word may be both a source and a victim.
        """
        return list(self._scan(text, fold(text) if folded is None else folded))

    def _scan(self, text: str, folded: str) -> Iterator[Hit]:
        edges: dict[str, tuple[int, int]] = {}
        size = len(folded)
        for word, following in pairwise(chain(WORD.finditer(folded), (None,))):
            assert word is not None
            by_second = self._by_word.get(word.group())
            if by_second is None:
                continue
            start = word.start()
            longer = by_second.get(following.group(), ()) if following is not None else ()
            for form, printed, row in chain(longer, by_second.get("", ())):
                stop = start + len(form)
                if not folded.startswith(form, start) or (
                    stop < size and folded[stop].isalnum() and form[-1].isalnum()
                ):
                    continue
                if row.case and text[start:stop] != printed:
                    continue
                edge = edges.get(row.table, (0, 0))
                if start < edge[1] and edge != (start, stop):
                    continue
                edges[row.table] = (start, stop)
                yield Hit(start, stop, row)


@cache
def matcher(name: str) -> Matcher:
    """The matcher of one table, all languages."""
    return Matcher(table(name))
