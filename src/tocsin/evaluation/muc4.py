"""Score the killed and injured that a reader finds in MUC-4 messages against the answer keys.

The corpus: the Fourth Message Understanding Conference (1992), news and radio of Latin America in capitals alone, with
filled templates of terrorist acts. What is scored are figures as printed, after the keys' HUM TGT slots: NUMBER where
EFFECT is DEATH or INJURY. Wanted is the number of each group of victims that has no name, a group and number once a
message; also right, though not wanted, are the numbers of named victims, the sum of a template, its TOTAL NUMBER, and
all that the key marks as optional. So a figure found is right of the figures said, or of the figures wanted, and the
two counts differ. Zero is no figure, nor is a vague word ("several": the keys have PLURAL).

The keys tell of acts against civilians in the last two months; battles and older acts were "not relevant" to the task,
so that their dead, rightly read, count as wrong. Each kind is therefore also scored in the keys' scope: without the
figures that the reader says are of soldiers, guerrillas or attackers, or of a day more than two months ago.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from tocsin.errors import InputError
from tocsin.evaluation.rate import Rate
from tocsin.reading.moments import day_of
from tocsin.reading.read import Reading
from tocsin.record import VAGUE, Claim, Report

EFFECTS = {"killed": "DEATH", "injured": "INJURY"}
FIGHTERS = ("combatants", "attackers")
#: Days before the message's own from which an act was relevant to the task: two months.
RECENT = timedelta(days=62)
#: Least and most of a figure; None is open.
Bounds: TypeAlias = tuple[int | None, int | None]


@dataclass(slots=True)
class FigureRate(Rate):
    """A rate whose precision and recall count different things: `right` of what was said, `found` of what is wanted."""

    found: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        counts = f"({self.found} of {self.gold} found, {self.right} of {self.predicted} right)"
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f}  {counts}"


def score_muc4(path: Path, read: Callable[[Report], Reading]) -> dict[str, Rate]:
    """Rates by name over the messages of a JSON Lines file: docid, text, dateline, templates.

    The names: killed, injured, and both with `_in_scope`, for what the keys hold relevant. `read` is given each message
    with its dateline's day and source. Raises InputError naming a line that is no message.
    """
    rates = {f"{kind}{rest}": FigureRate() for kind in EFFECTS for rest in ("", "_in_scope")}
    for message in _messages(path):
        report = _report(message)
        claims = read(report).claims
        for kind, effect in EFFECTS.items():
            of_kind = [(c, b) for c in claims if _is_of(c, kind) and (b := _bounds(c)) is not None]
            wanted, allowed = _keyed(message["templates"], kind, effect)
            _count(rates[kind], {b for _, b in of_kind}, wanted, allowed)
            in_scope = {b for c, b in of_kind if _is_in_scope(c, day_of(report.published))}
            _count(rates[f"{kind}_in_scope"], in_scope, wanted, allowed)
    return dict(rates)


def _is_in_scope(claim: Claim, published: date | None) -> bool:
    if claim.quantity is None or claim.quantity.group in FIGHTERS:
        return False
    told = day_of(claim.time.end) if claim.time is not None else None
    return told is None or published is None or published - told <= RECENT


def _is_of(claim: Claim, kind: str) -> bool:
    """A figure of that kind, of now or of an earlier attack: the keys' attacks may be weeks old when they are told."""
    return claim.kind == kind or (claim.history is not None and claim.history.what == kind)


def _count(rate: FigureRate, said: set[Bounds], wanted: set[Bounds], allowed: set[Bounds]) -> None:
    rate.right += len(said & allowed)
    rate.predicted += len(said)
    rate.found += len(said & wanted)
    rate.gold += len(wanted)


def _messages(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").rstrip("\n").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            message = json.loads(line)
            message["docid"], message["text"], message["templates"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}:{number}: not a MUC-4 message with templates ({error})") from error
        yield message


def _report(message: Mapping[str, Any]) -> Report:
    line = message.get("dateline") or {}
    return Report.make(
        message["text"], id=message["docid"], published=line.get("date"), outlet=line.get("source"), language="en"
    )


def _bounds(claim: Claim) -> Bounds | None:
    """The claim's figure as the keys write it; None for zero, a vague word, and where no number is known."""
    quantity = claim.quantity
    if quantity is None or quantity.qualifier in VAGUE:
        return None
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        low = high = quantity.value
    return None if high == 0 or (low is None and high is None) else (low, high)


def _keyed(templates: list[dict[str, Any]], kind: str, effect: str) -> tuple[set[Bounds], set[Bounds]]:
    """The figures that the keys want of one kind, and all that they allow."""
    wanted: set[Bounds] = set()
    allowed: set[Bounds] = set()
    for template in templates:
        casualties = template["casualties"]
        if not casualties:
            continue
        for item in casualties["items"]:
            if effect in item["effects"]:
                numbers = {(n["min"], n["max"]) for n in item["number"] or () if n and not n.get("plural")}
                allowed |= numbers
                if not (item["named"] or item["optional"] or template["optional"]) and item["effects"] == [effect]:
                    wanted |= numbers
        sums = [casualties[kind], *(casualties["total_targets"] or ())]
        allowed |= {(n["min"], n["max"]) for n in sums if n}
    return wanted, allowed
