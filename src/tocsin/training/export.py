"""Write a fitted reader as the files that reading loads: ONNX encoder in eight bits, heads, tokenizer and card."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from tocsin.training.encoder import Encoder
from tocsin.training.fit import Reader

MOST_BYTES = 25_000_000


def export(reader: Reader, tokenizer: Path, folder: Path, card: Mapping[str, Any]) -> dict[str, int]:
    """Write encoder.onnx, heads.npz, tokenizer.json and card.json into `folder`; sizes in bytes by name.

    Raises ValueError when they are larger together than `MOST_BYTES`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        _write_onnx(reader.encoder, plain)
        quantize_dynamic(
            plain,
            folder / "encoder.onnx",
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    heads = {
        n: p.detach().numpy().astype(np.float16) for n, p in reader.named_parameters() if not n.startswith("encoder.")
    }
    with (folder / "heads.npz").open("wb") as out:
        np.savez_compressed(out, **heads)
    (folder / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    names = ("encoder.onnx", "heads.npz", "tokenizer.json")
    entries = {
        n: {"sha256": hashlib.sha256((folder / n).read_bytes()).hexdigest(), "bytes": (folder / n).stat().st_size}
        for n in names
    }
    write_card(folder, {**card, "files": entries})
    sizes = {n: (folder / n).stat().st_size for n in names}
    if sum(sizes.values()) > MOST_BYTES:
        raise ValueError(f"the weights take {sum(sizes.values())} bytes, more than {MOST_BYTES}")
    return sizes


def write_card(folder: Path, card: Mapping[str, Any]) -> None:
    """Write `card.json`, keys sorted."""
    (folder / "card.json").write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _write_onnx(encoder: Encoder, path: Path) -> None:
    """One window a call, so that nothing is padded or masked: a third quicker than batches on one thread."""
    encoder.eval()
    sample = (torch.ones(1, 16, dtype=torch.long),)
    torch.onnx.export(
        encoder,
        sample,
        str(path),
        input_names=["ids"],
        output_names=["states"],
        opset_version=17,
        dynamic_axes={n: {1: "length"} for n in ("ids", "states")},
        dynamo=False,
    )


__all__ = ["MOST_BYTES", "export", "write_card"]
