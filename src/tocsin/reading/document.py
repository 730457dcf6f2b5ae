"""A report made ready to read: cleaned, cut into paragraphs and sentences, with every lexicon word found once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from tocsin.lexicon.load import Hit, Matcher, fold, table
from tocsin.reading.casing import restore_case
from tocsin.reading.clean import Cleaned, clean
from tocsin.reading.grammar import abbreviations, words
from tocsin.reading.time_words import MONTHS
from tocsin.record import Report, Section

TABLES = ("triggers", "people", "weapons", "objects", "speakers", "cues", "context", "actors")
TOKEN = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_][\w]*(?:['’ʼ-]\w+)*|[^\w\s]")
LIST_MARKS = ("-", "–", "—", "•", "*", "▪", "◦", "·", "🔹", "🔸", "✅")
_LIST_MARK = re.compile(r"\s*(?:[-–—•*▪◦·]|\d{1,2}[.)])\s")
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\n+")
_STARTER = re.compile(r"\s+[\"'“‘«(\[]*[A-ZА-ЯЁІЇЄҐ0-9]|\s+[\"“«-]")
_COMPOUND = re.compile(r"-([a-z]+)")
_BREAK = re.compile(r"\n+")
_INITIAL = re.compile(r"(?:^|[\s(.])[A-ZА-ЯІЇЄҐ]\.$")
_UNREAD = {"comment", "form", "furniture", "sidebar"}
_WRAPPED_AT, _LONGEST_LINE = 50, 120
#: White space that no phrase goes over, within a sentence.
_CUT = "\v"
#: Code points looked back at for the last word of a line.
_LONGEST_WORD = 20
#: Code points by which a text's language is told.
_SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark: `text[start:stop]`; `word` is folded."""

    start: int
    stop: int
    word: str


@dataclass(slots=True)
class Sentence:
    """A sentence with the lexicon's hits inside it; offsets count the cleaned text."""

    start: int
    stop: int
    paragraph: int
    role: str
    hits: dict[str, list[Hit]] = field(default_factory=dict)
    tokens: list[Token] = field(default_factory=list)
    token_starts: list[int] = field(default_factory=list)
    token_stops: list[int] = field(default_factory=list)

    def of(self, name: str) -> list[Hit]:
        """Hits of one lexicon table, in text order."""
        return self.hits.get(name, [])

    def tokens_between(self, start: int, stop: int) -> list[Token]:
        """Tokens that lie wholly inside `start..stop`."""
        return self.tokens[bisect_left(self.token_starts, start) : bisect_right(self.token_stops, stop)]


@dataclass(frozen=True)
class Document:
    """A report's cleaned text with its sentences; `cleaned` leads back to the text as received."""

    report: Report
    cleaned: Cleaned
    folded: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return self.cleaned.text

    @cached_property
    def language(self) -> str:
        """ISO 639-1: the report's own, or what its letters say: uk, ru, else en."""
        return self.report.language or _language(self.folded)


def _language(folded: str) -> str:
    """Ukrainian and Russian by the letters that only one of them has; any other text is read as English is."""
    letters = Counter(c for c in folded[:_SAMPLE] if c.isalpha())
    if 2 * sum(n for c, n in letters.items() if "а" <= c <= "ґ") <= letters.total():
        return "en"
    return "uk" if sum(map(letters.__getitem__, "іїєґ")) > sum(map(letters.__getitem__, "ыэъё")) else "ru"


@cache
def lexicon() -> Matcher:
    """Every word table in one matcher, so that a text is walked once."""
    return Matcher(row for name in TABLES for row in table(name))


def prepare(report: Report) -> Document:
    """Clean a report's text, write capitals small, cut it into sentences and find every lexicon word in them."""
    cleaned = clean(report.text)
    cleaned = replace(cleaned, text=restore_case(_unwrapped(cleaned.text)))
    folded = fold(cleaned.text)
    sections = _cleaned_sections(cleaned, report.sections)
    sentences = tuple(_sentences(cleaned.text, sections))
    _hand_out(cleaned.text, folded, sentences)
    return Document(report, cleaned, folded, sentences)


def _cleaned_sections(cleaned: Cleaned, sections: Iterable[Section]) -> list[Section]:
    if len(cleaned.starts) == 1:
        return list(sections)
    sources = [s + d for s, d in zip(cleaned.starts, cleaned.shifts, strict=True)]

    def inward(offset: int) -> int:
        i = max(0, bisect_right(sources, offset) - 1)
        return max(cleaned.starts[i], offset - cleaned.shifts[i])

    return [Section(inward(s.start), inward(s.stop), s.role) for s in sections]


def _sentences(text: str, sections: list[Section]) -> Iterable[Sentence]:
    paragraph = start = 0
    for match in _STOP.finditer(text):
        stop = match.end()
        is_line = match.group()[0] == "\n"
        if is_line:
            stop = match.start()
        elif not _ends_sentence(text, start, match):
            continue
        yield from _cut(text, start, stop, paragraph, sections)
        paragraph += is_line
        start = match.end()
    yield from _cut(text, start, len(text), paragraph, sections)


def _unwrapped(text: str) -> str:
    """The text with a space for each line break inside running text, so that no name is cut; of the same length.

    A break that parts a date from a count is no space but `_CUT`: "on 19 May\\n28 people died".
    """

    def joined(match: re.Match[str]) -> str:
        if not _is_wrap(text, match):
            return match.group()
        before = text[max(0, match.start() - _LONGEST_WORD) : match.start()]
        counts = text[match.end() : match.end() + 1].isdigit() and _ends_in_month(before)
        return _CUT if counts else " "

    return _BREAK.sub(joined, text) if "\n" in text else text


def _ends_in_month(text: str) -> bool:
    last = text.rsplit(None, 1)[-1:]
    return bool(last) and fold(last[0]) in MONTHS


def _is_wrap(text: str, match: re.Match[str]) -> bool:
    """A single line break inside running text: the line is long, unfinished, and goes on in the next.

    Where lines are cut all are of one measure: a headline over a whole paragraph in one line is no part of it.
    """
    if len(match.group()) > 1:
        return False
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].rstrip()
    end = text.find("\n", match.end())
    following = text[match.end() : end if end >= 0 else len(text)]
    if len(line) < _WRAPPED_AT or line[-1:] in '.!?:;…"”»' or not following.strip() or _LIST_MARK.match(following):
        return False
    return max(len(line), len(following)) <= _LONGEST_LINE or following.lstrip()[0].islower()


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    if not _STARTER.match(text, match.end()):
        return text[match.end() : match.end() + 1] == "\n"
    if match.group()[0] != ".":
        return True
    before = text[start : match.start()]
    word = before.rsplit(None, 1)[-1].lstrip("(\"'“‘«").lower() if before.strip() else ""
    if word in abbreviations() or word.count(".") >= 1 and len(word) <= 4 and not word[-1].isdigit():
        return False
    return not _INITIAL.search(before[-3:] + ".")


def _cut(text: str, start: int, stop: int, paragraph: int, sections: list[Section]) -> Iterable[Sentence]:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    if start < stop:
        role = next((s.role for s in sections if s.start <= start < s.stop), "body")
        if role not in _UNREAD:
            yield Sentence(start, stop, paragraph, role)


def _hand_out(text: str, folded: str, sentences: tuple[Sentence, ...]) -> None:
    for sentence in sentences:
        piece, plain = text[sentence.start : sentence.stop], folded[sentence.start : sentence.stop]
        base = sentence.start
        for hit in lexicon().find(piece, plain):
            tail = _COMPOUND.match(plain, hit.stop) if hit.row.table == "speakers" else None
            if tail is not None and tail[1] in words("backed"):
                continue  # "the UN-backed government" is another's word
            sentence.hits.setdefault(hit.row.table, []).append(Hit(hit.start + base, hit.stop + base, hit.row))
        sentence.tokens = [
            Token(m.start() + base, m.end() + base, plain[m.start() : m.end()]) for m in TOKEN.finditer(piece)
        ]
        sentence.token_starts = [t.start for t in sentence.tokens]
        sentence.token_stops = [t.stop for t in sentence.tokens]
