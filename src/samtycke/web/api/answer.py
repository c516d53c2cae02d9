"""What a call answers, on its way to being written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON object. ``media_type`` is another one where the object is a problem."""

    status: int
    body: Mapping[str, Any]
    media_type: str = JSON


def dumped(body: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8; instants as RFC 3339 has them."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_written).encode()


def _written(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    # Words in the reader's language that have not been looked up yet.
    return str(value)
