"""Of whom a verb of harm tells: those who did it, those of whom another verb tells, and nobody are not its victims."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Sentence, Token
from tocsin.reading.grammar import words, words_of
from tocsin.reading.mentions import Figure

#: How many words behind an active verb are looked at for the people it has for its object.
_OBJECT = 5
_HARM = ("killed", "injured")


def is_agent_or_predicate(sentence: Sentence, figure: Figure, trigger: Hit) -> bool:
    """ "shot dead by three men" names who did it; "killed a man who was a student" tells of one man, not two."""
    sort = trigger.row.more.get("sort")
    if sort not in ("verb", "active") or trigger.row.kind not in _HARM:
        return False
    gap = sentence.tokens_between(trigger.stop, figure.start)
    agent = figure.unit == "people" and bool(gap) and (gap[0].word == "by" or _is_by(gap))
    return agent or (figure.implied and bool(gap) and gap[-1].word in words("be"))


def is_of_nobody(sentence: Sentence, trigger: Hit, figures: Sequence[Figure]) -> bool:
    """ "No one was injured, but about 100 people fled": the verb tells of nobody, and of none behind it."""
    light = words_of("auxiliary", "adverb", "reported")
    before = [f for f in figures if f.zero and f.stop <= trigger.start]
    return bool(before) and all(t.word in light for t in sentence.tokens_between(before[-1].stop, trigger.start))


def is_anothers(sentence: Sentence, figure: Figure, trigger: Hit, figures: Sequence[Figure]) -> bool:
    """ "Fifteen hostages were freed and four gunmen were shot": people stand between of whom the verb tells.

    Members of a list share it: "two men and a boy were shot". An adjective tells of the people nearest to it alone.
    """
    if figure.unit not in ("people", None):
        return False
    between = [f for f in figures if figure.stop <= f.start and f.stop <= trigger.start and f.unit == "people"]
    between = [f for f in between if not (f.part or f.implied)]
    if not between or trigger.row.more.get("sort") == "adjective":
        return bool(between)
    gap = [t.word for t in sentence.tokens_between(figure.stop, between[0].start)]
    return any(w in words("auxiliary") for w in gap) and "among" not in gap


def is_behind_another_verb(sentence: Sentence, figure: Figure, trigger: Hit, figures: Sequence[Figure]) -> bool:
    """ "Killed 1,200 people and took 253 hostages": behind the people of a verb, a word that is no part of a list."""
    if trigger.row.more.get("sort") not in ("verb", "active"):
        return False
    between = [f for f in figures if trigger.stop <= f.start and f.stop <= figure.start]
    if not any(f.unit == "people" and not f.part for f in between):
        return False
    light = words_of("determiner", "adverb", "hedge", "single")
    gap = [t for t in sentence.tokens_between(between[-1].stop, figure.start) if t.word not in light]
    if not gap or not gap[-1].word[0].isalpha():
        return False
    listed = words_of("preposition", "conjunction", "clause", "auxiliary", "one-more")
    return gap[-1].word not in listed


def is_of_those_hurt(sentence: Sentence, figure: Figure, trigger: Hit) -> bool:
    """ "Two of the five wounded have since died": the word for the hurt says of whom, the verb what became of them."""
    if figure.total is None or trigger.row.kind != "injured" or figure.stop + 1 != trigger.start:
        return False
    died = next((h for h in sentence.of("triggers") if h.start > trigger.stop and h.row.kind == "killed"), None)
    light = words_of("auxiliary", "adverb", "afterwards") | {"since"}
    return died is not None and all(t.word in light for t in sentence.tokens_between(trigger.stop, died.start))


def is_weapon_at_work(sentence: Sentence, figure: Figure, after: Sequence[Token]) -> bool:
    """ "A missile destroyed an apartment building": the weapon before an active verb with its object behind."""
    if figure.unit != "weapon" or not after:
        return False
    things = {h.start for name in ("people", "objects") for h in sentence.of(name)}
    opens = words("determiner") | words("single") | words("number-word")
    return after[0].start in things or after[0].word in opens or after[0].word[0].isdigit()


def _is_by(gap: Sequence[Token]) -> bool:
    """ "in an attack carried out by three men", "by a group of 30 men": those who did it."""
    told = [t.word for t in gap if t.word not in words("adverb") | words("determiner")]
    if told[-1:] == ["of"] and len(told) > 2:
        told = told[:-2]
    return told[-1:] == ["by"]


def is_doer(sentence: Sentence, figure: Figure, trigger: Hit) -> bool:
    """ "Three men shot and killed the minister": people before an active verb that has people for its object."""
    harms = trigger.row.kind in _HARM
    if figure.unit not in ("people", "other") or figure.zero or not harms or is_tally(sentence, trigger, [figure]):
        return False
    people = {h.start for h in sentence.of("people")}
    open_words = words("determiner") | words("single") | words("adverb") | words("hedge")
    after = sentence.tokens_between(trigger.stop, sentence.stop)[:_OBJECT]
    opened = len(after) > 1 and (after[0].word == "the" or after[0].word in words("single"))
    if opened and after[1].word[0].isalpha() and after[1].word not in words("day-noun"):
        return True
    for token in after:
        if token.start in people:
            return True
        closed = words("preposition") | words("conjunction") | words("clause") | words("auxiliary")
        if not token.word[0].isalnum() or (token.word in closed and token.word not in open_words):
            return False
    return False


def is_tally(sentence: Sentence, trigger: Hit, figures: Sequence[Figure]) -> bool:
    """ "Eight people killed 58 others injured": each figure has its verb behind it, though no comma parts them."""
    after = sentence.tokens_between(trigger.stop, sentence.stop)[:_OBJECT]
    if not after or not (after[0].word[0].isdigit() or after[0].word in words("number-word")):
        return False
    beside = any(f.stop + 1 == trigger.start and f.unit != "weapon" for f in figures)
    if trigger.row.kind not in _HARM or trigger.row.more.get("sort") == "active" or not beside:
        return False
    verb = next((h for h in sentence.of("triggers") if h.start > after[0].start), None)
    if verb is None or verb.row.kind == trigger.row.kind or verb.row.kind not in _HARM:
        return False
    behind = sentence.tokens_between(verb.stop, sentence.stop)[:1]
    people = {h.start for h in sentence.of("people")}
    goes_on = bool(behind) and (behind[0].start in people or behind[0].word[0].isdigit())
    counted = sentence.tokens_between(after[0].start, verb.start)
    joined = any(not t.word[0].isalnum() or t.word in words("conjunction") for t in counted)
    return not (goes_on or joined) and len(counted) <= len(after)


__all__ = [
    "is_agent_or_predicate",
    "is_anothers",
    "is_behind_another_verb",
    "is_doer",
    "is_of_nobody",
    "is_of_those_hurt",
    "is_tally",
    "is_weapon_at_work",
]
