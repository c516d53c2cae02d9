"""Who may see a staff page: a signed-in person with a role in an organisation, in that organisation's transaction."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from samtycke.ledger.door import Reader, reading
from samtycke.organisations.door import Membership, Organisation, Staff, acting_for, can, who_may
from samtycke.policy import pack_for
from samtycke.web.frame.held import signed_out
from samtycke.web.frame.membership import membership_of
from samtycke.web.frame.second_step import has_second_step, needs_second_step


class StaffRequest(HttpRequest):
    """A request whose person, organisation and role are known, with the cursor of its transaction."""

    organisation: Organisation
    role: str
    cursor: CursorWrapper
    place: str
    staff: Staff
    by: str
    """Who it is, as the ledger and the audit trail write it."""
    reader: Reader
    """Who it is, as the log of reads writes it."""


P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def page(
    route: str,
    view: View[...],
    name: str,
    *,
    place: str = "",
    may: str = "read",
    method: str = "GET",
    reads: str = "",
    one_step: bool = False,
) -> URLPattern:
    """One staff page: where it is, what it is called, what a role must be allowed, and how it is asked for.

    ``method`` GET is for looking only; POST changes something and has passed the CSRF check. ``reads``: what sort of
    read it is where people's data are shown, one of the ledger's ``SORTS``; whom it shows is seen where their data are
    opened. ``one_step``: also open to who still has to add a second step to their sign-in, since that is where they do
    it.
    """
    guarded = _guarded(view, name, place=place, may=may, method=method, reads=reads, one_step=one_step)
    return path(route, guarded, name=name)


def _guarded(
    view: View[...], name: str, *, place: str, may: str, method: str, reads: str, one_step: bool
) -> Callable[..., HttpResponseBase]:
    allowed = ["GET", "HEAD"] if method == "GET" else ["GET", "HEAD", "POST"] if method == "BOTH" else [method]

    @wraps(view)
    def guarded(request: HttpRequest, **values: Any) -> HttpResponseBase:
        if request.method not in allowed:
            return HttpResponseNotAllowed(allowed)
        membership = membership_of(request)
        if membership is None:
            return signed_out(request)
        if not one_step and _lacks_second_step(membership):
            return _to(request, reverse("you"))
        if not can(membership.role, may):
            return _not_yours(request, membership, may)
        asked = cast(StaffRequest, request)
        asked.organisation, asked.role, asked.place = membership.organisation, membership.role, place
        asked.staff, asked.by = membership.staff, membership.staff.name or membership.staff.email
        asked.reader = Reader(f"staff/{membership.staff_id}", asked.by, membership.role)
        with (
            timezone.override(pack_for(membership.organisation.home_country).timezone),
            acting_for(membership.organisation_id) as cursor,
            reading(cursor, asked.reader, reads, subject=_subject(name, values)) as read,
        ):
            asked.cursor = cursor
            response = view(asked, **values)
            read.shown = not 300 <= response.status_code < 400
            response.headers.setdefault("Cache-Control", "no-store, private")
            return response

    # Read by the tests that no GET changes anything, and that each role is let in where it may be and nowhere else.
    guarded.methods, guarded.may, guarded.reads = allowed, may, reads  # type: ignore[attr-defined]
    return guarded


def _subject(name: str, values: dict[str, Any]) -> str:
    """Which page, for the log of reads: its name and the ids in its address, and nothing that somebody wrote."""
    return "/".join([name, *(str(one) for one in values.values() if isinstance(one, int))])


def _to(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


def _lacks_second_step(membership: Membership) -> bool:
    needs = needs_second_step(membership.organisation, membership.role)
    return needs and not has_second_step(membership.staff)


def _not_yours(request: HttpRequest, membership: Membership, may: str) -> HttpResponse:
    """What a role may not do, with who may: never hidden without a word."""
    those = Membership.objects.select_related("staff").filter(
        organisation=membership.organisation, role__in=who_may(may)
    )
    said = {"who": [(one.staff.name or one.staff.email, one.get_role_display()) for one in those.order_by("pk")]}
    return render(request, "403.html", {**said, "role": membership.get_role_display()}, status=403)
