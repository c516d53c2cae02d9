"""A code of an authenticator app opens once, whichever process is asked.

The library remembers used codes in the memory of one process and for half a minute, and takes each for a minute and a
half: seen over a shoulder, a code could be used again. Here the database remembers the step of the last one that was
used, and takes only later ones (RFC 6238, 5.2).
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.utils.translation import gettext as _

from samtycke.organisations.door import note_sign_in
from samtycke.web.parts.mail import mail

_log = logging.getLogger(__name__)


class _Once:
    """Beside a form of the library: looks at the code before it does."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """The code.

        Raises:
            ValidationError: it is none, or has been used.
        """
        typed = self.cleaned_data["code"]
        for app in Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP):
            step = _step_of(app, typed)
            if step is not None and not _take(app, step):
                _tell(self.user)
                raise get_adapter().validation_error("incorrect_code")
        code: str = super().clean_code()  # type: ignore[misc]  # the library's form, which stands after this class
        return code


class SecondStepForm(_Once, AuthenticateForm):  # type: ignore[misc]  # the library has no types
    """A code after the password."""


class AgainForm(_Once, ReauthenticateForm):  # type: ignore[misc]
    """A code to show once more that it is oneself."""


def _step_of(app: Authenticator, typed: str) -> int | None:
    """Of which half minute a code is, among those that are taken now; None of none."""
    secret = get_adapter().decrypt(app.data["secret"])
    for step in totp.yield_hotp_counters_from_time():
        if compare_user_code(actual=typed, expected=totp.format_hotp_value(totp.hotp_value(secret, step))):
            return int(step)
    return None


def _take(app: Authenticator, step: int) -> bool:
    """Note a step as used; False where it, or a later one, already is. One statement, so that of two one gets it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mfa_authenticator SET data = jsonb_set(data, '{step}', to_jsonb(%(step)s::bigint)) "
            "WHERE id = %(id)s AND coalesce((data ->> 'step')::bigint, -1) < %(step)s",
            {"id": app.pk, "step": step},
        )
        return bool(cursor.rowcount == 1)


def _tell(staff: Any) -> None:
    """Whoever owns the app: somebody may have seen a code of theirs, and has the password."""
    note_sign_in(staff, "code_twice", by="")
    _log.warning("a code of staff %s was used a second time and refused", staff.pk)
    said = _(
        "A code of your authenticator app was used a second time, and refused. If you pressed the button twice, all is "
        "well. If not, somebody has your password and has seen a code: choose a new password at once."
    )
    mail(staff.email, _("A code was used twice"), said)
