"""Append what was said to the ledger, and bring what follows from it up to date, in one transaction."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.backends.utils import CursorWrapper

from samtycke.ledger.entries import Consent, Entry, Recorded, Sale, SaleCancelled
from samtycke.ledger.numbers import about, number_key, sealed_identity
from samtycke.organisations.door import digest, keyring, load_sql
from samtycke.sms import Number

_OWN_DOORS = {"form", "sms", "link"}
"""Doors by which a person speaks for themselves: only a yes by one of these lifts their own block."""


@dataclass(slots=True)
class Person:
    """A contact while entries are being recorded for it."""

    id: int
    number: str
    evidence_key: bytes | None = None
    attributes: Mapping[str, str] | None = None


def record(cursor: CursorWrapper, entries: Sequence[Entry], *, now: datetime) -> Recorded:
    """Record a batch of entries for the organisation of the transaction.

    What the ledger already holds is left as it is, so that the same file may come twice. A number on a block list is
    recorded like any other and stays blocked: a no is never undone by a file.

    Args:
        cursor: inside ``acting_for``.
        entries: at most some thousand.
        now: when they are recorded.
    """
    if not entries:
        return Recorded((), 0, 0, 0)
    people = _people(cursor, entries)
    wordings = _wordings(cursor, {entry.wording for entry in entries if isinstance(entry, Consent) and entry.wording})
    rows = _new_events(cursor, entries, people, wordings)
    append_events(cursor, list(rows.values()), now=now)
    project(cursor, sorted({row["contact_id"] for row in rows.values()}))
    _lift_own_blocks(cursor, [entries[position] for position in rows])
    blocked = _blocked(cursor, [person.number for person in people.values()])
    return Recorded(
        contact_ids=tuple(people[entry.number.e164].id for entry in entries),
        new=len(rows),
        unchanged=len(entries) - len(rows),
        blocked=sum(entry.number.e164 in blocked for entry in entries),
    )


def project(cursor: CursorWrapper, contact_ids: Sequence[int]) -> None:
    """Compute the projections of some contacts anew from their events."""
    if contact_ids:
        cursor.execute(load_sql(__file__, "project.sql"), {"contacts": list(contact_ids)})


_EVENT = {
    "contact_id": "bigint",
    "kind": "text",
    "occurred_at": "timestamptz",
    "purpose": "text",
    "category": "text",
    "method": "text",
    "wording_id": "bigint",
    "source": "text",
    "door": "text",
    "by": "text",
    "informed": "boolean",
    "collected": "boolean",
    "offered": "boolean",
    "refused": "boolean",
    "until": "timestamptz",
    "evidence": "bytea",
    "fingerprint": "bytea",
}
_APPEND = (  # its parts are the names above
    f"INSERT INTO consent_event (organisation_id, recorded_at, {', '.join(_EVENT)}) "  # noqa: S608
    "SELECT current_organisation(), %s, e.* FROM unnest("
    + ", ".join(f"%s::{type_}[]" for type_ in _EVENT.values())
    + ") AS e"
)


def append_events(cursor: CursorWrapper, rows: Sequence[dict[str, Any]], *, now: datetime) -> None:
    """Write events. Their columns are those of ``consent_event``; what is left out is null."""
    if rows:
        whole = [{"source": "", "by": "", **row} for row in rows]
        cursor.execute(_APPEND, [now, *([row.get(column) for row in whole] for column in _EVENT)])


def fingerprint(*parts: str | bytes | None) -> bytes:
    """What makes two entries the same fact."""
    return digest(*parts)


def people_of(cursor: CursorWrapper, numbers: Mapping[str, str]) -> dict[str, Person]:
    """The contacts of some numbers (E.164 -> country), made where they are missing, locked in order."""
    keys = {number_key(number): number for number in numbers}
    cursor.execute(
        "INSERT INTO contact (organisation_id, number_key, country) "
        "SELECT current_organisation(), k, c FROM unnest(%s::bytea[], %s::text[]) AS t(k, c) ORDER BY k "
        "ON CONFLICT (organisation_id, number_key) DO NOTHING",
        [list(keys), [numbers[number] for number in keys.values()]],
    )
    cursor.execute(
        "SELECT c.id, c.number_key, i.sealed, i.evidence_key FROM contact c "
        "LEFT JOIN identity i ON i.organisation_id = c.organisation_id AND i.contact_id = c.id "
        "WHERE c.organisation_id = current_organisation() AND c.number_key = ANY(%s) ORDER BY c.id FOR UPDATE OF c",
        [list(keys)],
    )
    found: dict[str, Person] = {}
    ring = keyring()
    for contact_id, key, sealed, evidence_key in cursor.fetchall():
        person = Person(contact_id, keys[bytes(key)], evidence_key)
        if sealed is not None:
            person.attributes = json.loads(ring.open(sealed, about=about(contact_id)))["a"]
        found[person.number] = person
    return found


def meet(cursor: CursorWrapper, number: Number) -> int:
    """The contact of a number, made if nobody has met it before: it has permitted nothing."""
    people = people_of(cursor, {number.e164: number.country})
    write_identities(cursor, people, {})
    return people[number.e164].id


def _people(cursor: CursorWrapper, entries: Sequence[Entry]) -> dict[str, Person]:
    people = people_of(cursor, {entry.number.e164: entry.number.country for entry in entries})
    said: dict[str, dict[str, str]] = {}
    for entry in entries:
        said.setdefault(entry.number.e164, {}).update(entry.attributes)
    write_identities(cursor, people, said)
    return people


def write_identities(
    cursor: CursorWrapper, people: Mapping[str, Person], said: Mapping[str, Mapping[str, str]]
) -> None:
    """Write who people are: new ones with a key of their own, known ones where they have changed."""
    ring = keyring()
    ids, sealed, keys = [], [], []
    for number, person in people.items():
        merged = {**(person.attributes or {}), **said.get(number, {})}
        if person.attributes == merged:
            continue
        if person.evidence_key is None:
            person.evidence_key = ring.seal(secrets.token_bytes(32), about=about(person.id))
        person.attributes = merged
        ids.append(person.id)
        sealed.append(sealed_identity(person.id, number, merged))
        keys.append(bytes(person.evidence_key))
    if ids:
        cursor.execute(
            "INSERT INTO identity (organisation_id, contact_id, sealed, evidence_key) "
            "SELECT current_organisation(), i, s, k FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[]) AS t(i, s, k) "
            "ON CONFLICT (organisation_id, contact_id) DO UPDATE SET sealed = excluded.sealed",
            [ids, sealed, keys],
        )


def sealed_evidence(person: Person, evidence: Mapping[str, str]) -> bytes | None:
    """Evidence, under the person's own key: destroying that key erases it."""
    if not evidence or person.evidence_key is None:
        return None
    own = AESGCM(keyring().open(person.evidence_key, about=about(person.id)))
    nonce = secrets.token_bytes(12)
    return nonce + own.encrypt(nonce, json.dumps(dict(evidence), ensure_ascii=False).encode(), None)


def _wordings(cursor: CursorWrapper, texts: set[str]) -> dict[str, int]:
    if not texts:
        return {}
    by_digest = {digest(text): text for text in sorted(texts)}
    cursor.execute(
        "INSERT INTO wording (organisation_id, digest, text) "
        "SELECT current_organisation(), d, t FROM unnest(%s::bytea[], %s::text[]) AS w(d, t) "
        "ON CONFLICT (organisation_id, digest) DO NOTHING",
        [list(by_digest), list(by_digest.values())],
    )
    cursor.execute(
        "SELECT digest, id FROM wording WHERE organisation_id = current_organisation() AND digest = ANY(%s)",
        [list(by_digest)],
    )
    return {by_digest[bytes(row[0])]: row[1] for row in cursor.fetchall()}


def _new_events(
    cursor: CursorWrapper,
    entries: Sequence[Entry],
    people: Mapping[str, Person],
    wordings: Mapping[str, int],
) -> dict[int, dict[str, Any]]:
    """The events that are not in the ledger, by the position of their entry."""
    marks = [(people[entry.number.e164].id, _fingerprint(entry)) for entry in entries]
    cursor.execute(
        "SELECT e.contact_id, e.fingerprint FROM unnest(%s::bigint[], %s::bytea[]) AS t(c, f) "
        "JOIN consent_event e ON e.organisation_id = current_organisation() AND e.contact_id = t.c "
        "AND e.fingerprint = t.f",
        [[mark[0] for mark in marks], [mark[1] for mark in marks]],
    )
    known = {(row[0], bytes(row[1])) for row in cursor.fetchall()}
    rows: dict[int, dict[str, Any]] = {}
    for position, (entry, mark) in enumerate(zip(entries, marks, strict=True)):
        if mark not in known:
            known.add(mark)
            person = people[entry.number.e164]
            rows[position] = {
                **_columns(entry, wordings),
                "contact_id": person.id,
                "fingerprint": mark[1],
                "evidence": sealed_evidence(person, entry.evidence),
            }
    return rows


def _columns(entry: Entry, wordings: Mapping[str, int]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "occurred_at": entry.occurred_at,
        "source": entry.source,
        "door": entry.door,
        "by": entry.by,
    }
    match entry:
        case Consent():
            row |= {
                "kind": "consent",
                "purpose": entry.purpose,
                "method": entry.method,
                "informed": entry.informed,
                "wording_id": wordings.get(entry.wording),
            }
        case Sale():
            row |= {
                "kind": "sale",
                "category": entry.category,
                "collected": entry.collected,
                "informed": entry.informed,
                "offered": entry.offered,
                "refused": entry.refused,
                "until": entry.until,
            }
        case SaleCancelled():
            row["kind"] = "sale_cancelled"
        case _:
            raise TypeError(type(entry).__name__)
    return row


def _fingerprint(entry: Entry) -> bytes:
    when = entry.occurred_at.astimezone(UTC).isoformat()
    match entry:
        case Consent():
            return fingerprint("consent", when, entry.purpose, entry.method, entry.wording, str(entry.informed))
        case Sale():
            flags = f"{entry.collected}{entry.informed}{entry.offered}{entry.refused}{entry.until}"
            return fingerprint("sale", when, entry.category, flags, entry.source)
        case _:
            return fingerprint(type(entry).__name__, when, entry.source)


def _lift_own_blocks(cursor: CursorWrapper, entries: Sequence[Entry]) -> None:
    """A person's own later yes lifts the block that their own opt-out made; nothing else does."""
    lifted = [
        entry
        for entry in entries
        if isinstance(entry, Consent) and entry.door in _OWN_DOORS and entry.method != "double_opt_in_pending"
    ]
    for entry in lifted:
        cursor.execute(
            "DELETE FROM suppression WHERE organisation_id = current_organisation() AND number_key = ANY(%s) "
            "AND purpose IN ('', %s) AND own_doing AND since < %s",
            [list(keyring().number_keys(entry.number.e164)), entry.purpose, entry.occurred_at],
        )


def _blocked(cursor: CursorWrapper, numbers: Sequence[str]) -> set[str]:
    keys = {key: number for number in numbers for key in keyring().number_keys(number)}
    cursor.execute(
        "SELECT number_key FROM suppression "
        "WHERE organisation_id = current_organisation() AND number_key = ANY(%(keys)s) "
        "UNION SELECT number_key FROM platform_suppression WHERE number_key = ANY(%(keys)s)",
        {"keys": list(keys)},
    )
    return {keys[bytes(row[0])] for row in cursor.fetchall()}
