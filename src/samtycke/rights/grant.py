"""What is asked is done, and said: the deed and the answer in one transaction, by whoever of the staff grants it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import opt_out
from samtycke.ledger.door import correct_attributes, find_contact, note
from samtycke.organisations.door import Organisation
from samtycke.rights.handle import answer, number_of
from samtycke.rights.held import erase_everywhere
from samtycke.rights.request import Request, one_request
from samtycke.sms import Number, parse_number

_NOTED = {"restriction": "restriction", "restriction_lifted": "restriction_lifted"}
_GIVEN = {
    "access": ("pdf", "json"),
    "portability": ("json",),
    "rectification": ("attributes",),
    "erasure": ("erased",),
    "restriction": ("restricted",),
    "restriction_lifted": ("lifted",),
    "objection": ("stopped",),
    "objection_other": ("stopped_use",),
}
NOTHING = ("nothing",)
"""What somebody is given of whom nothing is held."""


def grant(
    cursor: CursorWrapper,
    request_id: int,
    told: str,
    *,
    attributes: Mapping[str, str] | None = None,
    by: str,
    now: datetime,
) -> Request:
    """Do what a request asks, and answer it. ``told``: what the person is told; ``attributes``: what is put right.

    Raises:
        NoSuchRequest, Closed, IdentityUnknown, ReasonMissing: as ``handle.answer``; nothing has been done then.
    """
    found = one_request(cursor, request_id, lock=True)
    number = number_of(cursor, found)
    contact_id = find_contact(cursor, number) if number else None
    given = _GIVEN[found.kind] if contact_id is not None or found.kind == "objection" else NOTHING
    # The answer first: it is refused where nobody has seen who asks, and an erasure takes what they said with it.
    answered = answer(cursor, request_id, told, given=given, by=by, now=now)
    if contact_id is not None:
        _do(cursor, found, contact_id, attributes or {}, by=by, now=now)
    return answered


def stop_at_once(cursor: CursorWrapper, request: Request, *, by: str, now: datetime) -> None:
    """A no to marketing holds from when it is heard, whoever has yet to answer the letter (GDPR 21(3))."""
    if request.kind == "objection" and (number := number_of(cursor, request)):
        opt_out(cursor, _number(cursor, number), because=request.door, door="staff", by=by, now=now)


def _do(
    cursor: CursorWrapper, found: Request, contact_id: int, attributes: Mapping[str, str], *, by: str, now: datetime
) -> None:
    match found.kind:
        case "erasure":
            erase_everywhere(cursor, contact_id, by=by, door="staff", now=now)
        case "rectification":
            correct_attributes(cursor, contact_id, attributes, door="staff", by=by, because=found.door, now=now)
        case "restriction" | "restriction_lifted":
            note(cursor, contact_id, _NOTED[found.kind], door="staff", by=by, because=found.door, now=now)
        case _:
            return


def _number(cursor: CursorWrapper, e164: str) -> Number:
    cursor.execute("SELECT current_organisation()")
    return parse_number(e164, Organisation.objects.get(pk=cursor.fetchone()[0]).home_country)
