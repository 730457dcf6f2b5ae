"""Claims without a figure: the attack itself, sirens, the search, talks between leaders, statements."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Mentions

_STRIKING = ("launch", "launch-active", "strike-with", "hit", "hit-active", "attack-with", "attack-on")
#: How many code points after the striking word the thing struck may begin: "stormed a packed concert hall".
_STRUCK_WITHIN = 32


@dataclass(frozen=True, slots=True)
class Event:
    """An event told in a sentence, with the words that tell it."""

    kind: str
    start: int
    stop: int
    actor: Hit | None = None
    weapons: tuple[Hit, ...] = ()
    object: Hit | None = None


def find_events(document: Document, mentions: Mentions, has_figures: bool) -> list[Event]:
    """Events of one sentence: at most one of each kind."""
    sentence = mentions.sentence
    out: list[Event] = []
    for kind in ("alert", "rescue", "contact"):
        hit = next((h for h in sentence.of("context") if h.row.kind == kind), None)
        if hit is not None:
            out.append(Event(kind, hit.start, hit.stop))
    attack = _attack(document, mentions)
    if attack is not None:
        out.append(attack)
    if not has_figures and not out and mentions.attributions:
        said = _statement(document, mentions)
        if said is not None:
            out.append(said)
    return out


def _attack(document: Document, mentions: Mentions) -> Event | None:
    """An attack needs a striking word, someone or something that strikes, and a place or a thing struck."""
    sentence = mentions.sentence
    struck = [h for h in sentence.of("triggers") if h.row.id in _STRIKING]
    nouns = [
        h
        for h in sentence.of("context")
        if h.row.kind == "attack" and document.folded[h.start : h.stop] in words("attack-noun")
    ]
    actor = next((h for h in sentence.of("actors") if h.row.kind != "defence"), None)
    weapons = tuple(h for h in sentence.of("weapons"))
    if not (struck or nouns) or not (actor or weapons):
        return None
    targets = [(p.start, p.stop) for p in mentions.places if not p.metonym]
    targets = targets or [(h.start, h.stop) for h in sentence.of("objects")]
    if not targets:
        return None
    anchor = (struck + nouns)[0]
    parts = [anchor, *([actor] if actor else []), *weapons[:1]]
    near = min(targets, key=lambda t: abs(t[0] - anchor.start))
    edges = [*near, *(h.start for h in parts), *(h.stop for h in parts)]
    start, stop = min(edges), max(edges)
    if stop - start > 220:
        return None
    things = (h for h in sentence.of("objects") if 0 < h.start - anchor.stop <= _STRUCK_WITHIN)
    return Event("attack", start, stop, actor, weapons[:3], next(things, None))


def _statement(document: Document, mentions: Mentions) -> Event | None:
    """What a named source says when it holds no figure: kept whole, as a statement."""
    one = mentions.attributions[0]
    sentence = mentions.sentence
    if one.side == "left":
        start, stop = sentence.start, min(one.source_start, one.cue_start)
    else:
        start, stop = max(one.source_stop, one.cue_stop), sentence.stop
    while start < stop and not (document.text[start].isalnum() or document.text[start] in '“"«'):
        start += 1
    while stop > start and document.text[stop - 1] in " ,\n":
        stop -= 1
    if stop - start < 12:
        return None
    return Event("statement", start, stop)
