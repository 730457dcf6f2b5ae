"""One stretch of capitals, word by word: which of them keep a capital, and where sentences begin in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tocsin.lexicon.english import is_common, is_name_too
from tocsin.lexicon.gazetteer import open_gazetteer
from tocsin.lexicon.load import fold
from tocsin.reading.casewords import (
    WORD,
    area_words,
    cased_forms,
    dotted_small,
    forms_of,
    function_words,
    is_contraction,
    is_country,
    is_known,
    is_made_of_common,
    is_place,
    never_first,
    written_small,
)
from tocsin.reading.grammar import abbreviations
from tocsin.reading.placeforms import is_adjective, nominatives

#: Lines shorter than this end by themselves; longer ones may be wrapped (as in `reading.document`).
_WRAPPED_AT = 50
_LONGEST_NAME = 4
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s|\n\s*\n|\n\s*[-–—•*]\s")
#: "-- [TEXT]", "[COMMENTARY] [TEXT]": marks that an agency sets before the text itself.
_MARK_ENDS = re.compile(r"(?:^|--|[\])\n])\s*\[[\w\s]{2,40}\]\s*$")
_QUOTE_OPENS = re.compile(r"[,:]\s*[\"“«]$")
_ROMAN = re.compile(r"[ivx]{2,5}")
_NO_VOWEL = re.compile(r"[^aeiouyаеєиіїоуюяёыэ]{2,5}")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@dataclass(slots=True)
class _Word:
    """A word of a stretch; `low` is folded and without a possessive `'s`; `form` is how it will be written."""

    start: int
    stop: int
    low: str
    glue: str
    opens: bool
    form: str = ""

    @property
    def named(self) -> bool:
        return self.form[:1].isupper()


class Stretch:
    """One stretch of capitals: its words, and how each will be written."""

    def __init__(self, text: str, start: int, stop: int, printed: Mapping[str, str]) -> None:
        self.text, self.start, self.stop, self.printed = text, start, stop, printed
        self.words = list(self._cut())
        self.short = self._abbreviations()

    def restored(self) -> str:
        """The stretch written anew, of the same length."""
        self._by_table()
        self._by_gazetteer()
        for at, word in enumerate(self.words):
            word.form = word.form or self._form(at, word)
        self._names_of_common_words()
        pieces, edge = [], self.start
        for word in self.words:
            pieces += [self.text[edge : word.start], _opened(word.form) if word.opens else word.form]
            edge = word.stop
        return "".join([*pieces, self.text[edge : self.stop]])

    def _cut(self) -> Iterator[_Word]:
        before = self.start
        for match in WORD.finditer(self.text, self.start, self.stop):
            start, stop = match.span()
            opens = opens_sentence(self.text, before, start) if before else not self.text[:start].strip(' \n"“«([-–—•*')
            word = _Word(start, stop, fold(match.group()).removesuffix("'s"), self.text[before:start], opens)
            if not match.group().isupper() and any(c.islower() for c in match.group()):
                word.form = match.group()
            before = stop
            yield word

    def _abbreviations(self) -> frozenset[str]:
        """Words that the stretch explains, before or after: ELN [Army of National Liberation], ... Army (NLA).

        The words that explain them are written as names.
        """
        found = set()
        for at, word in enumerate(self.words):
            if 1 < len(word.low) <= 8 and word.low.isalpha() and not is_common(word.low):
                explained = self._spelt_after(at) or self._spelt_before(at)
                if explained:
                    found.add(word.low)
                for other in explained:
                    plain = other.low in function_words() or other.low in forms_of("particle")
                    other.form = _small(self._raw(other)) if plain else _titled(self._raw(other))
        return frozenset(found)

    def _spelt_after(self, at: int) -> list[_Word]:
        """The words in brackets after a word whose letters they begin with, in their order or another tongue's."""
        if self.text[self.words[at].stop : self.words[at].stop + 2].strip() not in ("(", "["):
            return []
        inside = self.words[at + 1 : at + 2]
        for word in self.words[at + 2 : at + 12]:
            if not word.glue.isspace() and word.glue != "-":
                break
            inside.append(word)
        return inside if len(inside) > 1 and _spell(inside, self.words[at].low) else []

    def _spelt_before(self, at: int) -> list[_Word]:
        """The words before a word in brackets, as many as its letters need."""
        if self.words[at].glue.strip() not in ("(", "["):
            return []
        letters = Counter(self.words[at].low)
        out: list[_Word] = []
        for word in reversed(self.words[max(0, at - 12) : at]):
            if letters[word.low[0]] > 0 and word.low not in function_words():
                letters[word.low[0]] -= 1
            elif not (word.low in function_words() or word.low in forms_of("particle")):
                break
            out.append(word)
            if not word.glue.isspace():
                break
        while out and out[-1].low in function_words():
            out.pop()
        return out if len(out) > 1 and _spell(out, self.words[at].low) else []

    def _by_table(self) -> None:
        """Words that a word table writes with capitals: Kh-101, UAV, Ministry of Internal Affairs."""
        piece = self.text[self.start : self.stop]
        for hit in cased_forms().find(piece):
            form = next(f for fs in hit.row.forms.values() for f in fs if fold(f) == fold(piece[hit.start : hit.stop]))
            first = bisect_left(self.words, self.start + hit.start, key=lambda w: w.start)
            for word in self.words[first:]:
                a, b = word.start - self.start - hit.start, word.stop - self.start - hit.start
                if a >= len(form):
                    break
                if not word.form and word.low not in self.printed:
                    word.form = form[a:b] + _small(piece[hit.start + len(form) : word.stop - self.start])

    def _by_gazetteer(self) -> None:
        """Names of several words: New York, El Salvador, Rio de Janeiro."""
        at = 0
        while at < len(self.words):
            size = self._longest_name(at)
            if size > 1:
                for i, word in enumerate(self.words[at : at + size]):
                    inner = 0 < i < size - 1 and any(word.low in small for small in _inside_names())
                    word.form = _small(self._raw(word)) if inner else _titled(self._raw(word))
            at += size

    def _longest_name(self, at: int) -> int:
        """How many words from `at` on are one place's name; 1 where none is longer."""
        words = [self.words[at]]
        if words[0].low in never_first() or not self._may_name(words[0]):
            return 1
        for word in self.words[at + 1 : at + _LONGEST_NAME]:
            if word.glue not in (" ", "-", "\n") or not self._may_name(word):
                break
            words.append(word)
        sizes = range(len(words), 1, -1)
        return next(
            (n for n in sizes if words[n - 1].low not in function_words() and is_place([w.low for w in words[:n]])), 1
        )

    def _may_name(self, word: _Word) -> bool:
        return not word.form and word.low[0].isalpha() and word.low not in self.printed

    def _raw(self, word: _Word) -> str:
        return self.text[word.start : word.stop]

    def _form(self, at: int, word: _Word) -> str:
        raw = self._raw(word)
        if word.low in self.printed and len(self.printed[word.low]) <= len(raw):
            form = self.printed[word.low]
            return form + _small(raw[len(form) :])
        if _CYRILLIC.search(raw):
            return _titled(raw) if self._is_cyrillic_name(at, word) else _small(raw)
        return self._latin(at, word, raw)

    def _latin(self, at: int, word: _Word, raw: str) -> str:
        after = self.text[word.stop : word.stop + 1]
        if raw[0].isdigit():
            return _small(raw)
        if len(raw) == 1:
            return raw if raw == "I" or (after == "." and not self._is_dotted_small(word)) else _small(raw)
        if word.low in self.short or any(c.isdigit() for c in raw):
            return raw[: len(word.low)] + _small(raw[len(word.low) :])
        if after == "-" and word.low in forms_of("bound"):
            return _small(raw)
        if word.low in forms_of("pronoun-too"):
            return raw if self._is_noun_here(at) else _small(raw)
        if word.low in forms_of("particle"):
            return self._particle(at, raw)
        if is_common(word.low) or word.low in written_small() or is_contraction(word.low):
            return _titled(raw) if is_country(word.low) or self._is_month(at) else _small(raw)
        if word.low in forms_of("measure") or is_made_of_common(word.low):
            return _small(raw)
        if _NO_VOWEL.fullmatch(word.low) or _ROMAN.fullmatch(word.low):
            return raw
        return _titled(raw)

    def _particle(self, at: int, raw: str) -> str:
        """Small inside a name; a capital where a name begins with it."""
        before = self.words[at - 1] if at and self.words[at].glue == " " else None
        follows = at + 1 < len(self.words) and self.words[at + 1].glue in (" ", "\n")
        unknown = follows and not is_common(self.words[at + 1].low)
        return _titled(raw) if unknown and (before is None or not before.named) else _small(raw)

    def _is_month(self, at: int) -> bool:
        """March, May and August beside a number."""
        after = self.words[at + 1 : at + 2]
        beside = self.words[max(0, at - 1) : at] + after
        helps = any(w.low in forms_of("auxiliary", "grammar") for w in after)
        return self.words[at].low in forms_of("month-too") and not helps and any(w.low[0].isdigit() for w in beside)

    def _is_dotted_small(self, word: _Word) -> bool:
        """A letter of p.m. or e.g., which are small though U.S. is not."""
        around = fold(self.text[word.start : word.start + 3]), fold(self.text[word.stop - 3 : word.stop])
        return any(form in around for form in dotted_small())

    def _is_noun_here(self, at: int) -> bool:
        """Whether "US" is the country: after an article or a number, or right before a noun."""
        before = self.words[at - 1].low if at else ""
        if not at or before == "the" or before in forms_of("single", "grammar"):
            return True
        if at + 1 == len(self.words) or self.words[at + 1].glue != " ":
            return False
        after = self.words[at + 1].low
        return after not in function_words() and after not in forms_of("determiner", "grammar")

    def _is_cyrillic_name(self, at: int, word: _Word) -> bool:
        """A place that the gazetteer has, where it is well known or stands where places do; a surname by its ending."""
        if word.low.endswith(tuple(forms_of("name-ending"))) and len(word.low) > 5:
            return True
        before = self.words[at - 1].low if at else ""
        after = self.words[at + 1].low if at + 1 < len(self.words) else ""
        if is_adjective(word.low) and after in area_words():
            return True
        placed = before in forms_of("locative", "placewords") or before in forms_of("town-of", "placewords")
        if word.low in written_small() or len(word.low) <= 3:
            return False
        forms = [word.low, *(form for form, use in nominatives(word.low) if use != "adjective")]
        entries = [e for form in forms for e in open_gazetteer().lookup(form) if e.use in ("name", "variant")]
        return (placed and bool(entries)) or any(map(is_known, entries))

    def _names_of_common_words(self) -> None:
        """Common words that stand as names: George Bush, then Bush alone; and offices before a name."""
        found = set()
        for at, word in enumerate(self.words):
            before = self.words[at - 1] if at and word.glue.strip(".") in (" ", "  ", "\n") else None
            after = self.words[at + 1] if at + 1 < len(self.words) and self.words[at + 1].glue == " " else None
            if word.named or word.low in self.printed or not word.low.isalpha():
                continue
            plain = word.low in function_words() or word.low in forms_of("adverb", "grammar")
            if is_name_too(word.low) and not plain and before is not None and _comes_before_a_name(before):
                found.add(word.low)
                word.form = _titled(self._raw(word))
            elif after is not None and self._leads(word, after):
                word.form = _titled(self._raw(word))
        for word, before in zip(self.words[1:], self.words, strict=False):
            if word.low in found and before.low not in function_words() and not before.low[0].isdigit():
                word.form = _titled(self._raw(word))

    def _leads(self, word: _Word, after: _Word) -> bool:
        """Whether a common word is the first name or the office of the name after it."""
        if word.low in forms_of("first-name", "placewords"):
            return after.named or is_name_too(after.low)
        if word.low in forms_of("office"):
            return (after.named and not is_common(after.low)) or is_name_too(after.low)
        return word.low in forms_of("office-or-sort") and after.named and not is_common(after.low)


def _spell(words: Sequence[_Word], letters: str) -> bool:
    """Whether words begin with two in three of these letters or more."""
    initials = Counter(w.low[0] for w in words)
    return sum((Counter(letters) & initials).values()) * 3 >= len(letters) * 2


def _comes_before_a_name(word: _Word) -> bool:
    """A first name, an initial or an office, after which a common word is a surname."""
    if word.low in forms_of("office"):
        return True
    return word.named and (word.low in forms_of("first-name", "placewords") or len(word.low) == 1)


def opens_sentence(text: str, before: int, start: int) -> bool:
    """Whether a sentence begins at `start`; `before` is where the word before it ends."""
    glue = text[before:start]
    if not before or _QUOTE_OPENS.search(glue):
        return True
    if glue.strip(" ") == "\n" and before - text.rfind("\n", 0, before) <= _WRAPPED_AT:
        return not _is_wrapped_tail(text, before)
    if not _SENTENCE_END.search(glue):
        return "]" in glue and _MARK_ENDS.search(text, max(0, start - 60), start) is not None
    word = text[max(0, before - 20) : before].lower().split()[-1]
    return not (glue[:1] == "." and "\n\n" not in glue and (word in abbreviations() or len(word) == 1))


def _is_wrapped_tail(text: str, before: int) -> bool:
    """The last, short line of a wrapped paragraph has a long line above it."""
    start = text.rfind("\n", 0, before)
    above = text.rfind("\n", 0, max(0, start))
    return start > 0 and start - above - 1 >= _WRAPPED_AT and text[start - 1] not in '.!?:;…"”»'


@cache
def _inside_names() -> tuple[frozenset[str], ...]:
    return forms_of("particle"), forms_of("bound"), function_words()


def _small(text: str) -> str:
    """Lower case, code point for code point: a letter whose small form is longer stays, and so does the I of I'm."""
    low = text.lower()
    if low.startswith(("i'", "i’")):
        low = "I" + low[1:]
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _titled(raw: str) -> str:
    """A name with a capital: Lopez, D'Aubuisson, O'Brien, McDonald; not Lopez'S."""
    low = raw[:1] + _small(raw[1:])
    if len(raw) > 3 and raw[1] in "'’ʼ":
        low = low[:2] + raw[2] + low[3:]
    if len(raw) > 4 and low.startswith("Mc"):
        low = low[:2] + raw[2] + low[3:]
    return low


def _opened(form: str) -> str:
    """A sentence's first word, its first letter a capital if that changes no length."""
    first = form[:1].upper()
    return first + form[1:] if len(first) == 1 else form
