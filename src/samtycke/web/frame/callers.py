"""Who calls from the street, without an account: an address, and how often it may ask."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samtycke.organisations.door import TooMany, limit


def count_call(request: HttpRequest, what: str, *, most: int, per: timedelta) -> None:
    """Count a call from this address.

    Raises:
        TooMany: it has called as often as it may.
    """
    with connection.cursor() as cursor:
        limit(cursor, what, address_of(request), most=most, per=per, now=timezone.now())


def too_many(request: HttpRequest, refused: TooMany) -> HttpResponse:
    """A page that says how long to wait."""
    minutes = -(-refused.seconds // 60)
    response = render(request, "429.html", {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(refused.seconds)
    return response


def address_of(request: HttpRequest) -> str:
    """The address of whoever calls; of IPv6 the network, since one caller has all of it.

    ``X-Forwarded-For`` is believed as far as our own proxies wrote it, and they add to its end.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    told = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    if 0 < settings.PROXIES <= len(told) and told[-settings.PROXIES]:
        address = told[-settings.PROXIES]
    try:
        read = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(read, IPv6Address):
        return str(read.ipv4_mapped or read.exploded[:19])
    return str(read)
