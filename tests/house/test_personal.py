"""Nothing that is held of a person can be forgotten: a new table is claimed by a room, handed out, or answered for."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest

import samtycke
from samtycke.ledger.door import find_contact
from samtycke.organisations.door import acting_for
from samtycke.rights.door import ROOMS, held
from samtycke.rights.tests.scene import fresh, known, shop

PACKAGE = Path(samtycke.__file__).parent

HANDED_OUT = {
    "attachment": "scans",
    "consent_event": "events",
    "contact": "number",
    "identity": "attributes",
    "inbound_text": "replies",
    "message": "messages",
    "read_entry": "reads",
    "optin_request": "questions",
    "rights_request": "requests",
    "suppression": "blocks",
}
"""Where in a copy the rows of a table stand."""
NOT_HANDED_OUT = {
    "advice_request": "belongs to whoever asked by name and e-mail, who holds the link to all of it",
    "audit_entry": "what staff did, by the staff; what was done about a person stands among the events and requests",
    "block_part": "a list on its way in, gone when it is taken in; its entries are among the blocks",
    "breach": "what happened to the organisation; whom it concerned is told when the law says so (GDPR 34)",
    "breach_version": "the same, as it was known each time",
    "campaign": "a number typed into a draft says nothing of its owner; what was sent is among the messages",
    "customer": "what was concluded from the events, which are handed out",
    "early_receipt": "a carrier's word of a text, by the carrier's own id; the text tells how it went",
    "envelope": "a text as it was written; the person's own is among the messages",
    "form_entry": "what nobody confirmed goes within a day; what was confirmed is an event",
    "hash_salt": "what lists were hashed with; of nobody in particular",
    "hashed_block": "is among the blocks, asked for by the number",
    "import_part": "a file on its way in, gone when its rows are in the ledger",
    "import_refusal": "a refused row belongs to no contact and cannot be searched, being sealed; it goes with its time",
    "interest": "belongs to whoever wrote by name and e-mail, who holds the link by which it is taken back",
    "last_sender": "that we texted the number lately, which the messages tell in full",
    "me_visit": "the visit by which they ask; gone when it is over",
    "optin_code": "the digest of a link's code; the question it answers is handed out",
    "own_code": "a code to the phone of somebody who works here; gone when it has come back, or after an hour",
    "own_number": "that the number is the phone of somebody who works here; their yes to it is an event",
    "permission": "what was concluded from the events, which are handed out",
    "platform_hashed_block": "is among the blocks, asked for by the number",
    "platform_suppression": "is among the blocks, asked for by the number",
    "recent_marketing": "when they were last sent marketing, which the messages tell in full",
    "sent_ref": "the carrier's id of a text; the text is handed out",
    "shop_delivery": "what a shop told of an order, by the shop's own number of it; the sale is an event",
    "shop_order": "how an order stands, by the shop's own number of it; the sale is an event",
    "unjournaled": "a block or an erasure for some milliseconds, on its way to the disk; the block is handed out",
    "unrouted_text": "a text that nobody owns yet",
    "way_out_code": "the digest of the code in the links to them; it leads out and says nothing",
}
"""Claimed, and why it is not in a copy."""
PERSONAL_COLUMNS = ("contact_id", "number_key", "evidence", "evidence_key")
"""A column by which a row is somebody's."""


@pytest.fixture(scope="module")
def admin():
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"], autocommit=True) as connection:
        yield connection


def claimed() -> list[str]:
    return [table for room in ROOMS for table in room.TABLES]


def test_every_room_that_answers_for_people_is_asked():
    """A room with a ``personal.py`` is among those that a copy and an erasure go through."""
    rooms = {path.parent.name for path in PACKAGE.glob("*/personal.py") if "def export" in path.read_text()}
    assert {room.__name__.split(".")[1] for room in ROOMS} == rooms


def test_every_table_with_somebody_in_it_is_claimed_by_one_room(admin):
    rows = admin.execute(
        "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
        "AND NOT a.attisdropped AND a.attname = ANY(%s)",
        [list(PERSONAL_COLUMNS)],
    )
    assert {row[0] for row in rows} - set(claimed()) == set()
    assert len(claimed()) == len(set(claimed()))


def test_every_table_that_is_claimed_is_there(admin):
    rows = admin.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
    assert set(claimed()) <= {row[0] for row in rows}


def test_every_claimed_table_is_handed_out_or_says_why_not():
    """Whoever adds a table writes down here where it stands in a copy."""
    assert set(claimed()) == HANDED_OUT.keys() | NOT_HANDED_OUT.keys()
    assert not HANDED_OUT.keys() & NOT_HANDED_OUT.keys()


def test_what_is_said_to_be_handed_out_is():
    organisation, number = shop(), fresh()
    known(organisation, number)
    with acting_for(organisation.pk) as cursor:
        found = held(cursor, find_contact(cursor, number.e164))
    assert set(HANDED_OUT.values()) <= found.keys()
