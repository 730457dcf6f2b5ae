"""JSON Lines, arrays and single objects of reports."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from sources import samples
from tocsin.record import Report, Section, dumps
from tocsin.sources import SourceOptions


def test_fields_are_kept_as_given_and_extra_ones_ignored() -> None:
    first, second = samples.reports(samples.read_bytes(samples.JSONLINES))
    assert (first.id, first.text, first.published) == ("post-1", samples.BODY, "2024-03-05T07:40:00+02:00")
    assert (first.outlet, first.language, first.title) == ("Harbour Post", "en", "Bakery hit")
    assert second.text == "Ракета влучила в пекарню 🚒."


def test_an_array_and_an_object_over_many_lines_hold_the_same_reports() -> None:
    lines = samples.read_bytes(samples.JSONLINES)
    assert samples.read_bytes(samples.MORE["array.json"]) == lines
    rows = [json.loads(line) for line in samples.JSONLINES.splitlines()]
    assert samples.read_bytes(json.dumps(rows, indent=2).encode()) == lines
    assert samples.read_bytes("\n".join(json.dumps(r, indent=2) for r in rows).encode()) == lines


def test_a_bad_line_is_named_and_the_next_is_read() -> None:
    items = samples.read_bytes(b'{"text": "one"}\n{"text": \n{"body": "x"}\n[1]\n{"text": 5}\n{"text": "two"}\n')
    assert [r.text for r in samples.reports(items)] == ["one", "two"]
    assert [p.where for p in samples.problems(items)] == ["-:2", "-:3", "-:4", "-:5"]
    assert all(p.hint for p in samples.problems(items))


def test_fields_of_wrong_types_are_left_out_with_a_problem() -> None:
    items = samples.read_bytes(b'{"text": "one", "outlet": 5, "published": [1], "url": null, "id": 7}')
    (report,) = samples.reports(items)
    assert (report.outlet, report.published, report.url, report.id) == (None, None, None, "7")
    assert len(samples.problems(items)) == 2


def test_half_characters_are_replaced_one_for_one() -> None:
    items = samples.read_bytes(b'{"text": "a\\ud83db"}')
    assert [r.text for r in samples.reports(items)] == ["a\ufffdb"]
    assert len(samples.problems(items)) == 1


def test_a_line_beyond_the_bound_is_passed_over() -> None:
    long = b'{"text": "' + b"x" * 200_000 + b'"}\n{"text": "two"}'
    items = samples.read_bytes(long, SourceOptions(max_text=1000))
    assert [r.text for r in samples.reports(items)] == ["two"]
    assert [p.where for p in samples.problems(items)] == ["-:1"]


def test_reports_that_tocsin_wrote_come_back_the_same() -> None:
    for written in samples.reports(samples.read_bytes(samples.ARTICLE)):
        (back,) = samples.reports(samples.read_bytes(dumps(written).encode()))
        assert (back.id, back.text, back.sections) == (written.id, written.text, written.sections)


def test_sections_outside_the_text_are_found_anew() -> None:
    report = Report.make(samples.BODY, sections=(Section(5, 9_999, "form"),))
    items = samples.read_bytes(dumps(report).encode())
    assert samples.reports(items)[0].sections == ()
    assert len(samples.problems(items)) == 1


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1), st.booleans())
def test_offsets_are_code_points_of_the_text_as_given(text: str, ascii_only: bool) -> None:
    data = json.dumps({"text": text}, ensure_ascii=ascii_only).encode()
    assert [r.text for r in samples.reports(samples.read_bytes(data))] == ([text] if text.strip() else [])
