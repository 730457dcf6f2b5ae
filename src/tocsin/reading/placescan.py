"""Find the names in a text that may be places: looked up in the gazetteer, weighed by the words beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import log10
from typing import NamedTuple

from tocsin.lexicon.english import is_common
from tocsin.lexicon.gazetteer import Entry, Gazetteer, name_key
from tocsin.lexicon.load import table
from tocsin.reading.placeforms import is_adjective, nominatives

ACCEPT = 0.5
#: What the name of a town of at least `_SOME_SIZE` people gains that is no word of English.
_NOTHING_ELSE, _SOME_SIZE = 0.2, 10_000


class Token(NamedTuple):
    start: int
    stop: int
    word: str
    key: str
    cap: bool
    opens: bool
    #: what stands between the token before and this one
    glue: str


@dataclass(slots=True)
class Found:
    first: int
    last: int
    start: int
    stop: int
    #: what spellings of the name have in common
    name: str
    entries: tuple[Entry, ...]
    score: float
    form: str
    cue: str = ""
    parent: int | None = None
    best: Entry | None = None


_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:St|Ft|Mt|Gen|Col|Sgt|Lt|Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Prof)\."
    r"|[^\W_]+(?:['’ʼ][^\W\d_]+)*"
)
_APOSTROPHES = "'’"
_OPENERS = frozenset('.!?:;\n"“”«»•|')
_GENITIVES = frozenset({"'s ", "’s ", "' ", "’ "})
_JOINTS = frozenset({" ", "-", "\u00a0", ". ", "", "'s ", "’s "})
#: Small words inside names: Rio de Janeiro, Isle of Man, Dar es Salaam, Zaporizhzhia nuclear power plant.
_LINKS = frozenset(
    {
        *("of", "the", "and", "de", "la", "del", "el", "al", "le", "du", "da", "dos", "di", "y"),
        *("en", "upon", "on", "sur", "am", "na", "au", "es", "aux", "les", "den", "der", "wa", "nuclear", "power"),
    }
)
_LONGEST = 5


def tokens_of(text: str) -> Iterator[Token]:
    end = 0
    for match in _TOKEN.finditer(text):
        start, stop = match.span()
        word, glue = match.group(), text[end:start]
        if stop - start > 2 and word[-2] in _APOSTROPHES and word[-1] in "sS":
            word = word[:-2]
        opens = glue != " " and (end == 0 or not _OPENERS.isdisjoint(glue))
        end = start + len(word)
        yield Token(start, start + len(word), word, word.lower(), word[0].isupper(), opens, glue)


@cache
def place_words(row_id: str) -> frozenset[str]:
    """All forms of one row of `placewords.toml`, lower case."""
    row = next(r for r in table("placewords") if r.id == row_id)
    return frozenset(form.lower() for forms in row.forms.values() for form in forms)


@cache
def gives(kind: str) -> dict[str, str]:
    """Form -> precision, for the rows of one kind."""
    rows = [r for r in table("placewords") if r.kind == kind and r.more.get("gives")]
    return {form.lower(): str(r.more["gives"]) for r in rows for forms in r.forms.values() for form in forms}


def fame(entry: Entry) -> float:
    """A logarithm of how well known a place is, on the scale of a town's inhabitants."""
    people = log10(entry.population + 300)
    match entry.kind:
        case "country":
            return max(people, 5.5) + 2.0
        case "area" | "sea":
            return 7.5 if entry.radius_m > 20_000 else 6.0
        case "region":
            return people - 0.7
        case "district":
            return people - 2.0
        case "suburb":
            return people - 0.7
    return people + (1.0 if entry.capital else 0.0) - (1.0 if entry.use == "variant" else 0.0)


class Scan:
    """One pass over the tokens: gazetteer names, longest first, each weighed by its neighbours."""

    def __init__(self, text: str, tokens: list[Token], language: str, gazetteer: Gazetteer) -> None:
        self.text, self.tokens, self.language, self.gazetteer = text, tokens, language, gazetteer
        self.lower = {t.key for t in tokens if not t.cap}
        self.mid_caps = Counter(t.key for t in tokens if t.cap and not t.opens)
        #: names that stand behind a first name somewhere: those of people
        self.surnames: set[str] = set()
        self.shouting = sum(t.cap and len(t.word) > 3 and t.word.isupper() for t in tokens) > len(tokens) // 2

    def run(self, country: str | None) -> list[Found]:
        found, at = [], 0
        while at < len(self.tokens):
            token = self.tokens[at]
            hit = self._at(at) if token.cap else self._lower_adjective(at) if not token.word.isascii() else None
            if hit is None:
                at += 1
                continue
            found.append(hit)
            at = hit.last + 1
        return self._settle(found, country)

    def _at(self, at: int) -> Found | None:
        for last in self._ends(at):
            entries, form = self._entries(at, last)
            if entries:
                start, stop = self.tokens[at].start, self.tokens[last].stop
                score = self._weigh(at, last, entries, form)
                if at == last and self.tokens[at].key in place_words("abbreviated"):
                    if self.tokens[at].glue != ", " or self.text[stop : stop + 1] != ".":
                        return None
                    score, stop = 0.9, stop + 1
                return Found(at, last, start, stop, name_key(self.text[start:stop]), entries, score, form)
        return None

    def _lower_adjective(self, at: int) -> Found | None:
        """Ukrainian and Russian adjectives have no capital: українські сили."""
        token = self.tokens[at]
        if not is_adjective(token.key):
            return None
        entries, form = self._inflected(token.key)
        if form != "adjective":
            return None
        return Found(at, at, token.start, token.stop, name_key(token.word), entries, 0.95, form)

    def _ends(self, at: int) -> list[int]:
        """Last tokens of the names that may begin here, longest first."""
        ends = [at]
        for i in range(at + 1, min(at + _LONGEST, len(self.tokens))):
            token = self.tokens[i]
            if token.glue not in _JOINTS or (token.glue == "" and not token.cap):
                break
            if token.glue == ". " and len(self.tokens[i - 1].word) > 2:
                break
            if token.cap:
                ends.append(i)
            elif token.key not in _LINKS:
                if token.key in _TAIL_WORDS:
                    ends.append(i)
                break
        return ends[::-1]

    def _entries(self, at: int, last: int) -> tuple[tuple[Entry, ...], str]:
        name = self.text[self.tokens[at].start : self.tokens[last].stop]
        entries = self.gazetteer.lookup(name)
        if (not entries and self.language in ("uk", "ru", "be", "bg")) or (not entries and not name[0].isascii()):
            return self._inflected(name)
        named = tuple(e for e in entries if e.use in ("name", "variant"))
        adjectives = tuple(e for e in entries if e.use == "adjective")
        if adjectives and not any(e.kind in ("country", "area") for e in named):
            return adjectives, "adjective"
        return (named, "name") if named and self._plausible(at, name, named) else ((), "")

    def _inflected(self, name: str) -> tuple[tuple[Entry, ...], str]:
        best: tuple[float, tuple[Entry, ...], str] = (0.0, (), "")
        for form, use in nominatives(name):
            entries = tuple(e for e in self.gazetteer.lookup(form) if (e.use == "stem") == (use == "adjective"))
            known = max((fame(e) for e in entries), default=0.0)
            if known > best[0]:
                best = known, entries, use
        return best[1], best[2]

    def _plausible(self, at: int, name: str, entries: tuple[Entry, ...]) -> bool:
        """Refuse short words and codes in capitals, save those that name a country or region by themselves.

        A postal code or abbreviation needs a name and a comma before it: Portland, OR; Gainesville, Va.
        """
        token = self.tokens[at]
        after_comma = token.glue == ", " and at > 0 and self.tokens[at - 1].cap
        if self.text[token.stop : token.stop + 1] in ("$", "£", "€"):
            return False
        if "." in name and token.opens and not any(e.kind in ("country", "area") for e in entries):
            return False
        if len(name) < 3:
            big = [e for e in entries if e.kind in ("country", "area", "region")]
            return any((e.use == "name" and name.isupper()) or after_comma for e in big)
        if name.isupper() and name.isalpha() and len(name) <= 5 and not self.shouting:
            return any(e.kind in ("country", "area", "region") or len(name) > 4 for e in entries if e.use == "name")
        return True

    def _weigh(self, at: int, last: int, entries: tuple[Entry, ...], form: str) -> float:
        """0 to 1: how likely these words name a place."""
        first, tokens = self.tokens[at], self.tokens
        best = max(fame(e) for e in entries)
        if form == "adjective":
            return 0.95
        famous = any(e.kind in ("country", "area", "sea") or (e.kind == "region" and e.use == "name") for e in entries)
        score = 0.25 + 0.09 * (best - 3) + (0.35 if famous else 0.0) + (0.12 if last > at else 0.0)
        if first.word.isascii() and all(e.use == "variant" for e in entries):
            score -= 0.15
        before = tokens[at - 1] if at else None
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        known = _are_known(entries)
        if before is not None and before.glue is not None:
            score += self._weigh_before(at, before, famous, known)
        if after is not None:
            score += self._weigh_after(at, last, after, famous, known)
        if self._is_nothing_else(at, last, entries):
            score += _NOTHING_ELSE
        plain = all(t.key in place_words("not-place") for t in tokens[at : last + 1])
        if plain and (last == at or max(e.population for e in entries) < _SOME_SIZE):
            score -= 0.6
        if last == at and first.key in place_words("generic"):
            return 0.0
        if first.opens and last == at and not famous:
            score -= 0.5 if first.key in self.lower else 0.1 - 0.1 * bool(self.mid_caps[first.key])
        elif last == at and first.key in self.lower and not famous:
            score -= 0.3
        if last == at and first.key in place_words("first-name"):
            score -= 0.35
        return score

    def _is_nothing_else(self, at: int, last: int, entries: tuple[Entry, ...]) -> bool:
        """A town of some size whose name is no English word and stands beside no other capital."""
        tokens, word = self.tokens, self.tokens[at].key
        if last > at or len(word) < 5 or not word.isascii() or is_common(word):
            return False
        beside = [t for t in tokens[max(0, at - 1) : at] if not tokens[at].opens]
        beside += [t for t in tokens[at + 1 : at + 2] if t.glue == " "]
        if any(t.cap for t in beside):
            return False
        return any(e.kind == "town" and e.use == "name" and e.population >= _SOME_SIZE for e in entries)

    def _weigh_before(self, at: int, before: Token, famous: bool, known: bool) -> float:
        first = self.tokens[at]
        if first.opens:
            return 0.0
        if before.key == "to" and at > 1 and self.tokens[at - 2].key == "according":
            return 0.0 if known else -0.3
        if before.key in place_words("locative") or before.key in place_words("near") or before.key in gives("before"):
            return 0.3
        two = f"{self.tokens[at - 2].key} {before.key}" if at > 1 else ""
        if gives("before").get(two) in _HOLDERS:
            return 0.8
        if two in gives("before") or two in place_words("event-at"):
            return 0.4
        if before.key in place_words("part"):
            return 0.25
        if before.key.rstrip(".") in place_words("title") and before.cap:
            self.surnames.add(first.key)
            return -0.6 if not known else -0.1
        if before.cap and not first.glue.strip():
            if before.key in place_words("first-name") or re.fullmatch(r"[^\W\d_]\.?", before.word):
                self.surnames.add(first.key)
                return -0.8
            if self._may_be_first_name(before):
                self.surnames.add(first.key)
            plain = before.opens or before.key in place_words("not-place") or before.key in place_words("part")
            return -0.15 if plain or famous else -0.4
        return 0.0

    def _may_be_first_name(self, token: Token) -> bool:
        """Whether a capitalised word is neither English nor a place nor a small part of a name: Cecilio, Anahit."""
        if len(token.word) < 3 or not token.word.isascii() or token.key in place_words("generic"):
            return False
        return not is_common(token.key) and not self.gazetteer.lookup(token.word)

    def _is_in(self, at: int) -> bool:
        """ "A spokesman in Khost told": what stands before only a place follows."""
        return at > 0 and not self.tokens[at].opens and self.tokens[at - 1].key in place_words("stands-in")

    def _weigh_after(self, at: int, last: int, after: Token, famous: bool, known: bool) -> float:
        if after.glue == ", " and after.cap:
            return 0.2 if self.gazetteer.lookup(after.word) else 0.0
        if after.glue == " " and after.key in _DISTRICT_WORDS and not after.cap:
            return 0.35
        if after.key in place_words("generic"):
            return 0.0
        if after.glue not in (" ", "-"):
            return 0.0
        if after.key in _AFTER_WORDS:
            return 0.35
        if after.key in place_words("said") and not known and not self._is_in(at):
            self.surnames.add(self.tokens[last].key)
            return -0.45
        if after.cap and last == at and self.tokens[at].key in place_words("first-name"):
            return -0.8
        if after.cap:
            if after.key in place_words("organisation-word") or after.key.rstrip(".") in place_words("title"):
                return 0.1
            return -0.1 if famous else -0.45
        return 0.0

    def _settle(self, found: list[Found], country: str | None) -> list[Found]:
        """Keep what is likely enough; a name that is surely a place once is one everywhere in the text.

        Names in a country that the text speaks of are likelier.
        """
        about = {e.country for f in found for e in f.entries if e.kind == "country" and f.score >= ACCEPT}
        about |= {country} | _HOME.get(self.language, set())
        sure = {f.name for f in found if f.score >= 0.75 and f.form == "name"}
        kept = []
        for f in found:
            lifted = f.score + (0.25 if f.name in sure and f.score < 0.75 else 0.0)
            if f.first == f.last and self.tokens[f.first].key in self.surnames and not _are_known(f.entries):
                lifted -= _SURNAME
            cyrillic = not self.text[f.start].isascii()
            if f.form == "name" and any(e.country in about and (cyrillic or e.use == "name") for e in f.entries):
                lifted += 0.15
            if lifted >= ACCEPT:
                f.score = min(1.0, lifted)
                if f.form == "name" and self._inside_organisation(f):
                    f.form = "embedded"
                kept.append(f)
        return kept

    def _inside_organisation(self, f: Found) -> bool:
        """Whether the capitalised words that follow, or "X of" before, make it part of a body's name."""
        tokens, at = self.tokens, f.last + 1
        while at < min(f.last + 4, len(tokens)) and tokens[at].cap and tokens[at].glue == " ":
            if tokens[at].key in place_words("organisation-word"):
                return True
            at += 1
        if (
            at < len(tokens)
            and at == f.last + 1
            and tokens[at].glue == " "
            and tokens[at].key in place_words("eponym-word")
        ):
            return True
        if f.first > 1 and tokens[f.first - 1].key == "of" and tokens[f.first - 2].cap:
            return tokens[f.first - 2].key in place_words("organisation-word")
        return False


#: What a name loses that somebody in the text bears, unless it is a large town's.
_SURNAME = 0.5


def _are_known(entries: tuple[Entry, ...]) -> bool:
    """Whether a name is so large a place's that somebody who bears it does not make it a surname."""
    return any(e.kind in ("country", "area", "sea") or e.population > _LARGE for e in entries)


_LARGE = 500_000
#: Countries that texts of a language are about unless they say otherwise.
_HOME: dict[str, set[str | None]] = {"uk": {"UA"}, "ru": {"UA", "RU"}}
#: Small-letter words that end a name.
_TAIL_WORDS = frozenset(
    {
        *("область", "області", "областю", "области", "областью", "район", "району", "районі", "района", "районе"),
        *("край", "края", "море", "моря", "морі", "морем", "river", "sea", "strait", "canal", "peninsula", "oblast"),
        *("raion", "dam", "bridge", "crossing", "plant"),
    }
)
#: What "city of" and "province of" give: nothing but a place's name stands after them.
_HOLDERS = ("town", "region", "district")
_AFTER_WORDS = frozenset(gives("after"))
#: "Gelan district", "Kunar province": in small letters they are no part of another name.
_DISTRICT_WORDS = frozenset(word for word, sort in gives("after").items() if sort in ("district", "region"))


__all__ = ["ACCEPT", "Found", "Scan", "Token", "fame", "gives", "place_words", "tokens_of"]
