"""Keys that are never in the database.

The keyring holds, by id, *number keys* (HMAC-SHA-256; the newest names numbers, older ones are still tried
for suppressions) and *data keys* (AES-256-GCM; the newest seals, all of them open). Where it lies, and how a running
program takes up a new one, see ``held_keyring``. Losing it loses the numbers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
KEY_ID = 2
"""Bytes at the head of what is sealed: the id of the key."""
NUMBER_KEY_BYTES = 16
"""128 bits of the HMAC name a number: no two of the world's numbers will ever share them."""
LINK_CODE = 10
"""Letters and figures in the code of a link, always: a text with it is counted before it is known whose it is."""
_SIGNS = string.ascii_letters + string.digits


class SealBroken(ValueError):
    """What was sealed has been changed, belongs elsewhere, or was sealed by a key that is gone."""


class NoKeyring(ValueError):
    """What should be a keyring is none. Says what is wrong, and nothing of what stands there."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Opened keys, by id; a higher id is newer.

    Attributes:
        seals: the data key that seals. The newest, but while a new one is on its way to every machine.
        made: when a data key was made, where that is known.
        number_made: the same of number keys.
        sealing_since: since when the key that seals does so, where that is known.
        newer: the keyring as it is now, asked for when something is met that was sealed by a key not in this one.
    """

    number: Mapping[int, bytes]
    data: Mapping[int, AESGCM]
    seals: int
    made: Mapping[int, datetime] = field(default_factory=dict)
    number_made: Mapping[int, datetime] = field(default_factory=dict)
    sealing_since: datetime | None = None
    newer: Callable[[], Keyring] | None = None

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
        """Encrypt under the data key that seals. ``about`` binds it to its place and must be given to open it."""
        nonce = os.urandom(NONCE)
        return mark_of(self.seals) + nonce + self.data[self.seals].encrypt(nonce, clear, about)

    def open(self, sealed: bytes, *, about: bytes = b"") -> bytes:
        """Decrypt what ``seal`` made.

        Raises:
            SealBroken: it was changed, moved, or its key is gone.
        """
        sealed = bytes(sealed)
        try:
            key = self._data_key(int.from_bytes(sealed[:KEY_ID], "big"))
            return key.decrypt(sealed[KEY_ID : KEY_ID + NONCE], sealed[KEY_ID + NONCE :], about)
        except (KeyError, InvalidTag, ValueError) as error:
            raise SealBroken from error

    def _data_key(self, id_: int) -> AESGCM:
        """A key by id. What another has just sealed by a newer key opens too: it is in the file by then."""
        if id_ not in self.data and self.newer is not None:
            return self.newer().data[id_]
        return self.data[id_]


def mark_of(data_key: int) -> bytes:
    """What everything that a data key has sealed begins with."""
    return data_key.to_bytes(KEY_ID, "big")


def read_keyring(content: str) -> Keyring:
    """Parse the JSON of a keyring.

    Raises:
        NoKeyring: it is none.
    """
    try:
        keys = json.loads(content)
        data = {int(id_): AESGCM(base64.b64decode(key)) for id_, key in keys["data"].items()}
        return Keyring(
            number={int(id_): base64.b64decode(key) for id_, key in keys["number"].items()},
            data=data,
            seals=_among(int(keys["seals"]), data) if "seals" in keys else max(data, default=0),
            made=_made(keys, "data"),
            number_made=_made(keys, "number"),
            sealing_since=datetime.fromisoformat(keys["sealing_since"]) if "sealing_since" in keys else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoKeyring("It is no keyring: JSON with keys by their ids, see the guide on rotating keys.") from None


def _among(id_: int, keys: Mapping[int, AESGCM]) -> int:
    if id_ not in keys:
        raise ValueError(id_)
    return id_


def _made(keys: Mapping[str, Any], sort: str) -> dict[int, datetime]:
    return {int(id_): datetime.fromisoformat(at) for id_, at in keys.get("made", {}).get(sort, {}).items()}


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
