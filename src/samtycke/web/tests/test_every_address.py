"""Every address is visited by every role, by nobody and by somebody of another organisation: none fails, none leaks,
and each role is let in where it may be and nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client

from samtycke.organisations.door import Role, can
from samtycke.web.tests.addresses import addresses
from samtycke.web.tests.conftest import NOTED, OWN, staff_addresses, state, undone

LOOKING = ("GET", "HEAD")
HERS = ("Öberg", "Bo Lind", "Cecilia", "Tyra", "1740697", "174 06 97", "1740 697", "kunder.csv",
        "Dina skor är framme", "kängorna är inne", "Lina Holm")  # fmt: skip
"""Names, numbers, texts and files of Alice's organisation: nobody else ever reads one."""


def content(answer) -> str:
    return (b"".join(answer) if answer.streaming else answer.content).decode("utf-8", "replace")


def methods_of(address):
    return [one for one in ("GET", "POST") if not address.methods or one in address.methods]


def test_the_list_of_addresses_is_whole():
    """Staff, street and API."""
    names = {one.name for one in addresses()}
    assert {"home", "contact", "account_login", "leave", "form", "healthz", "api-docs"} <= names
    assert len(names) > 150


@pytest.mark.parametrize("role", Role.values)
def test_each_role_is_let_in_where_it_may_be_and_nowhere_else(places, as_role, role):
    """What the page says of itself is what happens, and nothing fails, asked for or posted to without a word."""
    client, wrong = as_role(role), []
    for address in staff_addresses():
        for method in methods_of(address):
            with undone():
                answer = client.generic(method, address.at(places))
                content(answer)
            refused = address.may and not can(role, address.may)
            if answer.status_code >= 500 or (answer.status_code == 403) != bool(refused):
                wrong.append((method, address.route, answer.status_code, address.may))
    assert wrong == []


def test_nobody_sees_anything_of_the_staff_without_signing_in(places):
    """Each leads to the door, or is not there."""
    client = Client(raise_request_exception=False)
    for address in staff_addresses():
        for method in methods_of(address):
            answer = client.generic(method, address.at(places))
            assert answer.status_code in (302, 404, 405), (method, address.route, answer.status_code)
            if answer.status_code == 302:
                assert answer["Location"].startswith(("/login", "/settings/you")), (address.route, answer["Location"])
            assert not [one for one in HERS if one in content(answer)], address.route


def test_nobody_learns_anything_in_the_street(places):
    """Public pages and calls without a key, with her ids where one has a place for it."""
    client = Client(raise_request_exception=False)
    for address in addresses():
        for method in ("GET", "POST"):
            answer = client.generic(method, address.at(places), content_type="application/x-www-form-urlencoded")
            assert answer.status_code < 500 or address.route.startswith("phone/"), (method, address.route)
            assert not [one for one in HERS if one in content(answer)], address.route


def test_another_organisation_sees_and_changes_nothing_of_hers(places, organisation, stranger):
    """With her ids, at every address of the house."""
    before, wrong = state(but=set(), of=organisation.pk), []
    for address in addresses():
        for method in methods_of(address):
            with undone() if address.staff else _as_it_is():
                answer = stranger.generic(method, address.at(places))
                leaked = [one for one in HERS if one in content(answer)]
            if (answer.status_code >= 500 and not address.route.startswith("phone/")) or leaked:
                wrong.append((method, address.route, answer.status_code, leaked))
    assert wrong == []
    assert state(but=set(), of=organisation.pk) == before


def test_another_organisation_that_sends_her_forms_changes_nothing_of_hers(organisation, all_forms, stranger):
    """Her own forms, as her pages have them, with her ids and values, in Charlie's hand. Nothing is undone here."""
    before, wrong = state(but=set(), of=organisation.pk), []
    for form in all_forms:
        if form.method != "post" or form.action.startswith("/log"):
            continue
        answer = stranger.post(form.action, form.fields)
        # What he himself sent may stand in his own answer; what he did not send may not.
        leaked = [
            one for one in HERS if one in content(answer) and not any(one in sent for sent in form.fields.values())
        ]
        if answer.status_code >= 500 or leaked:
            wrong.append((form.action, answer.status_code, leaked))
    assert wrong == []
    assert state(but=set(), of=organisation.pk) == before


def test_an_auditor_changes_nothing(all_forms, places, as_role):
    """Every form of the owner's, sent by the auditor, and every address posted to: no table is other than it was, but
    for how auditors themselves sign in, and that they looked."""
    client = as_role(Role.AUDITOR)
    before = state(but=OWN | NOTED)
    for form in all_forms:
        if form.method == "post" and not form.action.startswith("/log"):
            assert client.post(form.action, form.fields).status_code < 500, form.action
    for address in staff_addresses():
        assert client.post(address.at(places)).status_code < 500, address.route
    assert state(but=OWN | NOTED) == before
    assert len(all_forms) > 30


def test_looking_changes_nothing(places, as_role):
    """By whoever sees most: a prefetch, a preview and a reload say nothing to the program."""
    client = as_role(Role.OWNER)
    before = state(but=OWN | NOTED)
    for address in staff_addresses():
        for method in LOOKING:
            answer = client.generic(method, address.at(places))
            assert answer.status_code < 500, (method, address.route)
    assert state(but=OWN | NOTED) == before


def test_an_address_asked_for_in_a_way_it_has_not_is_refused(places, as_role):
    """No method that HTTP has or has not makes it fail."""
    client = as_role(Role.OWNER)
    for address in addresses():
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
            with undone() if address.staff else _as_it_is():
                answer = client.generic(method, address.at(places))
            assert answer.status_code < 500, (method, address.route)


class _as_it_is:  # noqa: N801 - reads as a word beside undone()
    def __enter__(self) -> None: ...

    def __exit__(self, *_error: object) -> None: ...
