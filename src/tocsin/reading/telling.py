"""Whether a word of saying tells something here: what follows it, what stood before, and what is denied."""

from __future__ import annotations

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.grammar import words

#: How many words after its cue a figure may stand.
_FIGURE_WITHIN = 8
#: How many words after a denied cue "any" may stand: "did not immediately report any damage".
_ANY_WITHIN = 3
#: How many words after "claimed" the lives stand: "claimed at least ten lives".
_CLAIMED_WITHIN = 6
#: How many words a clause without "that" has at least: "believes the army lied", not "believes her".
_CLAUSE = 3
#: How many words after its cue "to do" may stand: "asked all residents to leave".
_TO_DO_WITHIN = 4
_QUOTE_ENDS = ('",', ',"', ",”", "”,", "?”", "!”", '?"', '!"', ".”")
_QUOTES = "\"“”«»„'‘’"


def is_told(document: Document, sentence: Sentence, cue: Hit) -> bool:
    """Whether a cue attributes anything: not a denied one, and one with other senses only where something is told.

    "has not commented" tells nothing; "did not say that two had died" names its source all the same, and so does
    "did not report any casualties".
    """
    after = sentence.tokens_between(cue.stop, sentence.stop)
    opens = bool(after) and (after[0].word in words("that") or after[0].word in _QUOTES)
    opens = opens or any(t.word in words("any") for t in after[:_ANY_WITHIN])
    if cue.row.kind in ("say", "count") and _is_denied(sentence, cue) and not opens:
        return False
    if cue.row.kind == "deny" and _is_of_blame(after):
        return False
    if any(t.word in words("claimed-thing") for t in after[:_CLAIMED_WITHIN]) and cue.row.more.get("claims"):
        return False
    needs = cue.row.more.get("needs")
    if needs == "figure":
        return any(t.word[0].isdigit() or t.word in words("number-word") for t in after)
    return needs != "clause" or opens or _has_clause(document, sentence, cue, after)


def _is_denied(sentence: Sentence, cue: Hit) -> bool:
    before = sentence.tokens_between(sentence.start, cue.start)[-2:]
    return any(t.word in words("negation") or t.word.endswith("n't") for t in before)


def _is_of_blame(after: list[Token]) -> bool:
    """ "denied any involvement in": who did it is denied, and nothing of what follows is told."""
    said = [t.word for t in after[:_ANY_WITHIN] if t.word not in words("determiner") | words("any")]
    return bool(said) and said[0] in words("denied-thing")


def _has_clause(document: Document, sentence: Sentence, cue: Hit, after: list[Token]) -> bool:
    """A colon or a clause after the cue; or what was told stood before its source."""
    if after and after[0].word == ":":
        return True
    first = next((i for i, t in enumerate(after) if not (t.word[0].isalnum() or t.word in "'-")), len(after))
    clause = after[:first]
    return _is_clause(cue, clause) or _stood_before(document.text[sentence.start : cue.start], after)


def _is_clause(cue: Hit, clause: list[Token]) -> bool:
    """Whether the words up to the next mark tell something: a figure, a subject and its verb, what is to be done."""
    if any(t.word[0].isdigit() or t.word in words("number-word") for t in clause[:_FIGURE_WITHIN]):
        return True
    if any(t.word in words("to-do") for t in clause[:_TO_DO_WITHIN]):
        return True
    if len(clause) > 1 and clause[1].word in words("that"):
        return True
    if len(clause) < _CLAUSE:
        return False
    opens = clause[0].word in words("determiner") or clause[0].word in words("pronoun")
    return cue.row.id == "believe" or (opens and any(t.word in words("auxiliary") for t in clause[1:]))


def _stood_before(before: str, after: list[Token]) -> bool:
    """Whether what was told stood before its source: a quotation, or a clause that the cue closes."""
    ends = not after or after[0].word in ",."
    return any(mark in before for mark in _QUOTE_ENDS) or (ends and "," in before)


__all__ = ["is_told"]
