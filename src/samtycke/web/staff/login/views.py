"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Email and password. One answer for both being wrong, so that it tells nobody who has an account."""

    error_messages = {
        "invalid_login": _("The email and the password don't match an account. Check both and try again."),
        "inactive": _("The email and the password don't match an account. Check both and try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = {"aria-invalid": "true", "aria-describedby": "wrong"} if self.is_bound and self.errors else {}
        self.fields["username"].widget = forms.EmailInput(
            attrs={"class": "input", "autocomplete": "username", "autofocus": not self.is_bound, **wrong}
        )
        self.fields["password"].widget = forms.PasswordInput(
            attrs={"class": "input", "autocomplete": "current-password", **wrong}
        )


class SignIn(LoginView):
    """The door. Whoever has no language cookie gets the language of their account."""

    template_name = "staff/login/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        language = form.get_user().language
        if settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES and language in dict(settings.LANGUAGES):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", httponly=True)
        return response


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view()
