"""Keys that are never in the database.

The keyring holds, by id, *number keys* (HMAC-SHA-256; the newest names numbers, older ones are still tried
for suppressions) and *data keys* (AES-256-GCM; the newest seals, all of them open). It is a JSON file with
mode 0600 made at first start, or the environment variable SAMTYCKE_KEYRING with the same content. Losing it
loses the numbers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
NUMBER_KEY_BYTES = 16
"""128 bits of the HMAC name a number: no two of the world's numbers will ever share them."""
LINK_CODE = 10
"""Letters and figures in the code of a link, always: a text with it is counted before it is known whose it is."""
_SIGNS = string.ascii_letters + string.digits


class KeyringMissing(RuntimeError):
    """There is no keyring where one must be; numbers cannot be read or recognised."""


class SealBroken(ValueError):
    """What was sealed has been changed, belongs elsewhere, or was sealed by a key that is gone."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Opened keys, by id; a higher id is newer."""

    number: dict[int, bytes]
    data: dict[int, AESGCM]

    def number_key(self, e164: str) -> bytes:
        """The 16 bytes that stand for a number in every join, index and block list."""
        return self.number_keys(e164)[0]

    def number_keys(self, e164: str) -> tuple[bytes, ...]:
        """That of every number key, newest first."""
        return tuple(
            hmac.digest(self.number[id_], e164.encode(), "sha256")[:NUMBER_KEY_BYTES]
            for id_ in sorted(self.number, reverse=True)
        )

    def text_key(self, text: str) -> bytes:
        """The 16 bytes that stand for a text where its words must be known again and not be read.

        By the oldest key, which is kept for as long as numbers are known by it: a new key makes no text a new one.
        """
        return hmac.digest(self.number[min(self.number)], b"text " + text.encode(), "sha256")[:NUMBER_KEY_BYTES]

    def link_code(self, *, organisation_id: int, contact_id: int) -> str:
        """The code by which a person at an organisation is found from the link in a text: ten letters and figures.

        Always the same, so that it need not be read to be written into a text; by the oldest key, as ``text_key``, so
        that the links of old texts go on working when a new key comes. Ten are 59 bits: nobody guesses one, and among
        a million people two share theirs once in a million installations.
        """
        said = f"link {organisation_id}/{contact_id}".encode()
        rest = int.from_bytes(hmac.digest(self.number[min(self.number)], said, "sha256"), "big")
        signs = []
        for _ in range(LINK_CODE):
            rest, place = divmod(rest, len(_SIGNS))
            signs.append(_SIGNS[place])
        return "".join(signs)

    def mark(self, clear: str, *, about: str) -> bytes:
        """16 bytes by which something is recognised without being kept; the same thing elsewhere has another mark."""
        return hmac.digest(self.number[max(self.number)], f"{about}\0{clear}".encode(), "sha256")[:NUMBER_KEY_BYTES]

    def journal_mark(self, said: str) -> bytes:
        """What a line of the journal must carry; by the oldest key, which every keyring to come still has."""
        return hmac.digest(self.number[min(self.number)], b"journal " + said.encode(), "sha256")

    def seal(self, clear: bytes, *, about: bytes = b"") -> bytes:
        """Encrypt under the newest data key. ``about`` binds it to its place and must be given to open it."""
        id_ = max(self.data)
        nonce = os.urandom(NONCE)
        return id_.to_bytes(2, "big") + nonce + self.data[id_].encrypt(nonce, clear, about)

    def open(self, sealed: bytes, *, about: bytes = b"") -> bytes:
        """Decrypt what ``seal`` made.

        Raises:
            SealBroken: it was changed, moved, or its key is gone.
        """
        sealed = bytes(sealed)
        try:
            key = self.data[int.from_bytes(sealed[:2], "big")]
            return key.decrypt(sealed[2 : 2 + NONCE], sealed[2 + NONCE :], about)
        except (KeyError, InvalidTag, ValueError) as error:
            raise SealBroken from error


def make_keyring(path: Path) -> None:
    """Write a new keyring with one key of each sort, readable by its owner only. Never overwrites."""
    content = {
        "number": {"1": base64.b64encode(secrets.token_bytes(32)).decode()},
        "data": {"1": base64.b64encode(secrets.token_bytes(32)).decode()},
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)


def read_keyring(content: str) -> Keyring:
    """Parse the JSON of a keyring file."""
    keys = json.loads(content)
    return Keyring(
        number={int(id_): base64.b64decode(key) for id_, key in keys["number"].items()},
        data={int(id_): AESGCM(base64.b64decode(key)) for id_, key in keys["data"].items()},
    )


@cache
def keyring() -> Keyring:
    """The keyring of this process: SAMTYCKE_KEYRING, else the file SAMTYCKE_KEYRING_FILE.

    Raises:
        KeyringMissing: neither is there.
    """
    if content := os.environ.get("SAMTYCKE_KEYRING"):
        return read_keyring(content)
    path = Path(os.environ.get("SAMTYCKE_KEYRING_FILE", "samtycke-data/keyring.json"))
    if not path.exists():
        raise KeyringMissing(f"No keyring at {path}: set SAMTYCKE_KEYRING_FILE, or start with `samtycke up`.")
    return read_keyring(path.read_text(encoding="utf-8"))


def digest(*parts: str | bytes | None) -> bytes:
    """SHA-256 over parts, each with its length, so that no two lists of parts share a digest."""
    sha = hashlib.sha256()
    for part in parts:
        if part is None:
            sha.update(b"\xff" * 8)  # a length that no part has
            continue
        raw = part.encode() if isinstance(part, str) else part
        sha.update(len(raw).to_bytes(8, "big") + raw)
    return sha.digest()
