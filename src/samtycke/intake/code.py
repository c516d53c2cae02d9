"""A code of six figures by which a number shows that it is in somebody's hand: for ten minutes, five tries.

One machine for all that ask for a code: opt-in forms, and people who want to see what is held about them.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from samtycke.organisations.door import keyring

VALID = timedelta(minutes=10)
TRIES = 5
AGAIN_AFTER = timedelta(seconds=60)
"""Another code may be asked for after this."""


def new_code() -> str:
    """Six figures nobody can foresee."""
    return f"{secrets.randbelow(1_000_000):06d}"


def code_mark(code: str, token: bytes, *, about: str) -> bytes:
    """By which a code is recognised. Keyed, since six figures are soon tried; bound to what it was asked for."""
    return keyring().mark(f"{token.hex()}/{code}", about=about)


def code_is_right(typed: str, mark: bytes, token: bytes, *, about: str) -> bool:
    """Whether what was typed is the code, spaces aside; compared in constant time."""
    figures = "".join(sign for sign in typed if sign.isdecimal() and sign.isascii())
    return hmac.compare_digest(code_mark(figures, token, about=about), mark)
