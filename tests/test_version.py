"""The version stands in one place, and the documents and the installed package agree with it."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

from tocsin import __version__

ROOT = Path(__file__).parents[1]


def test_the_installed_package_has_the_version_of_the_source() -> None:
    assert version("tocsin") == __version__


def test_project_file_changelog_and_citation_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest is not None
    assert newest[1] == __version__
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_every_claim_says_which_version_read_it() -> None:
    from tocsin import read

    claims = read("A missile killed ten people in Uman, the mayor said.").claims
    assert claims
    assert all(c.reader.startswith(f"tocsin {__version__} ") for c in claims)
