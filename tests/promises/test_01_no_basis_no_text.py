"""Promise 1: marketing is handed to a carrier only if the law allowed it in the transaction that leased it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from samtycke.gate.door import Spec, decide_several, opt_out, send
from samtycke.gate.tests.scene import OFFER, bought, campaign, number, people, states, take, yes
from samtycke.ledger.door import find_contact, note
from samtycke.organisations.door import Organisation, acting_for
from samtycke.sms import Number


def now() -> datetime:
    return datetime.now(UTC)


def something(i: int, chance: random.Random) -> list:
    """What a person may have said or done."""
    return chance.choice(
        [
            lambda: [yes(i)],
            lambda: [yes(i, purpose="events")],
            lambda: [bought(i, days_ago=chance.randrange(1, 800))],
            lambda: [bought(i, category=chance.choice(["shoes", "boots", "bags", "insurance"]))],
            lambda: [bought(i, offered=False)],
            lambda: [yes(i, days_ago=400), bought(i, category="bags"), bought(i, days_ago=380)],
        ]
    )()


def disturb(organisation, i: int, chance: random.Random) -> None:
    """Something that changes what may be sent."""
    with acting_for(organisation.pk) as cursor:
        contact = find_contact(cursor, number(i).e164)
        match chance.randrange(6):
            case 0:
                opt_out(cursor, number(i), because="STOPP", door="sms", now=now())
            case 1:
                opt_out(cursor, number(i), purpose="offers", kind="withdrawal", because="länk", door="link", now=now())
            case 2:
                note(cursor, contact, "restriction", door="staff", now=now())
            case 3:
                note(cursor, contact, "reply_held", door="sms", now=now())
            case 4:
                note(cursor, contact, "number_wrong", door="staff", now=now())
            case 5:
                note(cursor, contact, "pause", door="link", until=now() + timedelta(days=3), now=now())


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_between_plan_and_lease_only_the_allowed_are_handed_out(organisation, seed):
    """The lease hands out exactly those whom the law allows at that moment, whatever was decided before."""
    chance = random.Random(seed)
    people(organisation, *(entry for i in range(60) for entry in something(i, chance)))
    campaign(organisation)
    for i in chance.sample(range(60), 25):
        disturb(organisation, i, chance)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT contact_id FROM message WHERE state = 'planned'")
        waiting = [row[0] for row in cursor.fetchall()]
        now_allowed = {
            contact
            for contact, decision in decide_several(cursor, OFFER, waiting, now=now()).items()
            if decision.verdict == "allow"
        }
    handed_out = {message.contact_id for message in take(organisation).messages}
    assert handed_out == now_allowed
    assert handed_out, "somebody must be left, or this shows nothing"
    with acting_for(organisation.pk) as cursor:
        cursor.execute(
            "SELECT DISTINCT d.verdict FROM message m JOIN decision d ON d.id = m.decision_id WHERE m.state = 'leased'"
        )
        assert cursor.fetchall() == [("allow",)]


def test_a_number_nobody_knows_gets_no_marketing_by_any_door(organisation):
    with acting_for(organisation.pk) as cursor:
        sent = send(cursor, OFFER, number(1), now=now())
    assert (sent.state, sent.decision.rule) == ("withheld", "mfl19.none")
    assert take(organisation, lane="phone/marketing").messages == ()


def test_a_country_without_a_pack_gets_no_marketing(organisation):
    abroad = Number("+35312345678", "IE")
    with acting_for(organisation.pk) as cursor:
        assert send(cursor, OFFER, abroad, now=now()).decision.rule == "pack.none"


def test_a_test_send_passes_the_same_gate(organisation):
    with acting_for(organisation.pk) as cursor:
        sent = send(cursor, Spec("marketing", "offers", "Prov", ("shoes",), test=True), number(1), now=now())
    assert sent.state == "withheld"


def test_a_held_text_is_decided_again_when_its_time_comes(organisation):
    """Held by the cap, then due, and by then no longer allowed."""
    Organisation.objects.filter(pk=organisation.pk).update(settings={"quiet_hours": None, "per_24h": 1, "per_7d": None})
    people(organisation, yes(1), yes(2))
    campaign(organisation)
    assert len(take(organisation).messages) == 2
    campaign(organisation, campaign_id=2)
    assert take(organisation, lane="phone/marketing/2").messages == ()
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT min(due_at) FROM message WHERE campaign_id = 2")
        assert cursor.fetchone()[0] > now() + timedelta(hours=23)
        with connection.cursor() as plain:
            plain.execute("UPDATE recent_marketing SET sent = ARRAY[now() - interval '25 hours']")
            plain.execute("UPDATE message SET due_at = now() WHERE campaign_id = 2")
        note(cursor, find_contact(cursor, number(2).e164), "restriction", door="staff", now=now())
    assert [message.number for message in take(organisation, lane="phone/marketing/2").messages] == [number(1).e164]
    assert states(organisation) == {"leased": 3, "withheld": 1}


def test_two_texts_to_one_person_in_one_batch_are_counted_one_after_the_other(organisation):
    """The cap holds within a batch too."""
    Organisation.objects.filter(pk=organisation.pk).update(settings={"quiet_hours": None, "per_24h": 1, "per_7d": None})
    people(organisation, yes(1))
    with acting_for(organisation.pk) as cursor:
        for _ in range(2):
            send(cursor, OFFER, number(1), now=now())
    assert len(take(organisation, lane="phone/marketing").messages) == 1
    assert take(organisation, lane="phone/marketing").messages == ()
