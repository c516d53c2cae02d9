"""What this room seals by the keyring: numbers that were typed into a draft."""

from __future__ import annotations

from samtycke.campaigns.campaign import ABOUT
from samtycke.organisations.door import SealedColumn

SEALED = (SealedColumn("campaign", "typed", ABOUT),)
