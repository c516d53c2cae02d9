"""Who wants to know more, and how far has it come? Only for the organisation that runs the installation."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.rights.door import NoSuchInterest, follow_up, house, interests
from samtycke.web.staff.access import StaffRequest


def all_interested(request: StaffRequest) -> HttpResponse:
    """Those that nobody has answered first."""
    _of_house(request)
    states = [("new", _("new")), ("talking", _("we are talking")), ("done", _("done"))]
    rows = interests(request.cursor)
    return render(
        request,
        "staff/interested/interested.html",
        {"rows": rows, "states": states, "labels": dict(states), "waiting": sum(one.state == "new" for one in rows)},
    )


def follow(request: StaffRequest, interest_id: int) -> HttpResponse:
    """Say how far it has come."""
    _of_house(request)
    try:
        follow_up(request.cursor, interest_id, request.POST.get("state", ""), by=request.by, now=timezone.now())
    except NoSuchInterest:
        raise Http404 from None
    messages.success(request, _("Noted."), extra_tags="may")
    return redirect("interested")


def _of_house(request: StaffRequest) -> None:
    of = house()
    if of is None or of.pk != request.organisation.pk:
        raise Http404
