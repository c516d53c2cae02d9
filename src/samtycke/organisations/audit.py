"""Who did what. No number and no text is ever written here."""

from __future__ import annotations

import json

from django.db.backends.utils import CursorWrapper


def audit(cursor: CursorWrapper, *, actor: str, act: str, subject: str = "", **detail: object) -> None:
    """Add a line to the organisation's audit log, in the transaction of the act itself."""
    cursor.execute(
        "INSERT INTO audit_entry (organisation_id, actor, act, subject, detail) "
        "VALUES (current_organisation(), %s, %s, %s, %s)",
        [actor, act, subject, json.dumps(detail)],
    )
