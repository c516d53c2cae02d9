"""Who works here, and what may each do?"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from samtycke.organisations.door import (
    INVITATION_HOLDS,
    AlreadyMember,
    LastOwner,
    Membership,
    NoSuchInvitation,
    NoSuchMember,
    Role,
    audit,
    can,
    change_role,
    invitations,
    invite,
    remove,
    withdraw_invitation,
)
from samtycke.web.frame.second_step import needs_second_step
from samtycke.web.parts.mail import mail
from samtycke.web.staff.access import StaffRequest

MAY: dict[str, str | Promise] = {
    Role.OWNER: gettext_lazy("All of it, also who works here, who is an officer, and going live."),
    Role.MARKETER: gettext_lazy("Writes campaigns, forms and imports. Approves none."),
    Role.OFFICER: gettext_lazy("Approves campaigns, reads texts that are in doubt, answers questions."),
    Role.DPO: gettext_lazy("Answers questions and what people demand, minds retention and registers."),
    Role.AGENT: gettext_lazy("The inbox, and writes down what a person says."),
    Role.DEVELOPER: gettext_lazy("API keys and web shops."),
    Role.AUDITOR: gettext_lazy("Reads everything, changes nothing."),
}
"""What each role may do, in a sentence."""


def everybody(request: StaffRequest) -> HttpResponse:
    """All who work here, and those who are asked to."""
    return _page(request)


def ask(request: StaffRequest) -> HttpResponse:
    """Ask somebody to work here: by mail where there is any, and by a link that is shown now and never again."""
    email, role = request.POST.get("email", "").strip(), request.POST.get("role", "")
    wrong = ""
    try:
        validate_email(email)
    except ValidationError:
        wrong = _("Write an e-mail address, as lina@example.se.")
    if role not in MAY:
        raise Http404
    if not wrong:
        try:
            code = invite(request.cursor, email, Role(role), by=request.by, now=timezone.now())
        except AlreadyMember:
            wrong = _("They work here already. Change their role in the list.")
    if wrong:
        return _page(request, email=email, role=role, wrong=wrong)
    link = request.build_absolute_uri(f"/invited/{code}")
    return _page(request, link=link, invited=email, mailed=_mail(request, email, role, link))


def uninvite(request: StaffRequest, invitation_id: int) -> HttpResponse:
    """Let a link lead nowhere."""
    try:
        withdraw_invitation(request.cursor, invitation_id, by=request.by, now=timezone.now())
    except NoSuchInvitation:
        raise Http404 from None
    messages.success(request, _("Withdrawn. The link leads nowhere now."), extra_tags="may")
    return redirect("people")


def role(request: StaffRequest, membership_id: int) -> HttpResponse:
    """Let somebody work as something else."""
    chosen = request.POST.get("role", "")
    if chosen not in MAY:
        raise Http404
    try:
        change_role(request.cursor, membership_id, Role(chosen), by=request.by, now=timezone.now())
    except NoSuchMember:
        raise Http404 from None
    except LastOwner:
        messages.warning(request, _last_owner(), extra_tags="waits")
    else:
        messages.success(request, _("Changed."), extra_tags="may")
    return redirect("people")


def let_go(request: StaffRequest, membership_id: int) -> HttpResponse:
    """Let somebody go: they may nothing here from the next page on."""
    try:
        remove(request.cursor, membership_id, by=request.by, now=timezone.now())
    except NoSuchMember:
        raise Http404 from None
    except LastOwner:
        messages.warning(request, _last_owner(), extra_tags="waits")
    else:
        messages.success(request, _("Removed. What they did stays in the records, under their name."), extra_tags="may")
    return redirect("people")


def steps(request: StaffRequest) -> HttpResponse:
    """Ask everybody for a second step, or only the roles that always need one."""
    request.organisation.second_step_for_all = request.POST.get("all") == "yes"
    request.organisation.save(update_fields=["second_step_for_all"])
    audit(request.cursor, actor=request.by, act="second-step.asked", all=request.organisation.second_step_for_all)
    messages.success(request, _("Saved."), extra_tags="may")
    return redirect("people")


def _last_owner() -> str:
    return _("The account needs an owner. Make somebody else one first.")


def _mail(request: StaffRequest, email: str, role: str, link: str) -> bool:
    with override(request.organisation.language):
        said = _(
            "%(by)s asks you to work with %(organisation)s's texts in Samtycke, as %(role)s.\n\n%(link)s\n\n"
            "The link works once, for %(days)s days. If you don't know what it is about, do nothing."
        ) % {
            "by": request.by,
            "organisation": request.organisation.name,
            "role": Role(role).label,
            "link": link,
            "days": INVITATION_HOLDS.days,
        }
        subject = _("Work with %(organisation)s in Samtycke") % {"organisation": request.organisation.name}
    return mail(email, subject, said)


def _page(request: StaffRequest, **values: Any) -> HttpResponse:
    members = Membership.objects.select_related("staff").filter(organisation=request.organisation).order_by("pk")
    secured = set(
        Authenticator.objects.filter(
            user__membership__organisation=request.organisation,
            type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN],
        ).values_list("user_id", flat=True)
    )
    return render(
        request,
        "staff/people/people.html",
        {
            "members": [
                {
                    "one": one,
                    "name": one.staff.name or one.staff.email,
                    "may": MAY[one.role],
                    "you": one.staff_id == request.staff.pk,
                    "secured": one.staff_id in secured,
                    "needs": needs_second_step(request.organisation, one.role),
                }
                for one in members
            ],
            "waiting": [
                {"one": one, "role": Role(one.role).label} for one in invitations(request.cursor, now=timezone.now())
            ],
            "roles": [(str(one), one.label) for one in Role],
            "told": [(one.label, MAY[one]) for one in Role],
            "may_own": can(request.role, "own"),
            "owners": [one.staff.name for one in members if one.role == Role.OWNER],
            "days": INVITATION_HOLDS.days,
            "role": "marketer",
            **values,
        },
    )
