"""What somebody does by their rights, on their own page or by the staff: it happens, and it is logged as answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import opt_out
from samtycke.ledger.door import correct_attributes, correct_number, find_contact, note
from samtycke.rights.handle import log_done
from samtycke.rights.held import Erased, erase_everywhere
from samtycke.sms import Number

DOOR = "me"
_CODE = {"shown_by": "code"}
"""The evidence of what is done here: whoever did it had the code that went to the number."""
ATTRIBUTE_LONGEST = 200


class NothingHeld(LookupError):
    """Nothing is held about this number, so there is nothing to do it to."""


def stop_marketing(cursor: CursorWrapper, number: Number, *, language: str, now: datetime) -> None:
    """Object to all marketing: it ends at once, and what is planned is withheld (GDPR 21(2)-(3))."""
    left = opt_out(cursor, number, because="me", door=DOOR, evidence=_CODE, now=now)
    log_done(cursor, "objection", left.contact_id, language=language, given=["stopped"], now=now)


def restrict(cursor: CursorWrapper, number: Number, *, language: str, now: datetime) -> None:
    """From now on the data are only kept (GDPR 18).

    Raises:
        NothingHeld: there are none.
    """
    contact_id = _contact(cursor, number)
    note(cursor, contact_id, "restriction", door=DOOR, because="me", now=now)
    log_done(cursor, "restriction", contact_id, language=language, given=["restricted"], now=now)


def lift_restriction(cursor: CursorWrapper, number: Number, *, language: str, now: datetime) -> None:
    """The data may be used as before.

    Raises:
        NothingHeld: there are none.
    """
    contact_id = _contact(cursor, number)
    note(cursor, contact_id, "restriction_lifted", door=DOOR, because="me", now=now)
    log_done(cursor, "restriction_lifted", contact_id, language=language, given=["lifted"], now=now)


def put_right(
    cursor: CursorWrapper, number: Number, attributes: Mapping[str, str], *, language: str, now: datetime
) -> bool:
    """Correct what is noted; the ledger keeps what it was (GDPR 16). Returns whether anything was otherwise.

    Raises:
        NothingHeld: there is nothing.
    """
    contact_id = _contact(cursor, number)
    told = {name: value[:ATTRIBUTE_LONGEST] for name, value in attributes.items()}
    changed = correct_attributes(cursor, contact_id, told, door=DOOR, because="me", now=now)
    if changed:
        log_done(cursor, "rectification", contact_id, language=language, given=["attributes"], now=now)
    return changed


def move(cursor: CursorWrapper, number: Number, to: Number, *, language: str, now: datetime) -> None:
    """They have another number, which has shown itself by a code as well.

    Raises:
        NothingHeld: nothing is held about the old one.
        NumberTaken: something is held about the new one already.
    """
    contact_id = _contact(cursor, number)
    if correct_number(cursor, contact_id, to, door=DOOR, because="me", now=now):
        log_done(cursor, "rectification", contact_id, language=language, given=["number"], now=now)


def erase_me(cursor: CursorWrapper, number: Number, *, language: str, now: datetime) -> Erased:
    """Erase everything about the one who holds the number (GDPR 17).

    Raises:
        NothingHeld: there is nothing.
    """
    contact_id = _contact(cursor, number)
    erased = erase_everywhere(cursor, contact_id, by="", door=DOOR, now=now)
    log_done(cursor, "erasure", contact_id, language=language, given=["erased"], now=now)
    return erased


def _contact(cursor: CursorWrapper, number: Number) -> int:
    contact_id = find_contact(cursor, number.e164)
    if contact_id is None:
        raise NothingHeld
    return contact_id
