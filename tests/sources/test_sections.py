"""Furniture around plain text: every row of the table proves itself here, and the seams between body and page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.lexicon.load import Row, matcher, table
from tocsin.record import REPORT_KINDS, SECTION_ROLES, Section
from tocsin.sources import mark_sections

BODY = "At least four people died when a missile struck a bakery in the old town, the governor said on Friday."
ROWS = table("furniture")


def found(text: str) -> list[tuple[str, str]]:
    return [(s.role, text[s.start : s.stop]) for s in mark_sections(text)]


@pytest.mark.parametrize(("row", "example"), [(r, e) for r in ROWS for e in r.examples])
def test_examples_get_the_role_of_their_row(row: Row, example: str) -> None:
    first = example.split("\n")[0]
    assert found(f"{BODY}\n\n{example}")[0] == (row.kind, first)
    assert row.id in {hit.row.id for hit in matcher("furniture").find(example)}


@pytest.mark.parametrize(
    ("row", "text"), [(r, e) for r in ROWS for e in (*r.not_examples, *r.more.get("not_marked", ()))]
)
def test_what_only_looks_alike_stays_body(row: Row, text: str) -> None:
    assert found(f"{BODY}\n\n{text}") == []


def test_the_table_names_roles_that_there_are() -> None:
    assert REPORT_KINDS
    for row in ROWS:
        assert row.kind in SECTION_ROLES
        assert row.more["at"] in ("line", "start", "end")
        assert row.more["extent"] in ("line", "rest", "list")


def test_a_reply_form_runs_to_the_end() -> None:
    text = f"{BODY}\n\nLeave a Reply\n\nName*\nWebsite"
    assert found(text) == [("form", "Leave a Reply"), ("form", "Name*"), ("form", "Website")]


def test_comments_run_to_the_form_and_the_form_to_the_end() -> None:
    text = f"{BODY}\n3 Comments\nanna: it was 50 dead, I heard so from my aunt who lives there.\nLeave a comment\nEmail"
    assert [role for role, _ in found(text)] == ["comment", "comment", "form", "form"]


def test_a_link_to_the_comments_at_the_top_takes_its_own_line_only() -> None:
    assert found(f"Comments (12)\n\n{BODY}") == [("comment", "Comments (12)")]


def test_a_list_of_other_stories_ends_where_sentences_begin_again() -> None:
    text = f"{BODY}\n\nRelated articles\n\nPort closed after 12 killed\nShelter funds voted\n\n{BODY}"
    assert found(text) == [
        ("sidebar", "Related articles"),
        ("sidebar", "Port closed after 12 killed"),
        ("sidebar", "Shelter funds voted"),
    ]


def test_a_caption_is_told_by_the_credit_at_its_end() -> None:
    caption = "Firemen lift a beam in the yard on Friday. (AP Photo/Jane Roe)"
    assert found(f"{caption}\n\n{BODY}") == [("caption", caption)]


def test_a_paragraph_that_quotes_an_agency_is_no_caption() -> None:
    assert found(f"{BODY} An AP photo showed the roof. Officials would not comment on it before noon that day.") == []


def test_line_ends_of_windows_are_kept_out_of_sections() -> None:
    assert found(f"{BODY}\r\n\r\nShare this article\r\n") == [("furniture", "Share this article")]


def test_sections_that_are_known_stay_and_are_not_doubled() -> None:
    text = f"Photo: the square\n{BODY}\nShare"
    known = (Section(0, 17, "sidebar"),)
    assert [s.role for s in mark_sections(text, known)] == ["sidebar", "furniture"]


LINES = st.sampled_from(
    [BODY, "Leave a Reply", "Related", "Short line", "", "Photo: x", "Comments (2)", " Реклама ", "a\rb"]
)


@given(st.lists(LINES | st.text(max_size=30), max_size=12).map("\n".join))
def test_sections_are_in_order_and_inside(text: str) -> None:
    edge = 0
    for section in mark_sections(text):
        assert edge <= section.start < section.stop <= len(text)
        edge = section.stop
