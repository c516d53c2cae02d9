"""What the organisation has declared, as rows may speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.intake.rows import Known
from samtycke.organisations.door import Organisation, categories, open_purposes
from samtycke.policy import pack_for


def known(
    cursor: CursorWrapper, *, now: datetime, door: str, by: str, evidence: Mapping[str, str] | None = None
) -> Known:
    """Purposes and categories by slug and by their Swedish and English names, for reading rows."""
    cursor.execute("SELECT current_organisation()")
    organisation = Organisation.objects.get(pk=cursor.fetchone()[0])
    return Known(
        # A consent to service texts is none: they rest on other grounds.
        purposes=_names({s: p.name for s, p in open_purposes(cursor).items()}),
        categories=_names({s: c.name for s, c in categories(cursor).items()}),
        country=organisation.home_country,
        zone=pack_for(organisation.home_country).timezone,
        now=now,
        door=door,
        by=by,
        evidence=evidence or {},
    )


def _names(named: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {name.casefold(): slug for slug, names in named.items() for name in (*names.values(), slug)}
