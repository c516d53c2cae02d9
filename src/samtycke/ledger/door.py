"""The door of the ledger: what a person said, for ever."""

from samtycke.ledger import personal
from samtycke.ledger.again import block_hashed_again
from samtycke.ledger.blocks import BlockEntry, block_list, count_contacts, count_hashed, each_block
from samtycke.ledger.bundle import FORMAT as PROOF_FORMAT
from samtycke.ledger.canonical import Batch
from samtycke.ledger.check import Check, SealState, check, seal_state
from samtycke.ledger.contacts import Contact, any_contact, contact, contacts
from samtycke.ledger.correct import NumberTaken, correct_attributes, correct_number
from samtycke.ledger.entries import RELATIONS, Consent, Entry, Recorded, Sale, SaleCancelled
from samtycke.ledger.erase import erase, let_go
from samtycke.ledger.given import count_given
from samtycke.ledger.hashed import Listed, Match, block_hashed, hashed, hashed_matches, settle_hashed
from samtycke.ledger.heads import Head, added_since, heads
from samtycke.ledger.history import Event, Sought, history, latest_events
from samtycke.ledger.inactive import last_instant, lock_inactive
from samtycke.ledger.journal import Journal, read_journal
from samtycke.ledger.life import Life, life
from samtycke.ledger.looked import MANY, Busy, Look, Looks, accounts, busy, looks
from samtycke.ledger.numbers import Identity, find_contact, number_key, opened_identity, reveal
from samtycke.ledger.own_key import open_under_own_key, seal_under_own_key
from samtycke.ledger.people import NoSuchContact, meet
from samtycke.ledger.platform import (
    PlatformBlocks,
    block_hashes_on_platform,
    block_on_platform,
    lift_on_platform,
    match_platform,
    platform_blocks,
)
from samtycke.ledger.proofs import Place, Proven, places, prove
from samtycke.ledger.reads import ONCE_IN, SORTS, Reader, Reading, note_read, opened, opened_strangers, reading
from samtycke.ledger.receipt import NoSuchConsent, receipt
from samtycke.ledger.record import record
from samtycke.ledger.sales import Sold, count_customers, sold_under
from samtycke.ledger.seal import instant, seal
from samtycke.ledger.shared import SharedNo, shareable, suppress_shared
from samtycke.ledger.since import BACKUP, RESTORED, Backed, Noted, Read, since_backup
from samtycke.ledger.sold import most_sold
from samtycke.ledger.state import note
from samtycke.ledger.suppress import block, block_again, unblock
from samtycke.ledger.suppression import Block, blocks_on, count_blocked
from samtycke.ledger.tasks import check_later
from samtycke.ledger.unjournaled import PLATFORM, drain
from samtycke.ledger.verify import Finding, verify
from samtycke.ledger.wordings import Wording, latest_wordings, shown_wordings, wording

__all__ = [
    "BACKUP",
    "MANY",
    "ONCE_IN",
    "PLATFORM",
    "PROOF_FORMAT",
    "RELATIONS",
    "RESTORED",
    "SORTS",
    "Backed",
    "Batch",
    "Block",
    "BlockEntry",
    "Busy",
    "Check",
    "Consent",
    "Contact",
    "Entry",
    "Event",
    "Finding",
    "Head",
    "Identity",
    "Journal",
    "Life",
    "Listed",
    "Look",
    "Looks",
    "Match",
    "NoSuchConsent",
    "NoSuchContact",
    "Noted",
    "NumberTaken",
    "Place",
    "PlatformBlocks",
    "Proven",
    "Read",
    "Reader",
    "Reading",
    "Recorded",
    "Sale",
    "SaleCancelled",
    "SealState",
    "SharedNo",
    "Sold",
    "Sought",
    "Wording",
    "accounts",
    "added_since",
    "any_contact",
    "block",
    "block_again",
    "block_hashed",
    "block_hashed_again",
    "block_hashes_on_platform",
    "block_list",
    "block_on_platform",
    "blocks_on",
    "busy",
    "check",
    "check_later",
    "contact",
    "contacts",
    "correct_attributes",
    "correct_number",
    "count_blocked",
    "count_contacts",
    "count_customers",
    "count_given",
    "count_hashed",
    "drain",
    "each_block",
    "erase",
    "find_contact",
    "hashed",
    "hashed_matches",
    "heads",
    "history",
    "instant",
    "last_instant",
    "latest_events",
    "latest_wordings",
    "let_go",
    "life",
    "lift_on_platform",
    "lock_inactive",
    "looks",
    "match_platform",
    "meet",
    "most_sold",
    "note",
    "note_read",
    "number_key",
    "open_under_own_key",
    "opened",
    "opened_identity",
    "opened_strangers",
    "personal",
    "places",
    "platform_blocks",
    "prove",
    "read_journal",
    "reading",
    "receipt",
    "record",
    "reveal",
    "seal",
    "seal_state",
    "seal_under_own_key",
    "settle_hashed",
    "shareable",
    "shown_wordings",
    "since_backup",
    "sold_under",
    "suppress_shared",
    "unblock",
    "verify",
    "wording",
]
