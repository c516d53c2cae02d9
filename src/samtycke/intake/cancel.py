"""An order came back, whole or in part: the sale counts for nothing from now on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.intake.refusal import Refusal, RowRefused
from samtycke.ledger.door import SaleCancelled, record, reveal, sold_under
from samtycke.organisations.door import categories
from samtycke.sms import Number, parse_number


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Whose sale it was, the goods that were sold under that source, and whether this was news.

    ``contact_id`` is None where the person has been erased: nothing is left that could permit anything.
    """

    contact_id: int | None
    goods: tuple[str, ...]
    new: bool


def report_cancellation(
    cursor: CursorWrapper,
    source: str,
    *,
    number: Number | None = None,
    category: str = "",
    at: datetime | None = None,
    door: str,
    by: str,
    now: datetime,
) -> Cancelled:
    """Record that what was sold under ``source`` came back, or what was bought of one category of it.

    With a number it is recorded also where no such sale is known yet: whichever is told first, the sale will not count.

    Raises:
        RowRefused: there is no source or no such category; or no number, and nobody or several people bought under it.
    """
    if not source.strip():
        raise RowRefused(Refusal(1, "source", "missing"))
    if category and category not in (known := categories(cursor)):
        raise RowRefused(Refusal(1, "category", "not_declared", category, tuple(known)))
    if at is not None and at > now:
        raise RowRefused(Refusal(1, "at", "in_future", at.isoformat()))
    if number is None:
        return _by_source(cursor, source, [category], at=at or now, door=door, by=by, now=now)
    return cancel(cursor, number, source, [category], at=at or now, door=door, by=by, now=now)


def cancel(
    cursor: CursorWrapper,
    number: Number,
    source: str,
    goods: Iterable[str],
    *,
    at: datetime,
    door: str,
    by: str,
    now: datetime,
    evidence: Mapping[str, str] | None = None,
) -> Cancelled:
    """Record it for a number. ``goods``: the categories that came back; an empty one is the whole order."""
    recorded = record(
        cursor,
        [
            SaleCancelled(
                number=number,
                occurred_at=at,
                source=source,
                category=category,
                evidence=evidence or {},
                door=door,
                by=by,
            )
            for category in goods
        ],
        now=now,
    )
    contact_id = recorded.contact_ids[0]
    sold = tuple(one.category for one in sold_under(cursor, source) if one.contact_id == contact_id)
    return Cancelled(contact_id, sold, recorded.new > 0)


def cancel_known(
    cursor: CursorWrapper, source: str, goods: Iterable[str], *, at: datetime, door: str, by: str, now: datetime
) -> Cancelled | None:
    """The same for whoever bought under ``source``; None where nobody did.

    Raises:
        RowRefused: several people did.
    """
    sold = sold_under(cursor, source)
    buyers = {one.contact_id for one in sold}
    if len(buyers) > 1:
        raise RowRefused(Refusal(1, "source", "several_people", source))
    if not buyers:
        return None
    identity = reveal(cursor, list(buyers)).get(min(buyers))
    if identity is None:
        return Cancelled(None, tuple(one.category for one in sold), False)
    return cancel(cursor, parse_number(identity.number), source, goods, at=at, door=door, by=by, now=now)


def _by_source(
    cursor: CursorWrapper, source: str, goods: Iterable[str], *, at: datetime, door: str, by: str, now: datetime
) -> Cancelled:
    found = cancel_known(cursor, source, goods, at=at, door=door, by=by, now=now)
    if found is None:
        raise RowRefused(Refusal(1, "source", "unknown_sale", source))
    return found
