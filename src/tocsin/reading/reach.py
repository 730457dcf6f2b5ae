"""How far a source's word goes in a sentence, who only passes it on, and whose word a stretch is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tocsin.reading.document import Document, Sentence
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Attribution, Mentions
from tocsin.reading.phrases import relatives
from tocsin.record import Speaker

#: For how many sentences a source goes on speaking in reports that name it once a paragraph.
_CARRY_REACH = 2
_CLOSED_QUOTE = re.compile(r"[”»\"]")


def set_reach(document: Document, sentence: Sentence, found: Sequence[Attribution]) -> list[Attribution]:
    """How far each attribution's content goes: to the next source, the end of its clause, or a semicolon."""
    out: list[Attribution] = []
    for i, one in enumerate(found):
        low, high = sentence.start, sentence.stop
        first, last = min(one.source_start, one.cue_start), max(one.source_stop, one.cue_stop)
        embedded = _embedded(sentence, first)
        before = next(
            (a for a in reversed(found[:i]) if _embedded(sentence, min(a.source_start, a.cue_start)) is None), None
        )
        if before is not None:
            last_before = max(before.source_stop, before.cue_stop)
            low = first if one.side == "right" else (last_before if before.side == "left" else before.source_start)
        elif one.side == "right" or last + 2 < sentence.stop:
            low = _clause_start(document, sentence, first)
        if i + 1 < len(found):
            after = found[i + 1]
            high = min(after.source_start, after.cue_start) if after.side == "right" else sentence.stop
            if after.source_start == one.source_start:
                high = after.cue_start
        if i and found[i - 1].source_start == one.source_start:
            low = one.cue_start
        if one.side == "left":
            high = last if i + 1 < len(found) else min(high, _semicolon_after(document, last, high))
        if embedded is not None:
            low = max(low, embedded)
            high = _first_comma(document, last, high)
        out.append(replace(one, reach=(low, high)))
    return out


def _clause_start(document: Document, sentence: Sentence, start: int) -> int:
    """Where the clause of a source begins that says what follows: after a semicolon or a dash, else the sentence."""
    return max(document.text.rfind(";", sentence.start, start) + 1, sentence.start)


def _first_comma(document: Document, start: int, stop: int) -> int:
    """Where a relative clause ends: "where police say a part fell, nobody was hurt"."""
    at = document.text.find(",", start, stop)
    return stop if at <= start + 1 else at


def _semicolon_after(document: Document, start: int, stop: int) -> int:
    at = document.text.find(";", start, stop)
    return stop if at < 0 else at


def _embedded(sentence: Sentence, start: int) -> int | None:
    """Where the relative clause begins that an aside stands in: "where, prosecutors say, ...", "in what X called"."""
    before = sentence.tokens_between(sentence.start, start)[-4:]
    comma = any(t.word == "," for t in before[-2:])
    while before and (before[-1].word == "," or before[-1].word in words("determiner")):
        before = before[:-1]
    if not before:
        return None
    opens = before[-1].word in relatives() or (comma and before[-1].word in words("conjunction"))
    return before[-1].start if opens else None


def chain(document: Document, sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """Who only passes it on is the way it came, not the speaker: "TASS reports, citing the ministry"."""
    if not found:
        return found
    agencies = {h.start: document.text[h.start : h.stop] for h in sentence.of("speakers") if h.row.kind == "agency"}
    carried: dict[int, list[str]] = {}
    gone: set[int] = set()
    for i, one in enumerate(found):
        if document.folded[one.cue_start : one.cue_stop] in words("citing"):
            bearer = _bearer(document, found, i)
            if bearer is not None:
                carried.setdefault(i, []).append(found[bearer].speaker.label)
                gone.add(bearer)
    people = [i for i, one in enumerate(found) if i not in gone and not _is_agency(one, agencies)]
    if people:
        gone |= {i for i, one in enumerate(found) if i not in gone and i not in carried and _is_agency(one, agencies)
                 and any(_same_part(document, one.cue_start, found[p].cue_start) for p in people)}  # fmt: skip
    out = []
    for i, one in enumerate(found):
        if i in gone:
            continue
        near = [name for at, name in agencies.items() if _same_part(document, one.cue_start, at)]
        via = tuple(v for v in dict.fromkeys([*carried.get(i, ()), *near]) if _is_other(v, one.speaker))
        if via and i in people:
            one = replace(one, speaker=replace(one.speaker, via=via))
        if i in carried or (gone and len(found) - len(gone) == 1 and ";" not in document.text[slice(*one.reach)]):
            reaches = [one.reach, *(found[n].reach for n in gone)]
            whole = len(found) - len(gone) == 1
            widened = (min(a for a, _ in reaches), max(b for _, b in reaches))
            one = replace(one, reach=(sentence.start, sentence.stop) if whole else widened)
        out.append(one)
    return out


def _bearer(document: Document, found: Sequence[Attribution], index: int) -> int | None:
    """Which attribution cites this one: the one named right before it in the same part of the sentence."""
    one = found[index]
    before = [
        i
        for i, other in enumerate(found)
        if other.source_start < one.source_start and _same_part(document, other.cue_start, one.cue_start)
    ]
    return max(before, key=lambda i: found[i].source_start, default=None)


def _same_part(document: Document, one: int, other: int) -> bool:
    """Whether no semicolon stands between two offsets."""
    return ";" not in document.text[min(one, other) : max(one, other)]


def _is_other(name: str, who: Speaker) -> bool:
    return name not in (who.organisation or "") and name != who.name


def _is_agency(one: Attribution, agencies: dict[int, str]) -> bool:
    who = one.speaker
    return not who.name and not who.role and any(one.source_start <= a < one.source_stop for a in agencies)


def speaker_of(attributions: Sequence[Attribution], start: int, stop: int) -> Attribution | None:
    """The attribution whose content holds `start..stop`, the nearest cue when several could; None for the outlet."""
    fitting = [a for a in attributions if a.reach[0] <= start and stop <= a.reach[1]]
    fitting = [a for a in fitting if not (a.source_start <= start and stop <= a.source_stop)]

    def distance(a: Attribution) -> tuple[bool, int]:
        wrong = (a.side == "right") != (start >= a.cue_start)
        return wrong, min(abs(start - a.cue_stop), abs(a.cue_start - stop))

    return min(fitting, key=distance, default=None)


def carried_on(document: Document, before: Sequence[Mentions], here: Mentions) -> Attribution | None:
    """Who goes on speaking in a sentence without a source: the last one of its paragraph or quotation so far.

    `before` are the sentences up to this one. A sentence that names a place of its own sets a scene of the reporter's,
    and so does one after a quotation has been closed; nobody speaks on for more than `_CARRY_REACH` sentences.
    """
    if any(p.place is not None and not p.metonym for p in here.places) and not here.in_quote:
        return None
    later = here
    for mentions in before[: -_CARRY_REACH - 1 : -1]:
        if later.opens_paragraph and not later.in_quote:
            return None
        if mentions.attributions:
            last = mentions.attributions[-1]
            text = document.text[mentions.sentence.start : mentions.sentence.stop]
            return None if _CLOSED_QUOTE.search(text) and last.cue != "label" and not here.in_quote else last
        later = mentions
    return None


__all__ = ["carried_on", "chain", "set_reach", "speaker_of"]
