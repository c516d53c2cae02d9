"""The life of the database: whether it began empty or from a backup, and whether all that was said since is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.since import Backed


@dataclass(frozen=True, slots=True)
class Life:
    """The present life. ``backup_of``: when the backup that it began from was made; None where it began empty.

    While ``settled_at`` is None, all marketing is held.
    """

    id: str
    begun_at: datetime
    backup_of: datetime | None
    backed: Backed | None
    settled_at: datetime | None
    settled_by: str
    words: str

    @property
    def holds_marketing(self) -> bool:
        """Whether it waits for what was said since its backup, so that no marketing may leave."""
        return self.backup_of is not None and self.settled_at is None


def life(cursor: CursorWrapper) -> Life:
    """The newest life of this database."""
    cursor.execute(
        "SELECT id::text, begun_at, backup_of, backed->>'life', backed->>'snapshot', backed->>'journal', settled_at, "
        "settled_by, words FROM database_life ORDER BY begun_at DESC LIMIT 1"
    )
    id_, begun_at, backup_of, of_life, snapshot, mark, *rest = cursor.fetchone()
    return Life(id_, begun_at, backup_of, Backed(of_life, snapshot, mark) if of_life else None, *rest)
