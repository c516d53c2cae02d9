"""The proof of what was said, under a key of that person's own: destroying the key erases all of it (promise 6).

Each event's evidence has a key derived from the person's. It can be handed to a court beside the sealed evidence, which
it opens, and it opens nothing else.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from samtycke.organisations.door import SealBroken, keyring

_NONCE = 12
_KEY = 32


class EvidenceKey:
    """A person's own key: as it is kept, wrapped by the keyring and bound to them; opened when it is first used."""

    __slots__ = ("_contact_id", "_opened", "wrapped")

    def __init__(self, contact_id: int, wrapped: bytes, opened: bytes | None = None) -> None:
        self._contact_id, self.wrapped, self._opened = contact_id, wrapped, opened

    def of(self, fingerprint: bytes) -> bytes:
        """The key to the evidence of one event.

        Raises:
            SealBroken: the person's key was changed, is another's, or the key of the keyring is gone.
        """
        if self._opened is None:
            self._opened = keyring().open(self.wrapped, about=about(self._contact_id))
        return hmac.digest(self._opened, b"evidence" + fingerprint, "sha256")


def new_evidence_key(contact_id: int) -> EvidenceKey:
    """A random key for a person."""
    raw = secrets.token_bytes(_KEY)
    return EvidenceKey(contact_id, keyring().seal(raw, about=about(contact_id)), raw)


def seal_evidence(key: EvidenceKey, evidence: Mapping[str, str], *, fingerprint: bytes) -> bytes:
    """Evidence sealed under the key of its event, and bound to it."""
    clear = json.dumps(dict(evidence), ensure_ascii=False, separators=(",", ":")).encode()
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key.of(fingerprint)).encrypt(nonce, clear, fingerprint)


def open_evidence(key: EvidenceKey, sealed: bytes, *, fingerprint: bytes) -> dict[str, str]:
    """What ``seal_evidence`` sealed.

    Raises:
        SealBroken: it was changed, belongs to another event or person, or a key is gone.
    """
    try:
        opened: dict[str, str] = json.loads(
            AESGCM(key.of(fingerprint)).decrypt(sealed[:_NONCE], sealed[_NONCE:], fingerprint)
        )
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error
    return opened


def about(contact_id: int) -> bytes:
    """What binds a key to its person, and tells it from what else is sealed about them."""
    return b"evidence:%d" % contact_id
