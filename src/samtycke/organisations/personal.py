"""What this room keeps that names somebody: answers to programs, who was invited, and who has left.

Who did what stands here too; it goes batch by batch, as it was sealed, which the ledger sees to.
"""

from __future__ import annotations

from samtycke.organisations.kept import Kept, deleted
from samtycke.organisations.left import LEFT, forget_left

KEPT = (
    deleted("answers", "idempotency", at="t.at", key=("key",)),
    deleted("invitations", "invitation", at="t.expires_at"),
    Kept("accounts", ("staff",), LEFT, forget_left),
)
TABLES = tuple(dict.fromkeys(table for one in KEPT for table in one.tables))
