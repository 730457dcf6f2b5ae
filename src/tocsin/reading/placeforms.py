"""Dictionary forms of Ukrainian and Russian place names: "в Умані" names Умань, "Харкова" Харків or Харьков.

Endings only, no dictionary: every form that the declensions allow is offered, and the gazetteer says which exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

#: (ending as printed, what it may stand for); longest first. Place-name declensions of both languages.
_NOUN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("еву", ("ев", "ево", "їв")), ("евом", ("ев", "ево")),
    ("ському", ("ський", "ське", "ськ")), ("ського", ("ський", "ське")), ("ским", ("ский", "ское", "ск")),
    ("скому", ("ский", "ское")), ("ского", ("ский", "ское")), ("ском", ("ский", "ское", "ск")),
    ("ській", ("ська",)), ("ської", ("ська",)), ("ською", ("ська",)), ("ську", ("ська", "ськ")),
    ("ской", ("ская",)), ("скую", ("ская",)), ("цькому", ("цький", "цьке", "цьк")), ("цького", ("цький", "цьке")),
    ("цькій", ("цька",)), ("цької", ("цька",)), ("цькою", ("цька",)),
    ("ному", ("не", "ний")), ("ного", ("не", "ний")), ("ном", ("ное", "но", "н")), ("вому", ("ве", "вий")),
    ("вого", ("ве", "вий")), ("лої", ("ла",)), ("лій", ("ла",)), ("вої", ("ва",)), ("вій", ("ва", "вій")),
    ("ої", ("а",)), ("ій", ("а", "я", "ія")), ("ою", ("а",)), ("ої", ("а",)), ("ой", ("а", "ая")),
    ("ому", ("ий", "е", "ый", "ой")), ("ого", ("ий", "е", "ое", "ый")), ("им", ("е", "ий")), ("ым", ("ое", "ый")),
    ("ими", ("и", "і")), ("ами", ("и", "ы", "а")), ("ями", ("і", "и")), ("ах", ("и", "ы", "а")), ("ях", ("і", "и")),
    ("ам", ("и", "ы")), ("ям", ("і", "и")),
    ("ові", ("", "ів", "о")), ("еві", ("", "їв")), ("єві", ("їв",)),
    ("єва", ("їв",)), ("єву", ("їв",)), ("євом", ("їв",)),
    ("ьова", ("ьов", "ів")), ("ова", ("ів", "ов", "ово")), ("ову", ("ів", "ов", "ово", "ова")), ("овом", ("ів", "ово")),
    ("ове", ("ів", "ов", "ово", "ова")), ("овым", ("ов", "ово")), ("ева", ("їв", "ев", "ево", "ів")),
    ("еве", ("ев", "ево", "їв")), ("ева", ("ев", "ево")), ("єві", ("їв",)),
    ("івки", ("івка",)), ("івці", ("івка", "івці")), ("івку", ("івка",)), ("івкою", ("івка",)),
    ("ївки", ("ївка",)), ("ївці", ("ївка",)), ("ївку", ("ївка",)), ("вці", ("вка",)),
    ("ці", ("ка", "ці", "ця", "ць")), ("зі", ("га", "за", "з", "г")), ("сі", ("ха", "са", "с", "х")),
    ("ії", ("ія",)), ("ію", ("ія",)), ("ією", ("ія",)), ("ии", ("ия",)), ("ию", ("ия",)), ("ией", ("ия",)),
    ("їні", ("їна",)), ("їни", ("їна",)), ("їну", ("їна",)), ("їною", ("їна",)),
    ("щини", ("щина",)), ("щині", ("щина",)), ("щину", ("щина",)), ("щиною", ("щина",)),
    ("ем", ("е", "ь", "")), ("ом", ("о", "", "ое")), ("єм", ("й",)), ("ям", ("я",)), ("ею", ("а", "я")), ("ью", ("ь",)),
    ("ю", ("ь", "я", "й", "е", "")), ("у", ("а", "о", "", "е")), ("а", ("", "о")), ("я", ("ь", "й", "е", "є")),
    ("і", ("", "а", "я", "ь", "о", "е")), ("ї", ("я", "й")), ("е", ("", "а", "о", "ь")), ("и", ("а", "я", "ь", "")),
    ("ы", ("а", "")),
)  # fmt: skip
#: Endings of -ський, -ский adjectives, whose stem the gazetteer holds.
_ADJECTIVE = re.compile(r"(?<=[сцз])(ьк|к)(ий|а|е|і|ого|ої|ому|ій|ою|им|их|ими|у|ая|ое|ие|ой|ую|ом|ый|ые)$")
#: Ukrainian і that closes to о or е in other cases: Харків, Харкова; Чернігів, Чернігова; Канів, Канева.
_CLOSED = re.compile(r"([оеє])([бвгджзклмнпрстфхцчш])$")


def is_adjective(word: str) -> bool:
    """Whether a lower-case word may be an adjective made of a place name."""
    return _ADJECTIVE.search(word) is not None


@lru_cache(maxsize=8192)
def nominatives(name: str) -> tuple[tuple[str, str], ...]:
    """(form, use) pairs to look up for a printed name; use is "adjective" for a stem, else "name"."""
    return tuple(dict.fromkeys(_forms(name.lower())))


def _forms(name: str) -> Iterator[tuple[str, str]]:
    words = re.split(r"[ -]", name)
    last = list(_noun(words[-1]))
    if len(words) == 1:
        stem = _ADJECTIVE.search(name)
        if stem:
            yield name[: stem.start(1)] + stem.group(1), "adjective"
        for form in last:
            yield form, "name"
    elif len(words) <= 3:
        heads = [" ".join(words[:-1]), *(" ".join([*words[:-2], h]) for h in _noun(words[-2]))]
        for head in heads:
            for form in [words[-1], *last]:
                yield f"{head} {form}", "name"


def _noun(word: str) -> Iterator[str]:
    """Nominatives that one inflected word may have, the likeliest first."""
    for ending, stands_for in _NOUN:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: len(word) - len(ending)]
            for nominative in stands_for:
                form = stem + nominative
                yield form
                if closed := _CLOSED.search(form):
                    yield form[: closed.start()] + ("ї" if closed[1] == "є" else "і") + closed[2]
