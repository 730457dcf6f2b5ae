"""What speaks for and against two reports telling of one attack: small functions, each explained by its docstring.

Every function takes a pair and gives a number that `score` multiplies by its weight: 0 says nothing, positive speaks
for the feature. The first line of each docstring is what `tocsin show ID --explain` prints.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from tocsin.reconcile.digest import UNKNOWN_DAY, Digest
from tocsin.reconcile.geometry import contains, level, same
from tocsin.reconcile.words import LastSet, resemblance
from tocsin.record import Place

#: Hours between two stretches of a day from which they are hardly one told loosely, such as a morning and an evening.
FAR_HOURS = 4
#: How far a report that names no town is from one of a town that it does not name: chosen by hand, since most reports
#: name their town, and obituaries and tolls of one's own hospital do not.
UNNAMED = 0.15
_FROM_THE_AIR = frozenset(("aircraft", "air-strike", "bomb"))


class Pair:
    """Two reports with what several features ask of them, worked out once."""

    __slots__ = ("_content", "a", "b", "gap", "known", "names_day", "one_town")

    def __init__(self, a: Digest, b: Digest) -> None:
        self.a, self.b = a, b
        self.known = a.first != UNKNOWN_DAY and b.first != UNKNOWN_DAY
        self.gap = _days_between(a, b) if self.known else 0
        self.names_day = self.known and (names_day_of(a, b) or names_day_of(b, a))
        self.one_town = not a.town_keys.isdisjoint(b.town_keys) or _share_town(a, b)
        self._content: int | None = None

    def shared_content(self) -> int:
        """How many uncommon words both texts use."""
        if self._content is None:
            self._content = len(_contents.of(self.a.content).intersection(self.b.content))
        return self._content


_contents = LastSet()
Feature = Callable[[Pair], float]


def hopeless(a: Digest, b: Digest) -> bool:
    """True when nothing could outweigh what speaks against the pair, so that it need not be scored.

    Either both state days two or more apart and neither names the other's; or each tells of its own towns, no report of
    more than one, and neither names the other's.
    """
    if a.dated and b.dated and _days_between(a, b) >= 2:
        return not (names_day_of(a, b) or names_day_of(b, a))
    if not (a.located and b.located) or a.wide or b.wide or not a.town_keys.isdisjoint(b.town_keys):
        return False
    if not (a.town_stems.isdisjoint(b.names) and b.town_stems.isdisjoint(a.names)):
        return False
    return not _share_town(a, b)


def same_place(pair: Pair) -> float:
    """both tell of one town"""
    return 1.0 if pair.one_town else 0.0


def named_place(pair: Pair) -> float:
    """one names the town that the other tells of"""
    a, b = pair.a, pair.b
    if pair.one_town:
        return 0.0
    if a.town_stems.isdisjoint(b.names) and b.town_stems.isdisjoint(a.names):
        return 0.0
    return 1.0 if (a.town_stems - b.town_stems) & b.names or (b.town_stems - a.town_stems) & a.names else 0.0


def named_venue(pair: Pair) -> float:
    """both name one hall, hospital, school or the like"""
    a, b = pair.a, pair.b
    if not (a.venues or b.venues):
        return 0.0
    return 1.0 if a.venues & (b.venues | b.names) or b.venues & a.names else 0.0


def place_within(pair: Pair) -> float:
    """one tells of a region or country that holds the other's town"""
    a, b = pair.a, pair.b
    if a.located and b.located:
        return 0.0
    if a.regions & b.regions or a.regions & b.names or b.regions & a.names:
        return 1.0
    return 0.5 if a.countries & b.countries else 0.0


def places_apart(pair: Pair) -> float:
    """they tell of different towns, or one does not name the town that the other tells of"""
    a, b = pair.a, pair.b
    if pair.one_town:
        return 0.0
    if not (a.located and b.located):
        return UNNAMED if _does_not_name(pair) else 0.0
    return 0.4 if a.wide or b.wide or named_place(pair) else 1.0


def countries_apart(pair: Pair) -> float:
    """they tell of different countries"""
    a, b = pair.a, pair.b
    if not (a.countries and b.countries) or a.countries & b.countries:
        return 0.0
    return 1.0 if a.home and b.home and not a.home & b.home else 0.1


def same_day(pair: Pair) -> float:
    """both say or imply the same day"""
    a, b = pair.a, pair.b
    if a.dated and b.dated:
        return 1.0 if pair.gap == 0 else 0.0
    if pair.names_day:
        return 1.0
    if a.dated or b.dated:
        return 0.6 if pair.known and pair.gap == 0 else 0.0
    return 0.6 if pair.known and a.published == b.published else 0.0


def days_apart(pair: Pair) -> float:
    """the days they state differ"""
    a, b = pair.a, pair.b
    if not (a.dated and b.dated):
        return 0.0
    gap = pair.gap
    if gap == 0:
        return 0.0
    return 0.25 if gap == 1 or pair.names_day else 1.0


def hours_apart(pair: Pair) -> float:
    """by the hours they state, one was over, or told of, hours before the other"""
    a, b = pair.a, pair.b
    if not (a.hours or b.hours):
        return 0.0
    gap = max(_hours_before(a, b), _hours_before(b, a))
    return 0.0 if gap < FAR_HOURS else 1.0


def told_later(pair: Pair) -> float:
    """one was published later and states no day: the longer after, the less likely"""
    if pair.a.dated == pair.b.dated or not pair.known or pair.names_day:
        return 0.0
    gap = pair.gap
    return 0.0 if gap <= 1 else 0.35 if gap <= 3 else 0.5 if gap <= 10 else 0.75 if gap <= 45 else 1.0


def published_apart(pair: Pair) -> float:
    """neither states a day, and they were published days apart"""
    a, b = pair.a, pair.b
    if a.dated or b.dated or not pair.known or pair.names_day:
        return 0.0
    days = abs(a.published - b.published)
    return 0.0 if days == 0 else 0.2 if days == 1 else 0.45 if days <= 3 else 0.7 if days <= 10 else 1.0


def told_before(pair: Pair) -> float:
    """one was published before the day that the other states"""
    a, b = pair.a, pair.b
    if not (a.dated or b.dated):
        return 0.0
    early = max(_days_before(a, b), _days_before(b, a))
    return 0.0 if early <= 0 else 0.25 if early == 1 else 1.0


def shared_figures(pair: Pair) -> float:
    """they give the same figures"""
    a, b = pair.a, pair.b
    if a.figures.isdisjoint(b.figures):
        return 0.0
    shared = a.figures & b.figures
    # In tenths: a sum of fractions would hang on their order, and a set has none.
    return min(25, sum(3 if n < 3 else 6 if n < 10 else 10 if n < 40 else 14 for _, n in shared)) / 10


def shared_numbers(pair: Pair) -> float:
    """the same uncommon numbers stand in both"""
    a, b = pair.a, pair.b
    if a.figures and b.figures:
        return 0.0
    return min(10, sum(3 if n % 10 == 0 else 5 for n in a.numbers & b.numbers)) / 10


def shared_speakers(pair: Pair) -> float:
    """the same named people speak"""
    return 0.0 if pair.a.speakers.isdisjoint(pair.b.speakers) else 1.0


def shared_weapons(pair: Pair) -> float:
    """the same class of weapon"""
    return 0.0 if pair.a.weapons.isdisjoint(pair.b.weapons) else 1.0


def other_weapons(pair: Pair) -> float:
    """different classes of weapon"""
    a, b = pair.a.weapons, pair.b.weapons
    return 1.0 if a and b and a.isdisjoint(b) and not _may_be_one(a, b) else 0.0


def shared_objects(pair: Pair) -> float:
    """the same sort of thing was hit"""
    return 0.0 if pair.a.objects.isdisjoint(pair.b.objects) else 1.0


def other_objects(pair: Pair) -> float:
    """different sorts of things were hit"""
    a, b = pair.a.objects, pair.b.objects
    return 1.0 if a and b and a.isdisjoint(b) else 0.0


def toll_starts_again(pair: Pair) -> float:
    """the later one's dead are far fewer than the earlier one's"""
    earlier, later = (pair.a, pair.b) if pair.a.order < pair.b.order else (pair.b, pair.a)
    if not later.dead or later.dead * 5 >= earlier.dead * 3 or UNKNOWN_DAY in (earlier.published, later.published):
        return 0.0
    return 1.0 if later.order[0] > earlier.order[0] else 0.0


def toll_goes_on(pair: Pair) -> float:
    """they count about as many dead"""
    a, b = pair.a, pair.b
    few, many = (a.dead, b.dead) if a.dead < b.dead else (b.dead, a.dead)
    return 1.0 if few >= 10 and few != many and many * 4 <= few * 5 else 0.0


def shared_names(pair: Pair) -> float:
    """names beside the towns' that both texts write"""
    a, b = pair.a, pair.b
    if a.names.isdisjoint(b.names):
        return 0.0
    shared = (a.names & b.names) - a.town_stems
    return len(shared - b.town_stems) / max(3, min(len(a.names), len(b.names)))


def shared_words(pair: Pair) -> float:
    """uncommon words that both texts use"""
    a, b = pair.a.content, pair.b.content
    return pair.shared_content() / max(5, min(len(a), len(b))) if a and b else 0.0


def no_shared_words(pair: Pair) -> float:
    """two full texts in one script without an uncommon word in common"""
    a, b = pair.a, pair.b
    if a.cyrillic != b.cyrillic or min(len(a.content), len(b.content)) < 6:
        return 0.0
    return 0.0 if pair.shared_content() else 1.0


def same_text(pair: Pair) -> float:
    """one is a copy of the other, wholly or in part"""
    a, b = pair.a, pair.b
    return resemblance(a.sketch, b.sketch)


def names_day_of(a: Digest, b: Digest) -> bool:
    """True when a names a day that b's attack was on or, if neither states one, may have been on."""
    if not a.named_days or (a.dated and not b.dated):
        return False
    first, last = b.first, b.last
    for day in a.named_days:  # noqa: SIM110 - any() takes twice as long, and this is asked of every pair of neighbours
        if first <= day <= last:
            return True
    return False


def _days_between(a: Digest, b: Digest) -> int:
    """Days from the end of the earlier one's stretch to the start of the later one's; 0 where they meet."""
    if a.first > b.last:
        return a.first - b.last
    return b.first - a.last if b.first > a.last else 0


def _share_town(a: Digest, b: Digest) -> bool:
    for p in a.towns:  # no any() here either, for the reason that names_day_of has
        for q in b.towns:
            if _one_town(p, q):
                return True
    return False


def _one_town(p: Place, q: Place) -> bool:
    if p.id is not None and q.id is not None and level(p) == level(q):
        return p.id == q.id
    return same(p, q) or contains(p, q) or contains(q, p)


def _days_before(a: Digest, b: Digest) -> int:
    """Days from a's publication to the day that b states; a day may be the reader's slip or another zone's."""
    return b.first - a.published if b.dated and a.published != UNKNOWN_DAY else 0


def _hours_before(a: Digest, b: Digest) -> int:
    """Hours from a's attack, or from a's publication where that is earlier than all that b allows, to b's attack."""
    if not b.hours:
        return 0
    start = min(b.hours)
    told = start - a.told if a.told is not None else 0
    return max(told, start - max(a.hours)) if a.hours else told


def _does_not_name(pair: Pair) -> bool:
    """True when one tells of a town, and the other tells of none, names other things, and not that town or its land."""
    a, b = pair.a, pair.b
    if a.located == b.located:
        return False
    silent = b if a.located else a
    return bool(silent.names) and not named_place(pair) and not place_within(pair)


@lru_cache(maxsize=1 << 12)
def _may_be_one(one: frozenset[str], other: frozenset[str]) -> bool:
    """A missile may be a cruise or a ballistic missile, a rocket a missile, and a raid's bombs are an aircraft's."""
    sides = (one, other)
    missiles = all(any(w.endswith("missile") or w == "rocket" for w in side) for side in sides)
    return missiles or all(side & _FROM_THE_AIR for side in sides)


#: Features that compare the words of both texts: they take longest and come last. Each is 1 at most.
OF_TEXT: tuple[Feature, ...] = (shared_names, shared_words, no_shared_words, same_text)
FEATURES: tuple[Feature, ...] = (
    same_place,
    named_place,
    named_venue,
    place_within,
    places_apart,
    countries_apart,
    same_day,
    days_apart,
    hours_apart,
    told_later,
    published_apart,
    told_before,
    shared_figures,
    shared_numbers,
    shared_speakers,
    shared_weapons,
    other_weapons,
    shared_objects,
    other_objects,
    toll_starts_again,
    toll_goes_on,
    *OF_TEXT,
)
