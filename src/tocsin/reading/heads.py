"""The learned linker's weights at run time: the encoder through ONNX Runtime, the heads in NumPy.

Nothing is imported or opened before the first figure is to be linked. Every file is checked against the SHA-256 in
`weights/card.json`; a changed file raises `BadWeights`.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from tocsin.errors import MissingExtra, TocsinError
from tocsin.reading.pieces import Window

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Floats = NDArray[float32]

Rows = tuple[int, int]
#: A figure's candidates: the rows of each (empty for the default) and the features of each.
Offer = tuple[Sequence[Rows], Sequence[Sequence[float]]]
#: Windows kept for texts that come again (a quarter of a megabyte each).
_KEPT = 64
#: Windows encoded at once, each by one thread: ten thousand pieces a second of processor time, where one window shared
#: by two threads gives eight thousand, and padded batches of four seven.
_THREADS = 2
#: ONNX Runtime's fused operator for a sum and its normalising takes seven times as long as the two apart.
_SLOWER = ["SkipLayerNormFusion"]


class BadWeights(TocsinError):
    """A file of the learned reader is missing or is not the one that its card describes."""


class Heads:
    """Encoder, tokenizer and heads, loaded and checked once a process by `load_heads`."""

    def __init__(
        self, card: Mapping[str, Any], session: Any, tokenizer: Tokenizer, weights: Mapping[str, Floats]
    ) -> None:
        from threadpoolctl import ThreadpoolController

        self.card = card
        self.tokenizer = tokenizer
        self._session = session
        self._weights = weights
        self._threads = ThreadpoolController()
        self._kept: OrderedDict[tuple[int, ...], Floats] = OrderedDict()

    def encode(self, windows: Sequence[Window]) -> Floats:
        """States of every new piece of the windows, in a row: (pieces, 384)."""
        import numpy as np

        fresh = sorted({w.ids for w in windows if w.ids not in self._kept}, key=len, reverse=True)
        known = {w.ids: self._kept[w.ids] for w in windows if w.ids in self._kept}
        with ThreadPoolExecutor(_THREADS) as pool:
            known |= zip(fresh, pool.map(self._encode_one, fresh), strict=True)
        for key in fresh[-_KEPT:]:
            self._kept[key] = known[key]
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return np.concatenate([known[w.ids][w.first : w.first + w.rows[1] - w.rows[0]] for w in windows])

    def _encode_one(self, ids: tuple[int, ...]) -> Floats:
        import numpy as np

        states: Floats = self._session.run(None, {"ids": np.array([ids], np.int64)})[0][0]
        return states

    def alone(self) -> AbstractContextManager[Any]:
        """Hold NumPy's products to the calling thread: small as they are, the library's threads would idle on the
        processors that encode."""
        limits: AbstractContextManager[Any] = self._threads.limit(limits=1, user_api="blas")
        return limits

    def tags(self, states: Floats) -> Floats:
        """Chances that each piece is outside, begins or is inside a source: (pieces, 3)."""
        return softmax(self._linear("tag", states))

    def figures(self, states: Floats, own: Sequence[Rows], triggers: Sequence[Rows], features: Floats) -> Floats:
        """One row for each figure: its own mean state, its trigger's, its features."""
        import numpy as np

        return np.concatenate([mean_rows(states, own), mean_rows(states, triggers), features], axis=1)

    def kinds(self, wide: Floats, features: Floats) -> tuple[Floats, Floats]:
        """Chances of each kind and of each status, for each figure."""
        hidden = self._linear("hidden", wide).clip(min=0)
        kinds = self._linear("kind", hidden) + features @ self._weights["prior.weight"].T
        return softmax(kinds), softmax(self._linear("status", hidden))

    def point(self, name: str, wide: Floats, states: Floats, offered: Sequence[Offer]) -> list[Floats]:
        """Chances of each candidate of each figure (a row of `wide`), for the pointer called `name`."""
        import numpy as np

        sizes = [len(spans) for spans, _ in offered]
        owner = np.repeat(np.arange(len(sizes)), sizes)
        unique = {span: n for n, span in enumerate(dict.fromkeys(s for spans, _ in offered for s in spans))}
        which = [unique[s] for spans, _ in offered for s in spans]
        candidates = mean_rows(states, list(unique))
        given = np.array([f for _, features in offered for f in features], np.float32)
        seen = self._linear(f"{name}.figure", wide)[owner] + self._linear(f"{name}.candidate", candidates)[which]
        mixed = (seen + self._linear(f"{name}.features", given)).clip(min=0)
        agreed = self._linear(f"{name}.ask", wide)[owner] * self._linear(f"{name}.answer", candidates)[which]
        both = np.concatenate([mixed, agreed / np.float32(states.shape[1] ** 0.25)], axis=1)
        scores = self._linear(f"{name}.score", both) + given @ self._weights[f"{name}.prior.weight"].T
        return [softmax(one) for one in np.split(scores[:, 0], np.cumsum(sizes)[:-1])]

    def _linear(self, name: str, rows: Floats) -> Floats:
        return rows @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]


def mean_rows(states: Floats, spans: Sequence[Rows]) -> Floats:
    """The mean state of each span of rows; nought for an empty one."""
    import numpy as np

    out = np.zeros((len(spans), states.shape[1]), np.float32)
    for n, (a, b) in enumerate(spans):
        if b > a:
            out[n] = states[a:b].mean(axis=0)
    return out


def softmax(scores: Floats) -> Floats:
    """Chances from scores, over the last axis."""
    import numpy as np

    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return chances


@cache
def load_heads() -> Heads:
    """The weights that the package carries, read once a process; BadWeights as for `read_heads`."""
    return read_heads(files("tocsin.reading") / "weights")


def read_heads(folder: Traversable) -> Heads:
    """The weights of one folder: card.json and the files it names; BadWeights names a missing or changed one."""
    import io

    try:
        import numpy as np
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError as error:
        raise MissingExtra("the learned linker needs ONNX Runtime: pip install 'tocsin[learned]'") from error

    card = json.loads(_read(folder, "card.json"))
    data = {name: _checked(folder, name, str(entry["sha256"])) for name, entry in card["files"].items()}
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        data["encoder.onnx"], options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
    )
    tokenizer = Tokenizer.from_str(data["tokenizer.json"].decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    with np.load(io.BytesIO(data["heads.npz"])) as stored:
        weights = {name: stored[name].astype(np.float32) for name in stored.files}
    return Heads(card, session, tokenizer, weights)


def _checked(folder: Traversable, name: str, wanted: str) -> bytes:
    data = _read(folder, name)
    if hashlib.sha256(data).hexdigest() != wanted:
        raise BadWeights(f"{folder.name}/{name} is not the file that card.json describes; install the package again")
    return data


def _read(folder: Traversable, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise BadWeights(f"{folder.name}/{name} cannot be read: {error}; install the package again") from error


__all__ = ["BadWeights", "Heads", "load_heads", "mean_rows", "read_heads", "softmax"]
