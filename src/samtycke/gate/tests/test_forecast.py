"""The forecast says of everybody together what the law says of each alone, on any day asked about."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from samtycke.gate.door import (
    EVERYBODY,
    Audience,
    Spec,
    WhatIf,
    decide_several,
    draft_envelope,
    forecast,
    lapsing,
    opt_out,
)
from samtycke.gate.facts import read_facts
from samtycke.gate.verdicts import decide_facts
from samtycke.ledger.door import Consent, Sale, SaleCancelled, record
from samtycke.organisations.door import Organisation, acting_for
from samtycke.policy import decide, pack_for
from samtycke.sms import Number

HOME = ZoneInfo("Europe/Stockholm")
OFFER = Spec("marketing", "offers", "Höstens skor är här", ("shoes",), "Skobutiken")
METHODS = ("web_form", "checkbox_unticked", "double_opt_in", "paper", "keyword_sms", "checkbox_preticked")
COUNTRIES = ("SE", "SE", "SE", "SE", "DE", "GB", "FI", "US", "FR")
SETTINGS = (
    {"quiet_hours": None, "per_24h": None, "per_7d": None},
    {},
    {"customer_months": 5, "consent_months": 9, "per_24h": 2},
    {"customer_months": 30, "quiet_hours": ["10:00", "14:00"]},
)
INSTANTS = (
    datetime(2024, 2, 29, 9, tzinfo=HOME),  # twelve months on is 28 February
    datetime(2025, 3, 29, 23, 30, tzinfo=HOME),  # the clock is moved in the night
    datetime(2026, 1, 20, 10, tzinfo=HOME),  # a law for charities in the United Kingdom begins on 5 February
)
DAYS = (0, 1, 2, 16, 29, 30, 31, 90, 200, 364, 365)


def number(place: int, country: str) -> Number:
    return Number(f"+4673{place:07d}", country)


def a_town(organisation, rng: random.Random, now: datetime, people: int = 120) -> list[int]:
    """People who said and bought all kinds of things, one life each."""
    numbers = [number(place, rng.choice(COUNTRIES)) for place in range(people)]
    entries = [one for of in numbers for one in a_life(rng, of, now)]
    with acting_for(organisation.pk) as cursor:
        ids = sorted(set(record(cursor, entries, now=now).contact_ids))
        for of in rng.sample(numbers, 10):
            opt_out(cursor, of, because="STOPP", door="sms", now=now - timedelta(days=rng.randint(0, 300)))
        cursor.execute(
            "UPDATE contact SET paused_until = %s WHERE id = ANY(%s)", [now + timedelta(days=9), rng.sample(ids, 6)]
        )
        cursor.execute("UPDATE contact SET unread_reply = true WHERE id = ANY(%s)", [rng.sample(ids, 6)])
        cursor.execute("UPDATE contact SET recipient = 'company' WHERE id = ANY(%s)", [rng.sample(ids, 12)])
        cursor.execute(
            "INSERT INTO recent_marketing (organisation_id, contact_id, sent) "
            "SELECT current_organisation(), i, ARRAY[%s, %s]::timestamptz[] FROM unnest(%s::bigint[]) i",
            [now - timedelta(hours=30), now - timedelta(hours=3), rng.sample(ids, 15)],
        )
    return ids


def a_life(rng: random.Random, of: Number, now: datetime) -> list:
    said = []
    if rng.random() < 0.45:
        said.append(
            Consent(
                number=of, occurred_at=ago(rng, now), door="import", purpose=rng.choice(("offers", "offers", "events")),
                method=rng.choice(METHODS), wording="Ja tack", informed=rng.random() < 0.9,
            )
        )  # fmt: skip
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        said.append(
            Sale(
                number=of, occurred_at=ago(rng, now), door="import",
                category=rng.choice(("shoes", "shoes", "boots", "bags")), collected=rng.random() < 0.9,
                informed=rng.random() < 0.9, offered=rng.random() < 0.9, refused=rng.random() < 0.1,
                relation=rng.choice(("sale", "sale", "negotiation", "support")),
                until=None if rng.random() < 0.9 else now + timedelta(days=rng.randint(1, 300)),
            )
        )  # fmt: skip
    if said and rng.random() < 0.05:
        said.append(SaleCancelled(number=of, occurred_at=now - timedelta(hours=1), door="import"))
    return said or [Sale(number=of, occurred_at=ago(rng, now), door="import", category="bags", collected=True,
                         informed=True, offered=True, refused=False)]  # fmt: skip


def ago(rng: random.Random, now: datetime) -> datetime:
    """Often just about as long ago as a period of the law or of the settings."""
    days = rng.choice((rng.randint(0, 800), 365 - rng.randint(0, 40), 150 + rng.randint(0, 8), 275 - rng.randint(0, 5)))
    return now - timedelta(days=days, hours=rng.randint(0, 23))


def noon(now: datetime, day: int) -> datetime:
    return datetime.combine(now.astimezone(HOME).date() + timedelta(days=day), datetime.min.time(), HOME).replace(
        hour=12
    )


def with_settings(organisation, settings) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(settings=settings)


def alone(cursor, ids, at: datetime) -> dict[int, str]:
    return {contact: one.verdict for contact, one in decide_several(cursor, OFFER, ids, now=at).items()}


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("now", INSTANTS)
def test_a_forecast_is_everybody_decided_alone_on_that_day(organisation, settings, now):
    """Over a town of lives: each day's figure, today's verdicts by rule, and who is the one to lapse, and when."""
    rng = random.Random(str((settings, now)))
    ids = a_town(organisation, rng, now)
    with_settings(organisation, settings)
    with acting_for(organisation.pk) as cursor:
        envelope = draft_envelope(cursor, OFFER)
        seen = forecast(cursor, envelope, EVERYBODY, now=now)
        by_day = {day: alone(cursor, ids, noon(now, day)) for day in DAYS}
        known = read_facts(cursor, envelope, ids, settings, now)
        decided = (decide_facts(envelope.policy, facts, noon(now, 0), settings) for facts, _ in known.values())
        today = Counter((one.verdict, one.rule) for one in decided)
        gone = lapsing(cursor, envelope, EVERYBODY, now=now, days=31)
        around = {one.contact_id: decide_at(cursor, one.contact_id, now, one.last_day) for one in gone}
    assert seen.contacts == len(ids)
    assert {day: seen.as_is.on(day) for day in DAYS} == {day: reached(of) for day, of in by_day.items()}
    told = Counter[tuple[str, str]]()
    for ground, people in seen.as_is.today.items():
        told[ground.verdict, ground.rule] += people
    assert told == today
    assert all(before != "deny" and after == "deny" for before, after in around.values())
    may_now = {contact for contact, verdict in by_day[0].items() if verdict != "deny"}
    stay = {contact for contact in may_now if by_day[31][contact] != "deny"}
    assert {one.contact_id for one in gone} >= may_now - stay
    assert {one.contact_id for one in gone} <= may_now


def decide_at(cursor, contact: int, now: datetime, last: date) -> tuple[str, str]:
    day = (last - now.astimezone(HOME).date()).days
    return tuple(alone(cursor, [contact], noon(now, d))[contact] for d in (day, day + 1))


def reached(verdicts: dict[int, str]) -> int:
    return sum(verdict != "deny" for verdict in verdicts.values())


@pytest.mark.parametrize("settings", SETTINGS[1:])
def test_what_if_is_what_would_be_if_it_were_so(organisation, settings):
    """Other settings and more similar goods, counted first and then made true: the same figures."""
    now = INSTANTS[2]
    rng = random.Random(str(settings))
    ids = a_town(organisation, rng, now)
    with acting_for(organisation.pk) as cursor:
        before = decide_several(cursor, OFFER, ids, now=noon(now, 0))
        tried = forecast(
            cursor, draft_envelope(cursor, OFFER), now=now, what_if=WhatIf(settings=settings, similar=("bags",))
        )
        cursor.execute("SELECT settings FROM organisation WHERE id = current_organisation()")
        assert cursor.fetchone()[0] != settings
    with_settings(organisation, settings)
    with acting_for(organisation.pk) as cursor:
        cursor.execute(
            "INSERT INTO similar_category VALUES (current_organisation(), 'shoes', 'bags', 'Karin', 'Passar ihop')"
        )
        after = decide_several(cursor, OFFER, ids, now=noon(now, 0))
        for day in DAYS:
            assert tried.what_if.on(day) == reached(alone(cursor, ids, noon(now, day))), day
    changed = Counter((before[one].rule, after[one].rule) for one in ids if before[one].verdict != after[one].verdict)
    told = Counter[tuple[str, str]]()
    for one in tried.changes:
        told[one.before.rule, one.after.rule] += one.people
    assert told == changed
    assert changed


@pytest.mark.parametrize("country", ["DE", "GB", "FR"])
def test_another_countrys_law_besides_ones_own_never_opens_a_way(organisation, country):
    """Both must allow: nobody is reached who is not today, and it is what both laws say of each alone."""
    now = INSTANTS[2]
    ids = a_town(organisation, random.Random(country), now)
    with acting_for(organisation.pk) as cursor:
        envelope = draft_envelope(cursor, OFFER)
        seen = forecast(cursor, envelope, now=now, what_if=WhatIf(also_law=country))
        known = read_facts(cursor, envelope, ids, organisation.settings, noon(now, 0))
        own = alone(cursor, ids, noon(now, 0))
    law = pack_for(country, organisation.settings)
    both = sum(
        own[contact] != "deny" and decide(envelope.policy, facts, noon(now, 0), law).verdict != "deny"
        for contact, (facts, _) in known.items()
    )
    assert seen.what_if.on(0) == both
    assert all(then <= is_ for then, is_ in zip(seen.what_if.total, seen.as_is.total, strict=True))
    assert not [one for one in seen.changes if one.before.verdict == "deny"]


def test_a_permission_that_lapses_tonight_is_gone_tomorrow(organisation):
    """Bought on 4 March last year: within until the end of 4 March, by the recipient's own calendar."""
    now = datetime(2026, 3, 4, 21, tzinfo=HOME)
    with acting_for(organisation.pk) as cursor:
        record(cursor, [a_sale(1, datetime(2025, 3, 4, 15, tzinfo=HOME))], now=now)
        seen = forecast(cursor, draft_envelope(cursor, OFFER), now=now)
        gone = lapsing(cursor, draft_envelope(cursor, OFFER), now=now, days=30)
    assert (seen.as_is.on(0), seen.as_is.on(1)) == (1, 0)
    assert [one.last_day for one in gone] == [date(2026, 3, 4)]


def test_twelve_months_from_leap_day_end_on_28_february(organisation):
    now = datetime(2025, 2, 20, 12, tzinfo=HOME)
    with acting_for(organisation.pk) as cursor:
        record(cursor, [a_sale(1, datetime(2024, 2, 29, 9, tzinfo=HOME))], now=now)
        gone = lapsing(cursor, draft_envelope(cursor, OFFER), now=now, days=30)
    assert [one.last_day for one in gone] == [date(2025, 2, 28)]


def a_sale(place: int, at: datetime, **more) -> Sale:
    return Sale(number=number(place, "SE"), occurred_at=at, door="import", category="shoes", collected=True,
                informed=True, offered=True, refused=False, **more)  # fmt: skip


def test_who_lapses_comes_in_pages_that_leave_nobody_out(organisation):
    """The first to lapse first, and those of one day by id."""
    now = datetime(2026, 3, 4, 9, tzinfo=UTC)
    with acting_for(organisation.pk) as cursor:
        record(cursor, [a_sale(i, now - timedelta(days=362 - i % 3)) for i in range(20)], now=now)
        envelope = draft_envelope(cursor, OFFER)
        whole = lapsing(cursor, envelope, now=now, days=30)
        paged, after = [], None
        while page := lapsing(cursor, envelope, now=now, days=30, after=after, limit=7):
            paged += page
            after = page[-1].last_day, page[-1].contact_id
    assert paged == whole
    assert len(whole) == 20
    assert [one.last_day for one in whole] == sorted(one.last_day for one in whole)


def test_who_said_no_is_not_among_those_to_ask(organisation):
    """A withdrawal or an objection is not a permission that ends by itself."""
    now = datetime(2026, 3, 4, 9, tzinfo=UTC)
    with acting_for(organisation.pk) as cursor:
        record(cursor, [a_sale(i, now - timedelta(days=350)) for i in range(2)], now=now)
        opt_out(cursor, number(1, "SE"), because="STOPP", door="sms", now=now)
        gone = lapsing(cursor, draft_envelope(cursor, OFFER), now=now, days=90)
    assert len(gone) == 1


def test_numbers_of_countries_without_a_pack_are_counted_by_country(organisation):
    now = datetime(2026, 3, 4, 9, tzinfo=UTC)
    with acting_for(organisation.pk) as cursor:
        us = Consent(number=number(1, "US"), occurred_at=now - timedelta(days=3), door="form", purpose="offers",
                     method="web_form", wording="Yes", informed=True)  # fmt: skip
        record(cursor, [us, a_sale(2, now - timedelta(days=3))], now=now)
        seen = forecast(cursor, draft_envelope(cursor, OFFER), now=now)
    assert seen.without_pack == {"US": 1}
    assert seen.as_is.on(0) == 1


def test_nobody_is_forecast_as_nobody(organisation):
    with acting_for(organisation.pk) as cursor:
        seen = forecast(cursor, draft_envelope(cursor, OFFER), now=datetime.now(UTC), what_if=WhatIf())
    assert (seen.contacts, seen.as_is.on(0), seen.as_is.on(365), seen.what_if.on(30)) == (0, 0, 0, 0)


def test_an_audience_is_those_people_only(organisation):
    now = datetime(2026, 3, 4, 9, tzinfo=UTC)
    with acting_for(organisation.pk) as cursor:
        ids = record(cursor, [a_sale(i, now - timedelta(days=3)) for i in range(4)], now=now).contact_ids
        seen = forecast(cursor, draft_envelope(cursor, OFFER), Audience(ids=ids[:3]), now=now, days=7)
    assert (seen.contacts, seen.as_is.total) == (3, (3,) * 8)


def test_what_if_saves_nothing(organisation):
    """Looking writes no row anywhere: the transaction may be one that can't write."""
    now = datetime.now(UTC)
    with acting_for(organisation.pk) as cursor:
        record(cursor, [a_sale(1, now - timedelta(days=3))], now=now)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        seen = forecast(
            cursor, draft_envelope(cursor, OFFER), now=now,
            what_if=WhatIf(settings={"customer_months": 1}, similar=("bags",), also_law="DE"),
        )  # fmt: skip
    assert seen.what_if.on(0) == 1


def test_an_objection_speaks_again_when_the_consent_that_outweighed_it_has_lapsed(organisation):
    """Bought, said no, said yes anew: when the yes is too old the no stands, though they would still be a customer."""
    now = datetime(2026, 3, 4, 9, tzinfo=UTC)
    with_settings(organisation, {"consent_months": 1})
    yes = Consent(number=number(1, "SE"), occurred_at=now - timedelta(days=10), door="form", purpose="offers",
                  method="web_form", wording="Ja tack", informed=True)  # fmt: skip
    with acting_for(organisation.pk) as cursor:
        record(cursor, [a_sale(1, now - timedelta(days=30))], now=now)
        opt_out(cursor, number(1, "SE"), because="STOPP", door="sms", now=now - timedelta(days=20))
        (contact,) = record(cursor, [yes], now=now).contact_ids
        seen = forecast(cursor, draft_envelope(cursor, OFFER), now=now)
        left = [alone(cursor, [contact], noon(now, day))[contact] != "deny" for day in range(40)]
        known = read_facts(cursor, draft_envelope(cursor, OFFER), [contact], {"consent_months": 1}, now)[contact][0]
    assert known.objected
    assert known.customer_on
    assert not known.refused
    assert [bool(people) for people in seen.as_is.total[:40]] == left
    assert sum(left) == 19
