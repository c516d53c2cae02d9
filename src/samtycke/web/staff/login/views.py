"""Signing in and out, the second step, a forgotten password, and showing once more that it is you."""

from __future__ import annotations

from typing import Any

from allauth.account import views as accounts
from allauth.account.forms import LoginForm
from allauth.mfa.base import views as steps
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samtycke.web.staff.login import noted  # noqa: F401 - hears of who comes in
from samtycke.web.staff.login.limits import limited


class SignIn(accounts.LoginView):  # type: ignore[misc]  # the library has no types
    """The door. Whoever has no language cookie gets the language of their account."""

    template_name = "staff/login/login.html"

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """With the organisation's own login, where there is one."""
        sso = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [{}])[0]
        return {
            **super().get_context_data(**values),
            "sso": sso.get("name", ""),
            "mails": bool(settings.SMTP_URL),
            "signup_open": settings.SIGNUP_OPEN,
        }

    def form_valid(self, form: LoginForm) -> HttpResponse:
        """In, or to the second step."""
        response: HttpResponse = super().form_valid(form)
        language = form.user.language
        if settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES and language in dict(settings.LANGUAGES):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", httponly=True)
        return response


class SecondStep(steps.AuthenticateView):  # type: ignore[misc]
    """A code, a recovery code or a passkey, after the password."""

    template_name = "staff/login/second.html"


class Forgotten(accounts.PasswordResetView):  # type: ignore[misc]
    """Ask for a link to choose a new password. The answer is the same whoever asks."""

    template_name = "staff/login/forgotten.html"
    success_url = reverse_lazy("account_reset_password_done")

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """Whether any mail can be sent from here."""
        return {**super().get_context_data(**values), "mails": bool(settings.SMTP_URL)}


class Sent(accounts.PasswordResetDoneView):  # type: ignore[misc]
    """Look in your mail."""

    template_name = "staff/login/sent.html"


class Renew(accounts.PasswordResetFromKeyView):  # type: ignore[misc]
    """Choose a new password, by the link that was sent."""

    template_name = "staff/login/renew.html"
    success_url = reverse_lazy("account_login")

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, and go to the door."""
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("The password is changed. Sign in with it."), extra_tags="may")
        return response


class Again(accounts.ReauthenticateView):  # type: ignore[misc]
    """The password once more, before something that a borrowed browser must not do."""

    template_name = "staff/login/again.html"


class AgainByCode(steps.ReauthenticateView):  # type: ignore[misc]
    """The same by a code."""

    template_name = "staff/login/again.html"


class AgainByPasskey(passkeys.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """The same by a passkey."""

    template_name = "staff/login/again.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        """It did not open; the page says so and stays."""
        messages.error(self.request, _("The passkey didn't open. Try again, or another way."), extra_tags="not")
        return redirect("mfa_reauthenticate_webauthn")


class ByPasskey(passkeys.LoginWebAuthnView):  # type: ignore[misc]
    """In by a passkey alone: it is something one has, opened by something one is or knows."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Not known here."""
        messages.error(self.request, _("That passkey is not known here. Sign in with your password."), extra_tags="not")
        return redirect("account_login")


class SignOut(accounts.LogoutView):  # type: ignore[misc]
    """Out; the browser is told to let go of what it has kept, but for its cookies for language and light or dark."""

    def post(self, *args: Any, **values: Any) -> HttpResponse:
        """Leave."""
        response: HttpResponse = super().post(*args, **values)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def closed(request: HttpRequest) -> HttpResponse:
    """An account that is closed is answered as one that is not there."""
    why = _("The email and the password don't match an account. Check both and try again.")
    messages.error(request, why, extra_tags="not")
    return redirect("account_login")


def cancelled(request: HttpRequest) -> HttpResponse:
    """Back at the door: the organisation's own login was left."""
    return redirect("account_login")


sign_in = limited("login")(SignIn.as_view())
sign_out = require_POST(SignOut.as_view())
second_step = limited("second step")(SecondStep.as_view())
forgotten = limited("forgotten")(Forgotten.as_view())
sent = Sent.as_view()
renew = limited("forgotten")(Renew.as_view())
again = limited("again")(Again.as_view())
again_by_code = limited("again")(AgainByCode.as_view())
again_by_passkey = limited("again")(AgainByPasskey.as_view())
by_passkey = limited("login")(ByPasskey.as_view())
