"""The law: may this text reach this person now, and why. Pure: no database, no clock, no network."""

from samtycke.policy.decide import decide
from samtycke.policy.decision import Decision, Step
from samtycke.policy.explain import explained
from samtycke.policy.facts import Envelope, Facts, Instants
from samtycke.policy.pack import PACKS, Pack, Parameters, pack_for
from samtycke.policy.rule import Rule, Words

__all__ = [
    "PACKS",
    "Decision",
    "Envelope",
    "Facts",
    "Instants",
    "Pack",
    "Parameters",
    "Rule",
    "Step",
    "Words",
    "decide",
    "explained",
    "pack_for",
]
