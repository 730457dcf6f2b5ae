"""Whose word it is: how near a speaker stands to the count, which country it speaks for, and under which one name.

The sides and words come from the speakers', actors' and regions' tables of the lexicon.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache

from tocsin.lexicon.load import Matcher, Row, fold, matcher, table
from tocsin.reconcile.words import stem
from tocsin.record import Claim, Report, Speaker, Thing

OFFICIAL = 2
#: side of the speakers' table -> how near to the count: 3 counts the dead itself, 2 speaks for those who do,
#: 1 retells, 0 nobody knows who it is
_RANKS = {"rescue": 3, "medical": 3, "local": 3, "official": 3, "igo": 3, "belligerent": 2, "ngo": 2, "media": 1,
          "unknown": 0}  # fmt: skip
_WORDED = {3: "those who count", 2: "official spokesmen", 1: "outlets", 0: "unnamed sources"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a claim's speaker weighs."""

    label: str | None
    key: str
    rank: int
    nation: str | None
    military: bool

    @property
    def words(self) -> str:
        """The rank in words, for rules."""
        return _WORDED[self.rank]


def standing(claim: Claim, report: Report | None) -> Standing:
    """The standing of who says a claim; an outlet's own word counts as the outlet's."""
    if claim.speaker is None:
        name = report.outlet if report is not None else None
        return Standing(None, f"outlet:{fold(name or claim.report)}", 1, None, False)
    return _of_speaker(claim.speaker)


def nation_of(actor: Thing) -> str | None:
    """The country code or armed group of an attacker or defender."""
    return _nation(f"{actor.id} {actor.text}")


def is_other_side(who: Standing, home: str | None, attackers: Collection[str]) -> bool:
    """True for the word of the attacker, or of another country's military, on an attack in `home` (ISO code).

    An armed group is the other side only where it attacked: it may govern the place that was hit.
    """
    if who.nation is None or home is None or who.nation == home:
        return False
    return who.nation in attackers or (who.military and is_state(who.nation))


def is_state(nation: str) -> bool:
    """True for a country's ISO code, False for an armed group's id."""
    return len(nation) == 2


@lru_cache(maxsize=131072)
def _of_speaker(speaker: Speaker) -> Standing:
    words = " ".join(w for w in (speaker.role, speaker.organisation, speaker.text) if w)
    office = words.replace(speaker.name, " ") if speaker.name and speaker.name != words else words
    rank, nation, military = _of_office(office, speaker.role, speaker.organisation)
    if rank is None:
        rank = OFFICIAL if speaker.name or speaker.organisation else 0
    key = stem(speaker.name.split()[-1]) if speaker.name else " ".join(sorted(map(stem, words.split())))
    return Standing(speaker.label, key, rank, nation, military)


@lru_cache(maxsize=16384)
def _of_office(words: str, role: str | None, body: str | None) -> tuple[int | None, str | None, bool]:
    """Rank (None when no word tells), nation, and whether it is a military, of the words that name an office."""
    sides = {hit.row.more.get("side", "unknown") for hit in matcher("speakers").find(words)}
    sides |= {row.more.get("side", "unknown") for row in table("speakers") if row.id in (role, body)}
    rank = max((_RANKS.get(side, 0) for side in sides), default=None)
    return rank, _nation(words), "belligerent" in sides or "defen" in fold(words)


def _nation(words: str) -> str | None:
    """The country code or armed group that the words name first."""
    hits = _nations().find(words)
    if hits:
        return hits[0].row.id
    low = fold(words)
    return next((code for start, code in _stems() if start in low), None)


@cache
def _nations() -> Matcher:
    rows = []
    for row in table("regions"):
        if row.kind == "country":
            forms = [*(f for fs in row.forms.values() for f in fs), *row.more.get("adjectives", ())]
            forms += [f"{f}'s" for f in forms if f.isascii()]
            if forms:
                rows.append(Row(row.id, "country", {"any": tuple(forms)}))
    for row in table("actors"):
        if row.kind == "armed-group":
            rows.append(row)
    return Matcher(rows)


@cache
def _stems() -> tuple[tuple[str, str], ...]:
    return tuple(
        (fold(s), row.id) for row in table("regions") if row.kind == "country" for s in row.more.get("stems", ())
    )
