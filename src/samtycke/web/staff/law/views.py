"""The law's parameters: what the law says, what we have set, who set it and why, and what a change would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.gate.door import WhatIf, forecast
from samtycke.ledger.door import any_contact
from samtycke.organisations.door import (
    Refused,
    SettingChange,
    SettingsRefused,
    can,
    change_settings,
    loosened,
    setting_changes,
)
from samtycke.policy import pack_for
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import approvers
from samtycke.web.staff.forecast.asked import asked
from samtycke.web.staff.forecast.shown import effect
from samtycke.web.staff.law.form import in_words, parameters, title


def show(request: StaffRequest) -> HttpResponse:
    """The parameters; with some asked for, what they would change. Nothing is saved by looking."""
    return _page(request, request.GET)


def save(request: StaffRequest) -> HttpResponse:
    """Save, in one's own name."""
    asks = asked(request, request.POST)
    reason = request.POST.get("reason", "")
    try:
        changed = change_settings(request.cursor, asks.settings, by=request.by, reason=reason, now=timezone.now())
    except SettingsRefused as error:
        return _page(request, request.POST, refused=error.refused, status=422)
    if changed:
        names = ", ".join(title(one.name).lower() for one in changed)
        messages.success(request, _("Saved: %(names)s. It holds from the next text that leaves.") % {"names": names})
    else:
        messages.info(request, _("Nothing was changed: it was so already."))
    return redirect("law-settings")


def _page(
    request: StaffRequest, sent: QueryDict, *, refused: Sequence[Refused] = (), status: int = 200
) -> HttpResponse:
    organisation, now = request.organisation, timezone.now()
    asks, today = asked(request, sent), timezone.localdate()
    wrong = refused or asks.refused
    tried = asks.changes_settings and not asks.refused
    changed = None
    if tried and asks.envelope and any_contact(request.cursor):
        changed = effect(forecast(request.cursor, asks.envelope, now=now, what_if=WhatIf(asks.whole_settings)))
    looser = loosened(asks.settings, home=organisation.home_country, on=today) if not asks.refused else ()
    return render(
        request,
        "staff/law/law.html",
        {
            "asked": asks,
            "parameters": parameters(asks.settings, wrong, home=organisation.home_country, on=today),
            "wrong": wrong,
            "tried": tried,
            "effect": changed,
            "looser": [title(name) for name in looser if _moved(organisation.settings, asks.settings, name)],
            "hidden": [(name, value) for name, values in sent.lists() for value in values if name not in _OURS],
            "reason": sent.get("reason", ""),
            "pack": pack_for(organisation.home_country, on=today),
            "history": [_told(one) for one in setting_changes(request.cursor)],
            "may_save": can(request.role, "approve"),
            "savers": [] if can(request.role, "approve") else approvers(request.cursor, organisation),
        },
        status=status,
    )


_OURS = {"reason", "csrfmiddlewaretoken"}


def _moved(current: Mapping[str, Any], wanted: Mapping[str, Any], name: str) -> bool:
    return (name in current, current.get(name)) != (name in wanted, wanted.get(name))


def _told(change: SettingChange) -> dict[str, object]:
    return {
        "title": title(change.name),
        "was": in_words(change.name, change.was),
        "became": in_words(change.name, change.became),
        "by": change.by,
        "reason": change.reason,
        "at": change.at,
    }
