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

from samtycke.gate.door import OptedOut, opt_out
from samtycke.intake.answers import help_text, opt_out_confirmed
from samtycke.intake.intent import Intent, intent, is_bare_no
from samtycke.intake.keywords.heard import heard, take_yes
from samtycke.intake.optin.again import begin_again
from samtycke.intake.optin.answer import say_no, say_yes
from samtycke.intake.plain import plain, words_of
from samtycke.intake.say import organisation_of, owed, say
from samtycke.ledger.door import blocks_on, find_contact, meet, note
from samtycke.organisations.door import NotDeclared, Organisation, acting_for, keyring
from samtycke.sms import Number, NumberRefused, parse_number

_log = logging.getLogger(__name__)

UNROUTED = b"unrouted_text"
"""What binds a stored text to being nobody's."""
LATELY = timedelta(days=90)
"""A STOPP to a shared number goes to everybody who texted this person from it within this time."""
_HELP_AGAIN = timedelta(hours=24)
"""One answer to HELP a day: two machines must not go on answering each other."""


_FEW = 3
"""So many words beside a keyword, as in STOPP SKOR TACK, leave no doubt whom it names."""


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


@dataclass(frozen=True, slots=True)
class _Done:
    """What was done of a text. ``understood``: it needs nobody's eyes; the rest waits in the inbox."""

    contact_id: int | None = None
    campaign_id: int | None = None
    understood: bool = False


def _take_in(cursor: CursorWrapper, text: _Text, *, carrier: str, now: datetime) -> None:
    """One text to one organisation, in its transaction."""
    done = _act(cursor, text, carrier=carrier, now=now)
    contact_id = done.contact_id or meet(cursor, text.number)
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
            done.campaign_id,
            now if done.understood else None,
        ],
    )


def _act(cursor: CursorWrapper, text: _Text, *, carrier: str, now: datetime) -> _Done:
    match text.meant:
        case "opt_out":
            left = _leave(cursor, text, carrier=carrier, now=now)
            return _Done(left.contact_id, left.campaign_id, understood=True)
        case "ambiguous":
            return _hold(cursor, text, now=now)
        case "help":
            _help(cursor, text, carrier=carrier, now=now)
            return _Done(understood=True)
        case _:
            return _perhaps_a_yes(cursor, text, carrier=carrier, now=now)


def _hold(cursor: CursorWrapper, text: _Text, *, now: datetime) -> _Done:
    """It may be a no. A question that waits is answered by it; whether it is a no to more, a person says."""
    contact_id = meet(cursor, text.number)
    if is_bare_no(text.said):
        say_no(cursor, contact_id, at=_when(text, now))
    note(cursor, contact_id, "reply_held", door="sms", now=now)
    return _Done(contact_id)


def _perhaps_a_yes(cursor: CursorWrapper, text: _Text, *, carrier: str, now: datetime) -> _Done:
    """JA answers a question that waits, and nothing else; START begins one at most; a keyword is a yes to its poster.

    A bare START is no consent: the person was not told to what, in which words (GDPR 4(11)). It lifts no block.
    """
    at = _when(text, now)
    contact_id = meet(cursor, text.number)
    if text.meant in ("confirm", "opt_in") and say_yes(cursor, contact_id, text=text.said, at=at, now=now):
        return _Done(contact_id, understood=True)
    try:
        # As a savepoint: that nothing can be said must not lose the text.
        with transaction.atomic():
            return _Done(contact_id, understood=_begins(cursor, text, carrier=carrier, at=at, now=now))
    except NotDeclared as error:
        _log.warning("a text could not be answered: the organisation has no %s", error.field)
        return _Done(contact_id)


def _begins(cursor: CursorWrapper, text: _Text, *, carrier: str, at: datetime, now: datetime) -> bool:
    """Whether a keyword was heard, or a START that is answered with a question."""
    word = heard(cursor, carrier=carrier, inbound_number=text.to, text=text.said)
    if word is not None:
        return take_yes(cursor, word, text.number, text=text.said, at=at, now=now)
    if text.meant != "opt_in":
        return False
    return begin_again(cursor, text.number, text=text.said, to=text.to, carrier=carrier, at=at, now=now) is not None


def _when(text: _Text, now: datetime) -> datetime:
    """A carrier's clock may be ahead of ours, and nothing was said in the future."""
    return min(text.at, now)


def _leave(cursor: CursorWrapper, text: _Text, *, carrier: str, now: datetime) -> OptedOut:
    """Out, of all marketing (NIX-nämnden 22-037: a refusal is taken as covering everything), and say so once."""
    known = any(block.purpose == "" and block.own_doing for block in blocks_on(cursor, text.number.e164))
    left = opt_out(
        cursor,
        text.number,
        because="STOPP",
        door="sms",
        evidence={"text": text.said, "to": text.to},
        occurred_at=_when(text, now),
        now=now,
    )
    say_no(cursor, left.contact_id, at=_when(text, now))
    if not known:
        _answer(cursor, text, opt_out_confirmed(organisation_of(cursor)), carrier=carrier, now=now)
    return left


def _help(cursor: CursorWrapper, text: _Text, *, carrier: str, now: datetime) -> None:
    cursor.execute(
        "SELECT 1 FROM inbound_text WHERE organisation_id = current_organisation() AND contact_id = %s "
        "AND intent = 'help' AND received_at > %s LIMIT 1",
        [meet(cursor, text.number), now - _HELP_AGAIN],
    )
    if cursor.fetchone() is None:
        _answer(cursor, text, help_text(organisation_of(cursor)), carrier=carrier, now=now)


def _answer(cursor: CursorWrapper, text: _Text, body: str, *, carrier: str, now: datetime) -> None:
    try:
        # As a savepoint: that an answer cannot be written must never undo the no.
        with transaction.atomic():
            say(cursor, owed(cursor, body, purpose="reply", to=text.to, carrier=carrier), text.number, now=now)
    except NotDeclared as error:
        _log.warning("no answer could be sent: the organisation has no %s", error.field)


def _whose(carrier: str, inbound: Inbound, number: Number, now: datetime) -> tuple[list[int], str]:
    """The organisations a text is for, and what it says without the keyword that named one.

    A number of its own belongs to its organisation. On a shared one a keyword settles it; else all who texted this
    person from it lately; else all on it who know the person. Nobody else is told.
    """
    routes = _routes(carrier, inbound.to)
    folded = plain(inbound.text)
    named = [(organisation, keyword) for organisation, keyword in routes if _says(folded, plain(keyword))]
    if named:
        said = folded
        for _, keyword in named:
            said = re.sub(rf"\b{re.escape(plain(keyword))}\b", " ", said)
        # In a sentence it may be a word like any other: then whoever has texted them hears it too.
        others = _lately(inbound.to, number, now) if len(words_of(said)) > _FEW else []
        return sorted({*(organisation for organisation, _ in named), *others}), said
    sharing = sorted({organisation for organisation, _ in routes})
    if len(sharing) == 1:
        return sharing, inbound.text
    return _lately(inbound.to, number, now) or _who_know(sharing, number), inbound.text


def _says(folded: str, keyword: str) -> bool:
    return bool(keyword) and re.search(rf"\b{re.escape(keyword)}\b", folded) is not None


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
            [carrier, inbound.to, inbound.at, keyring().seal(clear, about=UNROUTED)],
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
