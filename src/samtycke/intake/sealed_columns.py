"""What this room seals by the keyring: what came in, and waits or is kept."""

from __future__ import annotations

from samtycke.intake import own_number, parts, refusals, texts
from samtycke.intake.blocks import files
from samtycke.intake.forms import entry
from samtycke.intake.optin import requests
from samtycke.intake.orders import shops
from samtycke.organisations.door import SealedColumn

SEALED = (
    SealedColumn("import_part", "sealed", parts.about, of=("import_id", "number")),
    SealedColumn("import_refusal", "sealed", refusals.about, of=("import_id", "line")),
    SealedColumn("inbound_text", "sealed", texts.about, of=("contact_id",)),
    SealedColumn("unrouted_text", "sealed", texts.UNROUTED),
    SealedColumn("shop", "sealed", shops.ABOUT),
    SealedColumn("optin_request", "sealed", requests.about, of=("contact_id",)),
    SealedColumn("form_entry", "sealed", entry.about, of=("token",)),
    SealedColumn("own_code", "sealed", own_number.about, of=("token",)),
    SealedColumn("block_file", "salt", files.SALT),
    SealedColumn("block_part", "sealed", files.about, of=("file_id", "number")),
)
