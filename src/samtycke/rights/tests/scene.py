"""Somebody of whom everything is held that can be: said, bought, sent, answered, asked, scanned."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import NamedTuple

from samtycke.gate.door import Spec, messages_of, send
from samtycke.intake.door import Told, receive, take_told_yes
from samtycke.ledger.door import Consent, Sale, find_contact, record
from samtycke.ops.cast import make_organisation
from samtycke.organisations.door import acting_for, senders
from samtycke.rights.door import Ticket, begin_visit, open_visit
from samtycke.sms import Number

_numbers, _shops = count(1), count(1)
WORDS = "Ja, skicka erbjudanden på SMS."


def fresh() -> Number:
    """A number nobody has used: how often one may be asked is counted for all organisations together."""
    return Number(f"+4670155{next(_numbers):04d}", "SE")


def at(**ago: float) -> datetime:
    return datetime.now(UTC) - timedelta(**ago)


def code_to(organisation, number: Number) -> str:
    """What the handset got last."""
    with acting_for(organisation.pk) as cursor:
        text = messages_of(cursor, find_contact(cursor, number.e164))[0].text
    return re.search(r"\d{3} \d{3}", text)[0]


def visit(organisation, number: Number, *, now: datetime | None = None) -> Ticket:
    """A code is asked for."""
    with acting_for(organisation.pk) as cursor:
        return begin_visit(cursor, number, language="sv", now=now or datetime.now(UTC))


def inside(organisation, number: Number) -> Ticket:
    """The code has come back."""
    ticket = visit(organisation, number)
    with acting_for(organisation.pk) as cursor:
        outcome, opened = open_visit(cursor, ticket, code_to(organisation, number), now=datetime.now(UTC))
    assert outcome == "open"
    return opened


class Inbound(NamedTuple):
    """A text as a carrier brings it."""

    sender: str
    to: str
    text: str
    at: datetime


def shop():
    """Skobutiken, with a number of its own to answer to."""
    nth = next(_shops)
    return make_organisation(f"ratt-{os.getpid()}-{nth}", inbound=f"72{os.getpid() % 100000:05d}{nth}")


def inbound_of(organisation) -> str:
    """Where its replies arrive."""
    with acting_for(organisation.pk) as cursor:
        return next(iter(senders(cursor).values())).inbound_number


def known(organisation, number: Number, *, name: str = "Åsa Öberg") -> int:
    """Åsa: a yes by form, a purchase, a yes on paper with a scan, a text, a reply that names somebody else."""
    with acting_for(organisation.pk) as cursor:
        entries = [
            Consent(
                number=number, occurred_at=at(days=20), door="form", purpose="offers", method="web_form",
                wording=WORDS, informed=True, evidence={"address": "192.0.2.77"}, attributes={"name": name},
                source="Klubben v1",
            ),
            Sale(
                number=number, occurred_at=at(days=10), door="api", category="shoes", collected=True, informed=True,
                offered=True, refused=False, source="order 17", by="Nyckeln Kassan",
            ),
        ]  # fmt: skip
        record(cursor, entries, now=datetime.now(UTC))
        told = Told(number=number.e164, at=at(days=5), heard_by="Karin Berg", note="vid kassan", scan=b"%PDF-1.4 x")
        take_told_yes(
            cursor, told, purpose="events", method="paper", wording="Ja, bjud in mig.", by="Karin Berg", now=at()
        )
        spec = Spec("marketing", "offers", "Hej, skorna är här", ("shoes",), sender="Skobutiken")
        send(cursor, spec, number, now=datetime.now(UTC))
    text = "Ring Bo på 070-174 06 66 eller bo@example.se i stället"
    receive([Inbound(number.e164, inbound_of(organisation), text, at())], carrier="phone", now=at())
    with acting_for(organisation.pk) as cursor:
        return find_contact(cursor, number.e164)
