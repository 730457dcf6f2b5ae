"""Rows: one form of JSON, stamps in order, and ids that tell their class."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ledger_world import make_claim, make_report

from tocsin.errors import InputError, LedgerError
from tocsin.ledger.chain import START, Stamps, instant, link, until
from tocsin.ledger.rows import TableRow, class_of, decode, draft, encode, split_version
from tocsin.ledger.schema import CLAIM_FIELDS
from tocsin.record import (
    Claim,
    Correction,
    Evidence,
    Judgement,
    Moment,
    PartOf,
    Place,
    Quantity,
    Report,
    Retraction,
    Speaker,
    Thing,
    canonical,
)

_words = st.text(max_size=8)
_ints = st.none() | st.integers(-(2**63), 2**63 - 1)
_plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=6,
)
_reports = st.builds(
    Report, id=_words, text=_words, published=st.none() | _words, outlet=st.none() | _words, language=st.none(),
    url=st.none() | _words, title=st.none() | _words, kind=_words, source=_words,
    via=st.lists(_words, max_size=2).map(tuple),
)  # fmt: skip
_records = st.one_of(
    _reports,
    st.builds(TableRow, _words, _words, st.dictionaries(_words, _plain, max_size=4), st.integers(1, 99)),
    st.builds(Judgement, *[_words] * 3),
    st.builds(Correction, _words, _words, _words, _plain.filter(lambda v: not isinstance(v, (list, dict)))),
    st.builds(Retraction, _words, _words),
)


@given(_records)
def test_the_fast_form_is_the_records_canonical_form(record: Report) -> None:
    """One truth of format: what `encode` writes is what `tocsin.record.canonical` writes, and it comes back whole."""
    assert encode(record) == canonical(record)
    cls = {Report: "report", TableRow: "table_row", Judgement: "judgement", Correction: "correction"}
    assert decode(cls.get(type(record), "retraction"), encode(record)) == record


@given(_words, st.floats(0, 1), st.text(alphabet='\ud83da\x00"\\\u2028é'))
def test_a_claims_row_holds_the_claim_and_proves_its_id(words: str, score: float, quote: str) -> None:
    full = make_claim(make_report())
    evidence = Evidence(0, len(quote), quote)
    claim = Claim.make(words, "killed", evidence, place=full.place, weapon=full.weapon, score=score, reader=quote)
    row = draft(claim)
    assert row.id == claim.content_id()
    assert decode("claim", row.json) == claim
    row.json.encode()  # SQLite holds UTF-8, so that a lone surrogate has to be escaped


def _at(data: Any, path: str) -> Any:
    for step in path.replace("[", ".").replace("]", "").split("."):
        if data is None or (step.isdigit() and int(step) >= len(data)):
            return None
        data = data[int(step)] if step.isdigit() else data[step]
    return data


_some = st.none() | st.text(max_size=3)
_things = st.builds(Thing, _some, _some)
_quantities = st.builds(
    Quantity, _ints, _ints, _ints, _some, _some, _some, st.none() | st.builds(PartOf, _ints, _some), st.booleans()
)
_places = st.builds(Place, _some, _some, _some, st.lists(_some, max_size=3).map(tuple), st.none() | st.just(1.5))
_claims = st.builds(
    Claim.make, st.just("r"), st.just("killed"), st.builds(Evidence, st.just(1), st.just(5), _some),
    quantity=st.none() | _quantities, object=st.none() | _things, weapon=st.lists(_things, max_size=3).map(tuple),
    actor=st.none() | _things, place=st.none() | _places,
    time=st.none() | st.builds(Moment, _some, _some, _some, _some),
    speaker=st.none() | st.builds(Speaker, _some, _some, _some), mode=_some, status=_some,
)  # fmt: skip


@given(_claims)
def test_the_columns_beside_a_claim_are_the_fields_that_the_schema_names(claim: Claim) -> None:
    said = json.loads(canonical(claim))
    paths = [path for _, path in CLAIM_FIELDS.values()]
    assert draft(claim).columns == ("r", "killed", *(_at(said, path) for path in paths))


def test_a_number_too_great_for_a_column_is_kept_in_the_json() -> None:
    row = draft(make_claim(make_report(), value=10**30))
    assert row.columns[2] is None
    assert decode("claim", row.json) == row.record


def test_half_characters_may_stand_in_texts_but_not_in_ids() -> None:
    draft(make_report(text="cut off \ud83d"))
    with pytest.raises(LedgerError, match="half characters"):
        draft(make_report("cut off \ud83d"))
    with pytest.raises(LedgerError, match="surrogate pairs"):
        draft(make_report(text="\ud83d\udea8 would come back one code point shorter"))


def test_text_of_a_parser_is_text() -> None:
    class Node(str):
        """As lxml gives."""

    assert (
        encode(TableRow(Node("t"), "1", {"a": Node("b")})) == '{"data":{"a":"b"},"row_id":"1","table":"t","version":1}'
    )


@pytest.mark.parametrize("data", [{"a": float("inf")}, {"a": object()}, {1: "a"}, {"a": {"b": b"bytes"}}])
def test_what_json_cannot_hold_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(LedgerError):
        encode(TableRow("t", "1", data))


ROW = '{"table":"t","row_id":"a","data":{},"version":1}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[]",
        "[" * 100_000,
        "{}",
        ROW.replace('"t"', "1"),
        ROW.replace(":1", ":0"),
        ROW.replace(":1", ':1,"x":1'),
    ],
)
def test_what_is_no_row_is_refused(text: str) -> None:
    with pytest.raises(LedgerError, match=r"not (JSON|a table row)"):
        decode("table_row", text)


def test_ids_tell_their_class() -> None:
    report, claim = make_report(), make_claim(make_report())
    correction = Correction.make(claim.id, "kind", "injured", by="x", made_at="2031-05-02")
    for record, cls in ((report, "report"), (claim, "claim"), (correction, "correction")):
        assert class_of(record.id) == cls
    assert class_of(Report.make("text").id) == "report"
    assert [split_version(i) for i in ("a", "a@2", "a@2@13", "a@1", "a@02", "a@x", "@2")] == [
        ("a", 1), ("a", 2), ("a@2", 13), ("a@1", 1), ("a@02", 1), ("a@x", 1), ("@2", 1),
    ]  # fmt: skip


_times = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))


@given(_times, _times, st.integers(1, 5))
@example(datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(1969, 1, 1, tzinfo=UTC), 1)
def test_stamps_never_go_back(first: datetime, then: datetime, count: int) -> None:
    before = Stamps("", first).take()
    assert datetime.fromisoformat(before) == first
    stamps = Stamps(before, then)
    taken = [before, *(stamps.take() for _ in range(count))]
    assert taken == sorted(set(taken)), "strictly later, and text order is time order"
    assert datetime.fromisoformat(taken[1]) == max(then, first + timedelta(microseconds=1))


@given(_times, st.integers(-23, 23))
def test_instants_are_brought_to_one_form(moment: datetime, hours: int) -> None:
    local = moment.astimezone(UTC).isoformat()
    assert datetime.fromisoformat(instant(local)) == moment
    assert len(instant(local)) == 27


def test_until_takes_in_the_whole_day_and_refuses_words() -> None:
    assert until("2031-05-02") == until(date(2031, 5, 2)) == "2031-05-02T23:59:59.999999Z"
    with pytest.raises(InputError, match="'last week' is not an ISO 8601 instant"):
        until("last week")


def test_the_chain_depends_on_every_part_of_every_row_before() -> None:
    one = link(START, "report", "2031", "{}")
    others = [
        link(START, "claim", "2031", "{}"),
        link(START, "report", "2032", "{}"),
        link(START, "report", "2031", "{ }"),
        link(START._replace(seq=1), "report", "2031", "{}"),
        link(START._replace(chain="1" * 64), "report", "2031", "{}"),
    ]
    assert one == link(START, "report", "2031", "{}")
    assert len({head.chain for head in [one, *others]}) == 6
