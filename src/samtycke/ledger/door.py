"""The door of the ledger: what a person said, for ever."""

from samtycke.ledger.contacts import Contact, any_contact, contact, contacts
from samtycke.ledger.entries import RELATIONS, Consent, Entry, Recorded, Sale, SaleCancelled
from samtycke.ledger.erase import erase
from samtycke.ledger.history import Event, history, latest_events
from samtycke.ledger.numbers import Identity, find_contact, number_key, opened_identity, reveal
from samtycke.ledger.people import NoSuchContact, meet
from samtycke.ledger.record import record
from samtycke.ledger.sales import Sold, sold_under
from samtycke.ledger.state import note
from samtycke.ledger.suppress import block, unblock
from samtycke.ledger.suppression import Block, blocks_on, count_blocked
from samtycke.ledger.verify import Finding, verify

__all__ = [
    "RELATIONS",
    "Block",
    "Consent",
    "Contact",
    "Entry",
    "Event",
    "Finding",
    "Identity",
    "NoSuchContact",
    "Recorded",
    "Sale",
    "SaleCancelled",
    "Sold",
    "any_contact",
    "block",
    "blocks_on",
    "contact",
    "contacts",
    "count_blocked",
    "erase",
    "find_contact",
    "history",
    "latest_events",
    "meet",
    "note",
    "number_key",
    "opened_identity",
    "record",
    "reveal",
    "sold_under",
    "unblock",
    "verify",
]
