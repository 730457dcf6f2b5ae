"""Whether a passage tells of an armed attack at all: deaths by flood, crash or football give no claim."""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence, lexicon
from tocsin.record.claim import CASUALTY_KINDS

#: How many sentences an attack word lights up before and after itself.
_REACH = 3
#: How many sentences say what a report is about.
_LEAD = 3
#: A toll notice is no longer than this, in sentences.
_NOTE = 12
#: A report no longer than this, with a word of attacks and none of other things, is about the attack throughout.
_WHOLE = 30
#: What a word told of accidents too ("blast", "rubble", "troops") weighs against one of attacks alone.
_WEAK = 0.4


class Topic:
    """Attack words against words of other misfortunes, sentence by sentence."""

    def __init__(self, document: Document) -> None:
        sentences = document.sentences
        self._strong = [_strong(s) for s in sentences]
        self._attack = [n + _WEAK * _weak(s) for n, s in zip(self._strong, sentences, strict=True)]
        self._other_in = [_count(s.of("context"), "other") for s in sentences]
        self._plainly_other = [_plain(s) for s in sentences]
        lead = [h for s in sentences[:_LEAD] for h in s.of("context") if h.row.kind == "other"]
        #: The first sentences tell of a flood or a match and of no attack: what they call a blast is none.
        astray = len(lead) >= _LEAD or any(not h.row.more.get("weak") for h in lead)
        self._led_away = astray and not any(self._strong[:_LEAD])
        title = [h for h in lexicon().find(document.report.title or "") if h.row.table == "context"]
        told = [h for h in title if h.row.kind == "attack" and not h.row.more.get("weak")]
        self._titled = bool(told) and not _count(title, "other")
        self._all = sum(self._attack) + 3 * self._titled
        self._other = sum(self._other_in) + _count(title, "other")
        kinds = {h.row.kind for s in sentences for h in s.of("triggers")} & set(CASUALTY_KINDS)
        tolls = any(h.row.more.get("sort") == "toll" for s in sentences for h in s.of("triggers"))
        #: A bare toll notice ("152 were injured and 133 died, the ministry says") names no attack at all.
        self._is_toll_note = not self._other and (len(kinds) >= 2 or tolls) and len(sentences) <= _NOTE

    def about_attack(self, index: int) -> bool:
        """True when sentence `index` may hold claims about an attack."""
        if not self._all:
            return self._is_toll_note
        strong, other = self._strong[index], self._other_in[index]
        if not strong and (self._plainly_other[index] or other > 1):
            return False
        if self._led_away and not self._titled and not (strong and self._all > 2 * self._other):
            return False
        if strong:
            return self._all > self._other or (not other and 2 * self._all > self._other)
        if self._titled:
            return True
        if not self._other and len(self._attack) <= _WHOLE:
            return True
        near = self._attack[max(0, index - _REACH) : index + _REACH]
        return sum(near) > 0 and self._all > self._other or self._all >= 3 and self._all > 2 * self._other


def _strong(sentence: Sentence) -> int:
    """Words of attacks alone; a bomb in a comparison is weak, and counted by its context word."""
    told = [h for h in sentence.of("context") if h.row.kind in ("attack", "alert") and not h.row.more.get("weak")]
    return len(told) + len([h for h in sentence.of("weapons") if h.row.id != "bomb"])


def _weak(sentence: Sentence) -> int:
    return len([h for h in sentence.of("context") if h.row.kind == "attack" and h.row.more.get("weak")])


def _plain(sentence: Sentence) -> bool:
    """One word of a disaster is enough; a novelist among the dead is not."""
    return any(h.row.kind == "other" and not h.row.more.get("weak") for h in sentence.of("context"))


def _count(hits: Iterable[Hit], kind: str) -> int:
    return sum(h.row.kind == kind for h in hits)
