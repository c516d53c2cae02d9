"""Take back what was leased and never handed out: the connection was lost while the lease committed.

Nobody has seen these messages, so they certainly were not written: they are planned again, marketing too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.lease import Lease, Leased
from samtycke.gate.settle import Outcome, settle


def recall(cursor: CursorWrapper, *, gateway_id: int, carrier: str, held: Sequence[int], now: datetime) -> int:
    """Settle the leases of a gateway in the transaction's organisation that are not among ``held``.

    Returns how many messages are planned again. Only who leases by this gateway id may call it.
    """
    cursor.execute(
        "SELECT l.id, l.lane, l.planned_on, l.message_ids FROM lease l "
        "WHERE l.organisation_id = current_organisation() AND l.gateway_id = %s AND l.id <> ALL(%s::bigint[]) "
        "FOR UPDATE",
        [gateway_id, list(held)],
    )
    recalled = 0
    for lease_id, lane, days, ids in cursor.fetchall():
        cursor.execute(
            "SELECT m.planned_on, m.id, m.contact_id, m.campaign_id, e.kind, e.purpose, e.sender, e.inbound_number "
            "FROM unnest(%s::date[], %s::bigint[]) AS v(planned_on, id) "
            "JOIN message m "
            "ON m.organisation_id = current_organisation() AND m.planned_on = v.planned_on AND m.id = v.id "
            "JOIN envelope e ON e.organisation_id = m.organisation_id AND e.id = m.envelope_id",
            [days, ids],
        )
        messages = tuple(
            Leased(
                planned_on=day,
                id=id_,
                contact_id=contact_id,
                campaign_id=campaign_id,
                marketing="/marketing" in lane,
                purpose=purpose,
                number="",
                sender=sender,
                inbound_number=inbound_number,
                text="",
                parts=(),
                encoding="",
            )
            for day, id_, contact_id, campaign_id, _kind, purpose, sender, inbound_number in cursor.fetchall()
        )
        cursor.execute("SELECT current_organisation()")
        lost = Lease(lease_id, cursor.fetchone()[0], lane, messages, len(messages))
        outcomes = [Outcome(message, "retry", code="never-handed-out") for message in messages]
        settle(cursor, lost, outcomes, carrier=carrier, now=now)
        recalled += len(messages)
    return recalled
