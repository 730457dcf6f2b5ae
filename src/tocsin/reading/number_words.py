"""Bare numbers in a text: digits and number words put together, before anyone asks what they count.

`scan` gives cores in text order: "two hundred and four", "1.4 million", "22 000", "half a dozen", "tens of thousands",
"п'ятеро", with dates, clock times and telephone numbers cut out whole so that their digits are never taken apart.
Words come from lexicon/numbers.toml; English, Ukrainian and Russian words are read in any text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from tocsin.lexicon.load import Row, fold, table


@dataclass(frozen=True, slots=True)
class Core:
    """A bare number: `text[start:stop]`; `value` None when it is vague or not whole; `sort` None when not yet known."""

    start: int
    stop: int
    value: int | None
    low: int | None
    high: int | None
    qualifier: str = "exact"
    sort: str | None = None
    scale: int = 1
    digits: bool = False


@dataclass(frozen=True, slots=True)
class _Atom:
    start: int
    stop: int
    kind: str
    value: float
    row: Row | None = None


_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['][^\W\d_]+)?")
_SPECIAL = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d(?:t\d\d:\d\d(?::\d\d)?)?(?!\d)|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)(?![\d.,]?\d))"
    r"|(?P<clock>(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?: ?[ap]\.?m\b\.?)?(?!\d)|\d{1,2}(?:\.\d\d)? ?[ap]\.? ?m\b\.?)"
    r"|(?P<phone>\d{3}[- ]\d{3}[- ]\d{2}[- ]?\d{2}(?!\d))"
    r"|(?P<designation>\d+(?:\.\d+){2,}|\d+(?:/\d+)+(?!\d))"
)
_DOTTED_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d(?![\d.,]|[ ]?%)")
_PLAIN = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?!\d)(?:[.,]\d+(?!\d*[.,]\d))?")
_LETTERS_BEFORE = re.compile(r"[^\W\d_]+$")
_SUFFIX = re.compile(r"-?([^\W\d_]+)(?![\w'])")
_NAME_TAIL = re.compile(r"\w+")
_PHONE = re.compile(r"\d[\d ()-]{8,22}\d")
_HALF = "and a half"
NAN = math.nan
_SCALES = {"m": 10**6, "mn": 10**6, "bn": 10**9, "k": 1000, "tn": 10**12}
_ARTICLE = re.compile(r"(?<!\w)a $")


def forms(rows: Iterable[Row]) -> tuple[str, ...]:
    """Every form of the rows, folded, longest first, so that an alternation of them is greedy."""
    return tuple(sorted({fold(f) for r in rows for fs in r.forms.values() for f in fs}, key=lambda f: (-len(f), f)))


@cache
def rows_of(*kinds: str) -> tuple[Row, ...]:
    """Rows of lexicon/numbers.toml of these kinds."""
    return tuple(r for r in table("numbers") if r.kind in kinds)


_NUMBER_KINDS = ("unit", "ten", "hundred", "scale", "ordinal", "share", "group", "vague", "none")
_WORDS: dict[str, Row] = {
    fold(form): row
    for row in rows_of(*_NUMBER_KINDS)
    for fs in row.forms.values()
    for form in fs
    if " " not in form and "-" not in form
}
_AFTER_A: dict[str, Row] = {f[2:]: row for row in rows_of("vague") for f in forms((row,)) if f.startswith("a ")}
_NONE_LONG = re.compile("(?:" + "|".join(re.escape(f) for f in forms(rows_of("none")) if not f.isalpha()) + r")\b")
_NOT_NONE = re.compile(
    "(?:" + "|".join(map(re.escape, forms(rows_of("none-not", "before")))) + r")\b|nos?\.? ?\d|nos?\."
)
_MEASURE_LETTERS = frozenset(f for f in forms(rows_of("measure")) if f.isalpha()) | {"x", "h", "g", "c", "f"}
_PREFIXES = frozenset(forms(rows_of("prefix")))
_DOTTED_LEAD = re.compile("(?<!\\w)(?:" + "|".join(forms(r for r in table("times") if r.kind == "dotted-lead")) + ") $")
_SCORES_OF = re.compile(" (?:" + "|".join(forms(rows_of("scores-after"))) + r")\b")
_ORDINAL_ENDS = frozenset(forms(rows_of("ordinal-suffix")))
_CARDINAL_ENDS = frozenset(forms(rows_of("cardinal-suffix")))


def scan(folded: str, *, language: str = "en", original: str | None = None) -> list[Core]:
    """Cores in text order, never overlapping; `folded` is `lexicon.load.fold` of the text.

    `language` decides one thing: in English "1.500" is a decimal, elsewhere it is fifteen hundred.
    """
    atoms = _atoms(folded, language, folded if original is None else original)
    cores: list[Core] = []
    i = 0
    while i < len(atoms):
        core, i = _compose(atoms, i, folded)
        if core is not None:
            cores.append(core)
    return cores


def _atoms(folded: str, language: str, original: str) -> list[_Atom]:
    found: list[_Atom] = []
    edge = 0
    words = _WORDS
    for match in _TOKEN.finditer(folded):
        start = match.start()
        if start < edge:
            continue
        token = match.group()
        if token[0].isdecimal():
            atom = _digits(folded, start, language, original)
            found.append(atom)
            edge = atom.stop
        elif (row := words.get(token)) is not None:
            stop = match.end()
            if row.kind == "none":
                if _NOT_NONE.match(folded, start):
                    continue
                long = _NONE_LONG.match(folded, start)
                stop = long.end() if long else stop
            found.append(_Atom(start, stop, row.kind, row.more.get("value", 0), row))
            edge = stop
        elif token in _AFTER_A and _ARTICLE.search(folded, max(0, start - 3), start):
            found.append(_Atom(start - 2, match.end(), "vague", 0, _AFTER_A[token]))
            edge = match.end()
    return found


def _digits(folded: str, start: int, language: str, original: str) -> _Atom:
    special = _SPECIAL.match(folded, start)
    if special and special.lastgroup:
        return _Atom(start, special.end(), "=" + special.lastgroup, NAN)
    phone = _PHONE.match(folded, start) if folded[start - 1 : start] == "+" else None
    if phone:
        return _Atom(start, phone.end(), "=phone", NAN)
    dotted = _DOTTED_CLOCK.match(folded, start)
    if dotted and _DOTTED_LEAD.search(folded, max(0, start - 12), start):
        return _Atom(start, dotted.end(), "=clock", NAN)
    plain = _PLAIN.match(folded, start)
    assert plain is not None, "a digit always begins a plain number"
    stop, value = plain.end(), _value(plain.group(), language)
    if _is_name(folded, start, original):
        tail = _NAME_TAIL.match(folded, stop)
        return _Atom(start, tail.end() if tail else stop, "=designation", value)
    return _with_suffix(folded, start, stop, value)


def _value(printed: str, language: str) -> float:
    """The number that digits print: "1,400" 1400, "1.4" 1.4, "1,4" 1.4, "22.000" 22000."""
    text = printed.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) and (language != "en" or text.endswith("00")):
        return float(text.replace(".", ""))
    return float(text.replace(",", "."))


def _is_name(folded: str, start: int, original: str) -> bool:
    """True for digits that belong to letters before them: Kh-101, G7, covid-19; not for "mid-2011"."""
    before = folded[start - 1] if start else " "
    if before.isalpha():
        return True
    if before != "-" or original[start - 1] == "—":
        return before in "#№"
    letters = _LETTERS_BEFORE.search(folded[max(0, start - 13) : start - 1])
    return letters is not None and letters.group() not in _PREFIXES and letters.group() not in _WORDS


def _with_suffix(folded: str, start: int, stop: int, value: float) -> _Atom:
    """Digits with the letters that hang on them: 21st, 5-й, 3bn, 1990s, 5km, 9M723."""
    tail = _SUFFIX.match(folded, stop)
    if tail is None:
        name = _NAME_TAIL.match(folded, stop)
        return _Atom(start, name.end(), "=designation", value) if name else _Atom(start, stop, "digits", value)
    letters, close = tail.group(1), folded[stop] != "-"
    if letters in _ORDINAL_ENDS and (close or not letters.isascii()):
        return _Atom(start, tail.end(), "=ordinal", value)
    if not close:
        return _Atom(start, tail.end() if letters in _CARDINAL_ENDS else stop, "digits", value)
    if letters in _SCALES:
        return _Atom(start, tail.end(), "scaled", value * _SCALES[letters])
    if letters == "s":
        return _Atom(start, tail.end(), "=year", value)
    return _Atom(start, tail.end(), "=measure" if letters in _MEASURE_LETTERS else "=designation", value)


def _compose(atoms: list[_Atom], i: int, folded: str) -> tuple[Core | None, int]:
    atom = atoms[i]
    if atom.kind[0] == "=":
        value = _whole(atom.value)
        return Core(atom.start, atom.stop, value, value, value, sort=atom.kind[1:], digits=True), i + 1
    if atom.kind == "none":
        return Core(atom.start, atom.stop, 0, 0, 0, "none"), i + 1
    if atom.kind == "ordinal":
        return Core(atom.start, atom.stop, int(atom.value), None, None, sort="ordinal"), i + 1
    if atom.kind == "vague":
        return _vague(atoms, i, folded)
    if atom.kind == "share":
        return None, i + 1
    return _cardinal(atoms, i, folded)


def _whole(value: float) -> int | None:
    return int(value) if value == value and float(value).is_integer() else None


def _vague(atoms: list[_Atom], i: int, folded: str) -> tuple[Core | None, int]:
    atom, row = atoms[i], atoms[i].row
    assert row is not None
    low, high, qualifier = row.more["low"], row.more.get("high"), row.more["qualifier"]
    start = atom.start
    if not _scores_of(folded, atom):
        return None, i + 1
    core = Core(start, atom.stop, None, low, high, qualifier)
    if i + 1 == len(atoms):
        return core, i + 1
    after, gap = atoms[i + 1], folded[atom.stop : atoms[i + 1].start]
    if gap not in (" ", " of ", " of a "):
        return core, i + 1
    if after.kind in ("vague", "scale", "group") and after.row is not None:
        if qualifier != "several":
            times = int(after.value or 0)
            if times >= 1000:
                wide = Core(start, after.stop, None, low * times, ((high or low) + 1) * times - 1, "thousands")
                return wide, i + 2
        elif gap == " ":
            named = _several_of(after)
            return replace(core, stop=after.stop, low=named[1], high=named[2], qualifier=named[0]), i + 2
    return core, i + 1


_PLURAL_OF = {12: "dozens", 20: "scores", 10: "tens", 100: "hundreds", 1000: "thousands"}


def _several_of(atom: _Atom) -> tuple[str, int | None, int | None]:
    """What "several dozen", "a few hundred" and "кілька десятків" bound: as dozens, hundreds, tens."""
    assert atom.row is not None
    if atom.kind == "vague":
        more = atom.row.more
        return more["qualifier"], more.get("low"), more.get("high")
    wanted = _PLURAL_OF.get(int(atom.value), "millions")
    row = next(r for r in rows_of("vague") if r.id == wanted)
    return row.more["qualifier"], row.more.get("low"), row.more.get("high")


def _scores_of(folded: str, atom: _Atom) -> bool:
    """False for scores of a game and for the verb."""
    return atom.row is None or atom.row.id != "scores" or bool(_SCORES_OF.match(folded, atom.stop))


def _cardinal(atoms: list[_Atom], i: int, folded: str) -> tuple[Core | None, int]:
    total, group, last, scale = 0.0, None, "", 1
    first, j = atoms[i], i
    while j < len(atoms):
        atom = atoms[j]
        if j > i and not _joins(last, group, atom, folded[atoms[j - 1].stop : atom.start]):
            break
        if atom.kind in ("unit", "ten", "hundred", "digits", "scaled"):
            group = (group or 0) + atom.value
        elif atom.kind == "group" or (atom.kind == "scale" and atom.value == 100):
            group = (1 if group is None else group) * atom.value
        elif atom.kind in ("scale", "vague"):
            group = (1 if group is None else group) + (0.5 if _HALF in folded[atoms[j - 1].stop : atom.start] else 0)
            total, group, scale = total + group * atom.value, None, int(atom.value)
        elif atom.kind == "ordinal":
            value = int(total + (group or 0) + atom.value)
            return Core(first.start, atom.stop, value, None, None, sort="ordinal"), j + 1
        else:
            return Core(first.start, atom.stop, None, None, None, sort="percent"), j + 1
        last = "hundred" if atom.kind == "scale" and atom.value == 100 else atom.kind
        j += 1
    amount = total + (group or 0)
    start = _article(folded, first, amount)
    if start is None:
        return None, j
    if folded.startswith("half", start):
        amount /= 2
    whole = _whole(amount)
    digits = first.kind in ("digits", "scaled")
    return Core(start, atoms[j - 1].stop, whole, whole, whole, scale=scale, digits=digits), j


def _joins(last: str, group: float | None, atom: _Atom, gap: str) -> bool:
    """Does `atom` go on with the number before it?"""
    kind = atom.kind
    if kind == "vague":
        return atom.value > 0 and last in ("unit", "ten", "hundred", "digits") and gap == " " and (group or 0) < 1000
    if kind == "scale" and gap.strip() == _HALF:
        return last in ("unit", "digits")
    if last == "digits" or last == "scaled":
        return gap in (" ", "-") and kind in ("scale", "group", "share")
    if kind == "ordinal":
        return (last == "ten" and atom.value < 10 and gap == "-") or (last in ("hundred", "scale") and gap == " and ")
    if kind in ("scale", "group", "share"):
        if gap == " of ":
            return last == "group"
        return last in ("unit", "ten", "hundred", "group") and gap in (" ", "-")
    if kind == "unit":
        if last == "ten":
            return atom.value < 10 and gap in (" ", "-")
        return last in ("hundred", "scale") and gap in (" ", " and ", "-")
    if kind == "ten":
        return last in ("hundred", "scale") and gap in (" ", " and ", "-")
    return kind == "hundred" and last == "scale" and gap in (" ", " and ")


#: "A score" and "a couple" are numbers only in these company; "a score of 2-1" and "the couple" are not.
_GROUP_NEEDS = {
    "score": re.compile(r"(?: or (?:more|so))? (?:of (?!\d)|or )"),
    "couple": re.compile(r" (?:of|more|dozen|hundred|thousand)\b"),
}


def _article(folded: str, first: _Atom, amount: float) -> int | None:
    """Where the number begins, with "a" or "half a" before dozen and hundred; None when the word is no number here."""
    start = first.start
    if first.kind not in ("group", "scale"):
        return start
    lead = folded[max(0, start - 7) : start]
    word = first.row.id if first.row else ""
    if lead.endswith(("half a ", "half-a-")):
        return start - 7
    if lead.endswith(("half-", "half ")):
        return start - 5
    if _ARTICLE.search(lead):
        start -= 2
    follows = _GROUP_NEEDS.get(word)
    if follows and first.row and folded[first.start] < "\u0400":
        return start if start < first.start and follows.match(folded, first.stop) else None
    return start
