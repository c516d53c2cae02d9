"""A pause that a person asked for by phone or letter, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.intake.door import PAUSES, pause, pause_end, standing
from samtycke.organisations.door import audit
from samtycke.web.parts.words import day
from samtycke.web.staff.access import StaffRequest


def pause_contact(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Hold a person's marketing for some months from now, or no longer."""
    now = timezone.now()
    person = standing(request.cursor, contact_id, now=now)
    months = request.POST.get("months", "")
    if person is None or person.number is None or months not in ("end", *map(str, PAUSES)):
        raise Http404
    until = None if months == "end" else pause_end(person.number, int(months), now=now)
    pause(request.cursor, contact_id, until=until, door="staff", by=request.by, now=now)
    audit(request.cursor, actor=request.by, act="pause.record", subject=f"contact/{contact_id}", months=months)
    says = _("Paused until %(day)s.") % {"day": day(until)} if until else _("The pause is over. What waits goes.")
    messages.success(request, says, extra_tags="may")
    return redirect("contact", contact_id=contact_id)
