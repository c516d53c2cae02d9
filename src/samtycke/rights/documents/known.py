"""What the program knows of an organisation's processing: the facts that its registers and documents are filled "
"from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import sharings
from samtycke.intake.door import shops
from samtycke.organisations.door import (
    OWN_TEST,
    Controller,
    Organisation,
    Purpose,
    categories,
    controller,
    load_sql,
    officers,
    purposes,
    senders,
)
from samtycke.policy import Pack, pack_for
from samtycke.rights.advice import house
from samtycke.rights.recipients import Recipient, recipients
from samtycke.rights.retention.periods import InForce, periods


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people, and of which kinds. ``monthly``: marketing texts in the last thirty days."""

    people: int
    consenting: int
    customers: int
    blocked: int
    children: int
    companies: int
    abroad: int
    monthly: int
    categories: int


@dataclass(frozen=True, slots=True)
class Known:
    """All of it, as of one day."""

    organisation: str
    slug: str
    country: str
    controller: Controller
    house: Controller
    own_house: bool
    """Whether the organisation runs the installation itself: then nobody is its processor for it."""
    pack: Pack
    purposes: tuple[Purpose, ...]
    categories: tuple[dict[str, str], ...]
    senders: tuple[str, ...]
    inbound: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    periods: dict[str, InForce]
    counts: Counts
    ways: tuple[str, ...]
    """How consents have come: web_form, keyword_sms …"""
    shops: tuple[str, ...]
    shared_with: tuple[str, ...]
    """Companies that a no is shared with."""
    officers: tuple[str, ...]
    """Those who are appointed DM officers."""
    on: date

    @property
    def marketing(self) -> tuple[Purpose, ...]:
        """The purposes that are marketing."""
        return tuple(one for one in self.purposes if one.kind == "marketing")

    @property
    def service(self) -> tuple[Purpose, ...]:
        """Those that are not."""
        return tuple(one for one in self.purposes if one.kind == "service")

    @property
    def privacy_url(self) -> str:
        """Where the privacy notice is read."""
        return f"{settings.URL}/privacy/{self.slug}"

    def period(self, kind: str, language: str) -> str:
        """How long a kind is kept, in words."""
        lasts = self.periods[kind].period
        return lasts.said(language) if lasts else ""


def known(cursor: CursorWrapper, organisation: Organisation, *, now: datetime) -> Known:
    """Gather it, in the organisation's transaction."""
    of = house()
    own_house = of is not None and of.pk == organisation.pk
    said = controller(cursor)
    pack = pack_for(organisation.home_country, organisation.settings, on=now.date())
    sending = senders(cursor).values()
    return Known(
        organisation=organisation.name,
        slug=organisation.slug,
        country=organisation.home_country,
        controller=said,
        house=said if own_house else Controller(name=of.name if of else ""),
        own_house=own_house,
        pack=pack,
        # What staff send themselves to see how it looks is no purpose that anybody else's data are used for.
        purposes=tuple(one for one in purposes(cursor).values() if one.slug != OWN_TEST),
        categories=tuple(one.name for one in categories(cursor).values()),
        senders=tuple(one.name for one in sending),
        inbound=tuple(dict.fromkeys(one.inbound_number for one in sending if one.inbound_number)),
        recipients=tuple(recipients(cursor)),
        periods=periods(cursor),
        counts=_counts(cursor, pack, now),
        ways=_ways(cursor),
        shops=tuple(one.name for one in shops(cursor) if one.closed_at is None),
        shared_with=tuple(dict.fromkeys(one.other for one in sharings(cursor) if one.state == "standing")),
        officers=tuple(one.name for one in officers(cursor, on=now.date())),
        on=now.date(),
    )


def _counts(cursor: CursorWrapper, pack: Pack, now: datetime) -> Counts:
    months = pack.parameters.customer_months
    cursor.execute(load_sql(__file__, "counts.sql"), {"home": pack.country, "now": now, "months": months})
    return Counts(*cursor.fetchone())


def _ways(cursor: CursorWrapper) -> tuple[str, ...]:
    cursor.execute(
        "SELECT DISTINCT method FROM permission WHERE organisation_id = current_organisation() AND method IS NOT "
        "NULL AND withdrawn_at IS NULL ORDER BY 1"
    )
    return tuple(row[0] for row in cursor.fetchall())
