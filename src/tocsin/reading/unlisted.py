"""Villages and quarters that the gazetteer has no row for: a name after "in" or "near" that is nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.lexicon.english import is_common
from tocsin.lexicon.gazetteer import make_place
from tocsin.lexicon.spellings import spelt_otherwise
from tocsin.reading.document import Document, Sentence
from tocsin.reading.mentions import Spot
from tocsin.reading.placescan import gives, place_words
from tocsin.record import Place


def _sorts(kind: str, ending: str) -> str:
    """Alternatives of a pattern: the words that say what a named place is, buildings left out."""
    plain = (w.removesuffix(ending) for w, sort in gives(kind).items() if sort in _SORTS and w.endswith(ending))
    return "|".join(sorted({re.escape(w) for w in plain if w.isascii()} - _BUILDINGS, key=len, reverse=True))


_SORTS = ("town", "district", "locality")
_BUILDINGS = frozenset(
    {"capital", "port", "airport", "airbase", "airfield", "hospital", "station", "refinery", "bridge", "cathedral"}
    | {"mosque", "barracks", "bazaar"}
)
_CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]+|[ae]l-[A-Z]\w+)"
_NAMED = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside"
    r"|(?:areas?|parts?|centre|center|village|town|city|hamlet|settlement|district|community|island) of) "
    rf"({_CAPITAL}(?: (?:(?:de|del|la|el|al|du|bin|wa) )?{_CAPITAL}){{0,3}})"
)
_NAME = rf"(?P<name>{_CAPITAL}(?: (?:(?:de|del|la|el|al|du|bin|wa) )?{_CAPITAL}){{0,3}})"
_SORT_OF = re.compile(rf"\b(?P<sort>{_sorts('before', ' of')}) of {_NAME}")
_OF_SORT = re.compile(rf"\b(?<!\. )(?!The |A |An |In |At ){_NAME} (?P<sort>{_sorts('after', '')})\b")
_SIDE = r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)"
#: "near Ghalia, just west of Baquba": a name that is placed by a known one.
_BESIDE = re.compile(
    rf"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]round|[Oo]utside|on) {_NAME}"
    rf",? (?P<sort>(?:just |about |some )?(?:[\d.]+ ?\w+ )?(?:to the )?{_SIDE}) of [A-Z]"
)
#: Tables whose words are no place: a body, a weapon, an army, a kind of building.
_OTHERWISE = ("speakers", "weapons", "actors", "objects", "cues", "context")


def find_told(document: Document, sentence: Sentence, taken: Sequence[Spot], countries: frozenset[str]) -> list[Spot]:
    """Places that a word beside the name calls a village, a town or a district, though no gazetteer has them.

    "the hamlet of Benachour", "Nyaung Kone village", "near Ghalia, west of Baquba"; `taken` as for `find_unlisted`.
    """
    out: list[Spot] = []
    for pattern in (_SORT_OF, _OF_SORT, _BESIDE):
        for match in pattern.finditer(document.text, sentence.start, sentence.stop):
            start, stop = match.span("name")
            sort = gives("before").get(f"{match['sort']} of".lower()) or gives("after").get(match["sort"].lower())
            if _is_free(document, sentence, start, stop, [*taken, *out], told=sort is not None):
                out.append(_spot(document, start, stop, sort or "locality", countries))
    return sorted(out, key=lambda s: s.start)


def find_unlisted(
    document: Document, sentence: Sentence, taken: Sequence[Spot], countries: frozenset[str]
) -> list[Spot]:
    """Names of one sentence that only stand where places stand; without a point and without what holds them.

    `taken` are the places and times found already, `countries` those that the text speaks of: a name that is another
    spelling of a place there is that place. English only: its prepositions and capitals are the evidence.
    """
    out = []
    for match in _NAMED.finditer(document.text, sentence.start, sentence.stop):
        start, stop = match.span(1)
        if _is_free(document, sentence, start, stop, taken):
            out.append(_spot(document, start, stop, _precision(document, stop), countries))
    return out


def _spot(document: Document, start: int, stop: int, precision: str, countries: frozenset[str]) -> Spot:
    name = document.text[start:stop]
    known = spelt_otherwise(name, countries)
    if known is not None and (precision in ("district", "region")) == (known.kind in ("district", "region")):
        return Spot(start, stop, place=make_place(known, name))
    return Spot(start, stop, place=Place(name, name, precision=precision))


def _precision(document: Document, stop: int) -> str:
    """What the word after a name says it is: "Chorah district"; a locality where there is none."""
    following = document.folded[stop : stop + 20].split()
    return gives("after").get(following[0].strip(",.;"), "locality") if following else "locality"


def _is_free(
    document: Document, sentence: Sentence, start: int, stop: int, taken: Sequence[Spot], *, told: bool = False
) -> bool:
    """Whether no other reading is known for a name: an English word, a building's name, somebody's, an abbreviation.

    A name that is `told` to be a place may be a first name too.
    """
    said = document.text[start:stop]
    first = re.split(r"[ -]", document.folded[start:stop])[0]
    if (
        len(said) < 4
        or said.isupper()
        or is_common(first)
        or (not told and first in place_words("first-name") and _precision(document, stop) == "locality")
    ):
        return False
    if any(s.start < stop + 2 and start < s.stop for s in taken):
        return False
    if "'s" in document.folded[start : stop + 2] or document.text[stop : stop + 1] in ("'", "’", "&", "/", "@"):
        return False
    after = sentence.tokens_between(stop, sentence.stop)[:2]
    if any(h.start in {t.start for t in after} for h in sentence.of("objects")):
        return False
    return not any(h.start < stop and start < h.stop for name in _OTHERWISE for h in sentence.of(name))


__all__ = ["find_told", "find_unlisted"]
