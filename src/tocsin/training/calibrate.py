"""How right a fitted reader is on labelled candidates, and what its chances are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tocsin.reading.choices import STATUSES
from tocsin.reading.heads import Heads
from tocsin.reading.learned import calibrated
from tocsin.training.corpus import Example, FigureExample
from tocsin.training.fit import RULED_SPEAKER, UNRULED, Reader, gather, point

if TYPE_CHECKING:
    from tocsin.reading.heads import Floats

_PAST = [STATUSES.index("background"), STATUSES.index("other")]
_BATCH = 16
#: Chosen by hand on gold's development split and on marked real prose: gold is harder than news, so the rules' own word
#: holds unless it is clearly beaten. `threshold` is for a figure that a rule links, `new_threshold` for the likeliest
#: kind of one that none does; `past_threshold` for another event, the ruled one by a past word or date.
BY_HAND = {
    "threshold": 0.15,
    "new_threshold": 0.8,
    "past_threshold": 0.6,
    "ruled_past_threshold": 0.15,
    "speaker_margin": 0.99,
    "place_margin": 0.97,
}


@dataclass(slots=True)
class Measure:
    """Counts on candidates: kinds right, read and told; pointers right of those that could be; the rules' own."""

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
        rates = {
            "precision": self.right / max(1, self.read),
            "recall": self.right / max(1, self.told),
            "speaker_rate": self.speaker / max(1, self.speaker_of),
            "rules_speaker_rate": self.speaker_ruled / max(1, self.speaker_of),
            "place_rate": self.place / max(1, self.place_of),
            "past_rate": self.past / max(1, self.past_of),
        }
        return {**{n: round(r, 3) for n, r in rates.items()}, **asdict(self)}

    def __str__(self) -> str:
        row = self.as_row()
        return " ".join(
            f"{n} {row[n]:.3f}"
            for n in ("precision", "recall", "speaker_rate", "rules_speaker_rate", "place_rate", "past_rate")
        )


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
                out.speaker_ruled += any(
                    r and f[RULED_SPEAKER] for r, f in zip(pointer.right, pointer.features, strict=True)
                )
    return out


def calibrate(heads: Heads, examples: Sequence[Example]) -> dict[str, float]:
    """What the card says of chances: `BY_HAND`, and the slope and shift that make them honest (Platt) on the examples.

    Measured on the weights as they ship, in eight bits.
    """
    odds, right = [], []
    for example in examples:
        for figure, chance, _ in zip(example.figures, *_chances(heads, example), strict=True):
            if _is_read(figure, chance, BY_HAND):
                best = int(chance[1:].argmax()) + 1
                odds.append(float(chance[best]))
                right.append(float(best == figure.kind))
    slope, shift = _platt(torch.logit(torch.tensor(odds).clamp(1e-6, 1 - 1e-6)), torch.tensor(right))
    return {**BY_HAND, "slope": slope, "shift": shift}


def reliability(heads: Heads, examples: Sequence[Example]) -> list[dict[str, float]]:
    """For each tenth of the calibrated score: how many figures, their mean score, and the share that is right."""
    card = heads.card
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for example in examples:
        for figure, chance, _ in zip(example.figures, *_chances(heads, example), strict=True):
            if not _is_read(figure, chance, card):
                continue
            best = int(chance[1:].argmax()) + 1
            score = calibrated(float(chance[best]), card["slope"], card["shift"])
            tenths.setdefault(min(9, int(score * 10)), []).append((score, best == figure.kind))
    return [
        {
            "from": t / 10,
            "figures": len(v),
            "score": round(sum(s for s, _ in v) / len(v), 3),
            "right": round(sum(r for _, r in v) / len(v), 3),
        }
        for t, v in sorted(tenths.items())
    ]


def _chances(heads: Heads, example: Example) -> tuple[Floats, Floats]:
    states = heads.encode(example.windows)
    features = np.array([f.features for f in example.figures], np.float32)
    wide = heads.figures(states, [f.rows for f in example.figures], [f.trigger for f in example.figures], features)
    return heads.kinds(wide, features)


def _is_read(figure: FigureExample, chance: Floats, card: Mapping[str, Any]) -> bool:
    bar = card["new_threshold" if figure.features[UNRULED] > 0 else "threshold"]
    return bool(1.0 - chance[0] >= bar)


def _platt(odds: Tensor, right: Tensor) -> tuple[float, float]:
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    solver = torch.optim.LBFGS([line], max_iter=100)

    def step() -> Tensor:
        solver.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(line[0] * odds + line[1], right)
        loss.backward()
        return loss

    solver.step(step)
    return round(float(line[0].detach()), 4), round(float(line[1].detach()), 4)


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
        pointed = [
            (name, n, scores)
            for name, pointing in (("speaker", reader.speaker), ("place", reader.place))
            for n, scores in point(pointing, states, wide, batch, [getattr(f, name) for f in batch.figures])
        ]
        yield batch.figures, kinds, statuses, pointed


__all__ = ["Measure", "calibrate", "measure", "reliability"]
