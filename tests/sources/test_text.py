"""Plain text: kept exactly, whatever its encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import samples
from tocsin.sources import SourceOptions


def test_the_text_is_kept_to_the_last_line_end() -> None:
    (report,) = samples.reports(samples.read_bytes(samples.TEXT))
    assert report.text == samples.TEXT.decode()
    assert samples.parts(report, "form") == ["Leave a Reply", "Your email address will not be published."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marks_tell_the_encoding_and_are_not_part_of_the_text(encoding: str) -> None:
    words = "Ракета влучила в пекарню – “четверо” загиблих 🚒"
    items = samples.read_bytes(words.encode(encoding))
    assert [r.text for r in samples.reports(items)] == [words]
    assert samples.problems(items) == []


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1251", "Ракета влучила в пекарню вночі, загинули четверо людей."),
        ("cp1252", "The café’s owner said “four” died – no more."),
        ("utf-16-le", "Four people died at the bakery."),
    ],
)
def test_a_guessed_encoding_is_right_and_is_said(encoding: str, words: str) -> None:
    items = samples.read_bytes(words.encode(encoding))
    assert [r.text for r in samples.reports(items)] == [words]
    assert encoding in samples.problems(items)[0].what


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 x", b"\x89PNG\r\n", b"\x7fELF\x02\x01\x01\0\0\0\0\x03\0", b"\xff\xd8\xff\xe0"]
)
def test_files_that_are_not_text_are_refused_by_name(data: bytes) -> None:
    items = samples.read_bytes(data)
    assert samples.reports(items) == []
    assert len(samples.problems(items)) == 1


def test_a_text_beyond_the_bound_is_refused_not_cut() -> None:
    items = samples.read_bytes(b"word " * 100, SourceOptions(max_text=400))
    assert samples.reports(items) == []
    assert "400" in samples.problems(items)[0].what


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=80))
def test_any_text_that_is_no_other_kind_comes_back_as_it_was(words: str) -> None:
    told = SourceOptions(source="text")
    texts = [r.text for r in samples.reports(samples.read_bytes(words.encode(), told))]
    assert texts == ([words.removeprefix("\ufeff")] if words.removeprefix("\ufeff").strip() else [])
