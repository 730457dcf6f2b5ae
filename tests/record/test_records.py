"""Records go to JSON and back, refuse what they do not know, and have ids that mean their content."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.record import (
    Claim,
    Correction,
    Evidence,
    Judgement,
    PartOf,
    Quantity,
    Report,
    Span,
    Thing,
    from_json,
    to_json,
)
from tocsin.record.codec import dumps

CLAIM = Claim.make(
    "r-1",
    "killed",
    Evidence(0, 10, "ten people"),
    quantity=Quantity(10, 10, 10, part_of=PartOf(23)),
    weapon=(Thing("kh-101", "Kh-101"),),
)


def test_a_claim_survives_json() -> None:
    assert from_json(Claim, to_json(CLAIM)) == CLAIM
    assert dumps(CLAIM).startswith('{"id": "c-')


def test_the_id_is_what_is_said_not_who_read_it() -> None:
    assert replace(CLAIM, reader="another", score=0.1).content_id() == CLAIM.id
    assert replace(CLAIM, kind="injured").content_id() != CLAIM.id
    assert Report.make("text", outlet="A").id != Report.make("text", outlet="B").id
    assert Report.make("text").id == Report.make("text").id


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": None}, "Claim.kind: str expected"),
        ({"surprise": 1}, "unknown field 'surprise'"),
        ({"quantity": {"value": "ten"}}, "Claim.quantity.value: int expected"),
        ({"weapon": "Kh-101"}, "Claim.weapon: a list expected"),
        ({"score": True}, "Claim.score"),
    ],
)
def test_what_is_not_a_claim_is_refused_by_name(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("[", r"\[")):
        from_json(Claim, {**to_json(CLAIM), **change})


def test_a_missing_field_is_named() -> None:
    data = to_json(CLAIM)
    del data["kind"]
    with pytest.raises(ValueError, match=r"Claim\.kind is missing"):
        from_json(Claim, data)


def test_a_correction_to_nothing_survives_json() -> None:
    made = Correction.make("c-1", "place.name", None, by="desk", made_at="2024-01-01T00:00:00Z")
    assert from_json(Correction, to_json(made)) == made


def test_a_judgement_has_no_direction() -> None:
    one = Judgement.make("same", "b", "a", by="x", made_at="t")
    assert one == Judgement.make("same", "a", "b", by="x", made_at="t")
    assert (one.subject, one.other) == ("a", "b")


@pytest.mark.parametrize(
    ("quantity", "n", "admitted"),
    [
        (Quantity(10, 10, 10), 10, True),
        (Quantity(10, 10, 10), 11, False),
        (Quantity(10, 10, None, "at least"), 25, True),
        (Quantity(10, 10, None, "at least"), 9, False),
        (Quantity(20, None, 20, "up to"), 21, False),
        (Quantity(None, 24, 99, "dozens"), 40, True),
        (Quantity(100, None, None, "about"), 108, True),
        (Quantity(100, None, None, "about"), 130, False),
    ],
)
def test_what_words_allow(quantity: Quantity, n: int, admitted: bool) -> None:
    assert quantity.admits(n) is admitted


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_spans_overlap_both_ways(a: int, b: int, c: int, d: int) -> None:
    one, other = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    assert one.overlaps(other) == other.overlaps(one)
    assert not one.holds(other) or one.start <= other.start


def test_a_span_runs_forward() -> None:
    with pytest.raises(ValueError, match="a span needs"):
        Span(3, 2)
