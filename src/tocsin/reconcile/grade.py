"""How well an incident is sourced: the ladder that casualty recorders use.

confirmed: a belligerent owns up to it, or three independent sources of two sorts tell of it; fair: two independent
sources; weak: one; contested: told of, and who did it or whether it was is disputed; discounted: nothing is left of it.
The words are those of Airwars' published grading; the counts are Tocsin's own and stand in `THREE` and `TWO`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tocsin.reconcile.standing import Standing, nation_of
from tocsin.record import Claim

THREE, TWO = 3, 2


def grade(
    claims: Sequence[Claim],
    standings: Sequence[Standing],
    sources: Collection[str],
    home: str | None = None,
    *,
    opposed: bool = False,
) -> str | None:
    """The grade of an incident from its claims, their standings (same order) and its independent sources.

    `home`: the country that was hit; `opposed`: the other side gives a toll that the counted one does not allow.
    """
    main = [(c, s) for c, s in zip(claims, standings, strict=True) if c.status == "main"]
    told = [(c, s) for c, s in main if c.stance != "denies"]
    if not told:
        return "discounted" if main else None
    denied = any(c.stance == "denies" and c.kind in ("attack", "hit", "statement", "killed") for c, _ in main)
    if denied or opposed or len(_blamed(told, home)) > 1:
        return "contested"
    nations = {s.nation for _, s in told if s.nation is not None}
    if any(_owns_up(c, s) for c, s in told):
        return "confirmed"
    ranks = {s.rank >= TWO for _, s in told}
    if len(sources) >= THREE and (len(ranks) > 1 or len(nations) > 1):
        return "confirmed"
    return "fair" if len(sources) >= TWO else "weak"


def _owns_up(claim: Claim, who: Standing) -> bool:
    """True when the attacker's own side says that it attacked."""
    if claim.kind not in ("attack", "hit") or claim.actor is None or who.nation is None:
        return False
    return nation_of(claim.actor) == who.nation


def _blamed(told: Sequence[tuple[Claim, Standing]], home: str | None) -> set[str]:
    """Attackers that attack claims name; more than one is a dispute.

    The country that was hit counts as blamed only where a speaker of another one blames it: "the Ukrainian city" and
    "Ukrainian soldiers" stand near many attacks on them.
    """
    blamed = set()
    for claim, who in told:
        if claim.kind in ("attack", "hit") and claim.actor is not None:
            nation = nation_of(claim.actor)
            if nation is None or nation != home or who.nation not in (None, home):
                blamed.add(nation or claim.actor.id)
    return blamed
