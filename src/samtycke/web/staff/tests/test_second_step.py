"""What comes after the password is used once, cannot be guessed or read, and is never a text or a letter alone."""

from __future__ import annotations

import base64
import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client

from samtycke.organisations.door import keyring
from samtycke.web.staff.tests.conftest import make_staff
from samtycke.web.staff.tests.test_sign_in import add_app, code_of, mails, sign_in  # noqa: F401


@pytest.fixture
def staff(organisation):
    return make_staff(organisation, "Alice", "owner")


@pytest.fixture
def now(monkeypatch):
    """The clock of the library, to be turned."""

    class Clock:
        seconds = 1_800_000_000

        def time(self) -> float:
            return self.seconds

    clock = Clock()
    monkeypatch.setattr(totp, "time", clock)
    return clock


def code_at(secret: str, seconds: int) -> str:
    return f"{totp.hotp_value(secret, seconds // 30):06d}"


def enter(staff, code: str) -> bool:
    """The password, and then a code in a fresh browser; whether that was enough."""
    client = Client()
    sign_in(client, staff)
    return client.post("/login/second", {"code": code}).status_code == 302


def test_a_code_of_an_app_opens_once_whichever_process_is_asked(staff, now):
    """Nor does one that is older than the last. Each process has a cache of its own, which here forgets."""
    secret = add_app(staff)
    before, code = code_at(secret, now.seconds - 30), code_at(secret, now.seconds)
    assert enter(staff, code)
    for seconds in (0, 31):
        cache.clear()
        now.seconds += seconds
        assert not enter(staff, code)
        assert not enter(staff, before)
    assert enter(staff, code_at(secret, now.seconds))


def test_whose_code_is_used_again_is_told_and_it_is_written_down(staff, now, mails, caplog):  # noqa: F811
    """Whoever has the code has the password too."""
    code = code_at(add_app(staff), now.seconds)
    assert enter(staff, code)
    mails.clear()
    assert not enter(staff, code)
    (letter,) = mails
    assert letter.to == [staff.email]
    assert code not in letter.body
    assert f"staff {staff.pk} was used a second time" in caplog.text
    assert code not in caplog.text


def test_it_opens_once_also_to_show_once_more_that_it_is_oneself(staff, now):
    secret = add_app(staff)
    client = Client()
    sign_in(client, staff)
    client.post("/login/second", {"code": code_at(secret, now.seconds)})
    cache.clear()
    now.seconds += 3600
    for seconds, opens in ((0, True), (0, False), (30, True)):
        now.seconds += seconds
        cache.clear()
        session = client.session
        session["account_authentication_methods"] = []
        session.save()
        answer = client.post("/login/again/code", {"code": code_at(secret, now.seconds)})
        assert (answer.status_code == 302) is opens


@pytest.mark.parametrize(("seconds", "opens"), [(0, True), (-30, True), (30, True), (-90, False), (90, False)])
def test_a_code_of_an_app_lives_for_a_minute_and_a_half(staff, now, seconds, opens):
    """Its own half minute, and one on either side for clocks that differ."""
    assert enter(staff, code_at(add_app(staff), now.seconds + seconds)) is opens


def test_the_secret_of_an_app_has_160_bits_and_is_another_each_time(staff):
    """As RFC 4226 asks, for HMAC-SHA-1."""
    secrets = {totp.generate_totp_secret() for _ in range(50)}
    assert len(secrets) == 50
    assert all(len(base64.b32decode(one)) * 8 >= 160 for one in secrets)


def test_neither_recovery_codes_nor_what_they_are_made_of_can_be_read_in_the_database(staff):
    codes = RecoveryCodes.activate(staff).get_unused_codes()
    assert len(set(codes)) == 10
    kept = Authenticator.objects.get(user=staff, type="recovery_codes")
    for one in codes:
        assert one not in json.dumps(kept.data)
    assert keyring().open(base64.b64decode(kept.data["seed"]), about=b"second step")


def test_whoever_has_a_new_second_step_is_told_so(staff, mails):  # noqa: F811
    """By mail and on their own page: also when it was somebody else, with their browser and password."""
    client = Client()
    sign_in(client, staff)
    client.post("/login/again", {"password": "hemligt"})
    secret = re.search(r"<code>([A-Z2-7]+)</code>", client.get("/settings/you/app").content.decode())[1]
    client.post("/settings/you/app", {"code": code_of(secret)})
    assert "En kodapp lades till." in client.get("/settings/you").content.decode()
    told = [letter for letter in mails if "En kodapp lades till." in letter.body]
    assert [letter.to for letter in told] == [[staff.email]]
    assert secret not in told[0].body


def test_the_second_step_is_an_app_a_code_on_paper_or_a_passkey(staff):
    """Nothing that travels in a text or a letter."""
    add_app(staff)
    client = Client()
    sign_in(client, staff)
    page = client.get("/login/second").content.decode()
    assert not re.search(r"(?i)\bsms\b|skicka.{0,20}kod|e-post", re.sub(r"<header.*?</header>", "", page, flags=re.S))
    assert {one.value for one in Authenticator.Type} == {"recovery_codes", "totp", "webauthn"}


def test_a_letter_gives_a_new_password_and_no_second_step(staff, mails):  # noqa: F811
    """Whoever reads somebody's mail is not in."""
    secret = add_app(staff)
    client, new = Client(), "fyra korta ord hjälper"
    client.post("/login/forgotten", {"email": staff.email})
    path = re.search(r"https?://[^/]+(/login/renew/\S+)", mail.outbox[0].body)[1]
    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": new, "password2": new})
    assert sign_in(client, staff, new)["Location"] == "/login/second"
    assert client.get("/contacts").status_code == 302
    assert client.post("/login/second", {"code": code_of(secret)})["Location"] == "/"


def test_a_passkey_is_asked_with_a_challenge_of_its_own_each_time(staff):
    """Of 64 bits at least; and made with algorithms that hold."""
    client, asked = Client(), []
    for _ in range(3):
        told = client.get("/login/passkey", headers={"Accept": "application/json"}).json()
        asked.append(told["request_options"]["publicKey"]["challenge"])
    assert len(set(asked)) == 3
    assert all(len(base64.urlsafe_b64decode(one + "==")) >= 8 for one in asked)


HOLD = {-7, -8, -35, -36, -37, -38, -39, -47, -48, -49, -50, -257, -258, -259}
"""ECDSA, EdDSA, ML-DSA, RSA with SHA-256 and longer, by their numbers in COSE; no SHA-1 (-65535)."""


def test_a_passkey_is_made_with_algorithms_that_hold(staff):
    client = Client()
    sign_in(client, staff)
    client.post("/login/again", {"password": "hemligt"})
    page = client.get("/settings/you/passkeys/add").content.decode()
    told = json.loads(re.search(r'id="js_data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])["creation_options"][
        "publicKey"
    ]
    assert {one["alg"] for one in told["pubKeyCredParams"]} <= HOLD
    assert len(base64.urlsafe_b64decode(told["challenge"] + "==")) >= 16


def test_a_session_is_known_by_a_word_nobody_can_guess(staff):
    """Of 32 signs out of 36, drawn by the system: 165 bits. It is kept by the server and says nothing itself."""
    keys = set()
    for _ in range(6):
        client = Client()
        sign_in(client, staff)
        keys.add(client.session.session_key)
    assert len(keys) == 6
    assert all(re.fullmatch(r"[a-z0-9]{32}", one) for one in keys)
    assert Session.objects.filter(session_key__in=keys).count() == 6


def test_a_session_that_was_left_opens_nothing_any_more(staff):
    """Also for who kept its cookie, or goes back in the browser."""
    client = Client()
    sign_in(client, staff)
    kept = client.cookies["sessionid"].value
    answer = client.post("/logout")
    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get("/").status_code == 302
    assert not Session.objects.filter(session_key=kept).exists()
