"""Whoever asks too often waits, is known by a digest only, and is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from samtycke.organisations.door import TooMany, keyring, limit

NOW = datetime(2026, 3, 10, 12, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def asks():
    """Ask for something of this test's own, up to three times a minute."""

    def asking(who: str, *, now: datetime = NOW, what: str = "test") -> None:
        with connection.cursor() as cursor:
            limit(cursor, what, who, most=3, per=MINUTE, now=now)

    yield asking
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM asked_lately WHERE what LIKE 'test%'")


def test_one_too_many_is_told_how_long_to_wait(asks):
    for _ in range(3):
        asks("192.0.2.1")
    with pytest.raises(TooMany) as refused:
        asks("192.0.2.1")
    assert refused.value.after == timedelta(seconds=30)
    assert refused.value.seconds == 31


def test_the_next_window_others_and_other_things_are_counted_apart(asks):
    for _ in range(3):
        asks("192.0.2.1")
    asks("192.0.2.1", now=NOW + MINUTE)
    asks("192.0.2.2")
    asks("192.0.2.1", what="test of something else")


def test_no_address_is_kept_and_what_has_passed_is_removed(asks):
    asks("192.0.2.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT who, asked_lately::text FROM asked_lately WHERE what = 'test'")
        who, row = cursor.fetchone()
    assert "192.0.2.7" not in row
    assert bytes(who) == keyring().mark("192.0.2.7", about="test")
    assert bytes(who) != keyring().mark("192.0.2.7", about="test of something else")
    asks("192.0.2.8", now=NOW + 2 * MINUTE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM asked_lately WHERE what = 'test' AND ends_at <= %s", [NOW + MINUTE])
        assert cursor.fetchone() == (0,)
