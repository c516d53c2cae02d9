"""How the library that signs people in behaves here: our words, our mail, our limits, no accounts of its own making.

It is django-allauth: passwords, second steps, passkeys, the identity provider of an organisation, and the list of
sessions are its work; the pages are ours.
"""

from __future__ import annotations

import base64
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtycke.organisations.door import SECOND_STEP, Staff, keyring, note_sign_in
from samtycke.web.frame.callers import address_of
from samtycke.web.parts.mail import mail

_TAGS = {messages.ERROR: "not", messages.WARNING: "waits", messages.SUCCESS: "may"}
_NO_MATCH = gettext_lazy("The email and the password don't match an account. Check both and try again.")
NEWS = {
    "password_reset": gettext_lazy("Your password was changed by a link that was sent to you."),
    "password_changed": gettext_lazy("Your password was changed."),
    "password_set": gettext_lazy("A password was set."),
    "totp_activated": gettext_lazy("An authenticator app was added."),
    "totp_deactivated": gettext_lazy("The authenticator app was removed."),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made; the old ones no longer work."),
    "webauthn_added": gettext_lazy("A passkey was added."),
    "webauthn_removed": gettext_lazy("A passkey was removed."),
    "account_connected": gettext_lazy("Sign-in by your organisation's own login was connected."),
    "password_by_operator": gettext_lazy("You were given a new password by whoever runs the program."),
    "second_step_by_operator": gettext_lazy("Your second step was taken away by whoever runs the program."),
}
"""What changed in an account, by the last part of the library's name for it."""
TRIES = {
    "wrong_password": gettext_lazy("Somebody wrote a wrong password."),
    "wrong_code": gettext_lazy("Somebody wrote a wrong code, after the right password."),
    "code_twice": gettext_lazy("A code was used a second time, and refused."),
}
"""What was tried at the door and refused."""


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts: none is made here (an invitation or a sign-up does that), and mail is in our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # One answer for both being wrong, and for an account that is closed: it tells nobody who has one.
        "email_password_mismatch": _NO_MATCH,
        "invalid_login": _NO_MATCH,
        "account_inactive": _NO_MATCH,
        "incorrect_password": gettext_lazy("That is not your password. Try again, or have a new one sent to you."),
        "enter_current_password": gettext_lazy("That is not your present password."),
        "incorrect_code": gettext_lazy("The code is not right. Write the one that is shown just now."),
        "invalid_password_reset": gettext_lazy("The link is too old or has been used. Ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never by the library's own form."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address a session is known by in its owner's list; of IPv6 the network."""
        address = address_of(request)
        try:
            return str(ip_address(address))
        except ValueError:
            return f"{address}::" if address.count(":") == 3 else "::"

    def add_message(self, request: HttpRequest, level: int, *args: Any, **values: Any) -> None:
        """What it has to say, with the sign that our pages give it. What it would take from a template we say."""
        if message := values.get("message"):
            messages.add_message(request, level, str(message), extra_tags=_TAGS.get(level, ""))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Staff,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """News of a change: written down where its owner sees it, also where no mail is sent from here."""
        kind = template_prefix.rsplit("/", 1)[-1]
        if kind in NEWS:
            note_sign_in(user, kind)
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The two kinds of mail there are: a link to a new password, and news of what changed in the account."""
        kind = template_prefix.rsplit("/", 1)[-1]
        if kind == "password_reset_key":
            said = _(
                "Somebody, we hope you, asked for a new password. Choose one here, within an hour:\n\n%(link)s\n\n"
                "If it wasn't you, do nothing: the password stays as it is."
            )
            mail(email, _("A new password"), said % {"link": context["password_reset_url"]})
        elif kind in NEWS:
            said = _(
                "%(what)s\n\nIf it wasn't you, choose a new password at once: %(link)s\n"
                "Then tell whoever owns your organisation's account."
            )
            link = f"{settings.URL}/login/forgotten"
            mail(email, _("Something changed in your account"), said % {"what": NEWS[kind], "link": link})


class SecondSteps(DefaultMFAAdapter):  # type: ignore[misc]
    """Second steps: their secrets are sealed by the keyring, which is not in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": Accounts.error_messages["incorrect_code"]}

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return base64.b64encode(keyring().seal(text.encode(), about=SECOND_STEP)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open one."""
        return keyring().open(base64.b64decode(encrypted_text), about=SECOND_STEP).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002
        """What a passkey is called where its owner says nothing."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": number + 1} if number else _("Passkey")


class Elsewhere(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in by an organisation's identity provider: for those who have an account, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: who works here is decided by an invitation."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Stop those whom nobody has invited, with what to do."""
        if not sociallogin.is_existing:
            self._back(request, _("There is no account with your address. Ask whoever owns your organisation's."))

    def on_authentication_error(self, request: HttpRequest, *args: Any, **values: Any) -> None:
        """The provider said no, or nothing."""
        self._back(request, _("Your organisation's login didn't let you in. Try again, or sign in here."))

    def _back(self, request: HttpRequest, why: str) -> None:
        messages.error(request, why, extra_tags="not")
        raise ImmediateHttpResponse(redirect("account_login"))
