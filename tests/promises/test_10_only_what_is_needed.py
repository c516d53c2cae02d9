"""Promise 10: only what is needed, only as long as needed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from tests.rows import all_rows

from samtycke.gate.door import Spec, message_state, send
from samtycke.intake.door import receive
from samtycke.ledger.door import Consent, find_contact, record, reveal, seal, verify
from samtycke.organisations.door import acting_for
from samtycke.rights.door import periods, runs, would_go
from samtycke.rights.tasks import let_go, retain
from samtycke.sms import Number

ASA = Number("+46701740612", "SE")
NAMED = ("701740612", "Åsa Lindqvist", "192.0.2.77", "Dina skor", "Ring mig i kväll")


@dataclass(frozen=True, slots=True)
class Answer:
    sender: str
    to: str
    text: str
    at: datetime


@pytest.fixture
def known(organisation):
    """Åsa said yes by a form, was told that her shoes have come, and answered."""
    now = datetime.now(UTC)
    yes = Consent(
        number=ASA,
        occurred_at=now - timedelta(days=10),
        door="form",
        purpose="offers",
        method="web_form",
        wording="Ja, skicka erbjudanden.",
        informed=True,
        evidence={"address": "192.0.2.77"},
        attributes={"name": "Åsa Lindqvist"},
    )
    with acting_for(organisation.pk) as cursor:
        record(cursor, [yes], now=now)
        cursor.execute("SELECT inbound_number FROM sender WHERE inbound_number <> ''")
        (inbound,) = cursor.fetchone()
        cursor.execute("INSERT INTO inbound_route VALUES ('acme', %s, '', current_organisation())", [inbound])
        told = send(cursor, Spec("service", "orders", "Dina skor är framme, {{name}}."), ASA, now=now)
    receive([Answer(ASA.e164, inbound, "Ring mig i kväll", now)], carrier="acme", now=now)
    return told.id


def enqueued(task: str) -> set[int]:
    """Whose turn it is, as a worker will find it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'organisation_id')::bigint FROM procrastinate_jobs "
            "WHERE task_name = %s AND status = 'todo'",
            [task],
        )
        return {row[0] for row in cursor.fetchall()}


def test_nothing_of_a_person_lies_in_the_database_in_clear(organisation, known):
    """No number, name, address, text or answer, in any row of any table, as letters or as bytes."""
    kept = json.dumps(all_rows(organisation.pk), ensure_ascii=False)
    assert "inbound_text" in kept
    for clear in NAMED:
        assert clear not in kept
        assert clear.encode().hex() not in kept


def test_each_kind_of_it_has_a_time_and_a_reason(organisation):
    with acting_for(organisation.pk) as cursor:
        for kind, one in periods(cursor).items():
            assert one.policy.citation, kind
            assert all(one.policy.why.values()), kind
            assert one.period or one.policy.fixed or one.policy.period is None, kind


def test_what_has_had_its_time_goes_by_itself_and_it_is_told_what_went(organisation, known):
    """By the task that a worker runs every night, without anybody asking; beforehand it said what would."""
    later = datetime.now(UTC) + timedelta(days=500)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE message SET state = 'delivered', due_at = NULL, final_at = now()")
        seal(cursor, now=later)
        beforehand = would_go(cursor, periods(cursor)["bodies"], now=later, limit=10)
    with time_machine.travel(later, tick=False):
        let_go(0)
        assert organisation.pk in enqueued("rights.retain")
        retain(organisation_id=organisation.pk, by="")
    with acting_for(organisation.pk) as cursor:
        gone = {one.kind: one.gone for one in runs(cursor)[0].gone}
        assert gone["bodies"] == beforehand.count >= 1
        assert message_state(cursor, known).text == ""
        # Who said yes is still known: that time has not come.
        contact = find_contact(cursor, ASA.e164)
        assert reveal(cursor, [contact])[contact].name == "Åsa Lindqvist"
        assert verify(cursor) == []
