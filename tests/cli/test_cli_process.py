"""The installed command in a process of its own: exit codes, pipes, and what help costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("tocsin")
TEXT = "Ten people were killed when a missile hit a block of flats in Uman on Friday, minister Ihor Klymenko said.\n"
pytestmark = pytest.mark.skipif(not COMMAND.exists(), reason="the console script is not installed beside this Python")


def run(*args: str, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([COMMAND, *args], input=stdin, capture_output=True, cwd=cwd, timeout=120, check=False)


def test_read_from_a_pipe() -> None:
    done = run("read", "-", "--published", "2023-04-28", "--format", "jsonl", stdin=TEXT.encode())
    assert done.returncode == 0
    assert b'"kind": "killed"' in done.stdout
    assert done.stderr == b"", "nothing but the claims when all went well: no progress bar in a pipe"


def test_ingest_shows_no_progress_bar_in_a_pipe(tmp_path: Path) -> None:
    done = run("ingest", "-", "--published", "2023-04-28", stdin=TEXT.encode(), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "tocsin.sqlite").exists()


def test_bad_input_is_one_line_a_problem_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "noise.html").write_bytes(bytes(range(256)) * 8)
    done = run("read", "noise.html", "nowhere.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert [line.split(":")[1].strip() for line in lines[:2]] == ["noise.html", "nowhere.txt"]
    assert lines[-1].startswith("tocsin: ")


def test_a_failed_check_is_exit_code_1(tmp_path: Path) -> None:
    assert run("ingest", "-", "--published", "2023-04-28", stdin=TEXT.encode(), cwd=tmp_path).returncode == 0
    ledger = tmp_path / "tocsin.sqlite"
    ledger.write_bytes(ledger.read_bytes().replace(b"Ten people were killed", b"Two people were killed"))
    done = run("ledger", "verify", cwd=tmp_path)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_a_closed_pipe_ends_it_quietly(tmp_path: Path) -> None:
    """As in `tocsin read ... | head -1`: the reader goes away after the first line."""
    (tmp_path / "many.txt").write_text(TEXT * 4000, encoding="utf-8")
    command = [COMMAND, "read", "many.txt", "--published", "2023-04-28", "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b'{"id"')
        running.stdout.close()
        told = running.stderr.read()
        code = running.wait(timeout=120)
    assert told == b""
    assert code == 0


def test_help_loads_no_reader() -> None:
    """Every command has a line of help, and printing it opens no gazetteer, database or HTML library."""
    heavy = "('onnxruntime', 'pandas', 'pyarrow', 'tocsin.demo')"
    probe = ("import sys; sys.argv = ['tocsin', '--help']\n"
             "from tocsin.cli.main import group\n"
             "group.main(['--help'], standalone_mode=False)\n"
             f"print([m for m in {heavy} if m in sys.modules])\n")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=60, check=True,
                          env=os.environ | {"COLUMNS": "100"})  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"
    for name in ("read", "ingest", "incidents", "show", "export", "ledger", "schema", "annotate", "eval", "demo"):
        assert f"\n  {name} " in done.stdout


def test_the_version_is_the_packages() -> None:
    from tocsin import __version__

    assert run("--version").stdout.decode().split()[-1] == __version__
