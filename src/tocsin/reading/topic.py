"""Whether a passage tells of an armed attack at all: deaths by flood, crash or football give no claim."""

from __future__ import annotations

from tocsin.reading.document import Document, lexicon
from tocsin.record.claim import CASUALTY_KINDS

#: How many sentences an attack word lights up before and after itself.
_REACH = 3


class Topic:
    """Attack words against words of other misfortunes, sentence by sentence."""

    def __init__(self, document: Document) -> None:
        sentences = document.sentences
        attack = [
            sum(h.row.kind in ("attack", "alert") for h in s.of("context"))
            + len([h for h in s.of("weapons") if h.row.id != "bomb"])
            for s in sentences
        ]
        other = [sum(h.row.kind == "other" for h in s.of("context")) for s in sentences]
        title = [h for h in lexicon().find(document.report.title or "") if h.row.table == "context"]
        self._titled = any(h.row.kind == "attack" for h in title) and not any(h.row.kind == "other" for h in title)
        self._all = sum(attack) + 3 * self._titled
        kinds = {h.row.kind for s in sentences for h in s.of("triggers")} & set(CASUALTY_KINDS)
        tolls = any(h.row.more.get("sort") == "toll" for s in sentences for h in s.of("triggers"))
        #: A bare toll notice ("152 were injured and 133 died, the ministry says") names no attack at all.
        self._is_toll_note = not sum(other) and (len(kinds) >= 2 or tolls) and len(sentences) <= 8
        self._other = sum(other)
        self._attack = attack
        self._disaster = other

    def about_attack(self, index: int) -> bool:
        """True when sentence `index` may hold claims about an attack."""
        if not self._all:
            return self._is_toll_note
        if self._disaster[index] and not self._attack[index]:
            return False
        if self._attack[index]:
            return self._all > self._other or self._disaster[index] == 0
        if self._titled:
            return True
        near = self._attack[max(0, index - _REACH) : index + _REACH]
        return sum(near) > 0 and self._all > self._other or self._all >= 3 and self._all > 2 * self._other
