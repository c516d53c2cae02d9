"""How a line of the log is written: what happened and where, and nothing of whom it happened to.

- One event is one line, whatever stands in its message: what would begin another is escaped.
- Its stamp is UTC, to the millisecond.
- A request is told by its method, its address with the ids left out (they may be the word that opens a link), the
  status, who asked (a number of the staff's) and from which address of the network.
- An error is told by its kind and where it came from. Its own words may hold what a row held, and are left out.
"""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

_SOURCE = Path(__file__).parents[2]
_PLACES = 12
"""So many places of an error are told, those nearest to it."""


class Line(logging.Formatter):
    """``2026-11-26T11:15:00.123Z WARNING django.request GET /u/<code> 404, nobody, from 192.0.2.7``."""

    def format(self, record: logging.LogRecord) -> str:
        """The whole line, without its end."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = f"{at} {record.levelname} {record.name} {_one_line(_message(record))}"
        return f"{line}: {_error(record.exc_info)}" if record.exc_info and record.exc_info[0] else line


def _message(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if hasattr(request, "META") and hasattr(record, "status_code"):
        return _request(request, record.status_code)
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return f"a message that does not fit its values ({record.pathname}:{record.lineno})"


def _request(request: Any, status: int) -> str:
    # Not request.user: it asks the database, which may be what failed.
    staff = getattr(getattr(request, "_cached_user", None), "pk", None)
    who = f"staff {staff}" if staff else "nobody"
    return f"{request.method} {_route(request)} {status}, {who}, from {_address(request)}"


def _route(request: Any) -> str:
    """The address as the list of addresses has it; of one that is not in it, how it begins."""
    match = getattr(request, "resolver_match", None)
    if match is not None and match.route is not None:
        return f"/{match.route}"
    first = request.path.strip("/").split("/")[0]
    return f"/{first}/…" if first.isascii() and first.isalpha() and len(first) <= _LONGEST else "/…"


_LONGEST = 12


def _address(request: Any) -> str:
    from samtycke.web.frame.callers import address_of

    return address_of(request) or "here"


def _error(told: tuple[Any, ...]) -> str:
    """Its kind, and where it passed, the nearest first; and of what it came, where it came of another."""
    error: BaseException | None = told[1]
    said: list[str] = []
    while error and len(said) < 3:
        said.append(" < ".join((type(error).__name__, *_places(error.__traceback__))))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return ", because of ".join(said)


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_PLACES:]
    return [f"{_file(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames)]


def _file(name: str) -> str:
    """A file of ours from the source on; of others its last two names."""
    path = Path(name)
    return path.relative_to(_SOURCE).as_posix() if path.is_relative_to(_SOURCE) else "/".join(path.parts[-2:])


def _one_line(message: str) -> str:
    """What would end the line, move the cursor, or turn the writing round, as its code."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in message)
