"""Names to reports: files, folders, globs, packed files, kinds told apart, ids kept apart."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from sources import samples
from tocsin.errors import InputError
from tocsin.record import Problem, Report
from tocsin.sources import SourceOptions, open_inputs


def read(*names: str | Path, options: SourceOptions | None = None) -> list[Report | Problem]:
    return list(open_inputs([str(n) for n in names], options=options))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of several kinds, a hidden one and a folder inside."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_bytes(b"Two died.")
    (tmp_path / "a.jsonl").write_bytes(samples.JSONLINES)
    (tmp_path / ".hidden.txt").write_bytes(b"Hidden.")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_bytes(b"Hidden too.")
    return tmp_path


def test_a_folder_is_read_to_its_depth_in_the_order_of_names(folder: Path) -> None:
    assert [r.source for r in samples.reports(read(folder))] == ["jsonlines", "jsonlines", "text"]


def test_a_glob_names_many(folder: Path) -> None:
    assert len(samples.reports(read(folder / "*.jsonl"))) == 2
    assert [r.text for r in samples.reports(read(folder / "**" / "*.txt"))] == ["Two died."]


def test_a_file_whose_own_name_has_a_star_is_itself(tmp_path: Path) -> None:
    (tmp_path / "a*[1].txt").write_bytes(b"Star.")
    assert [r.text for r in samples.reports(read(tmp_path / "a*[1].txt"))] == ["Star."]


@pytest.mark.parametrize("name", ["missing.txt", "*.nothing", "a\0b", ""])
def test_a_name_that_leads_nowhere_is_a_problem(tmp_path: Path, name: str) -> None:
    (problem,) = read(str(tmp_path / name) if name else "missing-dir/x")
    assert isinstance(problem, Problem)


def test_an_empty_folder_and_a_missing_standard_input_are_problems(tmp_path: Path) -> None:
    assert [type(i) for i in read(tmp_path)] == [Problem]
    assert [type(i) for i in read("-")] == [Problem]


def test_standard_input_is_not_closed() -> None:
    stream = io.BytesIO(b"Two died.")
    assert len(list(open_inputs(["-"], stdin=stream))) == 1
    assert not stream.closed


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of Unix")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (problem,) = read(tmp_path)
    assert isinstance(problem, Problem)
    assert "plain file" in problem.what


@pytest.mark.parametrize(("name", "source"), [("page.txt", "article"), ("page.csv", "article"), ("page", "article")])
def test_content_comes_before_suffix(tmp_path: Path, name: str, source: str) -> None:
    assert samples.reports(samples.read_file(tmp_path, name, samples.ARTICLE))[0].source == source


def test_a_suffix_decides_where_content_does_not(tmp_path: Path) -> None:
    assert samples.reports(samples.read_file(tmp_path, "x.html", b"Two <b>died</b>."))[0].text == "Two died."
    assert samples.reports(samples.read_file(tmp_path, "x.txt", b"Two <b>died</b>."))[0].text == "Two <b>died</b>."


def test_a_source_may_be_forced() -> None:
    (report,) = samples.reports(samples.read_bytes(samples.ARTICLE, SourceOptions(source="text")))
    assert report.text == samples.ARTICLE.decode()


@pytest.mark.parametrize(
    "options",
    [
        SourceOptions(source="fax"),
        SourceOptions(kind="poem"),
        SourceOptions(published="soon"),
        SourceOptions(zone="Mars/Base"),
        SourceOptions(zone="../etc"),
        SourceOptions(language="Ukrainian"),
    ],
)
def test_options_that_cannot_hold_are_bad_use_before_anything_is_read(options: SourceOptions) -> None:
    with pytest.raises(InputError):
        open_inputs([], options=options)


def test_the_users_kind_replaces_the_sources_but_not_the_records() -> None:
    official = SourceOptions(kind="official")
    assert samples.reports(samples.read_bytes(b"Two died.", official))[0].kind == "official"
    assert {r.kind for r in samples.reports(samples.read_bytes(samples.TELEGRAM, official))} == {"post"}


def test_one_id_for_two_different_reports_is_parted_the_same_way_in_any_order() -> None:
    one, two = b'{"id": "x", "text": "one"}', b'{"id": "x", "text": "two"}'
    forward = samples.read_bytes(one + b"\n" + two + b"\n" + two)
    backward = samples.read_bytes(two + b"\n" + one)
    assert [r.text for r in samples.reports(forward)] == ["one", "two"]
    assert samples.reports(forward)[0].id == samples.reports(backward)[0].id == "x"
    assert samples.reports(forward)[1].id.startswith("x~")
    assert samples.reports(forward)[1].id != samples.reports(backward)[1].id
    assert len(samples.problems(forward)) == 1


def test_the_same_report_twice_is_one() -> None:
    assert len(samples.read_bytes(samples.JSONLINES + b"\n" + samples.JSONLINES)) == 2


def test_the_number_of_reports_is_bounded() -> None:
    items = samples.read_bytes(samples.JSONLINES, SourceOptions(max_reports=1))
    assert len(samples.reports(items)) == 1
    assert "stopped" in samples.problems(items)[0].what
    assert samples.problems(samples.read_bytes(samples.JSONLINES, SourceOptions(max_reports=2))) == []


def test_times_without_zone_are_said_once_a_file() -> None:
    rows = b'{"text": "one", "published": "2024-03-05 07:40"}\n{"text": "two", "published": "2024-03-06 07:40"}'
    items = samples.read_bytes(rows)
    assert [r.published for r in samples.reports(items)] == ["2024-03-05", "2024-03-06"]
    assert len(samples.problems(items)) == 1
    assert samples.problems(samples.read_bytes(rows, SourceOptions(zone="Europe/Kyiv"))) == []


def test_a_zip_is_a_folder_and_a_zip_in_it_too() -> None:
    items = samples.read_bytes(samples.MORE["bundle.zip"])
    assert [r.source for r in samples.reports(items)] == ["text", "article", "csv", "csv"]
    assert samples.problems(items) == []


def test_a_third_zip_is_not_opened() -> None:
    data = samples.zipped({"a.txt": b"Two died."})
    for _ in range(2):
        data = samples.zipped({"in.zip": data})
    (problem,) = samples.read_bytes(data)
    assert isinstance(problem, Problem)
    assert problem.where == "-!in.zip!in.zip"


def test_names_that_point_outside_are_not_read_and_hidden_ones_passed_over() -> None:
    members = dict.fromkeys(
        ("../a.txt", "/b.txt", "C:\\c.txt", "x/..\\..\\d.txt", ".e.txt", "__MACOSX/f.txt"), b"Two died."
    )
    items = samples.read_bytes(samples.zipped(members))
    assert samples.reports(items) == []
    assert len(samples.problems(items)) == 4


def test_a_damaged_member_does_not_stop_the_next() -> None:
    data = bytearray(samples.zipped({"a.txt": samples.TEXT, "b.txt": b"Two died."}))
    at = data.index(b"a.txt") + 20
    data[at : at + 4] = b"\xff\xff\xff\xff"
    items = samples.read_bytes(bytes(data))
    assert [r.text for r in samples.reports(items)] == ["Two died."]
    assert "-!a.txt" in samples.problems(items)[0].where


@pytest.mark.parametrize("name", ["word/document.xml", "mimetype"])
def test_office_documents_are_named_as_such(name: str) -> None:
    (problem,) = samples.read_bytes(samples.zipped({"[Content_Types].xml": b"<x/>", name: b"y"}))
    assert isinstance(problem, Problem)
    assert "Office" in problem.what


def test_a_member_whose_name_begins_with_a_zero_byte_raises_nothing() -> None:
    data = samples.zipped({"a.txt": b"Two died."}).replace(b"a.txt", b"\0.txt")
    assert [r.text for r in samples.reports(samples.read_bytes(data))] == ["Two died."]


def test_a_member_packed_in_an_odd_way_is_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", samples.TEXT)
    (problem,) = samples.read_bytes(out.getvalue())
    assert isinstance(problem, Problem)
    assert problem.where == "-!a.txt"


def test_swelling_files_are_refused() -> None:
    zeros = b"0" * 40_000_000
    (packed,) = samples.read_bytes(gzip.compress(zeros), SourceOptions(max_text=100_000_000))
    assert isinstance(packed, Problem)
    assert "times its size" in packed.what
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", zeros)
    (zipped,) = samples.read_bytes(out.getvalue(), SourceOptions(max_text=100_000_000))
    assert isinstance(zipped, Problem)
    assert "times its size" in zipped.what


def test_a_zip_that_lies_about_sizes_gives_no_more_than_it_promised() -> None:
    data = bytearray(samples.zipped({"a.txt": b"y" * 5_000}))
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")
    items = samples.read_bytes(bytes(data))
    assert all(len(r.text) <= 10 for r in samples.reports(items))


def test_gzip_is_looked_through(tmp_path: Path) -> None:
    (report,) = samples.reports(samples.read_file(tmp_path, "story.txt.gz", samples.MORE["story.txt.gz"]))
    assert report.text == samples.TEXT.decode()
    cut = samples.read_file(tmp_path, "cut.txt.gz", samples.MORE["story.txt.gz"][:-30])
    assert "gzip" in samples.problems(cut)[0].what
