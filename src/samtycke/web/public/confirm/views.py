"""The link of a double opt-in. Looking at it does nothing: whoever previews links must not say yes for somebody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from samtycke.intake.door import confirm, linked, request_locked, say_no
from samtycke.organisations.door import Organisation, acting_for, purposes
from samtycke.web.parts.tags import said


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_by_link(request: HttpRequest, code: str) -> HttpResponse:
    """One question, one button. A link nobody knows says what to do instead."""
    found = linked(code)
    if found is None:
        return render(request, "public/confirm/confirm.html", {"state": "unknown"}, status=404)
    now = timezone.now()
    with acting_for(found.organisation_id) as cursor:
        asked = request_locked(cursor, found.request_id)
        if asked is None:
            return render(request, "public/confirm/confirm.html", {"state": "unknown"}, status=404)
        if request.method == "POST":
            if request.POST.get("answer") == "yes":
                confirm(cursor, asked.id, how="link", answer={"answer": "link"}, at=now, now=now)
            elif asked.waits_at(now):
                say_no(cursor, asked.contact_id, at=now, how="link")
            return redirect("confirm", code=code)
        purpose = purposes(cursor).get(asked.purpose)
    state = "asked" if asked.waits_at(now) else "expired" if asked.state == "asked" else asked.state
    return render(
        request,
        "public/confirm/confirm.html",
        {
            "state": state,
            "organisation": Organisation.objects.get(pk=found.organisation_id),
            "purpose": said(purpose.name) if purpose else asked.purpose,
            "wording": asked.wording if asked.wording != asked.question else "",
        },
    )
