"""After a restore: what people said since the backup is said again, from the journal outside it.

A backup is from before; whoever left or was erased after it would come back with it. Nothing here sends anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import opt_out_again, withhold_for
from samtycke.ledger.door import Noted, block_again, block_hashed_again, note
from samtycke.rights.held import erase_everywhere
from samtycke.rights.retention.people import forget

DOOR = "restore"
_BY = "journal"
_BECAUSE = "journal"


def say_again(cursor: CursorWrapper, noted: Sequence[Noted], *, now: datetime) -> Counter[str]:
    """Enter what a journal tells of the transaction's organisation, in its order. Doing it again changes nothing.

    A line that is not as it was written may block, which harms nobody who said nothing, and never erases.
    Returns how many of each kind were new here.
    """
    done: Counter[str] = Counter()
    for one in noted:
        if one.kind == "block":
            done += _block(cursor, one, now)
        elif one.kind == "hashed":
            _hashed(cursor, one)
            done["hashed"] += 1
        elif one.kind == "restriction":
            done += _restrict(cursor, one, now)
        elif one.kind == "erasure" and one.whole:
            done += _erase(cursor, one, now)
    return done


def _block(cursor: CursorWrapper, one: Noted, now: datetime) -> Counter[str]:
    own, by_staff = _standing(cursor, one)
    done: Counter[str] = Counter()
    said = {"purpose": one.purpose or None, "since": one.since, "because": _BECAUSE, "door": DOOR, "by": _BY}
    if one.own_doing and not own:
        opt_out_again(cursor, [one.number_key], **said, now=now)  # type: ignore[arg-type]
        done["no"] += 1
    if one.by_staff and not by_staff:
        contacts = block_again(cursor, [one.number_key], **said, now=now)  # type: ignore[arg-type]
        withhold_for(cursor, contacts, purpose=one.purpose or None, now=now)
        done["block"] += 1
    return done


def _standing(cursor: CursorWrapper, one: Noted) -> tuple[bool, bool]:
    """Whether the person's own no, at least as late, and a block by staff stand already."""
    cursor.execute(
        "SELECT own_doing AND since >= %s, by_staff FROM suppression "
        "WHERE organisation_id = current_organisation() AND number_key = %s AND purpose = %s",
        [one.since, one.number_key, one.purpose],
    )
    row = cursor.fetchone()
    return (row[0], row[1]) if row else (False, False)


def _hashed(cursor: CursorWrapper, one: Noted) -> None:
    block_hashed_again(
        cursor,
        [one.number_key],
        purpose=one.purpose,
        since=one.since,
        own_doing=one.own_doing,
        because=_BECAUSE,
        by=_BY,
    )


def _restrict(cursor: CursorWrapper, one: Noted, now: datetime) -> Counter[str]:
    cursor.execute(
        "SELECT id FROM contact WHERE organisation_id = current_organisation() AND number_key = %s AND NOT restricted",
        [one.number_key],
    )
    row = cursor.fetchone()
    if row is None:
        return Counter()
    note(cursor, row[0], "restriction", door=DOOR, by=_BY, because=_BECAUSE, now=now)
    withhold_for(cursor, [row[0]], purpose=None, now=now)
    return Counter(restriction=1)


def _erase(cursor: CursorWrapper, one: Noted, now: datetime) -> Counter[str]:
    """Whoever asked for it stays blocked, and was blocked by the line before; whom time let go of is only let go of."""
    cursor.execute(
        "SELECT c.id, EXISTS (SELECT FROM suppression s WHERE s.organisation_id = c.organisation_id "
        "AND s.number_key = c.number_key AND s.purpose = '' AND s.own_doing) FROM contact c "
        "WHERE c.organisation_id = current_organisation() AND c.number_key = %s FOR UPDATE OF c",
        [one.number_key],
    )
    row = cursor.fetchone()
    if row is None:
        return Counter()
    contact_id, asked = row
    if asked:
        erase_everywhere(cursor, contact_id, by=_BY, door=DOOR, now=now)
    else:
        forget(cursor, [contact_id], because="retention", door=DOOR, now=now)
    return Counter(erasure=1)
