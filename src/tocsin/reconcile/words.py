"""What can be told of a text without reading it: its names, the days it names, its numbers, a sketch of its words."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import chain
from sys import intern
from typing import Any
from zlib import crc32

from tocsin.lexicon.load import Row, fold, matcher, table, wording

#: Words of a run that two texts share; `sketch` is written for this many.
SHINGLE = 4
_ROOT, _MOST_CONTENT = 6, 18
_TRADE = ("triggers", "context", "people", "speakers", "weapons", "times", "actors", "numbers")
SKETCH = 16
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
#: Plain characters that no word holds.
_BETWEEN = {n: " " for n in range(128) if not chr(n).isalpha() and chr(n) not in "'-"}
_TITLED = re.compile(r"[A-ZА-ЯІЇЄҐ][\w'’-]*(?:\s[A-ZА-ЯІЇЄҐ][\w'’-]*){1,4}")
_NUMBER = re.compile(r"(?<![\w.,$€£:/-])(\d{1,3}(?:,\d{3})+|\d{2,6})(?![\w:/%]|[.,]\d)")
_DIGITS = re.compile(r"\d+")
_POSSESSIVE = re.compile(r"['’ʼ]s?$")
_LATIN = dict(
    zip("абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя",
        ["a", "b", "v", "h", "h", "d", "e", "e", "e", "zh", "z", "i", "i", "i", "i", "k", "l", "m", "n", "o", "p", "r",
         "s", "t", "u", "f", "h", "ts", "ch", "sh", "sh", "", "i", "", "e", "u", "a"], strict=True)
)  # fmt: skip
_ALIKE = (("kh", "h"), ("g", "h"), ("y", "i"), ("j", "i"), ("w", "v"), ("ck", "k"), ("c", "k"), ("ii", "i"))


@cache
def stem(word: str) -> str:
    """A key that spellings and cases of one name share: Hroza, Грозі and Грозе; Klymenko, Klimenko and Клименко.

    Latin letters, look-alike sounds made one, final vowels dropped, six letters. It confuses some names, so it is
    only ever one feature among several.
    """
    low = fold(word).replace("'", "").replace("-", "")
    latin = "".join(_LATIN.get(c, c) for c in low)
    for old, new in _ALIKE:
        latin = latin.replace(old, new)
    return intern(latin.rstrip("aeiou")[:6] or latin[:6])


def names(words: Iterable[str]) -> frozenset[str]:
    """Stems of a text's capitalised words of four letters and more that it never writes in lower case.

    A word with a hyphen counts whole and in its parts, so that El-Fasher and El Fasher meet.
    """
    words = set(words)
    capitals = [w for w in words if not w.islower() and w.lower() not in words]
    found = {part for word in capitals for part in _parts(word) if not part.islower() and part.lower() not in words}
    stems = set(map(stem, found)) - _common()
    return frozenset(s for s in stems if len(s) > 2)


@lru_cache(maxsize=1 << 16)
def names_in(text: str) -> frozenset[str]:
    """The same of a short text, such as the words for a place."""
    return names(split(text))


def venues(text: str) -> frozenset[str]:
    """Stems of the proper names of halls, hospitals, schools and the like: the Crocus of Crocus City Hall."""
    found: set[str] = set()
    for match in _TITLED.finditer(text):
        *first, last = match.group().split()
        if fold(last) in _object_words():
            found |= name_stems(" ".join(first))
    return frozenset(found)


def split(text: str) -> list[str]:
    """The words of a text, in order."""
    if not text.isascii():
        return _WORD.findall(text)
    # Cut where no word goes on; the pattern is left to the few pieces that are not all letters.
    chunks = text.translate(_BETWEEN).split()
    if "'" not in text and "-" not in text:
        return chunks
    return [word for chunk in chunks for word in ((chunk,) if chunk.isalpha() else _WORD.findall(chunk))]


def split_folded(text: str, folded: str, words: Iterable[str]) -> list[str]:
    """The words of a folded text; `words` are those of the text, which folding mostly only lowers."""
    return list(map(str.lower, words)) if text.isascii() and "`" not in text else split(folded)


def content(words: Iterable[str]) -> tuple[str, ...]:
    """Roots of the longest of a folded text's words that the lexicons of attacks do not hold: shipyard, elevator.

    In order, each the same object as in other texts: there are many, and a set of them takes six times the memory.
    """
    found = sorted({w[:_ROOT] for w in words if len(w) >= 5} - _trade_words())
    if len(found) > _MOST_CONTENT:
        found = sorted(sorted(found, key=len, reverse=True)[:_MOST_CONTENT])
    return tuple(map(intern, found))


def things(table_name: str, folded: str) -> frozenset[str]:
    """Ids of the classes of a word table that a folded text names; for texts without claims that name them."""
    return frozenset(hit.row.kind or hit.row.id for hit in matcher(table_name).find(folded, folded))


@cache
def _trade_words() -> frozenset[str]:
    """Roots of the words that any report of an attack may hold: casualties, speakers, weapons, times, places."""
    said = "\n".join(chain.from_iterable(map(wording, _TRADE)))
    return frozenset(word[:_ROOT] for word in (*split(fold(said)), *_PLAIN_CAPITALS))


@cache
def _object_words() -> frozenset[str]:
    return frozenset(fold(form.split()[-1]) for row in table("objects") for form in _forms(row))


@cache
def name_stems(name: str) -> frozenset[str]:
    """The stems by which a text may name a place or person called `name`, its common words left out."""
    stems = (stem(part) for word in _WORD.findall(name) for part in _parts(word))
    return frozenset(s for s in stems if s not in _common() and len(s) > 2)


@lru_cache(maxsize=1 << 16)
def _parts(word: str) -> tuple[str, ...]:
    word = _POSSESSIVE.sub("", word)
    parts = [word, *word.split("-")] if "-" in word else [word]
    return tuple(part for part in parts if len(part) >= 4)


def numbers(text: str) -> frozenset[int]:
    """Whole numbers of two digits and more, years and decimals left out."""
    # A number begins where digits do; to try the pattern there alone takes a fifth of the time.
    found = (_NUMBER.match(text, digits.start()) for digits in _DIGITS.finditer(text))
    values = (int(number[1].replace(",", "")) for number in found if number is not None)
    return frozenset(v for v in values if v >= 10 and not 1900 <= v <= 2100)


def days_named(folded: str, words: Iterable[str], published: int | None) -> frozenset[int]:
    """Days (ordinals) that a folded text names by day and month; a missing year is the latest before publication.

    `words`: the text's words, which tell quickly that it names no month.
    """
    found: set[int] = set()
    if _month_words().isdisjoint(words):
        return frozenset()
    for match in _dates().finditer(folded):
        day, month, year = match["d1"] or match["d2"], match["m1"] or match["m2"], match["y1"] or match["y2"]
        ordinal = _ordinal(int(day), _months()[month], int(year) if year else None, published)
        if ordinal is not None:
            found.add(ordinal)
    return frozenset(found)


def weekdays_named(words: Iterable[str], published: int) -> frozenset[int]:
    """The last day (ordinal) up to publication of each weekday that a folded text's words name."""
    named = _weekdays().keys() & words
    if not named:
        return frozenset()
    today = date.fromordinal(published).isoweekday()
    return frozenset(published - (today - _weekdays()[day]) % 7 for day in named)


def sketch(words: Sequence[str]) -> array[int]:
    """The smallest hashes of a folded text's four-word runs, ascending: two sketches tell how much text is shared."""
    if len(words) < SHINGLE:
        return array("I")
    coded = " ".join(words).encode("utf-8", "surrogatepass").split(b" ")
    runs = zip(coded, coded[1:], coded[2:], coded[3:], strict=False)
    return array("I", sorted(set(map(crc32, map(b" ".join, runs))))[:SKETCH])


class LastSet:
    """The set of the items last asked for: in long rounds of pairs the first of a pair stays for a while."""

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last: tuple[Iterable[Any], frozenset[Any]] = ((), frozenset())

    def of(self, items: Iterable[Any]) -> frozenset[Any]:
        """The items as a set; they may not change meanwhile."""
        last = self._last
        if last[0] is not items:
            last = self._last = items, frozenset(items)
        return last[1]


_sketched = LastSet()


def resemblance(a: array[int], b: array[int]) -> float:
    """Jaccard likeness, 0 to 1, estimated from the smallest hashes of the union; both in order, each hash once."""
    shared = _sketched.of(a).intersection(b)
    if not shared:
        return 0.0
    found = 0
    for value in sorted(shared):
        if bisect_left(a, value) + bisect_left(b, value) - found >= SKETCH:  # so many of the union are smaller
            break
        found += 1
    return found / min(SKETCH, len(a) + len(b) - len(shared))


def _ordinal(day: int, month: int, year: int | None, published: int | None) -> int | None:
    if year is None and published is None:
        return None
    try:
        if year is not None:
            return date(year, month, day).toordinal()
        assert published is not None
        guess = date(date.fromordinal(published).year, month, day).toordinal()
        return guess if guess <= published + 1 else date(date.fromordinal(published).year - 1, month, day).toordinal()
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    return {fold(f): int(r.more["number"]) for r in _rows("times", "month") for f in _forms(r)}


@cache
def _weekdays() -> dict[str, int]:
    """Full names only, also as possessives: Sun and Sat are other words too."""
    days = {fold(f): int(r.more["number"]) for r in _rows("times", "weekday") for f in _forms(r) if len(f) > 4}
    return days | {f"{day}'s": number for day, number in days.items()}


@cache
def _month_words() -> frozenset[str]:
    return frozenset(_WORD.findall(form)[0] for form in _months())


@cache
def _dates() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? (?P<m1>{months})\b\.?(?:,? (?P<y1>(?:19|20)\d\d))?"
        rf"|\b(?P<m2>{months})\b\.? (?P<d2>[0-3]?\d)(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<y2>(?:19|20)\d\d))?"
    )


@cache
def _common() -> frozenset[str]:
    """Stems that say nothing of which attack it is: months, weekdays, countries, their people, things that are hit."""
    words: set[str] = set()
    for row in _rows("times", "month", "weekday"):
        words.update(_forms(row))
    for row in _rows("regions", "country"):
        words.update(_forms(row))
        words.update(row.more.get("adjectives", ()))
    for row in table("objects"):
        words.update(w for form in _forms(row) for w in form.split())
    return frozenset(stem(w) for w in words if " " not in w) | frozenset(map(stem, _PLAIN_CAPITALS))


#: Words that stand capitalised at the head of sentences and pages of any report.
_PLAIN_CAPITALS = (
    "about", "according", "after", "also", "among", "army", "around", "attack", "before", "city", "dead", "drone",
    "drones", "earlier", "eight", "emergency", "five", "forces", "four", "from", "governor", "have", "health",
    "here", "interior", "into", "just", "killed", "last", "later", "mayor", "military", "minister", "ministry",
    "missile", "missiles", "more", "most", "much", "nine", "officials", "only", "other", "over", "people", "police",
    "president", "rescue", "rescuers", "reuters", "russia", "russian", "service", "seven", "since", "six", "some",
    "state", "states", "still", "strike", "such", "telegram", "than", "that", "their", "then", "there", "these",
    "they", "this", "those", "three", "twitter", "ukraine", "ukrainian", "united", "updated", "what", "when",
    "where", "which", "while", "with",
)  # fmt: skip


def _rows(name: str, *kinds: str) -> Iterable[Row]:
    return (r for r in table(name) if r.kind in kinds)


def _forms(row: Row) -> Iterable[str]:
    return (f for forms in row.forms.values() for f in forms)
