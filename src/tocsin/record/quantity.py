"""A number as it was told: what was printed, what it bounds, and what it counts."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.record.codec import about

QUALIFIERS = (
    "exact",
    "at least",
    "more than",
    "up to",
    "fewer than",
    "about",
    "range",
    "several",
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "none",
)

#: What a vague word bounds, lowest and highest; the source is the project's design, not a survey.
VAGUE = {
    "several": (3, None),
    "dozens": (24, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "thousands": (2000, 9999),
}

GROUPS = ("civilians", "combatants", "children", "women", "men", "responders", "elderly", "attackers")


@dataclass(frozen=True, slots=True)
class PartOf:
    """The total that a figure is a part of ("21 of 23": value 23)."""

    value: int | None = about("the total's number as printed; None when the total has no number", default=None)
    claim: str | None = about("id of the total's own claim, when it has one", default=None)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count with its bounds.

    exact n: low = high = n. "at least n", "more than n": low n, high None. "up to n": low None, high n.
    A range: low and high, value None. "about": value, bounds None. "no casualties": 0.
    """

    value: int | None = about("the number printed; None when none is", default=None)
    low: int | None = about("the least that the words allow; None when open", default=None)
    high: int | None = about("the most that the words allow; None when open", default=None)
    qualifier: str = about("the words' own hedge", default="exact", choices=QUALIFIERS)
    unit: str = about("what is counted: people, or a lexicon id such as drone or building", default="people")
    group: str | None = about("which people, when said", default=None, choices=GROUPS)
    part_of: PartOf | None = about("the total that this is a part of", default=None)
    cumulative: bool = about("True for a running toll, False for new deaths on top of it", default=True)

    @classmethod
    def exactly(cls, n: int, unit: str = "people", group: str | None = None) -> Quantity:
        """The bare number n."""
        return cls(n, n, n, "exact", unit, group)

    @property
    def figure(self) -> float | None:
        """One number to sort by: the printed value, a range's middle, or the open bound."""
        if self.value is not None:
            return self.value
        if self.low is not None and self.high is not None:
            return (self.low + self.high) / 2
        return self.low if self.low is not None else self.high

    def admits(self, n: int) -> bool:
        """True when n does not contradict the words."""
        if self.qualifier == "about" and self.value is not None and self.low is None and self.high is None:
            return abs(n - self.value) <= max(1, self.value // 10)
        return (self.low is None or n >= self.low) and (self.high is None or n <= self.high)
