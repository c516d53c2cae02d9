"""Sweden: marknadsföringslagen (2008:486), GDPR, and the trade's ethical rules, in the order they are asked.

What is ethics rather than law (the twelve months, quiet hours, how often) is marked so and on by default.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from samtycke.policy.dated import Schedule, Value
from samtycke.policy.pack import Authority, Pack
from samtycke.policy.packs.eu import holds, service
from samtycke.policy.packs.se.bases import BASES, CONSENT_CONDITIONS, SALE_CONDITIONS, nothing
from samtycke.policy.packs.se.denials import DENIALS, MFL

PACK = Pack(
    country="SE",
    version="2026.5",
    begins=date(2018, 5, 25),
    timezone=ZoneInfo("Europe/Stockholm"),
    language="sv",
    authority=Authority("Integritetsskyddsmyndigheten (IMY)", "https://www.imy.se/"),
    schedule=Schedule(
        customer_months=(Value(12, date(2010, 1, 1), "SWEDMA, Etiska regler för mobil marknadsföring, 2.1.2"),),
        customer_months_most=12,
    ),
    denials=DENIALS,
    bases=BASES,
    service_bases=service.SERVICE_BASES,
    holds=holds.HOLDS,
    service_holds=tuple(one.cited("MFL 3, 9 §§; EU-domstolen C-102/20", MFL) for one in holds.SERVICE_HOLDS),
    consent_conditions=CONSENT_CONDITIONS,
    sale_conditions=SALE_CONDITIONS,
    nothing=nothing,
    # Only GSM-7 characters, so that the way out never makes a text UCS-2.
    way_out={"sv": "Avsluta: STOPP till {number}", "en": "Stop: text STOP to {number}"},
    way_out_link={"sv": "Avsluta: {link}", "en": "Stop: {link}"},
    words={
        "stop": (
            *("STOPP", "STOP", "SLUTA", "AVSLUTA", "AVREGISTRERA", "AVREG", "AVBRYT", "STOPPA", "STOPALL", "STOP ALL"),
            *("END", "QUIT", "CANCEL", "UNSUBSCRIBE", "REVOKE", "OPTOUT", "OPT OUT"),
        ),
        "start": ("START", "UNSTOP", "STARTA"),
        "yes": ("JA", "YES", "JA TACK", "JAPP"),
        "help": ("HJÄLP", "HJALP", "HELP", "INFO"),
    },
)
