"""Whom a campaign is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.campaign import Campaign
from samtycke.gate.door import EVERYBODY, Audience
from samtycke.ledger.door import meet
from samtycke.organisations.door import Organisation, keyring
from samtycke.sms import Number, NumberRefused, parse_number

MOST = 10_000
"""Numbers that may be named one by one. More of them are a file to import."""


class AudienceRefused(ValueError):
    """The audience describes nobody there is.

    ``reason``: ``unknown-kind``, ``several`` (of the kinds at once), ``no-segments`` (there are none yet),
    ``too-many`` or ``bad-number`` (which, and where among them).
    """

    def __init__(self, reason: str, value: str = "", place: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.value, self.place = reason, value, place


@dataclass(frozen=True, slots=True)
class Described:
    """Those of an audience we have met, and those nobody has: of them nothing is known, so they permit nothing."""

    known: Audience
    strangers: tuple[Number, ...] = ()


def audience_of(cursor: CursorWrapper, campaign: Campaign) -> Described:
    """The people an audience describes.

    Raises:
        AudienceRefused: it describes nobody there is.
    """
    if campaign.contact_ids is not None:
        return Described(Audience(ids=campaign.contact_ids))
    described = campaign.audience
    if len(described) > 1:
        raise AudienceRefused("several")
    if described.get("all") is True:
        return Described(EVERYBODY)
    if "segment" in described:
        raise AudienceRefused("no-segments")
    return _of_numbers(cursor, numbers_of(described, home=_home(cursor)))


def numbers_of(described: Mapping[str, Any], *, home: str) -> list[Number]:
    """The numbers an audience names, each once.

    Raises:
        AudienceRefused: there are none, too many, or one is no number.
    """
    named = described.get("numbers")
    if not isinstance(named, list):
        raise AudienceRefused("unknown-kind")
    if len(named) > MOST:
        raise AudienceRefused("too-many", str(MOST))
    return list(dict.fromkeys(_number(str(one), place, home) for place, one in enumerate(named)))


def fix_audience(cursor: CursorWrapper, campaign: Campaign) -> list[int] | None:
    """The contacts a list of numbers stands for from now on, strangers too: each of them gets an explanation.

    None where the audience is everybody.
    """
    described = audience_of(cursor, campaign)
    if described.known.ids is None:
        return None
    return sorted({*described.known.ids, *(meet(cursor, number) for number in described.strangers)})


def _of_numbers(cursor: CursorWrapper, numbers: Sequence[Number]) -> Described:
    ring = keyring()
    by_key = {key: number for number in numbers for key in ring.number_keys(number.e164)}
    cursor.execute(
        "SELECT id, number_key FROM contact WHERE organisation_id = current_organisation() AND number_key = ANY(%s)",
        [list(by_key)],
    )
    met = {by_key[bytes(key)]: contact_id for contact_id, key in cursor.fetchall()}
    return Described(
        Audience(ids=tuple(sorted(met.values()))), tuple(number for number in numbers if number not in met)
    )


def _number(text: str, place: int, home: str) -> Number:
    try:
        return parse_number(text, home)
    except NumberRefused:
        raise AudienceRefused("bad-number", text, place) from None


def _home(cursor: CursorWrapper) -> str:
    cursor.execute("SELECT current_organisation()")
    return Organisation.objects.only("home_country").get(pk=cursor.fetchone()[0]).home_country
