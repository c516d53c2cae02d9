"""Promise 6, after a restore too: what people said outlives the database. Nobody who left or was erased comes back."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import django.db
import psycopg
import pytest
from django.db import connection
from psycopg import sql

from samtycke.gate.door import EVERYBODY, Spec, due_lanes, opt_out, plan, seal_envelope
from samtycke.ledger.door import BACKUP, Consent, Journal, block, note, number_key, record, seal
from samtycke.ops.backup.dump import make_backup
from samtycke.ops.backup.key import backup_key
from samtycke.ops.backup.settle import empty
from samtycke.organisations.door import acting_for
from samtycke.rights.door import erase_everywhere
from samtycke.sms import Number

ASA, BO, EBBA, FILIP, STRANGER = (Number(f"+4670174061{i}", "SE") for i in range(5))
OFFER = Spec("marketing", "offers", "Höstens skor är här", ("shoes",))
_names = count(1)


def yes(number, *, days_ago=10, door="form"):
    return Consent(
        number=number,
        occurred_at=now() - timedelta(days=days_ago),
        door=door,
        purpose="offers",
        method="web_form",
        wording="Ja, skicka erbjudanden.",
        informed=True,
        attributes={"name": "Åsa Lindqvist"},
    )


def now():
    return datetime.now(UTC)


@dataclass
class House:
    """An installation of its own on the tests' server: its data folder, and databases it can be put back into."""

    data: Path
    database: str

    def samtycke(self, *arguments: str, stdin=None, **more) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "samtycke.ops.cli", *arguments],
            env=self.environment, capture_output=True, text=True, **more,
        )  # fmt: skip

    @property
    def environment(self) -> dict[str, str]:
        base = {name: os.environ[f"SAMTYCKE_TEST_{name}_URL"].rsplit("/", 1)[0] for name in ("OWNER",)}
        app = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        return {
            **os.environ,
            "DATABASE_URL": f"{app}/{self.database}",
            "DATABASE_OWNER_URL": f"{base['OWNER']}/{self.database}",
            "SAMTYCKE_DATA": str(self.data),
            "SAMTYCKE_JOURNAL": str(self.data / "journal"),
        }

    def backup(self) -> Path:
        """As the command makes it, in this process."""
        key, _ = backup_key(self.data, make=True)
        written(self)
        mark = Journal(self.data / "journal").append([{"kind": BACKUP}], now=now())
        owner = self.environment["DATABASE_OWNER_URL"]
        return make_backup(owner, self.data / "backups", key=key, journal_mark=mark, now=now()).path

    def rows(self, statement: str, *values: object) -> list[tuple]:
        with psycopg.connect(_admin(self.database)) as connection:
            return connection.execute(statement, values).fetchall()


def _admin(database: str) -> str:
    return os.environ["SAMTYCKE_TEST_ADMIN_URL"].rsplit("/", 1)[0] + f"/{database}"


@pytest.fixture(autouse=True)
def _database_of_its_own(monkeypatch):
    """Other tests tamper with their ledgers, and a restore would rightly hold marketing because of those."""
    name = f"own_{os.getpid()}_{next(_names)}"
    with psycopg.connect(_admin("postgres"), autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template_samtycke OWNER samtycke_owner").format(sql.Identifier(name))
        )
    for variable in ("DATABASE_URL", "SAMTYCKE_TEST_OWNER_URL", "SAMTYCKE_TEST_ADMIN_URL"):
        monkeypatch.setenv(variable, f"{os.environ[variable].rsplit('/', 1)[0]}/{name}")
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", name)
    yield
    connection.close()
    with psycopg.connect(_admin("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def house(tmp_path):
    """This test's installation is its own database; what it is put back into is made by ``anew``."""
    return House(tmp_path / "data", os.environ["DATABASE_URL"].rsplit("/", 1)[1])


@pytest.fixture
def anew(house):
    """An empty database, as a new server has it."""
    name = f"anew_{os.getpid()}_{next(_names)}"
    with psycopg.connect(_admin("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER samtycke_owner").format(sql.Identifier(name)))
    yield House(house.data, name)
    with psycopg.connect(_admin("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def people(organisation):
    """Four who said yes, with a text planned for each; sealed."""
    with acting_for(organisation.pk) as cursor:
        contacts = record(cursor, [yes(one) for one in (ASA, BO, EBBA, FILIP)], now=now()).contact_ids
        plan(
            cursor,
            seal_envelope(cursor, OFFER),
            EVERYBODY,
            campaign_id=1,
            planned_on=now().date(),
            expires_at=now() + timedelta(days=2),
            now=now(),
        )
        while seal(cursor, now=now()):
            pass
    return contacts


def leave(organisation, people):
    """After the backup: Åsa sends STOPP, Bo asks to be erased, Ebba restricts, a stranger is blocked."""
    _asa, bo, ebba, _filip = people
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, ASA, because="STOPP", door="sms", now=now())
    with acting_for(organisation.pk) as cursor:
        erase_everywhere(cursor, bo, by="Karin", door="staff", now=now())
    with acting_for(organisation.pk) as cursor:
        note(cursor, ebba, "restriction", door="staff", by="Karin", now=now())
        block(cursor, [STRANGER.e164], because="Bad om det i butiken", door="staff", by="Karin", now=now())


def written(house):
    """What waits is written to the journal, as the worker does it."""
    return empty(Journal(house.data / "journal"), now=now())


AGAIN = """
import json, sys, django; django.setup()
from datetime import datetime, UTC
from samtycke.ledger.door import record, find_contact, verify, Consent
from samtycke.organisations.door import acting_for
from samtycke.sms import Number
organisation, *numbers = sys.argv[1:]
with acting_for(int(organisation)) as cursor:
    entries = [Consent(number=Number(n, "SE"), occurred_at=datetime(2026, 1, 1, tzinfo=UTC), door="import",
               purpose="offers", method="web_form", wording="Ja.", informed=True) for n in numbers]
    before = [find_contact(cursor, n) for n in numbers]
    blocked = record(cursor, entries, now=datetime.now(UTC)).blocked
    print(json.dumps({"before": before, "blocked": blocked, "findings": [str(f) for f in verify(cursor)]}))
"""


def imported_again(house, organisation, *numbers):
    """What an import of the same numbers says, by a program that runs on this database."""
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, str(organisation.pk), *(one.e164 for one in numbers)],
        env={**house.environment, "DJANGO_SETTINGS_MODULE": "samtycke.ops.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_yesterdays_backup_and_the_journal_give_every_no_and_erasure_since(house, anew, organisation, people):
    asa, bo, ebba, filip = people
    made = house.samtycke("backup")
    assert made.returncode == 0, made.stderr
    (backup,) = (house.data / "backups").glob("*.samtycke")
    leave(organisation, people)
    written(house)
    done = anew.samtycke("restore", str(backup))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Marketing may leave" in done.stdout
    assert anew.rows(
        "SELECT own_doing, door FROM suppression WHERE organisation_id = %s AND number_key = %s AND purpose = ''",
        organisation.pk, number_key(ASA.e164),
    ) == [(True, "restore")]  # fmt: skip
    assert anew.rows("SELECT erased, number_key FROM contact WHERE id = %s", bo) == [(True, None)]
    assert anew.rows("SELECT 1 FROM identity WHERE contact_id = %s", bo) == []
    assert anew.rows("SELECT restricted FROM contact WHERE id = %s", ebba) == [(True,)]
    assert anew.rows("SELECT restricted, erased FROM contact WHERE id = %s", filip) == [(False, False)]
    # Each is an event of its own, in a ledger that is whole.
    events = anew.rows("SELECT contact_id, kind FROM consent_event WHERE door = 'restore'")
    assert {(asa, "objection"), (bo, "erasure"), (ebba, "restriction")} <= set(events)
    # What waited may have left since: nobody knows, so it does not leave twice.
    states = anew.rows("SELECT DISTINCT state, due_at FROM message WHERE organisation_id = %s", organisation.pk)
    assert states == [("unknown", None)]
    said = imported_again(anew, organisation, ASA, BO, STRANGER, FILIP)
    assert said == {"before": [asa, None, None, filip], "blocked": 3, "findings": []}


def test_what_is_applied_is_what_the_backup_did_not_see(house, anew, organisation, people):
    """Not by time, nor by the order of ids: Bo's no began before the backup and was committed after it; Åsa's yes,
    which lifted her no, is in the backup."""
    asa_key = number_key(ASA.e164)
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, ASA, because="STOPP", door="sms", occurred_at=now() - timedelta(days=2), now=now())
    with acting_for(organisation.pk) as cursor:
        record(cursor, [yes(ASA, days_ago=1)], now=now())
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, BO, because="STOPP", door="sms", now=now())
        backup = in_another_thread(house.backup)
    written(house)
    done = anew.samtycke("restore", str(backup))
    assert done.returncode == 0, done.stdout + done.stderr
    blocked = anew.rows("SELECT number_key FROM suppression WHERE organisation_id = %s", organisation.pk)
    assert blocked == [(number_key(BO.e164),)]
    assert asa_key not in {row[0] for row in blocked}


def test_without_its_journal_all_marketing_is_held_until_somebody_answers_for_it(house, anew, organisation, people):
    backup = house.backup()
    leave(organisation, people)
    for path in (house.data / "journal").glob("*.journal"):
        path.unlink()
    done = anew.samtycke("restore", str(backup))
    assert done.returncode == 2, done.stderr
    assert "ALL MARKETING IS HELD" in done.stdout
    assert held(anew, organisation)
    assert anew.samtycke("restore", "--accept", "orkar inte").returncode == 1
    assert held(anew, organisation)
    words = "Ingen hade lämnat: vi ringde alla tolv kunderna i dag."
    assert anew.samtycke("restore", "--accept", words).returncode == 0
    assert not held(anew, organisation)
    accepted = "SELECT detail->>'words' FROM audit_entry WHERE act = 'restore.accepted' AND organisation_id = %s"
    assert anew.rows(accepted, organisation.pk) == [(words,)]


def test_an_old_copy_of_the_journal_is_not_taken_for_the_whole(house, anew, organisation, people, tmp_path):
    house.backup()  # an earlier one, so that there is a journal to copy
    old = Path(shutil.copytree(house.data / "journal", tmp_path / "old"))
    backup = house.backup()
    leave(organisation, people)
    written(house)
    assert anew.samtycke("restore", str(backup), "--journal", str(old)).returncode == 2
    assert held(anew, organisation)
    assert anew.samtycke("restore", "--apply").returncode == 0
    assert not held(anew, organisation)
    blocked = anew.rows("SELECT number_key FROM suppression WHERE organisation_id = %s", organisation.pk)
    assert {row[0] for row in blocked} == {number_key(one.e164) for one in (ASA, BO, STRANGER)}


def held(house, organisation) -> bool:
    """Whether a lane of marketing that is due is handed out to nobody."""
    with psycopg.connect(_admin(house.database), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO lane (organisation_id, name, next_due) VALUES (%s, 'phone/marketing', now()) "
            "ON CONFLICT (organisation_id, name) DO UPDATE SET next_due = now(), halted = false",
            [organisation.pk],
        )
        return not due_lanes(connection.cursor(), "phone", "marketing", now() + timedelta(minutes=1))


def in_another_thread(work):
    """With connections of its own: this one's transaction stays open meanwhile."""
    with ThreadPoolExecutor(1) as pool:

        def closing():
            try:
                return work()
            finally:
                django.db.connection.close()

        return pool.submit(closing).result()


def test_a_backup_killed_midway_leaves_nothing_that_looks_like_one(house, anew, organisation):
    with psycopg.connect(_admin(house.database)) as blocker:
        blocker.execute("LOCK TABLE suppression IN ACCESS EXCLUSIVE MODE")  # pg_dump waits here
        process = subprocess.Popen(
            [sys.executable, "-m", "samtycke.ops.cli", "backup", "--data", str(house.data)],
            env=house.environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        folder = house.data / "backups"
        until(lambda: list(folder.glob("*.part")) and waits_for_lock(house))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert list(folder.glob("*.samtycke")) == []
    (half,) = folder.glob("*.part")
    done = anew.samtycke("restore", str(half))
    assert done.returncode == 1
    assert "Nothing was put back" in done.stderr
    assert anew.rows("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [(0,)]


def waits_for_lock(house) -> bool:
    (n,) = house.rows(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' "
        "AND application_name = 'pg_dump'"
    )
    return n[0] > 0


def until(true, seconds=30):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_full_disk_leaves_no_backup_and_says_so(house):
    house.backup()
    before = set((house.data / "backups").iterdir())
    small = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
    run = f"import sys; from samtycke.ops.cli import main; sys.exit(main(['backup', '--data', {str(house.data)!r}]))"
    done = subprocess.run([sys.executable, "-c", small + run], env=house.environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "No backup was made" in done.stderr
    assert set((house.data / "backups").iterdir()) == before


def test_a_changed_backup_is_put_back_not_at_all(house, anew, organisation):
    """It shows only at its last byte, when all the rest has been fed to the database: which then has nothing."""
    path = house.backup()
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    done = anew.samtycke("restore", str(path))
    assert done.returncode == 1
    assert "Nothing was put back" in done.stderr
    assert anew.rows("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [(0,)]


def test_nothing_readable_stands_in_a_backup_or_in_the_journal(house, organisation, people):
    leave(organisation, people)
    path = house.backup()
    journal = b"".join(one.read_bytes() for one in (house.data / "journal").glob("*.journal"))
    for secret in ("70174061", "Lindqvist", "Höstens skor", organisation.slug):
        assert secret.encode() not in path.read_bytes()
        assert secret.encode() not in journal
    assert path.stat().st_mode & 0o777 == 0o600
    assert (house.data / "backup.key").stat().st_mode & 0o777 == 0o600


def test_a_backup_is_put_only_into_an_empty_database(house, organisation):
    done = house.samtycke("restore", str(house.backup()))
    assert done.returncode == 1
    assert "not empty" in done.stderr
