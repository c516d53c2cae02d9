"""What this room seals by the keyring. Evidence and scans are sealed by a person's own key, which is sealed here."""

from __future__ import annotations

from samtycke.ledger import evidence, hashed, numbers
from samtycke.organisations.door import SealedColumn

SEALED = (
    SealedColumn("identity", "sealed", numbers.about, of=("contact_id",)),
    SealedColumn("identity", "evidence_key", evidence.about, of=("contact_id",)),
    SealedColumn("hash_salt", "sealed", hashed.SALT),
)
