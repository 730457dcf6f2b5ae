"""Other spellings of a name that was written in another script: Deir el-Zour is Deir ez-Zor, Atareb is Al Atarib.

A name that the gazetteer does not have is changed by one or two rules, each a pair of letters that one sound is written
with, and looked up again; only places of the countries that the text speaks of count, so that a chance likeness is
unlikely. Rules of thumb of ours, from how news agencies write Arabic, Persian, Ukrainian and Russian names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from tocsin.lexicon.gazetteer import Entry, name_key, open_gazetteer

#: Names shorter than this have too many likenesses.
_SHORTEST = 5
#: Spellings tried of one name: about a millisecond.
_MOST = 400
_ROUNDS = 2
_WORDS = 3
#: Countries whose names newspapers spell in Latin letters each in its own way: Arabic, Persian, Pashto, Urdu, Hebrew,
#: Cyrillic, Armenian, Georgian, Amharic and the like stand on their own signs.
_TRANSCRIBED = frozenset(
    "AE AF AM BH BY DJ DZ EG ER ET GE IL IN IQ IR JO KG KW KZ LB LY MA MR OM PK PS QA RU SA SD SO SS SY TD TJ TM TN UA "
    "UZ YE".split()
)
_SETTLED = ("town", "village", "suburb", "district", "region")

#: The Arabic article before a letter: al-Zour and ez-Zour are said alike.
_ARTICLE = re.compile(r"(?:(?<= )|^)(?:al|el|il|ul|as|es|ash|esh|ad|ed|ar|er|az|ez|at|et|an|en) (?=\w{3})")
_RULES = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"ou", "u"), (r"ou", "o"), (r"oo", "u"), (r"o", "u"), (r"u", "o"), (r"aw", "au"),
        (r"ee", "i"), (r"e", "i"), (r"e", "a"), (r"i", "e"), (r"ai", "ay"), (r"ei", "ay"), (r"ei", "ai"), (r"ai", "ei"),
        (r"ay", "ai"), (r"aa", "a"), (r"(?<=[^aeiou])a(?=[^aeiou]|$)", "e"), (r"iy(?=a)", "i"), (r"i(?=a)", "iy"),
        (r"yy", "y"), (r"(\w)\1", r"\1"), (r"a$", "ah"), (r"ah$", "a"), (r"eh$", "ah"), (r"eh$", "a"), (r"ya$", "yah"),
        (r"e(?=[^aeiou]*$)", "i"), (r"kh", "h"), (r"q", "k"), (r"k", "q"), (r"j", "dj"), (r"dj", "j"), (r"z", "s"),
        (r"^g", "h"), (r"^h", "g"), (r"yi", "i"), (r"iy", "y"), (r"ie", "ye"), (r"yo", "o"), (r"ya", "ia"),
        (r"ia", "ya"),
    )
)  # fmt: skip


def spelt_otherwise(name: str, countries: Set[str]) -> Entry | None:
    """The best known settlement or region of `countries` (ISO 3166-1) that another spelling of the name is of."""
    told = frozenset(countries & _TRANSCRIBED)
    return _spelt(name_key(name), told) if told and len(name) >= _SHORTEST and name.count(" ") < _WORDS else None


@lru_cache(maxsize=4096)
def _spelt(key: str, countries: frozenset[str]) -> Entry | None:
    gazetteer = open_gazetteer()
    seen, last = {key}, [key]
    for _ in range(_ROUNDS):
        last = list(dict.fromkeys(other for one in last for other in _once(one) if other not in seen))
        seen.update(last)
        found = [e for one in last[:_MOST] for e in gazetteer.lookup(one) if e.kind in _SETTLED]
        found = [e for e in found if e.country in countries and e.use in ("name", "variant")]
        if found:
            return max(found, key=lambda e: (e.kind == "town", e.population, e.id))
    return None


def _once(key: str) -> Iterator[str]:
    """The spellings that one rule makes, each at one place of the name or at all."""
    bare = _ARTICLE.sub("", key)
    yield from (bare, f"al {bare}", f"el {bare}")
    for match in _ARTICLE.finditer(key):
        first = key[match.end()]
        for article in ("al ", "el ", f"a{first} ", f"e{first} ", ""):
            yield key[: match.start()] + article + key[match.end() :]
    doubled = re.search(r"(?<= )e(\w)\1", key)
    if doubled is not None:
        yield f"{key[: doubled.start()]}ez {key[doubled.end() - 1 :]}"
    for pattern, to in _RULES:
        for match in pattern.finditer(key):
            yield key[: match.start()] + match.expand(to) + key[match.end() :]
        yield pattern.sub(to, key)


__all__ = ["spelt_otherwise"]
