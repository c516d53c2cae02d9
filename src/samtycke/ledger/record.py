"""Append what was said to the ledger, and bring what follows from it up to date, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.append import Said, append_events, fingerprint, known_facts
from samtycke.ledger.entries import OWN_DOORS, Consent, Entry, Recorded, Sale, SaleCancelled
from samtycke.ledger.evidence import seal_evidence
from samtycke.ledger.people import Person, people_of, write_identities
from samtycke.ledger.project import NO_CONSENT, project
from samtycke.ledger.suppress import lift_own
from samtycke.ledger.suppression import blocked
from samtycke.ledger.wordings import wordings


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
    people = people_of(cursor, {entry.number.e164: entry.number.country for entry in entries})
    write_identities(cursor, people.values(), _attributes(entries))
    new = _new(cursor, entries, people)
    append_events(cursor, list(new.values()), now=now)
    project(cursor, sorted({said.contact_id for said in new.values()}))
    lift_own(cursor, _own_yeses([entries[position] for position in new]))
    listed = blocked(cursor, [person.number_key for person in people.values()])
    return Recorded(
        contact_ids=tuple(people[entry.number.e164].id for entry in entries),
        new=len(new),
        unchanged=len(entries) - len(new),
        blocked=sum(people[entry.number.e164].number_key in listed for entry in entries),
    )


def _attributes(entries: Sequence[Entry]) -> dict[str, dict[str, str]]:
    """What a batch says of each number; of two rows the later one counts."""
    said: dict[str, dict[str, str]] = {}
    for entry in entries:
        said.setdefault(entry.number.e164, {}).update(entry.attributes)
    return said


def _new(cursor: CursorWrapper, entries: Sequence[Entry], people: Mapping[str, Person]) -> dict[int, Said]:
    """The events that are not in the ledger, by the position of their entry."""
    shown = wordings(
        cursor, {entry.wording for entry in entries if isinstance(entry, Consent | Sale) and entry.wording}
    )
    marks = [(people[entry.number.e164].id, _mark(entry)) for entry in entries]
    known = known_facts(cursor, marks)
    new: dict[int, Said] = {}
    for position, (entry, fact) in enumerate(zip(entries, marks, strict=True)):
        if fact in known:
            continue
        known.add(fact)
        contact_id, mark = fact
        own = people[entry.number.e164].evidence_key
        new[position] = Said(
            contact_id=contact_id,
            fingerprint=mark,
            occurred_at=entry.occurred_at,
            door=entry.door,
            by=entry.by,
            source=entry.source,
            evidence=seal_evidence(own, entry.evidence, fingerprint=mark) if own and entry.evidence else None,
            **_columns(entry, shown),
        )
    return new


def _columns(entry: Entry, shown: Mapping[str, int]) -> dict[str, Any]:
    match entry:
        case Consent():
            return {
                "kind": "consent",
                "purpose": entry.purpose,
                "method": entry.method,
                "informed": entry.informed,
                "wording_id": shown.get(entry.wording),
            }
        case Sale():
            return {
                "kind": entry.relation,
                "category": entry.category,
                "collected": entry.collected,
                "informed": entry.informed,
                "offered": entry.offered,
                "refused": entry.refused,
                "until": entry.until,
                "wording_id": shown.get(entry.wording),
            }
        case SaleCancelled():
            return {"kind": "sale_cancelled", "category": entry.category or None}
        case _:
            raise TypeError(type(entry).__name__)


def _mark(entry: Entry) -> bytes:
    """What makes two entries the same fact.

    Where it was collected and by whom it was told do not, nor what its proof is; that there is one does: a yes that is
    told again with its proof can be shown from then on.
    """
    when = _instant(entry.occurred_at)
    match entry:
        case Consent():
            told = f"{entry.informed}{bool(entry.wording or entry.evidence)}"
            return fingerprint("consent", when, entry.purpose, entry.method, entry.wording, told)
        case Sale():
            flags = f"{entry.collected}{entry.informed}{entry.offered}{entry.refused}"
            until = _instant(entry.until) if entry.until else None
            return fingerprint(entry.relation, when, entry.category, flags, until, entry.source)
        case SaleCancelled():
            # However often, and whenever, it is told that an order came back, it came back once.
            return fingerprint("sale_cancelled", entry.source, entry.category)
        case _:
            raise TypeError(type(entry).__name__)


def _instant(at: datetime) -> str:
    """An instant, written the same in whatever zone it came."""
    return at.astimezone(UTC).isoformat()


def _own_yeses(entries: Sequence[Entry]) -> list[Consent]:
    """Whole consents that came by a door where the person speaks for themselves."""
    return [
        entry
        for entry in entries
        if isinstance(entry, Consent)
        and entry.door in OWN_DOORS
        and entry.method not in NO_CONSENT
        and entry.informed
        and (entry.wording or entry.evidence)
    ]
