"""RSS 2.0, RSS 1.0 and Atom kept as files."""

from __future__ import annotations

import pytest

from sources import samples
from tocsin.record import Report


def read(data: bytes) -> list[Report]:
    return samples.reports(samples.read_bytes(data))


def test_rss_entries_are_reports_of_the_feed() -> None:
    first, second = read(samples.FEED)
    assert (first.title, first.outlet, first.language) == ("Bakery & school hit", "Harbour Post: News", "en")
    assert (first.published, first.url) == ("2024-03-05T07:40:00+02:00", "https://harbour.example/1")
    assert first.text == f"{samples.BODY}\n\n{samples.SECOND} More follows.\n\nMost read: ferry accident"
    assert samples.parts(first, "sidebar") == ["Most read: ferry accident"]
    assert (second.text, second.title) == ("Alarm over in Lomivka", None), "a title alone is the text"


def test_atom_gives_first_publication_and_the_page_of_the_entry() -> None:
    (entry,) = read(samples.ATOM)
    assert (entry.title, entry.outlet, entry.language) == ("Fire out", "Fire Service", "en")
    assert (entry.published, entry.url) == ("2024-03-05T09:00:00+02:00", "https://fire.example/1")
    assert entry.text == f"{samples.BODY}\n\n2 < 3"


def test_rss_1_is_read() -> None:
    (entry,) = read(samples.RDF)
    assert (entry.title, entry.outlet, entry.published) == ("Strike", "Old Gazette", "2024-03-05T07:40:00+00:00")
    assert entry.text == samples.BODY


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;">]>'
    "<rss><channel><item><title>&b;</title></item></channel></rss>"
)
THEFT = (
    '<?xml version="1.0"?><!-- x --><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    "<rss><channel><item><title>&f;</title></item></channel></rss>"
)


@pytest.mark.parametrize("xml", [BOMB, THEFT], ids=["bomb", "theft"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_parsing(xml: str, encoding: str) -> None:
    items = samples.read_bytes(xml.encode(encoding))
    assert samples.reports(items) == []
    assert "refused" in samples.problems(items)[0].what
    assert samples.problems(items)[0].hint == "give XML without entities"


def test_damaged_xml_gives_what_can_be_read_and_says_where_it_broke() -> None:
    items = samples.read_bytes(samples.FEED.replace(b"</description>", b"</descr>"))
    assert samples.reports(items)
    assert "line" in samples.problems(items)[0].what


def test_the_source_of_a_collected_entry_is_its_outlet() -> None:
    data = samples.FEED.replace(b"<guid>1</guid>", b'<source url="https://w.example/">Wire</source>')
    assert read(data)[0].outlet == "Wire"


def test_a_feed_without_entries_is_a_problem() -> None:
    items = samples.read_bytes(b"<rss><channel><title>x</title></channel></rss>")
    assert samples.reports(items) == []
    assert len(samples.problems(items)) == 1
