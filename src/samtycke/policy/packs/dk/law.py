"""Denmark: markedsføringsloven (lov nr. 426 af 3. maj 2017) § 10, and GDPR.

Everybody must consent, companies too. In doubt: for how long a consent lasts that nobody uses; Forbrugerombudsmanden
warns of a year. An organisation sets its own limit (`consent_months`)."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from samtycke.policy.dated import Schedule, Value
from samtycke.policy.pack import Authority, Pack
from samtycke.policy.packs.eu import holds, law, service

_MFL = "https://www.retsinformation.dk/eli/lta/2017/426"
_IN_FORCE = date(2017, 7, 1)  # markedsføringsloven

PACK = Pack(
    country="DK",
    version="2026.4",
    begins=law.BEGINS,
    timezone=ZoneInfo("Europe/Copenhagen"),
    language="da",
    authority=Authority("Forbrugerombudsmanden", "https://www.forbrugerombudsmanden.dk/"),
    schedule=Schedule(customer_months=(Value(12, law.BEGINS, "god skik; loven sætter ingen grænse"),)),
    denials=law.denied(
        {
            "mfl20.way-out": "Markedsføringsloven § 10 stk. 4; ePrivacy art. 13(4)",
            "gdpr21.objected": "GDPR art. 21(2)–(3)",
        },
        _MFL,
    ),
    bases=law.grounds("dk", "Markedsføringsloven § 10", _MFL, since=_IN_FORCE, companies_too=True),
    service_bases=service.SERVICE_BASES,
    holds=holds.HOLDS,
    consent_conditions=law.CONSENT_CONDITIONS,
    sale_conditions=law.at("Markedsføringsloven § 10", _MFL, law.SALE_CONDITIONS),
    nothing=law.nothing("dk", "Markedsføringsloven § 10", _MFL, since=_IN_FORCE),
    way_out={
        "da": "Afmeld: STOP til {number}",
        "sv": "Avsluta: STOPP till {number}",
        "en": "Stop: text STOP to {number}",
    },
    way_out_link={"da": "Afmeld: {link}", "sv": "Avsluta: {link}", "en": "Stop: {link}"},
    words={
        "stop": ("STOP", "STOPP", "AFMELD", "FRAMELD", "SLUT", "AFSLUT"),
        "start": ("START",),
        "yes": ("JA", "YES", "JA TAK"),
        "help": ("HJÆLP", "HJALP", "HELP", "INFO"),
    },
)
