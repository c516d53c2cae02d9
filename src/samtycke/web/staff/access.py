"""Who may see a staff page: a signed-in person with a role in an organisation, in that organisation's transaction."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.utils import timezone

from samtycke.organisations.door import Organisation, Staff, acting_for, can
from samtycke.policy import pack_for
from samtycke.web.frame.membership import membership_of


class StaffRequest(HttpRequest):
    """A request whose person, organisation and role are known, with the cursor of its transaction."""

    organisation: Organisation
    role: str
    cursor: CursorWrapper
    place: str
    staff: Staff
    by: str
    """Who it is, as the ledger and the audit trail write it."""


P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def page(
    route: str, view: View[...], name: str, *, place: str = "", may: str = "read", method: str = "GET"
) -> URLPattern:
    """One staff page: where it is, what it is called, what a role must be allowed, and how it is asked for.

    ``method`` GET is for looking only; POST changes something and has passed the CSRF check.
    """
    return path(route, _guarded(view, place=place, may=may, method=method), name=name)


def _guarded(view: View[...], *, place: str, may: str, method: str) -> Callable[..., HttpResponseBase]:
    allowed = ["GET", "HEAD"] if method == "GET" else ["GET", "HEAD", "POST"] if method == "BOTH" else [method]

    @wraps(view)
    def guarded(request: HttpRequest, **values: Any) -> HttpResponseBase:
        if request.method not in allowed:
            return HttpResponseNotAllowed(allowed)
        membership = membership_of(request)
        if membership is None:
            return _sign_in(request)
        if not can(membership.role, may):
            raise PermissionDenied
        asked = cast(StaffRequest, request)
        asked.organisation, asked.role, asked.place = membership.organisation, membership.role, place
        asked.staff, asked.by = membership.staff, membership.staff.name or membership.staff.email
        with (
            timezone.override(pack_for(membership.organisation.home_country).timezone),
            acting_for(membership.organisation_id) as cursor,
        ):
            asked.cursor = cursor
            response = view(asked, **values)
            response.headers.setdefault("Cache-Control", "no-store, private")
            return response

    guarded.methods = allowed  # type: ignore[attr-defined]  # read by the test that no GET changes anything
    return guarded


def _sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        # A fragment asked for by a page whose session has ended: the whole page goes to the door.
        return HttpResponse(status=204, headers={"HX-Redirect": "/login"})
    return redirect_to_login(request.get_full_path())
