"""From nothing to a test account in a minute, and nothing is kept of whoever turns round at the door."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from samtycke.gate.door import Spec, message_state, send
from samtycke.ledger.door import Consent, record
from samtycke.organisations.door import Membership, Organisation, Staff, acting_for, go_live, register_sender
from samtycke.sms import parse_number
from samtycke.web.public.signup.link import HOLDS, LinkBroken, Wish, read, written

PASSWORD = "fyra korta ord hjälper"
SECOND = {"name": "Lina Holm", "password": PASSWORD, "goods": "Skor, Väskor"}


@pytest.fixture
def email(organisation):
    """Somebody's whom nobody knows."""
    return f"lina@{organisation.slug}.example"


def begin(client: Client, email: str, name: str = "Skor & Sånt AB") -> str:
    """The first page; the path of the second, where no mail is set up."""
    answer = client.post("/signup", {"email": email, "organisation": name})
    assert answer.status_code == 302
    return answer["Location"]


def test_in_a_minute(email):
    """Two pages, then signed in as the owner of an account of one's own with all that a campaign needs."""
    client = Client()
    path = begin(client, email)
    assert "Skor &amp; Sånt AB" in client.get(path).content.decode()
    assert client.post(path, SECOND)["Location"] == "/settings/live/way-out"
    one = Membership.objects.get(staff__email=email)
    assert (one.role, one.organisation.test_account, one.organisation.name) == ("owner", True, "Skor & Sånt AB")
    page = client.get("/campaigns")
    assert page.status_code == 200
    assert "Testkonto" in page.content.decode()
    settings = client.get("/settings").content.decode()
    for said in ("Skor", "Väskor", "Erbjudanden", "SkorSant"):
        assert said in settings


def test_nothing_is_kept_before_a_password_is_chosen(email):
    before = Staff.objects.count(), Organisation.objects.count()
    client = Client()
    path = begin(client, email)
    assert client.post(path, {**SECOND, "password": "lösenord"}).status_code == 422
    assert client.post(path, {**SECOND, "name": " "}).status_code == 422
    assert (Staff.objects.count(), Organisation.objects.count()) == before


def test_where_mail_is_set_up_the_address_must_be_theirs(email, settings):
    """The link goes there and nowhere else; who has an account is told in a mail to them alone."""
    settings.SMTP_URL = "smtp://localhost"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    sent = {"email": email, "organisation": "Skor"}
    answer = Client().post("/signup", sent)
    assert "Titta i din e-post" in answer.content.decode()
    assert "/signup/" not in re.sub(r'(href|action)="[^"]*"', "", answer.content.decode())
    path = re.search(r"(/signup/\S+)", mail.outbox[0].body)[1]
    Client().post(path, SECOND)
    again = Client().post("/signup", sent)
    token = re.compile(r'value="\w{64}"')
    assert token.sub("", again.content.decode()) == token.sub("", answer.content.decode())
    assert "/login" in mail.outbox[1].body
    assert "/signup/" not in mail.outbox[1].body


def test_a_link_works_once_and_for_a_day(email):
    client = Client()
    path = begin(client, email)
    client.post(path, SECOND)
    assert "finns redan ett konto" in Client().get(path).content.decode()
    assert Client().post(path, SECOND).status_code == 200
    assert Staff.objects.filter(email=email).count() == 1
    now = datetime.now(UTC)
    old = written(Wish("a@b.example", "x"), now=now - HOLDS - timedelta(seconds=1))
    for code in (old, "x", "åäö", written(Wish("a@b.example", "x"), now=now)[:-3]):
        with pytest.raises(LinkBroken):
            read(code, now=now)
    assert Client().get(f"/signup/{old}").status_code == 404


def test_what_is_wrong_is_told_and_what_was_typed_stays(email):
    page = Client().post("/signup", {"email": "lina", "organisation": "Skor"})
    assert page.status_code == 422
    assert 'value="Skor"' in page.content.decode()
    lured = Client().post("/signup", {"email": email, "organisation": "Skor", "website": "x"})
    assert lured.status_code == 422


def test_one_address_does_not_make_accounts_without_end(email):
    client = Client(REMOTE_ADDR="198.51.100.77")
    statuses = {client.post("/signup", {"email": email, "organisation": "S"}).status_code for _ in range(12)}
    assert 429 in statuses


def test_it_may_be_closed(email, settings):
    settings.SIGNUP_OPEN = False
    assert Client().get("/signup").status_code == 404
    assert Client().post("/signup", {"email": email, "organisation": "S"}).status_code == 404
    assert "/signup" not in Client().get("/login").content.decode()


def test_two_of_a_name_are_two(email):
    for address in (email, f"x{email}"):
        client = Client()
        client.post(begin(client, address, "Samma namn"), SECOND)
    slugs = Organisation.objects.filter(name="Samma namn").values_list("slug", flat=True)
    assert len(set(slugs)) == len(slugs) >= 2


def _yes(cursor, number, now):
    consent = Consent(
        number=number,
        occurred_at=now - timedelta(days=1),
        door="form",
        purpose="offers",
        method="web_form",
        wording="Ja",
        informed=True,
        evidence={},
        attributes={},
    )
    record(cursor, [consent], now=now)


def test_no_text_of_a_test_account_leaves_the_simulator_whatever_its_sender(organisation):
    """Until it is live; then by the sender's own carrier, with quiet hours and caps on again."""
    organisation.refresh_from_db()
    now = datetime(2026, 11, 26, 9, tzinfo=UTC)
    number, spec = parse_number("070-174 06 05"), Spec("marketing", "offers", "Hej!", ("shoes",), "Skobutiken")
    with acting_for(organisation.pk) as cursor:
        register_sender(cursor, "Skobutiken", inbound="71000", carrier="acme", by="x")
        _yes(cursor, number, now)
        first = message_state(cursor, send(cursor, spec, number, now=now).id)
        cursor.execute("SELECT lane FROM message WHERE id = %s", [first.id])
        assert cursor.fetchone()[0].startswith("phone/")
        go_live(cursor, organisation, by="Alice", now=now)
        second = send(cursor, spec, number, now=now + timedelta(days=2))
        cursor.execute("SELECT lane FROM message WHERE id = %s", [second.id])
        assert cursor.fetchone()[0].startswith("acme/")
    organisation.refresh_from_db()
    assert organisation.settings == {}
    assert not organisation.test_account
