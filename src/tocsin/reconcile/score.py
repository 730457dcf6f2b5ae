"""One number for "the same attack": features times weights, summed, through the logistic curve."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import TypeAlias

import tomli

from tocsin.reconcile.digest import Digest
from tocsin.reconcile.features import FEATURES, OF_TEXT, Feature, Pair, hopeless

_Weights: TypeAlias = "tuple[tuple[Feature, float], ...]"

#: Log-odds are held within this, so that one pair can neither make nor break a group alone.
CLIP = 6.0


def log_odds(a: Digest, b: Digest, least: float = -CLIP) -> float:
    """Log-odds that two reports tell of one attack, within `CLIP`; above 0 is more likely than not.

    `least` where they are no higher. That, and that they are `CLIP`, is often plain before the texts are compared.
    """
    bias, plain, of_text = _counting()
    total = bias
    pair = Pair(a, b)
    for feature, weight in plain:
        value = feature(pair)
        if value:
            total += weight * value
    for feature, weight, worst, most in of_text:
        if total + most < least:
            return least
        if total + worst > CLIP:
            return CLIP
        value = feature(pair)
        if value:
            total += weight * value
    return max(least, min(CLIP, total))


def pair_odds(a: Digest, b: Digest) -> float:
    """The log-odds of two neighbours, the earlier first; 0 where they are more likely two attacks."""
    return 0.0 if hopeless(a, b) else log_odds(a, b, 0.0)


def probability(odds: float) -> float:
    """Log-odds as a score from 0 to 1, to three places."""
    return round(1 / (1 + math.exp(-odds)), 3)


def reasons(a: Digest, b: Digest, most: int = 4) -> tuple[str, ...]:
    """The features that decided, strongest first, each with its share of the log-odds."""
    pair = Pair(a, b)
    shares = [(weight * value, text) for feature, weight, text in _explained() if (value := feature(pair))]
    shares.sort(key=lambda share: (-abs(share[0]), share[1]))
    return tuple(_in_words(text, round(share, 1)) for share, text in shares[:most])


@cache
def _explained() -> tuple[tuple[Feature, float, str], ...]:
    """The standing weights, each with what its feature says of a pair."""
    return tuple((f, weight, (f.__doc__ or f.__name__).splitlines()[0]) for f, weight in standing_weights()[1])


@cache
def _in_words(text: str, share: float) -> str:
    return f"{text} ({share:+.1f})"


@cache
def standing_weights() -> tuple[float, _Weights]:
    data = tomli.loads((files("tocsin.reconcile") / "weights.toml").read_text(encoding="utf-8"))
    table = data["weights"]
    unknown = table.keys() ^ {f.__name__ for f in FEATURES}
    if unknown:
        raise ValueError(f"reconcile/weights.toml and features.py differ on {', '.join(sorted(unknown))}")
    return float(data["bias"]), tuple((f, float(table[f.__name__])) for f in FEATURES)


@cache
def _counting() -> tuple[float, _Weights, tuple[tuple[Feature, float, float, float], ...]]:
    """The standing weights without those of nothing; those of texts with the worst and most that is still to come."""
    bias, weights = standing_weights()
    counting = [(feature, weight) for feature, weight in weights if weight]
    of_text = [(f, w) for f, w in counting if f in OF_TEXT]
    ahead = [[w for _, w in of_text[at:]] for at in range(len(of_text))]
    # A thousandth further, since sums of fractions are rounded.
    worst = [sum(w for w in more if w < 0) - 0.001 for more in ahead]
    most = [sum(w for w in more if w > 0) + 0.001 for more in ahead]
    bounded = tuple((f, w, low, high) for (f, w), low, high in zip(of_text, worst, most, strict=True))
    return bias, tuple((f, w) for f, w in counting if f not in OF_TEXT), bounded
