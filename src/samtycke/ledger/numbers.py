"""The number of a person: a keyed HMAC to find it by, and one sealed row to read it from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.reads import opened
from samtycke.organisations.door import SealBroken, keyring


@dataclass(frozen=True, slots=True)
class Identity:
    """All that can be read about a contact."""

    number: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The person's name as the organisation wrote it, or nothing."""
        return self.attributes.get("name", "")

    @property
    def masked(self) -> str:
        """The number as a page shows it until somebody asks: the last two digits hidden less than the rest."""
        return f"{self.number[:6]} ••• •• {self.number[-2:]}"


def number_key(e164: str) -> bytes:
    """What stands for a number in every index and block list."""
    return keyring().number_key(e164)


def find_contact(cursor: CursorWrapper, e164: str) -> int | None:
    """The contact with this number, by any number key of the keyring."""
    cursor.execute(
        "SELECT id FROM contact WHERE organisation_id = current_organisation() AND number_key = ANY(%s)",
        [list(keyring().number_keys(e164))],
    )
    row = cursor.fetchone()
    return row[0] if row else None


def reveal(cursor: CursorWrapper, contact_ids: Sequence[int]) -> dict[int, Identity]:
    """The readable side of some contacts. One that has been erased is left out."""
    cursor.execute(
        "SELECT contact_id, sealed FROM identity "
        "WHERE organisation_id = current_organisation() AND contact_id = ANY(%s)",
        [list(contact_ids)],
    )
    found = {contact_id: opened_identity(contact_id, sealed) for contact_id, sealed in cursor.fetchall()}
    opened(found)
    return found


def about(contact_id: int) -> bytes:
    """What binds a sealed row to its contact: moved to another, it does not open."""
    return b"identity:%d" % contact_id


def sealed_identity(contact_id: int, number: str, attributes: Mapping[str, str]) -> bytes:
    """The readable side of a contact, sealed."""
    clear = json.dumps({"n": number, "a": dict(attributes)}, ensure_ascii=False, separators=(",", ":"))
    return keyring().seal(clear.encode(), about=about(contact_id))


def opened_identity(contact_id: int, sealed: bytes) -> Identity:
    """What ``sealed_identity`` made, opened."""
    clear = json.loads(keyring().open(sealed, about=about(contact_id)))
    return Identity(clear["n"], clear["a"])


def opened_numbers(sealed: Mapping[int, bytes]) -> dict[int, str]:
    """The numbers of contacts whose identity opens. Of one that does not, `verify` tells; nobody can text it."""
    numbers = {}
    for contact_id, one in sealed.items():
        try:
            numbers[contact_id] = opened_identity(contact_id, one).number
        except SealBroken:
            continue
    return numbers
