"""A person leaves: the ledger, the block list and what was planned, in one transaction (promise 2)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import read_envelopes
from samtycke.gate.facts import read_rows
from samtycke.gate.judge import Judge
from samtycke.gate.lanes import announce
from samtycke.gate.share import share_noes
from samtycke.gate.tally import Deltas, bump
from samtycke.gate.verdicts import keep, settings_of
from samtycke.ledger.withdraw import withdraw, withdraw_again, withdraw_listed
from samtycke.sms import Number

ATTRIBUTED = timedelta(days=7)
"""A person who leaves within this time of a campaign's text left after it."""


@dataclass(frozen=True, slots=True)
class OptedOut:
    """Who left, how many planned messages were taken back, and the campaign they left after."""

    contact_id: int
    withheld: int
    campaign_id: int | None


def opt_out(
    cursor: CursorWrapper,
    number: Number,
    *,
    purpose: str | None = None,
    kind: str = "objection",
    because: str,
    door: str,
    by: str = "",
    evidence: Mapping[str, str] | None = None,
    occurred_at: datetime | None = None,
    now: datetime,
) -> OptedOut:
    """Record a no, and withhold what is planned. Gateways that hold a text in memory hear of it at the commit.

    Args:
        purpose: what the no covers; None is all marketing of the organisation.
        kind: ``objection``, or ``withdrawal`` of a consent.
        door: sms, link, api, staff, import, carrier.
    """
    contact_id = withdraw(
        cursor,
        number,
        purpose=purpose,
        kind=kind,
        because=because,
        door=door,
        by=by,
        evidence=evidence or {},
        occurred_at=occurred_at or now,
        now=now,
    )
    withheld = withhold_planned(cursor, contact_id, now)
    campaign_id = _left_after(cursor, contact_id, now)
    if campaign_id is not None:
        bump(cursor, Counter({(campaign_id, "opted_out", ""): 1}))
    if purpose is None:
        share_noes(cursor, [number], since=occurred_at or now)
    _tell_gateways(cursor, contact_id, purpose)
    return OptedOut(contact_id, withheld, campaign_id)


def opt_out_listed(
    cursor: CursorWrapper,
    numbers: Sequence[Number],
    *,
    purpose: str | None = None,
    because: str,
    door: str,
    by: str,
    source: str,
    evidence: Mapping[str, str] | None = None,
    occurred_at: datetime,
    now: datetime,
) -> int:
    """The same of everybody on a list who said no elsewhere: to a carrier, to another system. At most some thousand.

    Nobody is made a contact by it. Returns how many are contacts.
    """
    contacts = withdraw_listed(
        cursor,
        numbers,
        purpose=purpose,
        because=because,
        door=door,
        by=by,
        source=source,
        evidence=evidence or {},
        occurred_at=occurred_at,
        now=now,
    )
    withhold_for(cursor, contacts, purpose=purpose, now=now)
    if purpose is None:
        share_noes(cursor, numbers, since=occurred_at)
    return len(contacts)


def opt_out_again(
    cursor: CursorWrapper,
    number_keys: Sequence[bytes],
    *,
    purpose: str | None,
    since: datetime,
    because: str,
    door: str,
    by: str,
    now: datetime,
) -> int:
    """The same of people known by their number keys alone: what they said after a backup, told again by a journal.

    Companies of a group are told nothing: each has lines of its own in the journal. Returns how many are contacts.
    """
    contacts = withdraw_again(
        cursor, number_keys, purpose=purpose, since=since, because=because, door=door, by=by, now=now
    )
    withhold_for(cursor, contacts, purpose=purpose, now=now)
    return len(contacts)


def withhold_for(cursor: CursorWrapper, contact_ids: Sequence[int], *, purpose: str | None, now: datetime) -> None:
    """Withhold what is planned for some contacts who are blocked now, and let gateways drop what they hold."""
    cursor.execute(
        "SELECT DISTINCT contact_id FROM message WHERE organisation_id = current_organisation() "
        "AND contact_id = ANY(%s) AND state IN ('planned', 'leased') ORDER BY 1",
        [list(contact_ids)],
    )
    for (contact_id,) in cursor.fetchall():
        withhold_planned(cursor, contact_id, now)
        _tell_gateways(cursor, contact_id, purpose)


def withhold_planned(cursor: CursorWrapper, contact_id: int, now: datetime) -> int:
    """Decide again over a contact's planned messages; those that are now denied are withheld. Returns how many."""
    cursor.execute(
        "SELECT planned_on, id, envelope_id, campaign_id FROM message WHERE organisation_id = current_organisation() "
        "AND contact_id = %s AND state = 'planned' ORDER BY id FOR UPDATE",
        [contact_id],
    )
    planned = cursor.fetchall()
    settings = settings_of(cursor)
    deltas: Deltas = Counter()
    withheld = 0
    for envelope_id, envelope in read_envelopes(cursor, list({row[2] for row in planned})).items():
        ((row, _),) = read_rows(cursor, envelope, [contact_id], settings, now).values()
        judgement = Judge(envelope, settings, now).judge(row)
        decision = judgement.decision
        if decision.verdict != "deny":
            continue
        (decision_id,) = keep(cursor, envelope, [judgement], now)
        mine = [row for row in planned if row[2] == envelope_id]
        cursor.execute(
            "UPDATE message m SET state = 'withheld', due_at = NULL, final_at = %s, rule = %s, decision_id = %s "
            "FROM unnest(%s::date[], %s::bigint[]) AS v(planned_on, id) "
            "WHERE m.organisation_id = current_organisation() AND m.planned_on = v.planned_on AND m.id = v.id",
            [now, decision.rule, decision_id, [row[0] for row in mine], [row[1] for row in mine]],
        )
        withheld += len(mine)
        for row in mine:
            if row[3] is not None:
                deltas[row[3], "planned", ""] -= 1
                deltas[row[3], "withheld", decision.rule] += 1
    bump(cursor, deltas)
    return withheld


def _tell_gateways(cursor: CursorWrapper, contact_id: int, purpose: str | None) -> None:
    """What they hold in memory for this person they drop when this transaction commits."""
    cursor.execute("SELECT current_organisation()")
    payload = {"organisation": cursor.fetchone()[0], "contact": contact_id, "purpose": purpose}
    cursor.execute("SELECT pg_notify('opt_out', %s)", [json.dumps(payload)])


def _left_after(cursor: CursorWrapper, contact_id: int, now: datetime) -> int | None:
    cursor.execute(
        "SELECT campaign_id FROM message WHERE organisation_id = current_organisation() AND contact_id = %s "
        "AND campaign_id IS NOT NULL AND leased_at > %s AND state NOT IN ('withheld', 'failed') "
        "ORDER BY leased_at DESC LIMIT 1",
        [contact_id, now - ATTRIBUTED],
    )
    row = cursor.fetchone()
    return row[0] if row else None


def release(cursor: CursorWrapper, contact_id: int, now: datetime) -> None:
    """A held reply has been read, or a pause ended: what waits for this person is due, and will be decided again.

    Whatever else it waits for is found again then.
    """
    cursor.execute(
        "UPDATE message SET due_at = %(now)s WHERE organisation_id = current_organisation() "
        "AND contact_id = %(contact)s AND state = 'planned' AND due_at IS NOT NULL RETURNING lane",
        {"now": now, "contact": contact_id},
    )
    for lane in {row[0] for row in cursor.fetchall()}:
        announce(cursor, lane, now)
