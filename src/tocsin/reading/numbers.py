"""Numbers in a report with their hedges and bounds, and what sort of number each is, so that counts can be told apart.

"At least ten", "11 out of 13", "between 10 and 12", "dozens", "12 or more": one mention each, with the words that hedge
it. A mention's `sort` is "count" unless the words around it make it an age, a date, a sum of money, a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tocsin.lexicon.load import fold
from tocsin.reading.number_sorts import either, last_word, last_words, sort_of
from tocsin.reading.number_words import Core, forms, rows_of, scan


@dataclass(frozen=True, slots=True)
class NumberMention:
    """One number as told: `text[start:stop]` with its hedge, `text[core_start:core_stop]` the bare number.

    Bounds as in record.Quantity. `total` is the whole of which the number is a part ("11 of 13": 13), printed at
    `text[total_start:total_stop]`. `times_of` marks a multiple ("ten times that"), never a count.
    """

    start: int
    stop: int
    core_start: int
    core_stop: int
    value: int | None
    low: int | None
    high: int | None
    qualifier: str
    sort: str = "count"
    total: int | None = None
    total_start: int | None = None
    total_stop: int | None = None
    times_of: bool = False

    @property
    def is_count(self) -> bool:
        """True when the number counts people or things."""
        return self.sort == "count"


_BOUND_BEFORE = {f: str(r.more["bound"]) for r in rows_of("before", "either") for f in forms((r,))}
_BOUND_AFTER = {f: str(r.more["bound"]) for r in rows_of("after", "either") for f in forms((r,))}
_BOUND_SIGNS = {"~": "about", "≈": "about", ">": "more than", "<": "fewer than"}
_ABOUT = either(f for f, bound in _BOUND_BEFORE.items() if bound == "about")
_FILL_WORDS = (*forms(rows_of("fill")), *(f for f, bound in _BOUND_BEFORE.items() if bound == "about"))
_BEFORE = re.compile(rf"(?<![\w-])({either(_BOUND_BEFORE)})(?: {either(_FILL_WORDS)})* $")
_BEFORE_LAST = last_words((*_BOUND_BEFORE, *_FILL_WORDS))
_AFTER = re.compile(rf"(?: ?-| |, )({either(_BOUND_AFTER)})\b|(\+)(?!\d)")
_AFTER_LATE = re.compile(rf"(?: [^\W\d_]+){{1,2}},? ({either(_BOUND_AFTER)})\b")
#: A hedge this close before the next number belongs to that one: "10 people, at least 12 of them".
_HEDGE_REACH = 8

_RANGE_GAPS = frozenset(("-", " - ", " to ", " or ", " до ", " чи ", " або ", " или "))
_RISING_GAPS = frozenset((" to ", " до "))
_BETWEEN_WORDS = forms(rows_of("between"))
_BETWEEN = re.compile(rf"(?<!\w){either(_BETWEEN_WORDS)} (?:{_ABOUT} )?$")
_BETWEEN_GAP = re.compile(rf" (?:and|to|до|і|и|та) (?:{_ABOUT} )?")
_RISE = re.compile(rf"(?<!\w){either(forms(rows_of('rise')))}\b[^.;]{{0,30}}$")
_SCORE_LEAD = re.compile(rf"\b{either(forms(rows_of('score-lead')))}\b[^.;]{{0,30}}$")
#: "$10-12", "April 27-28": the second number is of the first one's sort; "9 to 11 a.m.", "5 to 10 km": the other way.
_SHARED_BACK = frozenset(("clock", "percent", "age", "distance", "duration", "measure", "money", "times", "date"))
_SHARED_SORTS = frozenset(("money", "age", "date", "year", "clock"))

_OUT_OF, _OF = either(forms(rows_of("out-of"))), either(forms(rows_of("of")))
_OF_FILL = rf"(?: {either((*_FILL_WORDS, *forms(rows_of('of-fill'))))})*"
_TOTAL_GAP = re.compile(rf" (?:{_OUT_OF}|{_OF}){_OF_FILL} ")
_TOTAL_FAR = re.compile(rf"(?: [^\W\d_]+){{1,3}} {_OUT_OF}{_OF_FILL} ")
#: A total stands within this many characters of its part.
_TOTAL_REACH = 48
_WHOLES, _WHOLE_BUTS = forms(rows_of("whole")), forms(rows_of("whole-but"))
_WHOLE = re.compile(rf"(?<![\w-]){either(_WHOLES)} $")
_WHOLE_BUT = re.compile(rf"(?<![\w-]){either(_WHOLE_BUTS)} $")
_WHOLE_LAST = last_words((*_WHOLES, *_WHOLE_BUTS))
_AGE_LIST_GAP = re.compile(r", | and |, and | та | і | и ")
_LIST_GOES_ON = re.compile(r"[.,;)\n]| and \d| and$|$| (?:were|was|are|have|had|died|who|in|from|at)\b")
_ARTICLES = re.compile(r"\b(?:an?|one)\b(?= [^\W\d_])")


def find_numbers(
    text: str, *, language: str = "en", folded: str | None = None, articles: bool = False
) -> list[NumberMention]:
    """Numbers in text order, never overlapping.

    `language` is an ISO 639-1 code and only decides how "1.500" is read; `folded` is `lexicon.load.fold(text)` when it
    is at hand. With `articles`, "a", "an" and a bare "one" are counts of 1; without, they are left out unless hedged or
    part of a total ("at least one", "one of 13").
    """
    folded = fold(text) if folded is None else folded
    found = _Reader(text, folded).mentions(scan(folded, language=language, original=text))
    if not articles:
        return [m for m in found if not _is_bare_one(m, folded)]
    return _with_articles(found, text, folded)


def _is_bare_one(mention: NumberMention, folded: str) -> bool:
    if mention.value != 1 or mention.qualifier != "exact" or mention.total is not None or mention.sort != "count":
        return False
    return not folded[mention.core_start].isdecimal()


def _with_articles(found: list[NumberMention], text: str, folded: str) -> list[NumberMention]:
    extra = []
    for match in _ARTICLES.finditer(folded):
        start, stop = match.span()
        if any((m.start < stop and start < m.stop) or m.start == stop + 1 for m in found):
            continue
        core = Core(start, stop, 1, 1, 1)
        extra.append(_plain(core, sort_of(core, text, folded)))
    return sorted((*found, *extra), key=lambda m: m.start)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Joins the cores of one text to mentions."""

    text: str
    folded: str

    def mentions(self, cores: list[Core]) -> list[NumberMention]:
        """Cores joined to ranges and totals, then hedged."""
        sorts = self._sorts(cores)
        found: list[NumberMention] = []
        i, edge = 0, 0
        while i < len(cores):
            mention = self._joined(cores, sorts, i)
            i += 1
            while i < len(cores) and cores[i].start < max(mention.stop, mention.total_stop or 0):
                i += 1
            limit = cores[i].start if i < len(cores) else len(self.folded) + _HEDGE_REACH
            hedged = self._hedged(mention, edge, limit)
            found.append(hedged)
            edge = max(hedged.stop, hedged.total_stop or 0)
        return found

    def _sorts(self, cores: list[Core]) -> list[str]:
        sorts: list[str] = []
        for i, core in enumerate(cores):
            sort = core.sort or sort_of(core, self.text, self.folded)
            if sort == "count" and i and sorts[-1] == "age" and self._goes_on(cores[i - 1], core):
                sort = "age"
            gap = self.folded[cores[i - 1].stop : core.start] if i else ""
            if gap in _RANGE_GAPS and sorts[-1] == "count" and sort in _SHARED_BACK:
                sorts[-1] = sort
            sorts.append(sort)
        return sorts

    def _goes_on(self, before: Core, core: Core) -> bool:
        """ "aged 5, 7 and 12": a list of ages."""
        gap = _AGE_LIST_GAP.fullmatch(self.folded, before.stop, core.start)
        return gap is not None and _LIST_GOES_ON.match(self.folded, core.stop) is not None

    def _joined(self, cores: list[Core], sorts: list[str], i: int) -> NumberMention:
        core = cores[i]
        if i + 1 < len(cores) and cores[i + 1].start - core.stop < _TOTAL_REACH:
            pair = (core, sorts[i]), (cores[i + 1], sorts[i + 1])
            merged = self._range(*pair) or self._part(*pair)
            if merged is not None:
                return merged
        mention = _plain(core, sorts[i])
        if sorts[i] != "count" or core.qualifier != "exact":
            return mention
        before = self.folded[max(0, core.start - 12) : core.start]
        if last_word(before) not in _WHOLE_LAST:
            return mention
        if _WHOLE_BUT.search(before):
            return replace(mention, sort="measure")
        whole = _WHOLE.search(before)
        if whole is None or (core.value or 0) < 2:
            return mention
        start = core.start - len(before) + whole.start()
        return replace(mention, start=start, total=core.value, total_start=core.start, total_stop=core.stop)

    def _range(self, first: tuple[Core, str], second: tuple[Core, str]) -> NumberMention | None:
        (a, a_sort), (b, b_sort) = first, second
        gap = self.folded[a.stop : b.start]
        if gap not in _RANGE_GAPS and not _BETWEEN_GAP.fullmatch(gap):
            return None
        sort = a_sort if b_sort == "count" and a_sort in _SHARED_SORTS else b_sort
        if a.value is None or b.value is None or a.qualifier != "exact" or b.qualifier != "exact":
            return None
        if a_sort != sort or sort in ("ordinal", "designation", "phone"):
            return None
        before = self.folded[max(0, a.start - 40) : a.start]
        between = _BETWEEN.search(before) if _BETWEEN_GAP.fullmatch(gap) else None
        if (not between and gap not in _RANGE_GAPS) or (gap == " - " and "—" in self.text[a.stop : b.start]):
            return None
        low = a.value * b.scale if a.scale == 1 and a.value < 1000 <= b.scale else a.value
        if "-" in gap and sort == "count" and (low >= b.value or _SCORE_LEAD.search(before)):
            return NumberMention(a.start, b.stop, a.start, b.stop, None, None, None, "exact", "score")
        if low >= b.value or (gap in _RISING_GAPS and not between and sort == "count" and _RISE.search(before)):
            return None
        start = a.start - len(before) + between.start() if between else a.start
        return NumberMention(start, b.stop, a.start, b.stop, None, low, b.value, "range", sort)

    def _part(self, first: tuple[Core, str], second: tuple[Core, str]) -> NumberMention | None:
        """ "11 of 13": a part of a total."""
        (a, a_sort), (b, b_sort) = first, second
        if a_sort != "count" or b_sort != "count" or a.value is None or b.value is None:
            return None
        if a.qualifier != "exact" or b.qualifier != "exact" or a.value > b.value:
            return None
        mention = replace(_plain(a, "count"), total=b.value, total_start=b.start, total_stop=b.stop)
        if not _TOTAL_GAP.fullmatch(self.folded, a.stop, b.start):
            return mention if _TOTAL_FAR.fullmatch(self.folded, a.stop, b.start) else None
        before = self.folded[max(0, a.start - 12) : a.start]
        but = _WHOLE_BUT.search(before)
        if but is None:
            return replace(mention, stop=b.stop)
        n = b.value - a.value
        return replace(mention, start=a.start - len(before) + but.start(), stop=b.stop, value=n, low=n, high=n)

    def _hedged(self, mention: NumberMention, edge: int, limit: int) -> NumberMention:
        if mention.sort in ("designation", "ordinal", "phone", "date") or mention.qualifier == "none":
            return mention
        start, bound = self._hedge_before(mention.start, edge)
        stop, bound_after = self._hedge_after(mention, limit)
        if bound is None and bound_after is None:
            return mention
        return _bounded(replace(mention, start=start, stop=stop), bound or bound_after or "about")

    def _hedge_before(self, start: int, edge: int) -> tuple[int, str | None]:
        origin = max(edge, start - 44)
        before = self.folded[origin:start]
        if before[-1:] in _BOUND_SIGNS:
            return start - 1, _BOUND_SIGNS[before[-1:]]
        found = _BEFORE.search(before) if last_word(before) in _BEFORE_LAST else None
        if found is None or (found[1] == "до" and _RISE.search(before[: found.start()])):
            return start, None
        return origin + found.start(), _BOUND_BEFORE[found[1]]

    def _hedge_after(self, mention: NumberMention, limit: int) -> tuple[int, str | None]:
        stop = mention.stop
        found = _AFTER.match(self.folded, stop, limit)
        if found is None and mention.sort == "count":
            found = _AFTER_LATE.match(self.folded, stop)
        if found is None or limit - found.end() < _HEDGE_REACH:
            return stop, None
        return found.end(), _BOUND_AFTER[found[1]] if found[1] else "at least"


def _plain(core: Core, sort: str) -> NumberMention:
    times = sort == "times"
    return NumberMention(core.start, core.stop, core.start, core.stop, core.value, core.low, core.high,
                         core.qualifier, "measure" if times else sort, times_of=times)  # fmt: skip


def _bounded(mention: NumberMention, bound: str) -> NumberMention:
    """The mention under a hedge; on a range or a vague word a hedge opens one end."""
    if mention.qualifier != "exact":
        if bound in ("at least", "more than"):
            return replace(mention, high=None)
        return replace(mention, low=None) if bound in ("up to", "fewer than") else mention
    low = mention.value if bound in ("at least", "more than") else None
    high = mention.value if bound in ("up to", "fewer than") else None
    return replace(mention, low=low, high=high, qualifier=bound)
