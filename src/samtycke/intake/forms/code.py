"""The code by which a number confirms itself: six figures in a service text, for ten minutes, five tries."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import Spec
from samtycke.intake.say import organisation_of, say
from samtycke.organisations.door import keyring
from samtycke.sms import Number

VALID = timedelta(minutes=10)
TRIES = 5
_TEXTS = {
    # The figures stand together and after the word, so that phones offer to fill them in.
    "sv": "{name}: Din kod är {code}. Skriv den i formuläret så får du våra SMS. Gäller i 10 minuter. "
    "Har du inte bett om den behöver du inte göra något.",
    "en": "{name}: Your code is {code}. Enter it in the form and you will get our texts. Valid for 10 minutes. "
    "If you didn't ask for it, you don't have to do anything.",
}


def new_code() -> str:
    """Six figures nobody can foresee."""
    return f"{secrets.randbelow(1_000_000):06d}"


def mark_of(code: str, token: bytes) -> bytes:
    """By which a code is recognised. Keyed, since six figures are soon tried; bound to its own entry."""
    return keyring().mark(f"{token.hex()}/{code}", about="form_code")


def is_right(typed: str, mark: bytes, token: bytes) -> bool:
    """Whether what was typed is the code, spaces aside; compared in constant time."""
    figures = "".join(sign for sign in typed if sign.isdecimal() and sign.isascii())
    return hmac.compare_digest(mark_of(figures, token), mark)


def send_code(cursor: CursorWrapper, code: str, number: Number, *, sender: str, language: str, now: datetime) -> None:
    """Text the code: a service text without advertising, owed to be able to show a consent (GDPR 7(1)).

    Raises:
        NotDeclared: the organisation no longer has this sender.
    """
    # Braces in a name would be read as a placeholder when the text is rendered.
    name = organisation_of(cursor).name.replace("{", "(").replace("}", ")")
    body = _TEXTS[language].format(name=name, code=code)
    spec = Spec(kind="service", purpose="form_code", body=body, sender=sender, legal_basis="legal_obligation")
    say(cursor, spec, number, now=now, valid_for=VALID)
