"""Why a person got, or did not get, a text: as it was decided then, and as it would be now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import Sealed, read_envelopes
from samtycke.gate.facts import read_facts
from samtycke.gate.verdicts import decide_facts, settings_of
from samtycke.organisations.door import keyring
from samtycke.policy import Decision, Facts, Pack, Rule, Step, explained, pack_for


class NoSuchMessage(LookupError):
    """The organisation has no message with this id."""


@dataclass(frozen=True, slots=True)
class MessageState:
    """A message: where it is, and when it came there. ``text`` is None once it is no longer kept."""

    id: int
    contact_id: int
    campaign_id: int | None
    state: str
    rule: str
    parts: int | None
    attempts: int
    planned_at: datetime
    due_at: datetime | None
    leased_at: datetime | None
    sent_at: datetime | None
    final_at: datetime | None
    carrier_code: str | None
    envelope: Sealed
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A message, the decision as it was made, every rule that was asked, and what would be decided now."""

    message: MessageState
    decided_at: datetime
    then: Decision
    facts: Facts
    rule: Rule
    steps: tuple[tuple[Rule, Step], ...]
    now: Decision


_COLUMNS = (
    "m.id, m.contact_id, m.campaign_id, m.state, m.rule, m.parts, m.attempts, m.planned_at, m.due_at, m.leased_at, "
    "m.sent_at, m.final_at, m.carrier_code, m.envelope_id, m.body, c.country"
)


def read_messages(cursor: CursorWrapper, where: str, parameters: dict[str, Any], *, limit: int) -> list[MessageState]:
    """Messages, newest first. ``where`` is SQL of this room on ``m``; its parameters are named."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM message m JOIN contact c ON c.organisation_id = m.organisation_id "  # noqa: S608
        f"AND c.id = m.contact_id WHERE m.organisation_id = current_organisation() AND {where} "
        "ORDER BY m.planned_on DESC, m.id DESC LIMIT %(limit)s",
        {**parameters, "limit": limit},
    )
    rows = cursor.fetchall()
    envelopes = read_envelopes(cursor, list({row[13] for row in rows}))
    found = []
    for row in rows:
        envelope = envelopes[row[13]]
        columns: list[Any] = [*row[:13], envelope, _text(envelope, row[14], row[15])]
        found.append(MessageState(*columns))
    return found


def _text(envelope: Sealed, body: bytes | None, country: str) -> str:
    return keyring().open(body, about=b"message").decode() if body else envelope.text(envelope.body, country)


def message_state(cursor: CursorWrapper, message_id: int) -> MessageState:
    """One message.

    Raises:
        NoSuchMessage: there is none.
    """
    found = read_messages(cursor, "m.id = %(id)s", {"id": message_id}, limit=1)
    if not found:
        raise NoSuchMessage(message_id)
    return found[0]


def messages_of(cursor: CursorWrapper, contact_id: int, *, limit: int = 100) -> list[MessageState]:
    """The messages to one contact, newest first."""
    return read_messages(cursor, "m.contact_id = %(contact)s", {"contact": contact_id}, limit=limit)


def messages_in(
    cursor: CursorWrapper, campaign_id: int, *, state: str | None = None, rule: str | None = None, limit: int = 50
) -> list[MessageState]:
    """Messages of a campaign, by state and rule if asked."""
    return read_messages(
        cursor,
        "m.campaign_id = %(campaign)s AND m.state = coalesce(%(state)s, m.state) "
        "AND m.rule = coalesce(%(rule)s, m.rule)",
        {"campaign": campaign_id, "state": state, "rule": rule},
        limit=limit,
    )


def latest_messages(
    cursor: CursorWrapper,
    *,
    before: tuple[date, int] | None = None,
    campaign: tuple[int, date] | None = None,
    limit: int = 50,
) -> tuple[list[MessageState], tuple[date, int] | None]:
    """A page of messages, the newest first, and the place after which the next one begins; None at the end.

    ``campaign``: only those of one, by its id and the day it was planned on.
    """
    cursor.execute(
        "SELECT planned_on, id FROM message WHERE organisation_id = current_organisation() "  # noqa: S608 - one sentence or another
        "AND (planned_on, id) < (%(day)s, %(id)s) "
        + ("AND planned_on = %(planned_on)s AND campaign_id = %(campaign)s " if campaign else "")
        + "ORDER BY planned_on DESC, id DESC LIMIT %(limit)s",
        {
            "day": before[0] if before else date.max,
            "id": before[1] if before else 0,
            "campaign": campaign[0] if campaign else None,
            "planned_on": campaign[1] if campaign else None,
            "limit": limit + 1,
        },
    )
    places = cursor.fetchall()
    found = read_messages(
        cursor,
        "m.planned_on = ANY(%(days)s::date[]) AND m.id = ANY(%(ids)s::bigint[])",
        {"days": list({day for day, _ in places[:limit]}), "ids": [id_ for _, id_ in places[:limit]]},
        limit=limit,
    )
    return found, places[limit - 1] if len(places) > limit else None


def explain(cursor: CursorWrapper, message_id: int, *, now: datetime) -> Explanation:
    """Explain a message.

    Raises:
        NoSuchMessage: there is none.
    """
    message = message_state(cursor, message_id)
    cursor.execute(
        "SELECT d.made_at, d.verdict, d.basis, d.rule, d.until, d.pack, d.facts, r.steps FROM message m "
        "JOIN decision d ON d.organisation_id = m.organisation_id AND d.id = m.decision_id "
        "JOIN reasoning r ON r.organisation_id = d.organisation_id AND r.digest = d.reasoning "
        "WHERE m.organisation_id = current_organisation() AND m.id = %s",
        [message_id],
    )
    made_at, verdict, basis, rule_id, until, pack_name, facts_json, consulted = cursor.fetchone()
    facts = _facts(_loaded(facts_json))
    pack = pack_for(pack_name.split()[0], settings := settings_of(cursor))
    steps = tuple(_step(pack, step, facts, message.envelope) for step in _loaded(consulted))
    rule = pack.rule(rule_id)
    decided_at = message.leased_at or made_at
    then = Decision(
        verdict,
        basis,
        rule_id,
        rule.cites,
        explained(rule, facts, pack, until),
        until,
        pack_name,
        steps,
    )
    ((known, instants),) = read_facts(cursor, message.envelope, [message.contact_id], settings, now).values()
    return Explanation(
        message,
        decided_at,
        then,
        facts,
        rule,
        _asked(pack, steps),
        decide_facts(message.envelope.policy, known, now, settings, instants),
    )


def _step(pack: Pack, kept: dict[str, Any], facts: Facts, envelope: Sealed) -> Step:
    saw = pack.rule(kept["rule"]).seen(facts, envelope.policy)
    return Step(kept["rule"], kept["outcome"], saw, kept["because"])


def _asked(pack: Pack, steps: tuple[Step, ...]) -> tuple[tuple[Rule, Step], ...]:
    return tuple((pack.rule(step.rule), step) for step in steps)


def _loaded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _facts(stored: dict[str, Any]) -> Facts:
    days = {"consent_on", "customer_on", "sale_on"}
    read: dict[str, Any] = {name: _day(value) if name in days and value else value for name, value in stored.items()}
    return Facts(**read)


def _day(kept: str) -> Any:
    """A day, or where only the side of a period was looked at: those words."""
    return kept if kept[0] in "<>" else date.fromisoformat(kept)
