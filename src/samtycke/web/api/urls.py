"""Where the API is, and its documentation. What is asked for wrongly is answered as everything else: by a problem."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from samtycke.web.api.api import api
from samtycke.web.api.docs import docs
from samtycke.web.api.problem import Problem
from samtycke.web.api.refused import problem_of

Response = TypeVar("Response", bound=HttpResponseBase)


@csrf_exempt
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that is no call's."""
    return _as_a_file(problem_of(Http404()).as_response())


def _as_a_file(response: Response) -> Response:
    """Whatever it holds, a browser that is led to it keeps it as a file and shows nothing."""
    response.headers.setdefault("Content-Disposition", 'attachment; filename="api.json"')
    return response


def _by_a_problem(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        response = view(request, *args, **values)
        if not isinstance(response, HttpResponseNotAllowed):
            return _as_a_file(response)
        allowed = response.headers["Allow"]
        problem = Problem("method-not-allowed", _("Ask with %(methods)s.") % {"methods": allowed}).as_response()
        problem.headers["Allow"] = allowed
        return _as_a_file(problem)

    return answered


def _calls() -> list[URLPattern | URLResolver]:
    patterns: list[URLPattern | URLResolver] = api.urls[0]
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            # The framework gives its description to any method.
            only = require_safe(pattern.callback) if pattern.name == "openapi-json" else pattern.callback
            pattern.callback = nothing if pattern.name == "api-root" else _by_a_problem(only)
    return patterns


urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/docs", require_safe(docs), name="api-docs"),
    path("api/v1/", include((_calls(), "api"))),
    path("api/", nothing),
    path("api/<path:rest>", nothing),
]
