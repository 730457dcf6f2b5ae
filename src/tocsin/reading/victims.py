"""People told without a number where the syntax is plain: "Soleimani was killed", "shot him dead", "wounding another".

Each is one person. The patterns are narrow on purpose: subject of a passive or of "died", object right behind an
active verb, with no more between than an age, an apposition between two commas, or words that carry no meaning.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Figure, Link, Mentions

#: How far back a word may stand that makes the whole unreal: "whether he was killed".
_UNREAL_REACH = 8
_APPOSITION = 16
#: How many words of a title may stand before the noun: "killed senior militia leader".
_TITLE = 4
_GAP = 7
#: How many words behind the verb may name a natural cause: "died of a long illness".
_CAUSE = 4


#: Keys of triggers that tell of some people alone, and of nobody who is only named or described.
_OF_SOME = {"zero_only", "groups"}


def link_people(document: Document, mentions: Mentions, triggers: Sequence[Hit], links: Sequence[Link]) -> list[Link]:
    """Links of the weak figures of people that are plainly killed or injured, at most one for each figure."""
    out: list[Link] = []
    told = [h for h in triggers if h.row.kind in ("killed", "injured") and not h.row.more.keys() & _OF_SOME]
    for figure in mentions.figures:
        if not figure.weak or figure.unit != "people" or figure.zero or _is_taken(figure, links):
            continue
        found = [h for h in told if _is_plain(document, mentions, figure, h)]
        listed = _listed_with(mentions.sentence, figure, links)
        if _is_told_by_apposition(mentions.sentence, figure, links):
            continue
        if not found and listed is not None:
            out.append(Link(figure, listed.kind, listed.trigger, 1.0))
        if found:
            trigger = next((h for h in found if not h.row.more.get("yields")), found[0])
            trigger = _outcome(mentions.sentence, trigger, told)
            out.append(Link(figure, str(trigger.row.kind), trigger, 0.8))
    return out


def _outcome(sentence: Sentence, trigger: Hit, told: Sequence[Hit]) -> Hit:
    """The death that follows "was stabbed" in the same breath: "was stabbed in the neck and died in hospital"."""
    if not trigger.row.more.get("yields"):
        return trigger
    for later in told:
        gap = sentence.tokens_between(trigger.stop, later.start)
        light = words("adverb") | words("auxiliary") | words("conjunction")
        last = [t.word for t in gap if t.word not in light or t.word == "and"][-1:]
        if later.start > trigger.stop and later.row.more.get("sort") == "subject" and last == ["and"]:
            return later
    return trigger


def _is_told_by_apposition(sentence: Sentence, figure: Figure, links: Sequence[Link]) -> bool:
    """ "killed Jamal Karimi, a baker", "Murach, a local leader, was killed": one person, linked by the noun already."""
    for link in links:
        gap = [t.word for t in sentence.tokens_between(figure.stop, link.figure.start)]
        if gap == [","] and link.figure.implied and link.figure.value == 1 and link.figure.unit == "people":
            return True
    return False


def _listed_with(sentence: Sentence, figure: Figure, links: Sequence[Link]) -> Link | None:
    """ "The police chief and two others were hurt": the link of the count that a described person is listed with."""
    if figure.noun is None or figure.start == figure.noun.start:
        return None
    for link in links:
        gap = [t.word for t in sentence.tokens_between(figure.stop, link.figure.start)]
        if link.kind in ("killed", "injured") and gap == ["and"] and link.trigger and link.trigger.start > figure.stop:
            return link
    return None


def _is_taken(figure: Figure, links: Sequence[Link]) -> bool:
    return any(k.figure.start < figure.stop and figure.start < k.figure.stop for k in links)


def _is_plain(document: Document, mentions: Mentions, figure: Figure, trigger: Hit) -> bool:
    sentence = mentions.sentence
    after = [t.word for t in sentence.tokens_between(trigger.stop, sentence.stop)[:_CAUSE]]
    if any(w in words("natural-death") for w in after):
        return False
    if not _is_person(document, mentions, figure) or _is_unreal(sentence, figure, trigger):
        return False
    if trigger.stop <= figure.start:
        return _is_object(document, sentence, figure, trigger)
    if figure.stop <= trigger.start:
        return _is_subject(document, sentence, figure, trigger) or _is_made_dead(sentence, figure, trigger)
    return False


def _is_object(document: Document, sentence: Sentence, figure: Figure, trigger: Hit) -> bool:
    """ "killed Abdul Jamil", "killing the driver", "kills senior militia leader": right behind an active verb."""
    gap = sentence.tokens_between(trigger.stop, figure.start)
    titled = figure.noun is not None and figure.start == figure.noun.start and len(gap) <= _TITLE
    if gap and not (titled and all(_is_modifier(sentence, t) for t in gap)):
        return False
    sort = trigger.row.more.get("sort")
    before = [t.word for t in sentence.tokens_between(sentence.start, trigger.start)][-3:]
    if sort == "verb" and before and before[-1] in words("determiner"):
        return False
    done = before[-1:] in (["have"], ["has"], ["had"])  # "reported to have killed"
    return sort == "active" or (sort == "verb" and (done or not any(w in words("be") for w in before)))


def _is_modifier(sentence: Sentence, token: Token) -> bool:
    closed = words("determiner") | words("preposition") | words("conjunction") | words("clause") | words("auxiliary")
    cue = any(h.start == token.start for name in ("triggers", "cues") for h in sentence.of(name))
    return token.word[0].isalpha() and token.word not in closed and not cue


def _is_subject(document: Document, sentence: Sentence, figure: Figure, trigger: Hit) -> bool:
    """ "The driver was killed", "Oksana P., 34, died", "Murach, a local leader, was killed", "who was also killed"."""
    sort = trigger.row.more.get("sort")
    gap: Sequence[Token] = sentence.tokens_between(figure.stop, trigger.start)
    passive = any(t.word in words("be") for t in gap[-4:])
    if sort != "subject" and not (sort in ("verb", "adjective") and passive):
        return False
    before = sentence.tokens_between(sentence.start, figure.start)[-1:]
    related = any(t.word == "who" for t in gap[:2])
    if before and before[0].word in words("preposition") and not related:
        return False
    if figure.noun is not None:
        while gap and document.text[gap[0].start].isupper():
            gap = gap[1:]
    if [t.word for t in gap[:1]] == [","] and not any(t.word in (",", "who") for t in gap[1:]):
        return False
    gap = _after_apposition(sentence, gap, trigger)
    loose = words("auxiliary") | words("adverb") | words("be") | {",", "(", ")", "aged", "who", '"', "to"}
    return len(gap) <= _GAP and all(t.word in loose or t.word[0].isdigit() or t.word.endswith("ly") for t in gap)


def _after_apposition(sentence: Sentence, gap: Sequence[Token], trigger: Hit) -> Sequence[Token]:
    """What is left of the words between when an apposition in commas is taken out of them."""
    if not gap or gap[0].word != "," or len(gap) > _APPOSITION:
        return gap
    close = max(n for n, t in enumerate(gap) if t.word == ",")
    inside = gap[1:close]
    verbs = {h.start for h in sentence.of("triggers") if h.start != trigger.start}
    related = any(t.word in ("who", "whose") for t in inside)
    clause = any(t.word in words("auxiliary") or t.word in words("clause") for t in inside)
    return gap if any(t.start in verbs for t in inside) or (clause and not related) else gap[close:]


def _is_made_dead(sentence: Sentence, figure: Figure, trigger: Hit) -> bool:
    """ "shot him dead", "left a boy wounded": the result of a verb that stands before the person."""
    if trigger.row.more.get("sort") not in ("adjective", "verb") or sentence.tokens_between(figure.stop, trigger.start):
        return False
    before = sentence.tokens_between(sentence.start, figure.start)[-1:]
    return bool(before) and before[0].word in words("resultative")


def _is_person(document: Document, mentions: Mentions, figure: Figure) -> bool:
    """A counted noun of people, an age, a pronoun or a name; not a place, a party or a day of the week."""
    if figure.value != 1:
        return False
    after = mentions.sentence.tokens_between(figure.stop, mentions.sentence.stop)[:2]
    if _is_somebody(mentions.sentence, figure):
        return True
    if figure.noun is not None or (len(after) == 2 and after[0].word in (",", "(") and after[1].word.isdigit()):
        return True
    tokens = mentions.sentence.tokens_between(figure.start, figure.stop)
    if not tokens or tokens[-1].word in words("person-pronoun"):
        return bool(tokens) and tokens[-1].word not in ("i", "me")
    return _is_countryman(document, mentions, tokens) or _is_name(document, mentions, figure, tokens)


def _is_somebody(sentence: Sentence, figure: Figure) -> bool:
    """ "killing a butcher": what is killed and told by "a" is a person, unless the word is known for something else."""
    tokens = sentence.tokens_between(figure.start, figure.stop)
    if len(tokens) < 2 or tokens[0].word not in ("a", "an") or figure.noun is not None:
        return False
    other = ("objects", "weapons", "context", "triggers")
    known = any(figure.start <= h.start < figure.stop for name in other for h in sentence.of(name))
    other_words = words("animal") | words("quantity")
    plain = all(t.word.replace("-", "").isalpha() and t.word not in other_words for t in tokens)
    active = [h for h in sentence.of("triggers") if h.row.more.get("sort") == "active" and h.stop + 1 == figure.start]
    return plain and not known and any(h.row.kind in ("killed", "injured") for h in active)


def _is_countryman(document: Document, mentions: Mentions, tokens: Sequence[Token]) -> bool:
    """ "a Colombian": one person told by a country alone."""
    if len(tokens) < 2 or tokens[0].word not in ("a", "an", "another", "one"):
        return False
    demonym = any(p.metonym and p.start <= tokens[-1].start and tokens[-1].stop <= p.stop for p in mentions.places)
    return demonym and tokens[-1].word.endswith(tuple(words("of-a-people")))


def _is_name(document: Document, mentions: Mentions, figure: Figure, tokens: Sequence[Token]) -> bool:
    head = tokens[-1]
    spans = [(p.start, p.stop) for p in (*mentions.places, *mentions.times)]
    named = ("actors", "weapons", "objects", "context", "speakers")
    spans += [(h.start, h.stop) for name in named for h in mentions.sentence.of(name)]
    if any(a <= head.start < b for a, b in spans) or head.word in words("not-name"):
        return False
    proper = [t for t in tokens if document.text[t.start].isupper() or "-" in t.word]
    if head not in proper or head.word in words("not-victim"):
        return False
    alone = len(tokens) == 1 and head.start == mentions.sentence.start
    return not alone or _is_named_elsewhere(document, head)


def _is_named_elsewhere(document: Document, head: Token) -> bool:
    """A capital that only opens the sentence is no name, unless the word has it inside another sentence too."""
    word = document.text[head.start : head.stop]
    starts = {s.start for s in document.sentences}
    at = document.text.find(word)
    while at >= 0:
        if at not in starts and at != head.start:
            return True
        at = document.text.find(word, at + 1)
    return False


def _is_unreal(sentence: Sentence, figure: Figure, trigger: Hit) -> bool:
    """ "whether he was killed", "how many people were", "was not killed", "plans to kill him": nobody is told of."""
    first, last = min(figure.start, trigger.start), max(figure.stop, trigger.stop)
    before = [t.word for t in sentence.tokens_between(sentence.start, first)][-_UNREAL_REACH:]
    if any(w in words("unreal") for w in before) or before[-2:] == ["how", "many"]:
        return True
    if before and trigger.start < figure.start and before[-1] in words("infinitive"):
        return True
    inside = [t.word for t in sentence.tokens_between(first, last)]
    return any(w in words("negation") or w in words("modal") for w in inside)


__all__ = ["link_people"]
