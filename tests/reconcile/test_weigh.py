"""The long way in shares: pairs weighed by stretches and clusters made by islands are those of all in one go."""

from __future__ import annotations

import json
import pickle
import random
import sys
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reconcile_properties import ledgers

from tocsin.reconcile import ReconcileOptions, candidates, reconcile, share, weigh
from tocsin.reconcile.candidates import candidate_pairs
from tocsin.reconcile.cluster import Scores, islands, link
from tocsin.reconcile.digest import Digest, digest, keep_digest, kept_digest
from tocsin.reconcile.features import Pair
from tocsin.reconcile.judged import Judged, last_words
from tocsin.reconcile.score import CLIP, log_odds, standing_weights
from tocsin.reconcile.weigh import groups_of, link_all, weigh_all
from tocsin.reconcile.words import SKETCH, resemblance
from tocsin.record import Claim, Judgement, Report, dumps

Rows = tuple[list[Report], list[Claim]]


def digests_of(ledger: Rows) -> list[Digest]:
    reports, claims = ledger
    return sorted((digest(r, [c for c in claims if c.report == r.id]) for r in reports), key=lambda d: d.order)


def judged(reports: list[Report], chance: random.Random) -> Judged:
    pairs = [(a.id, b.id) for a in reports for b in reports if a.id < b.id]
    words = [
        Judgement.make(chance.choice(("same", "not_same")), *pair, by="desk", made_at=f"2024-01-01T00:00:{n:02}Z")
        for n, pair in enumerate(chance.sample(pairs, min(3, len(pairs))))
    ]
    return last_words(words)


@settings(max_examples=80, deadline=None)
@given(ledgers())
def test_edges_are_the_candidate_pairs_with_positive_odds(ledger: Rows) -> None:
    digests = digests_of(ledger)
    wanted = [(log_odds(digests[i], digests[j]), i, j) for i, j in candidate_pairs(digests)]
    assert list(weigh_all(digests)) == [edge for edge in wanted if edge[0] > 0]


@settings(max_examples=80, deadline=None)
@given(ledgers())
def test_log_odds_are_the_weighed_features_within_their_bounds(ledger: Rows) -> None:
    digests = digests_of(ledger)
    bias, weights = standing_weights()
    for a in digests:
        for b in digests:
            pair = Pair(a, b)
            whole = max(-CLIP, min(CLIP, sum([weight * feature(pair) for feature, weight in weights], bias)))
            assert log_odds(a, b) == whole
            assert log_odds(a, b, 0.0) == max(0.0, whole)


@settings(max_examples=80, deadline=None)
@given(ledgers())
def test_a_digest_comes_back_from_its_plain_values_and_from_another_process(ledger: Rows) -> None:
    for one in digests_of(ledger):
        assert kept_digest(json.loads(json.dumps(keep_digest(one)))) == one
        assert pickle.loads(pickle.dumps(one)) == one


@settings(max_examples=80, deadline=None)
@given(ledgers(), st.randoms(use_true_random=False))
def test_clusters_by_islands_are_those_of_all_reports_at_once(ledger: Rows, chance: random.Random) -> None:
    digests, words = digests_of(ledger), judged(ledger[0], chance)
    edges = weigh_all(digests)
    whole = groups_of(link(Scores(digests), edges, words))
    assert [(c.members, [tuple(k) for k in c.links]) for c in link_all(digests, edges, words)] == [
        (
            [digests[i].report for i in members],
            [(digests[a].report, digests[b].report, *rest) for a, b, *rest in joins],
        )
        for members, joins in sorted(whole)
    ]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=25))
def test_no_edge_leads_out_of_an_island(edges: list[tuple[int, int]]) -> None:
    found = islands(21, edges)
    of = {i: n for n, island in enumerate(found) for i in island}
    assert len(of) == sum(map(len, found))
    assert all(of[i] == of[j] for i, j in edges if i != j)
    assert set(of) == {i for edge in edges if edge[0] != edge[1] for i in edge}
    assert found == sorted(sorted(island) for island in found)


@settings(max_examples=25, deadline=None)
@given(ledger=ledgers())
def test_several_processes_give_the_bytes_of_one(ledger: Rows) -> None:
    with pytest.MonkeyPatch.context() as small:
        small.setattr(candidates, "WORTH_SHARING", 2)
        small.setattr(candidates, "_STRETCH", 2)
        small.setattr(weigh, "_BATCH", 1)
        small.setattr(sys.modules["tocsin.reconcile.reconcile"], "WORTH_MAKING", 1)
        small.setattr(share.share, "__kwdefaults__", {"at_once": 1, "least": 2, "runs_a_fork": 4})
        shared = reconcile(*ledger, options=ReconcileOptions(processes=2))
    assert list(map(dumps, shared)) == list(map(dumps, reconcile(*ledger)))


_hashes = st.lists(st.integers(0, 60), unique=True, max_size=SKETCH).map(lambda found: array("I", sorted(found)))


@given(_hashes, _hashes)
def test_likeness_is_the_share_of_the_smallest_hashes_of_both(a: array[int], b: array[int]) -> None:
    union = sorted({*a, *b})[:SKETCH]
    both = [value for value in union if value in a and value in b]
    assert resemblance(a, b) == (len(both) / len(union) if both else 0.0)
