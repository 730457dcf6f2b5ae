"""What people decided about pairs of reports: the last word on each pair, ready for clustering."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tocsin.record import Judgement

Pair = tuple[str, str]


@dataclass(slots=True)
class Judged:
    """Pairs of report ids in sorted order, each with the judgement that holds; claims that people took out."""

    same: dict[Pair, Judgement] = field(default_factory=dict)
    apart: dict[Pair, Judgement] = field(default_factory=dict)
    rejected: frozenset[str] = frozenset()


def last_words(judgements: Iterable[Judgement]) -> Judged:
    """The latest judgement on each pair or claim by `made_at`, then id; "unsure" takes the pair's earlier one back."""
    latest: dict[Pair, Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: (_instant(j.made_at), j.id)):
        other = judgement.other or ""
        latest[min(judgement.subject, other), max(judgement.subject, other)] = judgement
    return Judged(
        {pair: j for pair, j in latest.items() if j.verdict == "same" and pair[0]},
        {pair: j for pair, j in latest.items() if j.verdict == "not_same" and pair[0]},
        frozenset(j.subject for j in latest.values() if j.verdict == "rejected"),
    )


def _instant(made_at: str) -> datetime:
    """An ISO 8601 instant, UTC where it says no offset; the earliest of all for words that are none."""
    try:
        moment = datetime.fromisoformat(made_at)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
