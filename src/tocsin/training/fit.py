"""Fit encoder and heads on examples. Same seed, same examples, same threads: same weights."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

from tocsin.reading.choices import KINDS, STATUSES
from tocsin.training.corpus import Example, FigureExample, Pointer, Rows
from tocsin.training.encoder import HIDDEN, load_encoder

#: How strongly the rules' word counts before training, and where it stands among the pointers' features.
PRIOR, RULED_SPEAKER, DEFAULT_PLACE = 3.0, 1, 0
#: The piece that hides another, so that no single word is leant on.
MASK = 103
#: The feature of a figure that no rule links.
UNRULED = len(KINDS) - 1


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fit: passes, rates, what stays as published, pieces masked, steps averaged at the end, the seed."""

    passes: int = 4
    batch: int = 8
    rate: float = 8e-5
    head_rate: float = 1e-3
    layers: int = 6
    frozen: int = 1
    width: int = 128
    dropout: float = 0.2
    masked: float = 0.0
    averaged: float = 0.25
    seed: int = 7


class Pointing(nn.Module):
    """Scores of (figure, candidate) pairs; the default candidate has a vector of its own."""

    def __init__(self, figure: int, features: int, prior: int, plan: Plan) -> None:
        super().__init__()
        width = plan.width
        self.figure, self.candidate, self.features = (
            nn.Linear(figure, width),
            nn.Linear(HIDDEN, width),
            nn.Linear(features, width),
        )
        self.ask, self.answer = nn.Linear(figure, width), nn.Linear(HIDDEN, width)
        self.score = nn.Linear(2 * width, 1)
        self.prior = nn.Linear(features, 1, bias=False)
        nn.init.zeros_(self.prior.weight)
        self.prior.weight.data[0, prior] = PRIOR
        self.dropout = nn.Dropout(plan.dropout)

    def forward(self, figure: Tensor, candidate: Tensor, features: Tensor) -> Tensor:
        mixed = functional.relu(self.figure(figure) + self.candidate(candidate) + self.features(features))
        agreed = self.ask(figure) * self.answer(candidate) / HIDDEN**0.25
        result: Tensor = self.score(self.dropout(torch.cat([mixed, agreed], -1))) + self.prior(features)
        return result.squeeze(-1)


class Reader(nn.Module):
    """The encoder with its heads: tags of sources, kind, status, and the two pointers."""

    def __init__(self, plan: Plan, weights: Path, sizes: tuple[int, int, int]) -> None:
        super().__init__()
        figure, speaker, place = sizes
        self.encoder = load_encoder(weights, plan.layers)
        self.encoder.freeze(plan.frozen)
        self.masked = plan.masked
        self.tag = nn.Linear(HIDDEN, 3)
        wide = 2 * HIDDEN + figure
        self.hidden = nn.Linear(wide, plan.width)
        self.kind, self.status = nn.Linear(plan.width, len(KINDS)), nn.Linear(plan.width, len(STATUSES))
        self.speaker = Pointing(wide, speaker, RULED_SPEAKER, plan)
        self.place = Pointing(wide, place, DEFAULT_PLACE, plan)
        self.prior = nn.Linear(figure, len(KINDS), bias=False)
        nn.init.zeros_(self.prior.weight)
        for n in range(len(KINDS)):
            self.prior.weight.data[n, n - 1 if n else UNRULED] = PRIOR
        self.dropout = nn.Dropout(plan.dropout)

    def states(self, examples: Sequence[Example]) -> Tensor:
        """States of every piece that is new in its window, all examples in a row."""
        windows = [w for e in examples for w in e.windows]
        length = max(len(w.ids) for w in windows)
        ids, mask = torch.zeros(len(windows), length, dtype=torch.long), torch.zeros(len(windows), length)
        for n, w in enumerate(windows):
            ids[n, : len(w.ids)] = torch.tensor(w.ids)
            mask[n, : len(w.ids)] = 1
        if self.training:
            hidden = (torch.rand(ids.shape) < self.masked) & (mask > 0)
            ids = torch.where(hidden, torch.full_like(ids, MASK), ids)
        states = self.encoder(ids, mask)
        return torch.cat([states[n, w.first : w.first + w.rows[1] - w.rows[0]] for n, w in enumerate(windows)])

    def figures(self, states: Tensor, batch: Batch) -> Tensor:
        """One row for each figure: its own pieces, its trigger's, its features."""
        own, trigger = mean_rows(states, batch.rows), mean_rows(states, batch.triggers)
        wide: Tensor = self.dropout(torch.cat([own, trigger, batch.features], -1))
        return wide

    def kinds(self, wide: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of kinds and of statuses; the rules' own kind has a say that training may raise or lower."""
        hidden = self.dropout(functional.relu(self.hidden(wide)))
        return self.kind(hidden) + self.prior(features), self.status(hidden)


@dataclass(frozen=True, slots=True)
class Batch:
    """Figures of several examples, their rows counted over all of them."""

    rows: list[Rows]
    triggers: list[Rows]
    features: Tensor
    figures: list[FigureExample]
    offsets: list[int]


def gather(examples: Sequence[Example]) -> Batch:
    """Put the figures of examples together."""
    rows, triggers, figures, offsets = [], [], [], []
    offset = 0
    for example in examples:
        for f in example.figures:
            rows.append((f.rows[0] + offset, f.rows[1] + offset))
            triggers.append((f.trigger[0] + offset, f.trigger[1] + offset))
            figures.append(f)
            offsets.append(offset)
        offset += len(example.tags)
    return Batch(rows, triggers, torch.tensor([f.features for f in figures]), figures, offsets)


def mean_rows(states: Tensor, spans: Sequence[Rows]) -> Tensor:
    """The mean state of each span; nought for an empty one."""
    owner = torch.tensor([n for n, (a, b) in enumerate(spans) for _ in range(a, b)], dtype=torch.long)
    index = torch.tensor([i for a, b in spans for i in range(a, b)], dtype=torch.long)
    total = torch.zeros(len(spans), states.shape[1]).index_add(0, owner, states[index])
    return total / torch.tensor([max(1, b - a) for a, b in spans]).unsqueeze(1)


def point(
    pointing: Pointing, states: Tensor, wide: Tensor, batch: Batch, pointers: Sequence[Pointer | None]
) -> Iterator[tuple[int, Tensor]]:
    """(figure, scores of its candidates) for the figures that have candidates."""
    owner = [n for n, p in enumerate(pointers) if p for _ in p.rows]
    if not owner:
        return
    spans = [
        (a + batch.offsets[n] if b > a else 0, b + batch.offsets[n] if b > a else 0)
        for n, p in enumerate(pointers)
        if p
        for a, b in p.rows
    ]
    features = torch.tensor([f for p in pointers if p for f in p.features])
    scores = pointing(wide[torch.tensor(owner)], mean_rows(states, spans), features)
    at = 0
    for n, p in enumerate(pointers):
        if p:
            yield n, scores[at : at + len(p.rows)]
            at += len(p.rows)


def loss_of(reader: Reader, examples: Sequence[Example]) -> Tensor:
    """The sum of the heads' losses on a batch."""
    states = reader.states(examples)
    tags = torch.tensor([t for e in examples for t in e.tags])
    loss = 0.5 * functional.cross_entropy(
        reader.tag(reader.dropout(states)), tags, weight=torch.tensor([0.5, 2.0, 1.0])
    )
    batch = gather(examples)
    if not batch.figures:
        return loss
    wide = reader.figures(states, batch)
    kinds, statuses = reader.kinds(wide, batch.features)
    loss = loss + functional.cross_entropy(kinds, torch.tensor([f.kind for f in batch.figures]), label_smoothing=0.03)
    status = torch.tensor([f.status for f in batch.figures])
    if bool((status >= 0).any()):
        loss = loss + 0.4 * functional.cross_entropy(statuses, status, ignore_index=-1)
    for pointing, name, share in ((reader.speaker, "speaker", 1.0), (reader.place, "place", 0.3)):
        pointers: list[Pointer | None] = [getattr(f, name) for f in batch.figures]
        terms = [
            torch.logsumexp(s, 0) - torch.logsumexp(s[torch.tensor(p.right)], 0)
            for n, s in point(pointing, states, wide, batch, pointers)
            if (p := pointers[n]) is not None
        ]
        if terms:
            loss = loss + share * torch.stack(terms).mean()
    return loss


def fit(examples: Sequence[Example], weights: Path, plan: Plan, report: Callable[[int, float, Reader], None]) -> Reader:
    """Fit a reader: the mean of the last steps' weights.

    `report` hears the pass, its mean loss and the reader after each pass, and that mean at the end.
    """
    torch.manual_seed(plan.seed)
    torch.use_deterministic_algorithms(True)
    shuffler = random.Random(plan.seed)
    first = next(f for e in examples for f in e.figures if f.speaker and f.place)
    assert first.speaker is not None
    assert first.place is not None
    reader = Reader(plan, weights, (len(first.features), len(first.speaker.features[0]), len(first.place.features[0])))
    own = [p for n, p in reader.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    heads = [p for n, p in reader.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": own, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}], weight_decay=0.01
    )
    steps = plan.passes * -(-len(examples) // plan.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / (0.1 * steps), max(0.02, (steps - n) / (0.9 * steps)))
    )
    mean, step = AveragedModel(reader), 0
    for done in range(plan.passes):
        reader.train()
        total = 0.0
        batches = _batches(examples, plan.batch, shuffler)
        for one in batches:
            loss = loss_of(reader, one)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step > (1.0 - plan.averaged) * steps:
                mean.update_parameters(reader)
            total += float(loss.detach())
        reader.eval()
        report(done, total / len(batches), reader)
    kept: Reader = mean.module
    kept.eval()
    report(plan.passes, 0.0, kept)
    return kept


def _batches(examples: Sequence[Example], size: int, shuffler: random.Random) -> list[list[Example]]:
    """Batches of passages alike in length, in random order."""
    order = sorted(examples, key=lambda e: (len(e.tags) // 40, shuffler.random()))
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    shuffler.shuffle(batches)
    return batches


__all__ = ["Plan", "Reader", "fit", "gather", "loss_of", "mean_rows", "point"]
