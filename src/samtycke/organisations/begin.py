"""A test account from nothing: all that is needed to write a campaign and see it on a virtual phone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper
from django.utils.text import slugify

from samtycke.organisations.audit import audit
from samtycke.organisations.database import acting_for
from samtycke.organisations.models import Membership, Organisation, Role, Staff

TRYING = {"quiet_hours": None, "per_24h": None, "per_7d": None}
"""While texts reach virtual phones only, nobody is woken and nobody is tired: it is tried at any hour. That ends with
the test account."""
SIMULATOR = "phone"
_PURPOSES = (
    ("offers", "Erbjudanden", "Offers", "marketing", None),
    ("orders", "Beställning och leverans", "Orders and delivery", "service", "contract"),
)
_FIRST_NUMBER = 720_000
"""Test accounts answer at numbers of their own, six figures from here: no network has such."""
_LONGEST_SENDER = 11
_LONGEST = 60


def begin(name: str, *, owner: Staff, goods: Sequence[str] = ()) -> tuple[Organisation, str]:
    """Make a test account that its owner can send from at once. Returns it, and the number that answers go to."""
    organisation = Organisation.objects.create(
        slug=_slug(name), name=name, language=owner.language, settings=dict(TRYING), test_account=True
    )
    Membership.objects.create(organisation=organisation, staff=owner, role=Role.OWNER)
    inbound = str(_FIRST_NUMBER + organisation.pk)
    with acting_for(organisation.pk) as cursor:
        for purpose in _PURPOSES:
            cursor.execute(
                "INSERT INTO purpose (organisation_id, slug, name_sv, name_en, kind, legal_basis) "
                "VALUES (current_organisation(), %s, %s, %s, %s, %s)",
                purpose,
            )
        _sell(cursor, goods)
        cursor.execute(
            "INSERT INTO sender VALUES (current_organisation(), %s, %s, %s)", [sender_name(name), inbound, SIMULATOR]
        )
        cursor.execute("INSERT INTO price VALUES (current_organisation(), 'SE', 40)")
        audit(cursor, actor=owner.name, act="account.begun")
    return organisation, inbound


def sender_name(name: str) -> str:
    """What a handset can show of a name: eleven letters and figures of those that every phone has."""
    plain = slugify(name).split("-")
    whole = "".join(word.capitalize() for word in plain if word not in _FORMS)
    return re.sub(r"[^A-Za-z0-9]", "", whole)[:_LONGEST_SENDER] or "Samtycke"


_FORMS = frozenset({"ab", "hb", "kb", "as", "aps", "oy", "ltd", "gmbh"})


def _sell(cursor: CursorWrapper, goods: Sequence[str]) -> None:
    named = [" ".join(one.split())[:_LONGEST] for one in goods]
    kinds = {slugify(one) or f"goods-{place}": one for place, one in enumerate(named, 1) if one}
    ours = [(slug, one, one) for slug, one in kinds.items()]
    for slug, swedish, english in ours or [("goods", "Våra varor", "Our goods")]:
        cursor.execute("INSERT INTO category VALUES (current_organisation(), %s, %s, %s)", [slug, swedish, english])


def _slug(name: str) -> str:
    """A short name that nobody has."""
    wish = slugify(name)[:40].strip("-") or "konto"
    taken = set(Organisation.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
    return next(one for one in (wish, *(f"{wish}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
