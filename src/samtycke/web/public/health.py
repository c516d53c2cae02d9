"""Whether it runs, and a few figures for those who watch it."""

from __future__ import annotations

from ipaddress import ip_address

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from samtycke import __version__
from samtycke.dispatch.door import health
from samtycke.web.frame.callers import address_of


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 when it does not."""
    database = _database_answers()
    said: dict[str, object] = {"ok": database, "database": database}
    if _is_near(request):
        said["version"] = __version__
    return JsonResponse(said, status=200 if database else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus' text format."""
    lines = [
        "# HELP samtycke_up Whether the database answers.",
        "# TYPE samtycke_up gauge",
        f"samtycke_up {int(_database_answers())}",
        *(_version() if _is_near(request) else ()),
        *_gateways(),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_near(request: HttpRequest) -> bool:
    """Whether somebody asks from this machine or its own network: which version runs is nobody else's to know."""
    try:
        return ip_address(address_of(request)).is_private
    except ValueError:
        return False


def _version() -> list[str]:
    return [
        "# HELP samtycke_info The version that runs.",
        "# TYPE samtycke_info gauge",
        f'samtycke_info{{version="{__version__}"}} 1',
    ]


def _gateways() -> list[str]:
    try:
        found = health()
    except DatabaseError:
        return []
    return [
        "# HELP samtycke_gateways Gateways that have shown a sign of life lately.",
        "# TYPE samtycke_gateways gauge",
        f"samtycke_gateways {found.gateways}",
        "# HELP samtycke_due_seconds For how long the oldest text that may go has waited.",
        "# TYPE samtycke_due_seconds gauge",
        f"samtycke_due_seconds {max(0.0, found.waiting_seconds):.3f}",
    ]


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
