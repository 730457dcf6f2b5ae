"""A view of claims: which reports tell of one attack, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.record.codec import about
from tocsin.record.moment import Moment
from tocsin.record.place import Place

#: grade -> UCDP GED event_clarity: 1 clear, 2 less clear; which grade is which is Tocsin's own
CLARITY = {"confirmed": 1, "fair": 1, "weak": 2, "contested": 2, "discounted": 2}
GRADES = tuple(CLARITY)


@dataclass(frozen=True, slots=True)
class Point:
    """One word on one toll at one time."""

    as_of: str = about("ISO 8601: when it was said, or the report's publication")
    value: int | None = about("the number printed", default=None)
    low: int | None = about("least", default=None)
    high: int | None = about("most", default=None)
    speaker: str | None = about("who said it; None for the outlet itself", default=None)
    claim: str = about("id of the claim", default="")
    report: str = about("id of the report", default="")
    counted: bool = about("False when the point does not move the toll", default=True)
    why: str | None = about("why it does not: stale, subset, copy, other side, new deaths", default=None)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that cannot all be right, side by side."""

    what: str = about("one sentence: who says what against whom")
    claims: tuple[str, ...] = about("ids of the claims", default=())


@dataclass(frozen=True, slots=True)
class PartSum:
    """Parts set against a whole: does it close, and what is left over."""

    whole: str = about("claim id of the total")
    parts: tuple[str, ...] = about("claim ids of the parts")
    total: int | None = about("the whole's number", default=None)
    added: int | None = about("the parts' sum", default=None)
    left: int | None = about("whole less parts", default=None)
    closes: bool = about("True when the whole's words allow the sum", default=False)
    text: str = about("the sum in words: 10 in Uman + 2 in Dnipro = 12, at least 12 said", default="")


@dataclass(frozen=True, slots=True)
class Toll:
    """One count of one incident for one place scope, as it rose and fell."""

    kind: str = about("claim kind counted")
    place: Place | None = about("the scope", default=None)
    low: int | None = about("least", default=None)
    best: int | None = about("best", default=None)
    high: int | None = about("most", default=None)
    rule: str = about("the rule that gave best, low and high, in plain words", default="")
    unit: str = about("what is counted", default="people")
    series: tuple[Point, ...] = about("every word on it, in time order", default=())
    conflicts: tuple[Conflict, ...] = about("claims that cannot all be right", default=())
    sums: tuple[PartSum, ...] = about("part-whole checks", default=())


@dataclass(frozen=True, slots=True)
class WeaponCount:
    """Launched, intercepted and lost of one weapon in one scope."""

    weapon: tuple[str, ...] = about("lexicon ids that the count is of, together")
    place: Place | None = about("the scope", default=None)
    launched: int | None = about("count, or None when nobody says", default=None)
    intercepted: int | None = about("count", default=None)
    lost: int | None = about("count that did not reach a target by themselves", default=None)
    left: int | None = about("launched less intercepted less lost: what may have got through", default=None)
    speaker: str | None = about("who counted", default=None)
    claims: tuple[str, ...] = about("ids of the claims", default=())
    within: int | None = about("index in `weapons` of the wider count that holds this one", default=None)


@dataclass(frozen=True, slots=True)
class AlertSpan:
    """A siren interval that touches the incident."""

    region: str = about("region name")
    started_at: str = about("ISO 8601 UTC")
    finished_at: str | None = about("ISO 8601 UTC", default=None)
    end_is_guess: bool = about("True when the end was not observed", default=False)
    source: str = about("where the interval is from: a claim id or an imported table's row", default="")
    lead_minutes: int | None = about(
        "minutes from this siren to the first reported impact at the incident's place, below 0 when the siren came "
        "after it; None when the impact's hour is not known, or too roughly for it, or the siren was another place's",
        default=None,
    )


@dataclass(frozen=True, slots=True)
class Night:
    """How much of a night sirens covered the incident's place: 22:00 to 06:00 by its own clock."""

    start: str = about("ISO 8601 UTC: 22:00 at the place")
    end: str = about("ISO 8601 UTC: 06:00 at the place, the day after")
    alert_minutes: int = about("minutes of it under alert, overlapping intervals counted once")
    share: float = about("the same as a share of the night, 0 to 1")


@dataclass(frozen=True, slots=True)
class HistoryCheck:
    """A history claim and what the records allow one to say of it."""

    claim: str = about("id of the history claim")
    statement: str = about("the statement in words")
    verdict: str = about("what can be said", choices=("supported", "consistent", "contradicted", "cannot tell"))
    why: str = about("the reason in one sentence", default="")
    rows: tuple[str, ...] = about("the rows that decide: claim ids or table rows", default=())
    missing: str | None = about("what would be needed to decide", default=None)


@dataclass(frozen=True, slots=True)
class Decision:
    """Why two reports were put into one incident, or kept apart."""

    left: str = about("report id")
    right: str = about("report id")
    same: bool = about("what was decided")
    score: float = about("0 to 1; a person's word is 1 or 0")
    by: str = about("tocsin, or the person who judged", default="tocsin")
    features: tuple[str, ...] = about("what decided, strongest first, in words", default=())


@dataclass(frozen=True, slots=True)
class Incident:
    """One attack as all its reports tell it; a pure function of ledger rows."""

    id: str = about("i- and a hash of the earliest report's attack; kept when reports are added")
    kind: str = about("missile strike, air strike, shelling, bombing, shooting, attack", default="attack")
    time: Moment | None = about("when", default=None)
    place: Place | None = about("where, as exactly as its reports agree", default=None)
    reports: tuple[str, ...] = about("ids of its reports, by publication", default=())
    tolls: tuple[Toll, ...] = about("counts of people and things", default=())
    weapons: tuple[WeaponCount, ...] = about("launched, intercepted, lost", default=())
    alerts: tuple[AlertSpan, ...] = about("sirens joined", default=())
    history: tuple[HistoryCheck, ...] = about("statements about the past, checked", default=())
    conflicts: tuple[Conflict, ...] = about("conflicts that are not about one toll", default=())
    decisions: tuple[Decision, ...] = about("why these reports", default=())
    claims: tuple[str, ...] = about("ids of every claim of this incident", default=())
    unknown: tuple[str, ...] = about("what is not known, in plain sentences", default=())
    grade: str | None = about("how well sourced", default=None, choices=GRADES)
    part_of: str | None = about("id of the wave that this is a part of", default=None)
    parts: tuple[str, ...] = about("ids of the incidents that are parts of this wave", default=())
    previous_ids: tuple[str, ...] = about("ids that led here before", default=())
    lead_minutes: int | None = about(
        "minutes from the siren to the first reported impact: of the sirens on at that minute, the first; below 0 when "
        "only a later one is known",
        default=None,
    )
    night: Night | None = about("the night of the attack under alert; None by day or without a siren", default=None)
