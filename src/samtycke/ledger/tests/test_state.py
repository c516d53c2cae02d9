"""What is noted of a contact has an event of its own, and the later of two counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from samtycke.ledger.door import history, note, record, verify
from samtycke.ledger.tests.cast import NOW, consent, row
from samtycke.organisations.door import acting_for


@pytest.mark.parametrize(
    ("first", "then", "column", "was", "became"),
    [
        (("restriction", None), ("restriction_lifted", None), "restricted", True, False),
        (("number_wrong", None), ("number_right", None), "number_wrong", True, False),
        (("reply_held", None), ("reply_read", None), "unread_reply", True, False),
        (("recipient", "company"), ("recipient", "consumer"), "recipient", "company", "consumer"),
        (("minor", "yes"), ("minor", "no"), "minor", True, False),
    ],
)
def test_what_is_noted_can_be_taken_back(organisation, first, then, column, was, became):
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [consent()], now=NOW).contact_ids
        for (kind, value), at, seen in ((first, NOW, was), (then, NOW + timedelta(minutes=1), became)):
            note(cursor, contact, kind, value=value, door="staff", by="Karin", because="ringde", now=at)
            assert row(cursor, "contact", column, id=contact) == (seen,)
        assert {event.kind for event in history(cursor, contact)} == {first[0], then[0], "consent"}
        assert verify(cursor) == []


def test_a_pause_ends_by_another_without_an_end(organisation):
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [consent()], now=NOW).contact_ids
        until = NOW + timedelta(days=30)
        note(cursor, contact, "pause", until=until, door="link", now=NOW)
        assert row(cursor, "contact", "paused_until", id=contact) == (until,)
        note(cursor, contact, "pause", door="link", now=NOW + timedelta(hours=1))
        assert row(cursor, "contact", "paused_until", id=contact) == (None,)


@pytest.mark.parametrize(
    ("kind", "value"), [("consent", None), ("recipient", None), ("recipient", "friend"), ("minor", "maybe"),
                        ("restriction", "yes")],
)  # fmt: skip
def test_nothing_else_is_noted(organisation, kind, value):
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [consent()], now=NOW).contact_ids
        with pytest.raises(ValueError, match=f"{kind}|{value}"):
            note(cursor, contact, kind, value=value, door="staff", now=NOW)
