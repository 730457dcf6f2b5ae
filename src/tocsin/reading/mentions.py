"""What the reader has found in a sentence before it decides what belongs together."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.lexicon.load import Hit
from tocsin.reading.document import Sentence
from tocsin.record import Moment, Place, Speaker


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts: "at least ten Russian cruise missiles", "a young child", "nobody".

    `start..stop` covers the number and its noun; `unit` is people, weapon, object, other or None (a bare number).
    `implied` is told without a number; `weak` is a candidate that the rules link only by a pattern of its own.
    """

    start: int
    stop: int
    core_start: int
    core_stop: int
    value: int | None
    low: int | None
    high: int | None
    qualifier: str
    unit: str | None = None
    noun: Hit | None = None
    noun_text: str = ""
    group: str | None = None
    weapons: tuple[Hit, ...] = ()
    total: int | None = None
    part: bool = False
    parent: Figure | None = None
    implied: bool = False
    weak: bool = False

    @property
    def zero(self) -> bool:
        return self.value == 0


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what in a sentence: the source's words, the cue's, and on which side the content stands."""

    source_start: int
    source_stop: int
    cue_start: int
    cue_stop: int
    speaker: Speaker
    side: str
    cue: str = "say"
    direct: bool = False
    reach: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place or time where it stands in the text."""

    start: int
    stop: int
    place: Place | None = None
    moment: Moment | None = None
    metonym: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What a learned linker decides beside the kind; the rules decide all of it where a link has none.

    `speaker` None is the outlet itself; `place` None leaves the place to the rules. `score` is calibrated, 0 to 1.
    """

    speaker: Attribution | None
    place: Place | None
    status: str
    score: float


@dataclass(frozen=True, slots=True)
class Link:
    """A figure with the kind it was given: the trigger that decided, and what it cost (0 is a perfect fit)."""

    figure: Figure
    kind: str
    trigger: Hit | None
    cost: float
    choice: Choice | None = None


@dataclass(slots=True)
class Mentions:
    """Everything found in one sentence."""

    sentence: Sentence
    figures: list[Figure] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    heading: Hit | None = None
    opens_paragraph: bool = True
    in_quote: bool = False
    places: list[Spot] = field(default_factory=list)
    times: list[Spot] = field(default_factory=list)
