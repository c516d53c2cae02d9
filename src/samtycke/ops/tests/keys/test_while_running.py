"""The keys are turned under processes that write and read, by a process that is killed, and around a backup."""

from __future__ import annotations

import json
import os
import secrets
import signal
import time

import psycopg
import pytest
from psycopg import sql

from samtycke.ledger.door import history, reveal, verify
from samtycke.ops.tests.keys.conftest import CLEAR, House, fill_every_column, opened, say_yes
from samtycke.ops.tests.keys.test_rotate import ASA
from samtycke.organisations.door import acting_for

MANY = 6_000


def test_processes_that_write_and_read_go_on_while_the_keys_are_turned(house, organisation):
    """None of them was started anew, none met what it could not open, and nothing they wrote is lost or left behind."""
    writers = [house.begin("-m", "samtycke.ops.tests.keys.writer", str(organisation.pk), str(lane)) for lane in (1, 2)]
    for writer in writers:
        assert writer.stdout.readline() == "writing\n", writer.stderr.read()
    done = house.keys("rotate")
    assert done.returncode == 0, done.stdout + done.stderr
    ended = []
    for writer in writers:
        told, wrong = writer.communicate("enough\n", timeout=60)
        assert writer.returncode == 0, wrong
        ended.append(json.loads(told))
    assert [one["sealed_by"] for one in ended] == [[1, 2], [1, 2]]
    assert set(house.listed()) == {2}
    with acting_for(organisation.pk) as cursor:
        for one in ended:
            ids = [int(contact_id) for contact_id in one["said"]]
            found = reveal(cursor, ids)
            assert {str(contact_id): found[contact_id].name for contact_id in ids} == one["said"]
            assert all(event.evidence for contact_id in ids for event in history(cursor, contact_id))
        assert [one for one in verify(cursor) if "proof" in str(one) or "identity" in str(one)] == []


@pytest.mark.slow
def test_a_rotation_that_is_killed_leaves_everything_readable_and_goes_on_when_it_is_run_again(house):
    fill_every_column(house)
    with psycopg.connect(house.admin) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(
            "INSERT INTO message (organisation_id, planned_on, id, contact_id, envelope_id, decision_id, lane, state, "
            "rule, expires_at, planned_at, body) SELECT organisation_id, planned_on, id + n, contact_id + n, "
            "envelope_id, decision_id, lane, state, rule, expires_at, planned_at, body "
            "FROM message, generate_series(1, %s) n",
            [MANY],
        )
    turning = house.begin("-m", "samtycke.ops.cli", "keys", "rotate")
    deadline = time.monotonic() + 120
    while not house.rows("SELECT 1 FROM message WHERE substring(body FROM 1 FOR 2) = '\\x0002' LIMIT 1"):
        assert turning.poll() is None, turning.communicate()
        assert time.monotonic() < deadline
    os.kill(turning.pid, signal.SIGKILL)
    turning.communicate()
    halfway = house.listed()
    assert halfway[1] > 0, "it was killed too late to prove anything"
    assert set(opened(house)["message.body"]) == {CLEAR}
    done = house.keys("rotate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "goes on" in done.stderr
    assert set(house.ring.data) == {1, 2}
    assert house.listed() == {2: sum(halfway.values())}
    assert set(opened(house)["message.body"]) == {CLEAR}


@pytest.mark.slow
def test_a_backup_of_before_opens_after_by_the_keyring_that_still_has_its_key(house, organisation):
    say_yes(organisation, ASA)
    made = house.run("-m", "samtycke.ops.cli", "backup")
    assert made.returncode == 0, made.stderr
    (backup,) = (house.data / "backups").glob("samtycke-*")
    assert house.keys("rotate").returncode == 0
    name = f"anew_{os.getpid()}_{secrets.token_hex(3)}"
    server = house.admin.rsplit("/", 1)[0] + "/postgres"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER samtycke_owner").format(sql.Identifier(name)))
    try:
        anew = House(house.data, name)
        back = anew.run("-m", "samtycke.ops.cli", "restore", str(backup))
        assert back.returncode in (0, 2), back.stdout + back.stderr
        assert anew.listed()[1] == 2
        assert anew.keys("rotate").returncode == 0
        assert set(anew.listed()) == {2}
        assert opened(anew)["identity.sealed"] == opened(house)["identity.sealed"]
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
