"""The proof of what was said, under a key of that person's own: destroying the key erases all of it (promise 6)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from samtycke.organisations.door import SealBroken, keyring

_NONCE = 12


class EvidenceKey:
    """A person's own key: as it is kept, wrapped by the keyring and bound to them; opened when it is first used."""

    __slots__ = ("_contact_id", "_opened", "wrapped")

    def __init__(self, contact_id: int, wrapped: bytes, opened: AESGCM | None = None) -> None:
        self._contact_id, self.wrapped, self._opened = contact_id, wrapped, opened

    @property
    def opened(self) -> AESGCM:
        """The key itself.

        Raises:
            SealBroken: it was changed, is another's, or the key of the keyring is gone.
        """
        if self._opened is None:
            self._opened = AESGCM(keyring().open(self.wrapped, about=_about(self._contact_id)))
        return self._opened


def new_evidence_key(contact_id: int) -> EvidenceKey:
    """A random key for a person."""
    raw = AESGCM.generate_key(256)
    return EvidenceKey(contact_id, keyring().seal(raw, about=_about(contact_id)), AESGCM(raw))


def seal_evidence(key: EvidenceKey, evidence: Mapping[str, str], *, fingerprint: bytes) -> bytes:
    """Evidence sealed under the person's own key and bound to its event."""
    clear = json.dumps(dict(evidence), ensure_ascii=False, separators=(",", ":")).encode()
    nonce = secrets.token_bytes(_NONCE)
    return nonce + key.opened.encrypt(nonce, clear, fingerprint)


def open_evidence(key: EvidenceKey, sealed: bytes, *, fingerprint: bytes) -> dict[str, str]:
    """What ``seal_evidence`` sealed.

    Raises:
        SealBroken: it was changed, belongs to another event or person, or a key is gone.
    """
    try:
        opened: dict[str, str] = json.loads(key.opened.decrypt(sealed[:_NONCE], sealed[_NONCE:], fingerprint))
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error
    return opened


def _about(contact_id: int) -> bytes:
    """What binds a key to its person, and tells it from what else is sealed about them."""
    return b"evidence:%d" % contact_id
