"""On what ground a service text may be sent: GDPR art. 6(1)(b), (c), (f).

A basis has no conditions of its own: either it is the one that is named, or it is not there.
"""

from __future__ import annotations

from samtycke.policy.packs.eu.consent import GDPR
from samtycke.policy.rule import NOTHING, Case, Rule, rule, words


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
    return None if case.envelope.legal_basis == "contract" else NOTHING


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
    return None if case.envelope.legal_basis == "legal_obligation" else NOTHING


@rule(
    "gdpr12.own-request",
    cites="GDPR art. 6(1)(c), 12, 15–22",
    says=words(
        "svar på en egen begäran",
        "answers their own request",
        why_sv="Personen bad själv om texten för att använda sina rättigheter, till exempel en kod till sin sida.",
        why_en="The person asked for the text to use their rights, such as for a code to their own data.",
    ),
    saw=("legal_basis",),
    url=GDPR,
    basis="legal_obligation",
)
def own_request(case: Case) -> str | None:
    """What somebody needs to see, correct, restrict or erase what is held about them, and has just asked for."""
    return None if case.envelope.legal_basis == "own_request" else NOTHING


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
    return None if case.envelope.legal_basis == "legitimate_interest" else NOTHING


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


SERVICE_BASES: tuple[Rule, ...] = (contract, legal_obligation, own_request, legitimate_interest)
