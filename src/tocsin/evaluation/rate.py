"""What was right of what was said and of what was there: the one measure that every score is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Rate:
    """Right, predicted and gold counts, with what follows from them; 0 where nothing was counted."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        total = self.predicted + self.gold
        return 2 * self.right / total if total else 0.0

    def __str__(self) -> str:
        counts = f"({self.right} of {self.gold}, {self.predicted} read)"
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f}  {counts}"

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)
