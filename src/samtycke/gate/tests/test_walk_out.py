"""A campaign is previewed, planned, leased and settled; everybody is in exactly one place."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from samtycke.gate.door import (
    EVERYBODY,
    CarrierReceipt,
    Outcome,
    Spec,
    counts,
    decide_one,
    draft_envelope,
    enlist,
    explain,
    messages_in,
    opt_out,
    preview,
    reap,
    receipts,
    send,
    settle,
)
from samtycke.gate.tests.scene import OFFER, bought, bury, campaign, number, people, states, take, yes
from samtycke.organisations.door import NotDeclared, Organisation, acting_for


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def shop(organisation):
    """Four who may be texted, and five who may not, each for a reason of their own."""
    people(
        organisation,
        *(yes(i) for i in range(3)), bought(3), bought(4, category="insurance"), bought(5, days_ago=400),
        bought(6, offered=False), yes(7, purpose="events"), yes(8),
    )  # fmt: skip
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, number(8), because="STOPP", door="sms", now=now())
    return organisation


def test_preview_says_of_everybody_whether_and_why(shop):
    with acting_for(shop.pk) as cursor:
        seen = preview(cursor, draft_envelope(cursor, OFFER), EVERYBODY, now=now())
    assert seen.recipients == 9
    assert sum(group.people for group in seen.groups) == 9
    assert {(group.verdict, group.rule.id): group.people for group in seen.groups} == {
        ("allow", "mfl19.consent"): 3,
        ("allow", "mfl19.soft-opt-in"): 1,
        ("deny", "soft.not-similar"): 1,
        ("deny", "soft.not-customer"): 1,
        ("deny", "soft.no-refusal-offered"): 1,
        ("deny", "consent.other-purpose"): 1,
        ("deny", "gdpr21.objected"): 1,
    }
    assert (seen.price.segments, seen.price.cost, seen.price.parts) == (4, 160, {1: 4})


def test_plan_writes_what_preview_said_and_a_repeat_changes_nothing(shop):
    assert campaign(shop) == {"planned": 4, "withheld": 5}
    assert campaign(shop) == Counter()
    with acting_for(shop.pk) as cursor:
        by_state, by_rule = counts(cursor, 1)
    assert by_state == {"planned": 4, "withheld": 5}
    assert sum(by_rule.values()) == 5


def test_a_text_goes_out_with_its_way_out_and_comes_back_delivered(shop):
    campaign(shop)
    batch = take(shop)
    assert len(batch.messages) == 4
    assert {one.text for one in batch.messages} == {"Höstens skor är här\nAvsluta: STOPP till 71000"}
    with acting_for(shop.pk) as cursor:
        outcomes = [Outcome(one, "sent", ref=f"{shop.pk}-{one.id}") for one in batch.messages]
        settle(cursor, batch, outcomes, carrier="phone", now=now())
    receipts("phone", [CarrierReceipt(f"{shop.pk}-{one.id}", "delivered", "", now()) for one in batch.messages])
    receipts("phone", [CarrierReceipt(f"{shop.pk}-{one.id}", "failed", "", now()) for one in batch.messages])
    assert states(shop) == {"delivered": 4, "withheld": 5}
    with acting_for(shop.pk) as cursor:
        assert counts(cursor, 1)[0] == {"delivered": 4, "withheld": 5}


def test_a_receipt_that_comes_first_waits_for_its_message(shop):
    campaign(shop)
    batch = take(shop, limit=1)
    (one,) = batch.messages
    receipts("phone", [CarrierReceipt(f"early-{shop.pk}", "delivered", "", now())])
    with acting_for(shop.pk) as cursor:
        settle(cursor, batch, [Outcome(one, "sent", ref=f"early-{shop.pk}")], carrier="phone", now=now())
    assert states(shop)["delivered"] == 1


def test_what_is_refused_for_now_is_tried_again_and_what_is_unknown_is_not(shop):
    campaign(shop)
    batch = take(shop)
    retried, unknown, *rest = batch.messages
    with acting_for(shop.pk) as cursor:
        settle(
            cursor, batch,
            [Outcome(retried, "retry"), Outcome(unknown, "unknown"), *(Outcome(one, "failed") for one in rest)],
            carrier="phone", now=now() - timedelta(seconds=10),
        )  # fmt: skip
    assert states(shop) == {"planned": 1, "unknown": 1, "failed": 2, "withheld": 5}
    assert [one.id for one in take(shop).messages] == [retried.id]


def test_a_dead_gateways_marketing_is_unknown_and_its_service_goes_again(shop):
    dead = enlist()
    campaign(shop)
    take(shop, gateway=dead)
    with acting_for(shop.pk) as cursor:
        send(cursor, Spec("service", "orders", "Dina skor är framme"), number(1), now=now())
    take(shop, gateway=dead, lane="phone/service")
    assert states(shop) == {"leased": 5, "withheld": 5}
    bury(dead)
    assert reap() >= 5
    assert states(shop) == {"unknown": 4, "planned": 1, "withheld": 5}
    with acting_for(shop.pk) as cursor:
        assert counts(cursor, 1)[0] == {"unknown": 4, "withheld": 5}


def test_whoever_leaves_between_plan_and_lease_gets_nothing(shop):
    campaign(shop)
    with acting_for(shop.pk) as cursor:
        left = opt_out(cursor, number(0), because="STOPP", door="sms", now=now())
    assert left.withheld == 1
    assert number(0).e164 not in {one.number for one in take(shop).messages}
    with acting_for(shop.pk) as cursor:
        withheld = messages_in(cursor, 1, state="withheld", rule="gdpr21.objected")
    assert len(withheld) == 2


def test_a_service_text_reaches_whoever_said_stop(shop):
    with acting_for(shop.pk) as cursor:
        sent = send(cursor, Spec("service", "orders", "Dina skor är framme"), number(8), now=now())
    assert (sent.state, sent.decision.rule) == ("planned", "gdpr6.contract")
    (message,) = take(shop, lane="phone/service").messages
    assert message.text == "Dina skor är framme"


def test_a_stranger_gets_no_offer_and_the_refusal_is_kept(shop):
    with acting_for(shop.pk) as cursor:
        sent = send(cursor, OFFER, number(77), now=now())
        assert (sent.state, sent.decision.rule) == ("withheld", "mfl19.none")
        told = explain(cursor, sent.id, now=now())
        assert told.then.explanation["sv"].startswith("Det finns varken")
        assert decide_one(cursor, OFFER, number(78), now=now()).rule == "mfl19.none"


def test_a_message_is_explained_as_it_was_decided_and_as_it_would_be_now(shop):
    campaign(shop)
    batch = take(shop)
    one = next(one for one in batch.messages if one.number == number(3).e164)
    with acting_for(shop.pk) as cursor:
        opt_out(cursor, number(3), because="STOPP", door="sms", now=now())
        told = explain(cursor, one.id, now=now())
    assert (told.then.verdict, told.then.basis, told.now.verdict) == ("allow", "soft_opt_in", "deny")
    assert told.then.asked[-1].rule == "reply.unread"
    assert (told.then.settled_by.rule, told.then.settled_by.outcome) == ("mfl19.soft-opt-in", "allows")
    assert (told.now.settled_by.rule, told.now.settled_by.outcome) == ("gdpr21.objected", "denies")


def test_quiet_hours_hold_a_text_until_they_end(shop):
    Organisation.objects.filter(pk=shop.pk).update(settings={"quiet_hours": ["00:00", "23:59"], "per_24h": None})
    assert campaign(shop)["planned"] == 4
    assert take(shop).messages == ()


def test_the_frequency_cap_holds_the_second_text_of_a_day(shop):
    Organisation.objects.filter(pk=shop.pk).update(settings={"quiet_hours": None, "per_24h": 1, "per_7d": 4})
    campaign(shop)
    assert len(take(shop).messages) == 4
    campaign(shop, campaign_id=2)
    assert take(shop, lane="phone/marketing/2").messages == ()
    with acting_for(shop.pk) as cursor:
        assert {one.rule for one in messages_in(cursor, 2, state="planned")} == {"ethics.frequency"}


def test_what_the_organisation_has_not_declared_is_refused_with_what_it_has(shop):
    with acting_for(shop.pk) as cursor, pytest.raises(NotDeclared) as refused:
        draft_envelope(cursor, Spec("marketing", "offer", "Hej"))
    assert (refused.value.field, "offers" in refused.value.known) == ("purpose", True)
