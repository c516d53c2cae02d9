"""Who may answer for what others may only write."""

from __future__ import annotations

from samtycke.organisations.door import Membership, Organisation, Role, can


def approvers(organisation: Organisation) -> list[str]:
    """The names of those who may approve."""
    return _who_may(organisation, "approve")


def advisers(organisation: Organisation) -> list[str]:
    """The names of those who answer for the organisation's data protection."""
    return _who_may(organisation, "advise")


def _who_may(organisation: Organisation, act: str) -> list[str]:
    who = Membership.objects.select_related("staff").filter(
        organisation=organisation, role__in=[role for role in Role if can(role, act)]
    )
    return [membership.staff.name for membership in who]
