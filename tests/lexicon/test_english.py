"""The list of everyday English words tells words from names."""

from __future__ import annotations

import pytest

from tocsin.lexicon.english import is_common, is_name_too


@pytest.mark.parametrize("word", ["killed", "army", "rose", "turkey", "cafe", "café", "underway", "a", "i"])
def test_everyday_words_are_common(word: str) -> None:
    assert is_common(word)


@pytest.mark.parametrize("word", ["kyiv", "lopez", "bogota", "tegucigalpa", "zelensky", "b"])
def test_names_are_not(word: str) -> None:
    assert not is_common(word)


def test_some_words_are_names_too() -> None:
    assert [w for w in ("bush", "rose", "turkey", "killed", "house", "kyiv") if is_name_too(w)] == [
        "bush",
        "rose",
        "turkey",
        "house",
    ]
