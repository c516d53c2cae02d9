"""A campaign is written, approved, planned in chunks, halted and finished."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from samtycke.campaigns import start as starting
from samtycke.campaigns.door import (
    AudienceRefused,
    Content,
    NoSuchCampaign,
    NotReady,
    WrongState,
    approve,
    cancel,
    create,
    pause,
    preview,
    read_campaign,
    resume,
    save,
    start,
    statistics,
)
from samtycke.campaigns.tasks import cancel_messages, plan_chunk
from samtycke.gate.door import Outcome, settle
from samtycke.gate.tests.scene import number, people, take, yes
from samtycke.organisations.door import acting_for

AUTUMN = Content("Höstens skor", "Hej {{name|du}}! Höstens skor är här.", "offers", ("shoes",), "Skobutiken")


def now():
    return datetime.now(UTC)


def begun(organisation, content=AUTUMN):
    with acting_for(organisation.pk) as cursor:
        campaign = create(cursor, content, by="Lina", now=now())
        approve(cursor, campaign.id, by="Karin", now=now())
        return start(cursor, campaign.id, by="Lina", now=now())


def planned(organisation, campaign):
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT number FROM campaign_chunk WHERE campaign_id = %s ORDER BY 1", [campaign.id])
        numbers = [row[0] for row in cursor.fetchall()]
    for chunk in numbers:
        plan_chunk(organisation.pk, campaign.id, chunk)
    return len(numbers)


def test_a_draft_keeps_what_was_typed_and_says_what_is_missing(organisation):
    with acting_for(organisation.pk) as cursor:
        campaign = create(cursor, Content("Utkast", "", "", ()), by="Lina", now=now())
        with pytest.raises(NotReady) as refused:
            approve(cursor, campaign.id, by="Karin", now=now())
        assert [(one.field, one.code) for one in refused.value.obstacles] == [
            ("text", "empty"),
            ("purpose", "not-declared"),
        ]
        saved = save(cursor, campaign.id, Content("Utkast", "Hej", "rabatter"), now=now())
        with pytest.raises(NotReady) as refused:
            approve(cursor, saved.id, by="Karin", now=now())
        assert refused.value.obstacles[0].field == "purpose"
        save(cursor, campaign.id, Content("Utkast", "Å" * 2000, "offers"), now=now())
        with pytest.raises(NotReady) as refused:
            approve(cursor, saved.id, by="Karin", now=now())
        assert refused.value.obstacles[0].code == "too-long"


def test_an_approval_falls_when_what_it_bound_is_changed(organisation):
    with acting_for(organisation.pk) as cursor:
        campaign = create(cursor, AUTUMN, by="Lina", now=now())
        approve(cursor, campaign.id, by="Karin", now=now())
        same = save(cursor, campaign.id, AUTUMN, now=now())
        assert same.state == "approved"
        changed = save(cursor, campaign.id, Content("Höst", "Annat", "offers", ("shoes",), "Skobutiken"), now=now())
        assert (changed.state, changed.approved_by) == ("draft", None)


def test_a_campaign_goes_in_chunks_and_is_sent_when_all_are_final(organisation, monkeypatch):
    monkeypatch.setattr(starting, "CHUNK", 3)
    people(organisation, *(yes(i, attributes={"name": f"P{i}"}) for i in range(8)))
    campaign = begun(organisation)
    assert planned(organisation, campaign) == 3
    assert planned(organisation, campaign) == 3
    batch = take(organisation, lane=f"phone/marketing/{campaign.id}")
    assert len(batch.messages) == 8
    greeted = {one.text.split("!")[0] for one in batch.messages}
    assert greeted == {f"Hej P{i}" for i in range(8)}
    with acting_for(organisation.pk) as cursor:
        assert statistics(cursor, campaign, now=now()).waiting == 8
        settle(cursor, batch, [Outcome(one, "failed") for one in batch.messages], carrier="phone", now=now())
        seen = statistics(cursor, campaign, now=now())
        assert (seen.total, seen.out, seen.waiting) == (8, 8, 0)
        assert read_campaign(cursor, campaign.id).state == "sent"


def test_a_paused_campaign_hands_out_nothing_and_a_resumed_one_goes_on(organisation):
    from samtycke.gate.door import due_lanes

    people(organisation, *(yes(i) for i in range(3)))
    campaign = begun(organisation)
    planned(organisation, campaign)

    def lanes():
        with acting_for(organisation.pk) as cursor:
            return [
                one for one in due_lanes(cursor, "phone", "marketing", now()) if one.organisation_id == organisation.pk
            ]

    assert len(lanes()) == 1
    with acting_for(organisation.pk) as cursor:
        assert pause(cursor, campaign.id, by="Lina").state == "paused"
    assert lanes() == []
    with acting_for(organisation.pk) as cursor:
        resume(cursor, campaign.id, by="Lina")
    assert len(lanes()) == 1


def test_a_cancelled_campaign_is_never_sent(organisation):
    people(organisation, *(yes(i) for i in range(3)))
    campaign = begun(organisation)
    planned(organisation, campaign)
    with acting_for(organisation.pk) as cursor:
        cancel(cursor, campaign.id, by="Lina")
    cancel_messages(organisation.pk, campaign.id)
    with acting_for(organisation.pk) as cursor:
        assert statistics(cursor, campaign, now=now()).by_state == {"cancelled": 3}
        with pytest.raises(WrongState):
            cancel(cursor, campaign.id, by="Lina")


def test_an_audience_of_numbers_reaches_just_those(organisation):
    people(organisation, *(yes(i) for i in range(5)))
    content = Content(
        "Två", "Hej", "offers", ("shoes",), "", {"numbers": [number(1).e164, number(3).e164, "+46730999999"]}
    )
    with acting_for(organisation.pk) as cursor:
        campaign = create(cursor, content, by="Lina", now=now())
        seen = preview(cursor, campaign, now=now())
        assert (seen.recipients, seen.count("allow"), seen.count("deny")) == (3, 2, 1)
        wrong = create(cursor, Content("X", "Hej", "offers", ("shoes",), "", {"some": 3}), by="Lina", now=now())
        with pytest.raises(AudienceRefused):
            preview(cursor, wrong, now=now())


def test_somebody_elses_campaign_is_not_there(organisation, other_organisation):
    with acting_for(organisation.pk) as cursor:
        campaign = create(cursor, AUTUMN, by="Lina", now=now())
    with acting_for(other_organisation.pk) as cursor, pytest.raises(NoSuchCampaign):
        read_campaign(cursor, campaign.id)


def test_numbers_are_never_kept_in_clear_and_become_people_when_approved(organisation):
    """A draft gives back what was typed; what is approved is somebody, so that erasing them erases it here too."""
    people(organisation, *(yes(i) for i in range(3)))
    typed = ["073-000 00 01", "+46730999999"]
    with acting_for(organisation.pk) as cursor:
        content = Content("Två", "Hej", "offers", ("shoes",), "", {"numbers": typed})
        campaign = create(cursor, content, by="L", now=now())
        assert campaign.audience == {"numbers": typed}
        cursor.execute("SELECT row_to_json(c)::text FROM campaign c WHERE id = %s", [campaign.id])
        assert "999999" not in cursor.fetchone()[0]
        approved = approve(cursor, campaign.id, by="Karin", now=now())
        assert len(approved.contact_ids) == 2
        started = start(cursor, campaign.id, by="L", now=now())
        assert sorted(started.audience["numbers"]) == ["+46730000001", "+46730999999"]
    planned(organisation, campaign)
    with acting_for(organisation.pk) as cursor:
        seen = statistics(cursor, campaign, now=now())
        assert seen.by_state == {"planned": 1, "withheld": 1}
        assert list(seen.by_rule.values()) == [1]


@pytest.mark.parametrize(
    ("audience", "reason"),
    [
        ({"some": 3}, "unknown-kind"),
        ({"segment": 1}, "no-segments"),
        ({"numbers": ["abc"]}, "bad-number"),
        ({"numbers": "all"}, "unknown-kind"),
        ({"numbers": ["+46730000001"] * 10_001}, "too-many"),
    ],
)
def test_an_audience_that_is_nobody_is_refused_with_the_reason(organisation, audience, reason):
    with acting_for(organisation.pk) as cursor:
        campaign = create(cursor, Content("X", "Hej", "offers", ("shoes",), "", audience), by="L", now=now())
        assert campaign.audience == audience
        with pytest.raises(AudienceRefused) as refused:
            approve(cursor, campaign.id, by="L", now=now())
        assert refused.value.reason == reason


@pytest.mark.parametrize(("act", "state"), [(pause, "paused"), (cancel, "cancelled")])
def test_a_chunk_planned_while_somebody_halts_the_campaign_is_halted_too(organisation, monkeypatch, act, state):
    """The halt comes after the chunk has looked at the campaign, and before it commits."""
    from samtycke.campaigns import tasks
    from samtycke.gate.door import due_lanes

    people(organisation, *(yes(i) for i in range(3)))
    campaign = begun(organisation)
    real = tasks.plan

    def planned_then_halted(*args, **values):
        result = real(*args, **values)
        # From another connection, as another process would.
        with ThreadPoolExecutor(1) as other:
            other.submit(halted).result()
        return result

    def halted():
        try:
            with acting_for(organisation.pk) as cursor:
                act(cursor, campaign.id, by="Lina")
        finally:
            connection.close()

    monkeypatch.setattr(tasks, "plan", planned_then_halted)
    planned(organisation, campaign)
    with acting_for(organisation.pk) as cursor:
        assert read_campaign(cursor, campaign.id).state == state
        lanes = due_lanes(cursor, "phone", "marketing", now())
        assert organisation.pk not in {one.organisation_id for one in lanes}


def test_a_person_who_is_erased_is_taken_out_of_drafts(organisation):
    from samtycke.campaigns import personal

    (contact_id,) = people(organisation, yes(1))
    audience = {"numbers": [number(1).e164, number(2).e164]}
    with acting_for(organisation.pk) as cursor:
        campaign = create(cursor, Content("X", "Hej", "offers", (), "", audience), by="L", now=now())
        personal.erase(cursor, contact_id, by="DPO", door="staff", now=now())
        assert read_campaign(cursor, campaign.id).audience == {"numbers": [number(2).e164]}
        (kept,) = personal.KEPT
        assert kept.let_go(cursor, now(), now(), 100) == 1
        assert read_campaign(cursor, campaign.id).audience == {"numbers": []}
