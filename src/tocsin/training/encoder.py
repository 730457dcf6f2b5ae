"""A BERT encoder in plain PyTorch, read from safetensors; the same layout as the published MiniLM-L6."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from tocsin.reading.pieces import WINDOW

HIDDEN, HEADS, VOCABULARY = 384, 12, 30522


class Layer(nn.Module):
    """One transformer layer with its norms after each block."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.norm, self.norm_out = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.widen, self.narrow = nn.Linear(HIDDEN, 4 * HIDDEN), nn.Linear(4 * HIDDEN, HIDDEN)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor | None) -> Tensor:
        batch, length, _ = states.shape
        shape = (batch, length, HEADS, HIDDEN // HEADS)
        query, key, value = (f(states).view(shape).transpose(1, 2) for f in (self.query, self.key, self.value))
        scores = query @ key.transpose(-1, -2) / (HIDDEN // HEADS) ** 0.5
        weights = functional.softmax(scores if bias is None else scores + bias, dim=-1)
        mixed = (self.dropout(weights) @ value).transpose(1, 2).reshape(batch, length, HIDDEN)
        states = self.norm(states + self.dropout(self.out(mixed)))
        wide = functional.gelu(self.widen(states))
        result: Tensor = self.norm_out(states + self.dropout(self.narrow(wide)))
        return result


class Encoder(nn.Module):
    """Piece ids (batch, length) to states (batch, length, HIDDEN); a mask of the ids' shape where lengths differ."""

    def __init__(self, layers: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.places = nn.Parameter(torch.zeros(WINDOW, HIDDEN))
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        states = self.dropout(self.norm(self.words(ids) + self.places[: ids.shape[1]]))
        bias = None if mask is None else (1.0 - mask.to(states.dtype))[:, None, None, :] * -10000.0
        for layer in self.layers:
            states = layer(states, bias)
        return states

    def freeze(self, layers: int) -> None:
        """Keep the embeddings and the lowest `layers` as they were published."""
        for part in (self.words, self.norm, *self.layers[:layers]):
            part.requires_grad_(False)
        self.places.requires_grad_(False)


_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "norm",
    "intermediate.dense": "widen",
    "output.dense": "narrow",
    "output.LayerNorm": "norm_out",
}


def load_encoder(path: Path, layers: int) -> Encoder:
    """The encoder's lowest `layers` from a safetensors file; KeyError names a tensor that is missing."""
    tensors = {k.removeprefix("bert."): v for k, v in load_file(path).items()}
    encoder = Encoder(layers)
    own = {
        "words.weight": tensors["embeddings.word_embeddings.weight"],
        # One kind of segment is ever used, so its vector is part of the positions.
        "places": tensors["embeddings.position_embeddings.weight"][:WINDOW]
        + tensors["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": tensors["embeddings.LayerNorm.weight"],
        "norm.bias": tensors["embeddings.LayerNorm.bias"],
    }
    for n in range(layers):
        for theirs, ours in _NAMES.items():
            for part in ("weight", "bias"):
                own[f"layers.{n}.{ours}.{part}"] = tensors[f"encoder.layer.{n}.{theirs}.{part}"]
    encoder.load_state_dict(own)
    return encoder


__all__ = ["HIDDEN", "Encoder", "load_encoder"]
