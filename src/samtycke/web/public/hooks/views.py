"""Where web shops tell of their orders: WooCommerce and Shopify, each by its own address and signature."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from samtycke.intake.door import Hook, NotSigned, deliver, headers_of, is_ping
from samtycke.organisations.door import TooMany
from samtycke.web.frame.callers import count_call

LARGEST = 2 * 1024 * 1024
"""An order with some thousand lines."""
MOST, PER = 1_200, timedelta(minutes=1)
"""From one address: more than a shop on its busiest day, less than would keep the program from its work."""


@csrf_exempt  # it is signed, and no session is used
@require_POST
def order_hook(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """Take in a webhook of a shop.

    What is signed is answered 200 also where it tells nothing we can use: a platform that hears of errors stops
    calling, and then a cancelled order would never be heard of. Why it was of no use stands on the shop's page.
    """
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return HttpResponse(status=413)
    try:
        count_call(request, "hook", most=MOST, per=PER)
    except TooMany as refused:
        return HttpResponse(status=429, headers={"Retry-After": str(refused.seconds)})
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return HttpResponse(status=413)
    if is_ping(kind, body):
        return _plain("pong")
    topic, delivery, signature = (request.headers.get(name, "") for name in headers_of(kind))
    try:
        return _plain(deliver(Hook(kind, token, topic, delivery, signature, body), now=timezone.now()))
    except NotSigned:
        return HttpResponse(status=401)


def _plain(word: str) -> HttpResponse:
    return HttpResponse(f"{word}\n", content_type="text/plain; charset=utf-8")
