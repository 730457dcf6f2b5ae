"""One number for "the same attack": features times weights, summed, through the logistic curve."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files

from tocsin.reconcile.digest import Digest
from tocsin.reconcile.features import FEATURES, Feature, Pair, hopeless

#: Log-odds are held within this, so that one pair can neither make nor break a group alone.
CLIP = 6.0


def log_odds(a: Digest, b: Digest) -> float:
    """Log-odds that two reports tell of one attack, within `CLIP`; above 0 is more likely than not."""
    bias, weights = _counting()
    total = bias
    pair = Pair(a, b)
    for feature, weight in weights:
        value = feature(pair)
        if value:
            total += weight * value
    return max(-CLIP, min(CLIP, total))


def pair_odds(a: Digest, b: Digest) -> float:
    """The log-odds of two neighbours, the earlier first; 0 where nothing could make them one attack."""
    return 0.0 if hopeless(a, b) else log_odds(a, b)


def probability(odds: float) -> float:
    """Log-odds as a score from 0 to 1, to three places."""
    return round(1 / (1 + math.exp(-odds)), 3)


def reasons(a: Digest, b: Digest, most: int = 4) -> tuple[str, ...]:
    """The features that decided, strongest first, each with its share of the log-odds."""
    pair = Pair(a, b)
    shares = [
        (weight * value, (feature.__doc__ or feature.__name__).splitlines()[0])
        for feature, weight in standing_weights()[1]
        if (value := feature(pair))
    ]
    shares.sort(key=lambda share: (-abs(share[0]), share[1]))
    return tuple(_in_words(text, round(share, 1)) for share, text in shares[:most])


@cache
def _in_words(text: str, share: float) -> str:
    return f"{text} ({share:+.1f})"


@cache
def standing_weights() -> tuple[float, tuple[tuple[Feature, float], ...]]:
    data = tomllib.loads((files("tocsin.reconcile") / "weights.toml").read_text(encoding="utf-8"))
    table = data["weights"]
    unknown = table.keys() ^ {f.__name__ for f in FEATURES}
    if unknown:
        raise ValueError(f"reconcile/weights.toml and features.py differ on {', '.join(sorted(unknown))}")
    return float(data["bias"]), tuple((f, float(table[f.__name__])) for f in FEATURES)


@cache
def _counting() -> tuple[float, tuple[tuple[Feature, float], ...]]:
    """The standing weights without those of nothing, which say nothing."""
    bias, weights = standing_weights()
    return bias, tuple((feature, weight) for feature, weight in weights if weight)
