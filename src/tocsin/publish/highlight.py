"""A report's text cut into pieces, so that the words of every claim can be marked and linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tocsin.publish.words import clean
from tocsin.record import Claim, Report

#: Sections that are shown dimmed: they are on the page but not part of the story.
DIM = ("caption", "sidebar", "comment", "form", "furniture")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same claims; `starts` are those whose evidence begins here."""

    text: str
    claims: tuple[Claim, ...] = ()
    starts: tuple[Claim, ...] = ()
    dim: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim's words with a little of what stands around them; `cut_*` tell that the text goes on."""

    before: str
    words: str
    after: str
    cut_before: bool
    cut_after: bool


def pieces(report: Report, claims: Sequence[Claim]) -> list[Piece]:
    """The whole text in order, cut at the edges of evidence and sections; the shortest evidence comes first in a piece.

    Claims whose quote is not the text at their place are left unmarked, since the mark would lie.
    """
    true = [c for c in claims if c.evidence.quote and stands(c, report)]
    dim = [(s.start, s.stop) for s in report.sections if s.role in DIM]
    edges = {0, len(report.text)} | {e for c in true for e in (c.evidence.start, c.evidence.end)}
    edges |= {min(e, len(report.text)) for span in dim for e in span}
    cuts = sorted(edges)
    by_size = sorted(true, key=lambda c: (c.evidence.end - c.evidence.start, c.evidence.start, c.id))
    made = []
    for start, stop in pairwise(cuts):
        over = tuple(c for c in by_size if c.evidence.start <= start and stop <= c.evidence.end)
        begins = tuple(c for c in over if c.evidence.start == start)
        made.append(Piece(clean(report.text[start:stop]), over, begins, any(a <= start < b for a, b in dim)))
    return made


def quote(claim: Claim, report: Report | None, context: int) -> Quote:
    """The claim's words with up to `context` code points of the text around them, split evenly, cut at spaces.

    The context never reaches into captions, forms and other furniture of the page.
    """
    start, end = claim.evidence.start, claim.evidence.end
    if report is None or not stands(claim, report):
        return Quote("", clean(claim.evidence.quote), "", False, False)
    dim = [x for x in report.sections if x.role in DIM]
    floor = max((x.stop for x in dim if x.stop <= start), default=0)
    ceiling = min((x.start for x in dim if x.start >= end), default=len(report.text))
    before = report.text[max(floor, start - context // 2) : start]
    after = report.text[end : min(ceiling, end + context - context // 2)]
    cut_before, cut_after = start > len(before), end + len(after) < len(report.text)
    if start - len(before) > floor and " " in before:
        before = before.split(" ", 1)[1]
    if end + len(after) < ceiling and " " in after:
        after = after.rsplit(" ", 1)[0]
    return Quote(clean(before), clean(claim.evidence.quote), clean(after), cut_before, cut_after)


def stands(claim: Claim, report: Report | None) -> bool:
    """True when the claim's quote is the report's text at its place."""
    if report is None or claim.evidence.start < 0:
        return False
    return report.text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
