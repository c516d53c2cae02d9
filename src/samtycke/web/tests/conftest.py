"""Everything of Alice's organisation, and people of each role in it; Charlie is the owner of another."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import psycopg
import pytest
from django.db import transaction
from django.test import Client
from psycopg import sql

from samtycke.gate.door import Spec, send
from samtycke.ledger.door import Consent, record
from samtycke.organisations.door import Role, acting_for
from samtycke.sms import parse_number
from samtycke.web.staff.tests.conftest import alice, charlie, make_staff, people, signed_in
from samtycke.web.staff.tests.test_tenants import hers
from samtycke.web.tests.addresses import Address, addresses
from samtycke.web.tests.pages import Form, forms_of

__all__ = ["alice", "charlie", "hers", "people"]

_numbers = count(1)

OWN = {"django_session", "usersessions_usersession", "mfa_authenticator", "account_emailaddress", "staff"}
"""What belongs to a person and not to an organisation: where and how they sign in, and their own name."""
NOTED = {"audit_entry", "read_entry", "unsealed", "asked_lately", "seal_check"}
"""Where it is written down that somebody looked: an auditor who has the seal checked does the work of an auditor."""


@pytest.fixture(scope="session", autouse=True)
def _swedish():
    from samtycke.web.catalogues import compile_catalogues

    compile_catalogues()


@pytest.fixture
def tyra(organisation) -> int:
    """Somebody of Alice's whose number is nobody's example: where it is read, it has leaked. Returns her id."""
    now = datetime.now(UTC)
    number, spec = parse_number("070-174 06 97"), Spec("marketing", "offers", "Hej Tyra, kängorna är inne!", ("shoes",))
    yes = Consent(
        number=number, occurred_at=now - timedelta(days=9), door="import", purpose="offers", method="web_form",
        wording="Ja tack från Tyra.", informed=True, attributes={"name": "Tyra Sköldebrand"},
    )  # fmt: skip
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [yes], now=now).contact_ids
        send(cursor, spec, number, now=now)
    return contact


@pytest.fixture
def places(hers, tyra) -> dict[str, object]:
    """Her ids, by the names that addresses have for them."""
    return {**hers, "contact_id": tyra}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done in here has not been: so that one request does not take the ground from the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def as_role(organisation) -> Callable[[str], Client]:
    """A browser of somebody with a role at Alice's. What goes wrong in the program is an answer, not an exception."""

    def browser(role: str) -> Client:
        client = signed_in(make_staff(organisation, f"Med-{role}-{next(_numbers)}", role))
        client.raise_request_exception = False
        return client

    return browser


@pytest.fixture
def stranger(charlie) -> Client:
    """Charlie, whose browser is told of errors as everybody's."""
    charlie.raise_request_exception = False
    return charlie


@pytest.fixture
def all_forms(places, as_role) -> list[Form]:
    """Every form of every page that her owner can see, with her own ids and values in it."""
    owner, found = as_role(Role.OWNER), dict[tuple[str, tuple[str, ...]], Form]()
    for address in staff_addresses():
        if "GET" not in (address.methods or ("GET",)):
            continue
        with undone():
            answer = owner.get(address.at(places))
            page = b"".join(answer) if answer.streaming else answer.content
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for form in forms_of(page.decode(), at=address.at(places)):
            found.setdefault((form.action.split("?")[0], tuple(sorted(form.fields))), form)
    return list(found.values())


def staff_addresses() -> list[Address]:
    """The staff's side but the door, which is everybody's."""
    return [one for one in addresses() if one.staff and not one.route.startswith(("login", "logout"))]


@contextmanager
def as_superuser() -> Iterator[psycopg.Connection]:
    """The database as nobody but its superuser sees it: all rows of all tables."""
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"], autocommit=True) as connection:
        yield connection


def state(*, but: set[str], of: int | None = None) -> dict[str, str]:
    """A checksum of each table, of all its rows or of one organisation's."""
    with as_superuser() as connection:
        return {
            table: _checksum(connection, table, of)
            for table in _tables(connection, tenants=of is not None)
            if table not in but
        }


def _tables(connection: psycopg.Connection, *, tenants: bool) -> list[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
        "AND NOT relispartition AND (NOT %s OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid "
        "AND a.attname = 'organisation_id'))",
        [tenants],
    )
    return [row[0] for row in rows]


def _checksum(connection: psycopg.Connection, table: str, of: int | None) -> str:
    where = sql.SQL("" if of is None else " WHERE organisation_id = %s")
    asked = sql.SQL("SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {} t")
    row = connection.execute(asked.format(sql.Identifier(table)) + where, [] if of is None else [of]).fetchone()
    return row[0] if row else ""
