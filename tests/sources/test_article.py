"""Web pages: what is body, what stands around it, and what the page says of itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources import samples
from tocsin.record import Report

P = f"<p>{samples.BODY}</p><p>{samples.SECOND}</p>"


def read(markup: str | bytes) -> Report:
    data = markup if isinstance(markup, bytes) else markup.encode()
    (report,) = samples.reports(samples.read_bytes(data))
    assert report.source == "article"
    return report


PAGE = read(samples.ARTICLE)


def test_the_page_says_title_outlet_time_language_and_address() -> None:
    assert PAGE.title == "Bakery hit in Lomivka"
    assert PAGE.outlet == "The Harbour Post"
    assert PAGE.published == "2024-03-05T07:40:00+02:00"
    assert PAGE.language == "en"
    assert PAGE.url == "https://harbour.example/a/1"


def test_the_body_is_the_body() -> None:
    words = [" ".join(w.split()) for w in samples.body_of(PAGE).split("\n") if w.strip()]
    january = "In January an attack on the same town killed 23 people and wounded dozens, officials said at the time."
    assert words == [samples.BODY, samples.SECOND, "Background", january]


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("caption", "where 9 died last year"),
        ("sidebar", "12 killed"),
        ("sidebar", "30 killed in a ferry"),
        ("comment", "50 people were killed"),
        ("form", "Your email address"),
        ("furniture", "By Ann Sample"),
    ],
)
def test_the_rest_is_kept_in_page_order_under_its_role(role: str, words: str) -> None:
    assert any(words in part for part in samples.parts(PAGE, role))


def test_menus_scripts_styles_and_the_foot_are_left_out_and_the_title_is_not_repeated() -> None:
    for words in ("World", "Sport", "color", "@graph", "All rights", "Bakery hit"):
        assert words not in PAGE.text


def test_text_stands_in_page_order() -> None:
    marks = [
        "By Ann",
        "where 9 died",
        "At least four",
        "Seven more",
        "12 killed",
        "Background",
        "50 people",
        "30 killed",
    ]
    places = [PAGE.text.index(m) for m in marks]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2024-03-05T07:40:00+02:00">', "2024-03-05T07:40:00+02:00"),
        ('<meta name="date" content="2024-03-05">', "2024-03-05"),
        ('<meta itemprop="datePublished" content="2024-03-05T05:40:00Z">', "2024-03-05T05:40:00+00:00"),
        (
            '<script type="application/ld+json">{"@type":["Report"],"datePublished":"2024-03-05T05:40:00Z"}</script>'
            '<meta property="article:published_time" content="2024-03-05T07:40:00+02:00">',
            "2024-03-05T07:40:00+02:00",
        ),
        ('<meta name="date" content="soon">', None),
        ('<script type="application/ld+json">{broken</script>', None),
    ],
)
def test_where_the_time_may_stand(head: str, expected: str | None) -> None:
    assert read(f"<html><head>{head}</head><body><article>{P}</article></body></html>").published == expected


def test_a_time_element_of_the_article_comes_before_those_of_the_page() -> None:
    page = f"<html><body><time datetime='2020-01-01'>x</time><article><time datetime='2024-03-05'>y</time>{P}</article>"
    assert read(page).published == "2024-03-05"


def test_a_form_around_the_whole_page_is_no_reply_form() -> None:
    page = read(f'<html><body><form id="aspnet"><div class="comments-off content">{P}</div></form></body></html>')
    assert samples.BODY in samples.body_of(page)
    assert samples.parts(page, "form") == []


def test_a_declared_encoding_is_believed_without_a_word() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Ракета влучила в пекарню вночі.</p></body></html>'
    items = samples.read_bytes(page.encode("cp1251"))
    assert samples.reports(items)[0].text == "Ракета влучила в пекарню вночі."
    assert samples.problems(items) == []


def test_a_page_with_next_to_no_text_is_still_a_report() -> None:
    assert read("<html><body><p>Two dead.</p></body></html>").text == "Two dead."


def test_breaks_lists_and_tables_keep_their_lines() -> None:
    table = "<table><tr><td>Uman</td><td>10</td></tr><tr><td>Dnipro</td><td>2</td></tr></table>"
    page = read(f"<html><body><p>One<br>two</p><ul><li>4 dead</li><li>7 hurt</li></ul>{table}</body></html>")
    assert page.text == "One\ntwo\n\n4 dead\n7 hurt\nUman | 10\nDnipro | 2"


@pytest.mark.parametrize(
    "hidden", ["<p hidden>9 dead</p>", '<p style="display: none">9 dead</p>', "<noscript>9 dead</noscript>"]
)
def test_what_a_reader_does_not_see_is_not_read(hidden: str) -> None:
    assert "9 dead" not in read(f"<html><body>{hidden}{P}</body></html>").text


def test_markup_deeper_than_the_bound_is_said_and_what_came_before_is_kept() -> None:
    page = f"<html><body>{P}" + "<div>" * 400 + "<p>lost</p></body></html>"
    items = samples.read_bytes(page.encode())
    assert samples.BODY in samples.reports(items)[0].text
    assert "only as far as" in samples.problems(items)[0].what


def test_a_page_of_tags_is_refused() -> None:
    items = samples.read_bytes(b"<html><body>" + b"<b>" * 400_000)
    assert samples.reports(items) == []
    assert "too many" in samples.problems(items)[0].what


TAG = re.compile(r"</?(?:p|b|div|script|a|li)\b[^<>]*>", re.IGNORECASE)
PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "&lt;b&gt;", "&lt;/div&gt;", "<div class=x>", "4 dead", "&amp;lt;p&amp;gt;", "<", ">",
     "<script>", "</script>", "<a href='", "<li>", "\n", "Lomivka", "<!--", "-->"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_markup_survives(markup: str) -> None:
    for report in samples.reports(samples.read_bytes(f"<html><body>{markup}".encode())):
        assert not TAG.search(report.text)
