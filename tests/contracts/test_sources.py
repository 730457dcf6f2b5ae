"""What holds for every registered source; a new one needs a sample in tests/sources/samples.py and passes this file."""

from __future__ import annotations

import io
import random
import tracemalloc
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources import samples
from tocsin.record import REPORT_KINDS, SECTION_ROLES, Problem, Report
from tocsin.sources import SOURCES, SourceInfo, SourceOptions, open_inputs

every_source = pytest.mark.parametrize("info", SOURCES, ids=lambda info: info.name)


def check(items: list[Report | Problem]) -> None:
    """What no input may break: ids, offsets, whole characters, addresses of problems."""
    ids = [i.id for i in items if isinstance(i, Report)]
    assert len(ids) == len(set(ids))
    for item in items:
        if isinstance(item, Problem):
            assert item.where
            assert item.what
            continue
        assert item.text.strip()
        item.text.encode("utf-8")
        edge = 0
        for section in item.sections:
            assert edge <= section.start < section.stop <= len(item.text)
            assert section.role in SECTION_ROLES
            edge = section.stop


@every_source
def test_it_declares_itself(info: SourceInfo) -> None:
    assert info.name.isidentifier()
    assert info.title
    assert info.licence
    assert info.trust
    assert info.cadence
    assert info.languages
    assert info.kind in REPORT_KINDS
    assert all(s == s.lower() for s in info.suffixes)
    assert all("/" in m for m in info.media_types)


def test_names_are_not_given_twice() -> None:
    assert len({info.name for info in SOURCES}) == len(SOURCES) == len(samples.SAMPLES)


@every_source
def test_its_sample_is_read_by_its_content_alone(info: SourceInfo) -> None:
    _, data, count = samples.SAMPLES[info.name]
    items = samples.read_bytes(data)
    check(items)
    assert [r.source for r in samples.reports(items)] == [info.name] * count
    assert not samples.problems(items)


@every_source
def test_its_sample_is_read_from_a_file_twice_with_the_same_ids(info: SourceInfo, tmp_path: Path) -> None:
    name, data, _ = samples.SAMPLES[info.name]
    assert samples.read_file(tmp_path, name, data) == samples.read_file(tmp_path, name, data)


@every_source
def test_the_words_of_the_user_fill_gaps_and_replace_nothing(info: SourceInfo) -> None:
    _, data, _ = samples.SAMPLES[info.name]
    plain = samples.reports(samples.read_bytes(data))
    told = SourceOptions(published="1999-01-01", outlet="Nobody", language="xx", title="None", url="https://n.example/")
    for before, after in zip(plain, samples.reports(samples.read_bytes(data, told)), strict=True):
        assert after.published == (before.published or "1999-01-01")
        assert after.outlet == (before.outlet or "Nobody")
        assert after.language == (before.language or "xx")
        assert after.url == (before.url or "https://n.example/")
        assert after.title == (before.title or "None")
        assert after.text == before.text


@every_source
def test_empty_wrong_and_cut_input_gives_problems(info: SourceInfo) -> None:
    forced = SourceOptions(source=info.name)
    assert samples.problems(samples.read_bytes(b"", forced))
    binary = random.Random(info.name).randbytes(3000)
    assert not samples.reports(samples.read_bytes(binary, forced)) or info.name == "csv"
    _, data, count = samples.SAMPLES[info.name]
    for part in range(1, 20):
        items = samples.read_bytes(data[: len(data) * part // 20], forced)
        check(items)
        assert items, "a cut file gives a report or says why not"
        assert len(samples.reports(items)) <= count


@every_source
def test_another_kind_of_file_forced_on_it_raises_nothing(info: SourceInfo) -> None:
    for _, data in samples.all_samples():
        check(samples.read_bytes(data, SourceOptions(source=info.name)))


@every_source
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_mutated_samples_raise_nothing(info: SourceInfo, seed: int) -> None:
    _, data, _ = samples.SAMPLES[info.name]
    changed = samples.mutated(data, random.Random(seed))
    check(samples.read_bytes(changed))
    check(samples.read_bytes(changed, SourceOptions(source=info.name)))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing(data: bytes) -> None:
    check(samples.read_bytes(data))


class Endless(io.RawIOBase):
    """`size` bytes of `piece` again and again, never held at once."""

    def __init__(self, start: bytes, piece: bytes, size: int) -> None:
        super().__init__()
        self._ready, self._piece, self._left = start, piece, size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._ready) < size and self._left > 0:
            self._ready += self._piece
            self._left -= len(self._piece)
        given, self._ready = self._ready[:size], self._ready[size:]
        return given


def long_input(name: str) -> Endless:
    """30 MB of many small reports for the sources that read piece by piece, one endless document for the others."""
    size = 30_000_000
    filler = b"x" * 20_000
    row = b'{"text": "' + filler + b'"}'
    match name:
        case "jsonlines":
            return Endless(b"", row + b"\n", size)
        case "telegram":
            return Endless(b'{"name": "c", "type": "x", "messages": [{}', b"," + row, size)
        case "csv":
            return Endless(b"text,url\n", filler + b",u\n", size)
        case "warc":
            page = samples.warc({"https://h.example/": b"<p>" + filler * 20 + b"</p>"}, packed=False)
            return Endless(b"", page, size)
        case "feed":
            return Endless(b"<rss><channel>", b"<item><title>" + filler + b"</title></item>", size)
        case "article":
            return Endless(b"<html><body>", b"<p>" + filler + b"</p>", size)
    return Endless(b"", filler, size)


@pytest.mark.slow
@every_source
def test_memory_is_bounded(info: SourceInfo) -> None:
    """A file far larger than a report is read, or refused, in the memory of a few reports."""
    options = SourceOptions(max_text=1_000_000, source=info.name)
    tracemalloc.start()
    try:
        count = sum(1 for _ in open_inputs(["-"], stdin=cast(BinaryIO, long_input(info.name)), options=options))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count >= 1
    # a feed is held whole up to 32 MB; everything else stays far below the 30 MB that it was given
    assert peak < (150e6 if info.name == "feed" else 25e6)
