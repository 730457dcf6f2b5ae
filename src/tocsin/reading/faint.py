"""Weak candidates: what may be a figure though no number stands there, for a linker that can weigh them.

"Oksana P., 34, was killed", "the driver died", "a missile hit a school", "half of them", "a third was wounded", "21 of
23". They stand only in sentences with a trigger; the rules take one only where a pattern of its own holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Figure
from tocsin.reading.numbers import NumberMention
from tocsin.reading.things import is_plural
from tocsin.record.claim import CASUALTY_KINDS, DAMAGE_KINDS, WEAPON_KINDS

_PHRASE = 6
_APPOSITION = 14
_LISTED = 4
_NEAR, _BESIDE = 12, 2
_TELLING = CASUALTY_KINDS + WEAPON_KINDS + DAMAGE_KINDS


def find_faint(
    document: Document, sentence: Sentence, numbers: Sequence[NumberMention], figures: Sequence[Figure]
) -> list[Figure]:
    """Weak figures of a sentence that has a trigger; none begins where another figure does."""
    attack = any(h.row.kind == "attack" for h in sentence.of("context"))
    if not (attack or sentence.of("weapons") or any(h.row.kind in _TELLING for h in sentence.of("triggers"))):
        return []
    search = _Search(document, sentence, figures)
    taken = [(f.start, f.stop) for f in figures]
    starts = {f.start for f in figures}
    out: list[Figure] = []
    for figure in (*search.nested(numbers), *search.without()):
        if figure.start not in starts:
            starts.add(figure.start)
            out.append(figure)
    plain = (*search.aged(numbers), *search.things(), *search.people(), *search.others(numbers))
    for figure in (*plain, *search.beside(), *search.ones()):
        if figure.start not in starts and not any(a < figure.stop and figure.start < b for a, b in taken):
            starts.add(figure.start)
            taken.append((figure.start, figure.stop))
            out.append(figure)
    return out


@dataclass(frozen=True, slots=True)
class _Search:
    """One sentence, looked through for each form in turn."""

    document: Document
    sentence: Sentence
    figures: Sequence[Figure]

    def nested(self, numbers: Sequence[NumberMention]) -> Iterator[Figure]:
        """Numbers inside another figure or told by order: the 23 of "21 of 23", "the eighth victim"."""
        for number in numbers:
            if number.total is not None and number.total_start is not None and number.total_stop is not None:
                yield self._figure(number.total_start, number.total_stop, number.total, None)
            if number.sort == "ordinal" and number.value is not None and number.value > 1:
                yield self._figure(number.core_start, number.core_stop, number.value, None)
                before = self.sentence.tokens_between(self.sentence.start, number.core_start)[-1:]
                if before and before[0].word in ("a", "an", "the"):
                    yield self._figure(before[0].start, number.core_stop, 1, None)

    def without(self) -> Iterator[Figure]:
        """ "Without casualties": nobody, told by a preposition."""
        for token in self.sentence.tokens:
            if token.word == "without":
                lost = [h for h in self.sentence.of("triggers") if token.stop <= h.start <= token.stop + 12]
                if lost and lost[0].row.kind in CASUALTY_KINDS:
                    yield self._figure(token.start, token.stop, 0, "people")

    def aged(self, numbers: Sequence[NumberMention]) -> Iterator[Figure]:
        """ "Oksana P., 34," and "the driver (51)": one person, told by an age."""
        for number in numbers:
            if number.sort != "age":
                continue
            before = self.sentence.tokens_between(self.sentence.start, number.start)
            while before and before[-1].word in (",", "(", "aged", "-", "–", "—", "who", "was"):
                before = before[:-1]
            phrase = self._phrase_before(before)
            if phrase and not _many(phrase[-1].word):
                yield self._figure(phrase[0].start, phrase[-1].stop, 1, "people")

    def things(self) -> Iterator[Figure]:
        """Objects of a sentence that tells of hits, damage or an attack."""
        told = [h for h in self.sentence.of("triggers") if h.row.kind in (*DAMAGE_KINDS, "launched")]
        if not told and not any(h.row.kind == "attack" for h in self.sentence.of("context")):
            return
        for hit in self.sentence.of("objects"):
            after = self.sentence.tokens_between(hit.stop, self.sentence.stop)[:1]
            if after and any(h.start == after[0].start for h in self.sentence.of("objects")):
                continue
            figure = self._counted(hit, "object", is_plural(self.document.folded[hit.start : hit.stop]))
            figure = self._one_of(figure) if figure.value is None else figure
            if figure.start < hit.start or any(self._apart(h, hit) <= _NEAR for h in told):
                yield figure

    def _one_of(self, figure: Figure) -> Figure:
        """ "One of its warships": a single thing told by the many."""
        before = self.sentence.tokens_between(self.sentence.start, figure.start)[-2:]
        if [t.word for t in before] != ["one", "of"]:
            return figure
        start = before[0].start
        return replace(figure, start=start, core_start=start, value=1, low=1, high=1)

    def people(self) -> Iterator[Figure]:
        """People named by their sort without a number, near a word of casualties."""
        told = [h for h in self.sentence.of("triggers") if h.row.kind in CASUALTY_KINDS]
        for hit in self.sentence.of("people"):
            single = bool(hit.row.more.get("one"))
            if any(self._apart(h, hit) <= (_NEAR if single else _BESIDE) for h in told):
                figure = self._counted(hit, "people", not single)
                if single or figure.start == hit.start:
                    yield figure

    def beside(self) -> Iterator[Figure]:
        """Whatever phrase stands as subject or object right beside a trigger, with what is listed beside it."""
        for trigger in self.sentence.of("triggers"):
            units, sort = trigger.row.more.get("units", ()), trigger.row.more.get("sort")
            if trigger.row.kind not in _TELLING or not units or sort == "toll":
                continue
            before = self.sentence.tokens_between(self.sentence.start, trigger.start)
            passive = any(t.word in words("be") for t in before[-3:])
            if sort in ("subject", "adjective") or (sort == "verb" and (passive or self._ends(trigger))):
                yield from self._before(before, units)
            if sort == "active" or (sort == "verb" and not passive):
                yield from self._after(trigger.stop, units)
        for mark in self.sentence.tokens:
            if mark.word == "including" or (mark.word in ("them", "whom") and self._word_before(mark) == "among"):
                yield from self._after(mark.stop, ("people",))

    def ones(self) -> Iterator[Figure]:
        """ "One was intercepted", "both", "half of them": words that stand for people or things told before."""
        told = [h.start for h in self.sentence.of("triggers") if h.row.kind in _TELLING]
        for n, token in enumerate(self.sentence.tokens):
            after = self.sentence.tokens[n + 1 : n + 4]
            if token.word == "one" and after[:1] and after[0].word not in ("another", "day", "-"):
                yield self._figure(token.start, token.stop, 1, None)
            elif token.word in words("pair"):
                yield self._figure(token.start, token.stop, 2, None)
            elif token.word in words("quantifier") and any(t.word == "of" or t.start in told for t in after):
                yield self._figure(token.start, token.stop, None, None)

    def others(self, numbers: Sequence[NumberMention]) -> Iterator[Figure]:
        """ "The other was shot down", "all but two were killed": what is left of a number told before."""
        tokens = self.sentence.tokens
        for n, token in enumerate(tokens[:-2]):
            if token.word == "the" and tokens[n + 1].word in ("other", "last") and self._closes(tokens[n + 2]):
                yield self._figure(token.start, tokens[n + 1].stop, 1, None)
            if token.word == "all" and tokens[n + 1].word in ("but", "except", "bar"):
                few = next((m.value for m in numbers if 0 <= m.core_start - tokens[n + 1].stop <= 1), None)
                taken = 1 if tokens[n + 2].word == "one" else few
                whole = next((f.value for f in reversed(self.figures) if f.stop <= token.start and f.value), 0)
                if taken and whole > taken:
                    yield self._figure(token.start, tokens[n + 1].stop, whole - taken, None)

    def _apart(self, one: Hit, other: Hit) -> int:
        first, second = sorted((one, other), key=lambda h: h.start)
        return len(self.sentence.tokens_between(first.stop, second.start))

    def _word_before(self, token: Token) -> str:
        before = self.sentence.tokens_between(self.sentence.start, token.start)
        return before[-1].word if before else ""

    def _ends(self, trigger: Hit) -> bool:
        """True when no object follows: "Two boys hurt in Odesa"."""
        after = self.sentence.tokens_between(trigger.stop, self.sentence.stop)[:1]
        return not after or self._closes(after[0])

    def _before(self, before: Sequence[Token], units: Sequence[str]) -> Iterator[Figure]:
        loose = words("auxiliary") | words("adverb") | words("be") | {"who", "which", "that", "to"}
        told = before[-1:]
        while before and before[-1].word in loose:
            told, before = before[-1:], before[:-1]
        if before and before[-1].word == "," and told[0].word in words("clause"):
            before = before[:-1]
        for _ in range(_LISTED):
            if before and before[-1].word in (",", ")"):
                before = self._without_apposition(before[:-1])
            phrase = self._phrase_before(before)
            if not phrase:
                return
            yield from self._from_phrase(phrase, units)
            before = [t for t in before if t.stop <= phrase[0].start]
            if not before or before[-1].word not in ("and", ","):
                return
            before = before[:-1]

    def _after(self, at: int, units: Sequence[str]) -> Iterator[Figure]:
        for _ in range(_LISTED):
            phrase = self._phrase_after(self.sentence.tokens_between(at, self.sentence.stop), units)
            if not phrase:
                return
            yield from self._from_phrase(phrase, units)
            following = self.sentence.tokens_between(phrase[-1].stop, self.sentence.stop)[:1]
            if not following or following[0].word not in ("and", ","):
                return
            at = following[0].stop

    def _from_phrase(self, phrase: Sequence[Token], units: Sequence[str]) -> Iterator[Figure]:
        head, first = phrase[-1], phrase[0]
        if head.word in words("person-pronoun") and "people" in units:
            yield self._figure(head.start, head.stop, 1, "people")
            return
        if head.word == "it" and "object" in units:
            yield self._figure(head.start, head.stop, 1, "object")
            return
        named = any(self.document.text[t.start].isupper() for t in phrase) and len(first.word) > 1
        marked = first.word in (words("determiner") | words("single")) and len(phrase) > 1
        known = first.word in words("pair") | words("quantifier") | {"one", "another"}
        if not (known or ("people" in units and (named or marked)) or ("object" in units and marked)):
            return
        if head.word.endswith(("ly", "'s")) or head.word in words("attack-noun") | words("not-victim"):
            return
        yield self._figure(first.start, head.stop, _worth(first.word, head.word), units[0] if len(units) == 1 else None)

    def _without_apposition(self, before: Sequence[Token]) -> Sequence[Token]:
        """ "The feldsher, 46, was killed": back over what stands between two commas."""
        for n in range(len(before) - 1, max(-1, len(before) - _APPOSITION), -1):
            if before[n].word in (",", "("):
                return before[:n]
        return ()

    def _phrase_after(self, after: Sequence[Token], units: Sequence[str]) -> Sequence[Token]:
        lead = words("adverb") | {'"', "“"} | ({"in", "on", "at", "into", "by", "near"} if "object" in units else set())
        while after and after[0].word in lead:
            after = after[1:]
        out: list[Token] = []
        for token in after:
            if not token.word[0].isalpha() or self._closes(token) or (out and token.word in words("determiner")):
                break
            out.append(token)
            if len(out) == _PHRASE:
                break
        return out

    def _phrase_before(self, before: Sequence[Token]) -> Sequence[Token]:
        out: list[Token] = []
        for token in reversed(before):
            if not token.word[0].isalpha() or self._closes(token):
                break
            out.insert(0, token)
            if token.word in words("determiner") or token.word in words("single") or len(out) == _PHRASE:
                break
        return out

    def _closes(self, token: Token) -> bool:
        """Words that no noun phrase goes over, verbs that the lexicon knows among them."""
        if token.word in ("her", "his"):
            return False
        closed = token.word in (words("auxiliary") | words("preposition") | words("conjunction") | words("clause"))
        cue = any(h.start == token.start for name in ("triggers", "cues") for h in self.sentence.of(name))
        return closed or cue or not token.word[0].isalnum()

    def _counted(self, hit: Hit, unit: str, plural: bool) -> Figure:
        start = hit.start
        before = self.sentence.tokens_between(max(self.sentence.start, hit.start - 50), hit.start)[-5:]
        for token in reversed(before):
            if token.word in words("determiner") or token.word in words("single"):
                start = token.start
                break
            if self._closes(token):
                break
        return self._figure(start, hit.stop, None if plural else 1, unit, hit)

    def _figure(self, start: int, stop: int, value: int | None, unit: str | None, noun: Hit | None = None) -> Figure:
        group = noun.row.more.get("group") if noun is not None and unit == "people" else None
        weapons = (noun,) if noun is not None and unit == "weapon" else ()
        text = self.document.text[start:stop]
        return Figure(
            start, stop, start, stop, value, value, value, "exact", unit, noun, text, group, weapons,
            implied=True, weak=True,
        )  # fmt: skip


def _many(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _worth(first: str, head: str) -> int | None:
    """How many a phrase without a number stands for; None when it does not say."""
    if first in words("pair") or head in words("pair"):
        return 2
    if first in words("quantifier") or (first not in ("a", "an", "one", "another") and _many(head)):
        return None
    return 1
