"""Who is signed in, and for which organisation."""

from __future__ import annotations

from django.http import HttpRequest

from samtycke.organisations.door import Membership


def membership_of(request: HttpRequest) -> Membership | None:
    """The membership of whoever is signed in: in the organisation they chose, else their first; None of nobody."""
    if not request.user.is_authenticated:
        return None
    chosen = request.session.get("organisation")
    memberships = Membership.objects.select_related("organisation", "staff").filter(staff_id=request.user.pk)
    found = memberships.filter(organisation_id=chosen).first() if chosen else None
    return found or memberships.order_by("pk").first()
