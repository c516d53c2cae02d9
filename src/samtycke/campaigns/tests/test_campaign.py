"""A campaign is written, approved, planned in chunks, halted and finished."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

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
        assert [(one.field, one.code) for one in refused.value.obstacles] == [("text", "empty")]
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
        assert preview(cursor, campaign, now=now()).recipients == 2
        wrong = create(cursor, Content("X", "Hej", "offers", ("shoes",), "", {"some": 3}), by="Lina", now=now())
        with pytest.raises(AudienceRefused):
            preview(cursor, wrong, now=now())


def test_somebody_elses_campaign_is_not_there(organisation, other_organisation):
    with acting_for(organisation.pk) as cursor:
        campaign = create(cursor, AUTUMN, by="Lina", now=now())
    with acting_for(other_organisation.pk) as cursor, pytest.raises(NoSuchCampaign):
        read_campaign(cursor, campaign.id)
