"""Charlie belongs to another organisation: every id of Alice's is a page that is not there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from samtycke.gate.door import Spec, send, unread_texts
from samtycke.ledger.door import history
from samtycke.organisations.door import ApiKey, acting_for, make_api_key
from samtycke.rights.door import Person, asked, take_in
from samtycke.sms import parse_number
from samtycke.web.staff import urls
from samtycke.web.staff.tests.test_advice import put


def _event(organisation, contact_id):
    with acting_for(organisation.pk) as cursor:
        return history(cursor, contact_id)[0].id


def _request(organisation):
    now, person = datetime.now(UTC), Person(number="+46701740605")
    with acting_for(organisation.pk) as cursor:
        return take_in(cursor, "access", person, door="letter", language="sv", received_at=now, by="Alice", now=now)


@pytest.fixture
def hers(organisation, alice, people):
    """One of everything of Alice's, by the name of its id."""
    now = datetime.now(UTC)
    with acting_for(organisation.pk) as cursor:
        spec = Spec("marketing", "offers", "Hej!", ("shoes",), "Skobutiken")
        message = send(cursor, spec, parse_number("070-174 06 05"), now=now)
        mixed = Spec("service", "orders", "Dina skor är framme. Just nu 20 % på allt")
        send(cursor, mixed, parse_number("070-174 06 05"), now=now)
        (text,) = unread_texts(cursor)
    campaign = int(alice.post("/campaigns/new")["Location"].rsplit("/", 1)[1])
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("kunder.csv", b"Mobil;Namn\n070-174 06 08;Dag\n")
    import_id = int(alice.post("/imports/new", {"file": file})["Location"].rsplit("/", 1)[1])
    sent = {"pasted": "070-174 06 66", "whose": "own", "since": "2026-03-02", "source": "x", "because": "y"}
    file_id = int(alice.post("/consent/blocks/bring-in", sent)["Location"].rsplit("/", 1)[1])
    shop_id = int(alice.post("/settings/shops/new", {"kind": "shopify", "name": "a.se"})["Location"].rsplit("/", 1)[1])
    make_api_key(organisation, name="kassan", test=True)
    return {
        "key_id": ApiKey.objects.get(organisation=organisation).pk,
        "shop_id": shop_id,
        "file_id": file_id,
        "contact_id": people["Åsa"],
        "event_id": _event(organisation, people["Åsa"]),
        "message_id": message.id,
        "campaign_id": campaign,
        "import_id": import_id,
        "form_id": int(alice.post("/consent/forms/new")["Location"].split("/")[3]),
        "reply_id": 1,
        "text_key": text.key,
        "advice_id": asked(put(organisation)).id,
        "request_id": _request(organisation),
    }


def test_every_id_of_somebody_else_is_not_found(hers, alice, charlie):
    """Whatever the page, asked for or posted to. Charlie's own ids are others, so a hit would be a leak."""
    asked = 0
    for pattern in urls.urlpatterns:
        ids = [name for name in pattern.pattern.converters if name in hers and name != "reply_id"]
        if not ids:
            continue
        asked += 1
        path = reverse(pattern.name, kwargs={name: hers[name] for name in ids})
        method = charlie.post if getattr(pattern.callback, "methods", []) == ["POST"] else charlie.get
        assert method(path, {"reply": "Ja."}).status_code == 404, path
    assert asked >= 15


def test_nothing_of_hers_stands_in_his_lists(hers, charlie):
    """Lists, ledger and search show his own only."""
    for name in ("home", "contacts", "campaigns", "imports", "consent", "inbox"):
        page = charlie.get(reverse(name)).content.decode()
        assert "Åsa" not in page, name
        assert "kunder.csv" not in page, name
    found = charlie.post("/search", {"q": "070-174 06 05"})
    assert found.status_code == 200
    assert "finns inte bland era kontakter" in found.content.decode()
