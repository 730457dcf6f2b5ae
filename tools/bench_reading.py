"""Measure reading: articles a second on one and two processes as their number grows, start-up, and peak memory.

    python tools/bench_reading.py [--sizes 20 200 2000] [--words 500] [--runs 3] [--reader rules|learned]

Articles are cut from the composed gold passages to about `--words` words each, every one another selection, so that no
cache helps. The peer, "regex", is what people write first: one pattern for a number before a word of harm, and the
nearest "X said". It runs in the same process on the same texts; Tocsin's speed is also given as a share of the peer's,
which is steadier than seconds on a busy machine. Each figure is the best of `--runs`; memory is the peak of a process
that does nothing else, with its children.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from tocsin import desk
from tocsin.evaluation.gold import load_gold
from tocsin.reading.linkers import NAMES, linker_named
from tocsin.reading.read import ReadOptions
from tocsin.record import Problem, Report

ROOT = Path(__file__).parents[1]
FIGURE = re.compile(r"\b(\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|dozens?)\b[^.]{0,40}?"
                    r"\b(killed|dead|died|injured|wounded|hurt|missing)\b", re.I)  # fmt: skip
SAID = re.compile(r"((?:[A-Z]\w+ ){1,3})said\b")
FIRST = "import tocsin; r = tocsin.read('A missile killed ten people in Uman, the mayor said.'); assert r.claims"


def make_articles(count: int, words: int) -> list[Report]:
    """Articles of about `words` words from gold passages, in an order of their own each; the same on every run."""
    texts = [p.text for p in load_gold(ROOT / "gold")]
    chance, made = random.Random(7), []
    for number in range(count):
        parts: list[str] = []
        held = 0
        while held < words:
            parts.append(chance.choice(texts))
            held += len(parts[-1].split())
        made.append(Report.make("\n\n".join(parts), id=f"b{number}", published="2024-03-02", language="en"))
    return made


def read_by_regex(articles: Sequence[Report]) -> int:
    """The peer: figures with the last name that said something before or after."""
    return sum(len(FIGURE.findall(a.text)) + len(SAID.findall(a.text)) for a in articles)


def read_by_tocsin(articles: Sequence[Report], jobs: int, reader: str) -> int:
    """Claims of all articles."""
    options = ReadOptions(linker=linker_named(reader))
    read = desk.read_reports(articles, options=options, jobs=jobs)
    return sum(len(item[1].claims) for item in read if not isinstance(item, Problem))


def best(runs: int, work: Callable[[], object]) -> float:
    """Seconds of the quickest run."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def start(code: str, runs: int) -> float:
    """Seconds of a new Python that runs `code`."""
    return best(runs, lambda: subprocess.run([sys.executable, "-c", code], check=True))


def measure(size: int, words: int, runs: int, reader: str) -> dict[str, float]:
    """One step: this process does nothing else, so that its peak memory is that of the step."""
    articles = make_articles(size, words)
    length = sum(len(a.text.split()) for a in articles) / size
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read_by_tocsin(articles[:2], 1, reader)
    claims = read_by_tocsin(articles, 1, reader)
    one = best(runs, lambda: read_by_tocsin(articles, 1, reader))
    two = best(runs, lambda: read_by_tocsin(articles, 2, reader))
    peer = best(runs, lambda: read_by_regex(articles))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"articles": size, "words_each": round(length), "claims": claims,
            "one_process_per_s": round(size / one, 1), "two_processes_per_s": round(size / two, 1),
            "words_per_s_two": round(size * length / two), "regex_per_s": round(size / peer),
            "share_of_regex": round(peer / one, 4), "before_mb": round(before / 1024),
            "peak_mb": round(own / 1024), "peak_mb_each_child": round(child / 1024)}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 200, 2000])
    parser.add_argument("--words", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reader", choices=NAMES, default="rules")
    parser.add_argument("--step", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(measure(given.step, given.words, given.runs if given.step < 1000 else 1, given.reader)))
        return
    bare, opened, first = (start(code, 5) for code in ("pass", "import tocsin", FIRST))
    print(f"bare Python {bare * 1000:.0f} ms; import tocsin {1000 * (opened - bare):.0f} ms more; "
          f"first claim after {1000 * (first - bare):.0f} ms more")  # fmt: skip
    steps = []
    for size in given.sizes:
        words = ["--words", str(given.words), "--runs", str(given.runs), "--reader", given.reader]
        done = subprocess.run([sys.executable, __file__, "--step", str(size), *words], check=True, capture_output=True)
        steps.append(json.loads(done.stdout))
        print("  ".join(f"{name} {value}" for name, value in steps[-1].items()), flush=True)
    for small, large in pairwise(steps):
        slower = small["one_process_per_s"] / large["one_process_per_s"]
        print(f"{small['articles']} to {large['articles']} articles: {slower:.2f} times the work an article")


if __name__ == "__main__":
    main()
