"""Who answers for people's data: what every notice has to say of the organisation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtycke.organisations.door import CONTROLLER_FIELDS, Controller, can, controller, save_controller
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import those_who_may

_LABELS: dict[str, tuple[str | Promise, str | Promise, str]] = {
    "name": (gettext_lazy("Full name"), gettext_lazy("As it is registered."), "text"),
    "number": (gettext_lazy("Organisation number"), "", "text"),
    "address": (gettext_lazy("Postal address"), "", "text"),
    "email": (gettext_lazy("Email for questions of data"), "", "email"),
    "phone": (gettext_lazy("Phone"), "", "tel"),
    "website": (gettext_lazy("Website"), "", "text"),
    "officer": (
        gettext_lazy("Data protection officer"),
        gettext_lazy("How they are reached, where you have one."),
        "text",
    ),
    "recipients": (
        gettext_lazy("Who carries your texts"),
        gettext_lazy("By name, as in the agreement with your SMS provider."),
        "text",
    ),
}


def show(request: StaffRequest) -> HttpResponse:
    """What is said today."""
    return _page(request, controller(request.cursor))


def save(request: StaffRequest) -> HttpResponse:
    """Keep it; what lacks is told, and what was typed is kept all the same."""
    said = Controller(**{name: request.POST.get(name, "") for name in CONTROLLER_FIELDS})
    kept = save_controller(request.cursor, said, by=request.by)
    if kept.missing:
        messages.warning(
            request, _("Saved. Something is still missing before a notice can be made."), extra_tags="waits"
        )
        return _page(request, kept, told=True)
    messages.success(request, _("Saved. Forms say it from their next version on."), extra_tags="may")
    back = request.POST.get("next", "")
    ours = back and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if ours else "controller")


def _page(request: StaffRequest, said: Controller, *, told: bool = False) -> HttpResponse:
    wrong = {
        "name": _("Write the name."),
        "address": _("Write the address."),
        "email": _("Write an email address, or a phone number below."),
    }
    fields = [
        {
            "name": name,
            "label": label,
            "hint": hint,
            "kind": kind,
            "value": getattr(said, name),
            "error": wrong[name] if told and name in said.missing else "",
        }
        for name, (label, hint, kind) in _LABELS.items()
    ]
    back = request.GET.get("next", request.POST.get("next", ""))
    return render(
        request,
        "staff/controller/controller.html",
        {
            "fields": fields,
            "next": back,
            "may_write": can(request.role, "represent"),
            "who": those_who_may(request.organisation, "represent"),
        },
    )
