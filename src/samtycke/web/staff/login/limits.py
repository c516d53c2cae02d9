"""How often somebody may try to get in: counted in the database, by address and by account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone

from samtycke.organisations.door import TooMany, limit
from samtycke.web.frame.callers import count_call, too_many

PER = timedelta(minutes=15)
BY_ADDRESS = 60
"""A whole office may share one."""
BY_ACCOUNT = 10

METHODS = ("GET", "HEAD", "POST")
"""The library would take a PUT for a POST."""

View = Callable[..., HttpResponseBase]


def limited(what: str) -> Callable[[View], View]:
    """Let a view be posted to only so often from one address, and for one account. Looking is free."""

    def around(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
            if request.method not in METHODS:
                return HttpResponseNotAllowed(METHODS)
            if request.method == "POST":
                try:
                    count_call(request, what, most=BY_ADDRESS, per=PER)
                    if account := _account(request):
                        with connection.cursor() as cursor:
                            limit(cursor, f"{what} account", account, most=BY_ACCOUNT, per=PER, now=timezone.now())
                except TooMany as refused:
                    return too_many(request, refused)
            return view(request, *args, **values)

        return counted

    return around


def _account(request: HttpRequest) -> str:
    """Whose account it is about: as typed, or of whoever has passed the first step, or is in already."""
    typed = request.POST.get("login") or request.POST.get("email") or ""
    if typed.strip():
        return typed.strip().casefold()
    if request.user.is_authenticated:
        return str(request.user.pk)
    begun = request.session.get("account_login") or {}
    return str(begun.get("user_pk", ""))
