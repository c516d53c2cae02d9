"""Sessions that end by themselves: after half an hour without a sign of life, and after a day's work in any case."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

BEGAN, SEEN = "began", "seen"
NOTED_EVERY = 60
"""Seconds: a sign of life is written down at most so often."""


class EndsByItself:
    """Middleware: signs people out whose session is over, before anything is done in it.

    A page that asks anew by itself (htmx, a GET) is no sign of life, or a screen that nobody looks at would never be
    locked. What is written is: pages tell of it while somebody types (``samtycke.js``), and each save does.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if SESSION_KEY in request.session:
            _look(request, int(timezone.now().timestamp()))
        return self._answer(request)


def _look(request: HttpRequest, now: int) -> None:
    session = request.session
    began, seen = session.get(BEGAN, now), session.get(SEEN, now)
    if now - seen >= settings.IDLE_SECONDS:
        logout(request)
        minutes = settings.IDLE_SECONDS // 60
        messages.info(request, _("You were signed out after %(n)s minutes without a sign of life.") % {"n": minutes})
    elif now - began >= settings.SESSION_COOKIE_AGE:
        logout(request)
        messages.info(request, _("You were signed out: a session lasts for a day's work."))
    elif BEGAN not in session or (now - seen >= NOTED_EVERY and not _by_itself(request)):
        _note(request, began, now)


def _by_itself(request: HttpRequest) -> bool:
    return request.method == "GET" and "HX-Request" in request.headers


def _note(request: HttpRequest, began: int, now: int) -> None:
    """Written at once, not when the answer is ready: what somebody chose meanwhile in another tab stays chosen."""
    session = request.session
    changed = session.modified
    session[BEGAN], session[SEEN] = began, now
    try:
        session.save()
    except UpdateError:  # ended in this moment, from another browser
        logout(request)
        return
    session.modified = changed
