"""Finland: lagen om tjänster inom elektronisk kommunikation (917/2014) 200 §, and GDPR.

Natural persons must consent beforehand; a customer may be sent what belongs to the same product group. Åland too."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from samtycke.policy.dated import Schedule, Value
from samtycke.policy.pack import Authority, Pack
from samtycke.policy.packs.eu import holds, law, service

_ACT = "https://www.finlex.fi/sv/lagstiftning/2014/917"
_IN_FORCE = date(2015, 1, 1)  # lag 917/2014

PACK = Pack(
    country="FI",
    version="2026.4",
    begins=law.BEGINS,
    timezone=ZoneInfo("Europe/Helsinki"),
    language="fi",
    authority=Authority("Dataombudsmannen", "https://tietosuoja.fi/sv/"),
    schedule=Schedule(customer_months=(Value(12, law.BEGINS, "god sed; lagen sätter ingen gräns"),)),
    denials=law.denied(
        {
            "mfl20.way-out": "Lag 917/2014 200 § 4 mom., 202 §; ePrivacy art. 13(4)",
            "gdpr21.objected": "GDPR art. 21(2)–(3); lag 917/2014 202 §",
        },
        _ACT,
    ),
    bases=law.grounds("fi", "Lag 917/2014 200 §", _ACT, since=_IN_FORCE),
    service_bases=service.SERVICE_BASES,
    holds=holds.HOLDS,
    consent_conditions=law.CONSENT_CONDITIONS,
    sale_conditions=law.at("Lag 917/2014 200 §", _ACT, law.SALE_CONDITIONS),
    nothing=law.nothing("fi", "Lag 917/2014 200 §", _ACT, since=_IN_FORCE),
    way_out={
        "fi": "Lopeta: STOP numeroon {number}",
        "sv": "Avsluta: STOPP till {number}",
        "en": "Stop: text STOP to {number}",
    },
    way_out_link={"fi": "Lopeta: {link}", "sv": "Avsluta: {link}", "en": "Stop: {link}"},
    words={
        "stop": ("STOP", "STOPP", "LOPETA", "PERU", "POISTA", "EI KIITOS", "SLUTA", "AVSLUTA"),
        "start": ("START", "ALOITA"),
        "yes": ("KYLLÄ", "KYLLA", "JOO", "JA", "YES"),
        "help": ("APUA", "OHJE", "HJÄLP", "HELP", "INFO"),
    },
    territories=("AX",),
)
