"""Sources without a verb: "Mayor Olena Hryn: ten dead", "Ten dead - ministry", "(Emergency service)", "Source: X"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.reading.document import Document, Sentence
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Attribution, Spot
from tocsin.reading.phrases import find_phrase
from tocsin.reading.register import Register
from tocsin.reading.sources import Source, is_named_elsewhere

#: What may stand before a label: a place line or the clock of a live page: "13:45 | ", "KYIV (AP) - ".
_BEFORE_LABEL = r"(?:[^:;\n]{0,50}?(?:\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?\W{1,4}|\s[-–—|▸>]\s))?"
_HEAD = re.compile(rf"{_BEFORE_LABEL}([^:;|▸\n]{{2,60}}?):(?=\s)")
_AFTER_SEMICOLON = re.compile(r";\s+([^:;\n]{3,60}):(?=\s)")
_TAILS = (
    re.compile(r"\s[-–—]\s([^-–—:]{3,60})$"),
    re.compile(r":\s([^:;,]{3,60})$"),
    re.compile(r"\s\(([^():]{3,60})\)$"),
)
#: How many words of a label may be no part of the source: "President, in Helsinki:".
_LOOSE = 4


def find_label(
    document: Document, sentence: Sentence, places: Sequence[Spot], register: Register, found: Sequence[Attribution]
) -> Attribution | None:
    """The label of a sentence; where verbs attribute too (`found`), only one after a semicolon counts."""
    text = document.text[sentence.start : sentence.stop]
    if ":" not in text and text[-1:] != ")" and not any(f" {mark} " in text[-64:] for mark in "-–—"):
        return None
    line = source_line(document, sentence, register)
    if line is not None:
        return line
    heads = [_AFTER_SEMICOLON.search(text)] if found else [_HEAD.match(text), _AFTER_SEMICOLON.search(text)]
    for match in heads:
        if match is not None:
            made = _labelled(document, sentence, places, register, match, "right")
            if made is not None:
                return made
    for pattern in () if found else _TAILS:
        match = pattern.search(text)
        if match is not None:
            made = _labelled(document, sentence, places, register, match, "left")
            if made is not None:
                return made
    return None


def _labelled(
    document: Document,
    sentence: Sentence,
    places: Sequence[Spot],
    register: Register,
    match: re.Match[str],
    side: str,
) -> Attribution | None:
    start, stop = sentence.start + match.start(1), sentence.start + match.end(1)
    source = find_phrase(document, sentence, start, stop, places, nearest="left")
    if source is None or not _is_label(document, sentence, source, start, stop, register):
        return None
    if any(c.row.kind == "source-line" and (c.start, c.stop) == (start, stop) for c in sentence.of("cues")):
        return None
    speaker = register.full(source.speaker)
    mark = (stop, stop + 1) if side == "right" else (start - 2, start - 1)
    return Attribution(source.start, source.stop, *mark, speaker, side, "label")


def _is_label(
    document: Document, sentence: Sentence, source: Source, start: int, stop: int, register: Register
) -> bool:
    """True when a label is a source and little else, and its name is somebody's: not "Killed:", not "Belgorod:"."""
    who = source.speaker
    loose = [*sentence.tokens_between(start, source.start), *sentence.tokens_between(source.stop, stop)]
    real = [t.word for t in loose if t.word[0].isalnum()]
    if len(real) > _LOOSE or source.start - start > 4 or any(w[0].isdigit() or w in words("adverb") for w in real):
        return False
    hits = [h for h in sentence.of("speakers") if source.start <= h.start < source.stop]
    if document.text[start - 1] == "(" and any(h.row.kind == "agency" for h in hits):
        return False
    if who.role or hits:
        return True
    if document.text[start - 1] == "(":
        return False
    known = who.name is not None and who.name.lower() in register.by_name
    return known or (who.name is not None and is_named_elsewhere(document, source.start, source.stop))


def source_line(document: Document, sentence: Sentence, register: Register) -> Attribution | None:
    """The source that a line of its own names for what stands before it: "Source: the mayor", "(Emergency service)"."""
    text = document.text[sentence.start : sentence.stop]
    named = re.fullmatch(r"\(([^()]{3,60})\)[.\s]*", text) if text[0] == "(" else None
    label = next((c for c in sentence.of("cues") if c.row.kind == "source-line" and c.start == sentence.start), None)
    if label is not None and document.text[label.stop : label.stop + 1] == ":":
        start, stop = label.stop + 2, sentence.stop
    elif named is not None:
        start, stop = sentence.start + named.start(1), sentence.start + named.end(1)
    else:
        return None
    source = find_phrase(document, sentence, start, stop, (), nearest="left")
    if source is None or not _is_label(document, sentence, source, start, stop, register):
        return None
    return Attribution(source.start, source.stop, start - 1, start, register.full(source.speaker), "left", "label")


__all__ = ["find_label", "source_line"]
