"""A person answers: the text is stored, understood and acted on, all committed before the carrier hears that we
have it (promises 2 and 8).
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import OptedOut, Spec, opt_out, send
from samtycke.intake.answers import help_text, opt_out_confirmed
from samtycke.intake.intent import Intent, intent
from samtycke.ledger.door import blocks_on, find_contact, meet, note
from samtycke.organisations.door import NotDeclared, Organisation, Sender, acting_for, keyring, senders
from samtycke.sms import Number, NumberRefused, parse_number

_log = logging.getLogger(__name__)

LATELY = timedelta(days=90)
"""A STOPP to a shared number goes to everybody who texted this person from it within this time."""
_HELP_AGAIN = timedelta(hours=24)
"""One answer to HELP a day: two machines must not go on answering each other."""


class Inbound(Protocol):
    """A text as a carrier brings it."""

    @property
    def sender(self) -> str: ...
    @property
    def to(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class _Text:
    number: Number
    to: str
    said: str
    meant: Intent
    at: datetime


def receive(batch: Sequence[Inbound], *, carrier: str, now: datetime) -> None:
    """Store texts and do what they ask. When this returns, all of it is committed.

    One that comes again, because a carrier did not hear our acknowledgement, is stored again and changes nothing.
    """
    for inbound in batch:
        number = _number(inbound.sender)
        organisations, said = _whose(carrier, inbound, number, now)
        if not organisations:
            _keep_unrouted(carrier, inbound)
        for organisation_id in organisations:
            with acting_for(organisation_id) as cursor:
                home = Organisation.objects.get(pk=organisation_id).home_country
                text = _Text(number, inbound.to, inbound.text, intent(said, country=number.country or home), inbound.at)
                _take_in(cursor, text, carrier=carrier, now=now)


def _take_in(cursor: CursorWrapper, text: _Text, *, carrier: str, now: datetime) -> None:
    """One text to one organisation, in its transaction."""
    left = _act(cursor, text, carrier=carrier, now=now)
    contact_id = left.contact_id if left else meet(cursor, text.number)
    cursor.execute(
        "INSERT INTO inbound_text (organisation_id, contact_id, inbound_number, carrier, received_at, intent, sealed, "
        "campaign_id, read_at) VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            contact_id,
            text.to,
            carrier,
            now,
            text.meant,
            keyring().seal(json.dumps({"text": text.said}).encode(), about=about(contact_id)),
            left.campaign_id if left else None,
            # What the program has understood and done needs nobody's eyes; the rest waits in the inbox.
            now if text.meant in ("opt_out", "help") else None,
        ],
    )


def _act(cursor: CursorWrapper, text: _Text, *, carrier: str, now: datetime) -> OptedOut | None:
    match text.meant:
        case "opt_out":
            return _leave(cursor, text, carrier=carrier, now=now)
        case "ambiguous":
            contact_id = meet(cursor, text.number)
            note(cursor, contact_id, "reply_held", door="sms", now=now)
        case "help":
            _help(cursor, text, carrier=carrier, now=now)
        case _:
            # START and JA are stored and change nothing yet. A bare START is no consent: the person was not told
            # to what, in which words (GDPR 4(11)); it may only begin a double opt-in. Above all it lifts no block.
            pass
    return None


def _leave(cursor: CursorWrapper, text: _Text, *, carrier: str, now: datetime) -> OptedOut:
    """Out, of all marketing (NIX-nämnden 22-037: a refusal is taken as covering everything), and say so once."""
    known = any(block.purpose == "" and block.own_doing for block in blocks_on(cursor, text.number.e164))
    left = opt_out(
        cursor,
        text.number,
        because="STOPP",
        door="sms",
        evidence={"text": text.said, "to": text.to},
        # A carrier's clock may be ahead of ours, and a no is never in the future.
        occurred_at=min(text.at, now),
        now=now,
    )
    if not known:
        _answer(cursor, text, opt_out_confirmed(_organisation(cursor)), carrier=carrier, now=now)
    return left


def _help(cursor: CursorWrapper, text: _Text, *, carrier: str, now: datetime) -> None:
    cursor.execute(
        "SELECT 1 FROM inbound_text WHERE organisation_id = current_organisation() AND contact_id = %s "
        "AND intent = 'help' AND received_at > %s LIMIT 1",
        [meet(cursor, text.number), now - _HELP_AGAIN],
    )
    if cursor.fetchone() is None:
        _answer(cursor, text, help_text(_organisation(cursor)), carrier=carrier, now=now)


def _answer(cursor: CursorWrapper, text: _Text, body: str, *, carrier: str, now: datetime) -> None:
    """A service text by the law's own ground, from whom they wrote to; it goes through the gate like any other."""
    sender = _sender(cursor, text.to, carrier)
    spec = Spec(kind="service", purpose="reply", body=body, sender=sender, legal_basis="legal_obligation")
    try:
        # As a savepoint: that an answer cannot be written must never undo the no.
        with transaction.atomic():
            send(cursor, spec, text.number, now=now, valid_for=timedelta(hours=24))
    except NotDeclared as error:
        _log.warning("no answer could be sent: the organisation has no %s", error.field)


def _sender(cursor: CursorWrapper, inbound_number: str, carrier: str) -> str:
    known = senders(cursor)

    def nearness(sender: Sender) -> tuple[bool, bool]:
        return sender.inbound_number == inbound_number, sender.carrier == carrier

    return max(known.values(), key=nearness).name if known else ""


def _organisation(cursor: CursorWrapper) -> Organisation:
    cursor.execute("SELECT current_organisation()")
    return Organisation.objects.get(pk=cursor.fetchone()[0])


def _whose(carrier: str, inbound: Inbound, number: Number, now: datetime) -> tuple[list[int], str]:
    """The organisations a text is for, and what it says without the keyword that named one.

    A number of its own belongs to its organisation. On a shared one a keyword settles it; else all who texted this
    person from it lately; else all on it who know the person. Nobody else is told.
    """
    routes = _routes(carrier, inbound.to)
    named = [(organisation, keyword) for organisation, keyword in routes if _says(inbound.text, keyword)]
    if named:
        said = inbound.text
        for _, keyword in named:
            said = re.sub(rf"\b{re.escape(keyword)}\b", " ", said, flags=re.IGNORECASE)
        return sorted({organisation for organisation, _ in named}), said
    sharing = sorted({organisation for organisation, _ in routes})
    if len(sharing) == 1:
        return sharing, inbound.text
    return _lately(inbound.to, number, now) or _who_know(sharing, number), inbound.text


def _says(text: str, keyword: str) -> bool:
    return bool(keyword) and re.search(rf"\b{re.escape(keyword)}\b", text, re.IGNORECASE) is not None


def _routes(carrier: str, inbound_number: str) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation_id, keyword FROM inbound_route WHERE carrier = %s AND inbound_number = %s",
            [carrier, inbound_number],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _lately(inbound_number: str, number: Number, now: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation_id FROM last_sender WHERE inbound_number = %s AND number_key = ANY(%s) AND at > %s "
            "ORDER BY organisation_id",
            [inbound_number, list(keyring().number_keys(number.e164)), now - LATELY],
        )
        return [row[0] for row in cursor.fetchall()]


def _who_know(sharing: Sequence[int], number: Number) -> list[int]:
    known = []
    for organisation_id in sharing:
        with acting_for(organisation_id) as cursor:
            if find_contact(cursor, number.e164) is not None:
                known.append(organisation_id)
    return known


def _keep_unrouted(carrier: str, inbound: Inbound) -> None:
    """Nobody here knows this person or this number: kept for the operator, readable with the keyring only."""
    _log.warning("a text came to a number of %s that belongs to nobody who knows its sender", carrier)
    clear = json.dumps({"from": inbound.sender, "text": inbound.text}).encode()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO unrouted_text (carrier, inbound_number, received_at, sealed) VALUES (%s, %s, %s, %s)",
            [carrier, inbound.to, inbound.at, keyring().seal(clear, about=b"unrouted_text")],
        )


def _number(sender: str) -> Number:
    """Whoever texted us has a number that can text, whatever a numbering plan says of it."""
    try:
        return parse_number(sender if sender.startswith(("+", "0")) else f"+{sender}")
    except NumberRefused:
        digits = re.sub(r"\D", "", sender)
        return Number(f"+{digits}" if digits else sender, "")


def about(contact_id: int) -> bytes:
    """What binds a stored text to its sender: moved to another, it does not open."""
    return f"inbound_text/{contact_id}".encode()
