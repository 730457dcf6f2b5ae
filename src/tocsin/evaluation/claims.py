"""How many claims were read right: figures by kind, and figures with their speaker, place and bounds.

A predicted figure is right when kind and number are the gold's and its evidence lies within `NEAR` code points of the
gold evidence. Speaker and place are right when they share a word that carries meaning, or a long common stem. Gold
figures marked optional, and those of other events, neither help nor hurt. One figure told twice in a report with the
same speaker and place counts once.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tocsin.evaluation.gold import GoldClaim, GoldPassage
from tocsin.evaluation.part import read_rows
from tocsin.evaluation.rate import Rate
from tocsin.record import Claim, Quantity, Report
from tocsin.record.claim import CASUALTY_KINDS, DAMAGE_KINDS, WEAPON_KINDS

FIGURES = CASUALTY_KINDS + WEAPON_KINDS + DAMAGE_KINDS
NEAR = 60
_SAME_PLACE_IN_TEXT = 400
_EMPTY = frozenset(
    "the of and in for city region oblast district area near around ministry via official officials senior local "
    "spokesman spokeswoman spokesperson statement".split()
)


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A figure that ought to be read; `speaker` None is the outlet's own word, `place` None is not scored.

    `usual_place` is one name for one place, where the corpus has it: "Badghis" and "Badghis province" are the same.
    """

    kind: str
    number: float | None
    low: int | None
    high: int | None
    speaker: str | None
    place: str | None
    start: int
    stop: int
    optional: bool = False
    hedged: bool = False
    what: str = ""
    usual_place: str | None = None


@dataclass(frozen=True, slots=True)
class GoldReport:
    """A report with the figures that it tells, and the attack that it tells of, where the corpus says.

    `open` are stretches where fair readers differ: what is read from them counts neither way.
    """

    report: Report
    figures: tuple[GoldFigure, ...]
    attack: str | None = None
    open: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class ClaimScores:
    """Figures by kind, the joint scores, and every miss with its cause."""

    kinds: dict[str, Rate] = field(default_factory=dict)
    speaker: Rate = field(default_factory=Rate)
    place: Rate = field(default_factory=Rate)
    whole: Rate = field(default_factory=Rate)
    misses: list[tuple[str, str, str, str]] = field(default_factory=list)

    @property
    def figure(self) -> Rate:
        """All kinds together."""
        total = Rate()
        for rate in self.kinds.values():
            total.right += rate.right
            total.predicted += rate.predicted
            total.gold += rate.gold
        return total

    @property
    def speaker_accuracy(self) -> float:
        """The number's speaker: share with the right one of the figures read with the right kind and number."""
        return self.speaker.right / self.figure.right if self.figure.right else 0.0

    def causes(self) -> Counter[str]:
        """How often each cause of a miss occurs."""
        return Counter(cause for cause, _, _, _ in self.misses)


def alike(gold: str, predicted: str) -> bool:
    """True when the names share a meaning-bearing word, or the first five letters of one."""
    a, b = _words(gold), _words(predicted)
    return bool(a & b) or any(x[:5] == y[:5] for x in a for y in b if min(len(x), len(y)) >= 5) or (not a and not b)


def _words(text: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return {w for w in re.findall(r"[^\W_]+", plain) if len(w) > 2 and w not in _EMPTY}


def score_claims(gold: Iterable[GoldReport], predicted: Mapping[str, Sequence[Claim]]) -> ClaimScores:
    """Scores over reports; `predicted` maps report ids to claims."""
    scores = ClaimScores()
    for told in gold:
        _score_report(scores, told, predicted.get(told.report.id, ()))
    for joint in (scores.speaker, scores.place, scores.whole):
        joint.predicted, joint.gold = scores.figure.predicted, scores.figure.gold
    return scores


def _score_report(scores: ClaimScores, told: GoldReport, claims: Sequence[Claim]) -> None:
    gold = _distinct_gold(told.figures)
    read = _distinct_read([c for c in claims if c.kind in FIGURES])
    pairs = sorted(
        (g.optional, -sum(_slots(g, p)), abs(g.start - p.evidence.start), i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(read)
        if _matches(g, p)
    )
    gold_of: dict[int, int] = {}
    found: set[int] = set()
    for optional, _, _, i, j in pairs:
        if i in found or j in gold_of:
            continue
        gold_of[j] = i
        found.add(i)
        if not optional:
            _count_pair(scores, told, gold[i], read[j])
    for i, g in enumerate(gold):
        if not g.optional:
            scores.kinds.setdefault(g.kind, Rate()).gold += 1
            if i not in found:
                words = told.report.text[g.start : g.stop]
                scores.misses.append((_why_missed(g, claims), told.report.id, f"{g.kind} {g.number}", words))
    for j, p in enumerate(read):
        if gold[gold_of[j]].optional if j in gold_of else _is_open(told, p):
            continue
        scores.kinds.setdefault(p.kind, Rate()).predicted += 1
        if j not in gold_of:
            scores.misses.append(("not in gold", told.report.id, f"{p.kind} {_number(p)}", p.evidence.quote))


def _count_pair(scores: ClaimScores, told: GoldReport, gold: GoldFigure, claim: Claim) -> None:
    scores.kinds.setdefault(gold.kind, Rate()).right += 1
    speaker, place, bounds = _slots(gold, claim)
    scores.speaker.right += speaker
    scores.place.right += place
    scores.whole.right += speaker and place and bounds
    for ok, cause in ((speaker, "wrong speaker"), (place, "wrong place"), (bounds, "wrong bounds")):
        if not ok:
            scores.misses.append((cause, told.report.id, f"{gold.kind} {gold.number}", claim.evidence.quote))


def _matches(gold: GoldFigure, claim: Claim) -> bool:
    near = claim.evidence.start <= gold.stop + NEAR and gold.start <= claim.evidence.end + NEAR
    return gold.kind == claim.kind and near and gold.number == _number(claim)


def _is_open(told: GoldReport, claim: Claim) -> bool:
    return any(start < claim.evidence.end and claim.evidence.start < stop for start, stop in told.open)


def _number(claim: Claim) -> float | None:
    return claim.quantity.figure if claim.quantity is not None else None


def _slots(gold: GoldFigure, claim: Claim) -> tuple[bool, bool, bool]:
    who = claim.speaker
    said = " ".join(filter(None, (who.name, who.role, who.organisation, who.text))) if who else ""
    speaker = not said if gold.speaker is None else alike(gold.speaker, said)
    where = claim.place
    named = " ".join((where.name, where.text, *where.path)) if where else ""
    place = gold.place is None or alike(gold.place, named)
    quantity = claim.quantity
    bounds = gold.hedged or (quantity is not None and (gold.low, gold.high) == (quantity.low, quantity.high))
    return speaker, place, bounds


def _why_missed(gold: GoldFigure, claims: Sequence[Claim]) -> str:
    near = [c for c in claims if c.evidence.start <= gold.stop + NEAR and gold.start <= c.evidence.end + NEAR]
    if any(c.kind == "history" and _number(c) == gold.number for c in near):
        return "taken for the past"
    if any(c.kind != gold.kind and _number(c) == gold.number for c in near):
        return "wrong kind"
    if any(c.kind == gold.kind for c in near):
        return "wrong number"
    return "not read"


def _distinct_gold(figures: Iterable[GoldFigure]) -> list[GoldFigure]:
    seen: dict[tuple[object, ...], GoldFigure] = {}
    for f in figures:
        what, place = f.what if f.number in (1, 2) else "", f.usual_place or f.place
        seen.setdefault((f.kind, f.number, place, f.speaker, f.low, f.high, f.start // _SAME_PLACE_IN_TEXT, what), f)
    return list(seen.values())


def _distinct_read(claims: Iterable[Claim]) -> list[Claim]:
    seen: dict[tuple[object, ...], Claim] = {}
    for c in claims:
        number = _number(c)
        quantity = c.quantity
        what = (quantity.unit, quantity.group) if quantity and number in (1, 2) else ""
        key = (
            c.kind,
            number,
            c.place.name if c.place else None,
            c.speaker.label if c.speaker else None,
            quantity.low if quantity else None,
            quantity.high if quantity else None,
            c.evidence.start // _SAME_PLACE_IN_TEXT,
            what,
        )
        seen.setdefault(key, c)
    return list(seen.values())


def number_of(value: int | None, low: int | None, high: int | None) -> float | None:
    """The one number that a gold figure is known by, as `Quantity.figure` of a claim; None when nothing bounds it."""
    return Quantity(value, low, high).figure


def from_passage(passage: GoldPassage) -> GoldReport:
    """A composed gold passage as a report with its figures."""
    published = passage.published.isoformat() if passage.published else None
    report = Report.make(passage.text, id=passage.id, published=published, outlet=passage.outlet or None, language="en")
    figures = tuple(_figure(passage, c) for c in passage.claims if c.kind in FIGURES)
    return GoldReport(report, figures, passage.attack)


def _figure(passage: GoldPassage, claim: GoldClaim) -> GoldFigure:
    number = number_of(claim.value, claim.low, claim.high)
    return GoldFigure(
        claim.kind,
        number,
        claim.low,
        claim.high,
        passage.text[slice(*claim.speaker)] if claim.speaker else None,
        passage.text[slice(*claim.place)] if claim.place else None,
        claim.start,
        claim.stop,
        optional=claim.status in ("other", "background"),
        hedged=claim.qualifier == "about" or number is None,
        what=f"{claim.group}{passage.text[slice(*claim.figure)] if claim.figure else claim.line}",
    )


def read_retold(path: Path, languages: Sequence[str] = ("en",)) -> list[GoldReport]:
    """Annotated reports of a JSON Lines file: id, attack, text, published, outlet, language, claims."""
    out = []
    for row in read_rows(path):
        if row.get("claims") is None or row.get("language", "en") not in languages:
            continue
        report = Report.make(
            row["text"],
            id=row["id"],
            published=(row.get("published") or "")[:10] or None,
            outlet=row.get("outlet"),
            language=row.get("language"),
        )
        figures = tuple(_from_row(c) for c in row["claims"] if c["kind"] in FIGURES)
        out.append(GoldReport(report, figures, row.get("attack")))
    return out


def _from_row(row: Mapping[str, Any]) -> GoldFigure:
    value, low, high = row.get("value"), row.get("low"), row.get("high")
    number = number_of(value, low, high)
    if row.get("qualifier") == "exact" and value is not None:
        low = high = value
    speaker, place = str(row.get("speaker") or ""), row.get("place")
    what = str(row.get("what") or "")
    return GoldFigure(
        row["kind"],
        number,
        low,
        high,
        None if speaker == "outlet" else speaker,
        str(place) if place else None,
        row["start"],
        row["end"],
        optional=bool(row.get("optional")) or "other " in what,
        hedged=row.get("qualifier") in ("about", None),
        what=what,
    )
