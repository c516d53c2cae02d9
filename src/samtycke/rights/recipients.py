"""Who gets personal data from the organisation or holds it for it, where, and by what right it may go there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import audit, senders

EEA = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT"),
        *("LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
"""The European Economic Area: no transfer in the sense of chapter V."""
ADEQUATE = frozenset(["AD", "AR", "CA", "CH", "FO", "GB", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "US", "UY"])
"""Countries with a decision under article 45 as the program knows it; of Canada and the United States only those it
covers (commercial organisations; those certified under the Data Privacy Framework)."""
PARTS = ("processor", "sub_processor", "controller")
GROUNDS = ("adequacy", "clauses", "rules", "derogation")
_MOST = 500


class RecipientRefused(ValueError):
    """It can't be so: ``field`` and ``reason`` (``missing``, ``country``, ``ground``, ``safeguards``)."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One of them. ``part``: what it is in law. ``ground``: of the transfer; ``eea`` where there is none."""

    id: int = 0
    name: str
    does: str
    carrier: str = ""
    part: str = "processor"
    country: str = "SE"
    ground: str = ""
    safeguards: str = ""
    agreed_on: date | None = None
    by: str = ""
    at: datetime | None = None

    @property
    def abroad(self) -> bool:
        """Whether what it gets leaves the EEA."""
        return self.country not in EEA

    @property
    def lacking(self) -> str:
        """What is missing: ``agreement``, ``safeguards``, or nothing."""
        if self.part != "controller" and self.agreed_on is None:
            return "agreement"
        if self.abroad and self.ground != "adequacy" and not self.safeguards:
            return "safeguards"
        return ""


def recipients(cursor: CursorWrapper) -> list[Recipient]:
    """Those who get data today, in the order of their names."""
    cursor.execute(
        "SELECT id, name, does, carrier, part, country, ground, safeguards, agreed_on, by, at FROM recipient "
        "WHERE organisation_id = current_organisation() AND ended_at IS NULL ORDER BY name, id"
    )
    names = ("id", "name", "does", "carrier", "part", "country", "ground", "safeguards", "agreed_on", "by", "at")
    return [Recipient(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def add_recipient(cursor: CursorWrapper, said: Recipient, *, by: str, now: datetime) -> int:
    """Write one down. Returns its id.

    Raises:
        RecipientRefused: something is missing, or data may not go there so.
    """
    kept = _checked(said)
    cursor.execute(
        "INSERT INTO recipient (organisation_id, name, does, carrier, part, country, ground, safeguards, agreed_on, "
        "by, "
        "at) VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [
            *(kept.name, kept.does, kept.carrier, kept.part, kept.country, kept.ground, kept.safeguards),
            *(kept.agreed_on, by, now),
        ],
    )
    recipient_id = int(cursor.fetchone()[0])
    audit(cursor, actor=by, act="recipient.add", subject=str(recipient_id), name=kept.name, country=kept.country)
    return recipient_id


def end_recipient(cursor: CursorWrapper, recipient_id: int, *, by: str, now: datetime) -> bool:
    """It gets nothing any more. That it did stays in the versions that told of it. Returns whether there was one."""
    cursor.execute(
        "UPDATE recipient SET ended_by = %s, ended_at = %s "
        "WHERE organisation_id = current_organisation() AND id = %s AND ended_at IS NULL",
        [by, now, recipient_id],
    )
    ended = bool(cursor.rowcount)
    if ended:
        audit(cursor, actor=by, act="recipient.end", subject=str(recipient_id))
    return ended


def unnamed_carriers(cursor: CursorWrapper) -> list[str]:
    """Carriers that carry the organisation's texts and that nobody has written down. (The simulator gets nothing.)"""
    named = {one.carrier for one in recipients(cursor)}
    return sorted({one.carrier for one in senders(cursor).values()} - named - {"phone"})


def _checked(said: Recipient) -> Recipient:
    one = replace(
        said,
        name=" ".join(said.name.split())[:_MOST],
        does=" ".join(said.does.split())[:_MOST],
        safeguards=said.safeguards.strip()[: 4 * _MOST],
        country=said.country.strip().upper(),
    )
    for field in ("name", "does"):
        if not getattr(one, field):
            raise RecipientRefused(field, "missing")
    if len(one.country) != 2 or not one.country.isalpha():
        raise RecipientRefused("country", "country")
    if one.part not in PARTS:
        raise RecipientRefused("part", "missing")
    if not one.abroad:
        return replace(one, ground="eea", safeguards="")
    if one.ground not in GROUNDS or (one.ground == "adequacy" and one.country not in ADEQUATE):
        raise RecipientRefused("ground", "ground")
    if one.ground != "adequacy" and not one.safeguards:
        raise RecipientRefused("safeguards", "safeguards")
    return one
