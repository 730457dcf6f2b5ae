"""What it costs to read a figure with a verb or noun: which side it stands on, what lies between, whether it fits."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.lexicon.load import Hit, Row
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.doers import (
    is_agent_or_predicate,
    is_anothers,
    is_behind_another_verb,
    is_doer,
    is_of_nobody,
    is_of_those_hurt,
    is_tally,
    is_weapon_at_work,
)
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Figure, Link
from tocsin.reading.singles import subset_marks

_FORBIDDEN = 99.0
#: What a figure in brackets pays for a verb outside: "nine (three of them children), and a couple were killed".
_OUT_OF_BRACKETS = 4.0
#: How many words before a noun of attack its article may stand: "the massive overnight drone".
_NOUN_PHRASE = 4
#: The most words between a figure and its verb, and between a toll and its figure.
_LONGEST, _LONGEST_TOLL = 22, 34
#: How many words before its figure the verb stands that moves a toll: "rose again to".
_MOVES = 4
#: How many words may stand between a word for a toll and its figure: "puts the deaths in the blast at the low end of".
_TOLL_REACH = 12


def usable_triggers(sentence: Sentence) -> list[Hit]:
    """The triggers of a sentence that mean harm here: to target a house is to hit it only with a weapon."""
    armed = bool(sentence.of("weapons"))
    real = [h for h in sentence.of("triggers") if not (_is_planned(sentence, h) or _is_attributive(sentence, h))]
    real = [h for h in real if not (h.row.more.get("new") and _points_back(sentence, h))]
    return [h for h in real if armed or not h.row.more.get("needs_weapon")]


def _is_planned(sentence: Sentence, trigger: Hit) -> bool:
    """ "a plan to kill two men", "will be executed": nobody has died; "managed to kill two" tells of deaths."""
    if trigger.row.kind not in ("killed", "injured", "damaged", "destroyed", "hit"):
        return False
    sort = trigger.row.more.get("sort")
    if sort == "verb":
        last = [t.word for t in sentence.tokens_between(sentence.start, trigger.start)][-2:]
        return last[1:] == ["be"] and last[0] in words("infinitive") - {"to"}
    if sort != "active" or trigger.row.kind not in ("killed", "injured"):
        return False
    own = sentence.tokens_between(trigger.start, trigger.stop)
    before = [t.word for t in sentence.tokens_between(sentence.start, trigger.start)][-2:]
    bare = len(own) == 1 and not own[0].word.endswith(("ing", "s"))
    return (
        bare
        and before[-1:] != []
        and before[-1] in words("infinitive") - words("negation")
        and before[0] not in words("able")
    )


def _points_back(sentence: Sentence, trigger: Hit) -> bool:
    """ "the attack on the café", "in Sunday's strike on": told before, and no second hit."""
    before = [t.word for t in sentence.tokens_between(sentence.start, trigger.start)][-_NOUN_PHRASE:]
    return any(w in words("definite") or w.endswith("'s") for w in before)


def _is_attributive(sentence: Sentence, trigger: Hit) -> bool:
    """ "another death threat", "the death squads": a noun before a noun, and nobody's death."""
    after = sentence.tokens_between(trigger.stop, sentence.stop)[:1]
    counts = trigger.row.kind == "killed" and trigger.row.more.get("sort") in ("count", "toll")
    return counts and bool(after) and after[0].word in words("after-death")


def is_only_named_by(link: Link) -> bool:
    """ "shot down 15 drones that Russia launched": the launch says which drones, the other verb what became of them."""
    return link.kind == "launched" and link.trigger is not None and link.trigger.stop > link.figure.core_stop


def kind_of(figure: Figure, trigger: Hit, before: Sequence[Link]) -> str | None:
    """The kind that this trigger gives this figure, or None when the unit does not fit."""
    row = trigger.row
    units = row.more.get("units", ())
    unit = figure.unit
    if (row.more.get("zero_only") and not figure.zero) or figure.group not in row.more.get("groups", (figure.group,)):
        return None
    if unit == "weapon" and row.kind == "launched" and any(h.row.more.get("platform") for h in figure.weapons[-1:]):
        return None
    if unit is None and figure.zero and units and 0 <= trigger.start - figure.stop <= 1:
        unit = units[0]
    if unit is None and units and "people" not in units:
        last = next((k.figure.unit for k in reversed(before) if k.figure.unit in units), None)
        if last is None and figure.total is None:
            return None
        unit = last or units[0]
    if unit == "weapon" and row.kind in ("intercepted", "destroyed") and not _can_be_intercepted(figure, row):
        return None
    by_unit = row.more.get("by_unit", {})
    if unit is None and "people" in by_unit:
        return None
    if unit == "other":
        return row.kind if units and "weapon" not in units and not figure.implied and row.kind != "hit" else None
    if unit is not None and unit not in units:
        return None
    kind = str(by_unit.get(unit, row.kind))
    return None if unit == "weapon" and figure.implied and kind == "launched" else kind


def _can_be_intercepted(figure: Figure, row: Row) -> bool:
    """False for rifles and mines, and for a mortar that was found and destroyed."""
    shot_down = row.kind == "intercepted"
    return not figure.weapons or any(
        not h.row.more.get("ground") or (shot_down and h.row.more.get("flies")) for h in figure.weapons
    )


def cost_of(
    document: Document,
    sentence: Sentence,
    figure: Figure,
    trigger: Hit,
    triggers: Sequence[Hit],
    figures: Sequence[Figure],
) -> float:
    if trigger.start < figure.stop and figure.start < trigger.stop:
        return _inside(figure, trigger)
    left = figure.stop <= trigger.start
    if not left and (
        is_agent_or_predicate(sentence, figure, trigger)
        or is_of_nobody(sentence, trigger, figures)
        or is_tally(sentence, trigger, figures)
        or is_behind_another_verb(sentence, figure, trigger, figures)
    ):
        return _FORBIDDEN
    a, b = (figure.stop, trigger.start) if left else (trigger.stop, figure.start)
    gap: Sequence[Token] = sentence.tokens_between(a, b)
    if not left and trigger.row.more.get("sort") == "toll" and len(gap) <= _LONGEST_TOLL:
        gap, a = _without_aside(gap, a)
    if left:
        gap, a = _without_part(gap, a)
    if len(gap) > _LONGEST:
        return _FORBIDDEN
    if left and (is_anothers(sentence, figure, trigger, figures) or is_of_those_hurt(sentence, figure, trigger)):
        return _FORBIDDEN
    if left and figure.zero and figure.unit == "other" and any(t.word == "the" for t in gap):
        return _FORBIDDEN  # "no links with the group, and the injured were moved"
    base = _gap_cost(document, gap, a, b, figure, trigger, triggers, figures)
    if not left and gap and figure.unit == "weapon" and gap[-1].word in ("with", "using", "involving", "by"):
        base = min(base, 1.5)
    return base + _side(sentence, figure, trigger, gap, left)


def _without_aside(gap: Sequence[Token], at: int) -> tuple[Sequence[Token], int]:
    """ "The toll, which clerks gave to reporters, exceeded 100": what is left behind the second comma, and where.

    "The toll from an attack on a block of flats in Uman rose to 45": the verb that moves it is all that counts.
    """
    moves = [n for n in range(max(0, len(gap) - _MOVES), len(gap)) if gap[n].word in words("rise")]
    if moves and all(t.word in words("preposition") | words("adverb") for t in gap[moves[-1] + 1 :]):
        return gap[moves[-1] :], gap[moves[-1]].start
    commas = [n for n, t in enumerate(gap) if t.word == ","]
    if len(commas) < 2 or commas[0] > 0:
        return gap, at
    return gap[commas[-1] + 1 :], gap[commas[-1]].stop


def _without_part(gap: Sequence[Token], at: int) -> tuple[Sequence[Token], int]:
    """ "22, including a baby of six weeks, were hurt": what is left behind the part, where its whole's verb follows."""
    commas = [n for n, t in enumerate(gap) if t.word == ","]
    if len(commas) < 2 or commas[0] > 0 or not " ".join(t.word for t in gap[1:4]).startswith(subset_marks()):
        return gap, at
    tail = gap[commas[-1] + 1 :]
    waits = bool(tail) and all(t.word in words("auxiliary") | words("adverb") for t in tail)
    return (tail, gap[commas[-1]].stop) if waits else (gap, at)


def _inside(figure: Figure, trigger: Hit) -> float:
    """ "three bodies", "12 wounded civilians": the trigger is part of the counted phrase."""
    return (
        0.2
        if trigger.row.more.get("sort") in ("count", "adjective", "verb") and trigger.start >= figure.core_stop
        else _FORBIDDEN
    )


def _side(sentence: Sentence, figure: Figure, trigger: Hit, gap: Sequence[Token], left: bool) -> float:
    """What it costs that the figure stands on this side of this sort of trigger."""
    sort = trigger.row.more.get("sort")
    real = [t for t in gap if t.word[0].isalnum()]
    if sort == "active" and figure.unit == "weapon" and trigger.row.kind == "hit":
        return 0.0 if left else _FORBIDDEN  # "two missiles crashed into a block"
    if sort == "active":
        return _FORBIDDEN if left and not (figure.zero and not gap) else 0.0
    if sort == "subject":
        return 0.0 if left else (0.5 if not _latin(sentence, trigger) else _FORBIDDEN)
    if sort == "toll":
        if left:
            return (
                3.5
                if not figure.implied and len(real) <= 3 and any(t.word == "the" or t.word == "a" for t in gap)
                else _FORBIDDEN
            )
        if gap and gap[-1].word == "from" and any(t.word[0].isdigit() for t in gap):
            return _FORBIDDEN  # "revised the toll to 46 from 47": the second is what it was
        told = [*gap, *sentence.tokens_between(figure.start, figure.core_start)]
        moving = any(t.word in words("rise") or t.word in (":", "at", "to", "of", "is", "was", "are") for t in told)
        return 0.0 if moving and len(real) <= _TOLL_REACH else _FORBIDDEN
    if sort == "count":
        if left and (not _needs(sentence, trigger, figure) or is_doer(sentence, figure, trigger)):
            return _FORBIDDEN
        if left:
            return 0.0 if len(real) <= 2 else _FORBIDDEN
        listed = any(t.word == ":" for t in gap) and not real
        return 0.5 if listed or [t.word for t in gap] == ["of"] else _FORBIDDEN
    if sort == "adjective":
        opens = [t.word for t in sentence.tokens_between(trigger.start, trigger.stop)[:1]]
        if (figure.zero and opens == ["the"]) or (left and gap and opens == ["of"]):
            return _FORBIDDEN  # "no links, and the injured were": there are some; "24 after some of the bodies"
        if _is_later(sentence, trigger):
            return _FORBIDDEN
        if left:
            return _FORBIDDEN if gap and _goes_with_noun(sentence, trigger) else 0.0
        if trigger.row.more.get("part"):
            first = trigger.start - sentence.start <= 6
            return 0.3 if first and len(real) <= 6 else _FORBIDDEN
        if figure.zero and not gap:
            return 0.2  # «постраждалих немає»
        labelled = any(t.word == ":" for t in gap) or (
            real and real[0].word in ("were", "are", "was", "is") and len(real) <= 2
        )
        return 0.5 if labelled else _FORBIDDEN
    return _verb_side(sentence, figure, trigger, gap, left)


def _is_later(sentence: Sentence, trigger: Hit) -> bool:
    """ "One man died at once and another later in hospital": where he died, and no word for the hurt."""
    before = sentence.tokens_between(sentence.start, trigger.start)[-1:]
    died = any(h.row.kind == "killed" and h.stop <= trigger.start for h in sentence.of("triggers"))
    return died and bool(before) and before[0].word in words("afterwards")


def _goes_with_noun(sentence: Sentence, trigger: Hit) -> bool:
    """ "serious damage", "a dead terrorist": an adjective of the noun behind it."""
    after = sentence.tokens_between(trigger.stop, sentence.stop)[:1]
    nouns = [h.start for name in ("people", "objects", "weapons", "triggers") for h in sentence.of(name)]
    return bool(after) and after[0].start in nouns


def _latin(sentence: Sentence, trigger: Hit) -> bool:
    tokens = sentence.tokens_between(trigger.start, trigger.stop)
    return bool(tokens) and tokens[0].word[:1].isascii()


def _needs(sentence: Sentence, trigger: Hit, figure: Figure) -> bool:
    """A count word may ask for a verb before its figure ("cost three lives")."""
    wanted = trigger.row.more.get("needs_before")
    if not wanted:
        return True
    before = sentence.tokens_between(sentence.start, figure.start)[-3:]
    return any(t.word in wanted for t in before)


def _verb_side(sentence: Sentence, figure: Figure, trigger: Hit, gap: Sequence[Token], left: bool) -> float:
    """Active or passive: "killed ten" has its object next, "ten were killed" an auxiliary before."""
    before = sentence.tokens_between(max(sentence.start, trigger.start - 40), trigger.start)[-3:]
    after = sentence.tokens_between(trigger.stop, min(sentence.stop, trigger.stop + 60))[:2]
    loose = words("adverb") | words("determiner")
    passive = any(t.word in words("be") for t in before)
    if (
        passive
        and any(t.word in ("has", "have", "had") for t in before)
        and not any(t.word in ("been", "was", "were") for t in before)
    ):
        passive = False
    ends = (
        not after
        or after[0].word in words("preposition")
        or after[0].word in words("conjunction")
        or after[0].word in words("clause")
        or not after[0].word[0].isalnum()
    )
    closed = [t for t in gap if t.word not in loose]
    if left:
        if passive:
            return 0.0
        if is_doer(sentence, figure, trigger) or is_weapon_at_work(sentence, figure, after):
            return _FORBIDDEN
        if not gap:
            return 0.0
        doer = figure.implied and not ends
        return 0.8 if ends else _FORBIDDEN if doer else 2.5
    if passive and len(gap) > 1 and gap[-1].word == "with" and gap[-2].word in words("along"):
        return 0.5
    if (passive or ends) and any(t.word in words("clause") for t in gap):
        return _FORBIDDEN  # "scores were hurt when two bombers struck"
    if not closed:
        return 3.0 if passive and gap else (1.0 if passive else 0.0)
    return 4.0 if passive else (1.5 if ends else 0.7)


def _gap_cost(
    document: Document,
    gap: Sequence[Token],
    a: int,
    b: int,
    figure: Figure,
    trigger: Hit,
    triggers: Sequence[Hit],
    figures: Sequence[Figure],
) -> float:
    """What the words between a figure and its trigger cost."""
    easy = words("auxiliary") | words("adverb") | words("determiner")
    between = [f for f in figures if a <= f.start and f.stop <= b]
    skipped = [(f.start, f.stop) for f in between if f.part or f.implied]
    cost = sum(0.4 if f.part else (1.6 if _alike(f, figure) else 3.2) for f in between)
    for other in triggers:
        if (
            a <= other.start
            and other.stop <= b
            and other.row.id != trigger.row.id
            and other.row.kind != trigger.row.kind
        ):
            cost += 2.2
    closing = sum(t.word == ")" for t in gap) - sum(t.word == "(" for t in gap)
    cost += _OUT_OF_BRACKETS * (closing > 0)
    for token in gap:
        if any(x <= token.start < y for x, y in skipped):
            continue
        cost += _token_cost(token, easy, document)
    return cost


def _alike(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit or one.unit is None or one.implied


def _token_cost(token: Token, easy: frozenset[str], document: Document) -> float:
    word = token.word
    if word in easy:
        return 0.1
    if word in words("rise"):
        return 0.2
    if word in words("preposition"):
        return 0.45
    if word in words("conjunction"):
        return 0.8
    if word in words("clause"):
        return 1.3
    if word == ",":
        return 0.7
    if word == ";":
        return 6.0
    if word in ":-—–":
        return 1.5
    if word in "()":
        return 0.8
    return 0.4


__all__ = ["cost_of", "is_only_named_by", "kind_of", "usable_triggers"]
