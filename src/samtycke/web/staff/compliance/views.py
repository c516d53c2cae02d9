"""Could we show it to an authority today? The rows that the program itself can prove."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.compliance.checks import checks


def compliance(request: StaffRequest) -> HttpResponse:
    """The checklist."""
    rows = checks(request.cursor, request.organisation)
    lacking = sum(1 for row in rows if row.verdict == "not")
    return render(request, "staff/compliance/compliance.html", {"rows": rows, "lacking": lacking})
