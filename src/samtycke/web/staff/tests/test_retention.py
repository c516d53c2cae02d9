"""Whoever answers for the data sees what is kept, what would go, and sets it in their own name."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from samtycke.organisations.door import acting_for
from samtycke.rights.door import periods, runs
from samtycke.rights.tasks import retain

PAGE = "/compliance/retention"


@pytest.fixture
def old_reply(organisation, people):
    """A reply that was read, and is older than a year."""
    at = timezone.now() - timedelta(days=500)
    with acting_for(organisation.pk) as cursor:
        cursor.execute(
            "INSERT INTO inbound_text "
            "(organisation_id, contact_id, inbound_number, carrier, received_at, intent, sealed) "
            "VALUES (current_organisation(), %s, '71000', 'phone', %s, 'other', ''::bytea)",
            [people["Åsa"], at],
        )
    return at


def read(client, address=PAGE) -> str:
    return client.get(address, headers={"accept-language": "en"}).content.decode()


def test_the_page_says_what_would_go_and_changes_nothing(alice, organisation, old_reply: datetime):
    page = read(alice)
    assert "1 thing has been kept long enough" in page
    assert "No. " in page
    assert read(alice).count("1 goes") == 1
    with acting_for(organisation.pk) as cursor:
        assert runs(cursor) == []


def test_looking_at_another_period_saves_nothing(alice, organisation, old_reply):
    page = read(alice, f"{PAGE}?kind=replies&number=24&unit=m")
    assert "With 2 years, 0 would go now; as it is, 1." in page
    with acting_for(organisation.pk) as cursor:
        assert str(periods(cursor)["replies"].period) == "12m"


def test_longer_is_saved_with_a_reason_and_refused_without(alice, organisation):
    longer = {"kind": "replies", "number": "24", "unit": "m", "reason": ""}
    refused = alice.post(f"{PAGE}/save", longer, headers={"accept-language": "en"})
    assert refused.status_code == 422
    assert "This is longer than 1 year. Write why" in refused.content.decode()
    assert alice.post(f"{PAGE}/save", {**longer, "reason": "En tvist."}).status_code == 302
    page = read(alice)
    assert "Longer than the program&#x27;s own." in page or "Longer than the program's own." in page
    assert "En tvist." in page


@pytest.mark.parametrize("number", ["", "0", "-3", "x", "99999"])
def test_what_is_no_period_is_told_so(alice, number):
    page = read(alice, f"{PAGE}?kind=replies&number={number}&unit=m")
    assert "Write a whole number of days or months" in page


def test_what_went_is_told(alice, organisation, old_reply):
    retain(organisation_id=organisation.pk, by="Alice")
    page = read(alice)
    assert "1 went" in page
    assert "Texts that people have answered" in page
    assert "Nothing is out of time" in page


def test_only_who_answers_for_the_data_may_run_stop_or_change_it(bob):
    assert bob.get(PAGE).status_code == 200
    for act in ("save", "run", "stop"):
        assert bob.post(f"{PAGE}/{act}").status_code == 403


def test_another_organisation_sees_nothing_of_it(charlie, old_reply):
    assert "Nothing is out of time" in read(charlie)
