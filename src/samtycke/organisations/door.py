"""The door of organisations: who sends, and the database session that sees one tenant only."""

from samtycke.organisations import personal
from samtycke.organisations.api_keys import find_api_key, make_api_key
from samtycke.organisations.audit import audit
from samtycke.organisations.controller import FIELDS as CONTROLLER_FIELDS
from samtycke.organisations.controller import Controller, controller, save_controller
from samtycke.organisations.database import OtherOrganisation, acting_for, document, load_sql
from samtycke.organisations.kept import Due, Kept, LetGo, deleted, due
from samtycke.organisations.keyring import (
    LINK_CODE,
    Keyring,
    KeyringMissing,
    SealBroken,
    digest,
    keyring,
    make_keyring,
)
from samtycke.organisations.limit import TooMany, limit
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
from samtycke.organisations.retries import PATIENTLY
from samtycke.organisations.roles import can
from samtycke.organisations.settings import (
    LAWS_OWN,
    Refused,
    SettingChange,
    SettingsRefused,
    change_settings,
    loosened,
    refusals,
    setting_changes,
)

__all__ = [
    "CONTROLLER_FIELDS",
    "LAWS_OWN",
    "LINK_CODE",
    "PATIENTLY",
    "ApiKey",
    "Category",
    "Controller",
    "Declared",
    "Due",
    "Kept",
    "Keyring",
    "KeyringMissing",
    "LetGo",
    "Membership",
    "NotDeclared",
    "Organisation",
    "OtherOrganisation",
    "Purpose",
    "Refused",
    "Role",
    "SealBroken",
    "Sender",
    "SettingChange",
    "SettingsRefused",
    "Staff",
    "TooMany",
    "acting_for",
    "audit",
    "can",
    "categories",
    "change_settings",
    "controller",
    "declared",
    "deleted",
    "digest",
    "document",
    "due",
    "find_api_key",
    "keyring",
    "limit",
    "load_sql",
    "loosened",
    "make_api_key",
    "make_keyring",
    "personal",
    "prices",
    "purposes",
    "refusals",
    "save_controller",
    "senders",
    "setting_changes",
    "similar_categories",
]
