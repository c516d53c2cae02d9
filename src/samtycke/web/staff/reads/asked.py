"""What is asked of the log of reads: by whom, of whom, what sort, between which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from samtycke.ledger.door import SORTS, Looks


@dataclass(frozen=True, slots=True)
class Asked:
    """As it stands in the address; what cannot be is left out."""

    account: str
    person: int | None
    sort: str
    first: date | None
    last: date | None
    before: int | None

    @property
    def looks(self) -> Looks:
        """As the ledger is asked."""
        return Looks(
            account=self.account,
            person=self.person,
            sort=self.sort,
            since=_midnight(self.first) if self.first else None,
            until=_midnight(self.last + timedelta(days=1)) if self.last else None,
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked besides the page."""
        return bool(self.account or self.person or self.sort or self.first or self.last)

    @property
    def query(self) -> str:
        """The same as an address writes it, without the page."""
        values = QueryDict(mutable=True)
        for name, value in (
            ("account", self.account),
            ("person", self.person),
            ("sort", self.sort),
            ("first", self.first),
            ("last", self.last),
        ):
            if value:
                values[name] = str(value)
        return values.urlencode()


def read_asked(sent: QueryDict) -> Asked:
    """What an address or a form asks."""
    sort = sent.get("sort", "")
    return Asked(
        account=sent.get("account", "").replace("\0", "")[:80],
        person=_id(sent.get("person", "")),
        sort=sort if sort in SORTS else "",
        first=_day(sent.get("first", "")),
        last=_day(sent.get("last", "")),
        before=_id(sent.get("before", "")),
    )


def _id(raw: str) -> int | None:
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 19 else None


def _day(raw: str) -> date | None:
    try:
        day = parse_date(raw) if len(raw) == 10 else None
    except ValueError:
        return None
    # A day at the end of time has no day after it.
    return day if day and 2000 <= day.year < 2200 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
