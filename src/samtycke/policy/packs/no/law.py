"""Norway: markedsføringsloven (LOV-2009-01-09-2) § 15, and GDPR through the EEA agreement.

The law asks for the consent of natural persons; Reservasjonsregisteret is for calls and post. In doubt: whether an
existing customer relation lasts longer than twelve months.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from samtycke.policy.dated import Schedule, Value
from samtycke.policy.pack import Authority, Pack
from samtycke.policy.packs.eu import holds, law, service

_MFL = "https://lovdata.no/dokument/NL/lov/2009-01-09-2"
_IN_FORCE = date(2009, 6, 1)  # markedsføringsloven

PACK = Pack(
    country="NO",
    version="2026.4",
    begins=date(2018, 7, 20),
    timezone=ZoneInfo("Europe/Oslo"),
    language="nb",
    authority=Authority("Forbrukertilsynet", "https://www.forbrukertilsynet.no/"),
    schedule=Schedule(customer_months=(Value(12, law.BEGINS, "god skikk; loven setter ingen grense"),)),
    denials=law.denied(
        {
            "mfl20.way-out": "Markedsføringsloven § 15 tredje ledd; ePrivacy art. 13(4)",
            "gdpr21.objected": "GDPR art. 21(2)–(3); personopplysningsloven § 1",
        },
        _MFL,
    ),
    bases=law.grounds("no", "Markedsføringsloven § 15", _MFL, since=_IN_FORCE),
    service_bases=service.SERVICE_BASES,
    holds=holds.HOLDS,
    consent_conditions=law.CONSENT_CONDITIONS,
    sale_conditions=law.at("Markedsføringsloven § 15", _MFL, law.SALE_CONDITIONS),
    nothing=law.nothing("no", "Markedsføringsloven § 15", _MFL, since=_IN_FORCE),
    way_out={
        "nb": "Avslutt: STOPP til {number}",
        "sv": "Avsluta: STOPP till {number}",
        "en": "Stop: text STOP to {number}",
    },
    way_out_link={"nb": "Avslutt: {link}", "sv": "Avsluta: {link}", "en": "Stop: {link}"},
    words={
        "stop": ("STOPP", "STOP", "SLUTT", "AVSLUTT", "MELD AV", "AVMELD", "AVBRYT"),
        "start": ("START",),
        "yes": ("JA", "YES", "JA TAKK"),
        "help": ("HJELP", "HELP", "INFO"),
    },
    territories=("SJ",),
)
