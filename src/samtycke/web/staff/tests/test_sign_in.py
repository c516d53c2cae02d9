"""Nobody gets in on a guess, and whoever holds other people's data needs more than a password."""

from __future__ import annotations

import argparse
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.test import Client

from samtycke.organisations.door import acting_for
from samtycke.web.staff.login.limits import BY_ACCOUNT
from samtycke.web.staff.tests.conftest import make_staff, signed_in


@pytest.fixture
def mails(settings):
    """Letters that would have been sent."""
    settings.SMTP_URL = "smtp://localhost"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


def add_app(staff) -> str:
    """Tie an authenticator app to an account, as its page does. Returns the secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(staff, secret)
    return secret


def code_of(secret: str) -> str:
    """What the app shows now."""
    return f"{totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))):06d}"


def sign_in(client: Client, staff, password: str = "hemligt"):
    return client.post("/login", {"login": staff.email, "password": password})


def test_a_password_alone_does_not_open_an_account_with_a_second_step(organisation):
    """The code of the app does, and a wrong one does not."""
    staff = make_staff(organisation, "Alice", "owner")
    secret = add_app(staff)
    client = Client()
    assert sign_in(client, staff)["Location"] == "/login/second"
    assert client.get("/").status_code == 302
    assert "inte rätt" in client.post("/login/second", {"code": "000000"}).content.decode()
    assert client.post("/login/second", {"code": code_of(secret)})["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_recovery_code_opens_it_once(organisation):
    """A lost phone locks nobody out; a code that was seen over a shoulder is worth nothing afterwards."""
    staff = make_staff(organisation, "Alice", "owner")
    add_app(staff)
    code = RecoveryCodes.activate(staff).get_unused_codes()[0]
    for expected in (302, 200):
        client = Client()
        sign_in(client, staff)
        assert client.post("/login/second", {"code": code}).status_code == expected


def test_the_secret_of_an_app_cannot_be_read_in_the_database(organisation):
    """It is sealed by the keyring."""
    staff = make_staff(organisation, "Alice", "owner")
    secret = add_app(staff)
    assert secret not in str(Authenticator.objects.get(user=staff).data)


@pytest.mark.parametrize(
    ("role", "live", "for_all", "needs"),
    [
        ("owner", True, False, True),
        ("officer", True, False, True),
        ("dpo", True, False, True),
        ("developer", True, False, True),
        ("marketer", True, False, False),
        ("agent", True, True, True),
        ("owner", False, False, False),
        ("owner", False, True, True),
    ],
)
def test_roles_that_matter_need_a_second_step_where_people_are_texted(organisation, role, live, for_all, needs):
    """Until they have one, every page leads to where it is added, and there alone anything can be done."""
    organisation.test_account, organisation.second_step_for_all = not live, for_all
    organisation.save()
    staff = make_staff(organisation, "Alice", role)
    client = signed_in(staff)
    for path in ("/", "/contacts"):
        answer = client.get(path)
        assert answer.status_code == (302 if needs else 200)
        assert not needs or answer["Location"] == "/settings/you"
    assert not needs or client.post("/consent/forms/new")["Location"] == "/settings/you"
    page = client.get("/settings/you").content.decode()
    assert ("Lägg till ett andra steg" in page) is needs
    add_app(staff)
    assert client.get("/contacts").status_code == 200


def test_guesses_are_counted_in_the_database(organisation):
    """After ten wrong ones even the right password waits, from any address; another account does not."""
    staff, other = make_staff(organisation, "Alice", "owner"), make_staff(organisation, "Bob", "marketer")
    for attempt in range(BY_ACCOUNT):
        answer = Client(REMOTE_ADDR=f"192.0.2.{attempt}").post("/login", {"login": staff.email, "password": "gissning"})
        assert answer.status_code == 200
    refused = sign_in(Client(REMOTE_ADDR="192.0.2.99"), staff)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert sign_in(Client(REMOTE_ADDR="192.0.2.99"), other)["Location"] == "/"


def test_guesses_at_the_second_step_are_counted_too(organisation):
    """Six figures are few: an account's codes can't be tried one after another, also not by signing in anew."""
    staff = make_staff(organisation, "Alice", "owner")
    secret = add_app(staff)
    client = Client(REMOTE_ADDR="192.0.2.7")
    sign_in(client, staff)
    for _ in range(BY_ACCOUNT):
        client.post("/login/second", {"code": "000000"})
    assert client.post("/login/second", {"code": code_of(secret)}).status_code == 429
    anew = Client(REMOTE_ADDR="192.0.2.8")
    sign_in(anew, staff)
    assert anew.post("/login/second", {"code": code_of(secret)}).status_code == 429


def test_a_forgotten_password_is_changed_by_a_link_that_works_once(organisation, mails):
    """And every browser that was signed in is signed out."""
    staff = make_staff(organisation, "Alice", "owner")
    elsewhere = signed_in(staff)
    client = Client()
    asked = client.post("/login/forgotten", {"email": staff.email.upper()})
    assert asked["Location"] == "/login/forgotten/sent"
    (letter,) = mails
    path = re.search(r"https?://[^/]+(/login/renew/\S+)", letter.body)[1]
    page = client.get(path, follow=True)
    form = page.redirect_chain[-1][0]
    weak = client.post(form, {"password1": "lösenord", "password2": "lösenord"})
    assert weak.status_code == 200
    new = "fyra korta ord hjälper"
    assert client.post(form, {"password1": new, "password2": new})["Location"] == "/login"
    assert elsewhere.get("/").status_code == 302
    assert sign_in(Client(), staff, new)["Location"] == "/"
    assert "fungerar inte längre" in Client().get(path, follow=True).content.decode()
    assert [one.subject for one in mails[1:]] == ["Något ändrades i ditt konto"]


def test_asking_for_a_link_tells_nobody_who_has_an_account(organisation, mails):
    """The answer is the same, and no letter goes to who has none."""
    answer = Client().post("/login/forgotten", {"email": "ingen@example.se"})
    assert answer["Location"] == "/login/forgotten/sent"
    assert mails == []


def test_a_session_is_renewed_at_the_door(organisation):
    """A session that somebody planted before is worth nothing after."""
    staff = make_staff(organisation, "Alice", "owner")
    client = Client()
    client.get("/login")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client, staff)
    assert client.cookies["sessionid"].value != before
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


def test_a_browser_elsewhere_is_seen_and_signed_out(organisation):
    """By its owner; nobody else's is in the list."""
    staff, other = make_staff(organisation, "Alice", "owner"), make_staff(organisation, "Bob", "marketer")
    firefox = "Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0"
    here, there, his = Client(), Client(HTTP_USER_AGENT=firefox), Client()
    for client, whose in ((here, staff), (there, staff), (his, other)):
        sign_in(client, whose)
    page = here.get("/settings/you").content.decode()
    assert "Firefox, Windows" in page
    pk = re.search(r'name="session" value="(\d+)"', page)[1]
    assert his.post("/settings/you/session", {"session": pk}).status_code == 404
    assert there.get("/").status_code == 200
    assert here.post("/settings/you/session", {"session": pk})["Location"] == "/settings/you"
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200


def test_how_one_signs_in_is_changed_only_by_showing_once_more_that_it_is_oneself(organisation):
    """A browser left open is not enough to add a way in."""
    client = Client()
    sign_in(client, make_staff(organisation, "Alice", "owner"))
    for path in ("/settings/you/app", "/settings/you/passkeys/add", "/settings/you/codes/new"):
        assert client.get(path)["Location"].startswith("/login/again?")
    assert "inte ditt lösenord" in client.post("/login/again", {"password": "gissning"}).content.decode()
    client.post("/login/again", {"password": "hemligt"})
    assert client.get("/settings/you/app").status_code == 200


def test_an_app_is_added_with_codes_for_the_day_the_phone_is_lost(organisation):
    """The codes are shown once."""
    client = Client()
    staff = make_staff(organisation, "Alice", "owner")
    sign_in(client, staff)
    client.post("/login/again", {"password": "hemligt"})
    page = client.get("/settings/you/app").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    assert client.post("/settings/you/app", {"code": code_of(secret)})["Location"] == "/settings/you/codes"
    first = re.findall(r"<li><code>(\d+)</code>", client.get("/settings/you/codes").content.decode())
    assert len(first) == 10
    assert re.findall(r"<li><code>(\d+)</code>", client.get("/settings/you/codes").content.decode()) == []
    assert client.get("/settings/you").status_code == 200


def test_nobody_makes_an_account_at_the_door():
    """Accounts come from sign-up and invitations; a social sign-in makes none."""
    assert Client().get("/signup/social").status_code == 404
    assert Client().get("/login/sso/start").status_code == 404


def test_somebody_of_two_organisations_chooses_which(organisation, other_organisation):
    """And not one they do not belong to."""
    from samtycke.organisations.door import Membership

    staff = make_staff(organisation, "Alice", "owner")
    client = signed_in(staff)
    other = {"organisation": other_organisation.pk}
    assert client.post("/settings/you/organisation", other).status_code == 404
    Membership.objects.create(organisation=other_organisation, staff=staff, role="auditor")
    assert client.post("/settings/you/organisation", other)["Location"] == "/"
    assert client.post("/campaigns/new").status_code == 403


@pytest.mark.usefixtures("slow_passwords")
def test_a_password_is_kept_by_argon2_each_with_a_salt_of_its_own(organisation):
    """Argon2id, at no less than OWASP asks of it: 19 MiB and two rounds."""
    from argon2 import extract_parameters

    alice, bob = (make_staff(organisation, name, "owner") for name in ("Alice", "Bob"))
    assert alice.password.startswith("argon2$argon2id$")
    assert alice.password != bob.password
    kept = extract_parameters(alice.password.removeprefix("argon2"))
    assert kept.memory_cost >= 19 * 1024
    assert kept.time_cost >= 2


@pytest.mark.usefixtures("slow_passwords")
def test_a_password_that_was_kept_in_the_old_way_is_kept_anew_when_its_owner_signs_in(organisation):
    staff = make_staff(organisation, "Alice", "owner")
    staff.password = PBKDF2PasswordHasher().encode("hemligt", "salt" * 6, iterations=1000)
    staff.save()
    assert sign_in(Client(), staff)["Location"] == "/"
    staff.refresh_from_db()
    assert staff.password.startswith("argon2$")
    assert sign_in(Client(), staff)["Location"] == "/"


@pytest.mark.parametrize(("length", "taken"), [(11, False), (12, True), (64, True), (128, True), (129, False)])
def test_a_password_has_at_least_12_and_at_most_128_characters(organisation, length, taken):
    """Spaces and any letters among them, none of them cut off."""
    staff = make_staff(organisation, "Alice", "owner")
    client = signed_in(staff)
    new = ("fyra ord på å och ä " * 8)[: length - 1] + "ö"
    answer = client.post(
        "/settings/you/password", {"oldpassword": "hemligt", "password1": new, "password2": new}
    )  # fmt: skip
    assert answer.status_code == (302 if taken else 200)
    staff.refresh_from_db()
    assert staff.check_password(new) is taken
    assert not staff.check_password(new[:-1])


def test_what_changes_in_how_one_signs_in_is_told_in_the_program_too(organisation, settings):
    """Where no mail is sent from here: on one's own page, and at home for three days. Nobody else sees it there."""
    settings.SMTP_URL = ""
    staff, other = make_staff(organisation, "Alice", "owner"), make_staff(organisation, "Bob", "marketer")
    client = signed_in(staff)
    assert "Inget än." in client.get("/settings/you").content.decode()
    new = "fyra korta ord hjälper"
    client.post("/settings/you/password", {"oldpassword": "hemligt", "password1": new, "password2": new})
    says = "Ditt lösenord byttes."
    assert says in client.get("/settings/you").content.decode()
    assert says in client.get("/").content.decode()
    assert says not in signed_in(other).get("/settings/you").content.decode()
    settings.SMTP_URL = "smtp://localhost"
    assert says not in client.get("/").content.decode()
    assert says in client.get("/settings/you").content.decode()


def test_a_password_from_the_operator_is_told_of(organisation, capsys):
    from samtycke.ops.commands import password

    staff = make_staff(organisation, "Alice", "owner")
    add_app(staff)
    password.run(argparse.Namespace(email=staff.email, one_step=True))
    capsys.readouterr()
    page = signed_in(type(staff).objects.get(pk=staff.pk)).get("/settings/you").content.decode()
    assert "av den som driver programmet" in page
    assert "Ditt andra steg togs bort" in page


def trail(organisation) -> list[tuple[str, str]]:
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT actor, act FROM audit_entry WHERE act LIKE 'signin.%%' ORDER BY id")
        return list(cursor.fetchall())


def test_whose_account_it_is_sees_what_was_refused_at_the_door(organisation):
    """Nobody knows who it was, so nobody is named; what was typed is written nowhere."""
    staff = make_staff(organisation, "Alice", "owner")
    secret, client = add_app(staff), Client()
    assert "Inget än." in signed_in(staff).get("/settings/you").content.decode()
    sign_in(client, staff, "gissning-77")
    sign_in(client, staff)
    client.post("/login/second", {"code": "000000"})
    client.post("/login/second", {"code": code_of(secret)})
    assert trail(organisation) == [("", "signin.wrong_password"), ("", "signin.wrong_code")]
    page = client.get("/settings/you").content.decode()
    assert "Någon skrev fel lösenord." in page
    assert "Någon skrev fel kod" in page
    assert "fel lösenord" not in client.get("/").content.decode()
