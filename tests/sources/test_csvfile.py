"""Tables of reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from sources import samples
from tocsin.sources import SourceOptions


def test_columns_are_known_by_their_usual_names_and_cells_kept() -> None:
    first, second = samples.reports(samples.read_bytes(samples.CSV))
    assert (first.published, first.outlet, first.title) == ("2024-03-05", "Harbour Post", "Bakery hit")
    assert first.text == f'{samples.BODY}\n\nHe said "four".'
    assert (second.published, second.url) == ("2024-03-06", "https://harbour.example/2")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_delimiter_is_found(mark: str, end: str) -> None:
    data = end.join((mark.join(("id", "body", "Date")), mark.join(("a", "Four died.", "2024-03-05")))).encode()
    (report,) = samples.reports(samples.read_bytes(data))
    assert (report.id, report.text, report.published) == ("a", "Four died.", "2024-03-05")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_what_spreadsheets_write_is_read(encoding: str) -> None:
    data = "sep=;\r\ntext;url\r\nРакета влучила в пекарню вночі;x\r\n".encode(encoding)
    assert [r.text for r in samples.reports(samples.read_bytes(data))] == ["Ракета влучила в пекарню вночі"]


def test_a_row_without_text_is_named_by_its_line() -> None:
    items = samples.read_bytes(b'text,url\n"two\nlines",u\n,v\nlast,w\n')
    assert [r.text for r in samples.reports(items)] == ["two\nlines", "last"]
    assert [p.where for p in samples.problems(items)] == ["-:4"]


def test_a_table_without_a_known_column_says_which_are(tmp_path: Path) -> None:
    items = samples.read_file(tmp_path, "rows.csv", b"a,b\n1,2\n")
    assert samples.reports(items) == []
    assert "text, body or content" in samples.problems(items)[0].hint


def test_a_quote_left_open_ends_in_a_problem_not_in_one_great_row() -> None:
    data = b'text,url\nfirst,u\n"' + b"x,y\n" * 50_000
    items = samples.read_bytes(data, SourceOptions(max_text=131_072))
    assert [r.text for r in samples.reports(items)] == ["first"]
    assert [p.where for p in samples.problems(items)] == ["-:3"]
