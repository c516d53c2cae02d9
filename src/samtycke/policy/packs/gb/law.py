"""United Kingdom: the Privacy and Electronic Communications Regulations 2003 (PECR) reg. 22, and UK GDPR.

Individuals must consent, sole traders and some partnerships among them. The exception covers negotiations for a sale as
well as sales (reg. 22(3)), and since 5 February 2026 charities (reg. 22(3A), Data (Use and Access) Act 2025 s. 114).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from samtycke.policy.dated import Schedule, Value
from samtycke.policy.pack import Authority, Pack
from samtycke.policy.packs.eu import consent, holds, law, service, soft
from samtycke.policy.rule import NOTHING, Case, Rule, rule, words

_PECR = "https://www.legislation.gov.uk/uksi/2003/2426/regulation/22"
_UK_GDPR = "https://www.legislation.gov.uk/eur/2016/679/contents"
_UNION = frozenset({consent.GDPR, consent.IMY})
_CAP = "https://www.asa.org.uk/codes-and-rulings/advertising-codes/non-broadcast-code.html"
_IN_FORCE = date(2003, 12, 11)  # SI 2003/2426
CHARITIES_SINCE = date(2026, 2, 5)  # Data (Use and Access) Act 2025 s. 114


@rule(
    "gb.charity",
    cites="PECR reg. 22(3A); Data (Use and Access) Act 2025 s. 114",
    says=words(
        "stöder välgörenheten och sa inte nej",
        "supports the charity and did not refuse",
        why_sv="Personen visade intresse för välgörenheten eller stödde den, gav sitt nummer då och kunde säga nej.",
        why_en="The person expressed interest in the charity or supported it, gave the number then and could refuse.",
    ),
    saw=("supported_on", "refused", "charitable", "customer_months"),
    url=_PECR,
    since=CHARITIES_SINCE,
    basis="soft_opt_in",
    counted=lambda case: (case.facts.supported_on, case.pack.parameters.customer_months),
)
def charity(case: Case) -> str | None:
    """Only to further the charity's own purposes, and only by details obtained on or after the rule's first day."""
    obtained = case.facts.supported_on
    counts = obtained is not None and obtained >= CHARITIES_SINCE and soft.is_current(case, obtained)
    holds_here = case.envelope.charitable and counts and not case.facts.refused
    return None if holds_here else NOTHING


def _uk(one: Rule) -> Rule:
    """Cited at its place in the UK's own law, and not in the Union's."""
    cites = "; ".join(part for part in one.cites.split("; ") if not part.startswith("ePrivacy"))
    return replace(
        one, cites=cites.replace("GDPR art.", "UK GDPR art."), url=_UK_GDPR if one.url in _UNION else one.url
    )


_consent, _sale, _company = law.grounds("gb", "PECR reg. 22", _PECR, since=_IN_FORCE)
_sale_or_talks = replace(
    _sale.cited("PECR reg. 22(3)"),
    words=words(
        "är kund, eller har förhandlat om ett köp, och sa inte nej",
        "is a customer, or negotiated for a sale, and did not refuse",
        why_sv="Personen köpte liknande varor eller förhandlade om dem senast {bought_on}, fick veta att numret "
        "används för erbjudanden och kunde säga nej. Undantaget gäller till och med {customer_until}.",
        why_en="The person last bought similar goods or negotiated for them on {bought_on}, was told that the number "
        "is used for offers and could refuse. The exception holds until {customer_until}.",
        bare_sv="Personen är kund, fick veta att numret används för erbjudanden om liknande varor och kunde säga nej.",
        bare_en="The person is a customer, was told that the number is used for offers on similar goods and could "
        "refuse.",
    ),
)

_PLACES = {
    "mfl9.identified": ("PECR reg. 23(a)", "https://www.legislation.gov.uk/uksi/2003/2426/regulation/23"),
    "mfl20.way-out": ("PECR reg. 23(b)", "https://www.legislation.gov.uk/uksi/2003/2426/regulation/23"),
    "minor.under-16": ("CAP Code, section 5", _CAP),
    "goods.restricted": ("CAP Code, sections 16, 18, 21; Tobacco Advertising and Promotion Act 2002", _CAP),
}
_DENIALS = tuple(one.cited(*_PLACES[one.id]) if one.id in _PLACES else one for one in law.denied({}, _PECR))

PACK = Pack(
    country="GB",
    version="2026.4",
    begins=law.BEGINS,
    timezone=ZoneInfo("Europe/London"),
    language="en",
    authority=Authority("Information Commissioner's Office (ICO)", "https://ico.org.uk/"),
    schedule=Schedule(customer_months=(Value(12, law.BEGINS, "good practice; the law sets no limit"),)),
    denials=tuple(map(_uk, _DENIALS)),
    bases=tuple(map(_uk, (_consent, _sale_or_talks, charity, _company))),
    service_bases=tuple(map(_uk, service.SERVICE_BASES)),
    holds=tuple(map(_uk, holds.HOLDS)),
    service_holds=tuple(
        one.cited("PECR reg. 22; ICO, Direct marketing guidance", _PECR) for one in holds.SERVICE_HOLDS
    ),
    consent_conditions=tuple(map(_uk, law.CONSENT_CONDITIONS)),
    sale_conditions=tuple(map(_uk, law.at("PECR reg. 22(3)", _PECR, law.SALE_CONDITIONS))),
    nothing=law.nothing("gb", "PECR reg. 22(2)", _PECR, since=_IN_FORCE),
    counts_talks=True,
    counts_support=True,
    way_out={"en": "Stop: text STOP to {number}", "sv": "Avsluta: STOPP till {number}"},
    way_out_link={"en": "Stop: {link}", "sv": "Avsluta: {link}"},
    words={
        "stop": ("STOP", "STOPP", "END", "QUIT", "CANCEL", "UNSUBSCRIBE", "OPTOUT", "OPT OUT", "STOP ALL"),
        "start": ("START", "UNSTOP"),
        "yes": ("YES", "YEAH", "YES PLEASE"),
        "help": ("HELP", "INFO"),
    },
)
