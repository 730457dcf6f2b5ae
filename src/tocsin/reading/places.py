"""Find the places that a text names, and say which places they are.

Three steps: names are looked up in the gazetteer and weighed by the words beside them (`_Scan`); candidates are
chosen by fame, by the countries the text speaks of and by the regions named beside them (`_choose`); and the words
around the name say how exactly it tells where: "near Bakhmut", "Kharkiv region", "northern Gaza" (`_shape`).
Weights are tuned by hand on GeoVirus and the training half of GeoWebNews; see `tocsin.evaluation.places`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from math import log10
from typing import NamedTuple

from tocsin.lexicon.gazetteer import Entry, Gazetteer, make_place, metres, name_key, open_gazetteer
from tocsin.lexicon.load import table
from tocsin.reading.placeforms import is_adjective, nominatives
from tocsin.record import Place

ACCEPT = 0.5
FORMS = ("name", "adjective", "embedded")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """`text[start:stop]` names `place`. Code points; `score` 0 to 1.

    `form`: name; adjective ("Ukrainian forces"); embedded, inside another proper name ("Washington Post").
    `metonym`: adjectives, embedded names, and capitals and countries that stand for their governments: no place where
    something happened.
    """

    start: int
    stop: int
    place: Place
    score: float
    metonym: bool
    form: str = "name"


class _Token(NamedTuple):
    start: int
    stop: int
    word: str
    key: str
    cap: bool
    opens: bool
    #: what stands between the token before and this one
    glue: str


@dataclass(slots=True)
class _Found:
    first: int
    last: int
    start: int
    stop: int
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
        *("en", "upon", "on", "sur", "am", "na", "au", "es", "aux", "les", "den", "der", "nuclear", "power"),
    }
)
_LONGEST = 5


def find_places(
    text: str, *, language: str = "en", country: str | None = None, folded: str | None = None
) -> list[PlaceMention]:
    """Places named in `text`, in text order, never overlapping.

    `language`: ISO 639-1 code of the text; en, uk and ru have word tables, others are read by names alone.
    `country`: ISO 3166-1 code that breaks ties, such as the country the report is about. `folded` is not needed.
    """
    del folded
    tokens = list(_tokens(text))
    found = _Scan(text, tokens, language, open_gazetteer()).run(country)
    _choose(found, tokens, text, country)
    return [_shape(f, tokens, text) for f in found if f.best is not None]


def _tokens(text: str) -> Iterator[_Token]:
    end = 0
    for match in _TOKEN.finditer(text):
        start, stop = match.span()
        word, glue = match.group(), text[end:start]
        if stop - start > 2 and word[-2] in _APOSTROPHES and word[-1] in "sS":
            word = word[:-2]
        opens = glue != " " and (end == 0 or not _OPENERS.isdisjoint(glue))
        end = start + len(word)
        yield _Token(start, start + len(word), word, word.lower(), word[0].isupper(), opens, glue)


@cache
def _words(row_id: str) -> frozenset[str]:
    """All forms of one row of `placewords.toml`, lower case."""
    row = next(r for r in table("placewords") if r.id == row_id)
    return frozenset(form.lower() for forms in row.forms.values() for form in forms)


@cache
def _gives(kind: str) -> dict[str, str]:
    """Form -> precision, for the rows of one kind."""
    rows = [r for r in table("placewords") if r.kind == kind and r.more.get("gives")]
    return {form.lower(): str(r.more["gives"]) for r in rows for forms in r.forms.values() for form in forms}


class _Scan:
    """One pass over the tokens: gazetteer names, longest first, each weighed by its neighbours."""

    def __init__(self, text: str, tokens: list[_Token], language: str, gazetteer: Gazetteer) -> None:
        self.text, self.tokens, self.language, self.gazetteer = text, tokens, language, gazetteer
        self.lower = {t.key for t in tokens if not t.cap}
        self.mid_caps = Counter(t.key for t in tokens if t.cap and not t.opens)
        self.shouting = sum(t.word.isupper() and len(t.word) > 3 for t in tokens) > len(tokens) // 2

    def run(self, country: str | None) -> list[_Found]:
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

    def _at(self, at: int) -> _Found | None:
        for last in self._ends(at):
            entries, form = self._entries(at, last)
            if entries:
                start, stop = self.tokens[at].start, self.tokens[last].stop
                score = self._weigh(at, last, entries, form)
                if at == last and self.tokens[at].key in _words("abbreviated"):
                    if self.tokens[at].glue != ", " or self.text[stop : stop + 1] != ".":
                        return None
                    score, stop = 0.9, stop + 1
                return _Found(at, last, start, stop, entries, score, form)
        return None

    def _lower_adjective(self, at: int) -> _Found | None:
        """Ukrainian and Russian adjectives have no capital: українські сили."""
        token = self.tokens[at]
        if not is_adjective(token.key):
            return None
        entries, form = self._inflected(token.key)
        if form != "adjective":
            return None
        return _Found(at, at, token.start, token.stop, entries, 0.95, form)

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
            fame = max((_fame(e) for e in entries), default=0.0)
            if fame > best[0]:
                best = fame, entries, use
        return best[1], best[2]

    def _plausible(self, at: int, name: str, entries: tuple[Entry, ...]) -> bool:
        """Refuse short words and codes in capitals, save those that name a country or region by themselves.

        A postal code or abbreviation needs a name and a comma before it: Portland, OR; Gainesville, Va.
        """
        token = self.tokens[at]
        after_comma = token.glue == ", " and at > 0 and self.tokens[at - 1].cap
        if self.text[token.stop : token.stop + 1] in ("$", "£", "€"):
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
        best = max(_fame(e) for e in entries)
        if form == "adjective":
            return 0.95
        famous = any(e.kind in ("country", "area", "sea") or (e.kind == "region" and e.use == "name") for e in entries)
        score = 0.25 + 0.09 * (best - 3) + (0.35 if famous else 0.0) + (0.12 if last > at else 0.0)
        if first.word.isascii() and all(e.use == "variant" for e in entries):
            score -= 0.15
        before = tokens[at - 1] if at else None
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        if before is not None and before.glue is not None:
            score += self._weigh_before(at, before, famous)
        if after is not None:
            score += self._weigh_after(at, last, after, famous)
        if last == at and first.key in _words("not-place"):
            score -= 0.6
        if last == at and first.key in _words("generic"):
            return 0.0
        if first.opens and last == at and not famous:
            score -= 0.5 if first.key in self.lower else 0.1 - 0.1 * bool(self.mid_caps[first.key])
        elif last == at and first.key in self.lower and not famous:
            score -= 0.3
        if last == at and first.key in _words("first-name"):
            score -= 0.35
        return score

    def _weigh_before(self, at: int, before: _Token, famous: bool) -> float:
        first = self.tokens[at]
        if first.opens:
            return 0.0
        if before.key in _words("locative") or before.key in _words("near") or before.key in _gives("before"):
            return 0.3
        two = f"{self.tokens[at - 2].key} {before.key}" if at > 1 else ""
        if two in _gives("before") or two in _words("event-at"):
            return 0.4
        if before.key in _words("part"):
            return 0.25
        if before.key.rstrip(".") in _words("title") and before.cap:
            return -0.6 if not famous else -0.1
        if before.cap and not first.glue.strip():
            if before.key in _words("first-name") or re.fullmatch(r"[^\W\d_]\.?", before.word):
                return -0.8
            known = before.opens or before.key in _words("not-place") or before.key in _words("part")
            return -0.15 if known or famous else -0.4
        return 0.0

    def _weigh_after(self, at: int, last: int, after: _Token, famous: bool) -> float:
        if after.glue == ", " and after.cap:
            return 0.2 if self.gazetteer.lookup(after.word) else 0.0
        if after.key in _words("generic"):
            return 0.0
        if after.glue not in (" ", "-"):
            return 0.0
        if after.key in _AFTER_WORDS:
            return 0.35
        if after.key in _words("said") and not famous:
            return -0.45
        if after.cap and last == at and self.tokens[at].key in _words("first-name"):
            return -0.8
        if after.cap:
            if after.key in _words("organisation-word") or after.key.rstrip(".") in _words("title"):
                return 0.1
            return -0.1 if famous else -0.45
        return 0.0

    def _settle(self, found: list[_Found], country: str | None) -> list[_Found]:
        """Keep what is likely enough; a name that is surely a place once is one everywhere in the text.

        Names in a country that the text speaks of are likelier.
        """
        about = {e.country for f in found for e in f.entries if e.kind == "country" and f.score >= ACCEPT}
        about |= {country} | _HOME.get(self.language, set())
        sure = {name_key(self.text[f.start : f.stop]) for f in found if f.score >= 0.75 and f.form == "name"}
        kept = []
        for f in found:
            key = name_key(self.text[f.start : f.stop])
            lifted = f.score + (0.25 if key in sure and f.score < 0.75 else 0.0)
            cyrillic = not self.text[f.start].isascii()
            if f.form == "name" and any(e.country in about and (cyrillic or e.use == "name") for e in f.entries):
                lifted += 0.15
            if lifted >= ACCEPT:
                f.score = min(1.0, lifted)
                if f.form == "name" and self._inside_organisation(f):
                    f.form = "embedded"
                kept.append(f)
        return kept

    def _inside_organisation(self, f: _Found) -> bool:
        """Whether the capitalised words that follow, or "X of" before, make it part of a body's name."""
        tokens, at = self.tokens, f.last + 1
        while at < min(f.last + 4, len(tokens)) and tokens[at].cap and tokens[at].glue == " ":
            if tokens[at].key in _words("organisation-word"):
                return True
            at += 1
        if at < len(tokens) and at == f.last + 1 and tokens[at].glue == " " and tokens[at].key in _words("eponym-word"):
            return True
        if f.first > 1 and tokens[f.first - 1].key == "of" and tokens[f.first - 2].cap:
            return tokens[f.first - 2].key in _words("organisation-word")
        return False


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
_AFTER_WORDS = frozenset(_gives("after"))


def _fame(entry: Entry) -> float:
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


def _choose(found: list[_Found], tokens: list[_Token], text: str, country: str | None) -> None:
    """Set each mention's `best` entry: first by itself, then once more knowing what countries the text is about."""
    _link_parents(found, tokens, text)
    for f in found:
        f.cue = _cue(f, tokens)
    prior = {country: 1.5} if country else {}
    support = dict(prior)
    for _ in range(2):
        named: Counter[str] = Counter()
        for f in found:
            f.best = max(f.entries, key=partial(_merit, f=f, found=found, support=support))
            if f.best.country:
                named[f.best.country] += 2 if f.best.kind == "country" and f.form == "name" else 1
        share = 3 / max(1, named.total())
        support = {code: prior.get(code, 0.0) + share * n for code, n in named.items()}
        support = {**prior, **support}


def _link_parents(found: list[_Found], tokens: list[_Token], text: str) -> None:
    """ "Uman, Cherkasy region": a mention straight after a comma may hold the one before it."""
    for i in range(len(found) - 1):
        gap = text[found[i].stop : found[i + 1].start]
        if gap in (", ", " in ", ", in ", " (", ", in the ", " in the ") and found[i + 1].form == "name":
            found[i].parent = i + 1


def _cue(f: _Found, tokens: list[_Token]) -> str:
    after = tokens[f.last + 1] if f.last + 1 < len(tokens) else None
    if after is not None and after.glue in (" ", "-"):
        cue = _gives("after").get(after.key, "")
        if cue:
            return cue
    for size in (3, 2, 1):
        if f.first >= size and not tokens[f.first].opens:
            cue = _gives("before").get(" ".join(t.key for t in tokens[f.first - size : f.first]), "")
            if cue and cue != "near_town":
                return cue
    if f.first and not tokens[f.first].opens and tokens[f.first - 1].key in _words("part"):
        return "part"
    return ""


def _merit(entry: Entry, f: _Found, found: list[_Found], support: dict[str, float]) -> float:
    score = _fame(entry)
    if entry.country:
        score += 1.2 * support.get(entry.country, 0.0)
    if f.cue:
        score += _CUE_FIT.get((f.cue, entry.kind), -0.5 if f.cue in ("region", "district") else 0.0)
    if f.parent is not None:
        holders = found[f.parent].entries
        if any(_holds(h, entry) for h in holders):
            score += 4.0
    if entry.kind == "region" and any(e.kind in ("town",) and e.admin1 == entry.admin1 and e.country == entry.country
                                      and e.population * 12 > entry.population for e in f.entries):  # fmt: skip
        score -= 1.5
    return score


_CUE_FIT = {
    ("region", "region"): 3.0, ("region", "area"): 2.0, ("region", "district"): 0.5,
    ("district", "district"): 3.5, ("district", "suburb"): 2.0,
    ("town", "town"): 1.5, ("town", "village"): 1.5, ("town", "suburb"): 1.5, ("town", "country"): -1.5,
    ("town", "region"): -1.5,
    ("sea", "sea"): 3.0, ("part", "region"): 0.8, ("part", "area"): 0.8, ("part", "country"): 0.8,
}  # fmt: skip


def _holds(outer: Entry, inner: Entry) -> bool:
    if outer.kind == "country":
        return outer.country == inner.country and inner.kind != "country"
    if outer.kind in ("region", "district"):
        return inner.path[: len(outer.path)] == outer.path and inner.id != outer.id
    if outer.kind == "area":
        return metres(outer.lat, outer.lon, inner.lat, inner.lon) <= outer.radius_m
    return outer.country == inner.country and metres(outer.lat, outer.lon, inner.lat, inner.lon) <= 30_000


def _shape(f: _Found, tokens: list[_Token], text: str) -> PlaceMention:
    """The mention with the precision that the words around it give."""
    assert f.best is not None
    place = make_place(f.best, text[f.start : f.stop])
    if f.form == "name":
        place = _narrow(place, f, tokens, text)
    metonym = f.form != "name" or _stands_for_government(f, tokens)
    return PlaceMention(f.start, f.stop, place, round(f.score, 3), metonym, f.form)


def _stands_for_government(f: _Found, tokens: list[_Token]) -> bool:
    """ "Moscow denied it", "Ukraine's government": a country or its capital that acts."""
    if f.best is None or not (f.best.kind == "country" or f.best.capital) or f.last + 1 >= len(tokens):
        return False
    after = tokens[f.last + 1]
    if after.glue in ("'s ", "’s ", "' ", "’ "):
        return after.key in _words("title") or after.key in _words("organisation-word")
    before = tokens[f.first - 1].key if f.first and not tokens[f.first].opens else ""
    return after.glue == " " and after.key in _words("government-verb") and before not in _words("locative")


def _narrow(place: Place, f: _Found, tokens: list[_Token], text: str) -> Place:
    entry = f.best
    assert entry is not None
    before = [t.key for t in tokens[max(0, f.first - 5) : f.first]]
    if tokens[f.first].opens and tokens[f.first].glue.strip():
        before = []
    if f.cue == "region" and entry.kind in ("town", "village") and entry.country and entry.admin1:
        region = open_gazetteer().region(entry.country, entry.admin1)
        if region is not None:
            return make_place(region, place.text)
    if entry.kind in ("town", "village", "suburb"):
        for size in range(min(5, len(before)), 0, -1):
            if _gives("before").get(" ".join(before[-size:])) == "near_town":
                return replace(place, precision="near_town", radius_m=(place.radius_m or 1500) + 15_000)
    if entry.kind in ("country", "region", "area") and before and before[-1] in _words("part"):
        return replace(place, precision="part_of_country")
    return place
