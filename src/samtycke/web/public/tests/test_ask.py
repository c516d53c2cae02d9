"""Ask a person: by a form without an account, answered by name on a page that only its link opens."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from samtycke.organisations.door import Membership, Staff, acting_for
from samtycke.rights.door import asked, questions, reply
from samtycke.web.public.may_i.ask import MOST
from samtycke.web.public.tests.test_may_i import NEEDED, SAID_YES, _somebody, found

FORM = {"name": "Lina Holm", "email": "lina@example.se", "question": "Räcker ett kvitto?"}
ANSWER = {**SAID_YES, "shown": "unknown"}
WHERE = f"/may-i/ask?{urlencode(ANSWER)}"


@pytest.fixture
def theirs(organisation, settings):
    """The organisation that answers the public here."""
    settings.HOUSE = organisation.slug
    return organisation


def send(client: Client | None = None, *, to: str = WHERE, **changes: str):
    return (client or Client()).post(to, {**FORM, **changes}, REMOTE_ADDR=_somebody())


def test_the_form_shows_what_goes_along_and_who_answers_for_the_data(theirs):
    page = Client().get(WHERE).content.decode()
    assert "consent.no-evidence" in page
    assert theirs.name in page
    assert "personuppgiftsansvarig" in page
    assert "12 månader" in page
    assert "Integritetsskyddsmyndigheten" in page
    assert "checked" not in page


def test_a_question_reaches_the_queue_and_its_reply_the_one_who_asked(theirs):
    """Ask, read, reply, see."""
    sent = send()
    assert sent.status_code == 302
    mine = sent["Location"]
    before = Client().get(mine)
    assert "enda nyckeln" in before.content.decode()
    assert before["Cache-Control"] == "no-store, private"
    with acting_for(theirs.pk) as cursor:
        (one,) = questions(cursor)
        assert (one.asker.name, one.asker.email, one.asker.question) == tuple(FORM.values())
        assert one.decision["rule"] == "consent.no-evidence"
        assert one.answers == found(ANSWER).query
        reply(cursor, one.id, "Nej, inte ensamt.", by="Karin Berg", now=timezone.now())
    after = Client().get(mine).content.decode()
    assert "Nej, inte ensamt." in after
    assert "Karin Berg" in after
    assert "lina@example.se" not in after


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "lina"}, "email"),
        ({"question": " "}, "question"),
        ({"question": "x" * 5000}, "question"),
        ({"question": "a\0b"}, "question"),
        ({"website": "https://spam.example"}, "name"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(theirs, changes, field):
    answer = send(**changes)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="e-{field}"' in page
    with acting_for(theirs.pk) as cursor:
        assert questions(cursor) == []
    if "email" not in changes:
        assert 'value="lina@example.se"' in page


def test_without_an_answer_there_is_nothing_to_ask_about(theirs):
    answer = Client().get("/may-i/ask?for=offer")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/may-i?")


def test_a_form_from_elsewhere_is_refused(theirs):
    assert send(Client(enforce_csrf_checks=True)).status_code == 403


def test_one_address_asks_so_many_times_an_hour(theirs):
    client, address = Client(), _somebody()
    for _ in range(MOST):
        assert client.post(WHERE, FORM, REMOTE_ADDR=address).status_code == 302
    refused = client.post(WHERE, FORM, REMOTE_ADDR=address)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3601
    with acting_for(theirs.pk) as cursor:
        assert len(questions(cursor)) == MOST
    assert client.post(WHERE, FORM, REMOTE_ADDR=_somebody()).status_code == 302


def test_staff_ask_their_own_organisation(theirs, other_organisation):
    staff = Staff.objects.create_user(f"bob@{other_organisation.slug}.se", "hemligt", name="Bob")
    Membership.objects.create(organisation=other_organisation, staff=staff, role="marketer")
    client = Client()
    client.force_login(staff)
    assert f'value="{staff.email}"' in client.get(WHERE).content.decode()
    send(client)
    with acting_for(other_organisation.pk) as cursor:
        assert len(questions(cursor)) == 1
    with acting_for(theirs.pk) as cursor:
        assert questions(cursor) == []


def test_whoever_asked_removes_it(theirs):
    client = Client()
    mine = send(client)["Location"]
    assert client.get(f"{mine}/remove").status_code == 405
    assert client.post(f"{mine}/remove").status_code == 302
    assert client.get(mine).status_code == 404
    assert client.post(f"{mine}/remove").status_code == 404


@pytest.mark.parametrize("code", ["1-guess", "zz", "ffffffffffffffffffffffff-x", "%00"])
def test_a_link_that_was_guessed_opens_nothing(code):
    assert Client().get(f"/may-i/asked/{code}").status_code == 404


def test_where_nobody_answers_there_is_no_form(settings):
    settings.HOUSE = "nobody-here"
    assert Client().get(WHERE).status_code == 404


def test_the_case_that_goes_along_is_decided_anew_as_it_was(theirs):
    """Kept whole: the same question put again gets the same answer."""
    from samtycke.policy import answer

    code = send(to=f"/may-i/ask?{urlencode(NEEDED)}")["Location"].rsplit("/", 1)[1]
    kept = asked(code)
    decision = answer(kept.case)
    whole = decision.as_json() | {"consulted": decision.steps_as_json()}
    assert kept.decision == json.loads(json.dumps(whole))
    assert re.fullmatch(r"[0-9a-f]+-[\w-]{32}", code)
    assert timezone.now() - kept.asked_at < timedelta(minutes=1)
