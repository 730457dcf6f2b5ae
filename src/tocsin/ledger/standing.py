"""What stands: which rows are taken back, which claims are rejected, and claims with their corrections applied."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin

from tocsin.ledger.chain import instant
from tocsin.record import Claim, Correction, Judgement, Retraction, from_json, to_json

#: What a correction may not touch: ids, the words of the report, and what the reader said of itself.
FIXED = ("id", "report", "evidence", "reader", "score")


@dataclass(frozen=True, slots=True)
class CurrentClaim:
    """A claim as it stands: `claim` keeps its id and has `corrections` applied; `as_read` is what the reader read."""

    claim: Claim
    corrections: tuple[Correction, ...] = ()
    as_read: Claim | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """People's words that are in force: ids taken back, claims rejected, corrections by claim in order of `made_at`."""

    retracted: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)

    def leaves_out(self, claim: Claim) -> bool:
        """True when the claim or its report is taken back, or the claim is rejected."""
        return claim.id in self.retracted or claim.report in self.retracted or claim.id in self.rejected

    def current(self, claim: Claim) -> CurrentClaim:
        """The claim with its corrections."""
        made = self.corrections.get(claim.id, ())
        return CurrentClaim(correct(claim, made), made, claim) if made else CurrentClaim(claim, (), claim)


def weigh(
    retractions: Iterable[Retraction], judgements: Iterable[Judgement], corrections: Iterable[Correction]
) -> Standing:
    """What is in force, from all rows in ledger order.

    A retraction counts unless one that counts takes it back. Of two words on one claim the one made later holds
    (`made_at`, then ledger order).
    """
    taken_back = _retracted(list(retractions))
    verdicts = {
        j.subject: j.verdict
        for j in sorted(judgements, key=_made_at)
        if j.verdict in ("accepted", "rejected") and j.id not in taken_back
    }
    by_claim: dict[str, list[Correction]] = {}
    for correction in sorted(corrections, key=_made_at):
        if correction.id not in taken_back:
            by_claim.setdefault(correction.claim, []).append(correction)
    return Standing(
        frozenset(taken_back),
        frozenset(claim for claim, verdict in verdicts.items() if verdict == "rejected"),
        {claim: tuple(made) for claim, made in by_claim.items()},
    )


def _made_at(said: Judgement | Correction) -> str:
    return instant(said.made_at)


def _retracted(retractions: list[Retraction]) -> set[str]:
    # A row's target is always older than the row, so going backwards every verdict on a retraction is final when met.
    taken_back: set[str] = set()
    for retraction in reversed(retractions):
        if retraction.id not in taken_back:
            taken_back.add(retraction.target)
    return taken_back


def correct(claim: Claim, corrections: Iterable[Correction]) -> Claim:
    """The claim with its id kept and each corrected field replaced, in the order given.

    A part that the claim lacks is begun with empty words (`place.name` where there was no place). When the value of
    an exact figure is corrected, its bounds go with it unless they are corrected too.
    Raises ValueError, naming the field, for a field or value that a claim cannot have.
    """
    data = to_json(claim)
    fields = set()
    for correction in corrections:
        path = correction.field.split(".")
        if path[0] in FIXED:
            raise ValueError(f"{path[0]} cannot be corrected: it is what was read, not what is known")
        data = _put(Claim, data, path, correction.value)
        fields.add(correction.field)
    if "quantity.value" in fields and data["quantity"] and data["quantity"].get("qualifier", "exact") == "exact":
        for bound in {"quantity.low", "quantity.high"} - fields:
            data["quantity"][bound.removeprefix("quantity.")] = data["quantity"]["value"]
    return from_json(Claim, data)


def _put(kind: type, data: Mapping[str, Any] | None, path: list[str], value: Any) -> dict[str, Any]:
    fields = {f.name: f for f in dataclasses.fields(kind)}
    name, rest = path[0], path[1:]
    if name not in fields:
        raise ValueError(f"{kind.__name__} has no field {name!r}; it has {', '.join(fields)}")
    made = dict(data) if data is not None else _blank(kind)
    inner = _without_none(typing.get_type_hints(kind)[name])
    choices = fields[name].metadata.get("choices")
    if not rest:
        if choices and value is not None and value not in choices:
            raise ValueError(f"{name} is one of {', '.join(choices)}, not {value!r}")
        made[name] = value
    elif get_origin(inner) is tuple:
        made[name] = _put_item(get_args(inner)[0], made.get(name) or [], rest, value)
    elif dataclasses.is_dataclass(inner):
        made[name] = _put(typing.cast(type, inner), made.get(name), rest, value)
    else:
        raise ValueError(f"{name} has no field {rest[0]!r}")
    return made


def _put_item(kind: Any, items: list[Any], path: list[str], value: Any) -> list[Any]:
    if not path[0].isdecimal() or int(path[0]) >= len(items):
        raise ValueError(f"there is no item {path[0]!r} among {len(items)} (the first is 0)")
    at = int(path[0])
    item = _put(kind, items[at], path[1:], value) if len(path) > 1 else value
    return [*items[:at], item, *items[at + 1 :]]


def _blank(kind: type) -> dict[str, Any]:
    return {f.name: "" for f in dataclasses.fields(kind) if f.default is dataclasses.MISSING}


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (typing.Union, types.UnionType):
        return next(a for a in get_args(hint) if a is not type(None))
    return hint
