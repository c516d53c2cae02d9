"""Where people are asked for a purpose: forms, words and shops that bring in yeses to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db.backends.utils import CursorWrapper


@dataclass(frozen=True, slots=True)
class Use:
    """One of them, by its name and id."""

    kind: Literal["form", "keyword", "shop"]
    id: int
    name: str


def uses_of(cursor: CursorWrapper, purpose: str) -> list[Use]:
    """Those that bring in yeses now: published forms, words in use, shops whose checkout asks for it."""
    cursor.execute(
        "SELECT 'form', f.id, f.name FROM form f JOIN LATERAL (SELECT purpose FROM form_version v "
        "WHERE v.organisation_id = f.organisation_id AND v.form_id = f.id ORDER BY number DESC LIMIT 1) v ON true "
        "WHERE f.organisation_id = current_organisation() AND v.purpose = %(purpose)s AND f.state = 'published' "
        "UNION ALL SELECT 'keyword', id, shown FROM keyword WHERE organisation_id = current_organisation() "
        "AND purpose = %(purpose)s AND retired_at IS NULL "
        "UNION ALL SELECT 'shop', s.id, s.name FROM shop s JOIN LATERAL (SELECT consent_purpose FROM shop_terms t "
        "WHERE t.organisation_id = s.organisation_id AND t.shop_id = s.id ORDER BY version DESC LIMIT 1) t ON true "
        "WHERE s.organisation_id = current_organisation() AND s.closed_at IS NULL "
        "AND t.consent_purpose = %(purpose)s ORDER BY 1, 3",
        {"purpose": purpose},
    )
    return [Use(*row) for row in cursor.fetchall()]
