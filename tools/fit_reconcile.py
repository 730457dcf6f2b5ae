"""Fit the weights of `reconcile/weights.toml` to pairs of reports that people have sorted into attacks.

usage: python tools/fit_reconcile.py REPORTS.jsonl [REPORTS.jsonl ...] [--prior STRENGTH] [--hold-out N]

Reads each report with the rule reader, takes the pairs that blocking proposes (and that are not hopeless), and fits
logistic weights by gradient descent, drawn towards the weights that stand (`--prior`, 1.0): a feature that the corpus
says little of keeps its weight, and none changes its sign. With `--hold-out N`, every Nth attack (by a hash of its
name) takes no part in the fit, and its pairs tell what the fit is worth on attacks that it has not seen. Prints TOML;
what is committed is a person's choice.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections import defaultdict
from pathlib import Path

from tocsin.reading.read import read_report
from tocsin.reconcile.candidates import candidate_pairs
from tocsin.reconcile.digest import Digest, digest
from tocsin.reconcile.features import FEATURES, Pair
from tocsin.reconcile.score import standing_weights
from tocsin.record import Report

STEPS, RATE = 400, 1.5
Example = tuple[list[float], bool, float]


def examples(path: Path, hold_out: int) -> tuple[list[Example], list[Example]]:
    """Feature values, same or not, and a weight that makes every attack count alike, for each candidate pair.

    First the pairs to fit, then those of which a report is of an attack that is held out.
    """
    attacks: dict[str, str] = {}
    digests: list[Digest] = []
    for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n"):
        row = json.loads(line)
        report = Report.make(
            row["text"], id=row["id"], published=row["published"], outlet=row["outlet"], language=row["language"]
        )
        attacks[report.id] = row["attack"]
        digests.append(digest(report, read_report(report).claims))
    digests.sort(key=lambda d: d.order)
    pairs = candidate_pairs(digests)
    share: dict[str, int] = defaultdict(int)
    for i, _ in pairs:
        share[attacks[digests[i].report]] += 1
    seen: list[Example] = []
    unseen: list[Example] = []
    for i, j in pairs:
        one, other = attacks[digests[i].report], attacks[digests[j].report]
        values = [1.0, *(f(Pair(digests[i], digests[j])) for f in FEATURES)]
        kept = unseen if hold_out and (is_held_out(one, hold_out) or is_held_out(other, hold_out)) else seen
        kept.append((values, one == other, 1 / math.sqrt(share[one])))
    return seen, unseen


def is_held_out(attack: str, every: int) -> bool:
    """True for about one attack in `every`, the same ones on every run."""
    return int(hashlib.sha256(attack.encode()).hexdigest(), 16) % every == 0


def fit(data: list[Example], start: list[float], prior: float) -> list[float]:
    """Weights that make the data likely and stay near `start`; a weight that would change its sign is held at 0."""
    weights = list(start)
    total = sum(w for _, _, w in data)
    for step in range(STEPS):
        slope = [prior * (w - s) / total for w, s in zip(weights, start, strict=True)]
        for values, same, share in data:
            odds = sum(w * v for w, v in zip(weights, values, strict=True) if v)
            error = share * (1 / (1 + math.exp(-odds)) - same) / total
            for k, value in enumerate(values):
                if value:
                    slope[k] += error * value
        rate = RATE / (1 + step / STEPS)
        weights = [w - rate * s for w, s in zip(weights, slope, strict=True)]
        weights[1:] = [max(0.0, w) if s > 0 else min(0.0, w) for w, s in zip(weights[1:], start[1:], strict=True)]
    return weights


def loss(data: list[Example], weights: list[float]) -> float:
    """Mean bits a pair."""
    bits = 0.0
    for values, same, share in data:
        odds = sum(w * v for w, v in zip(weights, values, strict=True))
        bits += share * math.log2(1 + math.exp(-odds if same else odds))
    return bits / sum(share for _, _, share in data)


def right(data: list[Example], weights: list[float]) -> float:
    """Share of the pairs whose sign is right."""
    signs = [(sum(w * v for w, v in zip(weights, values, strict=True)) > 0) == same for values, same, _ in data]
    return sum(signs) / len(signs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--prior", type=float, default=1.0)
    parser.add_argument(
        "--hold-out", type=int, default=0, metavar="N", help="leave about one attack in N out of the fit"
    )
    given = parser.parse_args()
    parts = [examples(path, given.hold_out) for path in given.reports]
    data = [e for seen, _ in parts for e in seen]
    unseen = [e for _, kept in parts for e in kept]
    bias, table = standing_weights()
    start = [bias, *(weight for _, weight in table)]
    weights = fit(data, start, given.prior)
    for path in given.reports:
        print(f"# {path.name} sha256 {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}")
    for name, pairs in (("fitted", data), ("held out", unseen)):
        if pairs:
            print(f"# {name}: {len(pairs)} pairs, {sum(same for _, same, _ in pairs)} the same; "
                  f"{loss(pairs, start):.3f} -> {loss(pairs, weights):.3f} bits a pair, "
                  f"{right(pairs, start):.3f} -> {right(pairs, weights):.3f} right")  # fmt: skip
    print(f"bias = {weights[0]:.2f}\n\n[weights]")
    for feature, old, new in zip(FEATURES, start[1:], weights[1:], strict=True):
        print(f"{feature.__name__} = {new:.2f}  # was {old:.2f}")


if __name__ == "__main__":
    main()
