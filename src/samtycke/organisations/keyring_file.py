"""The keyring as it is kept: JSON, made at first start, changed only by writing it anew.

Each change is a function from content to content, so that the same one is written to a file, or told to whoever keeps
the keyring in the environment.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any


def make_keyring(path: Path, *, now: datetime) -> None:
    """Write a new keyring with one key of each sort, readable by its owner only. Never overwrites."""
    made = {"1": now.isoformat(timespec="seconds")}
    content = {"number": {"1": _key()}, "data": {"1": _key()}, "made": {"number": made, "data": made}}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(_written(content))


def with_new_data_key(content: str, *, seals: bool, now: datetime) -> str:
    """With one more data key. It seals at once, or opens only until ``with_newest_sealing``.

    Ids are never used again: the newest key is never taken out.
    """
    keys = json.loads(content)
    newest = max(int(id_) for id_ in keys["data"])
    keys["data"][str(newest + 1)] = _key()
    keys.setdefault("made", {}).setdefault("data", {})[str(newest + 1)] = now.isoformat(timespec="seconds")
    if not seals:
        return _written(keys | {"seals": newest})
    return with_newest_sealing(_written(keys), now=now)


def with_newest_sealing(content: str, *, now: datetime) -> str:
    """With the newest data key sealing, from now."""
    keys = json.loads(content)
    keys.pop("seals", None)
    return _written(keys | {"sealing_since": now.isoformat(timespec="seconds")})


def without_data_key(content: str, id_: int) -> str:
    """Without one of the older data keys."""
    keys = json.loads(content)
    del keys["data"][str(id_)]
    keys.get("made", {}).get("data", {}).pop(str(id_), None)
    return _written(keys)


def replace_keyring(path: Path, content: str) -> None:
    """Put other content in the place of a keyring file: whole or not at all, on the disk before this returns.

    Its owner stays its owner, whoever runs this, and nobody else may read it.

    Raises:
        OSError: it could not be written; what was there is there.
    """
    path = path.resolve()
    before = path.stat()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            if before.st_uid != os.geteuid():
                os.fchown(file.fileno(), before.st_uid, before.st_gid)
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _written(keys: dict[str, Any]) -> str:
    return json.dumps(keys, indent=1)
