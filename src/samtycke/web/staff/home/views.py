"""What needs me today, and how does it go?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from samtycke.web.staff.access import StaffRequest


def home(request: StaffRequest) -> HttpResponse:
    """The first page."""
    return render(request, "staff/home/home.html", {})


def more(request: StaffRequest) -> HttpResponse:
    """What the bottom bar of a phone has no room for."""
    return render(request, "staff/home/more.html", {})
