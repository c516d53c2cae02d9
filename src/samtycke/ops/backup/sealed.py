"""A file encrypted in chunks, written and read with little memory: AES-256-GCM, as the STREAM construction chains it.

Each file has a key of its own, derived from the backup key by a salt and the header. A chunk's nonce is its number and
whether it is the last: one that is changed, moved or missing does not open, and a file that was cut short has no last.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from samtycke.ops.backup.key import name_of

MAGIC = b"SAMTYCKE-BACKUP 1\n"
CHUNK = 1 << 20
_TAG = 16
_HEADER_AT_MOST = 4096


class NotABackup(ValueError):
    """The file is no backup, was encrypted by another key, or is not as it was written."""


class SealedFile:
    """Bytes go in, encrypted chunks go out to ``out``. Whole only once ``finish`` has been called."""

    def __init__(self, out: IO[bytes], key: bytes, about: dict[str, Any]) -> None:
        salt = secrets.token_bytes(32)
        header = json.dumps({**about, "key": name_of(key), "salt": salt.hex()}, sort_keys=True).encode() + b"\n"
        out.write(MAGIC + header)
        self._out, self._cipher, self._number, self._waiting = out, _cipher(key, salt, header), 0, bytearray()

    def write(self, data: bytes) -> None:
        """Encrypt some more."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Write the last chunk, without which the file is none."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, None))
        self._number += 1


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in the clear before the first chunk; nobody has vouched for it until a chunk has opened."""

    about: dict[str, Any]
    raw: bytes


def read_header(file: IO[bytes]) -> Header:
    """Read as far as the first chunk.

    Raises:
        NotABackup: it does not begin as one.
    """
    if file.read(len(MAGIC)) != MAGIC:
        raise NotABackup("it does not begin as a backup of Samtycke does")
    raw = file.readline(_HEADER_AT_MOST)
    try:
        about = json.loads(raw)
        bytes.fromhex(about["salt"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotABackup("its header cannot be read") from error
    return Header(about, raw)


def opened(file: IO[bytes], header: Header, key: bytes) -> Iterator[bytes]:
    """The chunks of a file after its header. What was given out is true; that it is all of it, only at the end.

    Raises:
        NotABackup: another key, or the file was changed or cut short.
    """
    if header.about.get("key") != name_of(key):
        raise NotABackup(f"it was encrypted by another key ({header.about.get('key')}; yours is {name_of(key)})")
    cipher = _cipher(key, bytes.fromhex(header.about["salt"]), header.raw)
    number = 0
    chunk = file.read(CHUNK + _TAG)
    while True:
        following = file.read(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), chunk, None)
        except (InvalidTag, ValueError) as error:
            raise NotABackup("it was changed, or cut short before it was whole") from error
        if not following:
            return
        chunk, number = following, number + 1


def _cipher(key: bytes, salt: bytes, header: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=MAGIC + header).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
