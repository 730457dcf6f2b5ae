"""How well reports were put into incidents, and whether their tolls came out right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.evaluation.baselines import LIKENESSES, WINDOW_DAYS, alike, link
from tocsin.lexicon.gazetteer import open_gazetteer
from tocsin.reconcile.words import name_stems, stem
from tocsin.record import Incident, Report, Toll

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TollCheck:
    """One final toll of one attack against the incident that holds most of its reports."""

    attack: str
    kind: str
    scope: str
    gold: Range
    low: int | None
    best: int | None
    high: int | None

    @property
    def right(self) -> bool:
        """True when the best number lies in the gold range."""
        return self.best is not None and self.gold[0] <= self.best <= self.gold[1]

    @property
    def holds(self) -> bool:
        """True when the range shares a number with the gold range; an open end is no bound."""
        if self.best is None:
            return False
        return (self.low or 0) <= self.gold[1] and (self.high is None or self.high >= self.gold[0])


@dataclass(frozen=True, slots=True)
class IncidentScores:
    """B-cubed precision, recall and F1, adjusted Rand index, and the toll checks."""

    precision: float
    recall: float
    f1: float
    rand: float
    tolls: tuple[TollCheck, ...]


def score_incidents(
    gold: Mapping[str, str], tolls: Mapping[str, object], incidents: Sequence[Incident]
) -> IncidentScores:
    """Scores of `incidents` against each report's gold attack and each attack's final tolls.

    `tolls` maps an attack to {"scope": place, "final": {kind: n or [low, high]}}; a report in no incident counts as
    one of its own.
    """
    labels = label(gold, incidents)
    precision, recall, f1 = bcubed(gold, labels)
    return IncidentScores(
        precision, recall, f1, adjusted_rand(gold, labels), tuple(check_tolls(gold, tolls, incidents))
    )


def label(gold: Mapping[str, str], incidents: Iterable[Incident]) -> dict[str, str]:
    """The incident of each gold report: the largest that has it, a wave before its parts; else a name of its own."""
    found: dict[str, str] = {}
    for incident in sorted(incidents, key=lambda i: (-len(i.reports), i.part_of is not None, i.id)):
        for report in incident.reports:
            found.setdefault(report, incident.id)
    return {r: found.get(r, f"none:{r}") for r in gold}


def bcubed(gold: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998) of one labelling of the same items against another."""
    if not gold:
        return 0.0, 0.0, 0.0
    both = Counter((gold[r], found[r]) for r in gold)
    in_gold, in_found = Counter(gold.values()), Counter(found[r] for r in gold)
    precision = sum(n * n / in_found[f] for (_, f), n in both.items()) / len(gold)
    recall = sum(n * n / in_gold[g] for (g, _), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def compare_baselines(
    reports: Sequence[Report], gold: Mapping[str, str], incidents: Sequence[Incident] = ()
) -> dict[str, tuple[float, float, float]]:
    """B-cubed precision, recall and F1 of `incidents` and of two baselines on the same reports.

    Each baseline is given the likeness at which its F1 is highest on this very gold; ours is given nothing. Without
    `incidents` there is no row "tocsin".
    """
    known = sorted((r for r in reports if r.id in gold), key=lambda r: r.id)
    wanted = {r.id: gold[r.id] for r in known}
    scores = {"tocsin": bcubed(wanted, label(wanted, incidents))} if incidents else {}
    for name, days in (("tf-idf", None), (f"tf-idf within {WINDOW_DAYS} days", WINDOW_DAYS)):
        pairs = alike(known, days)
        tried = (bcubed(wanted, link(known, pairs, likeness)) for likeness in LIKENESSES)
        scores[name] = max(tried, key=lambda score: score[2])
    return scores


def adjusted_rand(gold: Mapping[str, str], found: Mapping[str, str]) -> float:
    """The adjusted Rand index (Hubert and Arabie 1985): 1 for the same partition, about 0 for a random one."""
    both = sum(map(_pairs, Counter((gold[r], found[r]) for r in gold).values()))
    in_gold = sum(map(_pairs, Counter(gold.values()).values()))
    in_found = sum(map(_pairs, Counter(found[r] for r in gold).values()))
    every = _pairs(len(gold))
    if not every:
        return 1.0
    expected, most = in_gold * in_found / every, (in_gold + in_found) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def check_tolls(
    gold: Mapping[str, str], tolls: Mapping[str, object], incidents: Sequence[Incident]
) -> Iterable[TollCheck]:
    """Each attack's final tolls against the incident with most of its reports; attacks without reports are left out."""
    labels = label(gold, incidents)
    by_id = {i.id: i for i in incidents}
    members: dict[str, Counter[str]] = defaultdict(Counter)
    for report, attack in gold.items():
        members[attack][labels[report]] += 1
    for attack, told in tolls.items():
        if attack not in members or not isinstance(told, Mapping):
            continue
        incident = by_id.get(max(members[attack], key=lambda i: (members[attack][i], i)))
        scope = str(told.get("scope", ""))
        for kind, final in told.get("final", {}).items():
            low, high = (final[0], final[1]) if isinstance(final, (list, tuple)) else (final, final)
            toll = _toll(incident, kind, scope)
            got = (toll.low, toll.best, toll.high) if toll is not None else (None, None, None)
            yield TollCheck(attack, kind, scope, (low, high), *got)


def _toll(incident: Incident | None, kind: str, scope: str) -> Toll | None:
    """The toll of a kind for a place, by its name or, since a place has many, by the gazetteer's rows of that name."""
    stems = _stems(scope)
    rows = {entry.id for entry in open_gazetteer().lookup(scope) if entry.use in ("name", "variant")}
    for toll in incident.tolls if incident is not None else ():
        place = toll.place
        if toll.kind == kind and place is not None and (place.id in rows or _stems(place.name) & stems):
            return toll
    return None


def _stems(name: str) -> frozenset[str]:
    return name_stems(name) or frozenset((stem(name),))


def _pairs(n: int) -> int:
    return n * (n - 1) // 2
