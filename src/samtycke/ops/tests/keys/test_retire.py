"""An old key goes when nothing carries it, and nothing can come to carry it any more; never before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg

from samtycke.ops.keys import retire
from samtycke.ops.keys.alone import turning
from samtycke.ops.keys.retire import NotRetired, may_retire
from samtycke.ops.tests.keys.conftest import say_yes
from samtycke.ops.tests.keys.test_rotate import ASA, new_key, turned
from samtycke.organisations.keyring_file import replace_keyring, without_data_key

TOMORROW = datetime.now(UTC) + timedelta(hours=25)


def refused(house, id_=1, *, now=TOMORROW):
    with turning(house.owner) as connection:
        try:
            may_retire(connection, house.ring, id_, now=now)
        except NotRetired as refusal:
            return str(refusal)
    return ""


def test_a_key_that_something_carries_stays_and_it_is_said_where(house, organisation):
    say_yes(organisation, ASA)
    new_key(house)
    said = refused(house)
    assert said.startswith("2 values are still sealed by data key 1")
    assert "identity.evidence_key: 1" in said


def test_a_key_that_nothing_carries_goes_a_day_after_the_new_one_began_to_seal(house, organisation):
    """Till then a link in a letter, or a process that has not looked, may have it."""
    say_yes(organisation, ASA)
    new_key(house)
    turned(house)
    assert "a day later" in refused(house, now=datetime.now(UTC) + timedelta(hours=23))
    assert refused(house) == ""


def test_a_key_in_use_or_on_its_way_stays(house):
    assert "in use" in refused(house, 1)
    assert "no data key 7" in refused(house, 7)
    new_key(house)
    assert "in use" in refused(house, 2)


def test_whoever_writes_for_long_is_waited_for(house, organisation, monkeypatch):
    """What they write is not in any count until they are done."""
    monkeypatch.setattr(retire, "_WRITERS", 0.5)
    new_key(house)
    with psycopg.connect(house.admin) as somebody:
        somebody.execute("UPDATE organisation SET name = 'Skobutiken'")
        assert "may still write" in refused(house)
        somebody.rollback()
    assert refused(house) == ""


def test_the_command_takes_the_key_out_and_says_what_still_needs_it(house, organisation):
    say_yes(organisation, ASA)
    new_key(house)
    assert "still sealed" in house.keys("retire", "1").stderr
    assert set(house.ring.data) == {1, 2}
    turned(house)
    house.a_day_later()
    done = house.keys("retire", "1")
    assert done.returncode == 0, done.stderr
    assert "keep the old keyring" in done.stdout
    assert set(house.ring.data) == {2}
    listed = house.keys("list").stdout
    assert "data      2  seals" in listed
    assert "data      1" not in listed


def test_a_key_that_is_gone_and_still_carried_is_told(house, organisation):
    """As after a restore of an old backup beside a newer keyring."""
    say_yes(organisation, ASA)
    new_key(house)
    replace_keyring(house.keyring, without_data_key(house.keyring.read_text(), 1))
    assert "data      1  missing" in house.keys("list").stdout
