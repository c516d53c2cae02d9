"""The simulator's handsets, asked over HTTP: only where it runs (settings.PHONE_URL)."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from django.conf import settings

_SECONDS = 5


class NoPhones(RuntimeError):
    """The simulator does not run here, or does not answer."""


def handsets() -> Any:
    """Every handset that has received or sent something."""
    return _call("/handsets.json")


def handset(number: str) -> Any:
    """What one handset has received and sent."""
    return _call(f"/{quote(number)}.json")


def reply(number: str, *, to: str, text: str) -> Any:
    """Send a text from a handset, over SMPP, as a network would."""
    return _call(f"/{quote(number)}/reply", {"to": to, "text": text})


def _call(path: str, body: dict[str, str] | None = None) -> Any:
    if not settings.PHONE_URL:
        raise NoPhones
    request = Request(  # noqa: S310 - the address is the operator's own
        settings.PHONE_URL + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            return json.load(answer)
    except HTTPError as error:
        raise NoPhones(f"HTTP {error.code}") from None
    except (URLError, OSError, ValueError) as error:
        raise NoPhones(type(error).__name__) from None
