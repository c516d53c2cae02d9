"""The link of a sign-up: it carries what was said, sealed, so that nothing is kept of whoever never opens it."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from samtycke.organisations.door import SealBroken, keyring

HOLDS = timedelta(hours=24)
_ABOUT = b"sign-up"


class LinkBroken(ValueError):
    """It is too old, cut off, or never was one."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody said on the first page."""

    email: str
    organisation: str


def written(wish: Wish, *, now: datetime) -> str:
    """The code of a link."""
    clear = json.dumps({**asdict(wish), "at": now.isoformat()}, ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(keyring().seal(clear, about=_ABOUT)).decode().rstrip("=")


def read(code: str, *, now: datetime) -> Wish:
    """What a link says.

    Raises:
        LinkBroken: it says nothing any more.
    """
    try:
        sealed = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
        said = json.loads(keyring().open(sealed, about=_ABOUT))
    except (binascii.Error, ValueError, SealBroken) as error:
        raise LinkBroken from error
    if now - datetime.fromisoformat(said["at"]) > HOLDS:
        raise LinkBroken
    return Wish(said["email"], said["organisation"])
