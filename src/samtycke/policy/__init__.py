"""The law: may this text reach this person now, and why. Pure: no database, no clock, no network."""

from samtycke.policy.dated import Parameters
from samtycke.policy.decide import decide
from samtycke.policy.decision import Decision, Step
from samtycke.policy.explain import explained
from samtycke.policy.facts import Envelope, Facts, Instants
from samtycke.policy.pack import Authority, Pack, countries, pack_for, territories
from samtycke.policy.rule import Rule, Words

__all__ = [
    "Authority",
    "Decision",
    "Envelope",
    "Facts",
    "Instants",
    "Pack",
    "Parameters",
    "Rule",
    "Step",
    "Words",
    "countries",
    "decide",
    "explained",
    "pack_for",
    "territories",
]
