"""What this room holds of a person: to hand out, to erase, to let go of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import Kept, deleted
from samtycke.rights.request import requests_by

_CLOSED = (
    "(SELECT max(v.at) FROM breach_version v WHERE v.organisation_id = t.organisation_id AND v.breach_id = t.id "
    "HAVING bool_or(v.closed) AND (array_agg(v.closed ORDER BY v.number DESC))[1])"
)
"""When a breach was closed; null while it is open, and then it never goes."""

KEPT = (
    deleted("advice", "advice_request", at="t.asked_at"),
    deleted("interest", "interest", at="t.at"),
    deleted("requests", "rights_request", at="t.answered_at", where="t.answered_at IS NOT NULL"),
    Kept("visits", ("me_visit",)),
    # Its versions go with it.
    deleted("breaches", "breach", at=_CLOSED),
    Kept("breaches", ("breach_version",)),
)
TABLES = tuple(dict.fromkeys(table for one in KEPT for table in one.tables))


def export(cursor: CursorWrapper, contact_id: int) -> dict[str, Any]:
    """What a person has asked by their rights, and was told.

    Whoever asks for advice does so by name and e-mail, and holds the link to all of it; a visit to one's own page is
    gone when it is over.
    """
    return {
        "requests": [
            {
                "id": one.id,
                "kind": one.kind,
                "door": one.door,
                "says": one.person.says if one.person else "",
                "received_at": one.received_at,
                "due_on": one.due_on,
                "extension": one.extension,
                "outcome": one.outcome,
                "answered_at": one.answered_at,
                "answer": one.answer,
                "given": list(one.given),
            }
            for one in requests_by(cursor, contact_id)
        ]
    }


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, door: str, now: datetime) -> None:
    """Take away what a person said and was told; that they asked, and when it was answered, stays as the account of it.

    What still waits has nobody left to be answered. The answer to a request to be erased is kept: it names nobody.
    """
    cursor.execute(
        "UPDATE rights_request SET sealed = NULL, extension = CASE WHEN kind = 'erasure' THEN extension END, "
        "answer = CASE WHEN kind = 'erasure' THEN answer END, outcome = coalesce(outcome, 'moot'), "
        "answered_at = coalesce(answered_at, %s), answered_by = coalesce(answered_by, %s) "
        "WHERE organisation_id = current_organisation() AND contact_id = %s",
        [now, by, contact_id],
    )
