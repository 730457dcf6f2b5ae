"""Fit the learned linker and write its weights: `make train` (about ten minutes on two cores; needs `tocsin[train]`).

    python tools/train.py MODEL_FOLDER [--more dev.jsonl] [--out src/tocsin/reading/weights]

MODEL_FOLDER holds MiniLM-L6 as published (model.safetensors, tokenizer.json); another file's digest is refused.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from datetime import date
from pathlib import Path

import torch
from tokenizers import Tokenizer

from tocsin.reading.heads import read_heads
from tocsin.training.calibrate import calibrate, measure, reliability
from tocsin.training.corpus import (
    Counts,
    Example,
    Passage,
    digest,
    gold_passages,
    make_examples,
    split_of,
    told_passages,
)
from tocsin.training.export import export, write_card
from tocsin.training.fit import Plan, Reader, fit

#: all-MiniLM-L6-v2 as published, Apache-2.0.
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
ROOT = Path(__file__).parents[1]
#: The attacks of the extra reports that may be trained on; the rest measures. Repeated, since they are few and plain.
MORE_TRAINED = ("alahli-2023-10-17", "elfasher-2025-01-24", "hroza-2023-10-05")
MORE_REPEATS = 4
THREADS = 2


def main() -> None:
    """Train, calibrate, export and write the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--more", type=Path, help="annotated reports, JSON Lines")
    parser.add_argument("--gold", type=Path, default=ROOT / "gold")
    parser.add_argument("--out", type=Path, default=ROOT / "src/tocsin/reading/weights")
    parser.add_argument("--passes", type=int, default=Plan().passes)
    args = parser.parse_args()
    weights = args.model / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != MODEL_SHA256:
        raise SystemExit(f"{weights} is not the published model: its SHA-256 should be {MODEL_SHA256}")
    torch.set_num_threads(THREADS)
    started = time.monotonic()
    parts = split(gold_passages(args.gold), told_passages(args.more) if args.more else [])
    tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    counts = {name: Counts() for name in parts}
    examples = {name: make_examples(passages, tokenizer, counts[name]) for name, passages in parts.items()}
    plan = Plan(passes=args.passes)

    def report(done: int, loss: float, reader: Reader) -> None:
        print(f"pass {done + 1} of {plan.passes}: loss {loss:.3f}, {time.monotonic() - started:.0f} s", flush=True)
        for name in ("dev", "test", "more held"):
            if examples[name]:
                print(f"  {name:10} {measure(reader, examples[name])}", flush=True)

    reader = fit(examples["train"] + examples["more"] * MORE_REPEATS, weights, plan, report)
    sources = [*args.gold.glob("*.txt"), *([args.more] if args.more else [])]
    card = {
        "name": "tocsin learned linker",
        "made": date.today().isoformat(),
        "licence": "Apache-2.0",
        "base": {"name": "all-MiniLM-L6-v2", "licence": "Apache-2.0", "sha256": MODEL_SHA256},
        "plan": {name: getattr(plan, name) for name in plan.__slots__},
        "threads": THREADS,
        "corpus": {
            "digest": digest(sources),
            "passages": {n: len(p) for n, p in parts.items()},
            "more_trained": list(MORE_TRAINED),
            "held": {n: dict(sorted(c.seen.items())) for n, c in counts.items()},
        },
        "scores": {n: measure(reader, examples[n]).as_row() for n in ("dev", "test", "more held") if examples[n]},
    }
    sizes = export(reader, args.model / "tokenizer.json", args.out, card)
    finish_card(args.out, examples["dev"], examples["test"])
    print(json.dumps({"bytes": sizes, "seconds": round(time.monotonic() - started)}))


def finish_card(folder: Path, dev: list[Example], test: list[Example]) -> None:
    """Add to the card what only the exported weights can tell: thresholds from `dev`, reliability on `test`."""
    heads = read_heads(folder)
    card = {**heads.card, **calibrate(heads, dev)}
    heads.card = card
    write_card(folder, {**card, "reliability": reliability(heads, test)})


def split(gold: list[Passage], more: list[Passage]) -> dict[str, list[Passage]]:
    """The passages of each part; no attack is in two of them."""
    parts: dict[str, list[Passage]] = {"train": [], "dev": [], "test": [], "more": [], "more held": []}
    for passage in gold:
        parts[split_of(passage.attack)].append(passage)
    for passage in more:
        parts["more" if passage.attack in MORE_TRAINED else "more held"].append(passage)
    return parts


if __name__ == "__main__":
    main()
