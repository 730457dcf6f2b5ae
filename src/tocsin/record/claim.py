"""The only atom: one thing said by one speaker in one report, with the words that say it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from tocsin.record.codec import about, content_id, to_json
from tocsin.record.moment import Moment
from tocsin.record.place import Place
from tocsin.record.quantity import Quantity
from tocsin.record.span import Evidence
from tocsin.record.speaker import Speaker, Thing

CASUALTY_KINDS = ("killed", "injured", "missing", "trapped", "rescued")
WEAPON_KINDS = ("launched", "intercepted", "lost")
DAMAGE_KINDS = ("hit", "damaged", "destroyed")
EVENT_KINDS = ("attack", "alert", "rescue", "contact", "statement", "history")
CLAIM_KINDS = CASUALTY_KINDS + WEAPON_KINDS + DAMAGE_KINDS + EVENT_KINDS
MODES = ("quoted", "reported", "outlet", "document", "image")
STANCES = ("asserts", "denies", "revises", "predicts")
CERTAINTIES = ("stated", "alleged", "unconfirmed")
STATUSES = ("main", "background", "other", "stale")
HISTORY_CLAIMS = ("first", "largest", "deadliest", "nth", "since", "count")


@dataclass(frozen=True, slots=True)
class History:
    """A statement about the past in a form that can be checked against records."""

    claims: str = about("what sort of statement", choices=HISTORY_CLAIMS)
    what: str | None = about("claim kind, weapon class or attack kind that it is about", default=None)
    where: str | None = about("place or country that it is about, as named", default=None)
    span: str | None = about("the stretch as printed: 51 days, a year, since March", default=None)
    days: int | None = about("the stretch in days, when it is a count", default=None)
    since: str | None = about("ISO date that the stretch starts at, when named", default=None)
    rank: int | None = about("n of an nth", default=None)


@dataclass(frozen=True, slots=True)
class Claim:
    """What was said: kind, quantity, thing, place, time, speaker and the evidence it rests on.

    The id is a hash of all that the claim says; `reader` and `score` are not part of it, so that reading
    the same report again, by any version that understands it the same way, adds nothing.
    """

    id: str = about("c- and a hash of what the claim says")
    report: str = about("id of the report")
    kind: str = about("what sort of claim", choices=CLAIM_KINDS)
    quantity: Quantity | None = about("the figure; None for claims without one", default=None)
    object: Thing | None = about("what was hit, damaged, destroyed or searched", default=None)
    weapon: tuple[Thing, ...] = about("weapons, as exactly as the words name them", default=())
    actor: Thing | None = about("who did it: the attacker, or who shot it down", default=None)
    place: Place | None = about("where; None when the words give no place", default=None)
    time: Moment | None = about("when; None when the words give no time and publication is unknown", default=None)
    speaker: Speaker | None = about("who said it; None when the outlet itself does", default=None)
    mode: str = about("how it is told", default="outlet", choices=MODES)
    stance: str = about("what the speaker does with it", default="asserts", choices=STANCES)
    certainty: str = about("how sure the words are", default="stated", choices=CERTAINTIES)
    status: str = about(
        "the report's main event, its background, another event, or an older toll repeated",
        default="main",
        choices=STATUSES,
    )
    evidence: Evidence = about("the words", default=Evidence(0, 0, ""))
    history: History | None = about("the checkable form of a history claim", default=None)
    reader: str = about("what read it, with version", default="")
    score: float = about("0 to 1: how sure the reader is that the claim is what the words say", default=1.0)

    @classmethod
    def make(
        cls,
        report: str,
        kind: str,
        evidence: Evidence,
        *,
        quantity: Quantity | None = None,
        object: Thing | None = None,
        weapon: tuple[Thing, ...] = (),
        actor: Thing | None = None,
        place: Place | None = None,
        time: Moment | None = None,
        speaker: Speaker | None = None,
        mode: str = "outlet",
        stance: str = "asserts",
        certainty: str = "stated",
        status: str = "main",
        history: History | None = None,
        reader: str = "",
        score: float = 1.0,
    ) -> Claim:
        """A claim with its content id."""
        draft = cls(
            "",
            report,
            kind,
            quantity,
            object,
            weapon,
            actor,
            place,
            time,
            speaker,
            mode,
            stance,
            certainty,
            status,
            evidence,
            history,
            reader,
            score,
        )
        return dataclasses.replace(draft, id=draft.content_id())

    def content_id(self) -> str:
        """The id that this content has; differs from `id` only when someone edited one without the other."""
        said = {
            f.name: to_json(getattr(self, f.name))
            for f in dataclasses.fields(self)
            if f.name not in ("id", "reader", "score")
        }
        return content_id("c-", said)
