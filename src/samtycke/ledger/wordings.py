"""The exact words people were shown, each kept once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import digest


def wordings(cursor: CursorWrapper, texts: Iterable[str]) -> dict[str, int]:
    """The id of each text, kept where it is new."""
    by_digest = {digest(text): text for text in sorted(set(texts))}
    if not by_digest:
        return {}
    cursor.execute(
        "INSERT INTO wording (organisation_id, digest, text) "
        "SELECT current_organisation(), d, t FROM unnest(%s::bytea[], %s::text[]) AS w(d, t) "
        "ON CONFLICT (organisation_id, digest) DO NOTHING",
        [list(by_digest), list(by_digest.values())],
    )
    cursor.execute(
        "SELECT digest, id FROM wording WHERE organisation_id = current_organisation() AND digest = ANY(%s)",
        [list(by_digest)],
    )
    return {by_digest[bytes(row[0])]: row[1] for row in cursor.fetchall()}


def changed_wordings(cursor: CursorWrapper) -> Iterator[str]:
    """Words that are no longer those that were kept."""
    cursor.execute("SELECT id, digest, text FROM wording WHERE organisation_id = current_organisation() ORDER BY id")
    for wording_id, mark, text in cursor.fetchall():
        if bytes(mark) != digest(text):
            yield f"The words that were shown were changed: wording {wording_id}"


def latest_wordings(cursor: CursorWrapper, *, limit: int = 20) -> list[str]:
    """The wordings that people were shown, the newest first."""
    cursor.execute("SELECT text FROM wording ORDER BY id DESC LIMIT %s", [limit])
    return [row[0] for row in cursor.fetchall()]
