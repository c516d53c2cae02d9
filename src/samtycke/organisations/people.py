"""Who works for an organisation, and as what: invited by a link, changed and removed by an owner, never the last one.

The link's code begins with the organisation it is about, so that it is found before anything else may be read; only its
digest is kept, and it works once, for a week.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.audit import audit
from samtycke.organisations.database import acting_for
from samtycke.organisations.keyring import digest
from samtycke.organisations.models import Membership, Role, Staff
from samtycke.organisations.roles import who_may

INVITATION_HOLDS = timedelta(days=7)


class NoSuchInvitation(LookupError):
    """There is none by this link: it was used, withdrawn, is too old, or never was."""


class AlreadyMember(ValueError):
    """Whoever is invited works here already."""


class LastOwner(ValueError):
    """Somebody must own the account: make another owner first."""


class NoSuchMember(LookupError):
    """Nobody with this id works for the organisation."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """One that waits for its answer."""

    id: int
    email: str
    role: str
    invited_by: str
    invited_at: datetime
    expires_at: datetime


def invite(cursor: CursorWrapper, email: str, role: Role, *, by: str, now: datetime) -> str:
    """Ask somebody to work here. Returns the code of their link, for the only time; an earlier link of theirs ends.

    Raises:
        AlreadyMember: they do.
    """
    address = email.strip().casefold()
    organisation_id = _here(cursor)
    if Membership.objects.filter(organisation_id=organisation_id, staff__email__iexact=address).exists():
        raise AlreadyMember(address)
    cursor.execute(
        "UPDATE invitation SET withdrawn_at = %s WHERE organisation_id = current_organisation() AND email = %s "
        "AND accepted_at IS NULL AND withdrawn_at IS NULL",
        [now, address],
    )
    code = f"{organisation_id:x}-{secrets.token_urlsafe(24)}"
    cursor.execute(
        "INSERT INTO invitation (organisation_id, code, email, role, invited_by, invited_at, expires_at) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s) RETURNING id",
        [digest(code), address, role, by, now, now + INVITATION_HOLDS],
    )
    audit(cursor, actor=by, act="person.invited", subject=str(cursor.fetchone()[0]), role=str(role))
    return code


def invitations(cursor: CursorWrapper, *, now: datetime) -> list[Invitation]:
    """Those that wait, oldest first."""
    cursor.execute(f"{_SELECT} AND accepted_at IS NULL AND expires_at > %s ORDER BY id", [now])
    return [Invitation(*row) for row in cursor.fetchall()]


def withdraw_invitation(cursor: CursorWrapper, invitation_id: int, *, by: str, now: datetime) -> None:
    """Let a link lead nowhere.

    Raises:
        NoSuchInvitation: it does not wait.
    """
    cursor.execute(
        "UPDATE invitation SET withdrawn_at = %s WHERE organisation_id = current_organisation() AND id = %s "
        "AND accepted_at IS NULL AND withdrawn_at IS NULL",
        [now, invitation_id],
    )
    if not cursor.rowcount:
        raise NoSuchInvitation(invitation_id)
    audit(cursor, actor=by, act="person.uninvited", subject=str(invitation_id))


def invited(code: str, *, now: datetime) -> tuple[int, Invitation]:
    """The organisation and the invitation of a link.

    Raises:
        NoSuchInvitation: there is none.
    """
    organisation_id = _organisation_of(code)
    with acting_for(organisation_id) as cursor:
        return organisation_id, _one(cursor, code, now)


def accept(code: str, staff: Staff, *, now: datetime) -> Membership:
    """Begin to work there. The link has done its work.

    Raises:
        NoSuchInvitation: there is none, or it is for somebody else.
    """
    organisation_id = _organisation_of(code)
    with acting_for(organisation_id) as cursor:
        found = _one(cursor, code, now, lock=True)
        if staff.email.casefold() != found.email:
            raise NoSuchInvitation(found.id)
        cursor.execute(
            "UPDATE invitation SET accepted_at = %s WHERE organisation_id = current_organisation() AND id = %s",
            [now, found.id],
        )
        membership, _new = Membership.objects.get_or_create(
            organisation_id=organisation_id, staff=staff, defaults={"role": found.role}
        )
        Staff.objects.filter(pk=staff.pk).update(left_at=None)
        audit(cursor, actor=staff.name, act="person.joined", subject=str(staff.pk), role=found.role)
    return membership


def change_role(cursor: CursorWrapper, membership_id: int, role: Role, *, by: str, now: datetime) -> None:
    """Let somebody work as something else. An appointment as officer ends with the role that may approve.

    Raises:
        NoSuchMember: nobody.
        LastOwner: the account would have no owner.
    """
    one = _member(cursor, membership_id)
    was, one.role = one.role, role
    if was == role:
        return
    if was == Role.OWNER:
        _not_the_last(one)
    one.save(update_fields=["role"])
    if role not in who_may("approve"):
        _end_appointment(cursor, one.staff_id, by=by, now=now)
    audit(cursor, actor=by, act="person.role", subject=str(one.staff_id), was=was, became=str(role))


def remove(cursor: CursorWrapper, membership_id: int, *, by: str, now: datetime) -> None:
    """Let somebody go. They may nothing here from now on; an appointment as officer ends. Whoever works nowhere else
    has an account for some time only, see ``left.py``.

    Raises:
        NoSuchMember: nobody.
        LastOwner: the account would have no owner.
    """
    one = _member(cursor, membership_id)
    if one.role == Role.OWNER:
        _not_the_last(one)
    _end_appointment(cursor, one.staff_id, by=by, now=now)
    one.delete()
    Staff.objects.filter(pk=one.staff_id, membership=None).update(left_at=now)
    audit(cursor, actor=by, act="person.removed", subject=str(one.staff_id), was=one.role)


_SELECT = (
    "SELECT id, email, role, invited_by, invited_at, expires_at FROM invitation "
    "WHERE organisation_id = current_organisation() AND withdrawn_at IS NULL"
)


def _one(cursor: CursorWrapper, code: str, now: datetime, *, lock: bool = False) -> Invitation:
    cursor.execute(
        f"{_SELECT} AND accepted_at IS NULL AND expires_at > %s AND code = %s{' FOR UPDATE' if lock else ''}",
        [now, digest(code)],
    )
    row = cursor.fetchone()
    if row is None:
        raise NoSuchInvitation
    return Invitation(*row)


def _organisation_of(code: str) -> int:
    try:
        organisation_id = int(code.split("-", 1)[0], 16)
    except ValueError:
        raise NoSuchInvitation from None
    if not 0 < organisation_id < 2**63:
        raise NoSuchInvitation
    return organisation_id


def _here(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT current_organisation()")
    return int(cursor.fetchone()[0])


def _member(cursor: CursorWrapper, membership_id: int) -> Membership:
    here = _here(cursor)
    # All owners are locked, in order, so that two of them cannot each let the other go at once.
    owners = Membership.objects.select_for_update().filter(organisation_id=here, role=Role.OWNER).order_by("pk")
    list(owners)
    one = Membership.objects.select_for_update().filter(organisation_id=here, pk=membership_id).first()
    if one is None:
        raise NoSuchMember(membership_id)
    return one


def _end_appointment(cursor: CursorWrapper, staff_id: int, *, by: str, now: datetime) -> None:
    cursor.execute(
        "UPDATE officer SET ended_at = %s, ended_by = %s "
        "WHERE organisation_id = current_organisation() AND staff_id = %s AND ended_at IS NULL",
        [now, by, staff_id],
    )


def _not_the_last(one: Membership) -> None:
    others = Membership.objects.filter(organisation_id=one.organisation_id, role=Role.OWNER).exclude(pk=one.pk)
    if not others.exists():
        raise LastOwner
