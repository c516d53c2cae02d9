"""Whatever stands in an address, a query or a field of a form, the program reads it or refuses it: it never fails."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samtycke.organisations.door import Role, make_api_key
from samtycke.web.tests.addresses import addresses
from samtycke.web.tests.conftest import staff_addresses, undone
from samtycke.web.tests.pages import Form

WEB = Path(__file__).parents[1]

IN_A_PATH = ("0", "9223372036854775807", "9223372036854775808", "9" * 60, "-1", "%00", "%ff%fe", "%ED%A0%80",
             "a" * 9_000, "..%2f..%2fetc%2fpasswd", "'--", "%F0%9F%98%80", "%C2%B2")  # fmt: skip
"""Ids out of every range, octets that are no text, and what somebody tries first."""
IN_A_QUERY = ("%00", "%ff", "-1", "9" * 40, "%C2%B2", "0001-01-01T00:00", "a" * 9_000, "%27%20OR%201=1%20--")
IN_A_FIELD = ("", "\0", "😀", "²", "-1", "9" * 40, "1e400",
              "nan", "2026-02-30", "0001-01-01T00:00", "9999-12-31T23:59", "x" * 300_000, "{", "[null]", "+46",
              "{{a|}}", "\u202e<script>alert(1)</script>", "=cmd|' /C calc'!A0", "' OR 1=1 --",
              "%s%(a)s\\")  # fmt: skip
"""None of it is an answer to what a form asks, some of it no text can hold, and some would be SQL or a format if it
were ever read as that: then the statement fails, and the page with it."""


def refused_or_read(answer, what) -> list:
    if answer.streaming:
        b"".join(answer)
    return [(*what, answer.status_code)] if answer.status_code >= 500 else []


def names_asked_for() -> list[str]:
    """Every name that some page looks for in a query, as the code has them."""
    found = set()
    for file in WEB.rglob("*.py"):
        if "tests" not in file.parts:
            found |= set(re.findall(r"GET(?:\.get|\.getlist)?[\[(]\"([\w-]+)\"", file.read_text()))
    return sorted(found)


def test_an_address_with_anything_in_it_is_not_there_or_is_read(places, organisation, as_role):
    owner = as_role(Role.OWNER)
    caller = Client(
        raise_request_exception=False,
        headers={"Authorization": f"Bearer {make_api_key(organisation, name='x', test=True)}"},
    )
    wrong = []
    for address in addresses():
        if not address.ids or address.route.startswith("phone/"):
            continue
        for name, value in product(address.ids, IN_A_PATH):
            path = address.at({**places, name: value})
            for method in ("GET", "POST"):
                with undone():
                    who = caller if address.route.startswith("api/") else owner
                    answer = who.generic(method, path, content_type="application/x-www-form-urlencoded")
                    wrong += refused_or_read(answer, (method, address.route, name, value[:20]))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_query_with_anything_in_it_is_read_or_refused(places, as_role):
    """Each name that any page looks for, all at once and then with each page's own defaults."""
    owner, wrong = as_role(Role.OWNER), []
    names = names_asked_for()
    assert {"after", "embed", "lang"} <= set(names)
    queries = {value: "&".join(f"{name}={value}" for name in names) for value in IN_A_QUERY}
    for address, value in product(addresses(), IN_A_QUERY):
        if address.route.startswith("phone/"):
            continue
        with undone():
            answer = owner.get(f"{address.at(places)}?{queries[value]}")
            wrong += refused_or_read(answer, (address.route, value[:20]))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_form_with_anything_in_one_field_is_read_or_refused(all_forms, as_role):
    """The forms of all pages, as they stand but for one field."""
    owner, wrong = as_role(Role.OWNER), []
    for form in all_forms:
        for name, value in product(form.fields, IN_A_FIELD):
            wrong += sent(owner, form, {**form.fields, name: value}, f"{name}={value[:20]!r}")
    assert not wrong, "\n".join(map(str, wrong))


def test_a_form_without_one_of_its_fields_is_read_or_refused(all_forms, as_role):
    owner, wrong = as_role(Role.OWNER), []
    for form in all_forms:
        wrong += sent(owner, form, {}, "all")
        for name in form.fields:
            wrong += sent(owner, form, {key: value for key, value in form.fields.items() if key != name}, name)
    assert not wrong, "\n".join(map(str, wrong))


def sent(client: Client, form: Form, fields: dict[str, str], name: str) -> list:
    with undone():
        ask = client.post if form.method == "post" else client.get
        return refused_or_read(ask(form.action, fields), (form.action, name))


def files() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "zeros", b"\0" * 5_000
    yield "octets", bytes(range(256)) * 20
    yield "one long line", b"0701740605;" + b"x" * 1_200_000
    yield "many columns", b";".join([b"a"] * 50_000) + b"\n" + b";" * 50_000
    yield "a quote never closed", b'Mobil;Namn\n"0701740605;' + b"\n" * 2_000
    yield "half a character", "Mobil;Namn\n0701740605;Å".encode()[:-1]
    yield "UTF-16 cut short", "Mobil\n0701740605".encode("utf-16")[:-1]
    yield "a workbook", b"PK\x03\x04" + b"\0" * 100
    yield "json", json.dumps([[[]]] * 1_000).encode()
    yield "pdf", b"%PDF-1.7\n" + b"\xff" * 3_000
    yield "a separator of its own", b"sep=\n\na"


def test_a_file_of_anything_is_read_or_refused(all_forms, as_role):
    """Wherever a page takes one, under a name that nobody should be called."""
    owner, wrong = as_role(Role.OWNER), []
    takers = [one for one in all_forms if one.action.split("?")[0] in {"/imports/new", "/consent/blocks/bring-in",
                                                                        "/consent/record"}]  # fmt: skip
    assert len(takers) >= 3
    for form, (name, content) in product(takers, files()):
        for field in {"/consent/record": ("scan",)}.get(form.action, ("file",)):
            file = SimpleUploadedFile("../../\u202efil\n%00.csv", content)
            with undone():
                answer = owner.post(form.action, {**form.fields, field: file})
                wrong += refused_or_read(answer, (form.action, name))
                if answer.status_code == 302:
                    wrong += refused_or_read(owner.get(answer["Location"]), (answer["Location"], name))
    assert not wrong, "\n".join(map(str, wrong))


def test_octets_that_are_no_form_are_refused(places, as_role):
    """A body that is cut, or that says it is something else than it is."""
    owner, wrong = as_role(Role.OWNER), []
    for address in staff_addresses():
        if address.methods and "POST" not in address.methods:
            continue
        for media_type, body in (
            ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"),
            ("multipart/form-data", b"--"),
            ("application/x-www-form-urlencoded", b"a=%00&b=%ff&" + b"c=1&" * 1_100),
            ("application/x-www-form-urlencoded; charset=utf-16", quote("a=Å").encode()),
            ("application/json", b"{"),
        ):  # fmt: skip
            with undone():
                answer = owner.generic("POST", address.at(places), body, content_type=media_type)
                wrong += refused_or_read(answer, (address.route, media_type))
    assert not wrong, "\n".join(map(str, wrong))
