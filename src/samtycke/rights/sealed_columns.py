"""What this room seals by the keyring: who asked for what, and what they were told."""

from __future__ import annotations

from samtycke.organisations.door import SealedColumn
from samtycke.rights import advice, breaches, interest, request, visit

SEALED = (
    SealedColumn("me_visit", "sealed", visit.about, of=("token",)),
    SealedColumn("me_visit", "wish", visit.about, of=("token",)),
    SealedColumn("rights_request", "sealed", request.ABOUT),
    SealedColumn("rights_request", "extension", request.ABOUT),
    SealedColumn("rights_request", "answer", request.ABOUT),
    SealedColumn("advice_request", "asker", advice.ABOUT),
    SealedColumn("advice_request", "reply", advice.ABOUT),
    SealedColumn("breach_version", "sealed", breaches.about, of=("breach_id",)),
    SealedColumn("interest", "sealed", interest.ABOUT),
)
