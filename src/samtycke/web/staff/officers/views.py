"""Who answers for what is sent, today and when they are away?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.campaigns.door import NoSuchCampaign, read_campaign
from samtycke.organisations.door import (
    AppointmentRefused,
    Approved,
    Membership,
    NoSuchMember,
    NoSuchOfficer,
    answering,
    appoint,
    approved_by,
    audit,
    can,
    cancel_absence,
    end_appointment,
    note_absence,
    officers,
    today,
    who_may,
)
from samtycke.web.staff.access import StaffRequest


def show(request: StaffRequest) -> HttpResponse:
    """Who answers today, each officer with authorisation, absences and what they have approved."""
    return _page(request)


def appoint_one(request: StaffRequest) -> HttpResponse:
    """Appoint a member whose role may approve."""
    said = {name: request.POST.get(name, "").strip() for name in ("member", "authorisation", "number")}
    days, wrong = _days(request, "valid_from", "valid_until")
    if not said["member"].isdecimal():
        wrong["member"] = _("Choose who it is.")
    if not said["authorisation"]:
        wrong["authorisation"] = _("Write who has authorised them.")
    if not wrong:
        try:
            appoint(
                request.cursor,
                int(said["member"]),
                authorisation=said["authorisation"][:200],
                number=said["number"][:60],
                valid_from=days["valid_from"],
                valid_until=days["valid_until"],
                by=request.by,
                now=timezone.now(),
            )
        except NoSuchMember:
            raise Http404 from None
        except AppointmentRefused:
            wrong["valid_until"] = _("The last day comes before the first.")
    if wrong:
        return _page(request, said={**request.POST.dict()}, wrong=wrong)
    messages.success(request, _("Appointed."), extra_tags="may")
    return redirect("officers")


def end(request: StaffRequest, officer_id: int) -> HttpResponse:
    """End an appointment."""
    try:
        end_appointment(request.cursor, officer_id, by=request.by, now=timezone.now())
    except NoSuchOfficer:
        raise Http404 from None
    messages.success(request, _("The appointment has ended. What was approved stays."), extra_tags="may")
    return redirect("officers")


def away(request: StaffRequest, officer_id: int) -> HttpResponse:
    """Note days away, and who answers instead."""
    days, wrong = _days(request, "from_day", "to_day")
    deputy = request.POST.get("deputy", "")
    if not wrong:
        try:
            note_absence(
                request.cursor,
                officer_id,
                from_day=days["from_day"],
                to_day=days["to_day"],
                deputy=int(deputy) if deputy.isdecimal() else None,
                by=request.by,
                now=timezone.now(),
            )
        except (NoSuchOfficer, NoSuchMember):
            raise Http404 from None
        except AppointmentRefused as refused:
            wrong[refused.field] = (
                _("The last day comes before the first.")
                if refused.reason == "order"
                else _("Somebody else has to answer instead.")
            )
    if wrong:
        return _page(request, away={"id": officer_id, **request.POST.dict()}, wrong=wrong)
    messages.success(request, _("Noted."), extra_tags="may")
    return redirect("officers")


def back(request: StaffRequest, absence_id: int) -> HttpResponse:
    """They are here after all."""
    try:
        cancel_absence(request.cursor, absence_id, by=request.by, now=timezone.now())
    except NoSuchOfficer:
        raise Http404 from None
    return redirect("officers")


def eyes(request: StaffRequest) -> HttpResponse:
    """Ask for an officer's approval of every campaign, or not."""
    request.organisation.four_eyes = request.POST.get("four") == "yes"
    request.organisation.save(update_fields=["four_eyes"])
    audit(request.cursor, actor=request.by, act="four-eyes.asked", on=request.organisation.four_eyes)
    messages.success(request, _("Saved."), extra_tags="may")
    return redirect("officers")


def _days(request: StaffRequest, *names: str) -> tuple[dict[str, date], dict[str, str]]:
    days, wrong = {}, {}
    for name in names:
        try:
            days[name] = date.fromisoformat(request.POST.get(name, ""))
        except ValueError:
            wrong[name] = _("Choose a day.")
    return days, wrong


def _page(request: StaffRequest, **values: Any) -> HttpResponse:
    on = today(request.cursor, timezone.now())
    signs = {
        "answers": ("may", _("answers today")),
        "away": ("waits", _("away")),
        "lapsed": ("not", _("authorisation ended")),
        "not-yet": ("waits", _("not yet authorised")),
    }
    members = Membership.objects.select_related("staff").filter(
        organisation=request.organisation, role__in=who_may("approve")
    )
    names = [(str(one.pk), one.staff.name or one.staff.email) for one in members.order_by("pk")]
    listed = officers(request.cursor, on=on)
    return render(
        request,
        "staff/officers/officers.html",
        {
            "answering": answering(request.cursor, on=on),
            "officers": [
                {
                    "one": one,
                    "sign": signs[one.state(on)],
                    "soon": one.state(on) == "answers" and (one.valid_until - on).days <= 60,
                    "approved": [_shown(request, each) for each in approved_by(request.cursor, one.staff_id)],
                    "deputies": [("", _("nobody")), *(pair for pair in names if pair[1] != one.name)],
                }
                for one in listed
            ],
            "members": names,
            "may_own": can(request.role, "own"),
            "may_approve": can(request.role, "approve"),
            "today": on,
            **values,
        },
    )


def _shown(request: StaffRequest, each: Approved) -> dict[str, Any]:
    """What was approved, with where it stands."""
    if each.act == "campaign.approved":
        try:
            name = read_campaign(request.cursor, int(each.subject)).name or _("A campaign")
        except NoSuchCampaign:
            return {"name": _("A campaign that is gone"), "at": each.at}
        return {"name": name, "at": each.at, "url": reverse("campaign", args=[int(each.subject)])}
    if each.act == "advice.replied":
        return {"name": _("An answer to a question"), "at": each.at, "url": reverse("advice")}
    said = _("A text is service") if each.act == "text.is-service" else _("A text is advertising")
    return {"name": said, "at": each.at, "url": reverse("texts")}
