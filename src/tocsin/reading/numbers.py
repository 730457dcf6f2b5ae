"""Numbers in a report with their hedges and bounds, and what sort of number each is, so that counts can be told apart.

"At least ten", "11 out of 13", "between 10 and 12", "dozens", "12 or more": one mention each, with the words that hedge
it. A mention's `sort` is "count" unless the words around it make it an age, a date, a sum of money, a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tocsin.lexicon.load import fold, table
from tocsin.reading.number_words import Core, forms, rows_of, scan

SORTS = ("count", "ordinal", "age", "money", "percent", "date", "year", "distance", "duration", "measure",
         "designation", "clock", "phone", "score")  # fmt: skip


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


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, words)) + ")"


_BEFORE_ROWS, _AFTER_ROWS = rows_of("before", "either"), rows_of("after", "either")
_BOUND_BEFORE = {f: str(r.more["bound"]) for r in _BEFORE_ROWS for f in forms((r,))}
_BOUND_AFTER = {f: str(r.more["bound"]) for r in _AFTER_ROWS for f in forms((r,))}
_ABOUT = tuple(f for f, bound in _BOUND_BEFORE.items() if bound == "about")
_FILLS = sorted({*forms(rows_of("fill")), *_ABOUT}, key=lambda f: (-len(f), f))
_BEFORE = re.compile(
    rf"(?<![\w-])({_any(forms(_BEFORE_ROWS))})(?: {_any(_FILLS)})* $|([~≈><])\s?$"
)
_BEFORE_LAST = frozenset(f.rsplit(" ", 1)[-1] for f in (*_BOUND_BEFORE, *_FILLS))
_AFTER = re.compile(rf"(?:(?: ?-| |, ){_any(forms(_AFTER_ROWS))}\b|\+(?!\d))")
_AFTER_LATE = re.compile(rf"(?: [^\W\d_]+){{1,2}},? ({_any(forms(rows_of('either')))}|{_any(forms(rows_of('after')))})\b(?!,? (?:\d|[^\W\d_]+ty))")
_CURRENCY = frozenset("$€£₴₽")
_SYMBOL_BOUND = {"~": "about", "≈": "about", ">": "more than", "<": "fewer than", "+": "at least"}

_MEASURES = {f: str(r.more["sort"]) for r in rows_of("measure") for f in forms((r,))}
_MEASURE = re.compile(
    rf"(?:[ -]{_any(forms(rows_of('measure-fill')))})?[ -]{{0,2}}({_any(sorted(_MEASURES, key=lambda f: (-len(f), f)))})\b|\s?([%°$€£₴₽])"
)
_DAY_PART = re.compile(rf" {_any(forms(rows_of('day-part')))}\b")
_CLOCK_LEAD = re.compile(r"\b(?:at|by|around|until|till|before|after|since|near) (?:about |around )?$")
_LEADS = {f: str(r.more["sort"]) for r in rows_of("lead") for f in forms((r,))}
_LEAD = re.compile(rf"(?<![\w-])({_any(sorted(_LEADS, key=lambda f: (-len(f), f)))})\.?:? (?:about |around )?$")
_LEAD_LAST = frozenset(f.rsplit(" ", 1)[-1] for f in _LEADS)
_LABELS = {f: bool(r.more["strong"]) for r in rows_of("label") for f in forms((r,))}
_LABEL = re.compile(rf"(?<![\w-])({_any(sorted(_LABELS, key=lambda f: (-len(f), f)))})\.? ?[№#]?$|[№#] ?$")
_MONTHS = tuple(forms(r for r in table("times") if r.kind == "month"))
_MONTH_BEFORE = re.compile(rf"(?<!\w)({_any(_MONTHS)})\.? (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?,? )?$")
_MONTH_AFTER = re.compile(rf"(?:-\d{{1,2}})?(?: of| day of)? ({_any(_MONTHS)})\b")
_YEAR_LEAD = re.compile(rf"\b{_any(forms(rows_of('year-lead')))}[ -]$")
_PLURAL = re.compile(r" (?:[a-z]+ )?(?:[a-z]*[a-rt-z]s|people|men|women|children|personnel|staff|police|осіб|людей|человек)\b")
_NAME_AGE = re.compile(r"[^\W\d_a-zа-яіїєґ][\w'’-]+, $")
_SCORE_LEAD = re.compile(rf"\b{_any(forms(rows_of('score-lead')))}\b[^.;]{{0,30}}$")
_COUNT_SUFFIX = re.compile(rf"-{_any(forms(rows_of('count-suffix')))}\b")
_AGE_OVER = re.compile(r"\b(?:aged|people|children|those|men|women|person|anyone) (?:over|under|above|below) $")

_RANGE_GAPS = {"-": 1, " - ": 1, " to ": 2, " or ": 1, " до ": 2, " чи ": 1, " або ": 1, " или ": 1}
_BETWEEN = re.compile(rf"(?<!\w){_any(forms(rows_of('between')))} (?:{_any(_ABOUT)} )?$")
_BETWEEN_GAP = re.compile(rf" (?:and|to|до|і|и|та) (?:{_any(_ABOUT)} )?")
_RISE = re.compile(rf"(?<!\w){_any(forms(rows_of('rise')))}\b[^.;]{{0,30}}$")
_OUT_OF, _OF = _any(forms(rows_of("out-of"))), _any(forms(rows_of("of")))
_OF_FILL = rf"(?: {_any(sorted((*_FILLS, 'all', 'all the', 'those', 'its', 'their', 'these', 'at least', 'them'), key=lambda f: -len(f)))})*"
_TOTAL_GAP = re.compile(rf" (?:{_OUT_OF}|{_OF}){_OF_FILL} ")
_TOTAL_FAR = re.compile(rf"(?: [^\W\d_]+){{1,3}} {_OUT_OF}{_OF_FILL} ")
_WHOLE = re.compile(rf"(?<![\w-]){_any(forms(rows_of('whole')))} $")
_WHOLE_BUT = re.compile(rf"(?<![\w-]){_any(forms(rows_of('whole-but')))} $")
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
    reader = _Reader(text, folded)
    cores = [reader.sorted(core) for core in scan(folded, language=language, original=text)]
    found = reader.mentions(cores)
    if not articles:
        return [m for m in found if not _is_bare_one(m, folded)]
    return _with_articles(found, reader)


def _is_bare_one(mention: NumberMention, folded: str) -> bool:
    if mention.value != 1 or mention.qualifier != "exact" or mention.total is not None or mention.sort != "count":
        return False
    return not folded[mention.core_start].isdigit()


def _with_articles(found: list[NumberMention], reader: _Reader) -> list[NumberMention]:
    extra = []
    for match in _ARTICLES.finditer(reader.folded):
        start, stop = match.span()
        if any(m.start < stop and start < m.stop or m.start == stop + 1 for m in found):
            continue
        core = reader.sorted(Core(start, stop, 1, 1, 1))
        extra.append(NumberMention(start, stop, start, stop, 1, 1, 1, "exact", core.sort or "count"))
    return sorted((*found, *extra), key=lambda m: m.start)


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    folded: str

    def sorted(self, core: Core) -> Core:
        """The core with its sort."""
        return core if core.sort is not None else replace(core, sort=self._sort(core))

    def _sort(self, core: Core) -> str:
        if core.qualifier == "none":
            return "count"
        before = self.folded[max(0, core.start - 32) : core.start]
        led = self._sort_by_lead(core, before)
        if led is not None:
            return led
        measure = _MEASURE.match(self.folded, core.stop)
        if measure:
            named = _MEASURES.get(measure.group(1) or "")
            if named == "duration" and self._is_age(core, measure.end()):
                return "age"
            return named or ("percent" if measure.group(2) == "%" else "measure" if measure.group(2) == "°" else "money")
        if self._is_date(core, before):
            return "date"
        if core.digits and self._is_year(core, before):
            return "year"
        if _DAY_PART.match(self.folded, core.stop) and _CLOCK_LEAD.search(before):
            return "clock"
        return self._sort_by_shape(core, before)

    def _sort_by_lead(self, core: Core, before: str) -> str | None:
        last = before[-1:]
        if before.rstrip()[-1:] in _CURRENCY:
            return "money"
        if last not in " #№" or not last:
            return None
        word = before[before.rfind(" ", 0, -1) + 1 :].strip(" .:№#")
        if word in _LEAD_LAST or word in ("about", "around"):
            lead = _LEAD.search(before)
            if lead and not (_LEADS[lead.group(1)] == "age" and core.value is not None and core.value > 120):
                return _LEADS[lead.group(1)]
        label = _LABEL.search(before)
        if label is None or core.value is None:
            return None
        named = label.group(1)
        if named is None or _LABELS[named]:
            return "designation"
        capital = self.text[core.start - len(before) + label.start()].isupper()
        return "designation" if capital and not _PLURAL.match(self.folded, core.stop) else None

    def _is_age(self, core: Core, stop: int) -> bool:
        after = self.folded[stop : stop + 4]
        return after in ("-old", " old") or after.startswith("-old")

    def _is_date(self, core: Core, before: str) -> bool:
        if core.value is None or core.value > 31 or core.value < 1:
            return False
        after = _MONTH_AFTER.match(self.folded, core.stop)
        if after and self._named_month(after.start(1)):
            return True
        lead = _MONTH_BEFORE.search(before) if core.digits else None
        return lead is not None and self._named_month(core.start - len(before) + lead.start(1))

    def _named_month(self, at: int) -> bool:
        """Latin month names carry a capital; "10 may have died" does not name one."""
        return self.text[at].isupper() or self.text[at] > "\u0400"

    def _is_year(self, core: Core, before: str) -> bool:
        value = core.value
        if value is None or not 1900 <= value <= 2099 or core.stop - core.start != 4:
            return False
        lead = before.rstrip().rsplit(" ", 1)[-1]
        plural = _PLURAL.match(self.folded, core.stop)
        if plural and lead in ("of", "the", "") or (plural and not _YEAR_LEAD.search(before)):
            return lead == "the"
        return not _BEFORE.search(before) or lead in ("around", "about", "до")

    def _sort_by_shape(self, core: Core, before: str) -> str:
        after = self.folded[core.stop : core.stop + 2]
        if core.value is not None and core.digits and 0 < core.value < 115 and after[:1] in (",", ")", ";", "."):
            origin = max(0, core.start - 32)
            if _NAME_AGE.search(self.text[origin : core.start]) and after[:1] == ",":
                return "age"
        if _AGE_OVER.search(before) and not _PLURAL.match(self.folded, core.stop):
            return "age"
        if after[:1] == "-" and after[1:].isalpha() and not _AFTER.match(self.folded, core.stop):
            return "count" if _COUNT_SUFFIX.match(self.folded, core.stop) else "measure"
        if core.value is None and core.qualifier == "exact":
            return "measure"
        return "count"

    def mentions(self, cores: list[Core]) -> list[NumberMention]:
        """Cores joined to ranges and totals, then hedged."""
        found: list[NumberMention] = []
        i, edge = 0, 0
        while i < len(cores):
            mention, i = self._joined(cores, i)
            hedged = self._hedged(mention, edge, cores[i].start if i < len(cores) else len(self.folded))
            found.append(hedged)
            edge = hedged.total_stop or hedged.stop
            edge = max(edge, hedged.stop)
        return found

    def _joined(self, cores: list[Core], i: int) -> tuple[NumberMention, int]:
        core = cores[i]
        after = cores[i + 1] if i + 1 < len(cores) else None
        if after is not None and after.start - core.stop < 48:
            merged = self._range(core, after) or self._part(core, after)
            if merged is not None:
                return merged, i + 2
        mention = _plain(core)
        before = self.folded[max(0, core.start - 12) : core.start]
        if core.sort == "count" and core.qualifier == "exact":
            if _WHOLE_BUT.search(before):
                return replace(mention, sort="measure"), i + 1
            whole = _WHOLE.search(before)
            if whole and core.value is not None and core.value > 1:
                start = core.start - len(before) + whole.start()
                return replace(mention, start=start, total=core.value, total_start=core.start, total_stop=core.stop), i + 1
        return mention, i + 1

    def _range(self, a: Core, b: Core) -> NumberMention | None:
        if a.value is None or b.value is None or a.qualifier != "exact" or b.qualifier != "exact":
            return None
        if b.sort in ("ordinal", "designation", "phone") or a.sort not in ("count", b.sort):
            return None
        gap = self.folded[a.stop : b.start]
        before = self.folded[max(0, a.start - 40) : a.start]
        between = _BETWEEN.search(before) if _BETWEEN_GAP.fullmatch(gap) else None
        step = _RANGE_GAPS.get(gap, 0)
        if (not between and not step) or (gap == " - " and "—" in self.text[a.stop : b.start]):
            return None
        low = a.value * b.scale if a.scale == 1 and a.value < 1000 <= b.scale else a.value
        if step == 1 and "-" in gap and (low >= b.value or _SCORE_LEAD.search(before)):
            return None if a.sort != "count" else replace(_plain(a), stop=b.stop, core_stop=b.stop, value=None, low=None, high=None, sort="score")  # fmt: skip
        if low >= b.value or (step == 2 and not between and _RISE.search(before)):
            return None
        start = a.start - len(before) + between.start() if between else a.start
        return NumberMention(start, b.stop, a.start, b.stop, None, low, b.value, "range", b.sort or "count")

    def _part(self, a: Core, b: Core) -> NumberMention | None:
        """ "11 of 13": a part of a total."""
        if a.sort != "count" or b.sort != "count" or b.value is None or b.qualifier != "exact":
            return None
        if a.value is None or a.qualifier != "exact" or a.value > b.value:
            return None
        gap = self.folded[a.stop : b.start]
        mention = replace(_plain(a), total=b.value, total_start=b.start, total_stop=b.stop)
        if _TOTAL_GAP.fullmatch(gap):
            before = self.folded[max(0, a.start - 12) : a.start]
            but = _WHOLE_BUT.search(before)
            if but:
                n = b.value - a.value
                start = a.start - len(before) + but.start()
                return replace(mention, start=start, stop=b.stop, value=n, low=n, high=n)
            return replace(mention, stop=b.stop)
        return mention if _TOTAL_FAR.fullmatch(gap) else None

    def _hedged(self, mention: NumberMention, edge: int, limit: int) -> NumberMention:
        start, bound = self._hedge_before(mention, edge)
        stop, bound_after = self._hedge_after(mention, limit)
        bound = bound or bound_after
        hedged = replace(mention, start=start, stop=stop)
        return _bounded(hedged, bound) if bound else hedged

    def _hedge_before(self, mention: NumberMention, edge: int) -> tuple[int, str | None]:
        start = mention.start
        origin = max(edge, start - 44)
        before = self.folded[origin:start]
        last = before[-1:]
        if last != " ":
            return (start - 1, _SYMBOL_BOUND[last]) if last in _SYMBOL_BOUND and last != "+" else (start, None)
        if before[before.rfind(" ", 0, -1) + 1 : -1] not in _BEFORE_LAST and not last in "~≈":
            return start, None
        found = _BEFORE.search(before)
        if found is None:
            return start, None
        word = found.group(1) or found.group(2)
        if word == "до" and _RISE.search(before[: found.start()]):
            return start, None
        return origin + found.start(), _BOUND_BEFORE.get(word) or _SYMBOL_BOUND[word]

    def _hedge_after(self, mention: NumberMention, limit: int) -> tuple[int, str | None]:
        stop = mention.stop
        if mention.sort == "designation":
            return stop, None
        after = _AFTER.match(self.folded, stop, limit)
        if after:
            word = after.group().strip(" -,")
            return after.end(), _SYMBOL_BOUND.get(word) or _BOUND_AFTER[word]
        late = _AFTER_LATE.match(self.folded, stop)
        if late and late.end() <= limit and limit - late.end() > 12 and mention.sort == "count":
            return late.end(), _BOUND_AFTER[late.group(1)]
        return stop, None


def _plain(core: Core) -> NumberMention:
    return NumberMention(core.start, core.stop, core.start, core.stop, core.value, core.low, core.high,
                         core.qualifier, "measure" if core.sort == "times" else core.sort or "count",
                         times_of=core.sort == "times")  # fmt: skip


def _bounded(mention: NumberMention, bound: str) -> NumberMention:
    """The mention under a hedge; a hedge on a range or a vague word opens or closes one end."""
    value, low, high = mention.value, mention.low, mention.high
    if mention.qualifier == "none":
        return mention
    if mention.qualifier != "exact":
        if bound in ("at least", "more than"):
            return replace(mention, high=None)
        if bound in ("up to", "fewer than"):
            return replace(mention, low=None)
        return mention
    if bound in ("at least", "more than"):
        return replace(mention, low=value, high=None, qualifier=bound)
    if bound in ("up to", "fewer than"):
        return replace(mention, low=None, high=value, qualifier=bound)
    return replace(mention, low=None, high=None, qualifier=bound)
