"""What people decided: rows beside the claims, never over them."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.record.codec import about, content_id

VERDICTS = ("same", "not_same", "unsure", "accepted", "rejected")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on two reports ("same attack", "not the same") or on one claim; outranks any score."""

    id: str = about("j- and a hash of the rest")
    verdict: str = about("what was decided", choices=VERDICTS)
    subject: str = about("report id, or claim id for accepted and rejected")
    other: str | None = about("the second report id", default=None)
    by: str = about("who decided: a name or desk, no contact details", default="")
    made_at: str = about("ISO 8601 UTC instant", default="")
    note: str = about("why", default="")

    @classmethod
    def make(
        cls, verdict: str, subject: str, other: str | None = None, *, by: str, made_at: str, note: str = ""
    ) -> Judgement:
        """A judgement with its content id; the pair is kept in sorted order, since it has no direction."""
        if other is not None and other < subject:
            subject, other = other, subject
        return cls(
            content_id("j-", [verdict, subject, other, by, made_at, note]), verdict, subject, other, by, made_at, note
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's better value for one field of one claim; the claim itself stays as read."""

    id: str = about("k- and a hash of the rest")
    claim: str = about("id of the claim")
    field: str = about("dotted path of the field, such as quantity.value or place.name")
    value: str | int | float | bool | None = about("the value that should stand")
    by: str = about("who", default="")
    made_at: str = about("ISO 8601 UTC instant", default="")
    note: str = about("why", default="")

    @classmethod
    def make(
        cls, claim: str, field: str, value: str | int | float | bool | None, *, by: str, made_at: str, note: str = ""
    ) -> Correction:
        return cls(content_id("k-", [claim, field, value, by, made_at, note]), claim, field, value, by, made_at, note)


@dataclass(frozen=True, slots=True)
class Retraction:
    """Takes back a report, claim, judgement or correction from a time on; the row itself stays."""

    id: str = about("x- and a hash of the rest")
    target: str = about("id of what is taken back")
    by: str = about("who", default="")
    made_at: str = about("ISO 8601 UTC instant", default="")
    note: str = about("why", default="")

    @classmethod
    def make(cls, target: str, *, by: str, made_at: str, note: str = "") -> Retraction:
        return cls(content_id("x-", [target, by, made_at, note]), target, by, made_at, note)
