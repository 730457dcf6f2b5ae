"""Find the places that a text names, and say which places they are.

Three steps: names are looked up in the gazetteer and weighed by the words beside them (`placescan`); candidates are
chosen by fame, by the countries the text speaks of and by the regions named beside them (`_choose`); and the words
around the name say how exactly it tells where: "near Bakhmut", "Kharkiv region", "northern Gaza" (`_shape`).
Weights are tuned by hand on GeoVirus and the training half of GeoWebNews; see `tocsin.evaluation.places`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial

from tocsin.lexicon.gazetteer import Entry, make_place, metres, open_gazetteer
from tocsin.reading.casewords import function_words
from tocsin.reading.placescan import Found, Scan, Token, fame, gives, place_words, tokens_of
from tocsin.reading.time_words import WEEKDAYS
from tocsin.record import Place

#: A town of fewer people in a country of which nothing else is said, where at least so many other places are named.
_KNOWN_ABROAD, _OTHERS = 60_000, 2
#: Names that a text must hold beside one for them to speak in full for a country.
_FULL_SAY = 3
#: "Spain has condemned": what may stand before the verb. Not "was": a country that was attacked is a place.
_PERFECT = frozenset({"has", "have", "had"})
#: Letters of a country's short name: US, UAE.
_SHORT = 3
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


def find_places(
    text: str, *, language: str = "en", country: str | None = None, folded: str | None = None
) -> list[PlaceMention]:
    """Places named in `text`, in text order, never overlapping.

    `language`: ISO 639-1 code of the text; en, uk and ru have word tables, others are read by names alone.
    `country`: ISO 3166-1 code that breaks ties, such as the country the report is about. `folded` is not needed.
    """
    del folded
    tokens = list(tokens_of(text))
    found = Scan(text, tokens, language, open_gazetteer()).run(country)
    _choose(found, tokens, text, country)
    kept = [f for f in found if f.best is not None and not _is_somebody(f, tokens, found)]
    return [_shape(f, tokens, text, found) for f in kept]


def _choose(found: list[Found], tokens: list[Token], text: str, country: str | None) -> None:
    """Set each mention's `best` entry: first by itself, then once more knowing what countries the text is about."""
    _link_parents(found, tokens, text)
    for f in found:
        f.cue = _cue(f, tokens)
    prior = {country: 1.5} if country else {}
    support = _Support(prior, {})
    for _ in range(2):
        for f in found:
            f.best = max(f.entries, key=partial(_merit, f=f, found=found, support=support.beside(f)))
        support = _Support(prior, {f.name: f.best for f in found if f.best is not None and f.best.country})


class _Support:
    """What speaks for each country: the other names of the text, each once however often it stands there."""

    def __init__(self, prior: dict[str, float], chosen: dict[str, Entry]) -> None:
        self._prior, self._chosen = prior, chosen
        self._weights = {name: 2 if e.kind == "country" and e.use == "name" else 1 for name, e in chosen.items()}
        self._named: Counter[str] = Counter()
        for name, entry in chosen.items():
            self._named[str(entry.country)] += self._weights[name]

    def beside(self, f: Found) -> dict[str, float]:
        """By country, for a mention whose own name does not count."""
        own = self._chosen.get(f.name)
        named = Counter(self._named)
        if own is not None:
            named[str(own.country)] -= self._weights[f.name]
        share = 3 / max(_FULL_SAY, named.total())
        return {**{code: self._prior.get(code, 0.0) + share * n for code, n in named.items()}, **self._prior}


def _link_parents(found: list[Found], tokens: list[Token], text: str) -> None:
    """ "Uman, Cherkasy region": a mention straight after a comma may hold the one before it."""
    for i in range(len(found) - 1):
        gap = _without_sort(text[found[i].stop : found[i + 1].start])
        if gap in (", ", " in ", ", in ", " (", ", in the ", " in the ", " of ") and found[i + 1].form == "name":
            found[i].parent = i + 1


def _without_sort(gap: str) -> str:
    """What stands between two names, without the word that says what the first is: " district, " gives ", "."""
    word = gap.strip(" ,(").partition(" ")[0].rstrip(",")
    return gap.replace(f" {word}", "", 1) if word in gives("after") else gap


def _cue(f: Found, tokens: list[Token]) -> str:
    after = tokens[f.last + 1] if f.last + 1 < len(tokens) else None
    if after is not None and after.glue in (" ", "-"):
        cue = gives("after").get(after.key, "")
        if cue:
            return cue
    for size in (3, 2, 1):
        if f.first >= size and not tokens[f.first].opens:
            cue = gives("before").get(" ".join(t.key for t in tokens[f.first - size : f.first]), "")
            if cue and cue != "near_town":
                return cue
    if f.first and not tokens[f.first].opens and tokens[f.first - 1].key in place_words("part"):
        return "part"
    return ""


def _merit(entry: Entry, f: Found, found: list[Found], support: dict[str, float]) -> float:
    score = fame(entry)
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


def _shape(f: Found, tokens: list[Token], text: str, found: list[Found]) -> PlaceMention:
    """The mention with the precision that the words around it give."""
    assert f.best is not None
    place = make_place(f.best, text[f.start : f.stop])
    holder = found[f.parent].best if f.parent is not None else None
    if f.form == "name":
        if _is_namesake(f, holder):
            place = _namesake(place, holder)
        elif _is_stranger(f, found):
            place = Place(place.text, place.text, precision=place.precision)
        else:
            place = _narrow(place, f, tokens, text)
    metonym = f.form != "name" or _stands_for_government(f, tokens) or _qualifies(f, tokens)
    return PlaceMention(f.start, f.stop, place, round(f.score, 3), metonym, f.form)


def _is_namesake(f: Found, holder: Entry | None) -> bool:
    """Whether "Ghaziabad district, Kunar province" names a district that the gazetteer only knows in another land."""
    if f.best is None or holder is None or f.cue != "district" or holder.kind not in ("region", "district"):
        return False
    return f.best.country != holder.country


def _namesake(place: Place, holder: Entry | None) -> Place:
    """The district that `holder` holds, in the report's words; without a point, for none is known."""
    assert holder is not None
    return Place(place.text, place.text, path=holder.path, precision="district")


def _is_stranger(f: Found, found: list[Found]) -> bool:
    """Whether a small place lies in a country that nothing else in the text speaks of: another place of that name.

    "Three died in Mission, a quarter of Baghdad" is not in Texas. Its name is kept, without a point.
    """
    if f.best is None or f.best.kind not in ("town", "village", "suburb"):
        return False
    if f.best.population >= _KNOWN_ABROAD and f.best.use == "name":
        return False
    others = [o.best for o in found if o.best is not None and o.name != f.name and o.best.country]
    return len(others) >= _OTHERS and all(o.country != f.best.country for o in others)


def _is_somebody(f: Found, tokens: list[Token], found: list[Found]) -> bool:
    """Whether the name of a small place abroad stands where no place does: "would speak to Merkel"."""
    before = tokens[f.first - 1].key if f.first and not tokens[f.first].opens else ""
    return f.form == "name" and not f.cue and before not in place_words("stands-in") and _is_stranger(f, found)


def _stands_for_government(f: Found, tokens: list[Token]) -> bool:
    """ "Moscow denied it", "Ukraine's government": a country or its capital that acts."""
    if f.best is None or not (f.best.kind == "country" or f.best.capital) or f.last + 1 >= len(tokens):
        return False
    after = tokens[f.last + 1]
    if after.glue == "-" and after.key in place_words("compound-tail"):
        return True
    if after.glue in ("'s ", "’s ", "' ", "’ "):
        return after.key in place_words("title") or after.key in place_words("organisation-word")
    before = tokens[f.first - 1].key if f.first and not tokens[f.first].opens else ""
    verb = after
    if after.key == "on" and f.last + 3 < len(tokens) and tokens[f.last + 2].key in WEEKDAYS:
        verb = tokens[f.last + 3]
    elif after.key in _PERFECT and f.last + 2 < len(tokens):
        verb = tokens[f.last + 2]
    acts = verb.key in place_words("government-verb")
    return acts and after.glue == verb.glue == " " and before not in place_words("locative")


def _qualifies(f: Found, tokens: list[Token]) -> bool:
    """ "Two U.S. missionaries", "UK aid": a country's short name that says whose somebody or something is."""
    short = f.first == f.last and f.best is not None and f.best.kind == "country" and tokens[f.first].word.isupper()
    if not short or len(f.name) > _SHORT or f.last + 1 >= len(tokens):
        return False
    after = tokens[f.last + 1]
    if after.cap:
        following = after.key in place_words("title") or after.key in place_words("organisation-word")
    else:
        following = after.key not in function_words()
    return following and after.glue == " "


def _narrow(place: Place, f: Found, tokens: list[Token], text: str) -> Place:
    entry = f.best
    assert entry is not None
    before = [t.key for t in tokens[max(0, f.first - 5) : f.first]]
    if tokens[f.first].opens and tokens[f.first].glue.strip():
        before = []
    if f.cue == "region" and entry.kind in ("town", "village") and entry.country and entry.admin1:
        region = open_gazetteer().region(entry.country, entry.admin1)
        if region is not None:
            return make_place(region, place.text)
    if f.cue == "district" and entry.kind in ("town", "village") and len(entry.path) > 2:
        named = open_gazetteer().lookup(entry.path[2])
        district = next((e for e in named if e.kind == "district" and e.path == entry.path), None)
        return make_place(district, place.text) if district is not None else replace(place, precision="district")
    if entry.kind in ("town", "village", "suburb"):
        for size in range(min(5, len(before)), 0, -1):
            if gives("before").get(" ".join(before[-size:])) == "near_town":
                return replace(place, precision="near_town", radius_m=(place.radius_m or 1500) + 15_000)
    if entry.kind in ("country", "region", "area") and before and before[-1] in place_words("part"):
        return replace(place, precision="part_of_country")
    return place
