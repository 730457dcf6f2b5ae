"""Which attacks the shipped learned weights were never fitted on, so that readers can be compared fairly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.resources import files

from tocsin.evaluation.claims import GoldReport


def split_of(attack: str) -> str:
    """train, dev or test: eight, one and one tenth of all attacks, by the digest of the attack's name."""
    share = int(hashlib.sha256(attack.encode()).hexdigest()[:8], 16) % 10
    return "test" if share == 0 else "dev" if share == 1 else "train"


def unseen_gold(told: Iterable[GoldReport]) -> list[GoldReport]:
    """The gold passages of the test split; a passage of no attack is a group by itself."""
    return [g for g in told if split_of(g.attack or f"none {g.report.id}") == "test"]


def unseen_retold(told: Iterable[GoldReport]) -> list[GoldReport]:
    """The reports of attacks that the card of the shipped weights does not list as trained on."""
    trained = trained_attacks()
    return [g for g in told if g.attack not in trained]


def trained_attacks() -> frozenset[str]:
    """Attacks beyond the project's gold that the shipped weights were fitted on, by their card."""
    card = json.loads((files("tocsin.reading") / "weights" / "card.json").read_text(encoding="utf-8"))
    return frozenset(map(str, card["corpus"]["more_trained"]))
