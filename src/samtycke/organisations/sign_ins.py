"""What happened at the door: who came in, who did not, and what changed in how somebody signs in.

It is noted in the log of each organisation they work for, and told to them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.audit import audit
from samtycke.organisations.database import acting_for
from samtycke.organisations.models import Membership, Staff

_ACT = "signin."


def note_sign_in(staff: Staff, what: str, *, by: str | None = None) -> None:
    """Note what happened to an account (``totp_activated``, ``wrong_password``), in a transaction of its own.

    ``by``: who did it, empty where nobody knows; whose account it is where it is left out.
    """
    actor = (staff.name or staff.email) if by is None else by
    for one in Membership.objects.filter(staff=staff).order_by("organisation_id"):
        with acting_for(one.organisation_id) as cursor:
            audit(cursor, actor=actor, act=f"{_ACT}{what}", subject=f"staff/{staff.pk}")


def sign_in_news(
    cursor: CursorWrapper, staff: Staff, *, of: Collection[str], limit: int = 20
) -> list[tuple[str, datetime]]:
    """The latest that happened to an account, of some sorts: what, and when."""
    cursor.execute(
        "SELECT substr(act, %s), at FROM audit_entry WHERE organisation_id = current_organisation() "
        "AND subject = %s AND act = ANY(%s) ORDER BY id DESC LIMIT %s",
        [len(_ACT) + 1, f"staff/{staff.pk}", [f"{_ACT}{one}" for one in of], limit],
    )
    return list(cursor.fetchall())
