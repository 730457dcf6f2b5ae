"""What tells a name from a word where all letters are capitals: word tables, the gazetteer, everyday English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from tocsin.lexicon.english import is_common, is_name_too
from tocsin.lexicon.gazetteer import Entry, open_gazetteer
from tocsin.lexicon.load import Matcher, table

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W\d_]+)*")
#: Inhabitants from which a name made of common words alone (Salt Lake City), or one inflected, is taken for a town.
_WELL_KNOWN = 50_000
#: Tables whose forms are written as running text writes them.
_CASED_TABLES = (
    *("speakers", "actors", "weapons", "objects", "context", "people", "triggers", "cues", "casing", "abbreviations"),
)


@cache
def dotted_small() -> frozenset[str]:
    """Abbreviations written small with a dot inside: p.m, e.g; not U.S."""
    forms = (f for row in table("abbreviations") for fs in row.forms.values() for f in fs)
    return frozenset(f for f in forms if "." in f and f == f.lower())


@cache
def forms_of(row_id: str, name: str = "casing") -> frozenset[str]:
    """The forms of one row, lower case."""
    row = next(r for r in table(name) if r.id == row_id)
    return frozenset(form.lower() for forms in row.forms.values() for form in forms)


@cache
def function_words() -> frozenset[str]:
    """Words that join others and name nothing: of, was, and, the."""
    names = ("auxiliary", "preposition", "conjunction", "clause", "pronoun", "single")
    return frozenset({"the"}).union(*(forms_of(name, "grammar") for name in names))


@cache
def cased_forms() -> Matcher:
    """Every form of the word tables that has a capital and is no common word by itself."""
    rows = []
    for row in (row for name in _CASED_TABLES for row in table(name) if row.id != "pronoun-too"):
        forms = {
            language: tuple(f for f in forms if f != f.lower() and not is_common(f.lower()))
            for language, forms in row.forms.items()
        }
        rows.append(replace(row, forms=forms, case=False))
    return Matcher(rows)


@cache
def written_small() -> frozenset[str]:
    """Words that a table of plain words writes small: quadcopter, responders, oblast."""
    plain = (name for name in (*_CASED_TABLES, "numbers", "times") if name not in ("casing", "abbreviations"))
    forms = (f for name in plain for row in table(name) for fs in row.forms.values() for f in fs)
    names = forms_of("particle") | forms_of("not-name", "grammar")
    small = {w for f in forms for w in WORD.findall(f) if w == w.lower() and w not in names}
    return frozenset(w for w in small if is_common(w) or not _is_land(w))


def _is_land(word: str) -> bool:
    return any(e.kind == "country" and e.use == "name" for e in open_gazetteer().lookup(word))


@cache
def area_words() -> frozenset[str]:
    """Words beside a place's name that are no part of it: region, district, northern."""
    rows = ("region-word", "district-word", "part")
    return frozenset().union(*(forms_of(row, "placewords") for row in rows))


@cache
def never_first() -> frozenset[str]:
    """Function words with which no place's name begins: El Salvador and The Hague are let through."""
    return function_words() - forms_of("particle") - {"the"}


def is_place(words: Sequence[str]) -> bool:
    """Whether the gazetteer has the name; one made of common words alone must be well known (Salt Lake City)."""
    entries = open_gazetteer().lookup(" ".join(words))
    if not entries or not all(map(is_common, words)):
        return bool(entries)
    known = any(is_known(e) and (e.use == "name" or e.kind == "country") for e in entries)
    return known and not any(w in area_words() for w in words)


def is_known(entry: Entry) -> bool:
    """A country, sea or region, or a town that many have heard of."""
    if entry.kind in ("country", "area", "sea"):
        return True
    return entry.kind == "region" or entry.population >= _WELL_KNOWN


@cache
def is_country(word: str) -> bool:
    """Whether a word that is a name too is a country or its people: Turkey, Polish."""
    entries = open_gazetteer().lookup(word) if is_name_too(word) else ()
    return any(e.use == "adjective" or e.kind == "country" for e in entries)


def is_contraction(word: str) -> bool:
    """don't, we've: a common word with a verb's rest after an apostrophe."""
    stem, mark, rest = word.partition("'")
    return bool(mark) and rest in ("t", "ve", "re", "ll", "d", "m") and any(map(is_common, (stem, stem[:-1])))


def is_made_of_common(word: str) -> bool:
    """An uncommon word made of two common ones by a known beginning: antidrug, counterinsurgency, gunship."""
    return any(word.startswith(p) and len(word) - len(p) >= 4 and is_common(word[len(p) :]) for p in forms_of("prefix"))
