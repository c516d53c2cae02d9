"""The proof of what was said, under a key of that person's own: destroying the key erases all of it (promise 6)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from samtycke.ledger.numbers import about
from samtycke.organisations.door import SealBroken, keyring

_NONCE = 12


def new_evidence_key(contact_id: int) -> bytes:
    """A random key for a person, wrapped by the keyring and bound to them."""
    return keyring().seal(AESGCM.generate_key(256), about=about(contact_id))


def seal_evidence(contact_id: int, wrapped: bytes, evidence: Mapping[str, str], *, fingerprint: bytes) -> bytes | None:
    """Evidence sealed under the person's own key and bound to its event; None where there is none."""
    if not evidence:
        return None
    clear = json.dumps(dict(evidence), ensure_ascii=False, separators=(",", ":")).encode()
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _own_key(contact_id, wrapped).encrypt(nonce, clear, fingerprint)


def open_evidence(contact_id: int, wrapped: bytes, sealed: bytes, *, fingerprint: bytes) -> dict[str, str]:
    """What ``seal_evidence`` sealed.

    Raises:
        SealBroken: it was changed, belongs to another event or person, or a key is gone.
    """
    try:
        opened: dict[str, str] = json.loads(
            _own_key(contact_id, wrapped).decrypt(sealed[:_NONCE], sealed[_NONCE:], fingerprint)
        )
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error
    return opened


def _own_key(contact_id: int, wrapped: bytes) -> AESGCM:
    return AESGCM(keyring().open(wrapped, about=about(contact_id)))
