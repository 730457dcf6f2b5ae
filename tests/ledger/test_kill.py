"""Writers killed at random instants lose nothing that they acknowledged; a sample of tools/soak_ledger.py."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

SOAK = Path(__file__).parents[2] / "tools" / "soak_ledger.py"


def _soak() -> ModuleType:
    spec = importlib.util.spec_from_file_location("soak_ledger", SOAK)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["soak_ledger"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize(("writers", "kills"), [(1, 7), (2, 8)])
def test_no_acknowledged_row_is_lost(tmp_path: Path, writers: int, kills: int) -> None:
    state, wrong = _soak().soak(tmp_path, kills, writers, seed=writers, most_rows=2_000)
    assert wrong == []
    assert state.kills == kills
    assert state.rows_checked > 0, "some writers lived long enough to write"
