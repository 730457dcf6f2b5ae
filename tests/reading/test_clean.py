"""Cleaning can always be undone: every cleaned span leads back to words of the received text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.clean import clean

PIECES = [*"abc XКірdose 12.\u00ad\u200b\ufeff&;#ampnbsplt", "&amp;", "&nbsp;", "&#39;", "&bogus;"]
ODD = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@pytest.mark.parametrize(
    ("received", "cleaned"),
    [
        ("ten peo\u00adple", "ten people"),
        ("Tom &amp; Ann", "Tom & Ann"),
        ("ten&nbsp;people", "ten\u00a0people"),
        ("&unknown; stays", "&unknown; stays"),
        ("\ufeffStart", "Start"),
        ("Кyiv", "Kyiv"),  # a Cyrillic capital in a Latin word
        ("Х-101", "Х-101"),  # one letter alone is left to the lexicon, which knows both scripts
        ("Умaнь", "Умань"),  # a Latin letter in a Cyrillic word
    ],
)
def test_what_is_mended(received: str, cleaned: str) -> None:
    assert clean(received).text == cleaned


def test_a_span_leads_back_to_the_received_words() -> None:
    text = "At least ten peo\u00adple &amp; a dog were killed."
    done = clean(text)
    start = done.text.index("people")
    low, high = done.source_span(start, start + len("people"))
    assert text[low:high] == "peo\u00adple"
    low, high = done.source_span(done.text.index("&"), done.text.index("&") + 1)
    assert text[low:high] == "&amp;"


@given(ODD)
def test_offsets_never_leave_the_text_and_keep_their_order(text: str) -> None:
    done = clean(text)
    offsets = [done.source(i) for i in range(len(done.text))]
    assert offsets == sorted(offsets)
    assert all(0 <= o < len(text) for o in offsets)
    for i in range(len(done.text)):
        low, high = done.source_span(i, i + 1)
        assert 0 <= low < high <= len(text)
