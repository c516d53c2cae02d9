"""What was written is never lost: a form that came too late is held in the answer, to be sent again.

Too late is when the session ended while somebody wrote, or the page's token is from before they signed in anew.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

_SECRET = ("password", "secret", "credential", "code", "csrfmiddlewaretoken")
"""Fields by these words in their names are never written into a page."""


def signed_out(request: HttpRequest) -> HttpResponse:
    """The answer to whoever asks for a staff page and is signed in no more.

    A page that was looked for: to the door, and back to it. A form: held, its CSRF token was right. A part of a page:
    a notice in the page that asks, which stays as it is.
    """
    if request.headers.get("HX-Request"):
        # 286: htmx swaps it in and stops asking. Where no page has a place for it, nothing happens.
        there = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = f"{there.path}?{there.query}" if there.query else there.path
        answer = render(request, "frame/signed_out.html", {"login": _door(request, back)}, status=286)
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#signed-out", "innerHTML"
        return answer
    if request.method in ("GET", "HEAD"):
        return redirect(_door(request, request.get_full_path()))
    if not _fields(request) and not request.FILES:
        return redirect(_door(request, urlsplit(request.headers.get("Referer", "")).path))
    return _held(request, signed_out=True)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token is not right.

    Where the browser itself says that the form stands on a page of ours (``Origin``, which no page can forge), it is
    an old page: the form is held, with a token that is right. Else it may be somebody else's, and is dropped.
    """
    origin = request.headers.get("Origin", "")
    ours = origin in (f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS)
    if ours and "csrfmiddlewaretoken" in request.POST and len(_fields(request)) == _count(request):
        return _held(request, signed_out=False)
    return render(request, "403_csrf.html", status=403)


def _held(request: HttpRequest, *, signed_out: bool) -> HttpResponse:
    fields = _fields(request)
    response = render(
        request,
        "frame/held.html",
        {
            "signed_out": signed_out,
            "login": _door(request, "/"),
            "fields": fields,
            "written": [value for _name, value in fields if len(value) > _LONG],
            "files": list(request.FILES),
            "action": request.get_full_path(),
        },
        status=403,
    )
    response.headers["Cache-Control"] = "no-store, private"
    return response


_LONG = 25
"""So long a value is something that somebody wrote, and is shown to be read or copied."""


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form said, but secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in _SECRET)
        for value in values
    ]


def _count(request: HttpRequest) -> int:
    """How many values there are beside the token: a form with a secret in it is never held in part."""
    return sum(len(values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")


def _door(request: HttpRequest, back: str) -> str:
    """The address of the door, with the way back."""
    safe = back if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/"
    return f"{settings.LOGIN_URL}?{urlencode({'next': safe}, safe='/')}"
