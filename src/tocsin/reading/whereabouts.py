"""Where a figure's people, weapons and things were: what its sentence names, what was named before, what goes on."""

from __future__ import annotations

import re

from tocsin.lexicon.gazetteer import make_place, open_gazetteer
from tocsin.reading.document import Document, Sentence
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Figure, Link, Mentions, Spot
from tocsin.reading.reach import speaker_of
from tocsin.reading.scene import Scene, in_scene
from tocsin.reading.settings import place_for, scene_spots
from tocsin.record import Place
from tocsin.record.claim import DAMAGE_KINDS, WEAPON_KINDS

_AREAS = ("region", "district", "country", "part_of_country")
_REGIONS_TOWN = re.compile(r"(?:'s)?(?: region| oblast| province| state| district)? (?:city|town|village)\b")
_IN_ALL = ("in all", "in total", "overall", "altogether")
_THE_TOWN = re.compile(
    r"\b(?:in|across|over|around|of|at|on|to) th(?:e|is|at)(?: same)? (?:city|town|village|settlement)\b"
)


class Whereabouts:
    """Follows a report sentence by sentence and keeps what place carries over."""

    def __init__(self, document: Document, scene: Scene) -> None:
        self.document = document
        self.scene = scene
        self._last: Place | None = None
        self._last_town: Place | None = None
        self._town_here: Place | None = None
        #: the last town of this paragraph, and where its last figure of the past was
        self._near: Place | None = None
        self._past: Place | None = None
        self._read: list[Mentions] = []
        self._spots_of: Mentions | None = None
        self._spots_here: list[Spot] = []

    def carry(self, mentions: Mentions) -> None:
        """Go on to this sentence; a new paragraph forgets the place of the last."""
        if mentions.opens_paragraph:
            self._last = self._near = self._past = None
        self._near = self._town_here or self._near if not mentions.opens_paragraph else None
        self._last_town = self._town_here or self._last_town
        towns = [p.place for p in mentions.places if p.place and not p.metonym and p.place.precision == "town"]
        self._town_here = towns[-1] if towns else None
        self._read.append(mentions)

    def settle(self, place: Place | None, *, past: bool = False) -> None:
        """A claim was placed: what follows in the paragraph is there too unless it says otherwise.

        Where a claim of the `past` was, only "another 73" goes on.
        """
        town = self.scene.place
        if place is not None and place.precision == "country" and town is not None and town.path[:1] != place.path[:1]:
            return  # "those of its ally Russia": a country that acts
        if place is not None and past:
            self._past = place
        elif place is not None:
            self._last, self._past = place, None

    def of_figure(self, mentions: Mentions, link: Link) -> Place | None:
        """The place of a linked figure; None when the report names none."""
        figure = link.figure
        fences = [f.start for f in mentions.figures if f is not figure and not f.part and not f.weak]
        found = place_for(mentions.sentence, self._spots(mentions), figure.start, figure.stop, fences=fences)
        if found is not None and found.precision != "sea":
            single = link.kind in DAMAGE_KINDS and figure.value in (None, 1)
            town = self._town_of(mentions.sentence, found)
            return town or (in_scene(found, self.scene) if single and found.precision == "country" else found)
        if self._past is not None and _goes_on(self.document, figure):
            return self._past
        official = self._officials_place(mentions, figure)
        if official is not None:
            return self._nearer(official)
        if self._last_town is not None and _says_the_town(self.document, mentions.sentence):
            return self._last_town
        if link.kind in WEAPON_KINDS:
            here = None if self._is_total(mentions.sentence, link) else self._last
            return in_scene(here, self.scene) or self.scene.country or self.scene.place
        return self._finer(in_scene(self._last, self.scene) or self.scene.place or self.scene.country)

    def _town_of(self, sentence: Sentence, place: Place) -> Place | None:
        """ "the Donetsk region city": the town named last, which stands in the region that the sentence names."""
        if place.precision not in _AREAS:
            return None
        after = self.document.folded[sentence.start : sentence.stop].partition(place.text.lower())[2]
        told = _REGIONS_TOWN.match(after) is not None
        return self._nearer(place, self._near or self._last_town) if told else None

    def _nearer(self, place: Place, town: Place | None = None) -> Place:
        """The last town of the paragraph, where the place holds it: a governor speaks of what was told just before."""
        town = town or self._near
        inside = town is not None and place.path and town.path[: len(place.path)] == place.path
        return town if town is not None and inside and place.precision in _AREAS else place

    def _finer(self, place: Place | None) -> Place | None:
        """The district named last, where nothing finer than its region is known."""
        if place is None or place.precision != "region":
            return place
        district = next((d for m in reversed(self._read) if (d := self._district(m)) is not None), None)
        if district is None or (district.path and district.path[: len(place.path)] != place.path):
            return place
        return district

    def _district(self, mentions: Mentions) -> Place | None:
        spots = scene_spots(self.document, mentions, self.scene)
        return next((s.place for s in reversed(spots) if s.place and s.place.precision == "district"), None)

    def of_words(self, mentions: Mentions, start: int, stop: int) -> Place | None:
        """The place that the sentence itself names for `start..stop`."""
        return place_for(mentions.sentence, self._spots(mentions), start, stop, fences=())

    def _is_total(self, sentence: Sentence, link: Link) -> bool:
        """ "In all, 21 of 23 were shot down" is not of the town named last."""
        if link.kind != "launched" and link.figure.total:
            return True
        return any(w in self.document.folded[sentence.start : sentence.stop] for w in _IN_ALL)

    def _officials_place(self, mentions: Mentions, figure: Figure) -> Place | None:
        """Where a local official speaks for: "the mayor of Dnipro reported two deaths"."""
        said = speaker_of(mentions.attributions, figure.start, figure.stop) if mentions.attributions else None
        if said is None:
            return None
        hits = [h for h in mentions.sentence.of("speakers") if said.source_start <= h.start < said.source_stop]
        offices = {h.row.id for h in hits}
        if not offices & {"mayor", "governor"}:
            return None
        inside = [p.place for p in mentions.places if p.place and said.source_start <= p.start <= said.source_stop + 12]
        fine = [p for p in inside if p.precision not in ("country", "sea")]
        if not fine:
            return None
        return in_scene(fine[0] if "mayor" in offices else _region(fine[0]), self.scene)

    def _spots(self, mentions: Mentions) -> list[Spot]:
        if self._spots_of is not mentions:
            self._spots_of = mentions
            self._spots_here = scene_spots(self.document, mentions, self.scene)
        return self._spots_here


def _goes_on(document: Document, figure: Figure) -> bool:
    """ "Another 73", "a further nine": more of those told of before."""
    first = document.folded[figure.start : figure.stop].split()[:2]
    return bool(first) and (first[0] in words("another") or first[-1] in words("another"))


def _region(place: Place) -> Place:
    """The region that a governor speaks for: "Donetsk governor" is not the town's."""
    if place.precision != "town" or not place.path:
        return place
    entries = [e for e in open_gazetteer().lookup(place.name) if e.kind == "region" and e.country == place.path[0]]
    return make_place(entries[0], place.text) if entries else place


def _says_the_town(document: Document, sentence: Sentence) -> bool:
    return _THE_TOWN.search(document.folded, sentence.start, sentence.stop) is not None


__all__ = ["Whereabouts"]
