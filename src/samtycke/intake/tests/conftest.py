"""Skobutiken with a number of its own, and what a person sees of it on their phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from samtycke.gate.door import Spec, decide_one
from samtycke.intake.optin.ask import Asked, ask
from samtycke.intake.texts import receive
from samtycke.ledger.door import Event, find_contact, history
from samtycke.organisations.door import acting_for, keyring
from samtycke.sms import Number, parse_number

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORDING = "Ja, skicka erbjudanden från Skobutiken på SMS, högst 2 i månaden. Jag kan avsluta när jag vill."


@dataclass(frozen=True)
class Inbound:
    sender: str
    to: str
    text: str
    at: datetime = NOW


class Shop:
    """An organisation, and the minutes that pass while people write to it."""

    def __init__(self, organisation, inbound_number: str) -> None:
        self.organisation, self.inbound_number, self.now = organisation, inbound_number, NOW

    def acting(self):
        return acting_for(self.organisation.pk)

    def later(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now

    def hears(self, number: str, text: str, *, to: str | None = None) -> None:
        """A person texts; a minute goes by."""
        at = self.later(minutes=1)
        receive([Inbound(number, to or self.inbound_number, text, at)], carrier="phone", now=at)

    def asks(self, number: str, *, door: str = "form", **more) -> Asked:
        """A question that has reached the handset."""
        with self.acting() as cursor:
            asked = ask(
                cursor,
                parse_number(number),
                purpose="offers",
                wording=WORDING,
                door=door,
                method="web_form",
                evidence={"page": "skobutiken.se/sms"},
                now=self.now,
                **more,
            )
        self.delivered()
        return asked

    def delivered(self) -> None:
        """What is planned reaches its handset."""
        with self.acting() as cursor:
            cursor.execute("UPDATE message SET state = 'delivered', due_at = NULL WHERE state = 'planned'")

    def verdict(self, number: str) -> tuple[str, str]:
        offer = Spec("marketing", "offers", "Rea på skor", ("shoes",), "Skobutiken")
        with self.acting() as cursor:
            decision = decide_one(cursor, offer, Number(number, "SE"), now=self.later(minutes=1))
        return decision.verdict, decision.rule

    def events(self, number: str) -> list[Event]:
        with self.acting() as cursor:
            contact = find_contact(cursor, number)
            return history(cursor, contact) if contact else []

    def texts(self, number: str) -> list[str]:
        """What was sent to a handset, the oldest first."""
        with self.acting() as cursor:
            cursor.execute(
                "SELECT e.body FROM message m JOIN envelope e "
                "ON e.organisation_id = m.organisation_id AND e.id = m.envelope_id "
                "WHERE m.contact_id = %s AND m.state <> 'withheld' ORDER BY m.id",
                [find_contact(cursor, number)],
            )
            return [keyring().open(body, about=b"envelope").decode() for (body,) in cursor.fetchall()]


@pytest.fixture
def inbound_number(organisation):
    """A number of this organisation's own, so that tests do not hear each other's texts."""
    number = str(60_000_000 + organisation.pk)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE sender SET inbound_number = %s", [number])
        cursor.execute("INSERT INTO inbound_route VALUES ('phone', %s, '', current_organisation())", [number])
    return number


@pytest.fixture
def shop(organisation, inbound_number):
    return Shop(organisation, inbound_number)
