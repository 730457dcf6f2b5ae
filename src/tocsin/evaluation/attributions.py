"""Who said what, end to end: attributions read from bare text against attributions marked by hand.

An attribution has three roles: source, cue and content, each a set of spans. Roles are compared by words, so that a
quotation mark or a full stop more or less is no error. Attributions are paired one to one, the likest first. Then,
as the field does (Pareti 2015 on PARC; Newell, Margolin and Ruths 2018 on PolNeAR):

- whole: the sources' words have F1 of at least a half, and at least half of the words of either content lie in the
  other. The cue is not asked for: a person who wants to know who said a thing does not need the verb;
- exact: the role has the same words; overlap: it shares a word; words: the role's words counted one by one.

Marked attributions without a source ("was said to") name nobody, so they are not asked for; one that is read with a
source all the same is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from tocsin.errors import InputError
from tocsin.evaluation.part import read_rows, short
from tocsin.evaluation.rate import Rate
from tocsin.reading.annotate import annotate
from tocsin.record import Report

ROLES = ("source", "cue", "content")
#: Sources whose words have this F1 are the same source; contents that share this part of either are the same content.
HALF = 0.5
_WORD = re.compile(r"\w+(?:['’ʼ-]\w+)*")

Words = frozenset[int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words of each role, each word by the code point where it starts; `start` is the first of all."""

    source: Words
    cue: Words
    content: Words

    def role(self, name: str) -> Words:
        """The words of `source`, `cue` or `content`."""
        return {"source": self.source, "cue": self.cue, "content": self.content}[name]

    @property
    def start(self) -> int:
        return min(self.source | self.cue | self.content, default=0)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the attributions that a person marked in it."""

    report: Report
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """What went wrong, in which text, at which words."""

    cause: str
    text: str
    words: str


@dataclass(slots=True)
class RoleScores:
    """One role: same words, a shared word, and word by word."""

    exact: Rate = field(default_factory=Rate)
    overlap: Rate = field(default_factory=Rate)
    words: Rate = field(default_factory=Rate)


@dataclass(slots=True)
class AttributionScores:
    """Whole attributions, the three roles, and every miss."""

    whole: Rate = field(default_factory=Rate)
    roles: dict[str, RoleScores] = field(default_factory=lambda: {role: RoleScores() for role in ROLES})
    misses: list[Miss] = field(default_factory=list)

    def causes(self) -> Counter[str]:
        """How often each cause of a miss occurs."""
        return Counter(miss.cause for miss in self.misses)


def read_marked(folder: Path, passages: Mapping[str, Report]) -> tuple[list[Marked], int]:
    """The marked texts of a folder's `*.jsonl`, and how many more name a text that is not there or has changed.

    A row has id, attributions and its own text, or the id of one of `passages` and the SHA-256 of its text. Raises
    InputError for a row without id, spans outside the text, and an id that is marked twice.
    """
    marked: dict[str, Marked] = {}
    unknown = 0
    for path in sorted(folder.glob("*.jsonl")):
        for number, row in enumerate(read_rows(path), start=1):
            where, name = f"{path.name}, row {number}", str(row.get("id", ""))
            if not name or name in marked:
                raise InputError(f"{where}: " + (f"{name} is marked already" if name else "no id"))
            report = Report.make(row["text"], id=name, language="en") if "text" in row else passages.get(name)
            if report is None or row.get("text_sha256", report.sha256) != report.sha256:
                unknown += 1
                continue
            marked[name] = Marked(report, tuple(_marks(report.text, row.get("attributions", ()), where)))
    return list(marked.values()), unknown


def find_marked(report: Report) -> list[Attribution]:
    """What `tocsin annotate --layer attributions` gives of a report."""
    return _marks(report.text, annotate(report, "attributions")["attributions"], report.id)


def _marks(text: str, rows: Iterable[Mapping[str, Any]], where: str) -> list[Attribution]:
    words = [m.span() for m in _WORD.finditer(text)]

    def role(row: Mapping[str, Any], name: str) -> Words:
        spans = row.get(name) or ()
        if not all(0 <= a < b <= len(text) for a, b in spans):
            raise InputError(f"{where}: {name} {spans} lies outside the text of {len(text)} code points")
        return frozenset(start for start, stop in words if any(start < b and a < stop for a, b in spans))

    return [Attribution(role(row, "source"), role(row, "cue"), role(row, "content")) for row in rows]


def score_attributions(gold: Iterable[Marked], predicted: Mapping[str, Sequence[Attribution]]) -> AttributionScores:
    """Scores over texts; `predicted` maps their ids to what was read, none where it is absent."""
    scores = AttributionScores()
    for marked in gold:
        _score_text(scores, marked, predicted.get(marked.report.id, ()))
    return scores


def _score_text(scores: AttributionScores, marked: Marked, read: Sequence[Attribution]) -> None:
    pairs = _pair(marked.attributions, read)
    for i, gold in enumerate(marked.attributions):
        if gold.source:
            _count(scores, gold, gold=1)
            if i not in pairs:
                _miss(scores, "not read", marked, gold)
    gold_of = {j: marked.attributions[i] for i, j in pairs.items()}
    for j, one in enumerate(read):
        gold_one = gold_of.get(j)
        if gold_one is None:
            _count(scores, one, predicted=1)
            _miss(scores, "not marked", marked, one)
        elif gold_one.source or one.source:
            _count(scores, one, predicted=1)
            _count_pair(scores, marked, gold_one, one)


def _count(scores: AttributionScores, one: Attribution, predicted: int = 0, gold: int = 0) -> None:
    scores.whole += Rate(0, predicted, gold)
    for name, role in scores.roles.items():
        size = len(one.role(name))
        there = Rate(0, predicted * (size > 0), gold * (size > 0))
        role.exact += there
        role.overlap += there
        role.words += Rate(0, predicted * size, gold * size)


def _count_pair(scores: AttributionScores, marked: Marked, gold: Attribution, read: Attribution) -> None:
    scores.whole.right += _is_whole(gold, read)
    if not gold.source:
        _miss(scores, "no source there", marked, read)
        return
    for name, role in scores.roles.items():
        a, b = gold.role(name), read.role(name)
        role.exact.right += bool(a) and a == b
        role.overlap.right += bool(a & b)
        role.words.right += len(a & b)
    if not _same_source(gold, read):
        _miss(scores, "wrong source", marked, gold)
    if not _same_content(gold, read):
        _miss(scores, "wrong content", marked, gold)


def _pair(gold: Sequence[Attribution], read: Sequence[Attribution]) -> dict[int, int]:
    """Marked to read, one to one: pairs that are whole first, then those whose roles share most."""
    likeness = sorted(
        (
            (not _is_whole(g, r), -sum(_f1(g.role(role), r.role(role)) for role in ROLES), i, j)
            for (i, g), (j, r) in product(enumerate(gold), enumerate(read))
            if any(g.role(role) & r.role(role) for role in ROLES)
        ),
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in likeness:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _is_whole(gold: Attribution, read: Attribution) -> bool:
    return bool(gold.source) and _same_source(gold, read) and _same_content(gold, read)


def _same_source(gold: Attribution, read: Attribution) -> bool:
    return _f1(gold.source, read.source) >= HALF


def _same_content(gold: Attribution, read: Attribution) -> bool:
    shared = len(gold.content & read.content)
    return shared > 0 and shared >= HALF * max(len(gold.content), len(read.content))


def _f1(a: Words, b: Words) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def _miss(scores: AttributionScores, cause: str, marked: Marked, one: Attribution) -> None:
    scores.misses.append(Miss(cause, marked.report.id, short(marked.report.text[one.start :])))
