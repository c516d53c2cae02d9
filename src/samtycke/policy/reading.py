"""A pack as people read it: every rule in the order it is asked, in sections, with the answer each leads to.

The guide, the page of rules and their reference are written from this, so that none of them can say something else than
what decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samtycke.policy.pack import Pack
from samtycke.policy.packs.eu.service import no_service_basis
from samtycke.policy.rule import Rule


@dataclass(frozen=True, slots=True)
class Section:
    """Rules that are asked together. ``verdict`` is what follows where one of them settles the question.

    ``name`` is denials, bases, consent, sale, none, service, service.none, holds or service.holds. Of the conditions
    (consent, sale) all must be met: the verdict follows when one fails.
    """

    name: str
    verdict: str
    rules: tuple[Rule, ...]


def sections(pack: Pack) -> tuple[Section, ...]:
    """Every rule of a pack, each once, in the order the decision asks."""
    return (
        Section("denials", "deny", pack.denials),
        Section("bases", "allow", pack.bases),
        Section("consent", "deny", pack.consent_conditions),
        Section("sale", "deny", pack.sale_conditions),
        Section("none", "deny", (pack.nothing,)),
        Section("service", "allow", pack.service_bases),
        Section("service.none", "deny", (no_service_basis,)),
        Section("holds", "hold", pack.holds),
        Section("service.holds", "hold", pack.service_holds),
    )


_DAYS = {
    "sv": {
        "bought_on": "[köpets dag]",
        "customer_until": "[sista dagen]",
        "until": "[dagen]",
        "clock": "[klockslaget]",
    },
    "en": {
        "bought_on": "[the day of the purchase]",
        "customer_until": "[the last day]",
        "until": "[the day]",
        "clock": "[the time]",
    },
}


def in_general(texts: Mapping[str, str]) -> dict[str, str]:
    """A rule's sentence without a case: where a day would stand, what day that is."""
    return {language: text.format(**_DAYS[language]) for language, text in texts.items()}
