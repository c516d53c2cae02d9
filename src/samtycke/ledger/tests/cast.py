"""What the tests of this room say: the people, and how they say yes, no and buy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from samtycke.ledger.door import Consent, Sale
from samtycke.ledger.withdraw import withdraw
from samtycke.sms import Number

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ASA = Number("+46701740605", "SE")
BO = Number("+46701740606", "SE")


def many(n):
    """Numbers enough for a batch."""
    return [Number(f"+4673{i:07d}", "SE") for i in range(n)]


def consent(number=ASA, *, days_ago=10, **more):
    """A whole yes to offers, from a file unless another door is named."""
    said = {
        "door": "import",
        "purpose": "offers",
        "method": "web_form",
        "wording": "Ja, skicka erbjudanden.",
        "informed": True,
        "evidence": {"row": "17"},
        **more,
    }
    return Consent(number=number, occurred_at=NOW - timedelta(days=days_ago), **said)


def sale(number=ASA, *, days_ago=20, at=None, **more):
    """A sale of shoes at which all was done that MFL 19 § 2 st. asks."""
    said = {
        "door": "api",
        "category": "shoes",
        "collected": True,
        "informed": True,
        "offered": True,
        "refused": False,
        **more,
    }
    return Sale(number=number, occurred_at=at or NOW - timedelta(days=days_ago), **said)


def no(cursor, number=ASA, *, purpose=None, days_ago=5, kind="objection", door="sms"):
    """A no, as the gate passes it on. Returns the contact."""
    return withdraw(
        cursor,
        number,
        purpose=purpose,
        kind=kind,
        because="STOPP",
        door=door,
        by="",
        evidence={"text": "STOPP"},
        occurred_at=NOW - timedelta(days=days_ago),
        now=NOW,
    )


def row(cursor, table, columns, **where):
    """The one row of a table that meets the conditions, or None."""
    conditions = " AND ".join(f"{name} = %s" for name in where)
    cursor.execute(f"SELECT {columns} FROM {table} WHERE {conditions}", list(where.values()))
    return cursor.fetchone()
