"""What speaks for and against two reports telling of one attack: small functions, each explained by its docstring.

Every function takes two digests and gives a number that `score` multiplies by its weight: 0 says nothing, positive
speaks for "same", negative against. The first line of each docstring is what `tocsin show ID --explain` prints.
"""

from __future__ import annotations

from collections.abc import Callable

from tocsin.reconcile.digest import UNKNOWN_DAY, Digest
from tocsin.reconcile.geometry import contains, same
from tocsin.reconcile.words import resemblance
from tocsin.record import Place

Feature = Callable[[Digest, Digest], float]


def same_place(a: Digest, b: Digest) -> float:
    """both tell of one town"""
    return 1.0 if _share_town(a, b) else 0.0


def named_place(a: Digest, b: Digest) -> float:
    """one names the town that the other tells of"""
    if _share_town(a, b):
        return 0.0
    return 1.0 if a.town_stems & b.names or b.town_stems & a.names else 0.0


def named_venue(a: Digest, b: Digest) -> float:
    """both name one hall, hospital, school or the like"""
    return 1.0 if a.venues & (b.venues | b.names) or b.venues & a.names else 0.0


def place_within(a: Digest, b: Digest) -> float:
    """one tells of a region or country that holds the other's town"""
    if a.towns and b.towns:
        return 0.0
    if a.regions & b.regions or a.regions & b.names or b.regions & a.names:
        return 1.0
    return 0.5 if a.countries & b.countries else 0.0


def places_apart(a: Digest, b: Digest) -> float:
    """they tell of different towns"""
    if not (a.towns and b.towns) or _share_town(a, b):
        return 0.0
    return 0.4 if a.wide or b.wide or named_place(a, b) else 1.0


def countries_apart(a: Digest, b: Digest) -> float:
    """they tell of different countries"""
    if not (a.countries and b.countries) or a.countries & b.countries:
        return 0.0
    return 1.0 if a.home and b.home and not a.home & b.home else 0.2


def same_day(a: Digest, b: Digest) -> float:
    """both say or imply the same day"""
    if a.dated and b.dated:
        return 1.0 if _gap(a, b) == 0 else 0.0
    if _names_day_of(a, b) or _names_day_of(b, a):
        return 1.0
    return 0.6 if UNKNOWN_DAY not in (a.first, b.first) and _gap(a, b) == 0 else 0.0


def days_apart(a: Digest, b: Digest) -> float:
    """the days they state differ"""
    if not (a.dated and b.dated):
        return 0.0
    gap = _gap(a, b)
    if gap == 0:
        return 0.0
    return 0.2 if gap == 1 or _names_day_of(a, b) or _names_day_of(b, a) else 1.0


def told_later(a: Digest, b: Digest) -> float:
    """one was published later and states no day: the longer after, the less likely"""
    if (a.dated and b.dated) or UNKNOWN_DAY in (a.first, b.first):
        return 0.0
    if _names_day_of(a, b) or _names_day_of(b, a):
        return 0.0
    gap = _gap(a, b)
    return 0.0 if gap <= 1 else 0.35 if gap <= 3 else 0.5 if gap <= 10 else 0.75 if gap <= 45 else 1.0


def told_before(a: Digest, b: Digest) -> float:
    """one was published before the day that the other states"""
    early = max(_days_before(a, b), _days_before(b, a))
    return 0.0 if early <= 0 else 0.25 if early == 1 else 1.0


def shared_figures(a: Digest, b: Digest) -> float:
    """they give the same figures"""
    shared = a.figures & b.figures
    return min(2.5, sum(0.3 if n < 3 else 0.6 if n < 10 else 1.0 if n < 40 else 1.4 for _, n in shared))


def shared_numbers(a: Digest, b: Digest) -> float:
    """the same uncommon numbers stand in both"""
    if a.figures and b.figures:
        return 0.0
    return min(1.0, sum(0.3 if n % 10 == 0 else 0.5 for n in a.numbers & b.numbers))


def shared_speakers(a: Digest, b: Digest) -> float:
    """the same named people speak"""
    return 1.0 if a.speakers & b.speakers else 0.0


def shared_weapons(a: Digest, b: Digest) -> float:
    """the same class of weapon"""
    return 1.0 if a.weapons & b.weapons else 0.0


def other_weapons(a: Digest, b: Digest) -> float:
    """different classes of weapon"""
    return 1.0 if a.weapons and b.weapons and not a.weapons & b.weapons and not _may_be_one(a, b) else 0.0


def shared_objects(a: Digest, b: Digest) -> float:
    """the same sort of thing was hit"""
    return 1.0 if a.objects & b.objects else 0.0


def other_objects(a: Digest, b: Digest) -> float:
    """different sorts of things were hit"""
    return 1.0 if a.objects and b.objects and not a.objects & b.objects else 0.0


def toll_starts_again(a: Digest, b: Digest) -> float:
    """the later one's dead are far fewer than the earlier one's"""
    earlier, later = (a, b) if a.published < b.published else (b, a)
    if UNKNOWN_DAY in (a.published, b.published) or not (earlier.dead and later.dead):
        return 0.0
    return 1.0 if later.published > earlier.published and later.dead * 5 < earlier.dead * 3 else 0.0


def toll_goes_on(a: Digest, b: Digest) -> float:
    """they count about as many dead"""
    few, many = sorted((a.dead, b.dead))
    return 1.0 if few >= 10 and few != many and many * 4 <= few * 5 else 0.0


def shared_names(a: Digest, b: Digest) -> float:
    """names that both texts write"""
    small = min(len(a.names), len(b.names))
    return 0.0 if not small else len(a.names & b.names) / max(3, small)


def same_text(a: Digest, b: Digest) -> float:
    """one is a copy of the other, wholly or in part"""
    return resemblance(a.sketch, b.sketch)


def _share_town(a: Digest, b: Digest) -> bool:
    if a.town_keys & b.town_keys:
        return True
    return any(_one_town(p, q) for p in a.towns for q in b.towns)


def _one_town(p: Place, q: Place) -> bool:
    return same(p, q) or contains(p, q) or contains(q, p)


def _gap(a: Digest, b: Digest) -> int:
    return max(0, a.first - b.last, b.first - a.last)


def _names_day_of(a: Digest, b: Digest) -> bool:
    """True when a names a day that b's attack was or, if b states none, may have been on."""
    if b.first == UNKNOWN_DAY:
        return False
    return any(b.first <= day <= b.last for day in a.named_days) and (b.dated or not a.dated)


def _days_before(a: Digest, b: Digest) -> int:
    """Days from a's publication to the day that b states; a day may be the reader's slip or another zone's."""
    return b.first - a.published if b.dated and a.published != UNKNOWN_DAY else 0


def _may_be_one(a: Digest, b: Digest) -> bool:
    """A missile may be a cruise or a ballistic missile, a rocket a missile; other classes do not mix."""
    return all(any(w.endswith("missile") or w == "rocket" for w in d.weapons) for d in (a, b))


FEATURES: tuple[Feature, ...] = (
    same_place, named_place, named_venue, place_within, places_apart, countries_apart, same_day, days_apart, told_later, told_before,
    shared_figures, shared_numbers, shared_speakers, shared_weapons, other_weapons, shared_objects,
    other_objects, toll_starts_again, toll_goes_on, shared_names, same_text,
)  # fmt: skip
