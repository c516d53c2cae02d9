"""What else a country's law is put together from: companies that need not consent, and the end where nothing is known.

Consent stands in consent.py, the exception for customers in soft.py, service texts in service.py.
"""

from __future__ import annotations

from samtycke.policy.packs.eu.soft import EPRIVACY
from samtycke.policy.rule import NOTHING, Case, rule, words


@rule(
    "company",
    cites="ePrivacy art. 13(5)",
    says=words(
        "är ett företag",
        "is a company",
        why_sv="Mottagaren är en juridisk person och har inte sagt nej.",
        why_en="The recipient is a legal person and has not objected.",
    ),
    saw=("recipient",),
    url=EPRIVACY,
    basis="company",
)
def company(case: Case) -> str | None:
    """The law asks for the consent of natural persons; a company may be sent marketing until it objects."""
    return None if case.facts.recipient == "company" else NOTHING


@rule(
    "none",
    cites="ePrivacy art. 13(1)",
    says=words(
        "varken ja eller köp",
        "neither a yes nor a purchase",
        why_sv="Det finns varken ett ja till syftet eller ett köp av liknande varor.",
        why_en="There is neither a yes to the purpose nor a purchase of similar goods.",
        mend_sv="Be om samtycke med ett formulär.",
        mend_en="Ask for consent with a form.",
    ),
    url=EPRIVACY,
)
def nothing(case: Case) -> bool:
    """No consent and no sale at all."""
    return True
