"""On what ground a text may be sent in Sweden: marknadsföringslagen (2008:486) 19 and 21 §§, GDPR art. 6.

A basis answers None when it holds, else the id of the first of its conditions that fails.
"""

from __future__ import annotations

from datetime import date

from samtycke.policy.packs.eu import consent as consent_conditions
from samtycke.policy.packs.eu import soft as soft_conditions
from samtycke.policy.packs.eu.consent import GDPR
from samtycke.policy.packs.se.denials import MFL
from samtycke.policy.rule import Case, Rule, rule, words

IN_FORCE = date(2008, 7, 1)  # marknadsföringslagen (2008:486)


@rule(
    "mfl19.consent",
    cites="MFL 19 § 1 st.; GDPR art. 4(11), 6(1)(a), 7",
    says=words(
        "har sagt ja",
        "has said yes",
        why_sv="Personen har själv sagt ja till det här syftet, och det kan visas.",
        why_en="The person has said yes to this purpose themselves, and it can be shown.",
    ),
    saw=("consent_method", "consent_informed", "consent_evidenced", "consent_withdrawn"),
    url=MFL,
    since=IN_FORCE,
    basis="consent",
)
def consent(case: Case) -> str | None:
    """A natural person may be sent marketing by SMS only if they have consented beforehand (1 st.)."""
    return consent_conditions.first_failing(case)


@rule(
    "mfl19.soft-opt-in",
    cites="MFL 19 § 2 st.; ePrivacy art. 13(2); SWEDMA:s etiska regler 2.1.2",
    says=words(
        "är kund och sa inte nej",
        "is a customer and did not refuse",
        why_sv="Personen köpte liknande varor senast {bought_on}, fick veta att numret används för erbjudanden och "
        "kunde säga nej. Undantaget för kunder gäller till och med {customer_until}.",
        why_en="The person last bought similar goods on {bought_on}, was told that the number is used for offers "
        "and could refuse. The exception for customers holds until {customer_until}.",
    ),
    saw=("customer_on", "refused", "own_goods"),
    url=MFL,
    since=IN_FORCE,
    basis="soft_opt_in",
)
def soft_opt_in(case: Case) -> str | None:
    """A customer of the last twelve months, told and offered to refuse, may be sent similar goods (2 st.)."""
    return soft_conditions.first_failing(case)


@rule(
    "mfl21.company",
    cites="MFL 19 § (e contrario), 20 §, 21 §",
    says=words(
        "är ett företag",
        "is a company",
        why_sv="Mottagaren är en juridisk person och har inte sagt nej.",
        why_en="The recipient is a legal person and has not objected.",
    ),
    saw=("recipient",),
    url=MFL,
    since=IN_FORCE,
    basis="company",
)
def company(case: Case) -> str | None:
    """19 § speaks of natural persons only; a company may be sent marketing until it objects."""
    return None if case.facts.recipient == "company" else "mfl19.none"


@rule(
    "gdpr6.contract",
    cites="GDPR art. 6(1)(b)",
    says=words(
        "behövs för ett avtal",
        "needed for a contract",
        why_sv="Texten behövs för ett avtal med personen, till exempel en bokning eller beställning.",
        why_en="The text is needed for a contract with the person, such as a booking or an order.",
    ),
    saw=("legal_basis",),
    url=GDPR,
    basis="contract",
)
def contract(case: Case) -> str | None:
    """Needed for a contract with the person."""
    return None if case.envelope.legal_basis == "contract" else "service.no-basis"


@rule(
    "gdpr6.legal-obligation",
    cites="GDPR art. 6(1)(c)",
    says=words(
        "krävs av lag",
        "required by law",
        why_sv="Texten krävs av en rättslig förpliktelse, till exempel en återkallelse.",
        why_en="The text is required by a legal obligation, such as a recall.",
    ),
    saw=("legal_basis",),
    url=GDPR,
    basis="legal_obligation",
)
def legal_obligation(case: Case) -> str | None:
    """Recall, safety, duty to inform."""
    return None if case.envelope.legal_basis == "legal_obligation" else "service.no-basis"


@rule(
    "gdpr6.legitimate-interest",
    cites="GDPR art. 6(1)(f)",
    says=words(
        "berättigat intresse",
        "legitimate interest",
        why_sv="Texten är en tjänst som personen rimligen väntar sig, och avvägningen finns på pränt.",
        why_en="The text is a service the person reasonably expects, and the balancing test is on file.",
    ),
    saw=("legal_basis",),
    url=GDPR,
    basis="legitimate_interest",
)
def legitimate_interest(case: Case) -> str | None:
    """Other service the person reasonably expects, with an assessment named."""
    return None if case.envelope.legal_basis == "legitimate_interest" else "service.no-basis"


@rule(
    "mfl19.none",
    cites="MFL 19 §",
    says=words(
        "varken ja eller köp",
        "neither a yes nor a purchase",
        why_sv="Det finns varken ett ja till syftet eller ett köp av liknande varor.",
        why_en="There is neither a yes to the purpose nor a purchase of similar goods.",
        mend_sv="Be om samtycke med ett formulär.",
        mend_en="Ask for consent with a form.",
    ),
    url=MFL,
)
def nothing(case: Case) -> bool:
    """No consent and no sale at all."""
    return True


@rule(
    "service.no-basis",
    cites="GDPR art. 6(1)",
    says=words(
        "ingen rättslig grund angiven",
        "no legal basis named",
        why_sv="Syftet saknar rättslig grund för servicetexter.",
        why_en="The purpose names no legal basis for service texts.",
        mend_sv="Välj ett servicesyfte med rättslig grund.",
        mend_en="Choose a service purpose with a legal basis.",
    ),
    saw=("legal_basis",),
    url=GDPR,
)
def no_service_basis(case: Case) -> bool:
    """A service text names no basis."""
    return True


BASES: tuple[Rule, ...] = (consent, soft_opt_in, company)
SERVICE_BASES: tuple[Rule, ...] = (contract, legal_obligation, legitimate_interest)
WITHOUT: tuple[Rule, ...] = (nothing, no_service_basis)
