"""The keyring of this process: from SAMTYCKE_KEYRING, else from the file SAMTYCKE_KEYRING_FILE.

The file is looked at again at most once a second, and at once when something is met that no key here opens. Whoever
adds a key replaces the file before anything is sealed by it (``keyring_file``): so nothing can be met that the file
does not open, however lately a process has looked.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import replace
from pathlib import Path

from samtycke.organisations.keyring import Keyring, NoKeyring, read_keyring

LOOKS_EVERY = 1.0
"""Seconds. So long a process may go on sealing by the key before the newest."""

_log = logging.getLogger(__name__)


class KeyringMissing(RuntimeError):
    """There is no keyring where one must be; numbers cannot be read or recognised."""


def keyring_file() -> Path | None:
    """The file that the keyring is read from; None where the environment holds it."""
    if os.environ.get("SAMTYCKE_KEYRING"):
        return None
    return Path(os.environ.get("SAMTYCKE_KEYRING_FILE", "samtycke-data/keyring.json"))


class Held:
    """A keyring, and the state of what it was read from."""

    __slots__ = ("_lock", "_look_at", "_ring", "_seen", "_spoilt")

    def __init__(self) -> None:
        self._ring: Keyring | None = None
        self._seen: object = None
        self._spoilt = False
        self._look_at = 0.0
        self._lock = threading.Lock()

    def now(self) -> Keyring:
        """The keyring, not older than ``LOOKS_EVERY``.

        Raises:
            KeyringMissing: there is none.
            NoKeyring: what is there is none.
        """
        ring = self._ring
        return ring if ring is not None and time.monotonic() < self._look_at else self.look()

    def look(self) -> Keyring:
        """The keyring as it is in this instant. One that cannot be read any more is kept as it was."""
        with self._lock:
            self._look_at = time.monotonic() + LOOKS_EVERY
            ring = self._ring
            try:
                ring = self._ring = self._read(keyring_file())
                self._spoilt = False
            except (OSError, NoKeyring, KeyringMissing) as error:
                if ring is None:
                    raise
                if not self._spoilt:
                    _log.error("The keyring cannot be read again, the old one is kept: %s", type(error).__name__)
                self._spoilt = True
            return ring

    def _read(self, path: Path | None) -> Keyring:
        try:
            seen, content = _content(path, self._seen)
        except FileNotFoundError:
            raise KeyringMissing(
                f"No keyring at {path}: set SAMTYCKE_KEYRING_FILE, or start with `samtycke up`."
            ) from None
        if content is None and self._ring is not None:
            return self._ring
        ring = replace(read_keyring(content or ""), newer=self.look)
        self._seen = seen
        return ring


def _content(path: Path | None, seen: object) -> tuple[object, str | None]:
    """What tells this keyring from another, and its content; no content where it is the one that was seen."""
    if path is None:
        content = os.environ["SAMTYCKE_KEYRING"]
        return content, content if content != seen else None
    with path.open(encoding="utf-8") as file:
        state = os.fstat(file.fileno())
        now = (path, state.st_ino, state.st_mtime_ns, state.st_size)
        return now, file.read() if now != seen else None


_held = Held()


def keyring() -> Keyring:
    """The keyring of this process.

    Raises:
        KeyringMissing: neither the environment nor the file is there.
        NoKeyring: what is there is none.
    """
    return _held.now()


def keyring_now() -> Keyring:
    """The same, read again in this instant: for whoever has just changed it."""
    return _held.look()


def keyring_content() -> str:
    """The keyring as it is written, secrets and all: for whoever changes it, and for nobody's eyes.

    Raises:
        OSError: the file cannot be read.
    """
    path = keyring_file()
    return os.environ["SAMTYCKE_KEYRING"] if path is None else path.read_text(encoding="utf-8")
