"""One fact at a time, with its provenance: what the API reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import OptedOut, opt_out
from samtycke.intake.columns import FIELDS
from samtycke.intake.known import known
from samtycke.intake.optin.ask import Asked, ask
from samtycke.intake.refusal import Refusal, RowRefused
from samtycke.intake.rows import layout, parse
from samtycke.ledger.door import Consent, Entry, Recorded, record
from samtycke.organisations.door import Organisation, purposes
from samtycke.sms import Number, NumberRefused, parse_number


def report_consent(
    cursor: CursorWrapper, fields: Mapping[str, object], *, door: str, by: str, now: datetime
) -> Recorded:
    """Record one consent: number, purpose, method, consented_at, wording, and what else a row can say.

    Raises:
        RowRefused: the number, or the provenance, is not what a consent needs.
    """
    return _report(cursor, {**fields, "sold_at": ""}, needs="consented_at", door=door, by=by, now=now)


def report_request(
    cursor: CursorWrapper,
    fields: Mapping[str, object],
    *,
    answer_by: Literal["reply", "link"] = "reply",
    door: str,
    by: str,
    now: datetime,
) -> Asked:
    """Somebody asked for it elsewhere: ask them, by a double opt-in, whether they did. Takes what a consent takes.

    Raises:
        RowRefused: the number, or the provenance, is not what a consent needs.
        NotAsked: it may not be asked; carries why.
    """
    (entry,) = _parsed(cursor, {**fields, "sold_at": ""}, needs="consented_at", door=door, by=by, now=now)
    assert isinstance(entry, Consent)
    return ask(
        cursor,
        entry.number,
        purpose=entry.purpose,
        wording=entry.wording,
        door=door,
        method=entry.method,
        evidence=entry.evidence,
        attributes=entry.attributes,
        requested_at=entry.occurred_at,
        by=by,
        source=entry.source,
        answer_by=answer_by,
        now=now,
    )


def report_sale(cursor: CursorWrapper, fields: Mapping[str, object], *, door: str, by: str, now: datetime) -> Recorded:
    """Record one sale: number, category, sold_at, collected_in_sale, informed, offered_refusal, and so on.

    Raises:
        RowRefused: the number, or what must be known of the sale, is missing.
    """
    return _report(cursor, {**fields, "consented_at": ""}, needs="sold_at", door=door, by=by, now=now)


def report_withdrawal(
    cursor: CursorWrapper,
    number: str,
    purpose: str | None = None,
    *,
    because: str,
    door: str,
    by: str,
    now: datetime,
    at: datetime | None = None,
) -> OptedOut:
    """Withdraw the consent to one purpose, or every consent.

    Raises:
        RowRefused: there is no such number or purpose.
    """
    return _leave(cursor, number, purpose, kind="withdrawal", because=because, door=door, by=by, now=now, at=at)


def report_objection(
    cursor: CursorWrapper,
    number: str,
    purpose: str | None = None,
    *,
    because: str,
    door: str,
    by: str,
    now: datetime,
    at: datetime | None = None,
) -> OptedOut:
    """Object to all marketing, or to one purpose (GDPR 21(2)).

    Raises:
        RowRefused: there is no such number or purpose.
    """
    return _leave(cursor, number, purpose, kind="objection", because=because, door=door, by=by, now=now, at=at)


def _leave(
    cursor: CursorWrapper,
    number: str,
    purpose: str | None,
    *,
    kind: str,
    because: str,
    door: str,
    by: str,
    now: datetime,
    at: datetime | None,
) -> OptedOut:
    declared = purposes(cursor)
    if purpose is not None and purpose not in declared:
        raise RowRefused(Refusal(1, "purpose", "not_declared", purpose, tuple(declared)))
    if at is not None and at > now:
        raise RowRefused(Refusal(1, "at", "in_future", at.isoformat()))
    return opt_out(
        cursor,
        number_of(cursor, number),
        purpose=purpose,
        kind=kind,
        because=because,
        door=door,
        by=by,
        occurred_at=at,
        now=now,
    )


def _report(
    cursor: CursorWrapper, fields: Mapping[str, object], *, needs: str, door: str, by: str, now: datetime
) -> Recorded:
    return record(cursor, _parsed(cursor, fields, needs=needs, door=door, by=by, now=now), now=now)


def _parsed(
    cursor: CursorWrapper, fields: Mapping[str, object], *, needs: str, door: str, by: str, now: datetime
) -> Sequence[Entry]:
    attributes = fields.get("attributes") or {}
    assert isinstance(attributes, Mapping)
    flat = {str(name): _cell(value) for name, value in {**attributes, **fields}.items() if name != "attributes"}
    if not flat.get(needs):
        raise RowRefused(Refusal(1, needs, "missing"))
    where = layout(list(flat), {name: name for name in FIELDS}, {})
    parsed = parse(1, list(flat.values()), where, known(cursor, now=now, door=door, by=by))
    if isinstance(parsed, Refusal):
        raise RowRefused(parsed)
    return parsed


def number_of(cursor: CursorWrapper, raw: str) -> Number:
    """A number as somebody writes it in the organisation's country.

    Raises:
        RowRefused: it is none that can be texted.
    """
    cursor.execute("SELECT current_organisation()")
    home = Organisation.objects.get(pk=cursor.fetchone()[0]).home_country
    try:
        return parse_number(raw, home)
    except NumberRefused as refused:
        reason = "missing" if refused.reason == "empty" else refused.reason
        raise RowRefused(Refusal(1, "number", reason, raw)) from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, datetime) else str(value).strip()
