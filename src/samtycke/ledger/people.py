"""Whose number it is: contacts found or made, locked, and the one readable row of each kept up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.binary import execute
from samtycke.ledger.evidence import EvidenceKey, new_evidence_key
from samtycke.ledger.hashed import meet_hashed
from samtycke.ledger.numbers import opened_identity, sealed_identity
from samtycke.organisations.door import keyring, load_sql
from samtycke.sms import Number


class NoSuchContact(LookupError):
    """The organisation of the transaction has no contact with this id."""


@dataclass(slots=True)
class Person:
    """A contact while something is being recorded about it. ``number_key`` is the one it goes by."""

    id: int
    number: str
    number_key: bytes
    attributes: dict[str, str] | None = None
    evidence_key: EvidenceKey | None = None


def people_of(cursor: CursorWrapper, numbers: Mapping[str, str]) -> dict[str, Person]:
    """The contacts of some numbers (E.164 -> country), made where they are missing, locked in the order of their keys.

    Once they are locked nobody else can record anything about them, so what is read after this is the latest. All are
    made before any is locked: whoever waits to make one then holds nothing that its maker may wait for.
    """
    ring = keyring()
    found: dict[str, Person] = {}
    missing = {number: ring.number_keys(number) for number in numbers}
    # A second round only where somebody was erased while we waited for them: they are now somebody new.
    for _ in range(3):
        met = _met(cursor, missing)
        made = _make(cursor, {number: keys for number, keys in missing.items() if number not in met}, numbers)
        meet_hashed(cursor, {number: person.number_key for number, person in made.items()})
        others = {number: keys for number, keys in missing.items() if number not in made}
        known = _met(cursor, others, locked=True)
        _read_identities(cursor, known.values())
        found |= made | known
        missing = {number: keys for number, keys in missing.items() if number not in found}
        if not missing:
            break
    return found


def meet(cursor: CursorWrapper, number: Number) -> int:
    """The contact of a number, made if nobody has met it before: it has permitted nothing."""
    people = people_of(cursor, {number.e164: number.country})
    write_identities(cursor, people.values(), {})
    return people[number.e164].id


def lock(cursor: CursorWrapper, contact_id: int) -> bytes | None:
    """Wait until nobody else is recording anything about a contact, and keep others waiting.

    Returns the number key it goes by; None when it has been erased.

    Raises:
        NoSuchContact: the organisation has none with this id.
    """
    cursor.execute(
        "SELECT number_key FROM contact WHERE organisation_id = current_organisation() AND id = %s FOR UPDATE",
        [contact_id],
    )
    row = cursor.fetchone()
    if row is None:
        raise NoSuchContact
    return None if row[0] is None else bytes(row[0])


def write_identities(cursor: CursorWrapper, people: Iterable[Person], said: Mapping[str, Mapping[str, str]]) -> None:
    """Write who people are: new ones with a key of their own, known ones where something new was said of them.

    An attribute that comes empty says nothing.
    """
    rows: list[tuple[int, bytes, bytes, bool]] = []
    for person in people:
        told = {name: value for name, value in said.get(person.number, {}).items() if value}
        merged = {**(person.attributes or {}), **told}
        if person.attributes == merged:
            continue
        person.evidence_key = person.evidence_key or new_evidence_key(person.id)
        person.attributes = merged
        sealed = sealed_identity(person.id, person.number, merged)
        rows.append((person.id, sealed, person.evidence_key.wrapped, not merged))
    if rows:
        execute(
            cursor,
            "INSERT INTO identity (organisation_id, contact_id, sealed, evidence_key, bare) "
            "SELECT current_organisation(), i, s, k, b "
            "FROM unnest(%b::bigint[], %b::bytea[], %b::bytea[], %b::boolean[]) AS t(i, s, k, b) "
            "ON CONFLICT (organisation_id, contact_id) DO UPDATE SET sealed = excluded.sealed, bare = excluded.bare",
            [list(column) for column in zip(*rows, strict=True)],
        )


Keys: TypeAlias = Mapping[str, tuple[bytes, ...]]
"""The number keys of each number, the newest first."""


def known_numbers(cursor: CursorWrapper, keys: Keys) -> set[str]:
    """Which of some numbers are contacts."""
    return set(_met(cursor, keys))


def _met(cursor: CursorWrapper, keys: Keys, *, locked: bool = False) -> dict[str, Person]:
    """Those of some numbers that are contacts; locked in the order of their keys, if at all."""
    by_key = {key: number for number, known in keys.items() for key in known}
    if not by_key:
        return {}
    rows = execute(
        cursor,
        # LIMIT keeps it a look-up by index for each key, in this order, whatever the planner believes of the table.
        "SELECT c.id, t.key FROM unnest(%b::bytea[]) AS t(key) CROSS JOIN LATERAL (SELECT id FROM contact "  # noqa: S608
        "WHERE organisation_id = (SELECT current_organisation()) AND number_key = t.key LIMIT 1"
        + (" FOR UPDATE) c" if locked else ") c"),
        [sorted(by_key)],
    )
    return {by_key[key]: Person(contact_id, by_key[key], key) for contact_id, key in rows}


def _make(cursor: CursorWrapper, keys: Keys, countries: Mapping[str, str]) -> dict[str, Person]:
    """Insert in the order of the keys, so that two who insert the same people wait for each other, never in a ring.

    Returns those that were ours to make: nobody else sees them yet.
    """
    if not keys:
        return {}
    chosen = _keys_for(cursor, keys)
    rows = execute(
        cursor,
        "INSERT INTO contact (organisation_id, number_key, country) "
        "SELECT current_organisation(), k, c FROM unnest(%b::bytea[], %b::text[]) AS t(k, c) ORDER BY k "
        "ON CONFLICT (organisation_id, number_key) DO NOTHING RETURNING id, number_key",
        [list(chosen.values()), [countries[number] for number in chosen]],
    )
    by_key = {key: number for number, key in chosen.items()}
    return {by_key[key]: Person(contact_id, by_key[key], key) for contact_id, key in rows}


def _keys_for(cursor: CursorWrapper, keys: Keys) -> dict[str, bytes]:
    """The key each new contact goes by: the newest, or an older one under which the number stands on a block list.

    Whoever is blocked must be found on the list by the key they go by, also after the number keys were rotated.
    """
    chosen = {number: known[0] for number, known in keys.items()}
    if all(len(known) == 1 for known in keys.values()):
        return chosen
    by_key = {key: number for number, known in keys.items() for key in known}
    rows = execute(cursor, load_sql(__file__, "blocked.sql"), {"keys": list(by_key)})
    # The platform's entries come last and settle it: the organisation's own can be carried along, those cannot.
    listed = [row[0] for row in rows]
    chosen |= {by_key[key]: key for key in listed}
    pairs = [(old, chosen[by_key[old]]) for old in listed if chosen[by_key[old]] != old]
    if pairs:
        cursor.execute(
            "INSERT INTO suppression "
            "(organisation_id, number_key, purpose, since, because, door, own_doing, by_staff, by, source) "
            "SELECT s.organisation_id, t.new, s.purpose, s.since, s.because, s.door, s.own_doing, s.by_staff, s.by, "
            "s.source "
            "FROM unnest(%s::bytea[], %s::bytea[]) AS t(old, new) "
            "JOIN suppression s ON s.organisation_id = current_organisation() AND s.number_key = t.old "
            "ON CONFLICT (organisation_id, number_key, purpose) DO NOTHING",
            [list(column) for column in zip(*pairs, strict=True)],
        )
    return chosen


def going_by(cursor: CursorWrapper, e164: str) -> bytes:
    """The key that a number nobody has met would go by."""
    return _keys_for(cursor, {e164: keyring().number_keys(e164)})[e164]


def _read_identities(cursor: CursorWrapper, people: Iterable[Person]) -> None:
    # A statement of its own: that which waited for the locks saw these rows as they were before it waited.
    by_id = {person.id: person for person in people}
    if not by_id:
        return
    rows = execute(
        cursor,
        "SELECT contact_id, sealed, evidence_key FROM identity "
        "WHERE organisation_id = current_organisation() AND contact_id = ANY(%b)",
        [list(by_id)],
    )
    for contact_id, sealed, evidence_key in rows:
        person = by_id[contact_id]
        person.evidence_key = EvidenceKey(contact_id, evidence_key)
        person.attributes = dict(opened_identity(contact_id, sealed).attributes)
