"""Somebody wants to see what is held about their number: a code to it, and then half an hour.

What is answered is the same whether the number is known or not, blocked or restricted: the page tells nobody about
anybody before the code has come back, and who holds the number is then the one it tells.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.backends.utils import CursorWrapper

from samtycke.intake.door import AGAIN_AFTER, TRIES, VALID, code_is_right, code_mark, new_code, owed, say
from samtycke.ledger.door import find_contact
from samtycke.organisations.door import Organisation, TooMany, audit, digest, keyring, limit
from samtycke.rights.strangers import forget_strangers
from samtycke.sms import Number

OPEN = timedelta(minutes=30)
"""For how long the page stays open once the code has come back."""
_UNOPENED = timedelta(hours=1)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_PER_NUMBER = ((4, _HOUR), (8, _DAY))
"""How many codes a number is sent, whoever asks: forty guesses a day of a million."""
_PER_ORGANISATION = 1_000
"""How many codes an organisation's page sends in an hour: far less than a robot that is paid for texts wants."""
PURPOSE = "me_code"
_TEXTS = {
    "sv": "Din kod till {name}: {code}. Gäller i 10 minuter. Dela den inte med någon.",
    "en": "Your {name} code: {code}. Valid for 10 minutes. Don't share it with anyone.",
}

Outcome = Literal["open", "wrong", "too_late", "spent", "gone"]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the browser keeps, signed: which visit, and a secret nobody else has."""

    organisation_id: int
    visit_id: int
    secret: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as a page sees it. ``wish``: the number they want instead, while its code is out."""

    id: int
    number: Number
    opened_at: datetime | None
    again_at: datetime
    wish: Number | None

    @property
    def ends_at(self) -> datetime | None:
        """When the page closes by itself."""
        return self.opened_at + OPEN if self.opened_at else None


def begin_visit(cursor: CursorWrapper, number: Number, *, language: str, now: datetime) -> Ticket:
    """Send a code to a number.

    Raises:
        TooMany: the number has been sent as many codes as it may.
        NotDeclared: the organisation has no sender.
    """
    forget_visits(cursor, now=now)
    _limits(cursor, number, now)
    token, secret, code = secrets.token_bytes(16), secrets.token_urlsafe(24), new_code()
    met = _send(cursor, number, code, language=language, now=now)
    cursor.execute(
        "INSERT INTO me_visit (organisation_id, secret, token, sealed, code, code_at, asked_at, met) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s) RETURNING organisation_id, id",
        [digest(secret), token, _seal(number, token), code_mark(code, token, about=PURPOSE), now, now, met],
    )
    organisation_id, visit_id = cursor.fetchone()
    return Ticket(organisation_id, visit_id, secret)


def read_visit(cursor: CursorWrapper, ticket: Ticket, *, now: datetime) -> Visit | None:
    """The visit of a ticket; None when it is over, or the ticket is none."""
    row = _row(cursor, ticket, now)
    return _visit(row) if row else None


def send_again(cursor: CursorWrapper, ticket: Ticket, *, language: str, now: datetime) -> None:
    """A new code, to the number that is to show itself; the old one is worth nothing.

    Raises:
        TooMany: the last one was sent less than a minute ago, or there were too many.
    """
    row = _row(cursor, ticket, now)
    if row is None or (row["opened_at"] and not row["wish"]):
        return
    if (wait := row["code_at"] + AGAIN_AFTER - now) > timedelta(0):
        raise TooMany(wait)
    visit = _visit(row)
    _send_new(cursor, row, visit.wish or visit.number, language=language, now=now)


def open_visit(cursor: CursorWrapper, ticket: Ticket, typed: str, *, now: datetime) -> tuple[Outcome, Ticket | None]:
    """The code comes back. The ticket is then another, so that one that was planted or seen before opens nothing."""
    row = _row(cursor, ticket, now)
    if row is None or row["opened_at"]:
        return "gone", None
    outcome = _tried(cursor, row, typed, now)
    if outcome != "open":
        return outcome, None
    secret = secrets.token_urlsafe(24)
    cursor.execute(
        "UPDATE me_visit SET opened_at = %s, secret = %s, tries = %s "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [now, digest(secret), TRIES, row["id"]],
    )
    contact_id = find_contact(cursor, _visit(row).number.e164)
    audit(cursor, actor="me", act="me.opened", subject=f"contact/{contact_id}" if contact_id else "")
    return "open", Ticket(ticket.organisation_id, ticket.visit_id, secret)


def wish_number(cursor: CursorWrapper, ticket: Ticket, number: Number, *, language: str, now: datetime) -> None:
    """They have another number now: it gets a code too, before anything is changed.

    Raises:
        TooMany: that number has been sent as many codes as it may.
    """
    row = _row(cursor, ticket, now)
    if row is None or not row["opened_at"]:
        return
    cursor.execute(
        "UPDATE me_visit SET wish = %s WHERE organisation_id = current_organisation() AND id = %s",
        [_seal(number, row["token"]), row["id"]],
    )
    _send_new(cursor, row, number, language=language, now=now)


def confirm_wish(cursor: CursorWrapper, ticket: Ticket, typed: str, *, now: datetime) -> tuple[Outcome, Number | None]:
    """The code to the new number comes back: that number. What follows is for ``exercise``."""
    row = _row(cursor, ticket, now)
    visit = _visit(row) if row else None
    if row is None or visit is None or visit.wish is None:
        return "gone", None
    outcome = _tried(cursor, row, typed, now)
    if outcome != "open":
        return outcome, None
    cursor.execute(
        "UPDATE me_visit SET wish = NULL, sealed = wish, tries = %s, met = '{}' "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [TRIES, row["id"]],
    )
    forget_strangers(cursor, row["met"], now=now)
    return "open", visit.wish


def end_visit(cursor: CursorWrapper, ticket: Ticket, *, now: datetime) -> None:
    """They leave: nothing is left of the visit."""
    row = _row(cursor, ticket, now)
    if row is not None:
        cursor.execute("DELETE FROM me_visit WHERE organisation_id = current_organisation() AND id = %s", [row["id"]])
        forget_strangers(cursor, row["met"], now=now)


def forget_visits(cursor: CursorWrapper, *, now: datetime) -> int:
    """Delete visits that are over, and let go of numbers that nothing but a code has made known. Returns how many."""
    cursor.execute(
        "DELETE FROM me_visit WHERE organisation_id = current_organisation() "
        "AND coalesce(opened_at, asked_at) <= CASE WHEN opened_at IS NULL THEN %s ELSE %s END RETURNING met",
        [now - _UNOPENED, now - OPEN],
    )
    rows = cursor.fetchall()
    forget_strangers(cursor, [contact_id for (met,) in rows for contact_id in met], now=now)
    return len(rows)


def _tried(cursor: CursorWrapper, row: dict[str, Any], typed: str, now: datetime) -> Outcome:
    """One try. What is wrong is counted."""
    if now >= row["code_at"] + VALID:
        return "too_late"
    if row["tries"] >= TRIES:
        return "spent"
    if code_is_right(typed, row["code"], row["token"], about=PURPOSE):
        return "open"
    cursor.execute(
        "UPDATE me_visit SET tries = tries + 1 WHERE organisation_id = current_organisation() AND id = %s", [row["id"]]
    )
    return "spent" if row["tries"] + 1 >= TRIES else "wrong"


def _send_new(cursor: CursorWrapper, row: dict[str, Any], number: Number, *, language: str, now: datetime) -> None:
    _limits(cursor, number, now)
    code = new_code()
    met = _send(cursor, number, code, language=language, now=now)
    cursor.execute(
        "UPDATE me_visit SET code = %s, code_at = %s, tries = 0, met = met || %s "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [code_mark(code, row["token"], about=PURPOSE), now, met, row["id"]],
    )


def _send(cursor: CursorWrapper, number: Number, code: str, *, language: str, now: datetime) -> list[int]:
    """Text the code: a service text that answers their own request (GDPR 12). Returns the contact, if it is new."""
    known = find_contact(cursor, number.e164)
    cursor.execute("SELECT current_organisation()")
    # Braces in a name would be read as a placeholder when the text is rendered.
    name = Organisation.objects.get(pk=cursor.fetchone()[0]).name.replace("{", "(").replace("}", ")")
    body = _TEXTS[language].format(name=name, code=f"{code[:3]} {code[3:]}")
    spec = owed(cursor, body, purpose=PURPOSE, legal_basis="own_request")
    say(cursor, spec, number, now=now, valid_for=VALID)
    contact_id = find_contact(cursor, number.e164)
    return [contact_id] if contact_id is not None and contact_id != known else _still_met(cursor, known)


def _still_met(cursor: CursorWrapper, known: int | None) -> list[int]:
    """Whoever an earlier visit has met is met by this one too, so that the last of them lets go."""
    cursor.execute(
        "SELECT 1 FROM me_visit WHERE organisation_id = current_organisation() AND %s = ANY(met) LIMIT 1", [known]
    )
    return [known] if known is not None and cursor.fetchone() else []


def _limits(cursor: CursorWrapper, number: Number, now: datetime) -> None:
    cursor.execute("SELECT current_organisation()::text")
    limit(cursor, "me", cursor.fetchone()[0], most=_PER_ORGANISATION, per=_HOUR, now=now)
    for most, per in _PER_NUMBER:
        limit(cursor, f"me code/{per}", number.e164, most=most, per=per, now=now)


_NAMES = ("id", "secret", "token", "sealed", "code", "tries", "code_at", "opened_at", "wish", "met")


def _row(cursor: CursorWrapper, ticket: Ticket, now: datetime) -> dict[str, Any] | None:
    """The row of a ticket, kept from others until the transaction ends."""
    cursor.execute(
        f"SELECT {', '.join(_NAMES)} FROM me_visit WHERE organisation_id = current_organisation() AND id = %s "  # noqa: S608 - our own names
        "AND coalesce(opened_at, asked_at) > CASE WHEN opened_at IS NULL THEN %s ELSE %s END FOR UPDATE",
        [ticket.visit_id, now - _UNOPENED, now - OPEN],
    )
    found = cursor.fetchone()
    if found is None or not hmac.compare_digest(bytes(found[1]), digest(ticket.secret)):
        return None
    row = dict(zip(_NAMES, found, strict=True))
    return row | {name: bytes(row[name]) for name in ("token", "sealed", "code")}


def _visit(row: dict[str, Any]) -> Visit:
    wish = _open(bytes(row["wish"]), row["token"]) if row["wish"] else None
    number = _open(row["sealed"], row["token"])
    return Visit(row["id"], number, row["opened_at"], row["code_at"] + AGAIN_AFTER, wish)


def _seal(number: Number, token: bytes) -> bytes:
    return keyring().seal(json.dumps([number.e164, number.country]).encode(), about=about(token))


def _open(sealed: bytes, token: bytes) -> Number:
    return Number(*json.loads(keyring().open(sealed, about=about(token))))


def about(token: bytes) -> bytes:
    """What binds a sealed number to its visit: moved to another, it does not open."""
    return b"me_visit/" + token
