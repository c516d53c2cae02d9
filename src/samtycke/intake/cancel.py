"""An order came back, whole or in part: the sale counts for nothing from now on."""

from __future__ import annotations

from collections.abc import Sequence
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
        number = _buyer(cursor, source)
    sold = sold_under(cursor, source)
    if number is None:
        return Cancelled(None, tuple(one.category for one in sold), False)
    entry = SaleCancelled(number=number, occurred_at=at or now, source=source, category=category, door=door, by=by)
    recorded = record(cursor, [entry], now=now)
    (contact_id,) = recorded.contact_ids
    return Cancelled(contact_id, tuple(one.category for one in sold if one.contact_id == contact_id), recorded.new > 0)


def _buyer(cursor: CursorWrapper, source: str) -> Number | None:
    """The number of whoever bought something under a source; None where they have been erased since."""
    buyers = {one.contact_id for one in sold_under(cursor, source)}
    if len(buyers) != 1:
        raise RowRefused(Refusal(1, "source", "several_people" if buyers else "unknown_sale", source))
    identity = reveal(cursor, list(buyers)).get(min(buyers))
    return parse_number(identity.number) if identity else None


def cancel_all(
    cursor: CursorWrapper,
    source: str,
    goods: Sequence[str] | None,
    *,
    at: datetime,
    door: str,
    by: str,
    now: datetime,
    others_than: int | None = None,
) -> int:
    """Record it for everybody who bought something under ``source``. Returns how many sales it ended.

    ``goods``: the categories that came back; None is all of them. ``others_than``: all of them for everybody else than
    this contact: the order is somebody else's now.
    """
    ended: dict[int, set[str]] = {}
    for one in sold_under(cursor, source):
        everything = goods is None or (others_than is not None and one.contact_id != others_than)
        if everything or one.category in (goods or ()):
            ended.setdefault(one.contact_id, set()).add(one.category)
    people = reveal(cursor, list(ended))
    entries = [
        SaleCancelled(
            number=parse_number(people[contact_id].number),
            occurred_at=at,
            source=source,
            category=category,
            door=door,
            by=by,
        )
        for contact_id, categories_of in sorted(ended.items())
        if contact_id in people
        for category in sorted(categories_of)
    ]
    return record(cursor, entries, now=now).new
