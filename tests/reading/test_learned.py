"""The learned linker: the rules' door, weights that are checked, nothing loaded before it is needed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.errors import InputError
from tocsin.reading.document import prepare
from tocsin.reading.heads import BadWeights, load_heads, read_heads
from tocsin.reading.learned import LearnedLinker
from tocsin.reading.linkers import NAMES, linker_named
from tocsin.reading.pieces import BEFORE, WINDOW, cut_windows, wanted_sentences
from tocsin.reading.read import ReadOptions, read_report
from tocsin.reading.survey import survey
from tocsin.record import Report

WEIGHTS = Path(str(files("tocsin.reading") / "weights"))
MARKET = (
    "KARSK - At least ten people were killed and 24 wounded when a rocket hit the covered market in Karsk on Saturday, "
    "mayor Olena Hryn said. Three children were among the dead, she said.\n\n"
    "Air defence shot down 11 of 13 missiles fired overnight, the air force said."
)


def read(text: str) -> list[tuple[str, int | None, str]]:
    """(kind, figure, who is credited) of every claim with a figure, as the learned linker reads them."""
    report = Report.make(text, id="r", published="2024-03-02")
    claims = read_report(report, ReadOptions(linker=LearnedLinker())).claims
    return [
        (c.kind, c.quantity.value, c.speaker.label if c.speaker else "")
        for c in claims
        if c.quantity and c.kind != "history"
    ]


def test_figures_with_kind_and_speaker() -> None:
    found = read(MARKET)
    assert ("killed", 10, "Olena Hryn") in found
    assert ("injured", 24, "Olena Hryn") in found
    assert ("intercepted", 11, "air force") in [(k, v, w.lower().removeprefix("the ")) for k, v, w in found]


@pytest.mark.parametrize("text", [
    "Forty people were hired by the bakery on Monday, its owner said.",
    "The club sold 300 tickets. Two of its players scored.",
    "Prices rose by 12 per cent, the ministry of economy said on Tuesday.",
])  # fmt: skip
def test_figures_of_other_news_are_no_claims(text: str) -> None:
    assert read(text) == []


def test_each_link_has_a_choice_with_a_calibrated_score() -> None:
    found = survey(Report.make(MARKET, id="r", published="2024-03-02"))
    linker = LearnedLinker()
    links = [k for one in linker.link(found.document, found.mentions, range(len(found.mentions))) for k in one]
    assert links
    for link in links:
        assert link.choice is not None
        assert 0.0 < link.choice.score < 1.0


def test_sentences_that_will_not_be_linked_are_not_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    found = survey(Report.make(MARKET, id="r", published="2024-03-02"))
    heads = load_heads()
    monkeypatch.setattr(heads, "encode", lambda windows: pytest.fail("encoded"))
    linker = LearnedLinker(heads)
    assert linker.link(found.document, found.mentions, ()) == [[] for _ in found.mentions]


def test_reading_twice_gives_the_same_claims() -> None:
    report = Report.make(MARKET, id="r", published="2024-03-02")
    options = ReadOptions(linker=LearnedLinker())
    first = read_report(report, options).claims
    read_report(Report.make("Nine people died in the shelling of Rudka, police said.", id="q"), options)
    assert read_report(report, options).claims == first


def test_rules_and_import_load_no_model() -> None:
    code = (
        "import sys, tocsin\n"
        "from tocsin.reading.linkers import linker_named\n"
        "from tocsin.reading.read import ReadOptions, read_report\n"
        "from tocsin.record import Report\n"
        "[linker_named(n) for n in ('rules', 'learned')]\n"
        "report = Report.make('Ten people were killed in Kyiv.', id='r')\n"
        "read_report(report, ReadOptions(linker=linker_named('rules')))\n"
        "print([m for m in ('onnxruntime', 'numpy', 'tokenizers', 'torch') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS, tmp_path / "weights")
    heads = tmp_path / "weights" / "heads.npz"
    heads.write_bytes(heads.read_bytes() + b"\0")
    with pytest.raises(BadWeights, match=r"heads\.npz"):
        read_heads(tmp_path / "weights")


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadWeights, match=r"card\.json"):
        read_heads(tmp_path)


def test_weights_are_small_and_the_card_is_whole() -> None:
    card = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))
    assert sum((WEIGHTS / name).stat().st_size for name in card["files"]) <= 25_000_000
    assert {
        "base",
        "corpus",
        "licence",
        "plan",
        "scores",
        "threshold",
        "new_threshold",
        "past_threshold",
        "slope",
        "shift",
    } <= card.keys()


def test_linkers_by_name() -> None:
    assert [linker_named(name).name for name in NAMES] == list(NAMES)
    with pytest.raises(InputError, match="rules, learned"):
        linker_named("magic")


VOCABULARY = "ten people died in Karsk mayor said 24 hurt missiles, “quoted” café Київ antidisestablishmentarianism"
WORDS = st.lists(st.sampled_from(VOCABULARY.split()), min_size=1, max_size=60)


@given(st.lists(WORDS, min_size=1, max_size=12))
@settings(max_examples=30, deadline=None)
def test_every_piece_is_new_in_exactly_one_window(sentences: list[list[str]]) -> None:
    document = prepare(Report.make(" ".join(" ".join(s).capitalize() + "." for s in sentences), id="r"))
    wanted = wanted_sentences(range(len(document.sentences)))
    pieces = cut_windows(document, wanted, load_heads().tokenizer)
    assert [r for w in pieces.windows for r in range(*w.rows)] == list(range(len(pieces.starts)))
    for window in pieces.windows:
        assert len(window.ids) <= WINDOW
        assert window.first + window.rows[1] - window.rows[0] + 1 == len(window.ids)


@given(st.sets(st.integers(0, 40)))
def test_sentences_before_a_figure_are_wanted(figured: set[int]) -> None:
    wanted = wanted_sentences(figured)
    assert figured <= set(wanted)
    assert all(any(0 <= i - j <= BEFORE for i in figured) for j in wanted)
