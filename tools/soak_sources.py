"""Feed `open_inputs` random and mutated files, in this process, and see that none of them raises, hangs or swells it.

    python tools/soak_sources.py [COUNT] [--seed N] [--only N] [--seconds S]

Every input is made from its number and the seed alone, so that `--only` makes a failing one again. Prints one line of
totals; exits 1 when an input raised an exception or took longer than the limit.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import io
import json
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from tocsin.record import Problem, Report
from tocsin.sources import SOURCES, SourceOptions, open_inputs

#: the composed samples are the tests', which are not a package that can be imported by its name here
samples: Any = importlib.import_module("sources.samples")

TAGS = (
    "p", "div", "span", "table", "tr", "td", "ul", "li", "article", "aside", "form", "figcaption", "h1", "h2", "a", "b",
    "script", "style", "pre", "br", "time", "section", "nav", "header", "svg", "math", "template", "title", "x-y",
)  # fmt: skip
ATTRIBUTES = ('class="comment related"', 'id="respond"', 'style="display:none"', "hidden", 'datetime="2024-03-05"',
              'class="sidebar"', "x='", 'lang="uk"', 'itemprop="datePublished"', 'href="javascript:x"')  # fmt: skip
WORDS = (
    "strike", "killed 12", "people.", "&nbsp;", "&#x0;", "&lt;b&gt;", "Ракета", "пекарню.", "\u202e", "🚒", "\x0b",
         "Leave a Reply", "Related:", "Comments (3)", "<!--", "-->", "]]>", "\ud83d", "(AP Photo/Jane Roe)", "\n\n",
)  # fmt: skip


def words(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(0, 12)))


def random_html(chance: random.Random) -> bytes:
    parts = ["<!DOCTYPE html><html><body>"] if chance.random() < 0.8 else []
    open_tags: list[str] = []
    for _ in range(chance.choice((5, 40, 400))):
        roll = chance.random()
        if roll < 0.45:
            open_tags.append(chance.choice(TAGS))
            attribute = chance.choice(ATTRIBUTES) if chance.random() < 0.4 else ""
            parts.append(f"<{open_tags[-1]} {attribute}>")
        elif roll < 0.7 and open_tags:
            parts.append(f"</{open_tags.pop(chance.randrange(len(open_tags)))}>")
        else:
            parts.append(words(chance))
    if chance.random() < 0.02:
        tag = chance.choice(TAGS)
        parts.append(f"<{tag}>" * chance.choice((300, 3000, 30000)))
    return "".join(parts).encode("utf-8", chance.choice(("surrogatepass", "replace")))


def random_value(chance: random.Random, depth: int = 0) -> Any:
    roll = chance.randrange(9 if depth < 6 else 6)
    if roll >= 6:
        size = chance.randint(0, 4)
        if roll == 6:
            return [random_value(chance, depth + 1) for _ in range(size)]
        names = ("id", "text", "published", "messages", "chats", "list", "type", "name", "sections", "via", "title")
        return {chance.choice(names): random_value(chance, depth + 1) for _ in range(size)}
    return (None, True, chance.uniform(-1e30, 1e30), chance.randint(-(2**70), 2**70), words(chance), "message")[roll]


def random_json(chance: random.Random) -> bytes:
    match chance.randrange(5):
        case 0:
            value: Any = {"name": "c", "type": "x", "messages": [random_value(chance) for _ in range(5)]}
        case 1:
            value = {"chats": {"list": [random_value(chance) for _ in range(5)]}}
        case 2:
            value = [{"text": words(chance), "published": random_value(chance), "id": random_value(chance)}] * 2
        case 3:
            return b"[" * chance.choice((10, 5000, 200_000)) + b"{" * chance.choice((0, 1))
        case _:
            value = random_value(chance)
    return json.dumps(value, indent=chance.choice((None, 1))).encode()


def random_feed(chance: random.Random) -> bytes:
    entry = chance.choice(("item", "entry"))
    names = ("title", "description", "pubDate", "link", "content:encoded", "dc:date", "source", "guid", "content")
    parts = [chance.choice(("<rss><channel>", "<feed>", "<rdf:RDF>", '<?xml version="1.0"?><rss>'))]
    for _ in range(chance.randint(0, 6)):
        inner = "".join(f"<{n}>{words(chance)}</{n}>" for n in chance.choices(names, k=chance.randint(0, 5)))
        parts.append(f"<{entry}>{inner}</{entry}>")
    return "".join(parts).encode("utf-8", "replace")


def random_csv(chance: random.Random) -> bytes:
    mark = chance.choice((",", ";", "\t", "|"))
    rows = [mark.join(("date", "text", "url"))]
    for _ in range(chance.randint(0, 8)):
        quote = chance.choice(('"', ""))
        rows.append(mark.join(f"{quote}{words(chance)}{quote}" for _ in range(chance.randint(0, 5))))
    return chance.choice(("\n", "\r\n", "\r")).join(rows).encode("utf-8", "replace")


def random_bytes(chance: random.Random) -> bytes:
    return bytes(chance.choice((b"", *samples.TOKENS))) + chance.randbytes(chance.choice((0, 3, 50, 2000)))


def mutated_sample(chance: random.Random) -> bytes:
    data = chance.choice([data for _, data in samples.all_samples()])
    return bytes(samples.mutated(data, chance))


def random_archive(chance: random.Random) -> bytes:
    page = random_html(chance) if chance.random() < 0.5 else samples.ARTICLE
    media = chance.choice(("text/html", "text/plain; charset=cp1251", "text/html; charset=nonsense", "image/png"))
    data = samples.warc({f"https://h.example/{n}": page for n in range(2)}, media, packed=chance.random() < 0.5)
    return bytes(samples.mutated(data, chance) if chance.random() < 0.8 else data)


def random_zip(chance: random.Random) -> bytes:
    makers = (random_html, random_json, random_feed, random_csv, random_bytes, mutated_sample, random_archive)
    names = ("a.txt", "../b.html", "/c.csv", "d/e.json", "C:\\f.txt", ".g", "h.zip", "i\n.warc")
    data = samples.zipped({name: chance.choice(makers)(chance) for name in chance.sample(names, 3)})
    if chance.random() < 0.3:
        data = samples.zipped({"in.zip": data})
    return bytes(samples.mutated(data, chance) if chance.random() < 0.6 else data)


def random_gzip(chance: random.Random) -> bytes:
    data = gzip.compress(mutated_sample(chance), mtime=0)
    return bytes(samples.mutated(data, chance) if chance.random() < 0.7 else data)


MAKERS: tuple[Callable[[random.Random], bytes], ...] = (
    random_bytes, random_html, random_json, random_feed, random_csv, random_archive, random_zip, random_gzip,
    mutated_sample, mutated_sample,
)  # fmt: skip


@dataclass
class Totals:
    """What one run met; seconds and megabytes are the worst seen."""

    inputs: int = 0
    reports: int = 0
    problems: int = 0
    exceptions: int = 0
    slowest: float = 0.0
    slowest_input: int = -1

    def line(self) -> str:
        rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return (
            f"{self.inputs} inputs, {self.reports} reports, {self.problems} problems, {self.exceptions} exceptions, "
            f"{rss:.0f} MB at most, {self.slowest:.2f} s at most (input {self.slowest_input})"
        )


class TooSlow(Exception):
    """One input took longer than the limit."""


def on_alarm(number: int, frame: FrameType | None) -> None:
    raise TooSlow


def run_one(number: int, seed: int, seconds: float, totals: Totals) -> None:
    chance = random.Random(seed * 1_000_003 + number)
    maker = MAKERS[number % len(MAKERS)]
    data = maker(chance)
    options = SourceOptions(source=chance.choice(SOURCES).name) if chance.random() < 0.25 else None
    totals.inputs += 1
    began = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        for item in open_inputs(["-"], stdin=io.BytesIO(data), options=options):
            check(item)
            totals.reports += isinstance(item, Report)
            totals.problems += isinstance(item, Problem)
    except Exception:  # noqa: BLE001  any exception at all is what this program looks for
        totals.exceptions += 1
        print(f"input {number} ({maker.__name__}, {len(data)} bytes, {options and options.source})", file=sys.stderr)
        traceback.print_exc(limit=-6)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    took = time.perf_counter() - began
    if took > totals.slowest:
        totals.slowest, totals.slowest_input = took, number


def check(item: Report | Problem) -> None:
    """Raise ValueError for a report whose text or sections could not be stored."""
    if isinstance(item, Problem):
        return
    item.text.encode("utf-8")
    edge = 0
    for section in item.sections:
        if not edge <= section.start < section.stop <= len(item.text):
            raise ValueError(f"section {section} of {len(item.text)}")
        edge = section.stop


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="run this one input, by its number")
    parser.add_argument("--seconds", type=float, default=20.0, help="the limit for one input")
    asked = parser.parse_args()
    signal.signal(signal.SIGALRM, on_alarm)
    totals = Totals()
    for number in range(asked.count) if asked.only is None else (asked.only,):
        run_one(number, asked.seed, asked.seconds, totals)
    print(totals.line())
    return 1 if totals.exceptions else 0


if __name__ == "__main__":
    sys.exit(main())
