"""Who may answer for what others may only write."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.organisations.door import Membership, NotAnswering, Organisation, answering, today, who_may
from samtycke.web.parts.tags import day


def approvers(cursor: CursorWrapper, organisation: Organisation) -> list[str]:
    """The names of those who may approve today: the officers who answer, else all whose role may."""
    here = answering(cursor, on=today(cursor, timezone.now()))
    return [one.name for one in here] or those_who_may(organisation, "approve")


def advisers(organisation: Organisation) -> list[str]:
    """The names of those who answer for the organisation's data protection."""
    return those_who_may(organisation, "advise")


def says_why_not(refused: NotAnswering) -> str:
    """Why somebody may not answer for this today, and what to do."""
    words = {
        "own": _("You wrote it. Somebody else approves."),
        "lapsed": _("Your authorisation ended on %(day)s. Enter the new one under Settings, DM officers."),
        "not-yet": _("Your authorisation begins on %(day)s."),
        "absent": _("You are noted as away to %(day)s. Change it under Settings, DM officers, if you are here."),
        "no-officer": _("Your organisation asks for the approval of an appointed DM officer, which you are not."),
    }[refused.reason] % {"day": day(refused.day) if refused.day else ""}
    if refused.who:
        return f"{words} " + _("Today %(who)s may.") % {"who": _(" or ").join(refused.who)}
    return f"{words} " + _("Nobody else may today. An owner appoints officers under Settings, DM officers.")


def those_who_may(organisation: Organisation, act: str) -> list[str]:
    """The names of those whose role may do an act."""
    who = Membership.objects.select_related("staff").filter(organisation=organisation, role__in=who_may(act))
    return [membership.staff.name for membership in who.order_by("pk")]
