"""A backup's file: what was written comes out, and nothing else ever does."""

from __future__ import annotations

import io
import secrets

import pytest

from samtycke.ops.backup.sealed import CHUNK, NotABackup, SealedFile, opened, read_header

KEY = bytes(range(32))


def sealed(content: bytes, *, piece: int = 300_000) -> bytes:
    out = io.BytesIO()
    file = SealedFile(out, KEY, {"made_at": "2026-03-10"})
    for at in range(0, len(content), piece):
        file.write(content[at : at + piece])
    file.finish()
    return out.getvalue()


def read(raw: bytes, key: bytes = KEY) -> bytes:
    file = io.BytesIO(raw)
    return b"".join(opened(file, read_header(file), key))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_written_comes_out(size):
    content = secrets.token_bytes(size)
    assert read(sealed(content)) == content


def test_two_of_the_same_share_nothing_but_their_beginning():
    assert sealed(b"a" * 1000)[-500:] != sealed(b"a" * 1000)[-500:]


@pytest.mark.parametrize("at", [-1, -CHUNK, 30, 60, 200])
def test_a_changed_byte_is_found(at):
    raw = bytearray(sealed(b"x" * (2 * CHUNK + 5)))
    raw[at] ^= 1
    with pytest.raises(NotABackup):
        read(bytes(raw))


def test_a_file_cut_between_two_chunks_is_not_whole():
    raw = sealed(b"x" * (3 * CHUNK))
    with pytest.raises(NotABackup, match="cut short"):
        read(raw[: -(CHUNK + 16)])


def test_chunks_cannot_change_places():
    raw = sealed(secrets.token_bytes(3 * CHUNK))
    begin, size = raw.index(b"}\n") + 2, CHUNK + 16
    swapped = raw[:begin] + raw[begin + size : begin + 2 * size] + raw[begin : begin + size] + raw[begin + 2 * size :]
    with pytest.raises(NotABackup):
        read(swapped)


def test_another_key_is_told_from_a_broken_file():
    with pytest.raises(NotABackup, match="another key"):
        read(sealed(b"x"), bytes(32))
