"""A campaign as it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import Spec
from samtycke.ledger.door import reveal
from samtycke.organisations.door import document, keyring


class NoSuchCampaign(LookupError):
    """The organisation has no campaign with this id."""


class WrongState(ValueError):
    """This cannot be done to a campaign in its state. Carries the state and what was asked."""

    def __init__(self, state: str, act: str) -> None:
        super().__init__(state, act)
        self.state, self.act = state, act


@dataclass(frozen=True, slots=True)
class Campaign:
    """A text, for a purpose, about goods, to an audience. ``state``: draft, approved, sending, paused, sent, cancelled.

    ``audience`` is ``{"all": true}`` or ``{"numbers": [...]}``: as they were typed while it is a draft, and E.164 once
    it is started. In a list of campaigns the numbers are left out. ``written_by``: the members who wrote any of it.
    ``contact_ids``: whose numbers they are, once that has been fixed by an approval. ``segments`` and ``cost`` (in
    hundredths of the currency): of all that left, once it is sent.
    """

    id: int
    name: str
    kind: str
    state: str
    text: str
    purpose: str
    categories: tuple[str, ...]
    sender: str
    audience: Mapping[str, Any]
    test: bool
    envelope_id: int | None
    planned_on: date | None
    created_by: str
    written_by: tuple[int, ...]
    approved_by: str | None
    created_at: datetime
    saved_at: datetime
    approved_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    segments: int | None
    cost: int | None
    contact_ids: tuple[int, ...] | None

    @property
    def spec(self) -> Spec:
        """What it wants to send, for the gate."""
        return Spec(self.kind, self.purpose, self.text, self.categories, self.sender, self.test)

    @property
    def is_open(self) -> bool:
        """Whether its text may still be changed."""
        return self.state in {"draft", "approved"}


_COLUMNS = (
    "id, name, kind, state, text, purpose, categories, sender, audience, test, envelope_id, planned_on, created_by, "
    "written_by, approved_by, created_at, saved_at, approved_at, started_at, finished_at, segments, cost, contact_ids"
)


def read_campaign(cursor: CursorWrapper, campaign_id: int, *, lock: bool = False) -> Campaign:
    """One campaign.

    Raises:
        NoSuchCampaign: there is none.
    """
    cursor.execute(
        f"SELECT {_COLUMNS}, typed FROM campaign "  # noqa: S608
        "WHERE organisation_id = current_organisation() AND id = %s" + (" FOR UPDATE" if lock else ""),
        [campaign_id],
    )
    row = cursor.fetchone()
    if row is None:
        raise NoSuchCampaign(campaign_id)
    campaign = _campaign(row[:-1])
    if isinstance(campaign.audience.get("numbers"), int):
        return replace(campaign, audience={**campaign.audience, "numbers": _numbers(cursor, campaign, row[-1])})
    return campaign


def campaigns(cursor: CursorWrapper, *, before: int | None = None, limit: int = 50) -> list[Campaign]:
    """The newest campaigns; ``before`` is the id of the last one seen."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM campaign WHERE organisation_id = current_organisation() "  # noqa: S608
        "AND id < coalesce(%s, 9223372036854775807) ORDER BY id DESC LIMIT %s",
        [before, limit],
    )
    return [_campaign(row) for row in cursor.fetchall()]


def sealed_numbers(audience: Mapping[str, Any]) -> tuple[dict[str, Any], bytes | None]:
    """An audience as it is kept: what can be read of a person is sealed, however it was typed."""
    numbers = audience.get("numbers")
    if not isinstance(numbers, list):
        return dict(audience), None
    clear = json.dumps([str(number) for number in numbers], ensure_ascii=False)
    return {**audience, "numbers": len(numbers)}, keyring().seal(clear.encode(), about=ABOUT)


ABOUT = b"campaign audience"


def _numbers(cursor: CursorWrapper, campaign: Campaign, typed: bytes | None) -> list[str]:
    if typed is not None:
        opened: list[str] = json.loads(keyring().open(typed, about=ABOUT))
        return opened
    known = reveal(cursor, campaign.contact_ids or ())
    return [known[contact_id].number for contact_id in campaign.contact_ids or () if contact_id in known]


def _campaign(row: tuple[Any, ...]) -> Campaign:
    columns = list(row)
    columns[6] = tuple(row[6])
    columns[13] = tuple(row[13])
    columns[8] = document(row[8])
    columns[-1] = tuple(row[-1]) if row[-1] is not None else None
    return Campaign(*columns)
