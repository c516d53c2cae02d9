"""Keys are never in the database, and what they seal opens where it belongs and nowhere else."""

from __future__ import annotations

import base64
import json
import secrets
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.organisations.keyring import (
    KeyringMissing,
    SealBroken,
    digest,
    keyring,
    make_keyring,
    read_keyring,
)


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


def test_a_keyring_is_made_once_readable_by_its_owner_only_and_never_overwritten(tmp_path):
    path = tmp_path / "keyring.json"
    make_keyring(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = path.read_text()
    with pytest.raises(FileExistsError):
        make_keyring(path)
    assert path.read_text() == made


def test_without_a_keyring_nothing_is_invented(tmp_path, monkeypatch):
    """A new one would silently lose every number; it is refused, saying where it was looked for."""
    monkeypatch.delenv("SAMTYCKE_KEYRING", raising=False)
    monkeypatch.setenv("SAMTYCKE_KEYRING_FILE", str(tmp_path / "none.json"))
    with pytest.raises(KeyringMissing, match=r"none\.json"):
        keyring.__wrapped__()


def test_the_environment_comes_before_the_file(tmp_path, monkeypatch):
    path = tmp_path / "keyring.json"
    make_keyring(path)
    monkeypatch.setenv("SAMTYCKE_KEYRING", path.read_text())
    monkeypatch.setenv("SAMTYCKE_KEYRING_FILE", str(tmp_path / "none.json"))
    assert keyring.__wrapped__().number_key("+46701740605") == read_keyring(path.read_text()).number_key("+46701740605")


parts = st.lists(st.none() | st.text(max_size=5) | st.binary(max_size=5), max_size=4)


@given(parts, parts)
def test_two_lists_of_parts_share_a_digest_only_when_they_say_the_same(one, other):
    def said(parts):
        return [part.encode() if isinstance(part, str) else part for part in parts]

    assert (digest(*one) == digest(*other)) == (said(one) == said(other))
