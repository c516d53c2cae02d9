"""Every kind of data of every room: what the rooms claim, gathered."""

from __future__ import annotations

from collections.abc import Iterator

from samtycke.campaigns.door import personal as of_campaigns
from samtycke.gate.door import personal as of_gate
from samtycke.intake.door import personal as of_intake
from samtycke.ledger.door import personal as of_ledger
from samtycke.organisations.door import Kept, LetGo
from samtycke.organisations.door import personal as of_organisations
from samtycke.rights import personal as of_rights
from samtycke.rights.retention.people import forget_people

ROOMS = {
    "organisations": of_organisations,
    "ledger": of_ledger,
    "gate": of_gate,
    "intake": of_intake,
    "campaigns": of_campaigns,
    "rights": of_rights,
}
"""What each room says of what it keeps, by the room's name."""

_FROM_EVERY_ROOM: dict[str, LetGo] = {"people": forget_people}


def claims() -> Iterator[tuple[str, Kept]]:
    """Every claim, with the room that makes it."""
    for room, personal in ROOMS.items():
        for kept in personal.KEPT:
            yield room, kept


def timed(kind: str) -> list[tuple[Kept, LetGo]]:
    """What holds a kind that goes by time, and how it goes."""
    found = []
    for _room, kept in claims():
        let_go = _FROM_EVERY_ROOM.get(kind, kept.let_go)
        if kept.kind == kind and kept.due and let_go:
            found.append((kept, let_go))
    return found
