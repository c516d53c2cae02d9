"""The key of the backups. It is in no backup, and nothing else is encrypted by it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
from pathlib import Path

from samtycke.ops.environment import write_private

_BYTES = 32


class BackupKeyMissing(RuntimeError):
    """There is no key, or it is none."""


def backup_key(data: Path, *, make: bool = False) -> tuple[bytes, bool]:
    """The key, and whether it was made now: SAMTYCKE_BACKUP_KEY (base64 of 32 bytes), else ``backup.key``.

    The file lies in the data folder (0600), or where SAMTYCKE_BACKUP_KEY_FILE says.

    Raises:
        BackupKeyMissing: neither is there, or what is there is no key.
    """
    if content := os.environ.get("SAMTYCKE_BACKUP_KEY"):
        return _read(content, "SAMTYCKE_BACKUP_KEY"), False
    path = Path(os.environ.get("SAMTYCKE_BACKUP_KEY_FILE") or data / "backup.key")
    made = False
    if not path.exists():
        if not make:
            raise BackupKeyMissing(f"There is no backup key at {path}: copy it there, or set SAMTYCKE_BACKUP_KEY.")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(path, base64.b64encode(secrets.token_bytes(_BYTES)).decode() + "\n")
        made = True
    return _read(path.read_text(encoding="utf-8"), str(path)), made


def name_of(key: bytes) -> str:
    """Tells one key from another, and nothing of it."""
    return hashlib.sha256(b"samtycke backup key" + key).hexdigest()[:16]


def _read(content: str, where: str) -> bytes:
    try:
        key = base64.b64decode(content.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _BYTES:
        raise BackupKeyMissing(f"{where} holds no backup key: 32 bytes in base64.")
    return key
