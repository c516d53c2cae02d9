"""The link of a double opt-in: one button, and looking at it says nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from samtycke.intake.door import ask, requests_of
from samtycke.ledger.door import find_contact, history
from samtycke.organisations.door import acting_for
from samtycke.sms import parse_number

ANNA = "+46701740605"


def path_of(organisation, *, now=None):
    now = now or datetime.now(UTC)
    with acting_for(organisation.pk) as cursor:
        asked = ask(cursor, parse_number(ANNA), purpose="offers", wording="Ja, skicka erbjudanden på SMS.", door="form",
                    method="web_form", evidence={}, now=now, answer_by="link")  # fmt: skip
    return "/c/" + asked.question.split("/c/")[1].split()[0]


def methods(organisation):
    with acting_for(organisation.pk) as cursor:
        return [event.method for event in history(cursor, find_contact(cursor, ANNA))]


def test_a_preview_of_the_link_says_yes_for_nobody(organisation):
    path = path_of(organisation)
    page = Client().get(path)
    assert page.status_code == 200
    assert "Ja, skicka erbjudanden på SMS." in page.content.decode()
    assert Client().head(path).status_code == 200
    assert methods(organisation) == ["double_opt_in_pending"]


def test_the_button_is_the_yes_and_says_so_afterwards(organisation):
    path = path_of(organisation)
    answer = Client().post(path, {"answer": "yes"}, follow=True)
    assert "Klart" in answer.content.decode()
    assert methods(organisation)[0] == "double_opt_in"
    Client().post(path, {"answer": "no"})
    assert methods(organisation) == ["double_opt_in", "double_opt_in_pending"]


def test_a_no_ends_it(organisation):
    path = path_of(organisation)
    assert "Noterat" in Client().post(path, {"answer": "no"}, follow=True).content.decode()
    Client().post(path, {"answer": "yes"})
    with acting_for(organisation.pk) as cursor:
        assert [one.state for one in requests_of(cursor, find_contact(cursor, ANNA))] == ["refused"]
    assert methods(organisation) == ["double_opt_in_pending"]


def test_after_a_week_the_button_is_gone_and_counts_for_nothing(organisation):
    path = path_of(organisation, now=datetime.now(UTC) - timedelta(days=7, minutes=1))
    assert "Frågan är för gammal" in Client().get(path).content.decode()
    Client().post(path, {"answer": "yes"})
    assert methods(organisation) == ["double_opt_in_pending"]


@pytest.mark.parametrize("code", ["abc", "%00", "x" * 300])
def test_a_link_nobody_knows_says_what_it_means(code):
    page = Client().get(f"/c/{code}")
    assert page.status_code == 404
    assert "Länken fungerar inte" in page.content.decode()
