"""Documents that are run: every block marked `run` works as printed, in order, and generated pages are up to date."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
FENCE = re.compile(r"^```(\w+) (run|output)\n(.*?)^```$", re.M | re.S)
RUNNABLE = ("README.md", "docs/tutorial.md")
GENERATED = ("docs/cli-reference.md", "docs/claim-format.md")

sys.path.insert(0, str(ROOT / "tools"))


class Block(NamedTuple):
    """A fenced block: its language, whether it is run or the output of the one before, its text and line."""

    language: str
    mark: str
    text: str
    line: int


def blocks(name: str) -> list[Block]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [Block(m[1], m[2], m[3], text.count("\n", 0, m.start()) + 1) for m in FENCE.finditer(text)]


def run(block: Block, folder: Path) -> subprocess.CompletedProcess[str]:
    commands = {"sh": ["sh", "-e", "-c", block.text], "python": [sys.executable, "-c", block.text]}
    env = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", "PYTHONIOENCODING": "utf-8"}
    env.pop("TOCSIN_LEDGER", None)
    return subprocess.run(commands[block.language], cwd=folder, env=env, capture_output=True, text=True,
                          timeout=120, check=False)  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not (BIN / "tocsin").exists(), reason="the console script is not installed beside this Python")
@pytest.mark.parametrize("name", RUNNABLE)
def test_every_block_runs_as_printed(name: str, tmp_path: Path) -> None:
    found = blocks(name)
    assert any(b.mark == "run" for b in found)
    printed = ""
    for block in found:
        where = f"{name}:{block.line}"
        if block.mark == "output":
            assert printed == block.text, f"{where}: the output above is not what the block before prints"
            continue
        done = run(block, tmp_path)
        assert done.returncode == 0, f"{where}: {done.stderr}"
        assert "Traceback" not in done.stderr, where
        printed = done.stdout


@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_are_up_to_date(name: str) -> None:
    from build_docs import PAGES

    assert (ROOT / name).read_text(encoding="utf-8") == PAGES[name](), f"{name} is stale: run make docs"


PAGES_READ = sorted(p for p in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")))


@pytest.mark.parametrize("path", PAGES_READ, ids=lambda p: p.name)
def test_links_within_the_project_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not target.startswith(("http://", "https://")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}, which is not there"


def test_every_command_and_option_is_in_the_reference() -> None:
    import click

    from tocsin.cli.main import group

    text = (ROOT / "docs/cli-reference.md").read_text(encoding="utf-8")
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        assert f"## tocsin {name}\n" in text
        for option in command.params:
            assert all(f"`{flag}" in text for flag in option.opts if flag.startswith("--")), f"{name}: {option.opts}"


def test_make_targets_that_the_documents_name_are_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for path in PAGES_READ:
        named = set(re.findall(r"(?:^|`)make ([a-z]+)", path.read_text(encoding="utf-8"), re.M))
        assert named <= targets, f"{path.name}: {named - targets}"
