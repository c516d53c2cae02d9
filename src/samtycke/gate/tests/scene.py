"""Skobutiken with some people of whom different things are known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection

from samtycke.gate.door import EVERYBODY, Spec, Verdicts, enlist, lease, plan, seal_envelope
from samtycke.ledger.door import Consent, Sale, record
from samtycke.organisations.door import acting_for
from samtycke.sms import Number

OFFER = Spec("marketing", "offers", "Höstens skor är här", ("shoes",))


def number(i: int) -> Number:
    return Number(f"+4673{i:07d}", "SE")


def yes(i: int, *, purpose: str = "offers", days_ago: float = 30, door: str = "import", **more) -> Consent:
    return Consent(
        number=number(i), occurred_at=datetime.now(UTC) - timedelta(days=days_ago), door=door, purpose=purpose,
        method="web_form", wording="Ja, skicka erbjudanden.", informed=True, **more,
    )  # fmt: skip


def bought(i: int, *, category: str = "shoes", days_ago: float = 30, offered: bool = True) -> Sale:
    return Sale(
        number=number(i), occurred_at=datetime.now(UTC) - timedelta(days=days_ago), door="import", category=category,
        collected=True, informed=True, offered=offered, refused=False,
    )  # fmt: skip


def people(organisation, *entries) -> tuple[int, ...]:
    with acting_for(organisation.pk) as cursor:
        return record(cursor, list(entries), now=datetime.now(UTC)).contact_ids


def campaign(organisation, *, spec: Spec = OFFER, campaign_id: int = 1, audience=EVERYBODY):
    """Seal and plan a campaign; returns what was written, by state."""
    now = datetime.now(UTC)
    with acting_for(organisation.pk) as cursor:
        envelope = seal_envelope(cursor, spec)
        return plan(
            cursor, envelope, audience, campaign_id=campaign_id, planned_on=now.date(),
            expires_at=now + timedelta(days=2), now=now,
        )  # fmt: skip


def take(organisation, *, lane: str = "phone/marketing/1", limit: int = 500, gateway: int | None = None):
    with acting_for(organisation.pk) as cursor:
        return lease(cursor, gateway_id=gateway or enlist(), lane=lane, limit=limit, verdicts=Verdicts())


def states(organisation) -> dict[str, int]:
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT state, count(*) FROM message GROUP BY state")
        return dict(cursor.fetchall())


def bury(gateway: int) -> None:
    """A gateway has been silent for too long."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE gateway SET beat_at = beat_at - interval '1 minute' WHERE id = %s", [gateway])


def bury_all() -> None:
    """Whatever gateways other tests have left, some of them so lately that they pass for alive."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE gateway SET beat_at = beat_at - interval '1 minute'")
