"""Everything the house holds of a person, room by room: handed out, and erased.

Each room answers for its own tables in its ``personal.py``; here they stand together, so that no copy and no erasure
can forget one. A test holds every table that holds people to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.door import personal as of_campaigns
from samtycke.gate.door import personal as of_gate
from samtycke.intake.door import personal as of_intake
from samtycke.ledger.door import personal as of_ledger
from samtycke.ledger.door import reveal
from samtycke.rights import personal as of_rights


class Room(Protocol):
    """What a room's ``personal.py`` answers."""

    @property
    def TABLES(self) -> tuple[str, ...]:  # noqa: N802 - a constant of a module
        """Its tables that hold people."""

    def export(self, cursor: CursorWrapper, contact_id: int, /) -> dict[str, Any]:
        """What it holds of a person, readable."""

    def erase(self, cursor: CursorWrapper, contact_id: int, /, *, by: str, door: str, now: datetime) -> None:
        """Erase a person from it."""


ROOMS: tuple[Room, ...] = (of_campaigns, of_intake, of_rights, of_ledger, of_gate)
"""In the order in which they are erased: what must read the number before the ledger forgets it, and what decides
again over planned messages after."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What went and what stays, to show to whoever asked. ``went`` and ``stays`` count things by their names.

    ``event``: the line of the ledger that says so; None where it had been done before.
    """

    at: datetime
    event: int | None
    went: Mapping[str, int]
    stays: Mapping[str, int]


def held(cursor: CursorWrapper, contact_id: int) -> dict[str, Any]:
    """All that is held about a person, as each room hands it out."""
    found: dict[str, Any] = {}
    for room in ROOMS:
        found |= room.export(cursor, contact_id)
    return found


def erase_everywhere(cursor: CursorWrapper, contact_id: int, *, by: str, door: str, now: datetime) -> Erased:
    """Erase a person from every room; what is planned for them is withheld (GDPR 17). Again, it changes nothing.

    What stays: the block, by a keyed mark of the number, so that they stay blocked if a file brings it back (17(3)(b));
    and the lines of the ledger, without anything of them that can be read, so that its seal stays whole.
    """
    before = held(cursor, contact_id)
    identity = reveal(cursor, [contact_id]).get(contact_id)
    if identity is not None:
        of_gate.forget_number(cursor, identity.number)
    for room in ROOMS:
        room.erase(cursor, contact_id, by=by, door=door, now=now)
    went = {
        "number": 1 if before["number"] else 0,
        "attributes": len(before["attributes"]),
        "evidence": sum(1 for one in before["events"] if one.get("evidence")),
        "texts": len(before["messages"]),
        "replies": len(before["replies"]),
        "questions": len(before["questions"]),
        "scans": len(before["scans"]),
    }
    event = _event(cursor, contact_id) if identity is not None else None
    stays = {"events": len(before["events"]) + (1 if event else 0), "blocks": 1}
    return Erased(now, event, {name: n for name, n in went.items() if n}, stays)


def _event(cursor: CursorWrapper, contact_id: int) -> int:
    cursor.execute(
        "SELECT max(id) FROM consent_event WHERE organisation_id = current_organisation() AND contact_id = %s "
        "AND kind = 'erasure'",
        [contact_id],
    )
    return int(cursor.fetchone()[0])
