"""A consent receipt: the structure of ISO/IEC TS 27560:2023, filled in from one consent of the ledger.

The names of its fields are those of the standard's four parts (record header, PII processing, party identification,
consent events) as the W3C Data Privacy Vocabulary's guide gives them: https://w3id.org/dpv/guides/consent-27560. What
the program does not know is left out rather than guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.history import Event, history
from samtycke.ledger.numbers import reveal
from samtycke.ledger.proofs import places
from samtycke.ledger.seal import instant
from samtycke.organisations.door import Organisation, purposes, senders

SCHEMA = "ISO/IEC TS 27560:2023"
FORMAT = "samtycke-receipt-1"
_STATES = {
    "consent": "given",
    "confirmation": "given",
    "withdrawal": "withdrawn",
    "objection": "withdrawn",
    "erasure": "terminated",
}
"""What an event does to a consent, in the words of the vocabulary's life cycle."""
_PENDING = "double_opt_in_pending"


class NoSuchConsent(LookupError):
    """The contact has no consent with this id."""


def receipt(cursor: CursorWrapper, contact_id: int, event_id: int, *, now: datetime) -> dict[str, Any]:
    """The receipt of one consent of a contact. Once the person is erased, it names nobody and shows no evidence.

    Raises:
        NoSuchConsent: there is none.
    """
    events = history(cursor, contact_id, limit=100_000)
    given = next((one for one in events if one.id == event_id and one.kind in ("consent", "confirmation")), None)
    if given is None:
        raise NoSuchConsent(event_id)
    cursor.execute("SELECT current_organisation()")
    organisation = Organisation.objects.get(pk=cursor.fetchone()[0])
    identity = reveal(cursor, [contact_id]).get(contact_id)
    place = places(cursor, [(given.id, given.recorded_at)]).get(given.id)
    return {
        "format": FORMAT,
        "receipt_metadata": {
            "receipt_id": f"{organisation.slug}/{given.id}/{instant(now)}",
            "schema_version": SCHEMA,
            "issued_at": instant(now),
        },
        "record_header": {
            "schema_version": SCHEMA,
            "record_id": f"{organisation.slug}/{given.id}",
            "pii_principal_id": identity.number if identity else None,
        },
        "pii_processing": _processing(cursor, organisation, given),
        "party_identification": [
            {
                "party_id": organisation.slug,
                "party_name": organisation.name,
                "party_role": "PII controller",
                "party_address": organisation.home_country,
            }
        ],
        "consent_events": _events(given, events),
        "seal": {"batch": place.batch, "sealed_at": instant(place.sealed_at)} if place else None,
    }


def _processing(cursor: CursorWrapper, organisation: Organisation, given: Event) -> dict[str, Any]:
    named = purposes(cursor).get(given.purpose or "")
    return {
        "privacy_notice": {"text": given.wording, "evidence": given.evidence},
        "purposes": [
            {
                "purpose": given.purpose,
                "purpose_name": dict(named.name) if named else None,
                "purpose_type": "direct marketing",
                "lawful_basis": "consent (GDPR art. 6(1)(a), 7)",
                "pii_information": [{"pii_type": "telephone number", "special_pii_category": False}],
                "pii_controllers": [organisation.slug],
                "collection_method": {"method": given.method, "source": given.source, "door": given.door},
                "processing_method": "sending text messages",
                "withdrawal_method": _ways_out(cursor),
                "jurisdiction": organisation.home_country,
                "privacy_rights": "GDPR art. 7(3), 15-18, 21",
            }
        ],
    }


def _ways_out(cursor: CursorWrapper) -> list[dict[str, str]]:
    numbers = sorted({one.inbound_number for one in senders(cursor).values() if one.inbound_number})
    return [{"reply": "STOPP", "to": number} for number in numbers]


def _events(given: Event, events: Sequence[Event]) -> list[Mapping[str, Any]]:
    """What happened to this consent, from when it was given, the oldest first."""
    told = [
        one
        for one in events
        if one.kind in _STATES
        and (one.id == given.id or one.occurred_at >= given.occurred_at)
        and (one.purpose in (given.purpose, None))
    ]
    return [_told(one) for one in sorted(told, key=lambda one: (one.occurred_at, one.id))]


def _told(one: Event) -> dict[str, Any]:
    return {
        "event_time": instant(one.occurred_at),
        "event_type": "explicit" if one.kind in ("consent", "confirmation") else one.kind,
        "event_state": "requested" if one.method == _PENDING else _STATES[one.kind],
        "entity_id": one.door,
        "event_id": one.id,
    }
