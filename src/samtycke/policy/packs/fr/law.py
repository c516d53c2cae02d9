"""France: Code des postes et des communications électroniques (CPCE) art. L34-5, and GDPR.

By the operators' charter marketing waits on Sundays, on public holidays and at night. In doubt: whether the night
begins at 22 or at 20; most senders are told 20, which is held until confirmed. An organisation may not set it aside.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter

from samtycke.policy.dated import Schedule, Value
from samtycke.policy.pack import Authority, Pack
from samtycke.policy.packs.eu import holds, law, service
from samtycke.policy.rule import words

_CPCE = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000042155961"
_IN_FORCE = date(2004, 6, 22)  # loi n° 2004-575
_EVENING, _MORNING = time(20), time(8)
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))  # Code du travail, art. L3133-1
_FROM_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of a year (Code du travail, art. L3133-1)."""
    sunday = easter(year)
    moving = (sunday + timedelta(days=days) for days in _FROM_EASTER)
    return frozenset((*(date(year, month, day) for month, day in _FIXED), *moving))


def closed(at: datetime, zone: ZoneInfo) -> datetime | None:
    """The next permitted morning when ``at`` falls on a Sunday, a public holiday or between 20 and 8; else None."""
    local = at.astimezone(zone)
    day, clock = local.date(), local.time()
    if _is_open(day) and _MORNING <= clock < _EVENING:
        return None
    if not (_is_open(day) and clock < _MORNING):
        day += timedelta(days=1)
    while not _is_open(day):
        day += timedelta(days=1)
    return datetime.combine(day, _MORNING, zone)


def _is_open(day: date) -> bool:
    return day.isoweekday() != 7 and day not in holidays(day.year)


quiet_hours = replace(
    holds.quiet_hours.cited("Charte des opérateurs (SMS)", ""),
    words=words(
        "tyst tid, söndag eller helgdag",
        "quiet hours, a Sunday or a public holiday",
        why_sv="I Frankrike väntar reklam på kvällen, på natten och på sön- och helgdagar. "
        "Går {until} klockan {clock}, om det då fortfarande är tillåtet.",
        why_en="In France marketing waits in the evening, at night, on Sundays and on public holidays. "
        "Goes on {until} at {clock} if it is still allowed then.",
        bare_sv="I Frankrike väntar reklam på kvällen, på natten och på sön- och helgdagar. "
        "Går när inget längre hindrar, om det då fortfarande är tillåtet.",
        bare_en="In France marketing waits in the evening, at night, on Sundays and on public holidays. "
        "Goes when nothing is in its way any more, if it is still allowed then.",
    ),
)

PACK = Pack(
    country="FR",
    version="2026.5",
    begins=law.BEGINS,
    timezone=ZoneInfo("Europe/Paris"),
    language="fr",
    authority=Authority("CNIL", "https://www.cnil.fr/"),
    schedule=Schedule(customer_months=(Value(12, law.BEGINS, "bonne pratique; la loi ne fixe pas de limite"),)),
    denials=law.denied({"mfl20.way-out": "CPCE art. L34-5 al. 5; ePrivacy art. 13(4)"}, _CPCE),
    bases=law.grounds("fr", "CPCE art. L34-5", _CPCE, since=_IN_FORCE),
    service_bases=service.SERVICE_BASES,
    holds=tuple(quiet_hours if one.id == quiet_hours.id else one for one in holds.HOLDS),
    consent_conditions=law.CONSENT_CONDITIONS,
    sale_conditions=law.at("CPCE art. L34-5 al. 4", _CPCE, law.SALE_CONDITIONS),
    nothing=law.nothing("fr", "CPCE art. L34-5", _CPCE, since=_IN_FORCE),
    closed=closed,
    way_out={
        "fr": "STOP au {number}",
        "sv": "Avsluta: STOPP till {number}",
        "en": "Stop: text STOP to {number}",
    },
    way_out_link={"fr": "Stop: {link}", "sv": "Avsluta: {link}", "en": "Stop: {link}"},
    words={
        "stop": ("STOP", "STOPP", "ARRET", "ARRÊT", "DESABONNER", "DÉSABONNER", "DESINSCRIRE", "PAS DE PUB"),
        "start": ("START", "REPRISE"),
        "yes": ("OUI", "YES", "D'ACCORD"),
        "help": ("AIDE", "HELP", "INFO", "CONTACT"),
    },
)
