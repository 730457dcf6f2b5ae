"""Names to streams: files, folders, globs, standard input; and what is packed inside them, within bounds."""

from __future__ import annotations

import glob
import gzip
import io
import os
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from tocsin.record import Problem
from tocsin.sources.contract import MEGABYTE, Incoming, Unreadable, look

GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: what zipfile lets out on damaged files, as found by feeding it mutated ones
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError, RuntimeError,
          OverflowError, LookupError)  # fmt: skip
#: a zip with this member is an Office or e-book document, not a bundle of reports
OFFICE = ("[Content_Types].xml", "mimetype")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a packed file may hold; sizes are bytes after unpacking.

    Text packs to a tenth or so, and rarely below a fiftieth; `ratio` is asked only beyond `free` bytes, since a
    short run of equal lines packs far better than that.
    """

    members: int = 100_000
    total: int = 20_000 * MEGABYTE
    ratio: int = 200
    free: int = 16 * MEGABYTE
    depth: int = 1


LIMITS = Limits()


def open_names(names: Sequence[str], stdin: BinaryIO | None) -> Iterator[Incoming | Problem]:
    """A stream for every file that the names lead to, opened when it is its turn; the caller closes it."""
    for name in names:
        if name == "-":
            yield (
                Incoming("-", io.BufferedReader(_Borrowed(stdin)))
                if stdin
                else Problem("-", "there is no standard input")
            )
        elif "\0" in name:
            yield Problem(repr(name), "a file name cannot hold a zero byte")
        elif os.path.isdir(name):
            yield from _open_folder(name)
        elif os.path.exists(name):
            yield _open_file(name, named=True)
        elif glob.has_magic(name):
            yield from _open_glob(name)
        else:
            yield Problem(name, "there is no such file or folder", "check the path; quote names with spaces")


def unpack(incoming: Incoming, max_bytes: int, limits: Limits, depth: int = 0) -> Iterator[Incoming | Problem]:
    """The stream itself, or the members of a gzip or zip file, one after the other."""
    head, stream = look(incoming.stream)
    if head.startswith(GZIP):
        unzipped = io.BufferedReader(_Inflated(stream, limits))
        yield from unpack(Incoming(_without_gz(incoming.where), unzipped), max_bytes, limits, depth)
    elif not head.startswith(ZIP):
        yield Incoming(incoming.where, stream)
    elif depth > limits.depth:
        yield Problem(incoming.where, "a zip within a zip within a zip is not opened", "unpack the outer ones first")
    else:
        yield from _unzip(Incoming(incoming.where, stream), max_bytes, limits, depth)


def _open_folder(name: str) -> Iterator[Incoming | Problem]:
    files = []
    for folder, folders, here in os.walk(name):
        folders[:] = [f for f in folders if not f.startswith(".")]
        files += [os.path.join(folder, f) for f in here if not f.startswith(".")]
    if not files:
        yield Problem(name, "the folder holds no files", "hidden files are not read")
    for path in sorted(files):
        yield _open_file(path, named=False)


def _open_glob(pattern: str) -> Iterator[Incoming | Problem]:
    paths = sorted(glob.glob(pattern, recursive=True))
    if not paths:
        yield Problem(pattern, "no file matches", "check the pattern")
    for path in paths:
        if os.path.isdir(path):
            if "**" not in pattern:  # ** has already named what is inside
                yield from _open_folder(path)
        else:
            yield _open_file(path, named=False)


def _open_file(path: str, *, named: bool) -> Incoming | Problem:
    """A pipe is read only when the user names it: one met in a folder would wait for ever."""
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISREG(mode) or (named and stat.S_ISFIFO(mode)):
            return Incoming(path, Path(path).open("rb"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return Problem(path, f"cannot be opened: {reason}", "check the file and its permissions")
    return Problem(path, "it is not a plain file", "name files, folders or - for standard input")


class _Borrowed(io.RawIOBase):
    """Standard input, which closing must not close."""

    def __init__(self, stream: BinaryIO | None) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's WriteableBuffer is wider
        chunk = self._stream.read(len(buffer)) if self._stream else b""
        buffer[: len(chunk)] = chunk
        return len(chunk)


class _Inflated(io.RawIOBase):
    """A gzip stream that raises Unreadable when it is damaged or swells beyond the limits."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        super().__init__()
        self._counted = _Counted(stream)
        self._gzip, self._limits, self._out = gzip.GzipFile(fileobj=io.BufferedReader(self._counted)), limits, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's WriteableBuffer is wider
        try:
            chunk = self._gzip.read1(len(buffer))
        except Unreadable:
            raise
        except (EOFError, OSError, zlib.error) as error:
            raise Unreadable(f"the gzip data is damaged: {str(error)[:60]}", "fetch the file again") from None
        self._out += len(chunk)
        _check_swell(self._counted.count, self._out, self._limits)
        buffer[: len(chunk)] = chunk
        return len(chunk)


class _Counted(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream, self.count = stream, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's WriteableBuffer is wider
        chunk = self._stream.read(len(buffer))
        self.count += len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _check_swell(packed: int, out: int, limits: Limits) -> None:
    if out > limits.total:
        raise Unreadable(f"it unpacks to more than {limits.total // MEGABYTE} MB", "split it")
    if out > limits.free and out > packed * limits.ratio:
        raise Unreadable(f"it unpacks to more than {limits.ratio} times its size", "unpack it yourself if you trust it")


def _without_gz(where: str) -> str:
    return where[:-3] if where.lower().endswith(".gz") else where


def _unzip(incoming: Incoming, max_bytes: int, limits: Limits, depth: int) -> Iterator[Incoming | Problem]:
    """Members in the order of their names; nothing is written under a member's name, so that a name can do no harm."""
    with tempfile.SpooledTemporaryFile(max_size=16 * MEGABYTE) as held:
        size = 0
        while chunk := incoming.stream.read(1 << 20):
            size += len(chunk)
            if size > max_bytes:
                raise Unreadable(f"the zip file is larger than {max_bytes // MEGABYTE or 1} MB", "split it")
            held.write(chunk)
        try:
            with zipfile.ZipFile(held) as archive:
                yield from _members(archive, incoming.where, max_bytes, limits, depth)
        except DAMAGE as error:
            raise Unreadable(f"the zip file is damaged: {str(error)[:80]}", "fetch or pack it again") from None


def _members(
    archive: zipfile.ZipFile, where: str, max_bytes: int, limits: Limits, depth: int
) -> Iterator[Incoming | Problem]:
    members = sorted((m for m in archive.infolist() if not m.filename.endswith("/")), key=lambda m: m.filename)
    if len(members) > limits.members:
        raise Unreadable(f"the zip file holds more than {limits.members} files", "split it")
    if any(m.filename in OFFICE for m in members):
        raise Unreadable("it is an Office or e-book document, which is not read", "save it as text, HTML or CSV")
    out = packed = 0
    for member in members:
        address = f"{where}!{member.filename}"
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in path.parts):
            continue
        if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
            yield Problem(
                address, "the member's name points outside the archive, so that it is not read", "pack it again"
            )
            continue
        if member.compress_type not in METHODS:
            yield Problem(address, "the member is packed in a way that is not read", "pack it again, with deflate")
            continue
        if member.flag_bits & 1:
            yield Problem(address, "the member is encrypted", "unpack it with its password first")
            continue
        out, packed = out + member.file_size, packed + max(member.compress_size, 1)
        _check_swell(packed, out, limits)
        try:
            with archive.open(member) as opened:
                stream = io.BufferedReader(_Member(opened, member.file_size))
                yield from unpack(Incoming(address, stream), max_bytes, limits, depth + 1)
        except Unreadable as trouble:
            yield Problem(address, trouble.what, trouble.hint)
        except (*DAMAGE, OSError) as error:
            yield Problem(address, f"the member cannot be opened: {str(error)[:80]}", "pack it again, with deflate")


class _Member(io.RawIOBase):
    """A zip member that gives no more than its directory promised, with damage as Unreadable."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        super().__init__()
        self._stream, self._left = stream, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's WriteableBuffer is wider
        try:
            chunk = self._stream.read(min(len(buffer), self._left))
        except (*DAMAGE, OSError) as error:
            raise Unreadable(f"the member is damaged: {str(error)[:60]}", "fetch or pack the zip again") from None
        self._left -= len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)
