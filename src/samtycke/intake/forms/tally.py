"""How many saw a form, sent it and confirmed: figures by day, without cookies and without anybody's address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import load_sql


@dataclass(frozen=True, slots=True)
class Conversion:
    """What came of one version. ``left``: of those who confirmed, how many said no within 30 days."""

    version: int
    viewed: int
    sent: int
    confirmed: int
    left: int

    @property
    def share(self) -> float:
        """How many of a hundred who saw it confirmed."""
        return 100 * self.confirmed / self.viewed if self.viewed else 0.0


def tally(cursor: CursorWrapper, form_id: int, version: int, what: str, *, now: datetime) -> None:
    """Count one more: ``viewed``, ``sent`` or ``confirmed``."""
    cursor.execute(
        "INSERT INTO form_tally AS t (organisation_id, form_id, version, day, what, times) "
        "VALUES (current_organisation(), %s, %s, (%s AT TIME ZONE 'UTC')::date, %s, 1) "
        "ON CONFLICT (organisation_id, form_id, version, day, what) DO UPDATE SET times = t.times + 1",
        [form_id, version, now, what],
    )


def conversions(cursor: CursorWrapper, form_id: int) -> list[Conversion]:
    """Each version that was published, the newest first."""
    cursor.execute(load_sql(__file__, "conversions.sql"), {"form": form_id})
    return [Conversion(*row) for row in cursor.fetchall()]
