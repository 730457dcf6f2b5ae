"""The baselines beside which incidents are scored."""

from __future__ import annotations

import pytest

from tocsin.evaluation.baselines import alike, link, vectors
from tocsin.evaluation.incidents import compare_baselines
from tocsin.record import Incident, Report


def report(id: str, published: str | None, text: str) -> Report:
    return Report.make(text, id=id, published=published)


REPORTS = [
    report("a1", "2031-03-03", "Missile hits flats in Kharkiv, two dead"),
    report("a2", "2031-03-04", "Two dead as missile hits Kharkiv flats"),
    report("b1", "2031-04-09", "Missile hits flats in Kharkiv, two dead"),
    report("c1", "2031-03-03", "Bazaar bombing kills nine, police in Quetta say"),
]
GOLD = {"a1": "a", "a2": "a", "b1": "b", "c1": "c"}


def test_vectors_have_length_one() -> None:
    for vector in vectors(REPORTS):
        assert sum(w * w for w in vector.values()) == pytest.approx(1)


def test_a_text_is_wholly_alike_to_itself_and_not_to_one_without_a_shared_word() -> None:
    cosines = {(i, j): cosine for cosine, i, j in alike(REPORTS)}
    assert cosines[0, 2] == pytest.approx(1)
    assert cosines.get((0, 3), 0) < 0.2


def test_a_window_leaves_out_pairs_of_distant_days_but_not_those_without_a_day() -> None:
    undated = report("d1", None, "Missile hits flats in Kharkiv, two dead")
    found = {(i, j) for _, i, j in alike([*REPORTS, undated], days=2)}
    assert (0, 2) not in found
    assert {(0, 1), (0, 4), (2, 4)} <= found


def test_chains_are_one_group() -> None:
    groups = link(REPORTS, [(0.9, 0, 1), (0.8, 1, 2), (0.1, 2, 3)], 0.5)
    assert groups["a1"] == groups["a2"] == groups["b1"] != groups["c1"]


def test_the_window_tells_apart_what_words_alone_cannot() -> None:
    scores = compare_baselines(REPORTS, GOLD, [Incident("i-1", reports=("a1", "a2")), Incident("i-2", reports=("b1",))])
    assert scores["tocsin"] == (1.0, 1.0, 1.0)
    assert scores["tf-idf within 2 days"][2] == 1.0
    assert scores["tf-idf"][2] < 1.0
    assert "tocsin" not in compare_baselines(REPORTS, GOLD)
