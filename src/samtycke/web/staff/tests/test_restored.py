"""While a database that was put back waits for its journal, everybody on staff sees that marketing is held, and why."""

from __future__ import annotations

import os
from contextlib import contextmanager

import psycopg
import pytest

from samtycke.web.staff.tests.conftest import make_staff, signed_in

HELD = "All marknadsföring hålls"


@contextmanager
def put_back(*, settled_by: str = "", words: str = ""):
    """A later life of the database, from a backup. Only the database's owner writes it."""
    with psycopg.connect(os.environ["SAMTYCKE_TEST_OWNER_URL"], autocommit=True) as owner:
        owner.execute(
            "INSERT INTO database_life (begun_at, backup_of, backed, settled_at, settled_by, words) VALUES "
            "(clock_timestamp() + interval '1 second', '2026-11-25 02:00+01', '{}', "
            "CASE WHEN %s::text <> '' THEN now() END, %s, %s)",
            [settled_by, settled_by, words],
        )
        try:
            yield
        finally:
            owner.execute("DELETE FROM database_life WHERE backup_of IS NOT NULL")


@pytest.mark.parametrize("role", ["owner", "dpo", "marketer", "auditor"])
def test_every_page_says_that_marketing_is_held(organisation, role):
    client = signed_in(make_staff(organisation, "Dora", role))
    assert HELD not in client.get("/").content.decode()
    with put_back():
        home = client.get("/").content.decode()
        assert f"{HELD}: säkerhetskopian från 25 nov" in home
        assert 'href="/compliance/restored"' in home
        for path in ("/contacts", "/campaigns", "/settings"):
            assert HELD in client.get(path).content.decode()
    assert HELD not in client.get("/").content.decode()


def test_the_page_tells_why_what_works_and_what_to_do(alice):
    with put_back():
        page = alice.get("/compliance/restored").content.decode()
        assert "samtycke restore --apply" in page
        assert "samtycke restore --accept" in page
        assert "STOPP" in page
        assert "saknar det som sagts sedan dess" in alice.get("/compliance").content.decode()


def test_who_answered_for_sending_without_the_journal_is_named(alice):
    with put_back(settled_by="drift", words="Ingen har sagt nej sedan dess: systemet stod stilla."):
        page = alice.get("/compliance/restored").content.decode()
        assert "drift svarade för" in page
        assert "systemet stod stilla" in page
        assert "drift svarade för det" in alice.get("/compliance").content.decode()
        assert HELD not in alice.get("/").content.decode()


def test_a_complete_journal_is_in_order(alice):
    with put_back(settled_by="journal", words="Applied from the journal: 3 no"):
        assert "Journalen var hel" in alice.get("/compliance/restored").content.decode()


def test_a_database_that_began_empty_holds_nothing(alice):
    assert "aldrig" in alice.get("/compliance/restored").content.decode()
