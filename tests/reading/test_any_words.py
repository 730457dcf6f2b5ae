"""Whatever words of the lexicons stand side by side, a text is read, and every claim quotes it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.lexicon.load import table
from tocsin.reading.document import TABLES
from tocsin.reading.read import read_report
from tocsin.record import Report

FORMS = sorted(
    {
        form
        for name in (*TABLES, "grammar", "times")
        for row in table(name)
        for forms in row.forms.values()
        for form in forms
    }
)
OTHERS = [
    "Uman",
    "Kyiv",
    "Zamora",
    "U.S.",
    "Deir el-Zour",
    "Харків",
    "12",
    "two",
    "of the",
    "none",
    "2016",
    "99%",
    "15-year-old",
]
JOINTS = st.sampled_from([" ", " ", " ", ", ", "-", ". ", "\n", "; ", " (", ") ", "'s ", " — ", ": ", '" '])


@st.composite
def texts(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(FORMS) | st.sampled_from(OTHERS), min_size=1, max_size=24))
    return "A missile hit the town. " + "".join(word + draw(JOINTS) for word in words)


@settings(max_examples=300, deadline=None)
@given(texts())
def test_any_words_side_by_side_are_read(text: str) -> None:
    for claim in read_report(Report.make(text, published="2024-03-02T09:00+02:00")).claims:
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote


@settings(max_examples=100, deadline=None)
@given(texts())
def test_any_words_in_capitals_are_read(text: str) -> None:
    read_report(Report.make(text.upper(), published="2024-03-02T09:00+02:00"))
