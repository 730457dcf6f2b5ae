"""Towns that a text names outright, for a report whose claims give no place: "shells fell in Gao", "CALI - ".

Flashes, notices and obituaries often say nothing that a claim can be made of but where it was. A capitalised name
counts if it is a settlement's and stands where places stand: after a word of place, as a dateline, or as what the text
opens with. Which of a country's towns of one name it is stays open: all of them are given. A name of about equal towns
in two countries is left out, and so are names in an inflected form that the gazetteer does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from tocsin.lexicon.gazetteer import Entry, open_gazetteer
from tocsin.lexicon.load import fold, table

#: "of" stands before much that is no place, and so do the words that open a text: these must name a town of some size.
_KNOWN = 5_000
#: A town is meant rather than one of another country if it has this many times the people.
_CLEARLY = 3
_LONGEST = 3
_SETTLEMENTS = frozenset(("town", "village"))
_DATELINE = re.compile(r"\s*(?P<name>[^\W\d_][\w'’ʼ -]{1,30}?)(?:,[^:—–-]{1,20})?(?::| [-—–]) ")
_WORD = re.compile(r"[^\W\d_][\w'’ʼ-]*")
_POSSESSIVE = re.compile(r"['’ʼ]s?$")
_GUARDS = ("not-place", "first-name", "title")


def towns_outright(text: str) -> dict[str, tuple[Entry, ...]]:
    """The settlements that a text names, as printed, each as all of its country that bear the name; none twice."""
    words = list(_WORD.finditer(text))
    told = [(name, 0) for name in _heads(text, words)]
    for at in range(1, len(words)):
        before = fold(words[at - 1].group())
        if before in _before() and _joined(text, words[at - 1], words[at]):
            told.append((_run(text, words, at), _KNOWN if before == "of" else 0))
    found: dict[str, tuple[Entry, ...]] = {}
    seen: set[str] = set()
    for name, least in told:
        rows = _settlements(name)
        if rows and rows[0].population >= least and rows[0].id not in seen:
            seen.add(rows[0].id)
            found[name] = rows
    return found


def _heads(text: str, words: Sequence[re.Match[str]]) -> Iterable[str]:
    """What may be a town at the head of a text: a dateline, and the words that it opens with."""
    head = _DATELINE.match(text)
    if head is not None:
        yield head["name"].title() if head["name"].isupper() else head["name"]
    subject = _run(text, words, 0) if words else ""
    rows = _settlements(subject)
    if rows and rows[0].population >= _KNOWN:
        yield subject


def _run(text: str, words: Sequence[re.Match[str]], at: int) -> str:
    """The longest run of capitalised words from here; "" where there is none."""
    end = at
    while end < len(words) and end - at < _LONGEST and words[end].group()[0].isupper():
        end += 1
        if end == len(words) or not _joined(text, words[end - 1], words[end]):
            break
    return _POSSESSIVE.sub("", text[words[at].start() : words[end - 1].end()]) if end > at else ""


def _settlements(name: str) -> tuple[Entry, ...]:
    if len(name) < 3 or not name[0].isupper() or fold(name) in _guards():
        return ()
    rows = open_gazetteer().lookup(name)
    towns = [e for e in rows if e.kind in _SETTLEMENTS and e.use != "adjective"]
    if not towns or rows[0].kind == "country" or rows[0].country != towns[0].country:
        return ()
    if any(e.country != towns[0].country and e.population * _CLEARLY > towns[0].population for e in towns):
        return ()
    return tuple(e for e in towns if e.country == towns[0].country)


def _joined(text: str, one: re.Match[str], two: re.Match[str]) -> bool:
    """True for two words with only a space between them."""
    return two.start() == one.end() + 1 and text[one.end()].isspace()


@cache
def _before() -> frozenset[str]:
    rows = (row for row in table("placewords") if row.id in ("locative", "near", "town-of"))
    return frozenset(form.split()[-1] for row in rows for form in _forms(row.forms.values())) | {"of"}


@cache
def _guards() -> frozenset[str]:
    return frozenset(f for row in table("placewords") if row.id in _GUARDS for f in _forms(row.forms.values()))


def _forms(forms: Iterable[Iterable[str]]) -> Iterable[str]:
    return (fold(form) for of_language in forms for form in of_language)
