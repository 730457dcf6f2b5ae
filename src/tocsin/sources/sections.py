"""Stretches of a text that are not its body: reply forms, readers' comments, captions, lists of other stories.

What is looked for stands in `lexicon/furniture.toml`; here is only how a line, a list and the rest of a text are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tocsin.lexicon.load import Hit, Row, fold, matcher, table
from tocsin.record import Section

LINE = re.compile(r"[^\r\n]+")
#: what may stand around a form that is a whole line: a count, brackets, bullets, arrows
MARKS = re.compile(r"[\W\d_]*\Z")
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*\Z")
#: a line of this many code points that ends like a sentence is body
PROSE = 40
#: a headline in a list of other stories is no longer than this
HEADLINE = 140
LIST_LINES = 15
#: a caption with its credit: a longer paragraph is a story that mentions the agency
CAPTION = 400
CREDIT_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    stop: int
    text: str

    @property
    def is_prose(self) -> bool:
        return len(self.text) >= PROSE and SENTENCE_END.search(self.text) is not None


def mark_sections(text: str, known: tuple[Section, ...] = ()) -> tuple[Section, ...]:
    """Sections in text order, never overlapping; offsets are code points of `text`, which is not changed.

    `known` are sections that the source found by the page's structure; they stay, and only what they leave open
    is looked at. What follows the heading of a reply form or of readers' comments belongs to it to the end, unless
    no body stands before it: such a heading at the top is a link.
    """
    hits = _hits_by_line(text)
    sections = list(known)
    if hits:
        lines = [_Line(m.start(), m.end(), m.group()) for m in LINE.finditer(text) if m.group().strip()]
        sections += _found(lines, hits, known)
    return tuple(sorted(sections, key=lambda s: s.start))


def _found(lines: list[_Line], hits: dict[int, list[Hit]], known: tuple[Section, ...]) -> Iterator[Section]:
    marked = sorted((s.start, s.stop) for s in known)
    at, list_left, seen_prose = 0, 0, False
    rest: str | None = None
    for line in lines:
        while at < len(marked) and marked[at][1] <= line.start:
            at += 1
        if at < len(marked) and marked[at][0] < line.stop:
            list_left = 0
            continue
        row = next((h.row for h in hits.get(line.start, ()) if _stands(h, line)), None)
        if row is not None:
            if row.more["extent"] == "rest" and seen_prose:
                rest = row.kind
            list_left = LIST_LINES if row.more["extent"] == "list" else 0
            yield Section(line.start, line.stop, row.kind if rest is None or row.kind == "form" else rest)
        elif rest is not None:
            yield Section(line.start, line.stop, rest)
        elif list_left and len(line.text) <= HEADLINE and not SENTENCE_END.search(line.text):
            list_left -= 1
            yield Section(line.start, line.stop, "sidebar")
        else:
            list_left = 0
            seen_prose = seen_prose or line.is_prose


def _hits_by_line(text: str) -> dict[int, list[Hit]]:
    """Hits of the table by the start of the line that they stand in."""
    found: dict[int, list[Hit]] = {}
    for hit in matcher("furniture").find(text, fold(text)):
        start = max(text.rfind("\n", 0, hit.start), text.rfind("\r", 0, hit.start)) + 1
        found.setdefault(start, []).append(hit)
    return found


def _stands(hit: Hit, line: _Line) -> bool:
    """Whether the form stands in its line as its row asks."""
    before, after = line.text[: hit.start - line.start], line.text[hit.stop - line.start :]
    match hit.row.more["at"]:
        case "line":
            return bool(MARKS.match(before) and MARKS.match(after))
        case "start":
            return bool(MARKS.match(before))
        case "end":
            return len(line.text) <= CAPTION and len(after.split()) <= CREDIT_WORDS and not re.search(r"[.!?]\s", after)
    return True


@cache
def roles_of_classes() -> dict[str, str]:
    """HTML class and id words to the section role that they give."""
    return {word: row.kind for row in _rows() for word in row.more.get("classes", ())}


@cache
def roles_of_elements() -> dict[str, str]:
    """HTML tags to the section role that they give."""
    return {tag: row.kind for row in _rows() for tag in row.more.get("elements", ())}


def _rows() -> tuple[Row, ...]:
    return table("furniture")
