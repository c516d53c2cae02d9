"""The DM officer: who answers for what is sent, by name, by what authorisation, until when, and who instead.

Authorised DM officers are trained and examined by the trade (SWEDMA); the authorisation has a last day. Whoever is
appointed here and is away or no longer authorised may not answer; who has no appointment may, unless the organisation
asks for an officer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.audit import audit
from samtycke.organisations.models import Membership
from samtycke.organisations.people import NoSuchMember
from samtycke.organisations.roles import who_may
from samtycke.policy import pack_for


class NotAnswering(PermissionError):
    """Somebody may not answer for this today.

    ``reason``: ``lapsed`` or ``not-yet`` (their authorisation, with the ``day``), ``absent`` (until the ``day``),
    ``no-officer`` (the organisation asks for an appointed one), ``own`` (they wrote it) or ``by-program`` (a key is no
    person). ``who``: the names of those who may.
    """

    def __init__(self, reason: str, *, who: tuple[str, ...], day: date | None = None) -> None:
        super().__init__(reason)
        self.reason, self.who, self.day = reason, who, day


class NoSuchOfficer(LookupError):
    """Nobody is appointed by this id."""


class AppointmentRefused(ValueError):
    """What was said of an appointment can't be. ``field`` and ``reason``: ``empty``, ``order`` or ``taken``."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason


@dataclass(frozen=True, slots=True)
class Absence:
    id: int
    from_day: date
    to_day: date
    deputy_id: int | None
    deputy: str


@dataclass(frozen=True, slots=True)
class Officer:
    """An appointment. ``absences``: those that are not over, the nearest first."""

    id: int
    staff_id: int
    name: str
    authorisation: str
    number: str
    valid_from: date
    valid_until: date
    appointed_by: str
    appointed_at: datetime
    absences: tuple[Absence, ...] = ()

    def away(self, on: date) -> Absence | None:
        """The absence of a day."""
        return next((one for one in self.absences if one.from_day <= on <= one.to_day), None)

    def state(self, on: date) -> str:
        """``answers``, ``away``, ``lapsed`` or ``not-yet``."""
        if on > self.valid_until:
            return "lapsed"
        if on < self.valid_from:
            return "not-yet"
        return "away" if self.away(on) else "answers"


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody who answers on a day; ``instead_of`` whom, for a deputy."""

    staff_id: int
    name: str
    instead_of: str = ""


def officers(cursor: CursorWrapper, *, on: date) -> list[Officer]:
    """Those who are appointed, in the order they were, with the absences of a day and after it."""
    cursor.execute(
        "SELECT id, staff_id, name, authorisation, number, valid_from, valid_until, appointed_by, appointed_at "
        "FROM officer WHERE organisation_id = current_organisation() AND ended_at IS NULL ORDER BY id"
    )
    found = [Officer(*row) for row in cursor.fetchall()]
    cursor.execute(
        "SELECT officer_id, id, from_day, to_day, deputy_id, deputy FROM officer_absence "
        "WHERE organisation_id = current_organisation() AND cancelled_at IS NULL AND to_day >= %s "
        "ORDER BY from_day, id",
        [on],
    )
    away: dict[int, list[Absence]] = {}
    for officer_id, *rest in cursor.fetchall():
        away.setdefault(officer_id, []).append(Absence(*rest))
    return [replace(one, absences=tuple(away.get(one.id, ()))) for one in found]


def answering(cursor: CursorWrapper, *, on: date) -> list[Answering]:
    """Who answers on a day: officers who are authorised and here, and deputies of those who are away."""
    found: dict[int, Answering] = {}
    for one in officers(cursor, on=on):
        state = one.state(on)
        if state == "answers":
            found[one.staff_id] = Answering(one.staff_id, one.name)
        elif state == "away" and (absence := one.away(on)) and absence.deputy_id:
            found.setdefault(absence.deputy_id, Answering(absence.deputy_id, absence.deputy, one.name))
    return list(found.values())


def must_answer(
    cursor: CursorWrapper, staff_id: int | None, *, now: datetime, wrote: bool = False, officer_needed: bool = False
) -> None:
    """Pass if somebody may answer for something today. ``staff_id`` is None of a program.

    ``wrote``: they wrote it themselves, which bars them where an officer is needed.

    Raises:
        NotAnswering: they may not, with why and who may.
    """
    on = today(cursor, now)
    here = answering(cursor, on=on)
    others = tuple(one.name for one in here if one.staff_id != staff_id)
    if officer_needed and staff_id is None:
        raise NotAnswering("by-program", who=others)
    if officer_needed and wrote:
        raise NotAnswering("own", who=others)
    if any(one.staff_id == staff_id for one in here):
        return
    if appointed := next((one for one in officers(cursor, on=on) if one.staff_id == staff_id), None):
        state = appointed.state(on)
        absence = appointed.away(on)
        day = {"lapsed": appointed.valid_until, "not-yet": appointed.valid_from}.get(state)
        raise NotAnswering("absent" if absence else state, who=others, day=absence.to_day if absence else day)
    if officer_needed:
        raise NotAnswering("no-officer", who=others)


def today(cursor: CursorWrapper, now: datetime) -> date:
    """The day it is where the organisation is at home."""
    cursor.execute("SELECT home_country FROM organisation WHERE id = current_organisation()")
    return now.astimezone(pack_for(cursor.fetchone()[0]).timezone).date()


def four_eyes(cursor: CursorWrapper) -> bool:
    """Whether the organisation asks for an officer's approval of what somebody else wrote."""
    cursor.execute("SELECT four_eyes FROM organisation WHERE id = current_organisation()")
    return bool(cursor.fetchone()[0])


def appoint(
    cursor: CursorWrapper,
    membership_id: int,
    *,
    authorisation: str,
    number: str,
    valid_from: date,
    valid_until: date,
    by: str,
    now: datetime,
) -> None:
    """Appoint a member whose role may approve. A renewed authorisation is a new appointment in place of the old.

    Raises:
        NoSuchMember: nobody with that role.
        AppointmentRefused: something that was said can't be.
    """
    member = _approver(cursor, membership_id)
    if not authorisation.strip():
        raise AppointmentRefused("authorisation", "empty")
    if valid_until < valid_from:
        raise AppointmentRefused("valid_until", "order")
    _end(cursor, "staff_id", member.staff_id, by=by, now=now)
    cursor.execute(
        "INSERT INTO officer (organisation_id, staff_id, name, authorisation, number, valid_from, valid_until, "
        "appointed_by, appointed_at) VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [member.staff_id, _name(member), authorisation.strip(), number.strip(), valid_from, valid_until, by, now],
    )
    (officer_id,) = cursor.fetchone()
    audit(cursor, actor=by, act="officer.appointed", subject=str(officer_id), until=valid_until.isoformat())


def end_appointment(cursor: CursorWrapper, officer_id: int, *, by: str, now: datetime) -> None:
    """End an appointment. What was approved under it stays.

    Raises:
        NoSuchOfficer: nobody.
    """
    if not _end(cursor, "id", officer_id, by=by, now=now):
        raise NoSuchOfficer(officer_id)
    audit(cursor, actor=by, act="officer.ended", subject=str(officer_id))


def note_absence(
    cursor: CursorWrapper,
    officer_id: int,
    *,
    from_day: date,
    to_day: date,
    deputy: int | None,
    by: str,
    now: datetime,
) -> None:
    """Note when an officer is away, and which member (by membership) answers instead; None: nobody does.

    Raises:
        NoSuchOfficer: nobody.
        NoSuchMember: no deputy with a role that may approve.
        AppointmentRefused: the last day comes before the first, or somebody would stand in for themselves.
    """
    if to_day < from_day:
        raise AppointmentRefused("to_day", "order")
    officer = next((one for one in officers(cursor, on=from_day) if one.id == officer_id), None)
    if officer is None:
        raise NoSuchOfficer(officer_id)
    member = _approver(cursor, deputy) if deputy else None
    if member and member.staff_id == officer.staff_id:
        raise AppointmentRefused("deputy", "taken")
    cursor.execute(
        "INSERT INTO officer_absence (organisation_id, officer_id, from_day, to_day, deputy_id, deputy, noted_by, "
        "noted_at) VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s)",
        [
            officer_id,
            from_day,
            to_day,
            member.staff_id if member else None,
            _name(member) if member else "",
            by,
            now,
        ],
    )
    audit(cursor, actor=by, act="officer.away", subject=str(officer_id), until=to_day.isoformat())


def cancel_absence(cursor: CursorWrapper, absence_id: int, *, by: str, now: datetime) -> None:
    """They are here after all.

    Raises:
        NoSuchOfficer: there is no such absence.
    """
    cursor.execute(
        "UPDATE officer_absence SET cancelled_at = %s WHERE organisation_id = current_organisation() AND id = %s "
        "AND cancelled_at IS NULL RETURNING officer_id",
        [now, absence_id],
    )
    row = cursor.fetchone()
    if row is None:
        raise NoSuchOfficer(absence_id)
    audit(cursor, actor=by, act="officer.back", subject=str(row[0]))


@dataclass(frozen=True, slots=True)
class Approved:
    """Something that somebody answered for: the act as the audit trail names it, and its id."""

    act: str
    subject: str
    at: datetime


def approved_by(cursor: CursorWrapper, staff_id: int, *, limit: int = 20) -> list[Approved]:
    """What somebody has answered for, the latest first."""
    cursor.execute(
        "SELECT act, subject, at FROM audit_entry WHERE organisation_id = current_organisation() "
        "AND act = ANY(%s) AND detail->'staff' = to_jsonb(%s::bigint) ORDER BY id DESC LIMIT %s",
        [list(ANSWERED), staff_id, limit],
    )
    return [Approved(*row) for row in cursor.fetchall()]


ANSWERED = ("campaign.approved", "advice.replied", "text.is-service", "text.is-advertising")
"""The acts by which somebody answers for something; each names its ``staff``."""


def _approver(cursor: CursorWrapper, membership_id: int) -> Membership:
    cursor.execute("SELECT current_organisation()")
    member = (
        Membership.objects.select_related("staff")
        .filter(organisation_id=cursor.fetchone()[0], pk=membership_id, role__in=who_may("approve"))
        .first()
    )
    if member is None:
        raise NoSuchMember(membership_id)
    return member


def _name(member: Membership) -> str:
    return member.staff.name or member.staff.email


def _end(cursor: CursorWrapper, column: str, value: int, *, by: str, now: datetime) -> int:
    cursor.execute(
        f"UPDATE officer SET ended_at = %s, ended_by = %s "  # noqa: S608
        f"WHERE organisation_id = current_organisation() AND {column} = %s AND ended_at IS NULL",
        [now, by, value],
    )
    return int(cursor.rowcount)
