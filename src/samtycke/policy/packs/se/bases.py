"""On what ground marketing may be sent in Sweden: marknadsföringslagen (2008:486) 19 and 21 §§.

Consent is looked at first, then the exception for customers, then whether the recipient is a company; one is enough.
What each asks stands in `eu/consent.py` and `eu/soft.py`, a condition at a time; here stand their places in the law.
"""

from __future__ import annotations

from datetime import date

from samtycke.policy.packs.eu import bases as eu
from samtycke.policy.packs.eu import consent as of_consent
from samtycke.policy.packs.eu import soft as of_sale
from samtycke.policy.packs.se.denials import MFL, SWEDMA
from samtycke.policy.rule import Rule

IN_FORCE = date(2008, 7, 1)  # marknadsföringslagen (2008:486)

consent = of_consent.consent.named("mfl19.consent", "MFL 19 § 1 st.; GDPR art. 4(11), 6(1)(a), 7", MFL, since=IN_FORCE)
"""19 § 1 st.: a natural person may be sent marketing by SMS only if they have consented beforehand."""

soft_opt_in = of_sale.soft_opt_in.named(
    "mfl19.soft-opt-in", "MFL 19 § 2 st.; ePrivacy art. 13(2); SWEDMA:s etiska regler 2.1.2", MFL, since=IN_FORCE
)
"""19 § 2 st.: a customer who was told and could refuse may be sent the sender's own similar goods, twelve months on."""

company = eu.company.named("mfl21.company", "MFL 19 § (e contrario), 20 §, 21 §", MFL, since=IN_FORCE)
"""19 § speaks of natural persons; a legal person may be sent marketing until it objects. Sole traders are natural."""

nothing = eu.nothing.named("mfl19.none", "MFL 19 §", MFL, since=IN_FORCE)

BASES: tuple[Rule, ...] = (consent, soft_opt_in, company)

CONSENT_CONDITIONS: tuple[Rule, ...] = tuple(
    one.cited("GDPR art. 8; lag (2018:218) 2 kap. 4 §") if one.id == "consent.child" else one
    for one in of_consent.CONDITIONS
)

_PLACES = {
    "soft.no-sale": "MFL 19 § 2 st.",
    "soft.not-collected-in-sale": "MFL 19 § 2 st.",
    "soft.not-customer": "SWEDMA:s etiska regler 2.1.2",
    "soft.not-informed": "MFL 19 § 2 st. 3; GDPR art. 13",
    "soft.no-refusal-offered": "MFL 19 § 2 st. 3",
    "soft.refused": "MFL 19 § 2 st. 1",
    "soft.other-goods": "MFL 19 § 2 st. 2",
    "soft.not-similar": "MFL 19 § 2 st. 2",
}
SALE_CONDITIONS: tuple[Rule, ...] = tuple(
    one.cited(f"{_PLACES[one.id]}; ePrivacy art. 13(2)", SWEDMA if one.ethics else MFL, since=IN_FORCE)
    for one in of_sale.CONDITIONS
)
