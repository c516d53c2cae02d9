"""A new password for somebody who has forgotten theirs, where no mail is sent from here."""

from __future__ import annotations

import argparse
import secrets

HELP = "give somebody a new password, where no mail is set up to send them a link"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose."""
    parser.add_argument("email", help="the address they sign in with")
    parser.add_argument(
        "--one-step",
        action="store_true",
        help="also take away their second step: for when the phone and the recovery codes are both lost",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print it, once. Whoever has it signs in and chooses their own; every browser they were in is signed out."""
    from samtycke.ops.environment import django_ready

    django_ready()
    from allauth.mfa.models import Authenticator

    from samtycke.organisations.door import Staff, note_sign_in

    staff = Staff.objects.filter(email__iexact=arguments.email.strip()).first()
    if staff is None:
        print(f"Nobody signs in with {arguments.email}.")
        return 1
    password = secrets.token_urlsafe(12)
    staff.set_password(password)
    staff.save(update_fields=["password"])
    note_sign_in(staff, "password_by_operator", by="")
    if arguments.one_step:
        Authenticator.objects.filter(user=staff).delete()
        note_sign_in(staff, "second_step_by_operator", by="")
    print(password)
    return 0
