"""Copies: reprints and rewrites of one text, and reports that only pass on the same agency's figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from tocsin.lexicon.load import fold
from tocsin.reconcile.digest import Digest
from tocsin.reconcile.words import resemblance
from tocsin.record import Claim, Report

#: Share of four-word runs above which one text is taken for a copy of another.
COPY = 0.6


def find_copies(digests: Sequence[Digest]) -> dict[str, str]:
    """Report id -> id of the earlier report whose text it copies, if it gives no figure that the earlier one lacks."""
    copies: dict[str, str] = {}
    originals: list[Digest] = []
    for digest in digests:
        first = next((o for o in originals if _copies(digest, o)), None)
        if first is None:
            originals.append(digest)
        else:
            copies[digest.report] = first.report
    return copies


def source_of(report: Report, claims: Iterable[Claim]) -> str:
    """A key for who really stands behind a report that is no copy: the agency that it credits, else its outlet."""
    if report.via:
        return f"agency:{_folded(report.via[-1])}"
    chains = [c.speaker.via[-1] for c in claims if c.speaker is not None and c.speaker.via]
    if chains and len(set(map(_folded, chains))) == 1:
        return f"agency:{_folded(chains[0])}"
    return f"outlet:{_folded(report.outlet)}" if report.outlet else f"report:{report.id}"


_folded = lru_cache(maxsize=4096)(fold)


def _copies(later: Digest, earlier: Digest) -> bool:
    return later.figures <= earlier.figures and resemblance(later.sketch, earlier.sketch) >= COPY
