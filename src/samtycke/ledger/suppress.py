"""Put numbers on the organisation's block list and take them off it.

An entry holds up to two reasons: the person's own no, which only their own later yes lifts, and a block that staff
added, which staff may lift. It goes when neither is left; neither takes the other with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.append import Said, append_events, fingerprint
from samtycke.ledger.entries import Consent
from samtycke.ledger.hashed import lift_hashed
from samtycke.organisations.door import keyring


def block(
    cursor: CursorWrapper,
    numbers: Sequence[str],
    *,
    purpose: str | None = None,
    because: str,
    door: str,
    by: str,
    source: str = "",
    now: datetime,
) -> int:
    """Block numbers (E.164), also such as nobody has met, for a purpose or all marketing. Returns how many were new.

    ``because`` is the reason, ``by`` who answers for it, ``source`` where the list came from, if it is one. Nobody is
    made a contact by it: a number that is only blocked stays a keyed HMAC. What is planned for them is withheld when it
    comes to be sent.
    """
    ring = keyring()
    keys = {key: ring.number_key(number) for number in numbers for key in ring.number_keys(number)}
    met = locked(cursor, list(keys))
    # A contact is blocked by the key it goes by, anybody else by the newest.
    going_by = [*(set(keys.values()) - {keys[key] for key in met}), *met]
    new = _suppress_by_staff(
        cursor, going_by, purpose=purpose, since=now, because=because, door=door, by=by, source=source
    )
    _tell(cursor, "block", list(met.values()), purpose=purpose, because=because, door=door, by=by, now=now)
    return new


def block_again(
    cursor: CursorWrapper,
    number_keys: Sequence[bytes],
    *,
    purpose: str | None,
    since: datetime,
    because: str,
    door: str,
    by: str,
    now: datetime,
) -> tuple[int, ...]:
    """Block numbers that are known by their keys alone, as a journal tells of them. Returns those who are contacts."""
    contacts = tuple(locked(cursor, number_keys).values())
    _suppress_by_staff(cursor, number_keys, purpose=purpose, since=since, because=because, door=door, by=by)
    _tell(cursor, "block", contacts, purpose=purpose, because=because, door=door, by=by, now=now)
    return contacts


def unblock(
    cursor: CursorWrapper,
    number: str,
    *,
    purpose: str | None = None,
    because: str,
    by: str,
    now: datetime,
) -> bool:
    """Lift what staff added. The person's own no stays. Returns whether there was anything to lift."""
    keys = list(keyring().number_keys(number))
    contacts = list(locked(cursor, keys).values())
    where = "WHERE organisation_id = current_organisation() AND number_key = ANY(%s) AND purpose = %s AND by_staff"
    cursor.execute(f"DELETE FROM suppression {where} AND NOT own_doing", [keys, purpose or ""])  # noqa: S608
    lifted = int(cursor.rowcount)
    cursor.execute(f"UPDATE suppression SET by_staff = false {where}", [keys, purpose or ""])  # noqa: S608
    lifted += int(cursor.rowcount)
    lifted += lift_hashed(cursor, number, purpose=purpose)
    if lifted:
        _tell(cursor, "unblock", contacts, purpose=purpose, because=because, door="staff", by=by, now=now)
    return lifted > 0


def suppress_own(
    cursor: CursorWrapper,
    number_keys: Sequence[bytes],
    *,
    purpose: str | None,
    since: datetime,
    because: str,
    door: str,
    by: str = "",
    source: str = "",
) -> None:
    """Enter people's own no, each by the key they go by. ``by``: who wrote it down, where it was not themselves."""
    cursor.execute(
        "INSERT INTO suppression AS s "
        "(organisation_id, number_key, purpose, since, because, door, own_doing, by, source) "
        "SELECT current_organisation(), k, %s, %s, %s, %s, true, %s, %s FROM unnest(%s::bytea[]) AS k "
        "ON CONFLICT (organisation_id, number_key, purpose) DO UPDATE SET own_doing = true, "
        "because = excluded.because, door = excluded.door, source = excluded.source, "
        "by = CASE WHEN s.by_staff THEN s.by ELSE excluded.by END, "
        "since = CASE WHEN s.own_doing THEN greatest(s.since, excluded.since) ELSE excluded.since END",
        [purpose or "", since, because, door, by, source, sorted(set(number_keys))],
    )


def _suppress_by_staff(
    cursor: CursorWrapper,
    number_keys: Sequence[bytes],
    *,
    purpose: str | None,
    since: datetime,
    because: str,
    door: str,
    by: str,
    source: str = "",
) -> int:
    """Enter a block that staff answers for, each by the key it goes by. Returns how many were new."""
    cursor.execute(
        "INSERT INTO suppression AS s "
        "(organisation_id, number_key, purpose, since, because, door, own_doing, by_staff, by, source) "
        "SELECT current_organisation(), k, %s, %s, %s, %s, false, true, %s, %s FROM unnest(%s::bytea[]) AS k "
        "ON CONFLICT (organisation_id, number_key, purpose) DO UPDATE SET by_staff = true, by = excluded.by "
        "WHERE NOT s.by_staff",
        [purpose or "", since, because, door, by, source, sorted(set(number_keys))],
    )
    return int(cursor.rowcount)


def lift_own(cursor: CursorWrapper, yeses: Sequence[Consent]) -> None:
    """A person's own later yes lifts the block that their own no made, of that purpose and of all; nothing else does.

    What they objected to stays recorded, and is freed for that purpose only.
    """
    if not yeses:
        return
    ring = keyring()
    rows = [(key, yes.purpose, yes.occurred_at) for yes in yeses for key in ring.number_keys(yes.number.e164)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    lifted = (
        "FROM unnest(%s::bytea[], %s::text[], %s::timestamptz[]) AS yes(number_key, purpose, at) "
        "WHERE s.organisation_id = current_organisation() AND s.number_key = yes.number_key "
        "AND s.purpose IN ('', yes.purpose) AND s.own_doing AND s.since < yes.at"
    )
    cursor.execute(f"UPDATE suppression s SET own_doing = false {lifted} AND s.by_staff", columns)  # noqa: S608
    cursor.execute(f"DELETE FROM suppression s USING {lifted.removeprefix('FROM ')}", columns)  # noqa: S608


def locked(cursor: CursorWrapper, keys: Sequence[bytes]) -> dict[bytes, int]:
    """Those who are contacts, by the key they go by; locked in the order of their keys, as everywhere."""
    cursor.execute(
        "SELECT id, number_key FROM contact WHERE organisation_id = current_organisation() AND number_key = ANY(%s) "
        "ORDER BY number_key FOR UPDATE",
        [list(keys)],
    )
    return {bytes(key): contact_id for contact_id, key in cursor.fetchall()}


def _tell(
    cursor: CursorWrapper,
    kind: str,
    contacts: Sequence[int],
    *,
    purpose: str | None,
    because: str,
    door: str,
    by: str,
    now: datetime,
) -> None:
    """Write it into the history of those who are contacts."""
    mark = fingerprint(kind, now.isoformat(), purpose, because)
    append_events(
        cursor,
        [
            Said(
                contact_id=contact,
                fingerprint=mark,
                kind=kind,
                occurred_at=now,
                purpose=purpose,
                source=because,
                door=door,
                by=by,
            )
            for contact in contacts
        ],
        now=now,
    )
