"""Keys are never in the database, and what they seal opens where it belongs and nowhere else."""

from __future__ import annotations

import base64
import json
import os
import secrets
import stat
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.organisations import held_keyring
from samtycke.organisations.held_keyring import Held, KeyringMissing
from samtycke.organisations.keyring import NoKeyring, SealBroken, digest, read_keyring
from samtycke.organisations.keyring_file import (
    make_keyring,
    replace_keyring,
    with_new_data_key,
    with_newest_sealing,
    without_data_key,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def ring(number=1, data=1, *, keys=None):
    """A keyring with so many keys; ``keys`` are added to, so that an older ring can become a newer one."""
    keys = {"number": {}, "data": {}} if keys is None else keys
    for sort, n in (("number", number), ("data", data)):
        for id_ in range(1, n + 1):
            keys[sort].setdefault(str(id_), base64.b64encode(secrets.token_bytes(32)).decode())
    return read_keyring(json.dumps(keys))


@given(st.binary(max_size=400), st.binary(max_size=40))
def test_what_is_sealed_opens(clear, about):
    one = ring()
    assert one.open(one.seal(clear, about=about), about=about) == clear


@given(st.binary(min_size=1, max_size=60), st.data())
def test_what_is_changed_by_one_bit_does_not_open(clear, data):
    one = ring()
    sealed = bytearray(one.seal(clear))
    at = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[at // 8] ^= 1 << at % 8
    with pytest.raises(SealBroken):
        one.open(bytes(sealed))


def test_what_is_moved_elsewhere_does_not_open():
    one = ring()
    with pytest.raises(SealBroken):
        one.open(one.seal(b"x", about=b"identity:1"), about=b"identity:2")


@pytest.mark.parametrize("sealed", [b"", b"\x00", b"\x00\x01", b"\x00\x01" + b"n" * 12, b"\x00\x09" + b"n" * 40])
def test_what_is_no_seal_does_not_open(sealed):
    with pytest.raises(SealBroken):
        ring().open(sealed)


def test_the_same_text_is_never_sealed_alike():
    one = ring()
    assert one.seal(b"x") != one.seal(b"x")


def test_after_rotation_the_newest_key_seals_and_the_old_still_open():
    keys = {"number": {}, "data": {}}
    old = ring(keys=keys).seal(b"x")
    newer = ring(data=2, keys=keys)
    assert newer.open(old) == b"x"
    assert newer.seal(b"x")[:2] == b"\x00\x02"


def test_the_tenth_key_is_newer_than_the_ninth():
    """Ids are numbers, not text."""
    ten = ring(number=10, data=10)
    assert ten.seal(b"x")[:2] == b"\x00\x0a"
    assert len(ten.number_keys("+46701740605")) == 10
    nine = read_keyring(json.dumps({
        "number": {"9": base64.b64encode(ten.number[9]).decode()}, "data": {},
    }))  # fmt: skip
    assert ten.number_keys("+46701740605")[1] == nine.number_key("+46701740605")


def test_a_number_key_tells_nothing_without_the_keyring_and_always_the_same_with_it():
    one, another = ring(), ring()
    key = one.number_key("+46701740605")
    assert key == one.number_key("+46701740605")
    assert len(key) == 16
    assert key != another.number_key("+46701740605")
    assert key != one.number_key("+46701740606")


@pytest.fixture
def path(tmp_path, monkeypatch):
    """The file of a keyring that was made for this test, and that this process has to go by."""
    made = tmp_path / "keyring.json"
    make_keyring(made, now=NOW)
    monkeypatch.delenv("SAMTYCKE_KEYRING", raising=False)
    monkeypatch.setenv("SAMTYCKE_KEYRING_FILE", str(made))
    return made


def test_a_keyring_is_made_once_readable_by_its_owner_only_and_never_overwritten(path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = path.read_text()
    with pytest.raises(FileExistsError):
        make_keyring(path, now=NOW)
    assert path.read_text() == made
    assert read_keyring(made).made == {1: NOW}


def test_without_a_keyring_nothing_is_invented(path, monkeypatch):
    """A new one would silently lose every number; it is refused, saying where it was looked for."""
    path.rename(path.with_name("elsewhere.json"))
    with pytest.raises(KeyringMissing, match=r"keyring\.json"):
        Held().now()


def test_the_environment_comes_before_the_file(path, monkeypatch, tmp_path):
    monkeypatch.setenv("SAMTYCKE_KEYRING", path.read_text())
    monkeypatch.setenv("SAMTYCKE_KEYRING_FILE", str(tmp_path / "none.json"))
    assert Held().now().number_key("+46701740605") == read_keyring(path.read_text()).number_key("+46701740605")


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"number": {}, "data": {"1": "AA=="}}', '{"data": {}, "seals": 3}']
)
def test_what_is_no_keyring_is_refused_and_none_of_it_is_told(content):
    with pytest.raises(NoKeyring) as refused:
        read_keyring(content)
    assert refused.value.__cause__ is None
    assert "AA==" not in str(refused.value)


def test_a_new_key_seals_from_then_on_and_what_was_sealed_opens(path):
    sealed = read_keyring(path.read_text()).seal(b"x")
    later = NOW + timedelta(days=365)
    ring = read_keyring(with_new_data_key(path.read_text(), seals=True, now=later))
    assert ring.open(sealed) == b"x"
    assert ring.seal(b"x")[:2] == b"\x00\x02"
    assert (ring.made, ring.sealing_since) == ({1: NOW, 2: later}, later)
    assert ring.number_keys("+46701740605") == read_keyring(path.read_text()).number_keys("+46701740605")


def test_a_key_that_is_announced_opens_and_does_not_seal_until_it_is_let(path):
    """So that it can be on every machine before anything is sealed by it."""
    announced = with_new_data_key(path.read_text(), seals=False, now=NOW)
    sealed = read_keyring(with_newest_sealing(announced, now=NOW)).seal(b"x")
    assert sealed[:2] == b"\x00\x02"
    assert read_keyring(announced).seal(b"x")[:2] == b"\x00\x01"
    assert read_keyring(announced).open(sealed) == b"x"


def test_the_id_of_a_key_that_is_gone_is_never_given_again(path):
    second = with_new_data_key(path.read_text(), seals=True, now=NOW)
    third = with_new_data_key(without_data_key(second, 1), seals=True, now=NOW)
    assert set(read_keyring(third).data) == {2, 3}
    with pytest.raises(SealBroken):
        read_keyring(third).open(read_keyring(second).seal(b"x")[:2] + b"\x00" * 40)


def test_a_keyring_is_replaced_whole_by_a_file_that_only_its_owner_reads(path):
    link = path.with_name("link.json")
    link.symlink_to(path)
    path.chmod(0o640)
    replace_keyring(link, with_new_data_key(path.read_text(), seals=True, now=NOW))
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(read_keyring(path.read_text()).data) == {1, 2}
    assert sorted(one.name for one in path.parent.iterdir()) == ["keyring.json", "link.json"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_keyring_that_root_replaces_is_still_its_owners(path):
    """Or the program, which runs as somebody else, could not read it any more."""
    os.chown(path, 4711, 4712)
    replace_keyring(path, with_new_data_key(path.read_text(), seals=True, now=NOW))
    assert (path.stat().st_uid, path.stat().st_gid) == (4711, 4712)


def test_a_keyring_that_cannot_be_written_is_left_as_it_was(path, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    before = path.read_text()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_keyring(path, "half")
    assert path.read_text() == before
    assert [one.name for one in path.parent.iterdir()] == ["keyring.json"]


def test_what_another_has_sealed_by_a_newer_key_opens_at_once(path, monkeypatch):
    """Before this process has looked for itself: it looks when it meets what it has no key to."""
    monkeypatch.setattr(held_keyring, "LOOKS_EVERY", 3600)
    held = Held()
    old = held.now()
    replace_keyring(path, with_new_data_key(path.read_text(), seals=True, now=NOW))
    sealed = Held().now().seal(b"x", about=b"y")
    assert sealed[:2] == b"\x00\x02"
    assert old.open(sealed, about=b"y") == b"x"
    assert held.now().seal(b"x")[:2] == b"\x00\x02"


def test_a_new_key_is_taken_up_without_being_met(path, monkeypatch):
    monkeypatch.setattr(held_keyring, "LOOKS_EVERY", 0)
    held = Held()
    assert held.now().seals == 1
    replace_keyring(path, with_new_data_key(path.read_text(), seals=True, now=NOW))
    assert held.now().seals == 2


def test_a_file_that_has_not_changed_is_not_read_again(path, monkeypatch):
    monkeypatch.setattr(held_keyring, "LOOKS_EVERY", 0)
    held = Held()
    assert held.now() is held.now()


@pytest.mark.parametrize("spoilt", ["", "{", None])
def test_a_keyring_that_is_spoilt_while_running_is_kept_as_it_was(path, monkeypatch, caplog, spoilt):
    """Whatever somebody does to the file, texts go on being read; the log says once that it cannot be read again."""
    monkeypatch.setattr(held_keyring, "LOOKS_EVERY", 0)
    held = Held()
    sealed = held.now().seal(b"x")
    path.unlink()
    if spoilt is not None:
        path.write_text(spoilt)
    for _ in range(3):
        assert held.now().open(sealed) == b"x"
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_threads_that_look_at_once_all_get_a_keyring_that_opens(path, monkeypatch):
    monkeypatch.setattr(held_keyring, "LOOKS_EVERY", 0)
    held, wrong, over = Held(), [], threading.Event()

    def work():
        while not over.is_set():
            try:
                assert held.now().open(held.now().seal(b"x")) == b"x"
            except Exception as error:  # whatever it is, it is what we look for
                wrong.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        replace_keyring(path, with_new_data_key(path.read_text(), seals=True, now=NOW))
    over.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert held.now().seals == 21


parts = st.lists(st.none() | st.text(max_size=5) | st.binary(max_size=5), max_size=4)


@given(parts, parts)
def test_two_lists_of_parts_share_a_digest_only_when_they_say_the_same(one, other):
    def said(parts):
        return [part.encode() if isinstance(part, str) else part for part in parts]

    assert (digest(*one) == digest(*other)) == (said(one) == said(other))
