"""Claims put together from what was found: figure, kind, thing, place, time, speaker, and how it is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Document, Sentence, lexicon
from tocsin.reading.events import Event
from tocsin.reading.grammar import words
from tocsin.reading.mentions import Attribution, Choice, Figure, Link, Mentions
from tocsin.reading.moments import is_other_day, tells_why, time_for
from tocsin.reading.reach import carried_on, speaker_of
from tocsin.reading.scene import Scene
from tocsin.reading.speakers import image_words
from tocsin.reading.whereabouts import Whereabouts
from tocsin.record import Claim, Evidence, History, Moment, PartOf, Place, Problem, Quantity, Thing
from tocsin.record.claim import CASUALTY_KINDS, DAMAGE_KINDS, EVENT_KINDS, WEAPON_KINDS

#: One attack of this age has never killed or hurt more than this by one count; above it is a war's or year's total.
_WAR_TOTAL = 3000
_LONGEST_EVIDENCE = 160
_OF_A_DAY = ("exact_time", "hour", "part_of_day", "day")
_CLAUSE_MARKS = (":", ";", " - ", " but ", " while ", '"')


@dataclass(frozen=True, slots=True)
class _Draft:
    """A claim before it is known who said it."""

    kind: str
    start: int
    stop: int
    quantity: Quantity | None = None
    object: Thing | None = None
    weapon: tuple[Thing, ...] = ()
    actor: Thing | None = None
    place: Place | None = None
    time: Moment | None = None
    history: History | None = None
    status: str = "main"
    score: float = 0.8
    choice: Choice | None = None
    #: where the figure itself stands, when the evidence holds more
    told: tuple[int, int] | None = None


_FROM_TO = re.compile(r".*\bfrom\b.*\d.*\bto ")


class Builder:
    """Collects the claims of one document; keeps who and where carries over from sentence to sentence."""

    def __init__(self, document: Document, scene: Scene, reader: str) -> None:
        self.document = document
        self.scene = scene
        self.reader = reader
        self.claims: list[Claim] = []
        self.problems: list[Problem] = []
        self._ids: set[str] = set()
        lead = [h for sentence in document.sentences[:2] for h in sentence.of("context")]
        title = lexicon().find(document.report.title or "")
        self._corrects = any(h.row.kind == "correction" for h in (*lead, *title))
        self._attacks: set[str | None] = set()
        self._told: list[Mentions] = []
        self._last_time: Moment | None = None
        self._in_quote = False
        self.where = Whereabouts(document, scene)

    def carry(self, mentions: Mentions) -> None:
        """Bring the speaker and place that carry over up to date for this sentence."""
        if mentions.opens_paragraph:
            self._last_time = None
        self._told.append(mentions)
        self._in_quote = mentions.in_quote
        self.where.carry(mentions)

    def add_figure(self, mentions: Mentions, link: Link) -> None:
        """A claim for a figure and its kind; "21 of 23 shot down" also tells that 23 were launched."""
        sentence, figure = mentions.sentence, link.figure
        trigger = link.trigger
        start = min(figure.start, trigger.start) if trigger else figure.start
        stop = max(figure.stop, trigger.stop) if trigger else figure.stop
        choice = link.choice
        place = (
            choice.place if choice is not None and choice.place is not None else self.where.of_figure(mentions, link)
        )
        moment = self._moment(mentions, figure.start, figure.stop)
        past = self._is_past(sentence, moment, start) if choice is None else choice.status in ("other", "background")
        past = past or (link.kind in ("killed", "injured") and (figure.low or figure.value or 0) > _WAR_TOTAL)
        score = round(max(0.3, 0.97 - 0.08 * link.cost) if choice is None else choice.score, 2)
        draft = _Draft(link.kind, start, stop, _quantity(link), place=place, time=moment, score=score, choice=choice,
                       told=(figure.start, figure.stop))  # fmt: skip
        if past and link.kind not in DAMAGE_KINDS:
            history = History("count", link.kind, place.name if place else None)
            self._emit(mentions, replace(draft, kind="history", history=history, status="other"))
            return
        if stop - start >= _LONGEST_EVIDENCE:
            draft = replace(draft, start=figure.start, stop=figure.stop)
        stale = self._is_superseded(sentence, figure) if choice is None else choice.status == "stale"
        weapons = _things(self.document, figure.weapons) or self._weapons_near(sentence, link)
        draft = replace(
            draft,
            object=_thing(self.document, figure),
            weapon=weapons,
            actor=self._actor(sentence, link.kind, start),
            status="other" if past else "stale" if stale else "main",
        )
        self._emit(mentions, draft)
        if link.kind == "intercepted" and figure.total is not None:
            total = Quantity.exactly(figure.total, _weapon_unit(figure))
            self._emit(
                mentions, replace(draft, kind="launched", quantity=total, actor=None, score=round(score - 0.05, 2))
            )
        if trigger is not None and trigger.row.more.get("also") and figure.zero:
            self._emit(mentions, replace(draft, kind=str(trigger.row.more["also"])))

    def add_history(self, mentions: Mentions, start: int, stop: int, statement: History) -> None:
        """A claim for a statement about the past."""
        place = self.where.of_words(mentions, start, stop) or self.scene.place
        moment = self._moment(mentions, start, stop)
        self._emit(mentions, _Draft("history", start, stop, place=place, time=moment, history=statement, score=0.85))

    def add_event(self, mentions: Mentions, event: Event) -> None:
        """A claim for an event without a figure; one attack a place."""
        place = self.where.of_words(mentions, event.start, event.stop)
        moment = self._moment(mentions, event.start, event.stop)
        if self._is_past(mentions.sentence, moment, event.start):
            return
        if event.kind == "attack":
            key = place.name if place else None
            if key in self._attacks:
                return
            self._attacks.add(key)
        actor = _named(self.document, event.actor) if event.actor else None
        weapons = _things(self.document, event.weapons)
        thing = _named(self.document, event.object) if event.object else None
        draft = _Draft(event.kind, event.start, event.stop, place=place, time=moment, object=thing, score=0.7)
        self._emit(mentions, replace(draft, actor=actor, weapon=weapons))

    def _emit(self, mentions: Mentions, draft: _Draft) -> None:
        """Add who said it and how, and keep the claim unless the very same one is there."""
        sentence, choice = mentions.sentence, draft.choice
        if choice is not None:
            said = choice.speaker
        else:
            start, stop = draft.told or (draft.start, draft.stop)
            said = self._said(mentions, start, stop, carry=draft.kind not in EVENT_KINDS or draft.kind == "history")
        report = self.document.report
        a, b = self.document.cleaned.source_span(draft.start, draft.stop)
        denied = choice is not None and choice.status == "denied"
        claim = Claim.make(
            report.id,
            draft.kind,
            Evidence.at(report.text, a, b),
            quantity=draft.quantity,
            object=draft.object,
            weapon=draft.weapon,
            actor=draft.actor,
            place=draft.place,
            time=draft.time or self._publication(),
            speaker=said.speaker if said and not _is_image(said) else None,
            mode=self._mode(sentence, said, draft.start),
            stance="denies" if denied else self._stance(said, draft.status),
            certainty=self._certainty(sentence, said, draft.start, draft.stop),
            status=draft.status,
            history=draft.history,
            reader=self.reader,
            score=draft.score,
        )
        if claim.id not in self._ids:
            self._ids.add(claim.id)
            self.claims.append(claim)
        self.where.settle(draft.place, past=draft.kind == "history")
        if draft.time is not None and not tells_why(self.document.folded[sentence.start : draft.start]):
            self._last_time = draft.time

    def _said(self, mentions: Mentions, start: int, stop: int, *, carry: bool) -> Attribution | None:
        if mentions.attributions:
            return speaker_of(mentions.attributions, start, stop)
        return carried_on(self.document, self._told[:-1], mentions) if carry else None

    def _mode(self, sentence: Sentence, said: Attribution | None, start: int) -> str:
        if sentence.role == "caption" or (said is not None and _is_image(said)):
            return "image"
        if said is None:
            return "outlet"
        before = self.document.text[sentence.start : start]
        opened = sum(before.count(m) for m in '“«"') > sum(before.count(m) for m in "”»")
        return "quoted" if self._in_quote and (opened or sentence.start == start) else "reported"

    def _certainty(self, sentence: Sentence, said: Attribution | None, start: int, stop: int) -> str:
        for hit in sentence.of("context"):
            if hit.row.kind == "unsure" and start - 40 <= hit.start <= stop + 40:
                return "alleged" if self.document.folded[hit.start : hit.stop].startswith("alleg") else "unconfirmed"
        if said is not None and self.document.folded[said.cue_start : said.cue_stop].startswith(("claim", "alleg")):
            return "alleged"
        return "stated"

    def _moment(self, mentions: Mentions, start: int, stop: int) -> Moment | None:
        return time_for(self.document, mentions.times, start, stop, self.scene.published) or self._last_time

    def _publication(self) -> Moment | None:
        published = self.document.report.published
        if published is None:
            return None
        return Moment(published[:10], published[:10], "day", "publication")

    def _is_past(self, sentence: Sentence, moment: Moment | None, start: int) -> bool:
        for hit in sentence.of("context"):
            if hit.row.kind == "past" and not _is_hours_ago(sentence, hit) and not self._is_of_today(start, hit):
                between = self.document.folded[min(start, hit.stop) : max(start, hit.stop)]
                if not (any(mark in between for mark in _CLAUSE_MARKS) or tells_why(between)):
                    return True
        return is_other_day(moment, self.scene.day)

    def _is_of_today(self, start: int, past: Hit) -> bool:
        """ "killed four on Monday in one of the bloodiest attacks this year": the day of the event stands nearer."""
        days = [s for s in self._told[-1].times if s.moment is not None and s.moment.precision in _OF_A_DAY]
        near = min(days, key=lambda s: abs(s.start - start), default=None)
        if near is None or near.moment is None or abs(near.start - start) >= abs(past.start - start):
            return False
        return not is_other_day(near.moment, self.scene.day)

    def _is_superseded(self, sentence: Sentence, figure: Figure) -> bool:
        """A figure that the report itself takes back: "an earlier toll of nine", "we wrongly said"."""
        for hit in sentence.of("context"):
            if hit.row.kind != "superseded" or hit.start > figure.start:
                continue
            between = self.document.folded[hit.stop : figure.start]
            if _FROM_TO.fullmatch(self.document.folded[hit.start : figure.start]):
                continue  # "revised down from 28 to 24": the second is what it is now
            if len(between) < 120 and not any(mark in between for mark in _CLAUSE_MARKS):
                return True
        return False

    def _stance(self, said: Attribution | None, status: str) -> str:
        if said is not None and said.cue == "deny":
            return "denies"
        return "revises" if self._corrects and status == "main" else "asserts"

    def _weapons_near(self, sentence: Sentence, link: Link) -> tuple[Thing, ...]:
        """The weapon that did it, when the sentence names just one class of weapon."""
        if link.figure.unit == "weapon":
            return ()
        hits = [h for h in sentence.of("weapons") if not h.row.more.get("platform")]
        return _things(self.document, hits[:1]) if len({h.row.id for h in hits}) == 1 else ()

    def _actor(self, sentence: Sentence, kind: str, start: int) -> Thing | None:
        want = kind == "intercepted"
        for hit in sentence.of("actors"):
            if (hit.row.kind == "defence") == want or (want and hit.row.kind == "state" and hit.start < start):
                return _named(self.document, hit)
        return None


def _is_image(said: Attribution) -> bool:
    """ "Footage showed": what is seen in pictures is nobody's word."""
    return (said.speaker.role or "").lower() in image_words()


def _named(document: Document, hit: Hit) -> Thing:
    return Thing(hit.row.id, document.text[hit.start : hit.stop], hit.row.kind)


def _things(document: Document, hits: Sequence[Hit]) -> tuple[Thing, ...]:
    return tuple({h.row.id: _named(document, h) for h in hits}.values())


def _thing(document: Document, figure: Figure) -> Thing | None:
    if figure.unit == "object" and figure.noun is not None:
        return Thing(figure.noun.row.id, figure.noun_text.strip(), figure.noun.row.kind)
    if figure.unit == "other":
        return Thing("other", figure.noun_text.strip())
    return None


def _is_hours_ago(sentence: Sentence, hit: Hit) -> bool:
    """ "in the past few hours", "over the past 24 hours": the news itself."""
    return any(t.word in words("hours-ago") for t in sentence.tokens_between(hit.stop, sentence.stop)[:2])


def _quantity(link: Link) -> Quantity:
    figure, kind = link.figure, link.kind
    unit = "people"
    if kind in WEAPON_KINDS:
        unit = _weapon_unit(figure)
    elif kind in DAMAGE_KINDS:
        unit = figure.noun.row.id if figure.noun is not None and figure.unit == "object" else "thing"
    part = None
    subset = link.choice is not None and link.choice.status == "subset"
    if figure.total is not None:
        part = PartOf(figure.total)
    elif subset or figure.part or (link.trigger is not None and link.trigger.row.more.get("part")):
        part = PartOf(figure.parent.value if figure.parent else None)
    group = figure.group if kind in CASUALTY_KINDS else None
    return Quantity(
        figure.value, figure.low, figure.high, "none" if figure.zero else figure.qualifier, unit, group, part
    )


def _weapon_unit(figure: Figure) -> str:
    if not figure.weapons:
        return "weapon"
    kinds = {h.row.kind for h in figure.weapons}
    if kinds <= {"drone"}:
        return "drone"
    if all(k.endswith("missile") for k in kinds):
        return "missile"
    return sorted(kinds)[0]


__all__ = ["Builder"]
