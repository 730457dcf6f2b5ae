"""How right a fitted reader is on labelled candidates, and what its chances are worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import torch
from torch import Tensor
from torch.nn import functional

from tocsin.reading.choices import STATUSES
from tocsin.training.corpus import Example, FigureExample
from tocsin.training.fit import RULED_SPEAKER, UNRULED, Reader, gather, point

_PAST = [STATUSES.index("background"), STATUSES.index("other")]
_BATCH = 16


@dataclass(slots=True)
class Measure:
    """Counts on candidates: kinds right, read and told; pointers right of those that could be; the rules' own pointer."""

    right: int = 0
    read: int = 0
    told: int = 0
    speaker: int = 0
    speaker_of: int = 0
    speaker_ruled: int = 0
    place: int = 0
    place_of: int = 0
    past: int = 0
    past_of: int = 0

    def as_row(self) -> dict[str, float]:
        """Rates rounded to a thousandth, with the counts behind them."""
        rates = {"precision": self.right / max(1, self.read), "recall": self.right / max(1, self.told),
                 "speaker_rate": self.speaker / max(1, self.speaker_of), "rules_speaker_rate": self.speaker_ruled / max(1, self.speaker_of),
                 "place_rate": self.place / max(1, self.place_of), "past_rate": self.past / max(1, self.past_of)}  # fmt: skip
        return {**{n: round(r, 3) for n, r in rates.items()}, **asdict(self)}

    def __str__(self) -> str:
        row = self.as_row()
        return " ".join(f"{n} {row[n]:.3f}" for n in ("precision", "recall", "speaker_rate", "rules_speaker_rate", "place_rate", "past_rate"))


def measure(reader: Reader, examples: Sequence[Example]) -> Measure:
    """Counts over examples, each figure given the likeliest kind, status, speaker and place."""
    out = Measure()
    for figures, kinds, statuses, pointed in _judge(reader, examples):
        for figure, scores, status in zip(figures, kinds, statuses, strict=True):
            best = int(scores.argmax())
            out.read += best > 0
            out.told += figure.kind > 0
            out.right += best == figure.kind > 0
            if figure.status >= 0:
                out.past_of += 1
                out.past += (int(status.argmax()) in _PAST) == (figure.status in _PAST)
        for name, n, scores in pointed:
            pointer = getattr(figures[n], name)
            setattr(out, name, getattr(out, name) + pointer.right[int(scores.argmax())])
            setattr(out, f"{name}_of", getattr(out, f"{name}_of") + 1)
            if name == "speaker":
                out.speaker_ruled += any(r and f[RULED_SPEAKER] for r, f in zip(pointer.right, pointer.features, strict=True))
    return out


def calibrate(reader: Reader, examples: Sequence[Example]) -> dict[str, float]:
    """Thresholds for figures with and without a rule's link, and for the past, chosen on the examples; and the slope
    and shift that make chances honest (Platt)."""
    rows: list[_Row] = []
    past: list[tuple[float, bool]] = []
    for figures, kinds, statuses, _ in _judge(reader, examples):
        chances, status_chances = functional.softmax(kinds, -1), functional.softmax(statuses, -1)
        for figure, chance, status in zip(figures, chances, status_chances, strict=True):
            best = int(chance[1:].argmax()) + 1
            rows.append(_Row(1.0 - float(chance[0]), float(chance[best]), best == figure.kind, figure.features[UNRULED] > 0))
            if figure.status >= 0:
                past.append((float(status[_PAST].sum()), figure.status in _PAST))
    told = sum(f.kind > 0 for e in examples for f in e.figures)
    pairs = [(a / 20, b / 20) for a in range(4, 15) for b in range(8, 17)]
    threshold, new = max(pairs, key=lambda p: (round(_f1(rows, told, *p), 3), p))
    past_threshold = max((n / 20 for n in range(8, 19)), key=lambda t: (sum((c >= t) == p for c, p in past), t))
    slope, shift = _platt([r for r in rows if r.some >= (new if r.new else threshold)])
    return {"threshold": threshold, "new_threshold": new, "past_threshold": past_threshold, "slope": slope, "shift": shift}


@dataclass(frozen=True, slots=True)
class _Row:
    """A figure's chance to be any claim, its chance to be of its best kind, whether that is right, whether no rule links it."""

    some: float
    best: float
    right: bool
    new: bool


def _f1(rows: Sequence[_Row], told: int, threshold: float, new: float) -> float:
    read = [r for r in rows if r.some >= (new if r.new else threshold)]
    return 2 * sum(r.right for r in read) / max(1, len(read) + told)


def _platt(rows: Sequence[_Row]) -> tuple[float, float]:
    odds = torch.logit(torch.tensor([r.best for r in rows]).clamp(1e-6, 1 - 1e-6))
    right = torch.tensor([float(r.right) for r in rows])
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    solver = torch.optim.LBFGS([line], max_iter=100)

    def step() -> Tensor:
        solver.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(line[0] * odds + line[1], right)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        return loss

    solver.step(step)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    return round(float(line[0]), 4), round(float(line[1]), 4)


_Judged = tuple[list[FigureExample], Tensor, Tensor, list[tuple[str, int, Tensor]]]


@torch.no_grad()
def _judge(reader: Reader, examples: Sequence[Example]) -> Iterator[_Judged]:
    """Scores of kinds and statuses of each batch's figures, and of the pointers that have a right answer."""
    reader.eval()
    for at in range(0, len(examples), _BATCH):
        some = examples[at : at + _BATCH]
        states, batch = reader.states(some), gather(some)
        if not batch.figures:
            continue
        wide = reader.figures(states, batch)
        kinds, statuses = reader.kinds(wide, batch.features)
        pointed = [(name, n, scores) for name, pointing in (("speaker", reader.speaker), ("place", reader.place))
                   for n, scores in point(pointing, states, wide, batch, [getattr(f, name) for f in batch.figures])]  # fmt: skip
        yield batch.figures, kinds, statuses, pointed


__all__ = ["Measure", "calibrate", "measure"]
