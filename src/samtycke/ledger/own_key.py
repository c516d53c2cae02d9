"""What else is kept about a person under their own key, as a scanned form: erasing them erases it (promise 6).

Like each event's evidence it has a key derived from the person's, by what it is.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.backends.utils import CursorWrapper

from samtycke.ledger.evidence import EvidenceKey
from samtycke.ledger.people import NoSuchContact
from samtycke.ledger.reads import opened
from samtycke.organisations.door import SealBroken

_NONCE = 12


def seal_under_own_key(cursor: CursorWrapper, contact_id: int, clear: bytes, *, about: bytes) -> bytes:
    """Seal bytes of any kind under a person's own key, bound to what they are.

    Raises:
        NoSuchContact: there is none, or the person has been erased.
    """
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _key_of(cursor, contact_id, about).encrypt(nonce, clear, about)


def open_under_own_key(cursor: CursorWrapper, contact_id: int, sealed: bytes, *, about: bytes) -> bytes:
    """What ``seal_under_own_key`` sealed.

    Raises:
        NoSuchContact: there is none, or the person has been erased: nobody can read it again.
        SealBroken: it was changed, or is something else.
    """
    opened([contact_id])
    try:
        return _key_of(cursor, contact_id, about).decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def _key_of(cursor: CursorWrapper, contact_id: int, about: bytes) -> AESGCM:
    cursor.execute(
        "SELECT evidence_key FROM identity WHERE organisation_id = current_organisation() AND contact_id = %s",
        [contact_id],
    )
    row = cursor.fetchone()
    if row is None:
        raise NoSuchContact
    return AESGCM(EvidenceKey(contact_id, bytes(row[0])).of(about))
