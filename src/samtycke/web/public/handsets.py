"""The simulator's handsets for scripts: what one received, and a text sent from it. Only where the simulator runs."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from samtycke.dispatch.door import NoPhones, handset, reply


@require_safe
def received(request: HttpRequest, number: str) -> JsonResponse:
    """Everything one handset has received and said."""
    _simulator_runs()
    try:
        return JsonResponse(handset(_e164(number)), json_dumps_params={"ensure_ascii": False})
    except NoPhones:
        return _away()


@csrf_exempt  # no session is used, and a page elsewhere cannot send this content type without asking first
@require_POST
def answer(request: HttpRequest, number: str) -> JsonResponse:
    """Send a text from a handset: ``{"to", "text"}``. The answer comes when the program has committed it."""
    _simulator_runs()
    if request.content_type != "application/json":
        return JsonResponse({"error": "Send application/json."}, status=415)
    try:
        body = json.loads(request.body)
        to, text = str(body["to"]), str(body["text"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": 'Send {"to": "71000", "text": "STOPP"}.'}, status=400)
    try:
        return JsonResponse(reply(_e164(number), to=to, text=text))
    except NoPhones:
        return _away()


def _simulator_runs() -> None:
    if not settings.PHONE_URL:
        raise Http404


def _e164(number: str) -> str:
    """A plus sign in an address may come as a space."""
    return "+" + number.strip().lstrip("+")


def _away() -> JsonResponse:
    return JsonResponse({"error": "The simulator or the gateway does not answer just now."}, status=503)
