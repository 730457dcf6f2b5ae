"""A document in word pieces: which sentences the encoder sees, cut into windows that carry their context.

A window is `[CLS] lead [SEP] context, new [SEP]`: the title or first sentence, the pieces just before, then pieces seen
for the first time. Every piece of the wanted sentences is new in exactly one window, and is read off there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tocsin.reading.document import Document

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: Pieces of one window, of its lead and of its running context; the encoder itself could take 512.
WINDOW, LEAD, CONTEXT = 224, 16, 32
#: Sentences read before one that holds a figure: the speaker and the place often stand there.
BEFORE = 2
_CLS, _SEP = 101, 102


@dataclass(frozen=True, slots=True)
class Window:
    """Piece ids of one encoder input; pieces `first..last` are new here and stand at `rows` of the document."""

    ids: tuple[int, ...]
    first: int
    rows: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The wanted sentences' pieces in text order (offsets in the cleaned text), and the windows that hold them."""

    starts: tuple[int, ...]
    stops: tuple[int, ...]
    windows: tuple[Window, ...]

    def rows(self, start: int, stop: int) -> tuple[int, int]:
        """The pieces that lie in `start..stop` wholly or in part; an empty range where that text was not encoded."""
        first = bisect_right(self.stops, start)
        return first, max(first, bisect_left(self.starts, stop))


def wanted_sentences(with_figures: Iterable[int]) -> list[int]:
    """Indices of the sentences to encode: those with figures and `BEFORE` sentences before each."""
    return sorted({j for i in with_figures for j in range(max(0, i - BEFORE), i + 1)})


def cut_windows(document: Document, wanted: Sequence[int], tokenizer: Tokenizer) -> Pieces:
    """Windows over the `wanted` sentences of a document; sentence ends are preferred as window ends."""
    if not wanted:
        return Pieces((), (), ())
    sentences = [document.sentences[i] for i in wanted]
    lead_text = document.report.title or document.text[document.sentences[0].start : document.sentences[0].stop]
    texts = [lead_text[:400], *(document.text[s.start : s.stop] for s in sentences)]
    lead, *encoded = tokenizer.encode_batch(texts, add_special_tokens=False)
    ids: list[int] = []
    starts: list[int] = []
    stops: list[int] = []
    ends: list[int] = []
    for sentence, one in zip(sentences, encoded, strict=True):
        ids += one.ids
        starts += [a + sentence.start for a, _ in one.offsets]
        stops += [b + sentence.start for _, b in one.offsets]
        ends.append(len(ids))
    head = [_CLS, *lead.ids[:LEAD], _SEP]
    return Pieces(tuple(starts), tuple(stops), tuple(_windows(ids, ends, head)))


def _windows(ids: list[int], ends: list[int], head: list[int]) -> Iterable[Window]:
    at = 0
    while at < len(ids):
        context = ids[max(0, at - CONTEXT) : at]
        room = WINDOW - len(head) - len(context) - 1
        stop = max((e for e in ends if at < e <= at + room), default=min(at + room, len(ids)))
        yield Window((*head, *context, *ids[at:stop], _SEP), len(head) + len(context), (at, stop))
        at = stop


__all__ = ["Pieces", "Window", "cut_windows", "wanted_sentences"]
