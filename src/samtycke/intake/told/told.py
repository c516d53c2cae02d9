"""What a person told the staff, on paper or by word of mouth: a yes, or a no. Who heard it stands with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import OptedOut, opt_out
from samtycke.intake.refusal import Refusal, RowRefused
from samtycke.intake.report import number_of
from samtycke.intake.told.attachment import check_attachment, keep_attachment
from samtycke.ledger.door import Consent, Recorded, meet, record
from samtycke.organisations.door import audit, open_purposes, purposes
from samtycke.sms import Number

BY_STAFF = ("paper", "verbal")
"""The ways in which a yes reaches the staff. All others come by a door where the person speaks for themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was said: whose number, when, and who of the staff heard it or took the paper.

    ``scan``: the signed form or the letter, as a file.
    """

    number: str
    at: datetime
    heard_by: str
    note: str = ""
    scan: bytes = b""


def take_told_yes(
    cursor: CursorWrapper,
    told: Told,
    *,
    purpose: str,
    method: Literal["paper", "verbal"],
    wording: str,
    by: str,
    now: datetime,
) -> Recorded:
    """Record a consent somebody gave on paper or by word of mouth. A no of their own stands all the same.

    Raises:
        RowRefused: the number, or something the proof needs, is missing or wrong.
        AttachmentRefused: the scan is no file we take.
    """
    marketing = tuple(open_purposes(cursor))
    if purpose not in marketing:
        raise RowRefused(Refusal(1, "purpose", "not_declared", purpose, marketing))
    if not wording.strip():
        raise RowRefused(Refusal(1, "wording", "missing"))
    number = _checked(cursor, told, now, "consented_at")
    yes = Consent(
        number=number,
        occurred_at=told.at,
        door="staff",
        by=by,
        purpose=purpose,
        method=method,
        wording=wording.strip(),
        informed=True,
        evidence=_evidence(cursor, told, number, by=by, now=now),
    )
    recorded = record(cursor, [yes], now=now)
    audit(cursor, actor=by, act="consent.record", subject=f"contact/{recorded.contact_ids[0]}", method=method)
    return recorded


def take_told_no(
    cursor: CursorWrapper,
    told: Told,
    *,
    purpose: str | None,
    kind: Literal["objection", "withdrawal"],
    how: Literal["phone", "letter"],
    by: str,
    now: datetime,
) -> OptedOut:
    """Record a no by phone or letter. It holds at once, like any other.

    Raises:
        RowRefused: there is no such number or purpose, or it is not yet said.
        AttachmentRefused: the scan is no file we take.
    """
    declared = purposes(cursor)
    if purpose is not None and purpose not in declared:
        raise RowRefused(Refusal(1, "purpose", "not_declared", purpose, tuple(declared)))
    number = _checked(cursor, told, now, "at")
    left = opt_out(
        cursor,
        number,
        purpose=purpose,
        kind=kind,
        because=how,
        door="staff",
        by=by,
        evidence=_evidence(cursor, told, number, by=by, now=now),
        occurred_at=told.at,
        now=now,
    )
    audit(cursor, actor=by, act=f"{kind}.record", subject=f"contact/{left.contact_id}", how=how)
    return left


def _checked(cursor: CursorWrapper, told: Told, now: datetime, field: str) -> Number:
    number = number_of(cursor, told.number)
    if told.at > now:
        raise RowRefused(Refusal(1, field, "in_future", told.at.date().isoformat()))
    if not told.heard_by.strip():
        raise RowRefused(Refusal(1, "heard_by", "missing"))
    if told.scan:
        check_attachment(told.scan)
    return number


def _evidence(cursor: CursorWrapper, told: Told, number: Number, *, by: str, now: datetime) -> Mapping[str, str]:
    evidence = {"heard_by": told.heard_by.strip(), "note": told.note.strip()}
    if told.scan:
        scan = keep_attachment(cursor, meet(cursor, number), told.scan, by=by, now=now)
        evidence |= {"scan": str(scan.id), "scan_sha256": scan.sha256}
    return {name: value for name, value in evidence.items() if value}
