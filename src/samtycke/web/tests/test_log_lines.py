"""The log says what happened, and nothing of anybody: everything is done at once, and each line is searched."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samtycke.gate.door import opt_out
from samtycke.intake.tasks import run_import_task
from samtycke.ops.log_lines import Line
from samtycke.organisations.door import Role, acting_for, make_api_key
from samtycke.sms import parse_number
from samtycke.web.staff.tests.conftest import make_staff
from samtycke.web.staff.tests.test_sign_in import add_app, code_of, mails, sign_in  # noqa: F401
from samtycke.web.tests.addresses import addresses
from samtycke.web.tests.conftest import undone
from samtycke.web.tests.test_every_address import HERS

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [A-Z]+ [\w.]+ .+")


@pytest.fixture
def log(settings) -> Iterator[io.StringIO]:
    """What the program's own way of writing lines makes of all that is logged, to the last detail."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    assert settings.LOGGING["formatters"]["line"] == {"()": "samtycke.ops.log_lines.Line"}
    handler.setFormatter(Line())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_secret_no_number_and_no_text_is_written(organisation, log, mails, monkeypatch):  # noqa: F811
    """Signing in well and badly, a file, calls of the API, a STOPP, links, and errors with all of it in their words."""
    staff = make_staff(organisation, "Anna", "owner")
    secret, client = add_app(staff), Client(raise_request_exception=False)
    wrong, text, number = "fel-lösenord-4711", "Rea på gummistövlar imorgon", "0701740698"
    sign_in(client, staff, wrong)
    sign_in(client, staff)
    code = code_of(secret)
    client.post("/login/second", {"code": "123123"})
    client.post("/login/second", {"code": code})
    session = client.session.session_key
    Client().post("/login/forgotten", {"email": staff.email})
    renew = re.search(r"/login/renew/([^/\s]+)", mails[0].body)[1]
    for path in (f"/login/renew/{renew}x", "/u/HemligKod1", "/c/HemligKod2", f"/invited/{renew}", f"/{number}/x"):
        client.get(path)
    row = f"Mobil;Namn;Samtycke gavs;Hur;Ordalydelse\n{number};Greta Holm;igår;Papper;{text}\n"
    at = client.post("/imports/new", {"file": SimpleUploadedFile("greta.csv", row.encode())})["Location"]
    run_import_task(organisation_id=organisation.pk, import_id=int(re.search(r"\d+", at)[0]))
    key = make_api_key(organisation, name="kassan", test=True)
    for bearer in (key, key + "x"):
        told = {"to": number, "text": text, "kind": "marketing", "purpose": "offers", "sender": "Skobutiken"}
        for body in (told, {**told, "purpose": "finns-inte"}, {**told, "to": "x" + number}):
            client.post(
                "/api/v1/messages", json.dumps(body), content_type="application/json",
                headers={"Authorization": f"Bearer {bearer}"},
            )  # fmt: skip
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, parse_number(number), because=f"STOPP {text}", door="sms", now=datetime.now(UTC))

    def broken(*_args, **_values):
        raise RuntimeError(f"{number} {text} {key} {session}") from ValueError(f"Greta Holm {wrong}")

    for page, where in (("/", "home"), ("/contacts", "contacts"), ("/consent", "consent")):
        monkeypatch.setattr(f"samtycke.web.staff.{where}.views.render", broken)
        assert client.get(f"{page}?q={number}").status_code == 500
    said = log.getvalue()
    forbidden = (wrong, "hemligt", secret, code, "123123", session, renew, "HemligKod", key, key[10:], number,
                 number[1:], "701740698", "70174", "gummistövlar", "Greta", "greta.csv", staff.email)  # fmt: skip
    assert [one for one in forbidden if one in said] == []
    assert "RuntimeError < samtycke/web/" in said
    assert ", because of ValueError" in said
    for needed in (
        rf"samtycke.sign_in a password was refused for staff {staff.pk}, from 127.0.0.1",
        rf"samtycke.sign_in a second step was refused for staff {staff.pk}, from",
        rf"samtycke.sign_in staff {staff.pk} signed in, from 127.0.0.1",
        r"django.request GET /u/<str:code> \d+, (nobody|staff)",
        r"django.request POST /api/v1/messages 401, (nobody|staff \d+), from 127.0.0.1",
        rf"django.request GET / 500, staff {staff.pk}, from",
    ):
        assert re.search(needed, said), (needed, said)


def test_no_page_and_no_call_writes_anything_of_anybody(places, as_role, stranger, log):
    """Every address of the house, by its owner, by nobody and by another organisation."""
    for client in (as_role(Role.OWNER), Client(raise_request_exception=False), stranger):
        for address in addresses():
            with undone():
                client.get(address.at(places))
    said = log.getvalue()
    assert said.count("\n") > 100
    assert [one for one in HERS if one in said] == []


def test_every_refusal_says_what_was_asked_by_whom_and_from_where(places, as_role, log):
    """Of access, of a form from another site, of calling too often: for whoever looks into it afterwards."""
    client = as_role(Role.AUDITOR)
    client.post("/campaigns/new")
    Client(enforce_csrf_checks=True).post("/login", {"login": "x@example.se"})
    for _ in range(70):
        Client(REMOTE_ADDR="192.0.2.44").post("/login", {"login": "", "password": ""})
    said = log.getvalue()
    assert re.search(r"WARNING django.request POST /campaigns/new 403, staff \d+, from 127.0.0.1\n", said)
    assert re.search(r"WARNING django.security.csrf POST /login 403, nobody, from 127.0.0.1\n", said)
    assert re.search(r"WARNING django.request POST /login 429, nobody, from 192.0.2.44\n", said)


def test_an_event_is_one_line_of_one_shape_whatever_stands_in_it(log):
    """Nobody writes a line of their own, by a line's end, a colour of the terminal or writing that runs backwards."""
    forged = "x\n2026-01-01T00:00:00.000Z INFO samtycke.sign_in staff 1 signed in\r\x1b[2K\u2028\u202e\0å"
    logging.getLogger("samtycke.x").warning("said %s", forged)
    Client(raise_request_exception=False).get("/%0A2026-01-01T00:00:00Z%20INFO%20x", headers={"Host": "annan\n.se"})
    lines = log.getvalue().splitlines()
    assert all(LINE.fullmatch(line) for line in lines), lines
    (ours,) = [line for line in lines if "said x" in line]
    assert ours.endswith(r"signed in\r\x1b[2K\u2028\u202e\x00å")


_UNFIT = "a message that does not fit its values (x.py:1)"


@pytest.mark.parametrize(
    ("message", "values", "said"),
    [("hej", (), "hej"), ("%s by %s", ("a", 2), "a by 2"), ("%d", ("x",), _UNFIT)],
)
def test_stamps_are_of_one_clock_in_utc(message, values, said):
    record = logging.LogRecord("samtycke.x", logging.WARNING, "x.py", 1, message, values, None)
    record.created = datetime(2026, 7, 1, 10, 0, 0, 123_000, tzinfo=UTC).timestamp()
    assert Line().format(record) == f"2026-07-01T10:00:00.123Z WARNING samtycke.x {said}"
