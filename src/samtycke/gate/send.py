"""One message, through the same gate: it is decided, written, and leaves by the same lease as any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import Sealed, Spec, counted, draft_envelope, keep_envelope
from samtycke.gate.facts import facts_of_nobody, read_facts, read_rows
from samtycke.gate.judge import Judge
from samtycke.gate.lanes import announce, lane_name
from samtycke.gate.own import give_back, to_own_phone
from samtycke.gate.verdicts import decide_facts, keep, settings_of
from samtycke.ledger.door import find_contact, meet
from samtycke.policy import Decision
from samtycke.sms import Number

VALID = timedelta(hours=48)
"""A text later than this is of no use and expires."""


class TooLong(ValueError):
    """The text, with its way out, has more parts than may be sent. Nothing is ever cut."""

    def __init__(self, parts: int, cap: int) -> None:
        super().__init__(parts, cap)
        self.parts, self.cap = parts, cap


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that has been written, and what was decided of it. ``state``: planned or withheld."""

    id: int
    state: str
    decision: Decision


def send(cursor: CursorWrapper, spec: Spec, number: Number, *, now: datetime, valid_for: timedelta = VALID) -> Sent:
    """Write one message. One that may not go is recorded as withheld, with its reasons.

    Raises:
        NotDeclared: purpose, category or sender is none of the organisation's.
        TooLong: the text has too many parts.
    """
    draft = draft_envelope(cursor, spec)
    known = find_contact(cursor, number.e164)
    draft = to_own_phone(cursor, draft, spec, known, now=now)
    check_length(draft, number.country)
    envelope = keep_envelope(cursor, draft)
    contact_id = known or meet(cursor, number)
    settings = settings_of(cursor)
    ((row, instants),) = read_rows(cursor, envelope, [contact_id], settings, now).values()
    judge = Judge(envelope, settings, now)
    judgement = judge.judge(row)
    (decision_id,) = keep(cursor, envelope, [judgement], now)
    decision = judgement.decision
    if decision.verdict == "hold":
        decision = judge.of_person(row, instants)
    withheld = decision.verdict == "deny"
    if withheld:
        give_back(cursor, envelope)
    due_at = None if withheld else decision.until if decision.verdict == "hold" and decision.until else now
    lane = lane_name(envelope, None)
    cursor.execute(
        "INSERT INTO message (organisation_id, planned_on, contact_id, envelope_id, decision_id, lane, state, rule, "
        "due_at, expires_at, planned_at, final_at) "
        "VALUES (current_organisation(), (%s AT TIME ZONE 'UTC')::date, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) "
        "RETURNING id",
        [
            now,
            contact_id,
            envelope.id,
            decision_id,
            lane,
            "withheld" if withheld else "planned",
            decision.rule,
            due_at,
            (due_at or now) + valid_for,
            now,
            now if withheld else None,
        ],
    )
    (message_id,) = cursor.fetchone()
    if due_at is not None:
        announce(cursor, lane, due_at)
    return Sent(message_id, "withheld" if withheld else "planned", decision)


def check_length(envelope: Sealed, country: str) -> None:
    """Refuse a text over the cap while it is written.

    Raises:
        TooLong: with way out and all it has too many parts.
    """
    parts = counted(envelope.text(envelope.body, country)).segments
    if parts > envelope.parts_cap:
        raise TooLong(parts, envelope.parts_cap)


def decide_one(cursor: CursorWrapper, spec: Spec, number: Number, *, now: datetime) -> Decision:
    """What would be decided of a text to a number. Nothing is recorded.

    Raises:
        NotDeclared: purpose, category or sender is none of the organisation's.
    """
    envelope = draft_envelope(cursor, spec)
    settings = settings_of(cursor)
    contact_id = find_contact(cursor, number.e164)
    if contact_id is None:
        return decide_facts(envelope.policy, facts_of_nobody(cursor, number, spec.purpose), now, settings)
    ((facts, instants),) = read_facts(cursor, envelope, [contact_id], settings, now).values()
    return decide_facts(envelope.policy, facts, now, settings, instants)
