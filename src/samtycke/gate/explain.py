"""Why a person got, or did not get, a text: as it was decided then, and as it would be now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.account import Account, Kept, account_of
from samtycke.gate.differences import Differences, differences
from samtycke.gate.envelope import Spec
from samtycke.gate.facts import read_facts
from samtycke.gate.messages import MessageState, message_state
from samtycke.gate.send import decide_one
from samtycke.gate.verdicts import decide_facts, settings_of
from samtycke.organisations.door import document
from samtycke.sms import Number


@dataclass(frozen=True, slots=True)
class Explanation:
    """A message, the decision as it was made, what would be decided now, and what is otherwise.

    ``facts_query`` names the text of the query by which the facts were read then.
    """

    message: MessageState
    then: Account
    now: Account
    differences: Differences
    facts_query: str

    def as_json(self) -> dict[str, Any]:
        """For a program; nothing in it names the person."""
        message = self.message
        return {
            "id": message.id,
            "state": message.state,
            "kind": message.envelope.kind,
            "purpose": message.envelope.purpose,
            "categories": list(message.envelope.categories),
            "sender": message.envelope.sender,
            "decided_at": self.then.at.isoformat(),
            "decision": self.then.decision_as_json(),
            **self.then.reasons_as_json(),
            "facts_query": self.facts_query,
            "now": self.now.decision_as_json(),
            "now_reasons": {"at": self.now.at.isoformat(), **self.now.reasons_as_json()},
            "differences": self.differences.as_json(),
        }


def explain(cursor: CursorWrapper, message_id: int, *, now: datetime) -> Explanation:
    """Explain a message.

    Raises:
        NoSuchMessage: there is none.
    """
    message = message_state(cursor, message_id)
    cursor.execute(
        "SELECT d.made_at, d.facts_sql, d.verdict, d.basis, d.rule, d.citation, d.explanation, d.until, d.pack, "
        "d.facts, d.parameters, r.steps FROM message m "
        "JOIN decision d ON d.organisation_id = m.organisation_id AND d.id = m.decision_id "
        "JOIN reasoning r ON r.organisation_id = d.organisation_id AND r.digest = d.reasoning "
        "WHERE m.organisation_id = current_organisation() AND m.id = %s",
        [message_id],
    )
    made_at, facts_query, verdict, basis, rule, citation, told, until, pack, facts, parameters, asked = (
        cursor.fetchone()
    )
    kept = Kept(
        verdict,
        basis,
        rule,
        citation,
        document(told),
        until,
        pack,
        document(facts),
        document(parameters),
        document(asked),
    )
    held_until = message.due_at if verdict == "hold" else None
    then = kept.account(message.envelope.policy, _decided_at(message, made_at), until=held_until)
    settings = settings_of(cursor)
    ((known, instants),) = read_facts(cursor, message.envelope, [message.contact_id], settings, now).values()
    today = account_of(decide_facts(message.envelope.policy, known, now, settings, instants), now)
    return Explanation(message, then, today, differences(then, today, known), facts_query)


def explain_one(cursor: CursorWrapper, spec: Spec, number: Number, *, now: datetime) -> Account:
    """What would be decided of a text to a number, and why. Nothing is recorded.

    Raises:
        NotDeclared: purpose, category or sender is none of the organisation's.
    """
    return account_of(decide_one(cursor, spec, number, now=now), now)


def _decided_at(message: MessageState, made_at: datetime) -> datetime:
    """A decision is kept once for all who share it: the message tells when it was made of this person."""
    if message.leased_at is not None:
        return message.leased_at
    if message.state == "withheld" and message.final_at is not None:
        return message.final_at
    return max(made_at, message.planned_at)
