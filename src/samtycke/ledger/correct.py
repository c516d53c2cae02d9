"""Rectification (GDPR 16): what is known of a person is put right, and the ledger says what it was before.

What was and what is now stand in the evidence, under the person's own key: erasing them erases both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.append import Said, append_events, fingerprint
from samtycke.ledger.evidence import EvidenceKey, seal_evidence
from samtycke.ledger.hashed import meet_hashed
from samtycke.ledger.numbers import Identity, find_contact, opened_identity, sealed_identity
from samtycke.ledger.people import NoSuchContact, going_by, lock
from samtycke.ledger.project import project
from samtycke.sms import Number


class NumberTaken(ValueError):
    """Another contact has this number already: who is who is for a person to find out."""


def correct_attributes(
    cursor: CursorWrapper,
    contact_id: int,
    attributes: Mapping[str, str],
    *,
    door: str,
    by: str = "",
    because: str = "",
    now: datetime,
) -> bool:
    """Put attributes right; one that comes empty is removed, one that is not named stays. Returns whether any changed.

    Raises:
        NoSuchContact: there is none, or the person has been erased.
    """
    _known(cursor, contact_id)
    identity, key = _identity(cursor, contact_id)
    told = {name: " ".join(value.split()) for name, value in attributes.items()}
    changed = {name: value for name, value in told.items() if identity.attributes.get(name, "") != value}
    if not changed:
        return False
    merged = {name: value for name, value in {**identity.attributes, **changed}.items() if value}
    was = {f"{name}, before": identity.attributes.get(name, "") for name in changed}
    _write(cursor, contact_id, Identity(identity.number, merged))
    _append(cursor, contact_id, key, "attributes", {**was, **changed}, door=door, by=by, because=because, now=now)
    return True


def correct_number(
    cursor: CursorWrapper,
    contact_id: int,
    number: Number,
    *,
    door: str,
    by: str = "",
    because: str = "",
    now: datetime,
) -> bool:
    """Put the number right. What stood against the old one on a block list stands against the new one too: a no is
    about a person, and is not undone by their having a new number. The old number's entries stay.

    Raises:
        NoSuchContact: there is none, or the person has been erased.
        NumberTaken: another contact has that number.
    """
    old_key = _known(cursor, contact_id)
    identity, key = _identity(cursor, contact_id)
    if identity.number == number.e164:
        return False
    if find_contact(cursor, number.e164) is not None:
        raise NumberTaken
    new_key = going_by(cursor, number.e164)
    cursor.execute(
        "UPDATE contact SET number_key = %s, country = %s WHERE organisation_id = current_organisation() AND id = %s",
        [new_key, number.country, contact_id],
    )
    _carry_blocks(cursor, old_key, new_key, now)
    meet_hashed(cursor, {number.e164: new_key})
    _write(cursor, contact_id, Identity(number.e164, identity.attributes))
    _append(
        cursor,
        contact_id,
        key,
        "number",
        {"number, before": identity.number, "number": number.e164},
        door=door,
        by=by,
        because=because,
        now=now,
    )
    project(cursor, [contact_id])
    return True


def _known(cursor: CursorWrapper, contact_id: int) -> bytes:
    key = lock(cursor, contact_id)
    if key is None:
        raise NoSuchContact
    return key


def _identity(cursor: CursorWrapper, contact_id: int) -> tuple[Identity, EvidenceKey]:
    cursor.execute(
        "SELECT sealed, evidence_key FROM identity "
        "WHERE organisation_id = current_organisation() AND contact_id = %s FOR UPDATE",
        [contact_id],
    )
    row = cursor.fetchone()
    if row is None:
        raise NoSuchContact
    return opened_identity(contact_id, bytes(row[0])), EvidenceKey(contact_id, bytes(row[1]))


def _write(cursor: CursorWrapper, contact_id: int, identity: Identity) -> None:
    cursor.execute(
        "UPDATE identity SET sealed = %s WHERE organisation_id = current_organisation() AND contact_id = %s",
        [sealed_identity(contact_id, identity.number, identity.attributes), contact_id],
    )


def _append(
    cursor: CursorWrapper,
    contact_id: int,
    key: EvidenceKey,
    what: str,
    evidence: Mapping[str, str],
    *,
    door: str,
    by: str,
    because: str,
    now: datetime,
) -> None:
    # Nothing of what was corrected is in the fingerprint: it stays when the person is erased.
    mark = fingerprint("correction", now.isoformat(), what)
    said = Said(
        contact_id=contact_id,
        fingerprint=mark,
        kind="correction",
        occurred_at=now,
        source=because,
        door=door,
        by=by,
        value=what,
        evidence=seal_evidence(key, evidence, fingerprint=mark),
    )
    append_events(cursor, [said], now=now)


def _carry_blocks(cursor: CursorWrapper, old_key: bytes, new_key: bytes, now: datetime) -> None:
    """The old number's entries, entered for the new one too; what the platform holds against it as our own."""
    cursor.execute(
        "INSERT INTO suppression AS s "
        "(organisation_id, number_key, purpose, since, because, door, own_doing, by_staff, by, source) "
        "SELECT organisation_id, %s, purpose, since, because, door, own_doing, by_staff, by, source FROM suppression "
        "WHERE organisation_id = current_organisation() AND number_key = %s "
        "ON CONFLICT (organisation_id, number_key, purpose) DO UPDATE SET "
        "own_doing = s.own_doing OR excluded.own_doing, by_staff = s.by_staff OR excluded.by_staff",
        [new_key, old_key],
    )
    cursor.execute(
        "INSERT INTO suppression (organisation_id, number_key, purpose, since, because, door, own_doing) "
        "SELECT current_organisation(), %s, '', %s, 'platform', '', true FROM platform_suppression "
        "WHERE number_key = %s ON CONFLICT (organisation_id, number_key, purpose) DO NOTHING",
        [new_key, now, old_key],
    )
