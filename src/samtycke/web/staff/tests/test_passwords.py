"""A password is its owner's to choose: long, of any signs, whole, and none that everybody tries first."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client

from samtycke.organisations.door import Staff
from samtycke.web.staff.tests.conftest import make_staff, signed_in
from samtycke.web.staff.tests.test_sign_in import mails  # noqa: F401

_addresses = count(1)

Way = Callable[[str], bool]
"""Chooses a password; whether it was taken."""


@pytest.fixture
def staff(organisation) -> Staff:
    return make_staff(organisation, "Alice", "owner")


@pytest.fixture(params=["change", "renew", "invited", "sign-up"])
def choose(request, staff, organisation) -> Way:
    """Each place where a password is chosen."""
    if request.param == "renew":
        request.getfixturevalue("mails")
    return {"change": _change, "renew": _renew, "invited": _invited, "sign-up": _sign_up}[request.param](
        staff, organisation
    )


def _change(staff: Staff, _organisation) -> Way:
    def way(password: str) -> bool:
        client = signed_in(staff)
        client.post("/settings/you/password", {"oldpassword": "hemligt", "password1": password, "password2": password})
        return Staff.objects.get(pk=staff.pk).check_password(password)

    return way


def _renew(staff: Staff, _organisation) -> Way:
    def way(password: str) -> bool:
        client = Client()
        client.post("/login/forgotten", {"email": staff.email})
        path = re.search(r"https?://[^/]+(/login/renew/\S+)", mail.outbox[-1].body)[1]
        form = client.get(path, follow=True).redirect_chain[-1][0]
        client.post(form, {"password1": password, "password2": password})
        return Staff.objects.get(pk=staff.pk).check_password(password)

    return way


def _invited(staff: Staff, organisation) -> Way:
    def way(password: str) -> bool:
        email = f"ny@{organisation.slug}.se"
        page = signed_in(staff).post("/settings/people/invite", {"email": email, "role": "agent"}).content.decode()
        path = re.search(r'value="https?://[^/]+(/invited/[^"]+)"', page)[1]
        Client().post(path, {"name": "Lina Holm", "password": password})
        found = Staff.objects.filter(email=email).first()
        return bool(found and found.check_password(password))

    return way


def _sign_up(_staff: Staff, organisation) -> Way:
    def way(password: str) -> bool:
        client, email = Client(REMOTE_ADDR=f"192.0.2.{next(_addresses)}"), f"signup@{organisation.slug}.se"
        path = client.post("/signup", {"email": email, "organisation": "Skor"})["Location"]
        client.post(path, {"name": "Lina Holm", "password": password, "goods": "Skor"})
        found = Staff.objects.filter(email=email).first()
        return bool(found and found.check_password(password))

    return way


def test_any_signs_are_taken_and_all_of_them_count(choose):
    """Spaces, figures of other alphabets, pictures: nothing is cut or changed, so that one sign less is another."""
    password = "  räv över isen 🧊 пароль ねこ '\"<b>;--%s{{a}}\\, och det sista räknas!"
    assert len(password) >= 64
    assert choose(password)
    assert not Staff.objects.order_by("-pk")[0].check_password(password[:-1])


@pytest.mark.parametrize("password", ["elva tecken", "Password2026!"])
def test_a_short_one_and_those_that_everybody_tries_are_refused(choose, password):
    """At every place, not only at the first."""
    assert not choose(password)


def test_it_is_changed_by_who_knows_the_present_one(staff):
    client = signed_in(staff)
    new = "fyra korta ord hjälper"
    for old, taken in (("gissning", False), ("", False), ("hemligt", True)):
        client.post("/settings/you/password", {"oldpassword": old, "password1": new, "password2": new})
        assert Staff.objects.get(pk=staff.pk).check_password(new) is taken


def test_nobody_has_to_change_it_and_an_old_one_may_be_chosen_again(staff):
    """No last day, and no history of earlier ones is kept."""
    first, second = "fyra korta ord hjälper", "fem andra korta ord hjälper"
    client = signed_in(staff)
    for old, new in (("hemligt", first), (first, second), (second, first)):
        client.post("/settings/you/password", {"oldpassword": old, "password1": new, "password2": new})
        assert Staff.objects.get(pk=staff.pk).check_password(new)
    assert {one.name for one in Staff._meta.get_fields() if "password" in one.name} == {"password"}


def test_every_browser_but_this_one_is_signed_out_by_a_changed_password(staff):
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/login", {"login": staff.email, "password": "hemligt"})
    new = "fyra korta ord hjälper"
    here.post("/settings/you/password", {"oldpassword": "hemligt", "password1": new, "password2": new})
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


@pytest.mark.usefixtures("slow_passwords")
def test_two_with_the_same_password_are_kept_unlike(organisation):
    """Each with a salt of its own, of 128 bits at least."""
    kept = [make_staff(organisation, name, "agent").password.split("$") for name in ("Eva", "Bo")]
    assert kept[0][-1] != kept[1][-1]
    for one in kept:
        assert max(len(part) for part in one[2:-1]) >= 22, one[:2]
    assert kept[0][2:-1] != kept[1][2:-1]


@pytest.mark.parametrize("path", ["/login", "/settings/you/password"])
def test_a_password_manager_is_helped(staff, path):
    """It is told which field is which; nothing stands in the way of pasting."""
    page = (Client() if path == "/login" else signed_in(staff)).get(path).content.decode()
    fields = re.findall(r'<input[^>]*type="password"[^>]*>', page)
    assert fields
    for field in fields:
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert not re.search(r"maxlength|onpaste|readonly|autocomplete=\"off\"", field)


@pytest.mark.usefixtures("slow_passwords")
def test_each_guess_costs_enough():
    """By whichever way the newest passwords are kept, at what is advised for it at least."""
    way, *rest = make_password("fyra korta ord hjälper").split("$")
    if way.startswith("pbkdf2"):
        assert int(rest[0]) >= {"pbkdf2_sha256": 600_000, "pbkdf2_sha1": 1_300_000}[way]
    elif way == "scrypt":
        work, _salt, block, parallel, *_hash = rest
        assert (int(work) >= 2**16, int(block) >= 8, int(parallel) >= 1) == (True, True, True)
    elif way == "argon2":
        told = dict(one.split("=") for one in rest[2].split(","))
        assert (rest[0], int(told["m"]) >= 15 * 1024, int(told["t"]) >= 2) == ("argon2id", True, True)
    else:
        assert way.startswith("bcrypt")
        assert int(rest[2]) >= 10


def test_nothing_is_kept_that_helps_to_guess_it():
    """No hint, no question with an answer that others know."""
    for kept in (Staff, Authenticator):
        assert not {one.name for one in kept._meta.get_fields() if re.search("hint|question|answer|remind", one.name)}
