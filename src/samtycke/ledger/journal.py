"""The journal: every no, block, restriction and erasure once more, outside the database and its backups.

A folder with a file for each month. Lines are only ever added, and are on the disk before anybody counts on them; each
carries a keyed HMAC over itself and the line before, so that one that was changed or taken out is named. A number
stands there as its keyed HMAC: whoever has the journal can read none. No database here.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from samtycke.organisations.door import keyring

_MARK = 32
"""Letters of a line's HMAC: 128 bits in hexadecimal."""
_TAIL = 4096
"""Longer than any line is."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says. ``whole``: its HMAC holds, so it stands as it was written, after the one before it."""

    said: Mapping[str, Any]
    mark: str
    whole: bool
    where: str


@dataclass(slots=True)
class Journal:
    """A journal's folder, to write to. One a process; several processes may write to one folder."""

    folder: Path
    _known: tuple[str, int, str] = field(default=("", -1, ""))
    """The file we last wrote to, how long it was then, and its last mark."""

    def append(self, said: Sequence[Mapping[str, Any]], *, now: datetime) -> str:
        """Write lines, in this order, and wait until the disk has them. Returns the mark of the last.

        Raises:
            OSError: they could not be written whole; what was written of them counts for nothing.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(self.folder):
            name = f"{now:%Y-%m}.journal"
            path = self.folder / name
            new = not path.exists()
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                size = os.fstat(descriptor).st_size
                mark = self._known[2] if self._known[:2] == (name, size) else _last_mark(self.folder)
                lines = b"" if _ends_whole(path, size) else b"\n"  # somebody died in the middle of a line
                for one in said:
                    line = json.dumps(one, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
                    mark = _mark(mark, line)
                    lines += f"{line}\t{mark}\n".encode()
                _write_all(descriptor, lines)
                os.fsync(descriptor)
                self._known = (name, size + len(lines), mark)
            finally:
                os.close(descriptor)
            if new:
                _sync_folder(self.folder)
        return mark


def read_journal(folder: Path) -> Iterator[Line]:
    """Every line of a journal, the oldest first. One that was cut short while it was written is no line.

    The first of the oldest file follows on one that may have been let go of: only its own marks can be asked for.
    """
    before: str | None = None
    for path in _files(folder):
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                text, tab, mark = raw.decode("utf-8", "replace").rstrip("\n").rpartition("\t")
                if not tab or len(mark) != _MARK or not raw.endswith(b"\n"):
                    continue
                whole = before is None or hmac.compare_digest(_mark(before, text), mark)
                before = mark
                yield Line(_said(text), mark, whole, f"{path.name}, line {number}")


def _said(text: str) -> Mapping[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _mark(before: str, line: str) -> str:
    return keyring().journal_mark(f"{before}\n{line}")[: _MARK // 2].hex()


def _last_mark(folder: Path) -> str:
    """The mark of the newest whole line; nothing in an empty journal."""
    for path in reversed(_files(folder)):
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 2 * _TAIL))
            for raw in reversed(file.readlines()):
                mark = raw.decode("utf-8", "replace").rstrip("\n").rpartition("\t")[2]
                if raw.endswith(b"\n") and len(mark) == _MARK:
                    return mark
    return ""


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("????-??.journal"))


def _ends_whole(path: Path, size: int) -> bool:
    if size == 0:
        return True
    with path.open("rb") as file:
        file.seek(size - 1)
        return file.read(1) == b"\n"


def _write_all(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two who write at once would both follow on the same line."""
    descriptor = os.open(folder / "lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
