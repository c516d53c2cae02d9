"""The same POST told twice is done once: an ``Idempotency-Key`` is kept with the answer, in the call's transaction.

Kept for a day. What was undone (an invalid request, a fault of ours) keeps nothing, so that it can be tried again.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest
from django.utils.translation import gettext as _

from samtycke.organisations.door import IDEMPOTENCY, ApiKey, digest, keyring, load_sql
from samtycke.web.api.answer import JSON
from samtycke.web.api.problem import FieldError, Problem, invalid

HEADER = "Idempotency-Key"
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given, to be given again."""

    status: int
    media_type: str
    content: bytes


def key_of(request: HttpRequest) -> str:
    """The call's own key; nothing where it has none.

    Raises:
        Problem: it is longer than we keep, or not printable ASCII.
    """
    key = request.headers.get(HEADER, "").strip() if request.method == "POST" else ""
    if len(key) > _LONGEST or not key.isascii() or (key and not key.isprintable()):
        message = _("An idempotency key is at most %(most)s printable ASCII characters.") % {"most": _LONGEST}
        raise invalid(FieldError(HEADER, "malformed", message))
    return key


def claim(cursor: CursorWrapper, key: str, request: HttpRequest, by: ApiKey) -> Kept | None:
    """Take a key for this call. Waits while the same key is being answered elsewhere; returns what was answered then.

    Raises:
        Problem: it has been used for another request.
    """
    asked = digest(str(by.pk), request.method, request.get_full_path(), request.body)
    cursor.execute(load_sql(__file__, "claim.sql"), {"key": key, "request": asked})
    if cursor.fetchone():
        return None
    cursor.execute(
        "SELECT request, status, answer FROM idempotency WHERE organisation_id = current_organisation() AND key = %s",
        [key],
    )
    before, status, answer = cursor.fetchone()
    if bytes(before) != asked:
        raise Problem("idempotency-key-reused", _("The key was used for another request. Make a new key for this one."))
    media_type, content = keyring().open(answer, about=IDEMPOTENCY).split(b"\n", 1)
    return Kept(status, media_type.decode(), content)


def keep(cursor: CursorWrapper, key: str, *, status: int, content: bytes, media_type: str = JSON) -> None:
    """Keep the answer, sealed: it may name a person."""
    sealed = keyring().seal(media_type.encode() + b"\n" + content, about=IDEMPOTENCY)
    cursor.execute(
        "UPDATE idempotency SET status = %s, answer = %s WHERE organisation_id = current_organisation() AND key = %s",
        [status, sealed, key],
    )
