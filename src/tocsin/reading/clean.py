"""Cleaning that can be undone: a text that is easier to read, and the way back to the one received.

Curly quotes, odd spaces and dashes need no cleaning here, since `lexicon.load.fold` treats them code point for
code point. What changes the length is mapped: soft hyphens and zero-width marks are dropped, HTML entities decoded.
Look-alike letters are swapped in place inside words that mix scripts.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, replace

_DROPPED = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_NEEDS_WORK = re.compile(rf"[{_DROPPED}]|&(?:#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});")
_MIXED = re.compile(r"(?=[^\W\d_]*[A-Za-z])(?=[^\W\d_]*[\u0400-\u04ff])[^\W\d_]{2,}")
#: Cyrillic letters drawn like Latin ones, and back; Unicode confusables (UTS 39), the letters of uk and ru only.
_CYRILLIC, _LATIN = "АВЕІКМНОРСТХаеіорсухј", "ABEIKMHOPCTXaeiopcyxj"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text with its offset map: `shifts[i]` code points were lost before cleaned offset `starts[i]`.

    `decoded` are the cleaned offsets of characters that stand for a whole entity.
    """

    text: str
    starts: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)
    decoded: frozenset[int] = frozenset()

    def source(self, offset: int) -> int:
        """The offset in the received text of a cleaned offset."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def source_span(self, start: int, stop: int) -> tuple[int, int]:
        """The received text's span of a cleaned span; a dropped mark at its edge stays outside."""
        if stop <= start:
            return self.source(start), self.source(start)
        last = stop - 1
        return self.source(start), self.source(stop) if last in self.decoded else self.source(last) + 1


def clean(text: str) -> Cleaned:
    """Drop invisible marks, decode entities, and mend words that mix look-alike letters."""
    cleaned = _drop(text) if _NEEDS_WORK.search(text) else Cleaned(text)
    if cleaned.text.isascii():
        return cleaned
    return replace(cleaned, text=_MIXED.sub(_one_script, cleaned.text))


def _drop(text: str) -> Cleaned:
    pieces: list[str] = []
    starts, shifts, entities = [0], [0], set()
    size = edge = 0
    for match in _NEEDS_WORK.finditer(text):
        decoded = "" if match.group() in _DROPPED else html.unescape(match.group())
        if decoded == match.group() or len(decoded) > 1:
            continue
        pieces += [text[edge : match.start()], decoded]
        size += match.start() - edge + len(decoded)
        edge = match.end()
        starts.append(size)
        shifts.append(edge - size)
        if decoded:
            entities.add(size - 1)
    pieces.append(text[edge:])
    return Cleaned("".join(pieces), tuple(starts), tuple(shifts), frozenset(entities))


def _one_script(match: re.Match[str]) -> str:
    word = match.group()
    latin = sum(c.isascii() for c in word)
    fixed = word.translate(_TO_LATIN if latin * 2 >= len(word) else _TO_CYRILLIC)
    return fixed if fixed.isascii() or not any(c.isascii() for c in fixed) else word
