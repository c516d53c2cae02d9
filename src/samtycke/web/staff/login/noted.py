"""Who came in, who did not, and who left: one line each in the program's log, by number and address of the network.

Who did not is also written where whose account it is sees it, at ``/settings/you``.

No name, no e-mail address, no password and no code: who a number is, the database says.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from samtycke.organisations.door import Staff, note_sign_in
from samtycke.web.frame.callers import address_of

_log = logging.getLogger("samtycke.sign_in")


@receiver(user_logged_in)
def came_in(request: HttpRequest | None, user: Staff, **_values: Any) -> None:
    """By whichever way."""
    _log.info("staff %s signed in, from %s", user.pk, _whence(request))


@receiver(user_logged_out)
def left(request: HttpRequest | None, user: Staff | None, **_values: Any) -> None:
    """Also by being signed out from elsewhere."""
    if user is not None:
        _log.info("staff %s signed out, from %s", user.pk, _whence(request))


@receiver(user_login_failed)
def kept_out(credentials: dict[str, Any], request: HttpRequest | None = None, **_values: Any) -> None:
    """A password that is not right, or an account that is not there."""
    typed = str(credentials.get("email") or credentials.get("username") or "").replace("\0", "")
    staff = Staff.objects.filter(email__iexact=typed).first() if typed else None
    if staff:
        note_sign_in(staff, "wrong_password", by="")
    _log.warning("a password was refused for %s, from %s", f"staff {staff.pk}" if staff else "nobody", _whence(request))


@receiver(authentication_failed)
def second_step_refused(user: Staff, request: HttpRequest | None = None, **_values: Any) -> None:
    """A code or a passkey that is not right."""
    note_sign_in(user, "wrong_code", by="")
    _log.warning("a second step was refused for staff %s, from %s", user.pk, _whence(request))


def _whence(request: HttpRequest | None) -> str:
    return (address_of(request) if request else "") or "here"
