"""The public door: these names and no others, quick to open, with nothing heavy behind it until it is used."""

from __future__ import annotations

import doctest
import subprocess
import sys
import time

import pytest

import tocsin

NAMES = [
    "Claim", "Incident", "Problem", "ReadOptions", "Reading", "Report", "TocsinError",
    "__version__", "open_ledger", "read", "rebuild", "reconcile", "to_frame",
]  # fmt: skip
HEAVY = ("lxml", "trafilatura", "pandas", "polars", "pyarrow", "onnxruntime", "numpy", "sqlite3", "jinja2", "rich",
         "tocsin.web", "tocsin.training", "tocsin.evaluation", "tocsin.desk")  # fmt: skip
#: What importing may cost over a bare Python, in seconds.
ALLOWED_S = 0.150


def test_exactly_these_names_are_public() -> None:
    assert tocsin.__all__ == NAMES
    assert dir(tocsin) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_there_and_documented(name: str) -> None:
    value = getattr(tocsin, name)
    assert value is getattr(tocsin, name)
    assert name == "__version__" or (value.__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        tocsin.nonsense  # noqa: B018 - the look-up is what is tested


def test_importing_loads_nothing_heavy() -> None:
    code = f"import sys, tocsin; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def _seconds(code: str) -> float:
    """The best of five runs, which other work on the machine disturbs least."""
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
        taken.append(time.perf_counter() - started)
    return min(taken)


def test_importing_takes_under_150_ms() -> None:
    _seconds("import tocsin")  # compiles, so that the first run does not count
    assert _seconds("import tocsin") - _seconds("pass") < ALLOWED_S


def test_the_example_of_the_docstring_runs() -> None:
    failed, tried = doctest.testmod(tocsin)
    assert tried >= 3
    assert failed == 0


def test_a_reading_and_a_frame() -> None:
    """`to_frame` gives one row a claim, nested fields under dotted names."""
    pandas = pytest.importorskip("pandas")
    reading = tocsin.read("A missile hit Uman on Friday, killing ten people, the mayor said.", published="2023-04-28")
    frame = tocsin.to_frame(reading.claims, library="pandas")
    assert isinstance(frame, pandas.DataFrame)
    assert len(frame) == len(reading.claims)
    assert frame.loc[frame["kind"] == "killed", "quantity.value"].tolist() == [10]


def test_a_frame_without_a_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.frames.find_spec", lambda name: None)
    with pytest.raises(tocsin.TocsinError, match=r"tocsin\[frames\]"):
        tocsin.to_frame([])
