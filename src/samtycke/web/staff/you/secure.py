"""The ways somebody signs in: password, authenticator app, passkeys and recovery codes, each changed on its own page.

Before any of them changes, the person shows once more that it is them.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as accounts
from allauth.account.decorators import reauthentication_required
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from samtycke.web.staff.login.limits import limited


class ChangePassword(accounts.PasswordChangeView):  # type: ignore[misc]  # the library has no types
    """A new password. Every other browser is signed out by it."""

    template_name = "staff/you/password.html"
    success_url = reverse_lazy("you")

    def get_default_success_url(self) -> str:
        """Back to what is known of you."""
        return str(self.success_url)

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it."""
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("The password is changed. Other browsers are signed out."), extra_tags="may")
        return response


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class SetPassword(accounts.PasswordSetView):  # type: ignore[misc]
    """A first password, for whoever has come in by the organisation's own login only."""

    template_name = "staff/you/password.html"

    def get_default_success_url(self) -> str:
        """Back to what is known of you."""
        return str(reverse_lazy("you"))


class AddApp(totp.ActivateTOTPView):  # type: ignore[misc]
    """Tie an authenticator app to the account: scan, then write what it shows."""

    template_name = "staff/you/app.html"


class RemoveApp(totp.DeactivateTOTPView):  # type: ignore[misc]
    """Take it away."""

    template_name = "staff/you/remove.html"

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """What is taken away."""
        return {**super().get_context_data(**values), "what": _("your authenticator app")}


class AddPasskey(passkeys.AddWebAuthnView):  # type: ignore[misc]
    """Make a passkey on this device or on a key."""

    template_name = "staff/you/passkey.html"


class RemovePasskey(passkeys.RemoveWebAuthnView):  # type: ignore[misc]
    """Take one away."""

    template_name = "staff/you/remove.html"
    success_url = reverse_lazy("you")

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """What is taken away."""
        return {**super().get_context_data(**values), "what": self.object.wrap().name}


class Codes(recovery.ViewRecoveryCodesView):  # type: ignore[misc]
    """Ten codes that open the account when the phone is lost. They are shown once."""

    template_name = "staff/you/codes.html"


class NewCodes(recovery.GenerateRecoveryCodesView):  # type: ignore[misc]
    """Ten new ones in place of the old."""

    template_name = "staff/you/new_codes.html"


def to_you(request: HttpRequest) -> HttpResponse:
    """Where the library would list them, our own page does."""
    return redirect("you")


change_password = limited("again")(ChangePassword.as_view())
set_password = SetPassword.as_view()
add_app = limited("again")(AddApp.as_view())
remove_app = RemoveApp.as_view()
add_passkey = AddPasskey.as_view()
remove_passkey = RemovePasskey.as_view()
codes = Codes.as_view()
new_codes = NewCodes.as_view()
