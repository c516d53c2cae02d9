"""Scans of what somebody signed or wrote: taken in by what they are, kept under the person's own key."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.door import NoSuchContact, open_under_own_key, seal_under_own_key
from samtycke.organisations.door import SealBroken, audit

LARGEST = 10 * 1024 * 1024
_BEGINNINGS = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
)
"""What a file is, is told by how it begins; its name says nothing."""


class AttachmentRefused(ValueError):
    """``reason``: ``kind`` (neither PDF, JPEG nor PNG) or ``size`` (more than 10 MB)."""

    def __init__(self, reason: Literal["kind", "size"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Attachment:
    """A scan as it was taken in. ``sha256`` in hexadecimal."""

    id: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A scan that somebody asked to see."""

    content: bytes
    media_type: str
    name: str


def check_attachment(content: bytes) -> str:
    """What kind of file it is.

    Raises:
        AttachmentRefused: it is none we take, or too large.
    """
    if len(content) > LARGEST:
        raise AttachmentRefused("size")
    for beginning, media_type, _ in _BEGINNINGS:
        if content.startswith(beginning):
            return media_type
    raise AttachmentRefused("kind")


def keep_attachment(cursor: CursorWrapper, contact_id: int, content: bytes, *, by: str, now: datetime) -> Attachment:
    """Keep a scan of a person's.

    Raises:
        AttachmentRefused: as ``check_attachment``.
        NoSuchContact: there is none, or the person has been erased.
    """
    media_type = check_attachment(content)
    sealed = seal_under_own_key(cursor, contact_id, content, about=_about(contact_id))
    cursor.execute(
        "INSERT INTO attachment (organisation_id, contact_id, media_type, size, sealed, added_at, added_by) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s) RETURNING id",
        [contact_id, media_type, len(content), sealed, now, by],
    )
    return Attachment(int(cursor.fetchone()[0]), hashlib.sha256(content).hexdigest())


def attachments_of(cursor: CursorWrapper, contact_id: int) -> list[dict[str, object]]:
    """What scans there are of a person's."""
    cursor.execute(
        "SELECT id, media_type, size, added_at, added_by FROM attachment "
        "WHERE organisation_id = current_organisation() AND contact_id = %s ORDER BY id",
        [contact_id],
    )
    names = ("id", "media_type", "size", "added_at", "added_by")
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def open_attachment(cursor: CursorWrapper, attachment_id: int, *, by: str) -> Opened | None:
    """A scan, and a line in the audit log that somebody saw it. None when there is none, or it was erased."""
    cursor.execute(
        "SELECT contact_id, media_type, sealed FROM attachment "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [attachment_id],
    )
    row = cursor.fetchone()
    if row is None:
        return None
    contact_id, media_type, sealed = row
    try:
        content = open_under_own_key(cursor, contact_id, bytes(sealed), about=_about(contact_id))
    except (NoSuchContact, SealBroken):
        return None
    audit(cursor, actor=by, act="attachment.view", subject=f"attachment/{attachment_id}")
    ending = next(end for _, kind, end in _BEGINNINGS if kind == media_type)
    return Opened(content, media_type, f"{attachment_id}.{ending}")


def _about(contact_id: int) -> bytes:
    return b"attachment:%d" % contact_id
