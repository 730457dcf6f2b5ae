"""Who said it: cues, the noun phrases beside them, and the memory of who spoke last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from tocsin.lexicon.load import Hit, table
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.figures import words
from tocsin.reading.mentions import Attribution, Spot
from tocsin.record import Speaker

_NAME = re.compile(
    r"(?:[A-ZА-ЯІЇЄҐ][\w’'ʼ-]*|al-[A-Z]\w+)(?:\s+(?:(?:al|el|de|da|del|della|bin|ibn|van|von|der|la|abu|ben|di|dos|du|y)\s+)*"
    r"(?:[A-ZА-ЯІЇЄҐ][\w’'ʼ-]*|al-[A-Z]\w+|[A-Z]\.))*"
)
_QUOTES = '"“”«»„'
_LEFT_REACH = 24
_RIGHT_REACH = 16


_Part = tuple[int, int, str, Hit | None]


@dataclass(slots=True)
class Register:
    """People named so far: surname to speaker, and who spoke last."""

    by_name: dict[str, Speaker] = field(default_factory=dict)
    by_office: dict[str, Speaker] = field(default_factory=dict)
    last: Speaker | None = None
    last_person: Speaker | None = None
    last_body: Speaker | None = None

    def remember(self, speaker: Speaker) -> None:
        """Note a speaker as the last one, and his names for later mentions."""
        self.last = speaker
        if speaker.name or speaker.role:
            self.last_person = speaker
        if speaker.organisation and not speaker.name:
            self.last_body = speaker
        if speaker.name:
            for part in (speaker.name, speaker.name.split()[-1]):
                known = self.by_name.get(part.lower())
                if known is None or (known.role is None and speaker.role is not None):
                    self.by_name[part.lower()] = speaker
        if speaker.role and (speaker.name or speaker.organisation):
            self.by_office.setdefault(speaker.role.split()[-1].lower(), speaker)
        if speaker.organisation:
            self.by_office.setdefault(speaker.organisation.split()[-1].lower(), speaker)

    def full(self, speaker: Speaker) -> Speaker:
        """A bare surname or "the minister" filled in from what was said before."""
        known = self.by_name.get((speaker.name or "").lower()) if speaker.name else None
        if known is None and speaker.name is None:
            known = self._by_office(speaker)
        if known is None:
            return speaker
        return Speaker(
            known.name or speaker.name,
            speaker.role or known.role,
            speaker.organisation or known.organisation,
            speaker.text,
            speaker.via or known.via,
        )

    def _by_office(self, speaker: Speaker) -> Speaker | None:
        """The fuller body or person that "the ministry", "a ministry official" or "the governor" stands for."""
        body = (speaker.organisation or "").split()
        if len(body) == 1:
            known = self.by_office.get(body[0].lower())
            return (
                Speaker(None, None, known.organisation, speaker.text, known.via)
                if known and known.organisation
                else None
            )
        office = (speaker.role or "").split()
        if office and not body and speaker.text.lower().startswith(("the ", "that ", "this ")):
            return self.by_office.get(office[-1].lower())
        return None


@dataclass(frozen=True, slots=True)
class _Source:
    start: int
    stop: int
    speaker: Speaker
    pronoun: bool = False


def find_attributions(
    document: Document, sentence: Sentence, places: Sequence[Spot], register: Register
) -> list[Attribution]:
    """Attributions of one sentence in text order; `register` is read and brought up to date."""
    found: list[Attribution] = []
    for cue in sentence.of("cues"):
        if any(a.source_start <= cue.start < a.source_stop for a in found):
            continue
        made = _attribute(document, sentence, cue, places, register)
        if made is not None:
            register.remember(made.speaker)
            found.append(made)
    if not found:
        made = _label(document, sentence, places, register)
        if made is not None:
            register.remember(made.speaker)
            found.append(made)
    return _chain(document, sentence, _reach(sentence, found))


def _attribute(
    document: Document, sentence: Sentence, cue: Hit, places: Sequence[Spot], register: Register
) -> Attribution | None:
    if cue.row.kind == "per":
        source = _phrase_right(document, sentence, cue.stop, places)
        if source is None:
            return None
        side = "left" if document.text[sentence.start : cue.start].strip(" “\"'") else "right"
        return _made(source, cue, register, side)
    before = document.text[sentence.start : cue.start].rstrip()
    inverted = cue.row.kind == "say" and (not before or before[-1] in ',”"»-–—:' or _said_first(sentence, cue))
    after_content = inverted and before[-1:] in tuple(',”"»') and len(before) > 30
    source = _phrase_left(document, sentence, cue, places, register)
    if after_content and not (source is not None and _fills_clause(document, sentence, source, cue)):
        right = _phrase_right(document, sentence, cue.stop, places)
        if right is not None:
            return _made(right, cue, register, "left")
    if source is not None:
        return _made(source, cue, register, _content_side(document, sentence, source.start, cue))
    if inverted and not after_content:
        source = _phrase_right(document, sentence, cue.stop, places)
        if source is not None:
            return _made(source, cue, register, "left" if before else "right")
    return None


def _fills_clause(document: Document, sentence: Sentence, source: _Source, cue: Hit) -> bool:
    """True when nothing but the source stands before its cue, as in "Olena Hryn, the mayor, said"."""
    tokens = sentence.tokens_between(sentence.start, cue.start)
    floor = _floor(document, tokens) if tokens else sentence.start
    return len([t for t in tokens if floor <= t.start < source.start]) <= 2


def _said_first(sentence: Sentence, cue: Hit) -> bool:
    """ "says ministry" at the end of a headline or sentence."""
    return len(sentence.tokens_between(cue.stop, sentence.stop)) <= 8


def _made(source: _Source, cue: Hit, register: Register, side: str) -> Attribution | None:
    speaker = source.speaker
    if source.pronoun:
        known = register.last_body if speaker.text.lower() == "it" else register.last_person
        known = known or register.last
        if known is None:
            return None
        speaker = Speaker(known.name, known.role, known.organisation, speaker.text, known.via)
    else:
        speaker = register.full(speaker)
    return Attribution(source.start, source.stop, cue.start, cue.stop, speaker, side, cue.row.kind)


def _content_side(document: Document, sentence: Sentence, source_start: int, cue: Hit) -> str:
    """Which side the content stands on: "X said that ..." right, "..., X said." left."""
    before = [t for t in sentence.tokens_between(sentence.start, source_start) if t.word[0].isalnum()]
    after = [t for t in sentence.tokens_between(cue.stop, sentence.stop) if t.word[0].isalnum()]
    tail = document.text[cue.stop : sentence.stop].lstrip()
    head = document.text[sentence.start : source_start].rstrip()
    if not after or (tail[:1] in ".,;" and len(before) >= 3 and head[-1:] in ',”"»-–—'):
        return "left"
    if len(after) <= 6 and len(before) > 6 and head[-1:] in ',”"»':
        return "left"
    return "right"


def _phrase_left(
    document: Document, sentence: Sentence, cue: Hit, places: Sequence[Spot], register: Register
) -> _Source | None:
    """The source that ends just left of the cue, over auxiliaries, adverbs, times and "on Telegram"."""
    tokens = sentence.tokens_between(sentence.start, cue.start)[-_LEFT_REACH:]
    if not tokens:
        return None
    floor = _floor(document, tokens)
    tokens = [t for t in tokens if t.start >= floor]
    if not tokens:
        return None
    if tokens[-1].word in words("pronoun"):
        return _pronoun(document, tokens[-1])
    skip = words("auxiliary") | words("adverb")
    if len(tokens) > 1 and all(t.word in skip for t in tokens[1:]) and tokens[0].word in words("pronoun"):
        return _pronoun(document, tokens[0])
    found = _phrase(document, sentence, tokens[0].start, cue.start, places, nearest="right")
    if found is not None and _is_plain_word(document, sentence, found, places, register):
        return None
    return found


def _is_plain_word(
    document: Document, sentence: Sentence, source: _Source, places: Sequence[Spot], register: Register
) -> bool:
    """A capital that only opens the sentence is no name, unless somebody was called so before."""
    who = source.speaker
    if who.role or who.organisation or not who.name or " " in who.name or source.start != sentence.start:
        return False
    return who.name.lower() not in register.by_name and bool(sentence.tokens_between(source.stop, sentence.stop)[:1])


def _floor(document: Document, tokens: Sequence[Token]) -> int:
    """Where the clause left of a cue begins: after a closing quotation mark, a semicolon, a dash or a colon."""
    floor = tokens[0].start
    relative = words("clause") - {"who", "whose", "which", "where"}
    for i, token in enumerate(tokens):
        dash = token.word == "-" and document.text[token.start - 1 : token.start].isspace()
        after_quote = token.word == "," and i > 0 and tokens[i - 1].word in "\"'"
        if token.word in ';:"' or dash or after_quote or token.word in relative:
            floor = token.stop
    return floor


def _pronoun(document: Document, token: Token) -> _Source:
    return _Source(token.start, token.stop, Speaker(text=document.text[token.start : token.stop]), pronoun=True)


def _phrase_right(document: Document, sentence: Sentence, start: int, places: Sequence[Spot]) -> _Source | None:
    tokens = sentence.tokens_between(start, sentence.stop)[:_RIGHT_REACH]
    stop = start
    for token in tokens:
        if token.word in ';:."' or token.word in words("clause") - {"who", "whose"} or token.word in ("that", "told"):
            break
        stop = token.stop
    if tokens and tokens[0].word in words("pronoun"):
        return _pronoun(document, tokens[0])
    return _phrase(document, sentence, start, stop, places, nearest="left")


def _phrase(
    document: Document, sentence: Sentence, start: int, stop: int, places: Sequence[Spot], *, nearest: str
) -> _Source | None:
    """The source phrase in `start..stop` nearest to its right or left edge, widened over its apposition."""
    parts = _parts(document, sentence, start, stop, places)
    if not parts:
        return None
    order = parts[::-1] if nearest == "right" else parts
    edge = stop if nearest == "right" else start
    head = order[0]
    gap = sentence.tokens_between(head[1], edge) if nearest == "right" else sentence.tokens_between(edge, head[0])
    if not _may_skip(document, gap, far=nearest == "right"):
        return None
    chosen = [head]
    for part in order[1:]:
        left, right = (part, chosen[-1]) if nearest == "right" else (chosen[-1], part)
        if not _joined(sentence, left[1], right[0]) or _apart(document, left, right):
            break
        chosen.append(part)
    chosen.sort()
    if all(p[2] == "place" for p in chosen) and not _speaks(sentence, chosen, gap):
        return None
    return _source(document, chosen)


def _apart(document: Document, left: _Part, right: _Part) -> bool:
    """ "in Ukrainka, Klymenko said": a place or name before a comma is no part of the name after it."""
    comma = "," in document.text[left[1] : right[0]]
    return comma and (left[2] == "place" or left[2] == "name") and right[2] == "name"


def _speaks(sentence: Sentence, chosen: Sequence[_Part], gap: Sequence[Token]) -> bool:
    """A place speaks as a government ("Kyiv says") only right beside its cue and not after "in" or "near"."""
    before = sentence.tokens_between(sentence.start, chosen[0][0])[-1:]
    located = bool(before) and before[0].word in words("preposition")
    return len(gap) <= 2 and not located and len(sentence.tokens_between(chosen[0][0], chosen[-1][1])) <= 3


def _may_skip(document: Document, gap: Sequence[Token], *, far: bool) -> bool:
    """True when only auxiliaries, adverbs, times and platforms stand between the source and its cue."""
    loose = words("auxiliary") | words("adverb") | words("determiner") | words("preposition")
    real = [t for t in gap if t.word not in loose and t.word not in ",()"]
    figures = any(t.word[0].isdigit() for t in real)
    if not far:
        return len(real) <= 1 and len(gap) <= 4 and not figures
    return len(real) <= 3 and len(gap) <= 9 and not (figures and len(real) > 2)


def _joined(sentence: Sentence, left: int, right: int) -> bool:
    """True when two parts belong to one noun phrase: side by side, in apposition, or "of" and "for" between."""
    gap = sentence.tokens_between(left, right)
    glue = words("glue") | frozenset(",'(-")
    return len(gap) <= 4 and all(t.word in glue for t in gap)


def _parts(document: Document, sentence: Sentence, start: int, stop: int, places: Sequence[Spot]) -> list[_Part]:
    """Offices, bodies, names and governments in `start..stop`, in text order, not overlapping."""
    out: list[_Part] = []
    for hit in sentence.of("speakers"):
        if start <= hit.start and hit.stop <= stop and not (out and out[-1][0] == hit.start):
            out.append((hit.start, hit.stop, hit.row.kind, hit))
    taken = [(a, b) for a, b, _, _ in out]
    spots = [(p.start, p.stop) for p in places if start <= p.start and p.stop <= stop]
    for match in _NAME.finditer(document.text, start, stop):
        a, b = match.span()
        for x, y in taken:
            if x < b and a < y:
                if a < x:
                    b = x
                else:
                    a = max(a, y)
        a, b = _trim(document.text, a, b)
        if document.folded[b - 2 : b] == "'s":
            b -= 2
        if a >= b or (a == sentence.start and b - a < 3):
            continue
        first = document.folded[a:b].split()
        if (
            not first
            or first[0] in words("not-name")
            or (len(first) == 1 and first[0] in words("preposition") | words("determiner") | words("clause"))
        ):
            continue
        kind = "place" if any(x <= a and b <= y for x, y in spots) else "name"
        out.append((a, b, kind, None))
    return sorted(out, key=lambda p: p[0])


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and not text[start].isalnum():
        start += 1
    while stop > start and not text[stop - 1].isalnum():
        stop -= 1
    return start, stop


def _source(document: Document, parts: Sequence[_Part]) -> _Source:
    text = document.text
    start, stop = parts[0][0], parts[-1][1]
    has_role = any(kind == "role" for _, _, kind, _ in parts)
    parts = [
        (a, b, "name" if kind == "place" and has_role and text[b : b + 1] == "," and len(parts) > 1 else kind, hit)
        for a, b, kind, hit in parts
    ]
    names = [text[a:b] for a, b, kind, _ in parts if kind == "name"]
    roles = [text[a:b] for a, b, kind, _ in parts if kind in ("role", "generic", "image")]
    bodies = [text[a:b] for a, b, kind, _ in parts if kind in ("organisation", "agency")]
    where = [text[a:b] for a, b, kind, _ in parts if kind == "place"]
    if where and bodies:
        bodies[-1] = f"{where[0]} {bodies[-1]}"
    elif where and not roles and not names:
        bodies = where
    name = names[0].removesuffix("'s").removesuffix("’s") if names else None
    lead = document.folded[max(0, start - 4) : start]
    if lead.endswith("the "):
        start -= 4
    body = bodies[0] if bodies and len(bodies) > 1 and "," in text[start:stop] else " ".join(bodies) or None
    return _Source(start, stop, Speaker(name, roles[0] if roles else None, body, text[start:stop]))


def _label(document: Document, sentence: Sentence, places: Sequence[Spot], register: Register) -> Attribution | None:
    """ "Mayor Olena Hryn: ten dead", "Ten dead - minister": a source with a colon or dash and no verb."""
    text = document.text[sentence.start : sentence.stop]
    colon = re.match(r"[^:\n]{3,60}:\s", text)
    if colon:
        source = _phrase(document, sentence, sentence.start, sentence.start + colon.end() - 2, places, nearest="right")
        if source is not None and source.start - sentence.start <= 12:
            end = sentence.start + colon.end() - 2
            return Attribution(source.start, source.stop, end, end + 1, register.full(source.speaker), "right", "label")
    dash = re.search(r"\s[-–—]\s([^-–—]{3,50})$", text)
    if dash:
        start = sentence.start + dash.start(1)
        source = _phrase(document, sentence, start, sentence.stop, places, nearest="left")
        if (
            source is not None
            and source.start - start <= 4
            and source.speaker.role
            or source
            and source.speaker.organisation
        ):
            return Attribution(
                source.start, source.stop, start - 2, start - 1, register.full(source.speaker), "left", "label"
            )
    return None


def _reach(sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """How far each attribution's content goes: to the next source, or to a semicolon when there are several."""
    out = []
    for i, one in enumerate(found):
        low, high = sentence.start, sentence.stop
        if i > 0:
            before = found[i - 1]
            low = (
                min(one.source_start, one.cue_start)
                if one.side == "right"
                else (max(before.source_stop, before.cue_stop) if before.side == "left" else before.source_start)
            )
        if i + 1 < len(found):
            after = found[i + 1]
            high = min(after.source_start, after.cue_start) if after.side == "right" else sentence.stop
        if one.side == "left" and i + 1 < len(found):
            high = max(one.source_stop, one.cue_stop)
        out.append(
            Attribution(
                one.source_start,
                one.source_stop,
                one.cue_start,
                one.cue_stop,
                one.speaker,
                one.side,
                one.cue,
                one.direct,
                (low, high),
            )
        )
    return out


def _chain(document: Document, sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """Who only passes it on is the way it came, not the speaker: "TASS reports, citing the ministry"."""
    if not found:
        return found
    agencies = {h.start: document.text[h.start : h.stop] for h in sentence.of("speakers") if h.row.kind == "agency"}
    citing = [a for a in found if document.folded[a.cue_start : a.cue_stop] in words("citing")]
    people = citing or [a for a in found if not _is_agency(a, agencies)]
    carriers = [a.speaker.label for a in found if a not in people and (citing or _is_agency(a, agencies))]
    if not people or not (agencies or carriers):
        return found
    via = tuple(dict.fromkeys([*carriers, *agencies.values()]))
    out = []
    for one in people:
        rest = tuple(v for v in via if v not in (one.speaker.organisation or "") and v != one.speaker.name)
        who = one.speaker
        reach = (
            (sentence.start, sentence.stop) if len(people) == 1 and not _semicolons(document, sentence) else one.reach
        )
        out.append(
            replace(one, speaker=Speaker(who.name, who.role, who.organisation, who.text, rest or who.via), reach=reach)
        )
    return out


def _semicolons(document: Document, sentence: Sentence) -> bool:
    return ";" in document.text[sentence.start : sentence.stop]


def _is_agency(one: Attribution, agencies: dict[int, str]) -> bool:
    who = one.speaker
    return not who.name and not who.role and any(one.source_start <= a < one.source_stop for a in agencies)


def continues_quote(document: Document, sentence: Sentence, open_before: bool) -> tuple[bool, bool]:
    """Whether a sentence stands inside quotation marks, and whether the marks are still open after it."""
    text = document.text[sentence.start : sentence.stop]
    inside = open_before or text[:1] in _QUOTES
    state = open_before
    for char in text:
        if char in "“«„":
            state = True
        elif char in "”»":
            state = False
        elif char == '"':
            state = not state
    return inside, state


def speaker_of(attributions: Sequence[Attribution], start: int, stop: int) -> Attribution | None:
    """The attribution whose content holds `start..stop`; the nearest cue when several could."""
    fitting = [a for a in attributions if a.reach[0] <= start and stop <= a.reach[1]] or list(attributions)
    fitting = [a for a in fitting if not (a.source_start <= start and stop <= a.source_stop)]
    if not fitting:
        return None

    def distance(a: Attribution) -> tuple[bool, int]:
        after = start >= a.cue_start
        wrong = (a.side == "right") != after
        return wrong, min(abs(start - a.cue_stop), abs(a.cue_start - stop))

    return min(fitting, key=distance)


@cache
def image_words() -> frozenset[str]:
    """Nouns of pictures that "show" something."""
    return frozenset(f for r in table("speakers") if r.kind == "image" for forms in r.forms.values() for f in forms)


__all__ = ["Register", "continues_quote", "find_attributions", "image_words", "speaker_of"]
