"""The soak of judgements and orders of arrival, on a small record; `make soak` runs it on a million claims."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from soak_reconcile import soak


@pytest.mark.parametrize("seed", [1, 2])
def test_words_hold_are_undone_without_a_trace_and_order_plays_no_part(tmp_path: Path, seed: int) -> None:
    told: list[str] = []
    soak(1500, 12, tmp_path, seed, told.append)
    assert len(told) == 4
