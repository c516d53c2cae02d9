"""The way out that stands last in every marketing text (MFL 20 §): a number to answer, or a link where there is none.

A link ends in a code, which is the person's own at this organisation. It is worked out and not looked up, and always of
the same length: a text is counted and priced with the code masked, and is exactly what it will be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

from samtycke.gate.arrays import listed
from samtycke.organisations.door import LINK_CODE, digest, keyring
from samtycke.policy import pack_for
from samtycke.sms import add_way_out

MASKED = "*" * LINK_CODE
"""Stands for a person's code wherever anybody but they themselves reads the text; as long in every alphabet."""


@dataclass(frozen=True, slots=True)
class Leaver:
    """Whose link it is: the organisation whose texts they leave, and who they are there."""

    organisation_id: int
    contact_id: int


def way_out(country: str, inbound_number: str) -> str:
    """The sentence that tells how to get no more, in the country's language; by a link where nobody can be answered."""
    pack = pack_for(country)
    if inbound_number:
        return pack.way_out[pack.language].format(number=inbound_number)
    return pack.way_out_link[pack.language].format(link=f"{_host()}/u/{MASKED}")


def with_way_out(body: str, country: str, inbound_number: str) -> str:
    """A text with its way out last. What somebody wrote like a link is none, so that one always follows."""
    sentence = way_out(country, inbound_number)
    return add_way_out(body, sentence) if inbound_number else f"{body.rstrip()}\n{sentence}"


def with_code(text: str, code: str) -> str:
    """A text that ends in a masked link, with somebody's own code in it."""
    before, _, after = text.rpartition(MASKED)
    return f"{before}{code}{after}"


@cache
def _host() -> str:
    """Telephones make a link of it without its scheme."""
    return settings.SHORT_URL.rstrip("/").partition("://")[2]


def code_of(organisation_id: int, contact_id: int) -> str:
    """A person's code."""
    return keyring().link_code(organisation_id=organisation_id, contact_id=contact_id)


def keep_codes(cursor: CursorWrapper, organisation_id: int, contact_ids: Sequence[int]) -> None:
    """Make the links of some people work, from this transaction's commit. Kept as digests only."""
    # In order, so that two gateways that write the same people wait for each other, never in a ring.
    codes = sorted((digest(code_of(organisation_id, contact_id)).hex(), contact_id) for contact_id in set(contact_ids))
    cursor.execute(
        "INSERT INTO way_out_code (digest, organisation_id, contact_id) "
        "SELECT decode(c, 'hex'), %s, i FROM unnest(%s::text[], %s::bigint[]) AS t(c, i) ON CONFLICT DO NOTHING",
        [organisation_id, listed(code for code, _ in codes), listed(contact_id for _, contact_id in codes)],
    )


def leaver(code: str) -> Leaver | None:
    """Whose code it is; None where no text that has left carries it."""
    if len(code) != LINK_CODE:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, contact_id FROM way_out_code WHERE digest = %s", [digest(code)])
        row = cursor.fetchone()
    return Leaver(*row) if row else None
