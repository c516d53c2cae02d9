"""Who are we, and how is it connected?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samtycke.dispatch.door import carriers, health
from samtycke.organisations.door import (
    Membership,
    can,
    categories,
    count_keys,
    ending,
    prices,
    purposes,
    senders,
)
from samtycke.policy import pack_for
from samtycke.rights.door import house
from samtycke.web.parts.law import BASES
from samtycke.web.staff.access import StaffRequest


def settings(request: StaffRequest) -> HttpResponse:
    """What is set today; it is changed by whoever runs the program."""
    cursor, organisation = request.cursor, request.organisation
    pack = pack_for(organisation.home_country, organisation.settings)
    return render(
        request,
        "staff/settings/settings.html",
        {
            "people": Membership.objects.select_related("staff").filter(organisation=organisation).order_by("pk"),
            "senders": senders(cursor).values(),
            "purposes": [
                (one, BASES.get(one.legal_basis or "", ""))
                for one in purposes(cursor).values()
                if one.archived_at is None
            ],
            "goods": categories(cursor).values(),
            "prices": prices(cursor).items(),
            "pack": pack,
            "limits": pack.parameters,
            "keys": count_keys(organisation, now=timezone.now()),
            "ending": ending(organisation, now=timezone.now()),
            "may_make": can(request.role, "keys"),
            "carriers": sorted(carriers()),
            "health": health(),
            "of_house": (of := house()) is not None and of.pk == organisation.pk,
        },
    )
