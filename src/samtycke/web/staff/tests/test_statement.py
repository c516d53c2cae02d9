"""An authority asks of one person's texts: the letter and its proofs, in one file."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.utils import timezone

from samtycke.gate.door import Spec, opt_out, send
from samtycke.organisations.door import acting_for
from samtycke.sms import parse_number

TO_WRITE = "[skriv vad ni har gjort eller ändrat med anledning av ärendet]"
ASA = parse_number("070-174 06 05")


@pytest.fixture
def texted(organisation, people):
    """Åsa was sent an offer, and then said no."""
    now = timezone.now()
    with acting_for(organisation.pk) as cursor:
        sent = send(cursor, Spec("marketing", "offers", "Hej! Rea.", ("shoes",)), ASA, now=now)
        cursor.execute(
            "UPDATE message SET state = 'delivered', due_at = NULL, leased_at = %s, sent_at = %s, final_at = %s "
            "WHERE id = %s",
            [now, now, now, sent.id],
        )
        opt_out(cursor, ASA, because="STOPP", door="sms", now=timezone.now())
    return people["Åsa"], sent.id


def address(contact: int) -> str:
    return f"/contacts/{contact}/statement"


def test_the_letter_is_drafted_from_the_ledger(alice, organisation, texted):
    page = alice.get(f"{address(texted[0])}?to=ko&reference=KO-7&lang=sv").content.decode()
    assert "Konsumentombudsmannen" in page
    assert "Yttrande i ärende KO-7" in page
    assert "+46701740605" in page
    assert "1 reklam-SMS" in page
    assert "sa nej till reklam" in page
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT act FROM audit_entry WHERE act LIKE 'contact.statement%%'")
        assert cursor.fetchall() == [("contact.statement",)]


def test_a_letter_with_a_gap_is_not_sent(alice, texted):
    sent = {"lang": "sv", "to": "imy", "text": f"Hej. {TO_WRITE}"}
    refused = alice.post(f"{address(texted[0])}/bundle", sent, headers={"accept-language": "en"})
    assert refused.status_code == 422
    assert "Fill in what stands within brackets" in refused.content.decode()
    assert f"Hej. {TO_WRITE}" in refused.content.decode()


def test_the_file_holds_the_letter_and_each_proof(alice, texted):
    contact, message = texted
    made = alice.post(f"{address(contact)}/bundle", {"lang": "sv", "to": "imy", "text": "Så här var det."})
    files = zipfile.ZipFile(io.BytesIO(made.content))
    assert sorted(files.namelist()) == [
        f"bilaga-{message}.json", f"bilaga-{message}.pdf", "yttrande.pdf", "yttrande.txt",
    ]  # fmt: skip
    assert files.read("yttrande.txt").decode() == "Så här var det.\n"
    assert files.read("yttrande.pdf").startswith(b"%PDF")
    assert json.loads(files.read(f"bilaga-{message}.json"))["message"]["id"] == message


def test_only_who_answers_for_the_data_and_only_of_their_own_people(bob, charlie, texted):
    assert bob.get(address(texted[0])).status_code == 403
    assert charlie.get(address(texted[0])).status_code == 404
    assert charlie.post(f"{address(texted[0])}/bundle", {"text": "x"}).status_code == 404
