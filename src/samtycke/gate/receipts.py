"""Delivery receipts: matched to their messages, in whatever order and however often they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from samtycke.gate.elsewhere import left_at_carrier
from samtycke.gate.tally import Deltas, bump
from samtycke.ledger.door import reveal
from samtycke.organisations.door import acting_for, load_sql

FINAL = {"delivered", "failed", "left", "expired"}
NAMING = 0x5EA1
"""The class of advisory locks, one a carrier: settling shares it, a receipt of an unknown id has it alone."""


@dataclass(frozen=True, slots=True)
class CarrierReceipt:
    """What a carrier says of a text it took. ``state``: delivered, failed, expired, left (failed, since the person has
    told the carrier that they want no more), or anything that is not final.
    """

    ref: str
    state: str
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """A receipt that has found its message."""

    planned_on: date
    id: int
    state: str
    code: str
    at: datetime


def receipts(carrier: str, batch: Sequence[CarrierReceipt]) -> None:
    """Commit a batch of receipts, of whatever organisations. One whose message is not known yet waits for it."""
    final = [one for one in batch if one.state in FINAL]
    if not final:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        known = _known(cursor, carrier, final)
        if len(known) < len({one.ref for one in final}):
            # An id that is just being settled is waited for: else we would not see it, nor settle our receipt.
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [NAMING, carrier])
            known = _known(cursor, carrier, final)
            _keep_early(cursor, carrier, [one for one in final if one.ref not in known])
    by_organisation: dict[int, list[Report]] = {}
    for one in final:
        if one.ref in known:
            organisation_id, planned_on, message_id = known[one.ref]
            report = Report(planned_on, message_id, one.state, one.code, one.at)
            by_organisation.setdefault(organisation_id, []).append(report)
    for organisation_id, reports in by_organisation.items():
        with acting_for(organisation_id) as cursor:
            apply_reports(cursor, reports, carrier=carrier)


def _known(cursor: CursorWrapper, carrier: str, batch: Sequence[CarrierReceipt]) -> dict[str, tuple[int, date, int]]:
    cursor.execute(
        "SELECT ref, organisation_id, planned_on, message_id FROM sent_ref WHERE carrier = %s AND ref = ANY(%s)",
        [carrier, [one.ref for one in batch]],
    )
    return {row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()}


def apply_reports(cursor: CursorWrapper, reports: Sequence[Report], *, carrier: str) -> None:
    """Write receipts to messages of the transaction's organisation."""
    if not reports:
        return
    told_left = _who_left(cursor, [one for one in reports if one.state == "left"])
    cursor.execute(
        load_sql(__file__, "receipts.sql"),
        {
            "planned_on": [one.planned_on for one in reports],
            "ids": [one.id for one in reports],
            "states": ["failed" if one.state == "left" else one.state for one in reports],
            "codes": [one.code for one in reports],
            "ats": [one.at for one in reports],
        },
    )
    deltas: Deltas = Counter()
    for campaign_id, before, now, n in cursor.fetchall():
        if campaign_id is not None:
            deltas[campaign_id, before, ""] -= n
            deltas[campaign_id, now, ""] += n
    bump(cursor, deltas)
    for number, report in told_left:
        left_at_carrier(cursor, number, carrier=carrier, code=report.code, now=report.at)


def _who_left(cursor: CursorWrapper, reports: Sequence[Report]) -> list[tuple[str, Report]]:
    """The numbers of those a carrier knows to want no more. Of whoever was erased there is none, nor need there be."""
    if not reports:
        return []
    cursor.execute(
        "SELECT m.id, m.contact_id FROM message m JOIN unnest(%s::date[], %s::bigint[]) AS v(planned_on, id) "
        "ON m.planned_on = v.planned_on AND m.id = v.id WHERE m.organisation_id = current_organisation() "
        "AND m.state IN ('leased', 'sent', 'unknown') ORDER BY m.contact_id",
        [[one.planned_on for one in reports], [one.id for one in reports]],
    )
    contacts = dict(cursor.fetchall())
    known = reveal(cursor, list(contacts.values()))
    by_id = {one.id: one for one in reports}
    return [(known[contact].number, by_id[id_]) for id_, contact in contacts.items() if contact in known]


def _keep_early(cursor: CursorWrapper, carrier: str, early: Sequence[CarrierReceipt]) -> None:
    if early:
        cursor.execute(
            "INSERT INTO early_receipt (carrier, ref, state, code, at) "
            "SELECT DISTINCT ON (r) %s, r, s, c, a FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[]) "
            "AS t(r, s, c, a) ORDER BY r, a ON CONFLICT (carrier, ref) DO NOTHING",
            [
                carrier,
                [one.ref for one in early],
                [one.state for one in early],
                [one.code for one in early],
                [one.at for one in early],
            ],
        )
