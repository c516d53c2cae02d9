"""Alice owns the organisation, Bob writes campaigns in it, Charlie belongs to another and must see nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from samtycke.ledger.door import Consent, Sale, record
from samtycke.organisations.door import Membership, Staff, acting_for
from samtycke.sms import parse_number
from samtycke.web.catalogues import compile_catalogues

WORDING = "Ja, skicka erbjudanden från Skobutiken på SMS, högst 2 i månaden."


@pytest.fixture(scope="session", autouse=True)
def _swedish():
    compile_catalogues()


def make_staff(organisation, name: str, role: str) -> Staff:
    staff = Staff.objects.create_user(f"{name.lower()}@{organisation.slug}.se", "hemligt", name=name)
    Membership.objects.create(organisation=organisation, staff=staff, role=role)
    return staff


def signed_in(staff: Staff) -> Client:
    """A browser of somebody who is signed in. It checks CSRF as a real one is checked."""
    client = Client(enforce_csrf_checks=False)
    client.force_login(staff)
    return client


@pytest.fixture
def alice(organisation):
    return signed_in(make_staff(organisation, "Alice", "owner"))


@pytest.fixture
def bob(organisation):
    return signed_in(make_staff(organisation, "Bob", "marketer"))


@pytest.fixture
def charlie(other_organisation):
    return signed_in(make_staff(other_organisation, "Charlie", "owner"))


@pytest.fixture
def people(organisation):
    """Åsa said yes; Bo bought shoes; Cecilia bought a bag long ago. Returns their contact ids by name."""
    now = datetime.now(UTC)
    entries = [
        Consent(
            number=parse_number("070-174 06 05"),
            occurred_at=now - timedelta(days=90),
            door="import",
            purpose="offers",
            method="web_form",
            wording=WORDING,
            informed=True,
            evidence={"file": "kunder.csv"},
            attributes={"name": "Åsa Öberg", "Butik": "Umeå"},
        ),
        *(
            Sale(
                number=parse_number(number),
                occurred_at=now - timedelta(days=days),
                door="import",
                category=goods,
                collected=True,
                informed=True,
                offered=True,
                refused=False,
                attributes={"name": name},
            )
            for number, days, goods, name in (
                ("070-174 06 06", 30, "shoes", "Bo Lind"),
                ("070-174 06 07", 700, "bags", "Cecilia Ek"),
            )
        ),
    ]
    with acting_for(organisation.pk) as cursor:
        ids = record(cursor, entries, now=now).contact_ids
    return dict(zip(("Åsa", "Bo", "Cecilia"), ids, strict=True))
