"""Bodies and queries, read. What no text may hold is refused before anything is done with it."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from samtycke.web.api.problem import Problem

_SUSPECT = re.compile(rb"\\u(0000|[dD][89a-fA-F])")
"""Escapes of NUL and of halves of a surrogate pair: rare, so that only then every string is looked at."""


def read_json(octets: bytes) -> Any:
    """The value of a JSON body.

    Raises:
        Problem: it is no JSON in UTF-8, or holds a character that no text can hold.
    """
    try:
        value = json.loads(octets.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Problem("unreadable", _("The body is not JSON.")) from None
    if _SUSPECT.search(octets) and not _is_text(json.dumps(value, ensure_ascii=False)):
        raise Problem("unreadable", _("The body holds a character that no text can hold."))
    return value


def check_query(query: str) -> None:
    """Refuse a query with a NUL in it.

    Raises:
        Problem: it has one.
    """
    if "%00" in query:
        raise Problem("unreadable", _("The address holds a character that no text can hold."))


def _is_text(dumped: str) -> bool:
    # JSON never leaves a NUL as it is: it is escaped again.
    try:
        dumped.encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in dumped


class BodyParser(Parser):
    """How the bodies of calls are read: as JSON, and only where the caller says that it is JSON.

    A form on another site can send text that looks like it, and cannot say so.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise Problem("unsupported-media-type", _("Send application/json."))
        return read_json(request.body)
