"""Numbers that count nothing: ages, hours of a clock, days and years cut by a line end, the numbers of a list.

What a number is by the words on its own line `number_sorts` says; here the whole sentence decides, over line ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from tocsin.lexicon.load import table
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.grammar import words
from tocsin.reading.number_words import forms, rows_of
from tocsin.reading.numbers import NumberMention

#: Years of life: below this a number behind a name is an age.
_OLDEST = 115
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
#: The last minute of a day written with four digits, and the minutes of an hour.
_DAY_ENDS, _HOUR = 2400, 60


def counts_nothing(document: Document, sentence: Sentence, number: NumberMention) -> bool:
    """True for an age, a date, a clock time, a list mark, and for differences: "four fewer dead", "two more than"."""
    after = [t.word for t in sentence.tokens_between(number.core_stop, sentence.stop)[:2]]
    if after[:1] == ["fewer"] or after[:1] == ["less"] or after == ["more", "than"]:
        return True
    if after[:1] == ["of"] and after[-1] in _measures():
        return True  # "hundreds of kilometres"
    if _is_age(sentence, number) or _is_age_limit(sentence, number) or _is_rate(sentence, number):
        return True
    if not document.text[number.core_start].isdigit():
        return False
    return (
        _is_list_mark(document, sentence, number)
        or _is_age_of_name(document, sentence, number)
        or _is_dated(document, sentence, number)
        or _is_clock(document, sentence, number)
    )


def _is_age(sentence: Sentence, number: NumberMention) -> bool:
    """ "The newsman, 57, was shot": a bare number between commas behind one person."""
    before = sentence.tokens_between(sentence.start, number.start)[-2:]
    after = sentence.tokens_between(number.stop, sentence.stop)[:1]
    people = {h.stop for h in sentence.of("people") if h.row.more.get("one")}
    aside = [t.word for t in (*before[-1:], *after)] == [",", ","]
    if [t.word for t in before[:1]] == ["who"] and before[-1].word in words("be") and after[:1]:
        return after[0].word in (",", ".")
    if not aside or len(before) < 2 or number.qualifier != "exact":
        return False
    young = number.value is not None and 0 < number.value < _OLDEST
    onward = [t.word for t in sentence.tokens_between(number.stop, sentence.stop)[1:2]]
    told_of = bool(onward) and (
        onward[0] in words("auxiliary") or onward[0] in words("determiner") or onward[0] == "who"
    )
    return before[0].stop in people or (young and told_of and before[0].word.isalpha() and before[0].word[-1:] != "s")


def _is_age_limit(sentence: Sentence, number: NumberMention) -> bool:
    """ "a child under 3", "sisters of 14", "boys of 1, 16 and 17": ages, not counts."""
    people = {h.stop for h in sentence.of("people")}
    if number.qualifier == "fewer than":
        return number.start - 1 in people
    before = list(sentence.tokens_between(sentence.start, number.start)[-7:])
    while before and (before[-1].word[0].isdigit() or before[-1].word in (",", "and")):
        before.pop()
    after = sentence.tokens_between(number.stop, sentence.stop)[:1]
    counted = bool(after) and after[0].word[0].isalpha() and _is_noun(after[0])
    young = number.value is not None and 0 < number.value < 100 and number.qualifier == "exact" and not counted
    return young and len(before) >= 2 and before[-1].word == "of" and before[-2].stop in people


def _is_rate(sentence: Sentence, number: NumberMention) -> bool:
    """ "an average of 12 deaths", "two people each day": how many in a stretch of time, and no toll."""
    before = [t.word for t in sentence.tokens_between(sentence.start, number.start)][-2:]
    if before == ["average", "of"]:
        return True
    after = [t.word for t in sentence.tokens_between(number.core_stop, sentence.stop)[:4]]
    return any(w in words("every") and nxt in _durations() for w, nxt in pairwise(after[1:]))


def _is_list_mark(document: Document, sentence: Sentence, number: NumberMention) -> bool:
    """ "2. The victim was taken away": the number of a paragraph."""
    mark = document.text[number.core_stop : number.core_stop + 2]
    return number.core_start == sentence.start and mark[:1] in (".", ")") and mark[1:].isspace()


def _is_age_of_name(document: Document, sentence: Sentence, number: NumberMention) -> bool:
    """ "Maria Pulido, 42; Pilar Pulido, 19": behind a name of two words, and no town of a list of counts."""
    if number.value is None or not 0 < number.value < _OLDEST or number.qualifier != "exact":
        return False
    before = sentence.tokens_between(sentence.start, number.core_start)
    after = sentence.tokens_between(number.core_stop, sentence.stop)[:1]
    if [t.word for t in before[-1:]] != [","]:
        return False
    if after and after[0].word not in words("be") and after[0].word not in (",", ";", ".", ")", "]", "and"):
        return False
    name = _capitals_before(document, before[:-1])
    led = before[: len(before) - 1 - len(name)][-1:]
    return len(name) > 1 and not (led and led[0].word in words("preposition"))


def _capitals_before(document: Document, before: Sequence[Token]) -> list[Token]:
    name: list[Token] = []
    for token in reversed(before):
        if not document.text[token.start].isupper():
            break
        name.insert(0, token)
    return name


def _is_dated(document: Document, sentence: Sentence, number: NumberMention) -> bool:
    """ "20 / September", "8 Feb / 89", "since / 1980": a day or a year whose date goes on over a line end."""
    before = sentence.tokens_between(sentence.start, number.core_start)[-2:]
    after = sentence.tokens_between(number.core_stop, sentence.stop)[:1]
    value = number.value or 0
    if after and value <= 31 and after[0].word in _months() and document.text[after[0].start].isupper():
        return True
    if not before:
        return False
    if after and after[0].word[0].isalpha() and _is_noun(after[0]):
        return False
    dated = len(before) == 2 and before[0].word.isdigit() and before[1].word in _months()
    if dated and number.core_stop - number.core_start in (2, 4):
        return True
    four = number.core_stop - number.core_start == 4 and _FIRST_YEAR <= value <= _LAST_YEAR
    return four and before[-1].word == "since"


def _is_noun(token: Token) -> bool:
    closed = ("preposition", "conjunction", "clause", "auxiliary", "adverb", "determiner")
    return not any(token.word in words(name) for name in closed)


def _is_clock(document: Document, sentence: Sentence, number: NumberMention) -> bool:
    """ "at 0815", "at about 1500 (2000 GMT)": an hour written with four digits, told by its nought or by its zone."""
    digits = document.text[number.core_start : number.core_stop]
    if len(digits) != 4 or not digits.isdigit() or int(digits) > _DAY_ENDS or int(digits) % 100 >= _HOUR:
        return False
    after = [t.word for t in sentence.tokens_between(number.core_stop, sentence.stop)[:3]]
    if after[:1] and after[0] in words("hour-zone"):
        return True
    before = sentence.tokens_between(sentence.start, number.core_start)[-3:]
    led = any(t.word in words("hour-lead") for t in before)
    return led and (digits[0] == "0" or (after[:1] == ["("] and bool(set(after[1:]) & words("hour-zone"))))


@cache
def _measures() -> frozenset[str]:
    return frozenset(forms(rows_of("measure")))


@cache
def _months() -> frozenset[str]:
    return frozenset(forms(r for r in table("times") if r.kind == "month"))


@cache
def _durations() -> frozenset[str]:
    return frozenset(forms(r for r in rows_of("measure") if r.more["sort"] == "duration"))


__all__ = ["counts_nothing"]
