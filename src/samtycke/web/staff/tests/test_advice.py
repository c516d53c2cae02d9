"""The queue of questions: who may read it, what stands in it, and that each is answered once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from samtycke.organisations.door import acting_for
from samtycke.policy import Question, answer
from samtycke.rights.door import Asker, ask, asked
from samtycke.web.staff.tests.conftest import make_staff, signed_in

CUSTOMER = {
    "message": {"kind": "marketing", "sender": "us", "product_category": "x", "contains_opt_out": "auto"},
    "facts": {
        "purchases": [
            {
                "sender": "us",
                "product_category": "x",
                "number_collected_in_sale": True,
                "informed_of_use": True,
                "offered_refusal": True,
            }
        ]
    },
    "settings": {"quiet_hours": None},
}


def put(organisation, question: str = "Räcker ett kvitto?", *, ago: timedelta = timedelta()) -> str:
    """Somebody asks about a customer who bought on that very day."""
    now = timezone.now() - ago
    told = {**CUSTOMER, "facts": {"purchases": [{**CUSTOMER["facts"]["purchases"][0], "at": now}]}}
    case = Question.model_validate(told).told(now=now, jurisdiction="SE")
    asker = Asker("Lina Holm", "lina@example.se", question)
    return ask(organisation.pk, asker, answers="for=offer", case=case, decision=answer(case), language="sv", now=now)


def test_the_oldest_stands_first_with_the_answer_that_went_along(organisation, alice):
    put(organisation, "Den nya?")
    put(organisation, "Den gamla?", ago=timedelta(days=3))
    page = alice.get("/advice").content.decode()
    assert page.index("Den gamla?") < page.index("Den nya?")
    assert "mfl19.soft-opt-in" in page
    assert "lina@example.se" in page
    assert "/may-i?for=offer" in page


def test_where_the_law_now_answers_otherwise_both_stand_there(organisation, alice):
    """A customer of then is none today."""
    put(organisation)
    assert "Om det avgjordes nu" not in alice.get("/advice").content.decode()
    put(organisation, ago=timedelta(days=364 + 5))
    page = alice.get("/advice").content.decode()
    assert "Om det avgjordes nu" in page
    assert "soft.not-customer" in page


def test_a_reply_is_given_once_and_stands_with_the_one_who_asked(organisation, alice):
    code = put(organisation)
    where = f"/advice/{asked(code).id}"
    assert alice.post(where, {"reply": " "}, follow=True).status_code == 200
    assert asked(code).reply is None
    assert "Besvarat." in alice.post(where, {"reply": "Nej, inte ensamt."}, follow=True).content.decode()
    assert "redan svarat" in alice.post(where, {"reply": "Jo."}, follow=True).content.decode()
    assert (asked(code).reply, asked(code).replied_by) == ("Nej, inte ensamt.", "Alice")
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT (detail - 'staff')::text FROM audit_entry WHERE act = 'advice.replied'")
        assert cursor.fetchall() == [("{}",)]


@pytest.mark.parametrize(("role", "status"), [("officer", 200), ("dpo", 200), ("marketer", 403), ("agent", 403)])
def test_only_those_who_give_advice_see_who_asks(organisation, role, status):
    put(organisation)
    client = signed_in(make_staff(organisation, "Eva", role))
    assert client.get("/advice").status_code == status
    assert client.post("/advice/1", {"reply": "Ja."}).status_code in ({403} if status == 403 else {302, 404})
    home = client.get("/").content.decode()
    assert ("fråga väntar på svar" in home) == (status == 200)


def test_nobody_elses_questions(organisation, charlie):
    """Promise 9."""
    code = put(organisation)
    assert "Lina" not in charlie.get("/advice").content.decode()
    assert charlie.post(f"/advice/{asked(code).id}", {"reply": "Ja."}).status_code == 404
    assert asked(code).reply is None


def test_an_empty_queue_teaches(alice):
    assert "Ingen fråga väntar" in alice.get("/advice").content.decode()
