"""The one way to write an event, a line of a log and a batch as bytes: what the seal is over. Pure, so that a file can
be checked alone.

All are JSON as RFC 8785 has it (keys in order, no white space, UTF-8), of strings, whole numbers, booleans and null.
An instant is RFC 3339 in UTC with six decimals. Bytes are lower-case hexadecimal. What may be erased enters by its
SHA-256: the evidence as it is kept, encrypted, and the words by their text. A change of this form is a new VERSION.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samtycke.ledger.merkle import leaf_hash

VERSION = 1
FIELDS = (
    "by",
    "category",
    "collected",
    "contact",
    "door",
    "evidence",
    "fingerprint",
    "id",
    "informed",
    "kind",
    "method",
    "occurred_at",
    "offered",
    "organisation",
    "purpose",
    "recorded_at",
    "refused",
    "source",
    "until",
    "value",
    "wording",
)
"""Every column of an event, in the order of their names; ``seal.sql`` reads them so."""

CONSENT, ACTS, READS = "consent", "acts", "reads"
"""What a batch is of: events of the ledger, or lines of one of the two logs."""
LINES = {
    ACTS: ("act", "actor", "at", "detail", "id", "organisation", "salt", "subject"),
    READS: ("account", "actor", "at", "contacts", "id", "organisation", "role", "salt", "sort", "subject"),
}
"""Every column of a line of each log, likewise; ``acts.sql`` and ``reads.sql`` read them so."""
FIELDS_OF = {CONSENT: FIELDS, **LINES}

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=False).encode


class NotCanonical(ValueError):
    """What was read is no event or batch of this version; says which part."""


def event_leaf(event: Mapping[str, Any]) -> bytes:
    """The leaf of an event, given by its fields.

    Raises:
        NotCanonical: a field is missing, or there is one too many.
    """
    try:
        ordered = {name: event[name] for name in FIELDS}
    except KeyError as error:
        raise NotCanonical(str(error)) from None
    if len(event) != len(FIELDS):
        raise NotCanonical(", ".join(sorted(set(event) - set(FIELDS))))
    return leaf_hash(_encode(ordered).encode())


def row_leaf(row: Sequence[Any], log: str = CONSENT) -> bytes:
    """The leaf of an event, or of a line of a log, given as a row of its fields in their order."""
    return leaf_hash(_encode(dict(zip(FIELDS_OF[log], row, strict=True))).encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch of events as it is sealed. ``root`` is that of its events' leaves; ``sealed_at`` as it is written.

    ``log``: what it is a batch of. Written only where that is a log, so that a batch of events reads as it always has.
    """

    organisation: int
    number: int
    count: int
    root: bytes
    sealed_at: str
    version: int = VERSION
    log: str = CONSENT

    @property
    def leaf(self) -> bytes:
        """Its leaf in the tree of batches, whose root is the ledger's head."""
        return leaf_hash(_encode(self.as_json()).encode())

    def as_json(self) -> dict[str, Any]:
        """As it is written, in the order of the names."""
        return {
            "count": self.count,
            **({} if self.log == CONSENT else {"log": self.log}),
            "number": self.number,
            "organisation": self.organisation,
            "root": self.root.hex(),
            "sealed_at": self.sealed_at,
            "version": self.version,
        }


def batch_of(written: Mapping[str, Any]) -> Batch:
    """A batch as ``as_json`` wrote it.

    Raises:
        NotCanonical: it is none.
    """
    try:
        batch = Batch(
            organisation=int(written["organisation"]),
            number=int(written["number"]),
            count=int(written["count"]),
            root=bytes.fromhex(written["root"]),
            sealed_at=str(written["sealed_at"]),
            version=int(written["version"]),
            log=str(written.get("log", CONSENT)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotCanonical(f"batch: {error}") from None
    if batch.version != VERSION or batch.log not in FIELDS_OF:
        raise NotCanonical(f"version {batch.version} of {batch.log}")
    return batch
