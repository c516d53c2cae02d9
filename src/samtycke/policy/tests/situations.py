"""Every situation there can be, for the tests of what holds of all of them."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from samtycke.policy import Envelope, Facts, Instants, countries, territories

METHODS = (
    *("web_form", "checkbox_unticked", "checkbox_preticked", "keyword_sms", "paper", "verbal", "double_opt_in"),
    *("double_opt_in_pending", "bundled_terms", "telepathy", None),
)
ACTIVE = {"web_form", "checkbox_unticked", "keyword_sms", "paper", "verbal", "double_opt_in"}
SETTINGS = (
    {},
    {"quiet_hours": None, "per_24h": None, "per_7d": None},
    {"consent_months": 12, "customer_months": 6},
    {"quiet_hours": ["18:30", "09:00"], "per_24h": 2, "per_7d": 3, "consent_months": 24},
)

_ZONES = [ZoneInfo(name) for name in ("Europe/Stockholm", "Europe/London", "Europe/Helsinki", "Europe/Paris")]
_EDGES = [
    datetime(year, month, day, hour, minute, second, tzinfo=zone)
    for zone in _ZONES
    # The clocks go forward, and back; New Year; a leap day; Easter Sunday and Monday; Ascension; a common day.
    for year, month, day in ((2026, 3, 28), (2026, 3, 29), (2026, 10, 24), (2026, 10, 25), (2025, 12, 31),
                             (2026, 1, 1), (2024, 2, 29), (2026, 4, 5), (2026, 4, 6), (2026, 5, 14), (2026, 3, 10))
    for hour, minute, second in ((0, 0, 0), (2, 30, 0), (7, 59, 59), (8, 0, 0), (19, 59, 59), (20, 0, 0), (20, 59, 59),
                                 (21, 0, 0), (23, 59, 59), (12, 0, 0))
]  # fmt: skip
instants = st.sampled_from(_EDGES) | st.datetimes(
    datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)  # noqa: DTZ001
)  # fmt: skip

envelopes = st.builds(
    Envelope,
    kind=st.sampled_from(["marketing", "marketing", "service"]),
    purpose=st.just("offers"),
    categories=st.sampled_from([(), ("shoes",), ("shoes",), ("alcohol",), ("gambling", "shoes")]),
    **{field.name: st.booleans() for field in fields(Envelope) if field.type == "bool"},
    legal_basis=st.sampled_from([None, "contract", "legal_obligation", "legitimate_interest", "whim"]),
)
"""With all fields varied: whatever flag is added later too."""


def _days(now: date):
    """Days in the past, many at the edge of a number of months, and of a relation that runs on."""
    edges = [now - timedelta(days=days) for days in (0, 1, 180, 181, 184, 364, 365, 366, 367, 730, 731, 732)]
    return st.none() | st.sampled_from(edges) | st.dates(date(2021, 1, 1), now)


@st.composite
def cases(draw, *, marketing: bool = False, willing: bool = False):
    """An envelope, facts as the ledger may tell them, an instant, a country, settings, and the person's own instants.

    ``willing``: of people who may well be texted, since what is asked of permissions and holds would else seldom come
    to them.
    """
    envelope = draw(envelopes)
    if marketing:
        envelope = Envelope(**{**{name: getattr(envelope, name) for name in Envelope.__slots__}, "kind": "marketing"})
    now = draw(instants)
    known = (*countries(), *territories())
    country = draw(st.sampled_from(known if willing else (*known, *known, "US", "")))
    days = _days(now.astimezone(UTC).date())
    facts = {field.name: draw(_of_field(field, days)) for field in fields(Facts)}
    quiet = draw(st.sets(st.sampled_from(_FLAGS), min_size=len(_FLAGS) - 8))
    facts |= dict.fromkeys(quiet, False) | {"country": country}
    if willing:
        whole = dict.fromkeys(("sale_collected", "sale_informed", "sale_offered", "sale_similar"), True)
        facts |= dict.fromkeys(_NOES, False) | whole | {"texts_day": 0, "texts_week": draw(st.sampled_from([0, 0, 4]))}
        envelope = draw(_offers)
    if draw(st.booleans()):
        facts |= {"consent_informed": True, "consent_evidenced": True, "consent_withdrawn": False}
        facts["consent_method"] = draw(st.sampled_from(sorted(ACTIVE)))
    facts["customer_on"] = draw(st.sampled_from([facts["customer_on"], facts["customer_on"], date.max]))
    if facts["customer_on"] is not None and facts["sale_on"] is not None:
        # A sale described beside the whole one of similar goods is another one.
        facts["sale_similar"] = False
    return envelope, Facts(**facts), now, country, draw(st.sampled_from(SETTINGS)), draw(_instants_of(facts, now))


_NOES = (
    *("objected", "blocked_platform", "blocked_organisation", "blocked_purpose", "erased", "restricted", "child"),
    *("number_wrong", "minor", "refused", "consent_withdrawn", "consent_elsewhere", "consent_other_sender"),
    *("unread_reply",),
)
_offers = st.builds(
    Envelope,
    kind=st.sampled_from(["marketing"] * 7 + ["service"]),
    purpose=st.just("offers"),
    categories=st.just(("shoes",)),
    legal_basis=st.just("contract"),
    charitable=st.booleans(),
)
_FLAGS = tuple(field.name for field in fields(Facts) if field.type == "bool")


def _of_field(field, days):
    match field.name:
        case "country":
            return st.just("")
        case "recipient":
            return st.sampled_from(["consumer", "sole_trader", "company", "unknown"])
        case "consent_method":
            return st.sampled_from(METHODS)
        case "texts_day" | "texts_week":
            return st.sampled_from([0, 0, 0, 1, 2, 4, 6])
        case name if name.endswith("_on"):
            return days
        case _:
            return st.booleans()


@st.composite
def _instants_of(draw, facts, now):
    """The instants that the facts speak of."""
    paused = now + timedelta(minutes=draw(st.integers(1, 60 * 24 * 40))) if facts["paused"] else None
    hours = draw(st.lists(st.integers(1, 167), min_size=facts["texts_week"], max_size=facts["texts_week"]))
    hours += draw(st.lists(st.integers(1, 23), min_size=facts["texts_day"], max_size=facts["texts_day"]))
    return Instants(paused, tuple(sorted(now - timedelta(hours=ago) for ago in hours)))
