"""Numbers with the noun that they count; `singles` has who and what is one without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from tocsin.lexicon.load import Hit
from tocsin.reading.bare import is_of_whom
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.faint import find_faint
from tocsin.reading.grammar import words, words_of
from tocsin.reading.mentions import Figure
from tocsin.reading.numbers import NumberMention
from tocsin.reading.singles import is_attribute, lone_ones, single_people, single_weapons, subset_marks
from tocsin.reading.slavic import nobody, without_article
from tocsin.reading.uncounted import counts_nothing
from tocsin.record.claim import DAMAGE_KINDS

#: Words that may stand between a number and its noun; those of a name do not count.
_NOUN_REACH = 7
_IN_NAME = re.compile(r"[A-Z][\w'-]* [A-Z]")
_SHORT_NAME = re.compile(r"\([A-Z][A-Za-z.-]{1,9}\)")
_DENIAL_REACH = 14
#: Classes of words that no noun phrase goes over.
_CLOSED = ("auxiliary", "preposition", "clause", "pronoun", "conjunction", "subset")
_UNITS = {"people": "people", "weapons": "weapon", "objects": "object"}


def find_figures(document: Document, sentence: Sentence, numbers: Sequence[NumberMention]) -> list[Figure]:
    """Figures of one sentence in text order: counted nouns, bare counts, and "a woman" as one person."""
    counts = [n for n in numbers if n.sort == "count" and not n.times_of and not counts_nothing(document, sentence, n)]
    figures = [_with_noun(document, sentence, n) for n in (*counts, *_denied(sentence), *nobody(sentence))]
    figures = [f for f in figures if not (f.zero and _is_of_knowledge(sentence, f))]
    figures += [_nth(n) for n in numbers if _counts_the_dead(sentence, n)]
    for singles in (lone_ones, single_people, without_article, single_weapons):
        taken = [(f.start, f.stop) for f in figures]
        figures += [f for f in singles(document, sentence) if not any(a < f.stop and f.start < b for a, b in taken)]
    figures = sorted((_or_nobody(sentence, f) for f in figures), key=lambda f: f.start)
    figures = list(_with_nouns_to_come(sentence, list(_with_others(sentence, figures))))
    told = _mark_parts(document, sentence, figures)
    return sorted(told + find_faint(document, sentence, numbers, told), key=lambda f: f.start)


def _is_damaged(sentence: Sentence, figure: Figure) -> bool:
    """ "destroyed a block and damaged several others": behind a verb that has things alone for its object."""
    verb = next((h for h in sentence.of("triggers") if h.stop + 1 == figure.start), None)
    return verb is not None and "people" not in verb.row.more.get("units", ()) and verb.row.kind in DAMAGE_KINDS


def _with_others(sentence: Sentence, figures: Sequence[Figure]) -> Iterator[Figure]:
    """ "102 drones, with 13 others downed": what stands for weapons or things named before, not for people."""
    before: Figure | None = None
    for figure in figures:
        stands_in = figure.noun_text.split()[-1:] == ["others"]
        if stands_in and before is None and _is_damaged(sentence, figure):
            figure = replace(figure, unit="object", noun=None, group=None)
        if stands_in and before is not None and before.unit in ("weapon", "object"):
            figure = replace(figure, unit=before.unit, noun=before.noun, weapons=before.weapons, group=None)
        if figure.noun is not None:
            before = figure
        yield figure


def _with_nouns_to_come(sentence: Sentence, figures: Sequence[Figure]) -> Iterator[Figure]:
    """ "Killing three and wounding four enemy troops": the noun of the second is that of both."""
    harmed = {h.start for h in sentence.of("triggers") if h.row.kind in ("killed", "injured")}
    for figure, after in zip_longest(figures, figures[1:]):
        gap = sentence.tokens_between(figure.stop, after.start) if after is not None else []
        told_once = figure.unit is None and after is not None and after.unit == "people" and len(gap) == 2
        if told_once and gap[0].word == "and" and gap[1].start in harmed:
            figure = replace(figure, group=after.group)
        yield figure


def _is_of_knowledge(sentence: Sentence, figure: Figure) -> bool:
    """ "No immediate indication of how many": what is not known, and not nobody."""
    told = [t.word for t in sentence.tokens_between(figure.core_stop, figure.stop)]
    return any(w in words("knowledge") for w in told)


def _or_nobody(sentence: Sentence, figure: Figure) -> Figure:
    """ "Not a single person", "not one house": none at all."""
    first = [t.word for t in sentence.tokens_between(figure.start, sentence.stop)[:2]]
    before = [t.word for t in sentence.tokens_between(sentence.start, figure.start)][-1:]
    if before != ["not"] or figure.value != 1 or not (first[:1] == ["one"] or first == ["a", "single"]):
        return figure
    return replace(figure, value=0, low=0, high=0, qualifier="none")


def _denied(sentence: Sentence) -> list[NumberMention]:
    """ "had not harmed any civilians", "did not injure anyone": nobody, told by "not" and "any"."""
    out = []
    for n, token in enumerate(sentence.tokens):
        if token.word not in words("any"):
            continue
        before = [t.word for t in sentence.tokens[max(0, n - _DENIAL_REACH) : n]]
        last = max((i for i, w in enumerate(before) if w in words("negation") or w in ("no", "without")), default=None)
        if last is not None and not any(w in words("clause") or w in ";:" for w in before[last:]):
            ends = (token.start, token.stop)
            out.append(NumberMention(*ends, *ends, 0, 0, 0, "none", "count"))
    return out


def _counts_the_dead(sentence: Sentence, number: NumberMention) -> bool:
    """ "its thirtieth life", "a second body": an order that tells how many there are now."""
    if number.sort != "ordinal" or (number.value or 0) < 2:
        return False
    after = sentence.tokens_between(number.core_stop, sentence.stop)[:1]
    return bool(after) and after[0].word in words("nth-dead")


def _nth(number: NumberMention) -> Figure:
    value, ends = number.value, (number.core_start, number.core_stop)
    return Figure(*ends, *ends, value, value, value, "exact", "people")


def _with_noun(document: Document, sentence: Sentence, number: NumberMention) -> Figure:
    bare = Figure(
        number.start,
        number.stop,
        number.core_start,
        number.core_stop,
        number.value,
        number.low,
        number.high,
        number.qualifier,
        total=number.total,
    )
    if document.folded[number.core_start : number.core_stop] in words("nobody"):
        return replace(bare, unit="people")
    many = (number.value or number.low or 0) > 1
    noun = _noun_after(document, sentence, number.stop, sentence.stop, over=number.value == 0, many=many)
    if noun is None:
        return bare
    unit, hits, stop, text_start = noun
    last = hits[-1] if hits else None
    group = _group(sentence, number, last, stop) if last is not None and unit == "people" else None
    weapons = tuple(h for h in hits if h.row.table == "weapons")
    return replace(
        bare, stop=stop, unit=unit, noun=last, noun_text=document.text[text_start:stop], group=group, weapons=weapons
    )


def _group(sentence: Sentence, number: NumberMention, noun: Hit, stop: int) -> str | None:
    """Which people a noun names; "seven Hezbollah members", "15 members of the Taliban": those of an armed group."""
    group: str | None = noun.row.more.get("group")
    if group not in (None, "men") or not any(
        t.word in words("enlisted") for t in sentence.tokens_between(noun.start, stop)
    ):
        return group
    before = [t.word for t in sentence.tokens_between(number.core_stop, noun.start)]
    after = sentence.tokens_between(stop, sentence.stop)[:5]
    behind = after[:1] and after[0].word == "of"
    reach = after[-1].stop if behind else stop
    of = [t.word for t in after[1:]] if behind else []
    armed = any(
        h.row.kind == "armed-group" and number.core_stop <= h.start < reach and (h.start < noun.start or behind)
        for h in sentence.of("actors")
    )
    return "combatants" if armed or any(w in words("armed") for w in (*before, *of)) else group


def _noun_after(
    document: Document, sentence: Sentence, start: int, limit: int, *, over: bool, many: bool
) -> tuple[str, list[Hit], int, int] | None:
    """The head noun after a number: unit, its lexicon hits, where it ends, where its phrase begins.

    It is looked for `over` "or" too: "no Afghan or foreign troops". `many`: the number is more than one.
    """
    things = {h.start: h for name in _UNITS for h in sentence.of(name)}
    triggers = {h.start: h for h in sentence.of("triggers")}
    closed = words_of(*_CLOSED)
    hits: list[Hit] = []
    stop = text_start = start
    seen = edge = 0
    unknown: Token | None = None
    for token in sentence.tokens_between(start, limit):
        if token.start < edge:
            continue
        if seen >= _NOUN_REACH and not hits:
            break
        hit = things.get(token.start)
        if hit is not None and not (not hits and (_is_in_name(document, hit) or (many and _is_one_of(sentence, hit)))):
            if hits and hits[-1].row.table == "people" != hit.row.table and not is_attribute(hits[-1], hit):
                break
            if not hits:
                text_start = start
            hits.append(hit)
            stop = edge = hit.stop
            continue
        if (
            hits
            and not (hits[-1].row.table == "weapons" and token.word in "/,-" + "'")
            and token.word not in ("and", "or")
        ):
            break
        if hits:
            following = [
                h for s, h in things.items() if s > token.start and s - token.stop <= 2 and h.row.table == "weapons"
            ]
            if hits[-1].row.table == "weapons" and following and hits[-1].row.kind == following[0].row.kind:
                continue
            break
        if token.word in ("of",) and seen == 0:
            continue
        if token.word[0].isdigit() and document.text[token.stop : token.stop + 1] == " ":
            break  # "36 includes 3 officers": another number's noun
        if not token.word[0].isalnum():
            if token.word in "-'\"" or _is_dot_inside(document, token):
                continue
            short = _SHORT_NAME.match(document.text, token.start)
            if short is None:
                break
            edge = short.end()
            continue
        if token.start in triggers and (token.start != start or not _modifies(sentence, triggers[token.start], things)):
            if not _modifies(sentence, triggers[token.start], things):
                break
            edge = triggers[token.start].stop
            continue
        if over and not hits and token.word == "or":
            continue
        if token.word in closed or token.word in words("rise"):
            break
        if token.word in words("adverb") and token.word not in ("more", "other"):
            break
        seen += not document.text[token.start].isupper()
        if token.word not in words("determiner") and token.word != "more":
            unknown = token
    if hits:
        return _UNITS[hits[-1].row.table], hits, stop, text_start
    if unknown is not None:
        return "other", [], unknown.stop, start
    return None


def _is_one_of(sentence: Sentence, hit: Hit) -> bool:
    """ "Two major universities": a word for one person before a noun, which a number counts."""
    after = sentence.tokens_between(hit.stop, sentence.stop)[:1]
    closed = words_of(*_CLOSED, "adverb")
    goes_on = bool(after) and after[0].word[0].isalpha() and after[0].word not in closed
    return (
        bool(hit.row.more.get("one")) and goes_on and after[0].start not in {h.start for h in sentence.of("triggers")}
    )


def _is_dot_inside(document: Document, token: Token) -> bool:
    """ "U.S.-led troops": a full stop that ends no sentence."""
    return token.word == "." and document.text[token.stop : token.stop + 1].strip() != ""


def _is_in_name(document: Document, hit: Hit) -> bool:
    """ "National Liberation Front": the word for one person written large, a large word behind it."""
    return bool(hit.row.more.get("one")) and _IN_NAME.match(document.text, hit.start) is not None


def _modifies(sentence: Sentence, trigger: Hit, things: dict[int, Hit]) -> bool:
    """True for "wounded civilians", where the participle stands before the noun that is counted."""
    return any(trigger.stop < s <= trigger.stop + 2 for s in things)


def _mark_parts(document: Document, sentence: Sentence, figures: list[Figure]) -> list[Figure]:
    """Find the figures that are told as parts of an earlier one ("52 hospitalised, 17 of them children")."""
    out: list[Figure] = []
    for figure in figures:
        parent = _parent(document, sentence, figure, out)
        if parent is not None:
            kept = parent.parent or parent
            of_whom = figure.noun is None and is_of_whom(document, figure)
            figure = replace(figure, part=True, parent=kept, group=kept.group if of_whom else figure.group)
        out.append(figure)
    return out


def _parent(document: Document, sentence: Sentence, figure: Figure, earlier: list[Figure]) -> Figure | None:
    if figure.implied and not earlier:
        return None
    before = [f for f in earlier if figure.unit is None or f.unit in (None, "people", "other", figure.unit)]
    if not before:
        return None
    last = before[-1]
    between = document.folded[last.stop : figure.start]
    after = document.folded[figure.core_stop : figure.core_stop + 40]
    gap = sentence.tokens_between(last.stop, figure.start)
    marks = subset_marks()
    comma = "," in between or "(" in between or " - " in between
    opened = any(between.rstrip(" ,(").endswith(m) for m in marks)
    if opened and len(gap) <= 9:
        return last
    behind = after.lstrip(" ")
    if behind.startswith(marks) and not behind.startswith(tuple(words("opens-part"))) and len(gap) <= 14:
        return last
    named = document.folded[figure.start : figure.stop + 14].split(",")[0]
    if comma and len(gap) <= 8 and any(m in named for m in ("among them", "amongst them", "of them")):
        return last
    if comma and len(gap) <= 8 and _tells_how_badly(sentence, figure, last):
        return last
    if last.part and figure.unit == "people" and between.strip(" ") in (",", "and", ", and", "or"):
        return last.parent
    if comma and document.folded[figure.start : figure.stop].startswith("one a ") and len(gap) <= 3:
        return last
    return None


def _tells_how_badly(sentence: Sentence, figure: Figure, whole: Figure) -> bool:
    """ "200 were injured, 30 seriously": some of those told of before; "30 seriously wounded" may be others."""
    after = sentence.tokens_between(figure.stop, sentence.stop)[:2]
    bare = figure.unit is None and bool(after) and after[0].word in words("gravely")
    verbs = {h.start for h in sentence.of("triggers")}
    return bare and after[-1].start not in verbs and (whole.value or 0) > (figure.value or 0)


__all__ = ["find_figures"]
