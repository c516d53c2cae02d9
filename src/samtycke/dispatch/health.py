"""Whether texts can leave: how many gateways live, and how long what is due has waited."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Health:
    """``gateways`` that live; ``waiting_seconds`` of the oldest lane that is due, 0.0 when none is."""

    gateways: int
    waiting_seconds: float


def health() -> Health:
    """Look, for /healthz and the console."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM gateway WHERE beat_at > now() - interval '15 seconds'), "
            "(SELECT coalesce(extract(epoch FROM now() - min(next_due)), 0) FROM lane "
            " WHERE NOT halted AND next_due <= now())"
        )
        gateways, waiting = cursor.fetchone()
    return Health(gateways, float(waiting))
