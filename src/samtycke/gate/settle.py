"""Record what a carrier said of a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.backends.utils import CursorWrapper

from samtycke.gate.arrays import NARROW, listed
from samtycke.gate.elsewhere import left_at_carrier
from samtycke.gate.lanes import announce
from samtycke.gate.lease import Lease, Leased
from samtycke.gate.receipts import NAMING, Report, apply_reports
from samtycke.gate.tally import Deltas, bump
from samtycke.organisations.door import load_sql

TRY_AGAIN = timedelta(seconds=2)
DROPPED = "gdpr21.objected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one leased message.

    ``state``: ``sent`` (the carrier took it, by the id ``ref``), ``retry`` (it certainly was not sent, and may be),
    ``failed`` (refused for good), ``left`` (refused for good, since they have told the carrier that they want no more),
    ``unknown`` (nobody can say), ``dropped`` (the person left before it was written).
    """

    message: Leased
    state: str
    ref: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class _Settled:
    state: str
    due: datetime | None = None
    rule: str | None = None


def settle(cursor: CursorWrapper, lease: Lease, outcomes: Sequence[Outcome], *, carrier: str, now: datetime) -> None:
    """Write the outcomes of a lease and let go of it, in one transaction of its organisation."""
    settled = [_settled(outcome, now) for outcome in outcomes]
    cursor.execute(f"SELECT {NARROW}")
    cursor.execute("DELETE FROM lease WHERE organisation_id = current_organisation() AND id = %s", [lease.id])
    if not cursor.rowcount:
        # Others have settled it, taking us for dead: service may be in another gateway's hands by now. The carrier's
        # ids are still worth knowing, since a receipt tells what nobody could say.
        _name(cursor, [one for one in outcomes if one.ref and one.message.marketing], carrier)
        return
    cursor.execute(
        load_sql(__file__, "settle.sql"),
        {
            "now": now,
            "planned_on": listed(one.message.planned_on for one in outcomes),
            "ids": listed(one.message.id for one in outcomes),
            "states": listed(one.state for one in settled),
            "due": listed(one.due for one in settled),
            "refs": [one.ref for one in outcomes],
            "codes": [one.code for one in outcomes] if any(one.code for one in outcomes) else None,
            "rules": listed(one.rule for one in settled),
        },
    )
    changed = {row[0] for row in cursor.fetchall()}
    deltas: Deltas = Counter()
    for outcome, result in zip(outcomes, settled, strict=True):
        if outcome.message.campaign_id is not None and outcome.message.id in changed:
            deltas[outcome.message.campaign_id, "leased", ""] -= 1
            deltas[outcome.message.campaign_id, result.state, result.rule or ""] += 1
    bump(cursor, deltas)
    if any(result.due for result in settled):
        announce(cursor, lease.lane, now + TRY_AGAIN)
    not_sent = [one for one, result in zip(outcomes, settled, strict=True) if result.state in _CERTAINLY_NOT_SENT]
    _uncount(cursor, [one for one in not_sent if one.message.id in changed])
    _name(cursor, [one for one in outcomes if one.ref and one.message.id in changed], carrier)
    for one in outcomes:
        if one.state == "left":
            left_at_carrier(cursor, one.message.number, carrier=carrier, code=one.code or "", now=now)


def _settled(outcome: Outcome, now: datetime) -> _Settled:
    match outcome.state:
        case "sent" | "failed":
            return _Settled(outcome.state)
        case "left":
            return _Settled("failed")
        case "retry":
            return _Settled("planned", due=now + TRY_AGAIN)
        case "dropped":
            return _Settled("withheld", rule=DROPPED)
        case _:
            # Marketing whose outcome nobody knows is never sent again by itself; service is, while it is of use.
            return _Settled("unknown") if outcome.message.marketing else _Settled("planned", due=now + TRY_AGAIN)


_CERTAINLY_NOT_SENT = {"planned", "failed", "withheld"}


def _uncount(cursor: CursorWrapper, again: Sequence[Outcome]) -> None:
    """What was not sent must not count against the next text, nor against itself when it is tried again."""
    again = [one for one in again if one.message.marketing]
    if not again:
        return
    cursor.execute(
        "UPDATE recent_marketing r SET sent = array_remove(r.sent, m.leased_at) "
        "FROM unnest(%s::date[], %s::bigint[]) AS v(planned_on, id) "
        "JOIN message m ON m.organisation_id = current_organisation() AND m.planned_on = v.planned_on AND m.id = v.id "
        "WHERE r.organisation_id = current_organisation() AND r.contact_id = m.contact_id",
        [[one.message.planned_on for one in again], [one.message.id for one in again]],
    )


def _name(cursor: CursorWrapper, sent: Sequence[Outcome], carrier: str) -> None:
    """Remember the carrier's ids, and apply the receipts that were faster than them."""
    if not sent:
        return
    refs = [one.ref for one in sent]
    cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, hashtext(%s))", [NAMING, carrier])
    cursor.execute(
        "INSERT INTO sent_ref (carrier, ref, organisation_id, planned_on, message_id) "
        "SELECT %s, r, current_organisation(), p, i FROM unnest(%s::text[], %s::date[], %s::bigint[]) AS t(r, p, i) "
        "ON CONFLICT (carrier, ref) DO UPDATE SET organisation_id = excluded.organisation_id, "
        "planned_on = excluded.planned_on, message_id = excluded.message_id",
        [
            carrier,
            refs,
            listed(one.message.planned_on for one in sent),
            listed(one.message.id for one in sent),
        ],
    )
    cursor.execute(
        "DELETE FROM early_receipt WHERE carrier = %s AND ref = ANY(%s) RETURNING ref, state, code, at",
        [carrier, refs],
    )
    early = {ref: (state, code, at) for ref, state, code, at in cursor.fetchall()}
    apply_reports(
        cursor,
        [
            Report(one.message.planned_on, one.message.id, *early[one.ref])
            for one in sent
            if one.ref is not None and one.ref in early
        ],
        carrier=carrier,
    )
