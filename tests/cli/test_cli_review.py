"""`review`: the least sure claims first, until somebody has decided on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Tocsin = Callable[..., "Ran"]  # noqa: F821 - the fixture's own type


def offered(tocsin: Tocsin, ledger: Path, *more: str) -> list[dict]:
    return tocsin("review", "--ledger", ledger, "--format", "jsonl", *more).lines


def test_the_least_sure_come_first_and_none_is_above_the_bar(tocsin: Tocsin, ledger: Path) -> None:
    scores = [c["score"] for c in offered(tocsin, ledger, "--below", "0.99")]
    assert scores
    assert scores == sorted(scores)
    assert max(scores) < 0.99
    assert offered(tocsin, ledger, "--below", "0") == []


def test_a_claim_that_was_decided_on_is_not_offered_again(tocsin: Tocsin, ledger: Path) -> None:
    first, second, *rest = [c["id"] for c in offered(tocsin, ledger, "--below", "1")]
    tocsin("judge", "accepted", first, "--by", "desk", "--ledger", ledger)
    tocsin("judge", "rejected", second, "--by", "desk", "--ledger", ledger)
    assert [c["id"] for c in offered(tocsin, ledger, "--below", "1")] == rest


def test_taking_the_word_back_offers_it_again(tocsin: Tocsin, ledger: Path) -> None:
    before = [c["id"] for c in offered(tocsin, ledger, "--below", "1")]
    judgement = tocsin("judge", "rejected", before[0], "--by", "desk", "--ledger", ledger).out.split()[0]
    tocsin("retract", judgement, "--by", "desk", "--ledger", ledger)
    assert [c["id"] for c in offered(tocsin, ledger, "--below", "1")] == before


def test_the_table_says_how_many_wait(tocsin: Tocsin, ledger: Path) -> None:
    ran = tocsin("review", "--ledger", ledger, "--below", "1", "--limit", "1")
    assert ran.code == 0
    assert ran.err.endswith("1 shown\n")
