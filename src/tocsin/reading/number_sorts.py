"""What sort of number a bare number is: a count, or an age, a date, a sum of money, the name of a thing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tocsin.lexicon.load import table
from tocsin.reading.number_words import Core, forms, rows_of

#: What a number can be; "times" is a multiple ("ten times that") and becomes a measure in a mention.
SORTS = ("count", "ordinal", "age", "money", "percent", "date", "year", "distance", "duration", "measure",
         "designation", "clock", "phone", "score")  # fmt: skip


def either(words: Iterable[str]) -> str:
    """A pattern of these words, longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


def last_words(words: Iterable[str]) -> frozenset[str]:
    """The last word of each form: a cheap test before a pattern that ends at the number."""
    return frozenset(w.rsplit(" ", 1)[-1] for w in words)


def last_word(before: str) -> str:
    """The word that stands right before a number, without its stop; "" when something else does."""
    if before[-1:] not in (" ", "."):
        return ""
    cut = before.rstrip(" .:")
    return cut[max(cut.rfind(" "), cut.rfind("\n"), cut.rfind("("), cut.rfind('"')) + 1 :]


_YEAR_WORD = re.compile(rf" {either(forms(r for r in table('times') if r.kind == 'year-word'))}(?!\w)")
_CURRENCY = frozenset("$€£₴₽")
_MEASURES = {f: str(r.more["sort"]) for r in rows_of("measure") for f in forms((r,))}
_MEASURE = re.compile(
    rf"(?:[ -]{either(forms(rows_of('measure-fill')))})?[ -]{{0,2}}({either(_MEASURES)})\b|\s?([%°$€£₴₽])"
    r"| and a half\b"
)
_SYMBOL_SORTS = {"%": "percent", "°": "measure", None: "measure"}
_OLD = re.compile(r"[ -]olds?\b")
_CLOCK_LEADS = forms(r for r in table("times") if r.kind in ("clock-lead", "hedge"))
_CLOCK_LAST = last_words(_CLOCK_LEADS)
_DAY_PART = re.compile(rf" {either(forms(rows_of('day-part')))}\b")
_LEADS = {f: str(r.more["sort"]) for r in rows_of("lead") for f in forms((r,))}
_LEAD = re.compile(rf"(?<![\w-])({either(_LEADS)})\.?:? (?:{either(_CLOCK_LEADS)} )?$")
_LEAD_LAST = last_words((*_LEADS, *_CLOCK_LEADS))
_LABELS = {f: bool(r.more["strong"]) for r in rows_of("label") for f in forms((r,))}
_LABEL = re.compile(rf"(?<![\w-])({either(_LABELS)})\.? ?[№#]?$|[№#] ?$")
_LABEL_LAST = last_words(_LABELS)
_MONTHS = frozenset(forms(r for r in table("times") if r.kind == "month"))
_MONTH_DAYS = re.compile(rf"({either(_MONTHS)})\.? \d{{1,2}}(?:st|nd|rd|th)?(?:-| to )$")
_MONTH_AFTER = re.compile(rf"(?:(?:-| and | to | на )\d{{1,2}}(?:st|nd|rd|th)?)?(?: of| day of)? ({either(_MONTHS)})\b")
_YEAR_LEADS = frozenset(forms(rows_of("year-lead")))
_ABOUT_YEAR = frozenset(f for r in rows_of("before") if r.more["bound"] in ("about", "up to") for f in forms((r,)))
_HEDGE_LAST = last_words(forms(rows_of("before", "either")))
_PLURAL = re.compile(rf" (?:[a-z]+ )?(?:[a-z]*[a-rt-z]s|{either(forms(rows_of('plural')))})\b")
_NAME_AGE = re.compile(r"[^\W\d_a-zа-яіїєґ][\w'’-]+, $")
_AGE_OVERS = forms(rows_of("age-over"))
_AGE_OVER = re.compile(rf"(?<![\w-]){either(_AGE_OVERS)} $")
_AGE_OVER_LAST = last_words(_AGE_OVERS)
_COUNT_SUFFIX = re.compile(rf"-{either(forms(rows_of('count-suffix', 'after')))}\b")
_LAST_AGE, _NO_AGE_SINCE = 120, 115


def sort_of(core: Core, text: str, folded: str) -> str:
    """The sort of a cardinal, from the words around it."""
    if core.qualifier == "none":
        return "count"
    before = folded[max(0, core.start - 32) : core.start]
    word = last_word(before)
    return (
        _by_lead(core, before, word, text, folded)
        or _by_measure(core, folded)
        or _by_calendar(core, before, word, text, folded)
        or _by_shape(core, before, word, text, folded)
    )


def _by_lead(core: Core, before: str, word: str, text: str, folded: str) -> str | None:
    """Money, ages and names that the words before announce: "$3 million", "aged 34", "Flight 17"."""
    if before.rstrip()[-1:] in _CURRENCY:
        return "money"
    if word in _LEAD_LAST:
        lead = _LEAD.search(before)
        if lead and not (_LEADS[lead[1]] == "age" and (core.value or 0) > _LAST_AGE):
            return _LEADS[lead[1]]
    if core.value is None or not (word in _LABEL_LAST or before.rstrip()[-1:] in "#№"):
        return None
    label = _LABEL.search(before)
    if label is None:
        return None
    if label[1] is None or _LABELS[label[1]]:
        return "designation"
    capital = text[core.start - len(before) + label.start()].isupper()
    return "designation" if capital and not _PLURAL.match(folded, core.stop) else None


def _by_measure(core: Core, folded: str) -> str | None:
    """What the unit behind the number makes it: "5 km", "51 days", "two-year-old", "35%"."""
    measure = _MEASURE.match(folded, core.stop)
    if measure is None:
        return None
    if measure[1] is None:
        return _SYMBOL_SORTS.get(measure[2], "money")
    named = _MEASURES[measure[1]]
    if core.digits and 1900 <= (core.value or 0) <= 2099 and _YEAR_WORD.match(folded, core.stop):
        return "year"
    return "age" if named == "duration" and _OLD.match(folded, measure.end()) else named


def _by_calendar(core: Core, before: str, word: str, text: str, folded: str) -> str | None:
    value = core.value
    if value is None or core.scale > 1:
        return None
    if 1 <= value <= 31:
        after = _MONTH_AFTER.match(folded, core.stop)
        if after and _is_name(text, after.start(1)):
            return "date"
        if core.digits and (word in _MONTHS or before[-1:] == "-" or word == "to"):
            days = _MONTH_DAYS.search(before)
            start = days.start(1) if days else len(before.rstrip(" .")) - len(word)
            if (days or word in _MONTHS) and _is_name(text, core.start - len(before) + start):
                return "date"
        if word in _CLOCK_LAST and _DAY_PART.match(folded, core.stop):
            return "clock"
    return "year" if core.digits and _is_year(core, before, word, folded) else None


def _is_name(text: str, at: int) -> bool:
    """Latin month names carry a capital ("10 may have died" names none); Cyrillic ones need not."""
    return text[at].isupper() or text[at] > "\u0400"


def _is_year(core: Core, before: str, word: str, folded: str) -> bool:
    """Four digits from 1900 to 2099 that no plural noun follows ("killed 2000 people"), unless words before say so."""
    if not 1900 <= (core.value or 0) <= 2099 or core.stop - core.start != 4:
        return False
    if word in _MONTHS:
        return True  # "21 November 2016 Ten civilians": a place line
    if _PLURAL.match(folded, core.stop):
        return word in _YEAR_LEADS and word != "of"
    return word not in _HEDGE_LAST or word in _ABOUT_YEAR


def _by_shape(core: Core, before: str, word: str, text: str, folded: str) -> str:
    after = folded[core.stop : core.stop + 2]
    if core.value is not None and core.digits and 0 < core.value < _NO_AGE_SINCE and after[:1] == ",":
        origin = core.start - len(before)
        if _NAME_AGE.search(text[origin : core.start]):
            return "age"
    if word in _AGE_OVER_LAST and _AGE_OVER.search(before) and not _PLURAL.match(folded, core.stop):
        return "age"
    if after[:1] == "-" and after[1:].isalpha():
        return "count" if _COUNT_SUFFIX.match(folded, core.stop) else "measure"
    return "measure" if core.value is None and core.qualifier == "exact" else "count"
