"""Heads of the ledger, to be noted elsewhere: whoever has noted one knows that all before it stays as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.canonical import Batch
from samtycke.ledger.merkle import consistency
from samtycke.ledger.seal import instant


@dataclass(frozen=True, slots=True)
class Head:
    """The root of the tree of batches after one of them. Says nothing of anybody."""

    organisation: int
    number: int
    root: bytes
    head: bytes
    sealed_at: str

    @property
    def at(self) -> datetime:
        """When it was sealed."""
        return datetime.fromisoformat(self.sealed_at)

    def as_json(self) -> dict[str, Any]:
        """As it is published and sent."""
        return {
            "organisation": self.organisation,
            "number": self.number,
            "root": self.root.hex(),
            "head": self.head.hex(),
            "sealed_at": self.sealed_at,
        }


def heads(cursor: CursorWrapper, *, limit: int | None = 20) -> list[Head]:
    """The newest heads, the newest first; all of them without a limit."""
    cursor.execute(
        "SELECT organisation_id, number, root, head, sealed_at FROM seal "
        "WHERE organisation_id = current_organisation() ORDER BY number DESC LIMIT %s",
        [limit],
    )
    return [Head(of, number, bytes(root), bytes(head), instant(at)) for of, number, root, head, at in cursor.fetchall()]


def added_since(cursor: CursorWrapper, number: int) -> list[bytes]:
    """What shows that the batches have only been added to since one of them.

    Raises:
        IndexError: there is no such batch.
    """
    return consistency(batch_leaves(cursor), number)


def batch_leaves(cursor: CursorWrapper) -> list[bytes]:
    """The leaves of the tree of batches."""
    cursor.execute(
        "SELECT organisation_id, number, cardinality(event_ids), root, sealed_at, version, log FROM seal "
        "WHERE organisation_id = current_organisation() ORDER BY number"
    )
    return [
        Batch(
            organisation=of,
            number=number,
            count=count,
            root=bytes(root),
            sealed_at=instant(at),
            version=version,
            log=log,
        ).leaf
        for of, number, count, root, at, version, log in cursor.fetchall()
    ]
