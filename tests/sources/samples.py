"""One small composed sample of every source, and mutations of them: all words are the project's own."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tocsin.record import Problem, Report
from tocsin.sources import SourceOptions, open_inputs

BODY = (
    "At least four people died when a missile struck a bakery in Lomivka at about 5am on Tuesday, "
    "the governor, Petro Zrazok, said."
)
SECOND = (
    "Seven more were taken to hospital, two of them children, according to the emergency service, "
    "which put out the fire by nine."
)

TEXT = f"{BODY}\r\n\r\n{SECOND}\r\n\r\nLeave a Reply\r\n\r\nYour email address will not be published.\r\n".encode()

JSONLINES = "\n".join(
    json.dumps(row, ensure_ascii=False)
    for row in (
        {"id": "post-1", "text": BODY, "published": "2024-03-05T07:40:00+02:00", "outlet": "Harbour Post",
         "language": "en", "url": "https://harbour.example/1", "title": "Bakery hit", "extra": [1]},
        {"id": "post-2", "text": "Ракета влучила в пекарню 🚒.", "published": "2024-03-05", "language": "uk"},
    )
).encode()  # fmt: skip

TELEGRAM = json.dumps(
    {
        "name": "Lomivka Alarm",
        "type": "public_channel",
        "id": 1234567,
        "messages": [
            {"id": 1, "type": "service", "date_unixtime": "1709610000", "action": "create_channel"},
            {"id": 2, "type": "message", "date": "2024-03-05T07:40:00", "date_unixtime": "1709617200",
             "text": ["Strike in ", {"type": "bold", "text": "Lomivka"}, ": 4 dead."], "forwarded_from": "City Hall"},
            {"id": 3, "type": "message", "date_unixtime": "1709617300", "photo": "photos/1.jpg", "text": ""},
            {"id": 4, "type": "message", "date_unixtime": "1709617400", "edited_unixtime": "1709620000",
             "text": "Toll now 6."},
        ],
    },
    indent=1,
).encode()  # fmt: skip

ARTICLE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Bakery hit in Lomivka - The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post">
<link rel="canonical" href="https://harbour.example/a/1">
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "headline": "Bakery hit in Lomivka",
"datePublished": "2024-03-05T07:40:00+02:00", "publisher": {{"name": "The Harbour Post"}}}}]}}</script>
<style>p {{ color: red }}</style></head>
<body class="has-sidebar"><header><a href="/">The Harbour Post</a><nav><p>World</p><p>Sport</p></nav></header>
<main><article><h1>Bakery hit in Lomivka</h1><div class="byline">By Ann Sample</div>
<figure><img src="x.jpg" alt="x"><figcaption>The bakery, where 9 died last year. Photo: Jo Lens</figcaption></figure>
<p>{BODY}</p><p>{SECOND}</p>
<div class="related-stories"><h3>Related</h3><ul><li><a href="/b">Port closed after 12 killed</a></li></ul></div>
<h2>Background</h2>
<p>In January an attack on the same town killed 23 people and wounded dozens, officials said at the time.</p>
</article>
<section id="comments"><h3>1 Comment</h3><p>reader1: I heard that 50 people were killed there, all hush.</p>
<form><p>Leave a Reply</p><p>Your email address will not be published.</p><textarea></textarea></form></section></main>
<aside><p>Most read: 30 killed in a ferry accident in the south of the country last night.</p></aside>
<footer><p>All rights reserved by the Harbour Post, registered in Lomivka.</p></footer></body></html>""".encode()

FEED = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Harbour Post: News</title><link>https://harbour.example/</link><language>en-gb</language>
<item><title>Bakery &amp; school hit</title><link>https://harbour.example/1</link><guid>1</guid>
<pubDate>Tue, 05 Mar 2024 07:40:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{BODY}</p><p>{SECOND}&nbsp;<b>More</b> follows.</p>
<script>alert(1)</script><aside>Most read: ferry accident</aside>]]></content:encoded></item>
<item><title>Alarm over in Lomivka</title><pubDate>Tue, 05 Mar 2024 06:00:00 GMT</pubDate></item>
</channel></rss>""".encode()

ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Fire Service</title>
<entry><title type="html">Fire &lt;b&gt;out&lt;/b&gt;</title><link rel="self" href="https://fire.example/self"/>
<link href="https://fire.example/1"/><published>2024-03-05T09:00:00+02:00</published>
<updated>2024-03-06T09:00:00+02:00</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{BODY}</p><p>2 &lt; 3</p></div></content></entry>
</feed>""".encode()

RDF = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://old.example/"><title>Old Gazette</title></channel>
<item rdf:about="https://old.example/1"><title>Strike</title><link>https://old.example/1</link>
<description>{BODY}</description><dc:date>2024-03-05T07:40:00Z</dc:date></item></rdf:RDF>""".encode()

CSV = (
    "\ufeffDate;Source;Headline;Full Text;URL\r\n"
    f'2024-03-05;Harbour Post;Bakery hit;"{BODY}\n\nHe said ""four"".";https://harbour.example/1\r\n'
    f"06.03.2024;Harbour Post;Toll rises;{SECOND};https://harbour.example/2\r\n"
).encode()


def warc(pages: dict[str, bytes], media: str = "text/html; charset=utf-8", *, packed: bool = True) -> bytes:
    """A WARC with one response a page."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for address, body in pages.items():
        headers = StatusAndHeaders("200 OK", [("Content-Type", media)], protocol="HTTP/1.1")
        given = {"WARC-Date": "2024-03-07T00:00:00Z", "WARC-Record-ID": "<urn:uuid:" + "0" * 36 + ">"}
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict=given
        )
        writer.write_record(record)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip whose bytes are the same at every run."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 5, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


WARC = warc({"https://harbour.example/1": ARTICLE}, packed=False)

#: source name -> file name, bytes, reports that they hold
SAMPLES: dict[str, tuple[str, bytes, int]] = {
    "text": ("story.txt", TEXT, 1),
    "jsonlines": ("reports.jsonl", JSONLINES, 2),
    "telegram": ("result.json", TELEGRAM, 2),
    "article": ("page.html", ARTICLE, 1),
    "feed": ("news.xml", FEED, 2),
    "csv": ("rows.csv", CSV, 2),
    "warc": ("crawl.warc", WARC, 1),
}

#: other forms of the same kinds, and what can be wrapped around them
MORE: dict[str, bytes] = {
    "atom.xml": ATOM,
    "old.rdf": RDF,
    "array.json": b"[" + JSONLINES.replace(b"\n", b",\n") + b"]",
    "crawl.warc.gz": warc({"https://harbour.example/1": ARTICLE, "https://harbour.example/2": ARTICLE}),
    "story.txt.gz": gzip.compress(TEXT, mtime=0),
    "bundle.zip": zipped({"a/story.txt": TEXT, "b/page.html": ARTICLE, "c/in.zip": zipped({"rows.csv": CSV})}),
    "utf16.txt": BODY.encode("utf-16"),
    "cyrillic.txt": "Ракета влучила в пекарню вночі, загинули четверо людей.".encode("cp1251"),
}


def read_bytes(data: bytes, options: SourceOptions | None = None) -> list[Report | Problem]:
    """What comes out when the bytes are given on standard input."""
    return list(open_inputs(["-"], stdin=io.BytesIO(data), options=options))


def read_file(folder: Path, name: str, data: bytes, options: SourceOptions | None = None) -> list[Report | Problem]:
    """What comes out when the bytes are a file of that name."""
    path = folder / name
    path.write_bytes(data)
    return list(open_inputs([str(path)], options=options))


def reports(items: list[Report | Problem]) -> list[Report]:
    return [i for i in items if isinstance(i, Report)]


def problems(items: list[Report | Problem]) -> list[Problem]:
    return [i for i in items if isinstance(i, Problem)]


def parts(report: Report, role: str) -> list[str]:
    """The stretches of one role, as text."""
    return [report.text[s.start : s.stop] for s in report.sections if s.role == role]


def body_of(report: Report) -> str:
    """The text without its sections."""
    at, out = 0, []
    for section in report.sections:
        out.append(report.text[at : section.start])
        at = section.stop
    return "".join([*out, report.text[at:]])


TOKENS = (
    b"<", b">", b"{", b"}", b"[", b"]", b'"', b"\\", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"&#0;", b"&lt;p&gt;", b",",
    b"<![CDATA[", b"]]>", b"<!--", b"<table><tr>", b"</div>", b"WARC/1.0\r\n", b"\r\n\r\n", b"Content-Length: -1\r\n",
    b"PK\x03\x04", b"\x1f\x8b", b"\\ud800", b"1e999", b"null", b'"text": 5', b"\xed\xa0\x80", b"\n", b";",
)  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to eight random cuts, swaps, flips, repeats and insertions."""
    buffer = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(buffer) + 1)
        size = chance.choice((1, 2, 5, 20, 200))
        match chance.randrange(6):
            case 0:
                del buffer[at : at + size]
            case 1:
                buffer[at:at] = chance.randbytes(size)
            case 2:
                buffer[at:at] = chance.choice(TOKENS)
            case 3:
                buffer[at:at] = buffer[at : at + size] * chance.choice((1, 3, 40))
            case 4 if at < len(buffer):
                buffer[at] ^= 1 << chance.randrange(8)
            case 5:
                del buffer[at:]
    return bytes(buffer)


def all_samples() -> Iterator[tuple[str, bytes]]:
    """Every sample with its file name."""
    yield from ((name, data) for name, data, _ in SAMPLES.values())
    yield from MORE.items()
