"""Dump, load, dump gives the same bytes; a damaged dump loads nothing and says where it is damaged."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_world import Clock, make_claim, make_report

from tocsin.ledger import Ledger, TableRow, open_ledger
from tocsin.ledger.chain import link
from tocsin.ledger.dump import dump, load
from tocsin.ledger.rows import draft
from tocsin.ledger.verify import verify
from tocsin.record import Correction, Judgement, Retraction

NOON = "2031-05-02T12:00:00Z"
SOME = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(ledger: Ledger) -> str:
    out = io.StringIO()
    dump(ledger, out)
    return out.getvalue()


def lines_of(ledger: Ledger) -> list[str]:
    """As a file gives them; str.splitlines would also cut at U+2028, which JSON text may hold."""
    return io.StringIO(written(ledger)).readlines()


def fill(ledger: Ledger, names: str = "ab") -> None:
    """Every class of row, several calls, and words that text formats stumble over."""
    for name in names:
        report = make_report(name, f"{name}: 12 people were killed\r\n\u2028 \x85 \x00 \ud83d Шахед «Герань»")
        claim = make_claim(report)
        judgement = Judgement.make("rejected", claim.id, by="desk", made_at=NOON)
        retraction = Retraction.make(judgement.id, by="desk", made_at=NOON)
        ledger.add(
            reports=[report], claims=[claim], rows=[TableRow("alerts", name, {"n": 1.5, "m": [None, True, 10**30]})]
        )
        ledger.add(
            judgements=[judgement],
            corrections=[Correction.make(claim.id, "speaker", None, by="desk", made_at=NOON)],
            retractions=[retraction, Retraction.make(retraction.id, by="desk", made_at=NOON)],
        )


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "copy.tocsin") as made:
        yield made


def test_a_loaded_dump_is_the_same_ledger(ledger: Ledger, copy: Ledger) -> None:
    fill(ledger)
    assert load(io.StringIO(written(ledger)), copy) == []
    assert written(copy) == written(ledger)
    assert list(copy.entries()) == list(ledger.entries()), "numbers and stamps come along"
    assert copy.head() == ledger.head()
    assert verify(copy) == []


@SOME
@given(words=st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=20), max_size=4))
def test_any_text_comes_through_a_file(fresh_ledgers: Iterator[Ledger], tmp_path: Path, words: list[str]) -> None:
    one, two = next(fresh_ledgers), next(fresh_ledgers)
    one.add(reports=[make_report(f"r{n}", text) for n, text in enumerate(words)])
    with open(tmp_path / "dump.jsonl", "w", encoding="utf-8", newline="") as out:
        dump(one, out)
    with open(tmp_path / "dump.jsonl", encoding="utf-8") as lines:
        assert load(lines, two) == []
    assert written(two) == written(one)


def test_each_line_is_json_that_others_can_read(ledger: Ledger) -> None:
    fill(ledger, "a")
    first, *rows, last = map(json.loads, lines_of(ledger))
    assert first == {"tocsin_ledger": 1}
    assert [row["class"] for row in rows][:3] == ["report", "table_row", "claim"]
    assert rows[2]["record"]["quantity"]["value"] == 12
    assert last == {"end": len(rows), "chain": rows[-1]["chain"]}


def test_an_empty_ledger_has_a_dump(ledger: Ledger, copy: Ledger) -> None:
    assert load(io.StringIO(written(ledger)), copy) == []
    assert copy.head() == ledger.head()


def test_loading_again_or_a_later_dump_adds_what_is_missing(ledger: Ledger, copy: Ledger) -> None:
    fill(ledger, "a")
    early = written(ledger)
    fill(ledger, "bc")
    for text in (early, early, written(ledger), written(ledger), early):
        assert load(io.StringIO(text), copy) == []
    assert written(copy) == written(ledger)


def test_a_dump_of_another_ledger_is_refused_once(ledger: Ledger, copy: Ledger, clock: Clock) -> None:
    fill(ledger)
    fill(copy, "c")
    before = written(copy)
    (problem,) = load(io.StringIO(written(ledger)), copy, name="other.jsonl")
    assert str(problem).startswith("other.jsonl line 2: the ledger has another row 1")
    assert written(copy) == before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("12 people", "21 people", "line 2: the hash chain does not fit"),
        ('"value":12', '"value":21', "line 4: claim 'c-"),
        ('"class": "claim"', '"class": "claims"', "line 4: a row has"),
        ('"class": "report"', '"class": "retraction"', "line 2: not a retraction"),
        ('"seq": 3', '"seq": "3"', "line 4: seq is a number"),
        ('"record": {', '"record": {{', "line 2: not JSON"),
        ('"learned_at": "20', '"learned_at": "19', "line 2: the hash chain does not fit"),
        ('"learned_at": "2', '"learned_at": "x2', "line 2: seq is a number"),
        ('{"tocsin_ledger": 1}', '{"tocsin_ledger": 9}', "line 1: the first line of a dump"),
        ('{"end": ', '{"seq": 1}\n{"end": ', "a row has"),
        ('{"end": 1', '{"end": 2', "lines are missing"),
    ],
)
def test_a_damaged_line_is_named_and_nothing_is_loaded(
    ledger: Ledger, copy: Ledger, old: str, new: str, words: str
) -> None:
    fill(ledger)
    text = written(ledger)
    assert old in text
    found = load(io.StringIO(text.replace(old, new, 1)), copy, name="bad.jsonl")
    assert any(words in str(problem) for problem in found), found
    assert all(problem.where.startswith("bad.jsonl line ") for problem in found)
    assert copy.head().seq == 0


def test_every_damaged_line_is_named(ledger: Ledger, copy: Ledger) -> None:
    fill(ledger, "abcd")
    lines = lines_of(ledger)
    lines[3], lines[20] = "nonsense\n", lines[20].replace("desk", "deck")
    found = load(lines, copy, name="bad.jsonl")
    assert [problem.where for problem in found] == ["bad.jsonl line 4", "bad.jsonl line 21"]


@SOME
@given(data=st.data())
def test_no_line_can_be_lost_doubled_or_moved(fresh_ledgers: Iterator[Ledger], data: st.DataObject) -> None:
    ledger, copy = next(fresh_ledgers), next(fresh_ledgers)
    fill(ledger)
    lines = lines_of(ledger)
    at = data.draw(st.integers(0, len(lines) - 1))
    to = data.draw(st.integers(0, len(lines) - 1).filter(lambda n: n != at))
    change = data.draw(st.sampled_from(["lose", "double", "swap", "cut off"]))
    if change == "lose":
        del lines[at]
    elif change == "double":
        lines.insert(at, lines[at])
    elif change == "swap":
        lines[at], lines[to] = lines[to], lines[at]
    else:
        del lines[at:]
    assert load(lines, copy)
    assert copy.head().seq == 0


def test_a_dump_made_to_fit_by_its_hashes_is_still_checked(ledger: Ledger, copy: Ledger, tmp_path: Path) -> None:
    """A forger can make the chain fit; a claim whose words are not in its report is refused all the same."""
    report = make_report()
    claim = make_claim(report)
    ledger.add(reports=[report], claims=[claim])
    with open_ledger(tmp_path / "forged.tocsin") as forged:
        forged.add(reports=[make_report(text="Nobody was killed in Port Example.")])
        after = link(forged.head(), "claim", "2099-01-01T00:00:00.000000Z", draft(claim).json)
        body = lines_of(forged)[:-1]
    row = f'{{"seq": 2, "learned_at": "{after.learned_at}", "chain": "{after.chain}", "class": "claim", "record": '
    body += [row + draft(claim).json + "}\n", f'{{"end": 2, "chain": "{after.chain}"}}\n']
    (problem,) = load(body, copy)
    assert "line 3" in problem.where
    assert "not '12 people were killed'" in problem.what
    assert copy.head().seq == 0
