"""That what is projected follows from the events: folded anew in Python, and compared with what SQL wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.binary import execute
from samtycke.ledger.project import FOR_EVER, OfContact, OfPurpose, Projection, Told, fold

_TOLD = tuple(field.name for field in fields(Told))
_READ = {
    # No date is later than the last that Python knows; PostgreSQL's can be.
    "until": "CASE WHEN until < '9999-01-01' THEN until END",
    "evidenced": "wording_id IS NOT NULL OR evidence IS NOT NULL",
}


def strayed(cursor: CursorWrapper, contact_ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Contacts of whom a projection says something else than their events."""
    written = _written(cursor, contact_ids)
    events = _events(cursor, contact_ids)
    for contact_id, (country, projection) in written.items():
        follows = fold(events.get(contact_id, ()), country=country)
        for table, is_written, must_be in (
            ("contact", projection.contact, follows.contact),
            ("permission", projection.permissions, follows.permissions),
            ("customer", projection.customer_on, follows.customer_on),
            ("customer", projection.talked_on, follows.talked_on),
        ):
            if is_written != must_be:
                yield contact_id, f"What {table} says does not follow from the events"


def _events(cursor: CursorWrapper, contact_ids: Sequence[int]) -> dict[int, list[Told]]:
    columns = ", ".join(_READ.get(name, name) for name in _TOLD)
    rows = execute(
        cursor,
        f"SELECT contact_id, until >= '9999-01-01', {columns} FROM consent_event "  # noqa: S608 - names of fields
        "WHERE organisation_id = current_organisation() AND contact_id = ANY(%b)",
        [list(contact_ids)],
    )
    events: dict[int, list[Told]] = {}
    for contact_id, runs, *columns_of in rows:
        told = dict(zip(_TOLD, columns_of, strict=True))
        if runs:
            told["until"] = FOR_EVER
        events.setdefault(contact_id, []).append(Told(**told))
    return events


def _written(cursor: CursorWrapper, contact_ids: Sequence[int]) -> dict[int, tuple[str, Projection]]:
    """What the projections say now, by contact, with the contact's country."""
    written: dict[int, tuple[str, Projection]] = {}
    names = [field.name for field in fields(OfContact)]
    for contact_id, country, *values in _rows(cursor, "contact", "id", "country", names, contact_ids):
        written[contact_id] = country, Projection(OfContact(**dict(zip(names, values, strict=True))))
    names = [field.name for field in fields(OfPurpose)]
    for contact_id, purpose, *values in _rows(cursor, "permission", "contact_id", "purpose", names, contact_ids):
        written[contact_id][1].permissions[purpose] = OfPurpose(**dict(zip(names, values, strict=True)))
    days = ["customer_on", "talked_on"]
    for contact_id, category, bought, talked in _rows(cursor, "customer", "contact_id", "category", days, contact_ids):
        of_contact = written[contact_id][1]
        of_contact.customer_on.update({category: bought} if bought else {})
        of_contact.talked_on.update({category: talked} if talked else {})
    return written


def _rows(
    cursor: CursorWrapper, table: str, of: str, key: str, names: Sequence[str], contact_ids: Sequence[int]
) -> Iterator[tuple[Any, ...]]:
    yield from execute(
        cursor,
        f"SELECT {of}, {key}, {', '.join(names)} FROM {table} "  # noqa: S608 - names of fields
        f"WHERE organisation_id = current_organisation() AND {of} = ANY(%b) ORDER BY {of}",
        [list(contact_ids)],
    )
