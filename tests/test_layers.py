"""The direction of imports, read from the source: parts may import only what stands beside their name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "tocsin"
EVERYWHERE = {"errors", "_version"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "_version": set(),
    "record": set(),
    "lexicon": {"record"},
    "sources": {"record", "lexicon"},
    "reading": {"record", "lexicon"},
    "ledger": {"record"},
    "reconcile": {"record", "lexicon"},
    "publish": {"record"},
    "upkeep": {"record", "ledger", "reconcile"},
    "desk": {"record", "lexicon", "sources", "reading", "ledger", "reconcile", "publish", "upkeep"},
    "evaluation": {"record", "lexicon", "reading", "reconcile"},
    "training": {"record", "lexicon", "reading", "evaluation"},
    "cli": {"desk", "record", "evaluation", "demo"},
    "demo": {"desk", "record"},
    "frames": {"record"},
    "__init__": {"desk", "record", "reading", "ledger", "reconcile", "frames"},
}


def part_of(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Parts of tocsin that a file imports, at any depth of its code, leaving out `if TYPE_CHECKING`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{a.name}" for a in node.names] if node.module == "tocsin" else [node.module or ""]
        elif isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        else:
            continue
        found |= {n.split(".")[1] for n in names if n.startswith("tocsin.")}
    return found


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_direction(path: Path) -> None:
    part = part_of(path)
    assert part in MAY_IMPORT, (
        f"{part} is a new part: say in tests/test_layers.py and ARCHITECTURE.md what it may import"
    )
    wrong = imports(path) - MAY_IMPORT[part] - EVERYWHERE - {part}
    assert not wrong, f"{path.relative_to(ROOT)} may not import {sorted(wrong)}"


CLOCKS_AND_WIRES = {"socket", "urllib.request", "http.client", "requests", "httpx", "sqlite3"}


@pytest.mark.parametrize("part", ["reading", "reconcile"])
def test_no_network_database_or_clock(part: str) -> None:
    """A rebuild gives the same bytes only if these two know neither the hour nor the world."""
    for path in sorted((ROOT / part).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert not {a.name for a in node.names} & CLOCKS_AND_WIRES, path
            elif isinstance(node, ast.ImportFrom):
                assert node.module not in CLOCKS_AND_WIRES, path
            elif isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}:
                raise AssertionError(f"{path}:{node.lineno} reads the clock")
