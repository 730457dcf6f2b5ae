"""What a learned linker's choice becomes in a claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tocsin.reading.claims import Builder
from tocsin.reading.linking import RuleLinker
from tocsin.reading.mentions import Choice
from tocsin.reading.survey import survey
from tocsin.record import Claim, Report


def chosen(status: str) -> Claim:
    """The claim of the only figure of a sentence, when a linker gives it `status`."""
    report = Report.make("A missile killed ten people in Uman.", published="2024-03-02")
    found = survey(report)
    builder = Builder(found.document, found.scene, "test")
    [mentions] = found.mentions
    [link] = [k for k in RuleLinker().link_sentence(found.document, mentions, ()) if k.figure.value == 10]
    builder.carry(mentions)
    builder.add_figure(mentions, replace(link, choice=Choice(None, None, status, 0.9)))
    [claim] = builder.claims
    return claim


def test_a_subset_is_part_of_a_total_that_has_no_number() -> None:
    quantity = chosen("subset").quantity
    assert quantity is not None
    assert quantity.part_of is not None
    assert quantity.part_of.value is None


@pytest.mark.parametrize(("status", "stance", "kept"), [
    ("main", "asserts", "main"), ("stale", "asserts", "stale"), ("denied", "denies", "main"),
])  # fmt: skip
def test_what_a_status_becomes(status: str, stance: str, kept: str) -> None:
    claim = chosen(status)
    assert (claim.stance, claim.status) == (stance, kept)
    assert claim.quantity is not None
    assert claim.quantity.part_of is None
