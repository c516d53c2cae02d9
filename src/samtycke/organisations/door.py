"""The door of organisations: who sends, and the database session that sees one tenant only."""

from samtycke.organisations.api_keys import find_api_key, make_api_key
from samtycke.organisations.audit import audit
from samtycke.organisations.database import OtherOrganisation, acting_for, load_sql
from samtycke.organisations.keyring import (
    Keyring,
    KeyringMissing,
    SealBroken,
    digest,
    keyring,
    make_keyring,
)
from samtycke.organisations.models import ApiKey, Membership, Organisation, Role, Staff
from samtycke.organisations.profile import (
    Category,
    Declared,
    NotDeclared,
    Purpose,
    Sender,
    categories,
    declared,
    prices,
    purposes,
    senders,
    similar_categories,
)
from samtycke.organisations.roles import can

__all__ = [
    "ApiKey",
    "Category",
    "Declared",
    "Keyring",
    "KeyringMissing",
    "Membership",
    "NotDeclared",
    "Organisation",
    "OtherOrganisation",
    "Purpose",
    "Role",
    "SealBroken",
    "Sender",
    "Staff",
    "acting_for",
    "audit",
    "can",
    "categories",
    "declared",
    "digest",
    "find_api_key",
    "keyring",
    "load_sql",
    "make_api_key",
    "make_keyring",
    "prices",
    "purposes",
    "senders",
    "similar_categories",
]
