"""Could we show it to an authority today? The rows that the program itself can prove."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from samtycke.organisations.door import can
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.compliance.checks import checks


def compliance(request: StaffRequest) -> HttpResponse:
    """The checklist."""
    rows = checks(request.cursor, request.organisation)
    lacking = sum(1 for row in rows if row.verdict == "not")
    words = {"rows": rows, "lacking": lacking, "advises": can(request.role, "advise")}
    return render(request, "staff/compliance/compliance.html", words)
