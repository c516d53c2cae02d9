"""Germany: Gesetz gegen den unlauteren Wettbewerb (UWG) § 7, and GDPR.

Everybody must consent, companies too, and the advertiser must prove that it was the number's owner who did: by double
opt-in to the number itself, or on paper with a signature (BGH I ZR 164/09; an e-mail says nothing about a number).
Proof is kept five years (§ 7a, for calls; used likewise). In doubt: a keyword texted from the number. The stricter
reading: it is confirmed like any other.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from samtycke.policy.dated import Schedule, Value
from samtycke.policy.pack import Authority, Pack
from samtycke.policy.packs.eu import holds, law, service
from samtycke.policy.rule import Case, rule, words

_UWG = "https://www.gesetze-im-internet.de/uwg_2004/__7.html"
_IN_FORCE = date(2004, 7, 8)  # UWG 2004

PROOF = frozenset({"double_opt_in", "paper"})
"""Methods by which it can be shown that the number's owner said yes."""


@rule(
    "consent.pending",
    cites="UWG § 7 Abs. 2 Nr. 2; BGH I ZR 164/09; GDPR art. 7(1)",
    says=words(
        "har inte bekräftat från sitt nummer",
        "has not confirmed from their number",
        why_sv="I Tyskland räknas ett ja först när det är bekräftat från numret självt, eller undertecknat på papper.",
        why_en="In Germany a yes counts once it is confirmed from the number itself, or signed on paper.",
        mend_sv="Be personen bekräfta sitt ja med ett svar från numret.",
        mend_en="Have the person confirm the yes by a reply from the number.",
    ),
    saw=("consent_method",),
    url=_UWG,
)
def confirmed(case: Case) -> bool:
    """By double opt-in to the number itself, or on paper."""
    return case.facts.consent_method not in PROOF


PACK = Pack(
    country="DE",
    version="2026.4",
    begins=law.BEGINS,
    timezone=ZoneInfo("Europe/Berlin"),
    language="de",
    authority=Authority("Bundesnetzagentur", "https://www.bundesnetzagentur.de/"),
    schedule=Schedule(customer_months=(Value(12, law.BEGINS, "gute Praxis; das Gesetz setzt keine Grenze"),)),
    denials=law.denied({"mfl20.way-out": "UWG § 7 Abs. 2 Nr. 3; ePrivacy art. 13(4)"}, _UWG),
    bases=law.grounds("de", "UWG § 7 Abs. 2, 3", _UWG, since=_IN_FORCE, companies_too=True),
    service_bases=service.SERVICE_BASES,
    holds=holds.HOLDS,
    consent_conditions=tuple(confirmed if one.id == confirmed.id else one for one in law.CONSENT_CONDITIONS),
    sale_conditions=law.at("UWG § 7 Abs. 3", _UWG, law.SALE_CONDITIONS),
    nothing=law.nothing("de", "UWG § 7 Abs. 2 Nr. 2", _UWG, since=_IN_FORCE),
    proof=PROOF,
    way_out={
        "de": "Abmelden: STOPP an {number}",
        "sv": "Avsluta: STOPP till {number}",
        "en": "Stop: text STOP to {number}",
    },
    way_out_link={"de": "Abmelden: {link}", "sv": "Avsluta: {link}", "en": "Stop: {link}"},
    words={
        "stop": ("STOPP", "STOP", "ABMELDEN", "ABBESTELLEN", "ENDE", "KEINE WERBUNG"),
        "start": ("START", "ANMELDEN"),
        "yes": ("JA", "YES", "JA BITTE"),
        "help": ("HILFE", "HELP", "INFO"),
    },
)
