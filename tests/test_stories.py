"""Whole reports with the claims that the rule reader gives, and nothing more.

`stories/<date>-<place>.txt` is a report: headers, a line of three hyphens, the text, composed from public facts.
`.claims.txt` beside it has one line a claim, written as gold/FORMAT.md describes. A story is a promise: where the
reader cannot keep it, mend the reader.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.desk import read_text
from tocsin.evaluation.claims import FIGURES, alike
from tocsin.evaluation.gold import GoldClaim, GoldPassage, check_gold, parse_gold
from tocsin.reading.linking import RuleLinker
from tocsin.reading.read import ReadOptions
from tocsin.record import Claim

FOLDER = Path(__file__).parent / "stories"
STORIES = sorted(p for p in FOLDER.glob("*.txt") if not p.name.endswith(".claims.txt"))
#: Kinds that a story is complete for; statements and attacks without a figure may be read beyond it.
COMPLETE = frozenset(FIGURES)


def load(path: Path) -> GoldPassage:
    claims = path.with_name(f"{path.stem}.claims.txt").read_text(encoding="utf-8")
    (passage,) = parse_gold(f"=== {path.stem}\n{path.read_text(encoding='utf-8')}---\n{claims}", path.name)
    return passage


def read(story: GoldPassage) -> list[Claim]:
    published = story.published.isoformat() if story.published else None
    options = ReadOptions(linker=RuleLinker())
    reading = read_text(story.text, id=story.id, published=published, outlet=story.outlet, options=options)
    return list(reading.claims)


def figures(claim: Claim) -> tuple[int | None, int | None, int | None]:
    quantity = claim.quantity
    return (quantity.value, quantity.low, quantity.high) if quantity else (None, None, None)


def tells(gold: GoldClaim, claim: Claim) -> bool:
    """The same kind and figures, resting on overlapping words."""
    if gold.kind != claim.kind or (gold.value, gold.low, gold.high) != figures(claim):
        return False
    return gold.start < claim.evidence.end and claim.evidence.start < gold.stop


def faults(story: GoldPassage, gold: GoldClaim, claim: Claim) -> list[str]:
    """What differs between a gold claim and the claim read for it."""
    found = []
    if gold.place is not None:
        named = story.text[slice(*gold.place)]
        if claim.place is None or not alike(named, claim.place.name):
            found.append(f"place {claim.place and claim.place.name!r}, not {named!r}")
    said = story.text[slice(*gold.speaker)] if gold.speaker else None
    if (said is None) != (claim.speaker is None) or (said and claim.speaker and not alike(said, claim.speaker.label)):
        found.append(f"speaker {claim.speaker and claim.speaker.label!r}, not {said!r}")
    if gold.via is not None and (claim.speaker is None or story.text[slice(*gold.via)] not in claim.speaker.via):
        found.append(f"via {claim.speaker and claim.speaker.via}, not {story.text[slice(*gold.via)]!r}")
    if gold.group is not None and (claim.quantity is None or claim.quantity.group != gold.group):
        found.append(f"group {claim.quantity and claim.quantity.group!r}, not {gold.group!r}")
    if gold.status == "subset" and (claim.quantity is None or claim.quantity.part_of is None):
        found.append("is not told as a part of its total")
    if gold.weapon is not None and not claim.weapon:
        found.append("has no weapon")
    return found


@pytest.mark.parametrize("path", STORIES, ids=lambda p: p.stem)
def test_the_story_is_read_whole_and_nothing_is_invented(path: Path) -> None:
    story = load(path)
    assert check_gold([story]) == []
    claims, wrong = read(story), []
    for gold in story.claims:
        candidates = [c for c in claims if tells(gold, c)]
        words = f"{gold.kind} {story.text[gold.start : gold.stop]!r}"
        if not candidates:
            near = [
                f"{c.kind} {figures(c)}" for c in claims if gold.start < c.evidence.end and c.evidence.start < gold.stop
            ]
            wrong.append(f"not read: {words} {(gold.value, gold.low, gold.high)}; read there: {near}")
            continue
        best = min(candidates, key=lambda c: (len(faults(story, gold, c)), abs(c.evidence.start - gold.start)))
        claims.remove(best)
        wrong += [f"{words}: {fault}" for fault in faults(story, gold, best)]
    wrong += [f"invented: {c.kind} {figures(c)} {c.evidence.quote!r}" for c in claims if c.kind in COMPLETE]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", STORIES, ids=lambda p: p.stem)
def test_every_claim_stands_on_words_of_the_text(path: Path) -> None:
    story = load(path)
    for claim in read(story):
        assert story.text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
        assert claim.evidence.quote.strip()


def test_nothing_is_read_from_a_comment_form() -> None:
    story = load(FOLDER / "2023-04-28-uman.txt")
    form = story.text.index("Leave a Reply")
    assert all(claim.evidence.end <= form for claim in read(story))
