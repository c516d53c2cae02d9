"""What this room seals by the keyring: texts."""

from __future__ import annotations

from samtycke.gate.envelope import ENVELOPE, MESSAGE
from samtycke.organisations.door import SealedColumn

SEALED = (
    SealedColumn("envelope", "body", ENVELOPE),
    SealedColumn("message", "body", MESSAGE),
)
