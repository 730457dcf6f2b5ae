"""Opening files: new ones, foreign ones, damaged ones, newer ones, and ones that may only be read."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ledger_world import make_claim, make_report

from tocsin.errors import LedgerError
from tocsin.ledger import Ledger, open_ledger
from tocsin.ledger.schema import APPLICATION_ID, FORMAT, statements
from tocsin.ledger.verify import verify


def _sqlite(path: Path, *sql: str) -> None:
    db = sqlite3.connect(path)
    for statement in sql:
        db.execute(statement)
    db.commit()
    db.close()


def test_a_new_file_says_what_it_is(path: Path) -> None:
    open_ledger(path).close()
    header = path.read_bytes()[:100]
    assert header[60:64] == FORMAT.to_bytes(4, "big")
    assert header[68:72] == APPLICATION_ID.to_bytes(4, "big") == b"TCSN"
    assert [p.name for p in path.parent.iterdir()] == [path.name], "closing leaves one file"


def test_a_changed_schema_is_a_new_format() -> None:
    """Files that are out in the world must go on verifying: raise FORMAT when this fails, and read the old one too."""
    digest = hashlib.sha256("\n".join(statements()).encode()).hexdigest()
    assert (FORMAT, digest[:16]) == (1, "a875dce954f922ee")


def test_an_empty_file_becomes_a_ledger(path: Path) -> None:
    path.touch()
    with open_ledger(path) as ledger:
        assert ledger.add(reports=[make_report()]).new == {"report": 1}


def _text(path: Path) -> None:
    path.write_text("id,killed\n1,12\n" * 100, encoding="utf-8")


def _other_program(path: Path) -> None:
    _sqlite(path, "CREATE TABLE incidents (id)")


def _newer(path: Path) -> None:
    open_ledger(path).close()
    _sqlite(path, f"PRAGMA user_version = {FORMAT + 1}")


def _folder(path: Path) -> None:
    path.mkdir()


def _cut_header(path: Path) -> None:
    open_ledger(path).close()
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_text, "is no ledger, or is damaged"),
        (_other_program, "of another program"),
        (_newer, "upgrade Tocsin"),
        (_folder, "is a folder"),
        (_cut_header, "is no ledger, or is damaged"),
        (lambda path: None, "does not exist"),
    ],
    ids=["text", "other program", "newer", "folder", "header", "missing"],
)
def test_what_cannot_be_opened_is_named_with_the_mend(path: Path, make: Callable[[Path], None], words: str) -> None:
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError, match=words) as told:
        open_ledger(path, create=False)
    assert str(path) in str(told.value)
    assert before is None or path.read_bytes() == before, "a file that is not ours is left as it is"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="make it first"):
        open_ledger(tmp_path / "nowhere" / "a.tocsin")


def test_a_damaged_page_is_a_ledger_error_and_a_finding(path: Path) -> None:
    with open_ledger(path) as ledger:
        for n in range(200):
            report = make_report(f"r{n}")
            ledger.add(reports=[report], claims=[make_claim(report)])
    pages = path.read_bytes()
    path.write_bytes(pages[: len(pages) // 3] + b"\xff" * 8192 + pages[len(pages) // 3 + 8192 :])
    with open_ledger(path) as ledger:
        found = verify(ledger)
        assert found
        assert all("load the last good dump" in problem.hint for problem in found)
        with pytest.raises(LedgerError, match=str(path)):
            list(ledger.entries())


# -- reading only ----------------------------------------------------------------------------------------------------


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def _as_a_reader(work: Callable[[], None]) -> None:
    """Do it as a user without rights (root may write everywhere), and pass on what goes wrong."""
    child = os.fork()
    if child:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        return
    code = 1
    try:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        work()
        code = 0
    finally:
        os._exit(code)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and rights of files")
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o755), (0o444, 0o555), (0o644, 0o555)])
def test_what_may_not_be_written_is_opened_for_reading(open_folder: Path, file_mode: int, folder_mode: int) -> None:
    path, report = open_folder / "shelf.tocsin", make_report()
    with open_ledger(path) as ledger:
        ledger.add(reports=[report], claims=[make_claim(report)])
    path.chmod(file_mode)
    open_folder.chmod(folder_mode)

    def read() -> None:
        with open_ledger(path) as shelf:
            assert shelf.readonly
            assert list(shelf.reports()) == [report]
            assert verify(shelf) == []
            with pytest.raises(LedgerError, match="reading only: check the rights"):
                shelf.add(reports=[make_report("another")])

    _as_a_reader(read)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and rights of files")
def test_rows_still_in_the_log_are_never_passed_over(open_folder: Path) -> None:
    """A writer that is alive or was killed leaves rows beside the file; a reader sees them, or is told."""
    path, report = open_folder / "busy.tocsin", make_report()
    with open_ledger(path) as writer:
        writer.add(reports=[report])
        copy = open_folder / "copy"
        copy.mkdir()
        for part in (path, path.with_name(path.name + "-wal")):
            shutil.copy(part, copy / part.name)
        copy.chmod(0o555)

        def read() -> None:
            with pytest.raises(LedgerError, match="copy both to a folder that can be written"):
                open_ledger(copy / path.name)

        _as_a_reader(read)
        copy.chmod(0o755)


def test_another_program_in_the_middle_of_writing_is_waited_for(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tocsin.ledger.store.BUSY_SECONDS", 0.05)
    with open_ledger(ledger.path) as other, ledger.store.writing():
        with pytest.raises(LedgerError, match="another writer held it"):
            other.add(reports=[make_report()])
        assert list(other.reports()) == []
