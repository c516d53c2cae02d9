"""One of the staff shows that a phone is theirs, and says yes to test texts there: a code to it, which comes back.

Both steps stand in the ledger as a consent by double opt-in, to that purpose alone: no campaign ever rests on it. A
number on a block list gets no code, and the page says the same as of any other, since it tells nobody about anybody.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import OWN_CODE, forget_own_number, keep_own_number, opt_out, own_number
from samtycke.intake.code import AGAIN_AFTER, TRIES, VALID, code_is_right, code_mark, new_code
from samtycke.intake.optin.ask import written
from samtycke.intake.say import organisation_of, owed, say
from samtycke.ledger.door import Consent, blocks_on, find_contact, record, reveal
from samtycke.organisations.door import OWN_TEST, TooMany, audit, declare_own_test, keyring, limit
from samtycke.sms import Number, parse_number

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_PER_NUMBER, _PER_ACCOUNT, _PER_INSTALLATION = 3, 6, 300
"""How many codes leave in a day: to one number whoever asks, from one account, and from all together."""
_FORGOTTEN = timedelta(hours=1)
_TEXTS = {
    "sv": "Din kod till {name}: {code}. Gäller i 10 minuter. Bad du inte om den? Gör ingenting.",
    "en": "Your {name} code: {code}. Valid for 10 minutes. Didn't ask for it? Do nothing.",
}

Outcome = Literal["confirmed", "wrong", "too_late", "spent", "gone"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody was shown when they asked: the words of the box they ticked, and in which language."""

    wording: str
    language: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A phone whose code is out. ``again_at``: when another may be asked for."""

    number: Number
    again_at: datetime
    shown: Shown


def ask_own_number(cursor: CursorWrapper, number: Number, *, staff_id: int, shown: Shown, now: datetime) -> None:
    """Send a code to a phone that somebody says is theirs; one that is out already is worth nothing from then on.

    Raises:
        TooMany: the last one was sent less than a minute ago, or there were too many.
        NotDeclared: the organisation has no sender.
    """
    waits = waiting_own_number(cursor, staff_id, now=now)
    if waits and (wait := waits.again_at - now) > timedelta(0):
        raise TooMany(wait)
    _limits(cursor, number, now)
    token, code = secrets.token_bytes(16), new_code()
    known = find_contact(cursor, number.e164)
    message_id = None if _is_blocked(cursor, number) else _send(cursor, number, code, shown.language, now)
    met = find_contact(cursor, number.e164)
    cursor.execute(
        "INSERT INTO own_code (organisation_id, staff_id, token, sealed, code, code_at, message_id, met) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (organisation_id, staff_id) DO UPDATE "
        "SET token = excluded.token, sealed = excluded.sealed, code = excluded.code, tries = 0, "
        "code_at = excluded.code_at, message_id = excluded.message_id, met = own_code.met || excluded.met",
        [
            staff_id,
            token,
            _seal(number, shown, token),
            code_mark(code, token, about=OWN_CODE),
            now,
            message_id,
            [met] if met is not None and met != known else [],
        ],
    )


def waiting_own_number(cursor: CursorWrapper, staff_id: int, *, now: datetime) -> Waiting | None:
    """The phone somebody has been sent a code to, within the last hour."""
    row = _row(cursor, staff_id, now)
    return _waiting(row) if row else None


def confirm_own_number(cursor: CursorWrapper, typed: str, *, staff_id: int, name: str, now: datetime) -> Outcome:
    """The code comes back: the phone is theirs, and their yes stands in the ledger."""
    row = _row(cursor, staff_id, now)
    if row is None:
        return "gone"
    if now >= row["code_at"] + VALID:
        return "too_late"
    if row["tries"] >= TRIES:
        return "spent"
    if not code_is_right(typed, row["code"], row["token"], about=OWN_CODE):
        cursor.execute(
            "UPDATE own_code SET tries = tries + 1 WHERE organisation_id = current_organisation() AND staff_id = %s",
            [staff_id],
        )
        return "spent" if row["tries"] + 1 >= TRIES else "wrong"
    waits = _waiting(row)
    contact_id = _record(cursor, row, waits, name, now)
    keep_own_number(cursor, staff_id, contact_id, now=now)
    _outdate(cursor, staff_id, now)
    audit(cursor, actor=name, act="own-number.confirmed", subject=f"contact/{contact_id}")
    return "confirmed"


def leave_own_number(cursor: CursorWrapper, *, staff_id: int, name: str, now: datetime) -> None:
    """They take the phone away, or turn round before the code has come back. A yes they gave is taken back with it."""
    _outdate(cursor, staff_id, now)
    found = own_number(cursor, staff_id)
    if found is None:
        return
    forget_own_number(cursor, staff_id)
    if (known := reveal(cursor, [found.contact_id]).get(found.contact_id)) is not None:
        opt_out(
            cursor,
            parse_number(known.number),
            purpose=OWN_TEST,
            kind="withdrawal",
            because="preferences",
            door="form",
            now=now,
        )
    audit(cursor, actor=name, act="own-number.removed", subject=f"contact/{found.contact_id}")


def forget_own_codes(cursor: CursorWrapper, *, now: datetime) -> list[int]:
    """Delete what nobody has answered. Returns the contacts that nothing but such a code has made known, perhaps."""
    cursor.execute(
        "DELETE FROM own_code WHERE organisation_id = current_organisation() AND code_at <= %s RETURNING met",
        [now - _FORGOTTEN],
    )
    return [contact_id for (met,) in cursor.fetchall() for contact_id in met]


def _record(cursor: CursorWrapper, row: dict[str, Any], waits: Waiting, name: str, now: datetime) -> int:
    declare_own_test(cursor, now=now)
    yes = Consent(
        number=waits.number,
        occurred_at=now,
        door="form",
        source="settings/you",
        attributes={"name": name},
        purpose=OWN_TEST,
        method="double_opt_in",
        wording=waits.shown.wording,
        informed=True,
        evidence={
            "asked_by": name,
            "requested_by": "checkbox_unticked, form",
            "asked_at": written(row["code_at"]),
            "message": str(row["message_id"]),
            "answered_at": written(now),
            "answer": "code",
        },
    )
    (contact_id,) = record(cursor, [yes], now=now).contact_ids
    return contact_id


def _is_blocked(cursor: CursorWrapper, number: Number) -> bool:
    """Whether somebody else than its owner has put it on a list; what they said themselves they may take back."""
    return any(block.by_staff or block.scope == "platform" for block in blocks_on(cursor, number.e164))


def _send(cursor: CursorWrapper, number: Number, code: str, language: str, now: datetime) -> int:
    # Braces in a name would be read as a placeholder when the text is rendered.
    name = organisation_of(cursor).name.replace("{", "(").replace("}", ")")
    body = _TEXTS[language].format(name=name, code=f"{code[:3]} {code[3:]}")
    spec = owed(cursor, body, purpose=OWN_CODE, legal_basis="contract")
    return say(cursor, spec, number, now=now, valid_for=VALID).id


def _limits(cursor: CursorWrapper, number: Number, now: datetime) -> None:
    cursor.execute("SELECT current_organisation()::text")
    limit(cursor, "own code/account", cursor.fetchone()[0], most=_PER_ACCOUNT, per=_DAY, now=now)
    limit(cursor, "own code/number", number.e164, most=_PER_NUMBER, per=_DAY, now=now)
    limit(cursor, "own code", "", most=_PER_INSTALLATION, per=_DAY, now=now)


_NAMES = ("token", "sealed", "code", "tries", "code_at", "message_id")


def _row(cursor: CursorWrapper, staff_id: int, now: datetime) -> dict[str, Any] | None:
    cursor.execute(
        f"SELECT {', '.join(_NAMES)} FROM own_code WHERE organisation_id = current_organisation() "  # noqa: S608 - our own
        "AND staff_id = %s AND code_at > %s FOR UPDATE",
        [staff_id, now - _FORGOTTEN],
    )
    found = cursor.fetchone()
    if found is None:
        return None
    row = dict(zip(_NAMES, found, strict=True))
    return row | {name: bytes(row[name]) for name in ("token", "sealed", "code")}


def _outdate(cursor: CursorWrapper, staff_id: int, now: datetime) -> None:
    """The code is done with. Its row goes with those that nobody answers, and whom it alone has met goes with it."""
    cursor.execute(
        "UPDATE own_code SET code_at = %s WHERE organisation_id = current_organisation() AND staff_id = %s",
        [now - _FORGOTTEN, staff_id],
    )


def _waiting(row: dict[str, Any]) -> Waiting:
    e164, country, wording, language = json.loads(keyring().open(row["sealed"], about=about(row["token"])))
    return Waiting(Number(e164, country), row["code_at"] + AGAIN_AFTER, Shown(wording, language))


def _seal(number: Number, shown: Shown, token: bytes) -> bytes:
    clear = json.dumps([number.e164, number.country, shown.wording, shown.language])
    return keyring().seal(clear.encode(), about=about(token))


def about(token: bytes) -> bytes:
    """What binds a sealed number to its code: moved to another, it does not open."""
    return b"own_code/" + token
