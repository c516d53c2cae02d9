"""A form as the street finds it: by its address alone, before it is known whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class FormAddress:
    """Whose form stands at an address."""

    organisation_id: int
    form_id: int


def form_at(slug: str) -> FormAddress | None:
    """The form at an address; None where none was ever published."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, form_id FROM form_route WHERE slug = %s", [slug])
        found = cursor.fetchone()
    return FormAddress(*found) if found else None
