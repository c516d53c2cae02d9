"""That what is sealed opens, is where it belongs, and is gone where it was erased."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.binary import execute
from samtycke.ledger.evidence import EvidenceKey, open_evidence
from samtycke.ledger.numbers import opened_identity
from samtycke.organisations.door import SealBroken, keyring


def unreadable(cursor: CursorWrapper, contact_ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Contacts whose identity or evidence does not open, or is still there after an erasure."""
    keys: dict[int, EvidenceKey] = {}
    rows = execute(
        cursor,
        "SELECT c.id, c.number_key, c.erased, i.sealed, i.evidence_key FROM contact c "
        "LEFT JOIN identity i ON i.organisation_id = c.organisation_id AND i.contact_id = c.id "
        "WHERE c.organisation_id = current_organisation() AND c.id = ANY(%b) ORDER BY c.id",
        [list(contact_ids)],
    )
    for contact_id, number_key, erased, sealed, evidence_key in rows:
        if erased:
            if number_key is not None or sealed is not None:
                yield contact_id, "Erased, and can still be read or found"
        elif number_key is None or sealed is None:
            yield contact_id, "Not erased, and cannot be read or found"
        elif not _opens(contact_id, sealed, number_key):
            yield contact_id, "The identity does not open, or is another's"
        else:
            keys[contact_id] = EvidenceKey(contact_id, evidence_key)
    yield from _proofs(cursor, keys)


def _opens(contact_id: int, sealed: bytes, number_key: bytes) -> bool:
    try:
        return number_key in keyring().number_keys(opened_identity(contact_id, sealed).number)
    except SealBroken:
        return False


def _proofs(cursor: CursorWrapper, keys: dict[int, EvidenceKey]) -> Iterator[tuple[int, str]]:
    rows = execute(
        cursor,
        "SELECT contact_id, evidence, fingerprint FROM consent_event "
        "WHERE organisation_id = current_organisation() AND contact_id = ANY(%b) AND evidence IS NOT NULL ORDER BY id",
        [list(keys)],
    )
    for contact_id, evidence, fingerprint in rows:
        try:
            open_evidence(keys[contact_id], evidence, fingerprint=fingerprint)
        except SealBroken:
            yield contact_id, "A proof does not open, or is of another event"
