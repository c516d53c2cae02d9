"""A new data key, and everything sealed anew under it, while everybody goes on."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest

from samtycke.ledger.door import history, reveal, verify
from samtycke.ops.keys import reseal as resealing
from samtycke.ops.keys.alone import KeysBusy, seeing_all, turning
from samtycke.ops.keys.columns import COLUMNS
from samtycke.ops.keys.rotate import Turned, turn
from samtycke.ops.tests.keys.conftest import CLEAR, fill_every_column, opened, say_yes
from samtycke.organisations.door import acting_for, make_keyring
from samtycke.organisations.held_keyring import keyring_now
from samtycke.organisations.keyring_file import replace_keyring, with_new_data_key
from samtycke.rights.door import erase_everywhere

ASA, BO, EBBA = "+46701740610", "+46701740611", "+46701740612"


def new_key(house):
    """A new key in the file, as the command puts it there."""
    replace_keyring(house.keyring, with_new_data_key(house.keyring.read_text(), seals=True, now=datetime.now(UTC)))
    return keyring_now()


def turned(house):
    done = Turned()
    with turning(house.owner) as connection:
        for _ in turn(connection, keyring_now(), done):
            pass
    return done


def test_every_column_that_a_room_names_is_sealed_anew_and_opens_as_before(house):
    fill_every_column(house, times=3)
    done = house.keys("rotate")
    assert done.returncode == 0, done.stderr
    assert house.listed() == {2: 3 * len(COLUMNS)}
    assert opened(house) == {column.name: [CLEAR] * 3 for column in COLUMNS}


def under_the_first_key(house):
    """The tables that hold anything that the first key has sealed. No column is asked by name: every row is read."""
    found = set()
    with psycopg.connect(house.admin) as admin:
        tables = admin.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p') AND NOT relispartition"
        ).fetchall()
        for (table,) in tables:
            # In hex, as bytes are shown, and in base64: the key's id, then a nonce and more.
            row = admin.execute(
                f"SELECT FROM {table} t WHERE t::text ~ '\\\\x0001[0-9a-f]{{56}}' "
                "OR t::text ~ '[^A-Za-z0-9+/]AA[EFGH][A-Za-z0-9+/]{36}' LIMIT 1"
            ).fetchone()
            found |= {table} if row is not None else set()
    return found


def test_nothing_in_the_whole_database_is_left_under_the_old_key(house, organisation):
    fill_every_column(house)
    say_yes(organisation, ASA)
    assert under_the_first_key(house) == {column.table for column in COLUMNS}
    new_key(house)
    turned(house)
    assert under_the_first_key(house) == set()


def test_a_persons_own_key_is_wrapped_anew_and_the_evidence_under_it_is_not_touched(house, organisation):
    (contact_id,) = say_yes(organisation, ASA)
    evidence = house.rows("SELECT id, evidence FROM consent_event ORDER BY id")
    (wrapped,) = house.rows("SELECT evidence_key FROM identity")
    new_key(house)
    assert turned(house).resealed == 2
    assert house.rows("SELECT id, evidence FROM consent_event ORDER BY id") == evidence
    assert house.rows("SELECT evidence_key FROM identity") != [wrapped]
    with acting_for(organisation.pk) as cursor:
        assert reveal(cursor, [contact_id])[contact_id].name == "Åsa Lindqvist"
        assert history(cursor, contact_id)[0].evidence["ip"] == "192.0.2.7"
        assert list(verify(cursor)) == []


def test_whoever_is_erased_while_the_keys_are_turned_stays_erased(house, organisation, monkeypatch):
    """Their own key was read, and is then destroyed: nothing writes it back."""
    monkeypatch.setattr(resealing, "AT_ONCE", 1)
    asa, bo, ebba = say_yes(organisation, ASA, BO, EBBA)
    ring, done = new_key(house), Turned()
    with turning(house.owner) as connection:
        batches = turn(connection, ring, done)
        next(batches)
        with acting_for(organisation.pk) as cursor:
            for one in (asa, ebba):
                erase_everywhere(cursor, one, by="Alice", door="staff", now=datetime.now(UTC))
        for _ in batches:
            pass
    assert house.rows("SELECT contact_id, substring(sealed FROM 1 FOR 2) FROM identity") == [(bo, b"\x00\x02")]
    with acting_for(organisation.pk) as cursor:
        assert history(cursor, asa)[0].evidence is None
        assert list(verify(cursor)) == []


def test_what_somebody_is_writing_is_passed_over_and_met_when_it_is_written(house, organisation):
    """Never overwritten, never waited for."""
    (contact_id,) = say_yes(organisation, ASA)
    ring, done = new_key(house), Turned()
    with psycopg.connect(house.admin) as somebody, turning(house.owner) as connection:
        somebody.execute("UPDATE identity SET sealed = sealed WHERE contact_id = %s", [contact_id])
        for column in COLUMNS:
            assert list(resealing.reseal(connection, column, ring)) == []
        somebody.commit()
        for _ in turn(connection, ring, done):
            pass
    assert (done.resealed, done.broken, done.left) == (2, (), 0)


def test_a_value_that_changed_since_it_was_read_is_left_as_it_became(house, organisation, monkeypatch):
    """Were a row not locked, the old value would still have to be there for the new one to take its place."""
    say_yes(organisation, ASA)
    ring = new_key(house)
    column = next(one for one in COLUMNS if one.name == "identity.sealed")

    class Meanwhile(type(ring)):
        def open(self, sealed, *, about=b""):
            clear = super().open(sealed, about=about)
            connection.execute("UPDATE identity SET sealed = 'newer'")
            return clear

    meanwhile = Meanwhile(number=ring.number, data=ring.data, seals=ring.seals)
    with turning(house.owner) as connection:
        (batch,) = resealing.reseal(connection, column, meanwhile)
    assert batch.resealed == 0
    assert house.rows("SELECT sealed FROM identity") == [(b"newer",)]


@pytest.mark.parametrize("spoilt", [b"", b"\x00", b"\x00\x01no seal", b"\x00\x09" + b"n" * 40])
def test_what_opens_by_no_key_is_kept_and_the_rest_goes_on(house, organisation, spoilt):
    asa, bo, ebba = say_yes(organisation, ASA, BO, EBBA)
    house.write("UPDATE identity SET sealed = %s WHERE contact_id = %s", spoilt, bo)
    new_key(house)
    done = turned(house)
    assert [(one.column, one.row["contact_id"]) for one in done.broken] == [("identity.sealed", str(bo))]
    assert house.rows("SELECT sealed FROM identity WHERE contact_id = %s", bo) == [(spoilt,)]
    with acting_for(organisation.pk) as cursor:
        assert set(reveal(cursor, [asa, ebba])) == {asa, ebba}


def test_what_opens_by_no_key_is_named_at_the_end(house, organisation):
    _, bo = say_yes(organisation, ASA, BO)
    house.write("UPDATE identity SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE contact_id = %s", bo)
    done = house.keys("rotate")
    assert done.returncode == 1
    assert f"identity.sealed of organisation_id {organisation.pk}, contact_id {bo} (key 1)" in done.stdout
    assert "1 values open by no key" in done.stdout


def test_a_second_step_whose_secret_was_spoilt_is_told_too(house):
    fill_every_column(house)
    house.write('UPDATE mfa_authenticator SET data = data || \'{"secret": "not base64"}\'')
    new_key(house)
    assert [str(one) for one in turned(house).broken] == ["mfa_authenticator.data.secret of id 1 (key 0)"]
    assert house.rows("SELECT data ->> 'secret' FROM mfa_authenticator") == [("not base64",)]


def test_a_rotation_that_is_not_done_goes_on_and_makes_no_further_key(house, organisation):
    say_yes(organisation, ASA)
    new_key(house)
    done = house.keys("rotate")
    assert done.returncode == 0
    assert "goes on" in done.stderr
    assert set(house.ring.data) == {1, 2}
    assert house.listed() == {2: 2}


def test_a_new_key_is_made_at_once_where_that_is_said(house, organisation):
    """The newest has leaked, and the rotation to it is not done."""
    say_yes(organisation, ASA)
    new_key(house)
    assert house.keys("rotate", "--new").returncode == 0
    assert house.listed() == {3: 2}


def test_on_several_machines_the_key_is_announced_before_it_seals(house, organisation):
    say_yes(organisation, ASA)
    told = house.keys("rotate", "--announce")
    assert told.returncode == 0
    assert (set(house.ring.data), house.ring.seals) == ({1, 2}, 1)
    assert house.listed() == {1: 2}
    assert house.keys("rotate").returncode == 0
    assert (house.ring.seals, house.listed()) == (2, {2: 2})


def test_a_keyring_in_the_environment_is_told_and_not_written(house, organisation):
    """Step by step: what is printed is put there, and the command run again, until it is done."""
    say_yes(organisation, ASA)
    content, codes = house.keyring.read_text(), []
    house.keyring.rename(house.keyring.with_name("elsewhere.json"))
    for _ in range(3):
        done = house.keys("rotate", SAMTYCKE_KEYRING=content)
        codes.append(done.returncode)
        if done.returncode:
            assert "SAMTYCKE_KEYRING" in done.stderr
            content = done.stdout
    assert codes == [1, 1, 0]
    assert house.rows("SELECT DISTINCT substring(sealed FROM 1 FOR 2) FROM identity") == [(b"\x00\x02",)]
    assert not house.keyring.exists()


def test_a_keyring_that_cannot_be_replaced_is_told_and_not_touched(house, organisation):
    say_yes(organisation, ASA)
    before = house.keyring.read_text()
    # As a single file that is mounted into a container: its folder is another's.
    done = house.run(
        "-c",
        "import os, sys; from samtycke.organisations import keyring_file as kept\n"
        "def busy(*_): raise OSError(16, 'Device or resource busy')\n"
        "kept.replace_keyring = busy\n"
        "from samtycke.ops.cli import main; sys.exit(main(['keys', 'rotate']))",
    )
    assert done.returncode == 1
    assert "Device or resource busy" in done.stderr
    assert '"2"' in done.stdout
    assert house.keyring.read_text() == before


def test_another_keyring_than_the_programs_own_is_refused(house, organisation):
    say_yes(organisation, ASA)
    own = house.keyring.rename(house.keyring.with_name("own.json"))
    make_keyring(house.keyring, now=datetime.now(UTC))
    done = house.keys("rotate")
    assert done.returncode == 1
    assert "opens nothing" in done.stderr
    assert set(house.ring.data) == {1}
    own.replace(house.keyring)


def test_a_role_that_sees_only_some_rows_is_refused(house, organisation):
    """To it a key would seem to carry nothing, and be thrown away."""
    say_yes(organisation, ASA)
    new_key(house)
    for act in (["list"], ["rotate"], ["retire", "1"]):
        done = house.keys(*act, "--url", house.environment["DATABASE_URL"])
        assert done.returncode == 1, act
        assert "role that owns the tables" in done.stderr
    assert set(house.ring.data) == {1, 2}


def test_two_never_turn_the_keys_at_once(house):
    with turning(house.owner):
        with pytest.raises(KeysBusy), turning(house.owner):
            pass
        with seeing_all(house.owner) as looking:
            assert looking.execute("SELECT 1").fetchone() == (1,)
    with turning(house.owner):
        pass
