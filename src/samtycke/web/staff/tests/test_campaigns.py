"""Writing, seeing whom it reaches, answering for it, and what came of it."""

from __future__ import annotations

import pytest

from samtycke.campaigns.door import campaigns, read_campaign
from samtycke.campaigns.tasks import plan_chunk
from samtycke.gate.door import messages_in
from samtycke.organisations.door import acting_for

TEXT = "Hej {{name}}! Nya skor i butiken."


@pytest.fixture
def draft(alice, people):
    path = alice.post("/campaigns/new")["Location"]
    write(alice, path)
    return path


def write(client, path, *, htmx=False, **changes):
    content = {
        "name": "Vårskor",
        "text": TEXT,
        "purpose": "offers",
        "categories": ["shoes"],
        "sender": "Skobutiken",
        "audience": "all",
        **changes,
    }
    return client.post(f"{path}/write", content, headers={"HX-Request": "true"} if htmx else {})


def test_an_untouched_draft_is_taken_up_again(alice):
    """Pressing "new" twice makes one draft."""
    assert alice.post("/campaigns/new")["Location"] == alice.post("/campaigns/new")["Location"]


def test_the_phone_shows_the_text_as_somebody_gets_it(alice, draft):
    """Names in, the way out added, parts and price told."""
    page = alice.get(draft).content.decode()
    assert "Hej Åsa Öberg! Nya skor i butiken." in page or "Hej Bo Lind! Nya skor i butiken." in page
    assert "Avsluta: STOPP till 71000" in page
    assert "1 del" in page
    assert "0,40\xa0kr styck" in page


def test_writing_saves_and_answers_with_what_is_alive(organisation, alice, draft):
    """While somebody types, the draft is kept and phone, count and reach come back as fragments."""
    answer = write(alice, draft, htmx=True, text="Hej! Rea på skor.")
    page = answer.content.decode()
    assert "<html" not in page
    assert "Hej! Rea på skor." in page
    assert 'id="reached"' in page
    with acting_for(organisation.pk) as cursor:
        assert campaigns(cursor)[0].text == "Hej! Rea på skor."


def test_a_dear_character_comes_with_its_mend(alice, draft):
    """What makes a text two parts is named, and one click makes it one."""
    words = "Hej! ”Rean” börjar i dag, trettio procent på allt i hela butiken."
    page = write(alice, draft, htmx=True, text=words).content.decode()
    assert "gör SMS:et till 2 delar" in page
    mended = alice.post(f"{draft}/write", {"text": words, "mend": "plain", "purpose": "offers", "sender": "Skobutiken"})
    assert "&quot;Rean&quot; börjar" in mended.content.decode()


def test_what_is_missing_is_told_and_nothing_typed_is_lost(alice, draft):
    """A draft without a text or with a number that is none is kept, and says what it lacks."""
    page = write(alice, draft, htmx=True, audience="numbers", numbers="hej\n070-174 06 05").content.decode()
    assert "hej är inget nummer som kan få SMS." in page
    assert "hej" in alice.get(draft).content.decode()


def test_the_preview_adds_up_and_cites(alice, draft):
    """May, waits and may not are everybody; each row opens to its rule and its people."""
    page = alice.get(f"{draft}/preview").content.decode()
    assert "2 av 3 får SMS:et. 1 får det inte." in page
    assert "MFL 19 §" in page
    assert "Cecilia Ek" in page
    assert "Skicka till 2 personer" in page
    assert "0,80\xa0kr" in page


def test_a_campaign_is_sent_once(organisation, alice, draft):
    """The button approves and starts; pressing it again changes nothing."""
    alice.post(f"{draft}/send")
    alice.post(f"{draft}/send")
    campaign_id = _id(draft)
    plan_chunk(organisation_id=organisation.pk, campaign_id=campaign_id, number=1)
    with acting_for(organisation.pk) as cursor:
        campaign = read_campaign(cursor, campaign_id)
        assert campaign.state == "sending"
        assert campaign.approved_by == "Alice"
        assert len(messages_in(cursor, campaign_id)) == 3
    page = alice.get(draft).content.decode()
    assert "Vårskor går ut. 0 av 2 skickade." in page
    assert "köpte" in page


def test_a_started_campaign_cannot_be_rewritten(alice, draft):
    """What was approved is what is sent."""
    alice.post(f"{draft}/send")
    write(alice, draft, text="Något helt annat")
    assert "Något helt annat" not in alice.get(draft).content.decode()


def test_pause_go_on_and_cancel(organisation, alice, draft):
    """Each verb of its life has its button."""
    alice.post(f"{draft}/send")
    for verb, state in (("pause", "paused"), ("resume", "sending"), ("cancel", "cancelled")):
        alice.post(f"{draft}/{verb}")
        with acting_for(organisation.pk) as cursor:
            assert read_campaign(cursor, _id(draft)).state == state
        assert alice.get(draft).status_code == 200


def test_a_page_that_shows_another_state_is_loaded_anew(alice, draft):
    """The live part asks for the whole page when the campaign has moved on."""
    alice.post(f"{draft}/send")
    assert alice.get(f"{draft}/progress?state=sending").headers.get("HX-Refresh") is None
    assert alice.get(f"{draft}/progress?state=paused").headers["HX-Refresh"] == "true"


def test_a_message_explains_itself(organisation, alice, draft):
    """Who, why, every rule that was asked, and the same as JSON."""
    alice.post(f"{draft}/send")
    plan_chunk(organisation_id=organisation.pk, campaign_id=_id(draft), number=1)
    with acting_for(organisation.pk) as cursor:
        (withheld,) = messages_in(cursor, _id(draft), state="withheld")
    page = alice.get(f"/messages/{withheld.id}").content.decode()
    assert "Cecilia Ek fick inte SMS:et" in page
    assert "gdpr21.objected" in page
    assert "avgjorde" in page
    told = alice.get(f"/messages/{withheld.id}.json").json()
    assert told["decision"]["verdict"] == "deny"
    assert told["rules"][0]["outcome"] == "passes"
    listed = alice.get(f"{draft}/people?state=withheld&rule={withheld.rule}").content.decode()
    assert "Cecilia Ek" in listed
    assert "Åsa" not in listed


def test_a_new_one_is_made_of_an_old_one(organisation, alice, draft):
    """Same words, a draft of its own."""
    copy = alice.post(f"{draft}/copy")["Location"]
    assert copy != draft
    assert "Vårskor, igen" in alice.get(copy).content.decode()


def test_a_marketer_is_told_who_can_approve(alice, bob, draft):
    """No button that would refuse; a name instead."""
    page = bob.get(f"{draft}/preview").content.decode()
    assert "Du kan inte godkänna kampanjer. Det kan Alice." in page
    assert "Skicka till" not in page


def _id(path: str) -> int:
    return int(path.rsplit("/", 1)[1])


def test_numbers_nobody_has_met_are_told_apart(alice, draft):
    """They are counted, as people who have permitted nothing: the figures add up."""
    page = write(alice, draft, htmx=True, audience="numbers", numbers="070-174 06 05\n070-174 06 98").content.decode()
    assert "1 av 2 får SMS:et. 1 får det inte." in page


def test_too_many_numbers_are_a_file(alice, draft):
    """The page says where they belong."""
    numbers = "\n".join(f"+467300{place:05}" for place in range(10_001))
    page = write(alice, draft, htmx=True, audience="numbers", numbers=numbers).content.decode()
    assert "Högst 10000 nummer kan skrivas här." in page


def test_from_a_name_nobody_can_answer_the_phone_shows_the_link_with_its_code_masked(organisation, alice, draft):
    """And the checklist says which names those are."""
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE sender SET inbound_number = ''")
    assert "Avsluta: 127.0.0.1:8000/u/**********" in alice.get(draft).content.decode()
    assert "En länk där avsändaren inte går att svara på: Skobutiken." in alice.get("/compliance").content.decode()
    assert "vägen ut är en länk" in alice.get("/settings").content.decode()
