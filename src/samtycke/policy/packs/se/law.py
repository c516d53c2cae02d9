"""The Swedish pack: which questions, in which order."""

from __future__ import annotations

from samtycke.policy.packs.eu import consent, soft
from samtycke.policy.packs.se.bases import BASES, SERVICE_BASES, WITHOUT
from samtycke.policy.packs.se.denials import DENIALS
from samtycke.policy.packs.se.holds import HOLDS
from samtycke.policy.rule import Rule

CONDITIONS: tuple[Rule, ...] = (*consent.CONDITIONS, *soft.CONDITIONS, *WITHOUT)

__all__ = ["BASES", "CONDITIONS", "DENIALS", "HOLDS", "SERVICE_BASES"]
