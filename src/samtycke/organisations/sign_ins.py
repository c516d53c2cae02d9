"""What happened to how somebody signs in: noted in the log of each organisation they work for, and told to them."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.audit import audit
from samtycke.organisations.database import acting_for
from samtycke.organisations.models import Membership, Staff

_ACT = "signin."


def note_sign_in(staff: Staff, what: str) -> None:
    """Note a change of how somebody signs in, as ``totp_activated``. It has a transaction of its own."""
    for one in Membership.objects.filter(staff=staff).order_by("organisation_id"):
        with acting_for(one.organisation_id) as cursor:
            audit(cursor, actor=staff.name or staff.email, act=f"{_ACT}{what}", subject=f"staff/{staff.pk}")


def sign_in_changes(cursor: CursorWrapper, staff: Staff, *, limit: int = 20) -> list[tuple[str, datetime]]:
    """The latest changes of how somebody signs in: what, and when."""
    cursor.execute(
        "SELECT substr(act, %s), at FROM audit_entry WHERE organisation_id = current_organisation() "
        "AND subject = %s AND act LIKE %s ORDER BY id DESC LIMIT %s",
        [len(_ACT) + 1, f"staff/{staff.pk}", f"{_ACT}%", limit],
    )
    return list(cursor.fetchall())
