"""Could we show it to an authority today? Each point, with the rows that the program itself can prove."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samtycke.organisations.door import audit, can, controller
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.compliance.paper import report_paper
from samtycke.web.staff.compliance.points import points


def compliance(request: StaffRequest) -> HttpResponse:
    """The checklist."""
    found = points(request.cursor, request.organisation)
    rows = [row for point in found for row in point.rows]
    return render(
        request,
        "staff/compliance/compliance.html",
        {
            "points": found,
            "total": len(rows),
            "in_order": sum(row.verdict == "may" for row in rows),
            "look": sum(row.verdict == "waits" for row in rows),
            "lacking": sum(row.verdict == "not" for row in rows),
            "advises": can(request.role, "advise"),
            "oversees": can(request.role, "oversee"),
        },
    )


def report(request: StaffRequest) -> HttpResponse:
    """The same on paper, dated, with who made it."""
    now = timezone.now()
    content = report_paper(
        points(request.cursor, request.organisation),
        controller=controller(request.cursor),
        organisation=request.organisation.name,
        by=request.by,
        at=now,
    )
    audit(request.cursor, actor=request.by, act="compliance.report")
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="efterlevnad-{timezone.localdate(now)}.pdf"'},
    )
