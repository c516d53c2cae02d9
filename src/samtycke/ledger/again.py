"""Blocks that came as hashes, told again by a journal: entered as they were, each at most as strong as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.binary import execute


def block_hashed_again(
    cursor: CursorWrapper,
    digests: Sequence[bytes],
    *,
    purpose: str,
    since: datetime,
    own_doing: bool,
    because: str,
    by: str,
) -> None:
    """Enter keyed digests of hashes on the organisation's list. Those it had met have lines of their own."""
    execute(
        cursor,
        "INSERT INTO hashed_block AS h (organisation_id, digest, purpose, since, because, by, source, own_doing) "
        "SELECT current_organisation(), d, %s, %s, %s, %s, '', %s FROM unnest(%b::bytea[]) AS d "
        "ON CONFLICT (organisation_id, digest, purpose) DO UPDATE SET own_doing = true "
        "WHERE excluded.own_doing AND NOT h.own_doing",
        [purpose, since, because, by, own_doing, sorted(set(digests))],
    )
