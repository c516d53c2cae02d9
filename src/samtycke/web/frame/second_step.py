"""Who must have a second step to sign in: an authenticator app or a passkey beside the password."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from samtycke.organisations.door import Organisation, Role, Staff

HEAVY = frozenset({Role.OWNER, Role.OFFICER, Role.DPO, Role.DEVELOPER})
"""The roles that other people's data, approvals and keys rest on."""


def needs_second_step(organisation: Organisation, role: str) -> bool:
    """Whether a role must have one: the heavy ones where real people are texted, all where the organisation says so."""
    return organisation.second_step_for_all or (not organisation.test_account and role in HEAVY)


def has_second_step(staff: Staff) -> bool:
    """Whether somebody has one. Recovery codes alone are none."""
    return bool(
        Authenticator.objects.filter(
            user=staff, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exists()
    )
