"""The log of personal-data breaches, with the clock of 72 hours (GDPR 33–34).

Everything that is known later is a new version; none is changed. A breach that needed no notification stands here all
the same: the log is what shows that the law was kept (33(5)).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import audit, keyring

CLOCK = timedelta(hours=72)
RISKS = ("unknown", "unlikely", "risk", "high")
_MOST = 10_000


class BreachRefused(ValueError):
    """It can't be so: ``field`` and ``reason`` (``missing``, ``ahead``, ``before``, ``late``, ``open``)."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason


class NoSuchBreach(LookupError):
    """The organisation has none with this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is written of a breach, in the order article 33(3) asks.

    ``what`` and how it was found; ``people`` and ``data``: whom and what it touches, about how many; ``effects``:
    what may come of it; ``measures``: what has been done and will be. ``risk_why``: how the risk was judged.
    ``late_why``: why the authority was told after 72 hours; ``not_notified_why``: why it need not be told.
    ``people_told_at``: when those it concerns were told (34), else ``people_not_told_why``.
    """

    what: str = ""
    happened: str = ""
    people: str = ""
    data: str = ""
    effects: str = ""
    measures: str = ""
    risk_why: str = ""
    late_why: str = ""
    not_notified_why: str = ""
    people_told_at: str = ""
    people_not_told_why: str = ""


TOLD_FIELDS = tuple(one.name for one in fields(Told))


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A breach as it is known in one version."""

    id: int = 0
    number: int = 0
    aware_at: datetime
    notified_at: datetime | None = None
    risk: str = "unknown"
    closed: bool = False
    told: Told = Told()
    by: str = ""
    at: datetime | None = None

    @property
    def due_at(self) -> datetime:
        """When the authority is to have been told, if it is."""
        return self.aware_at + CLOCK

    @property
    def must_notify(self) -> bool:
        """Whether the authority is to be told: unless a risk is unlikely. What nobody has judged yet counts as one."""
        return self.risk != "unlikely"

    @property
    def must_tell_people(self) -> bool:
        """Whether those it concerns are to be told (GDPR 34(1))."""
        return self.risk == "high"

    @property
    def was_late(self) -> bool:
        """Whether the authority was told after the 72 hours."""
        return self.notified_at is not None and self.notified_at > self.due_at

    def is_overdue(self, now: datetime) -> bool:
        """Whether the clock has run out without a word to the authority."""
        return self.must_notify and self.notified_at is None and now > self.due_at and not self.closed

    def hours_left(self, now: datetime) -> int:
        """Whole hours until the clock runs out; negative after."""
        return int((self.due_at - now).total_seconds() // 3600)

    def lacking(self, now: datetime) -> tuple[str, ...]:
        """What is still to be written or done before it can be closed."""
        told = self.told
        needed = [
            name for name in ("what", "people", "data", "effects", "measures", "risk_why") if not _has(told, name)
        ]
        if self.risk == "unknown":
            needed.insert(0, "risk")
        if self.must_notify and self.notified_at is None:
            needed.append("notified_at")
        if self.was_late and not told.late_why:
            needed.append("late_why")
        if not self.must_notify and not told.not_notified_why:
            needed.append("not_notified_why")
        if self.must_tell_people and not (told.people_told_at or told.people_not_told_why):
            needed.append("people_told_at")
        return tuple(needed)


def write_breach(cursor: CursorWrapper, said: Breach, *, by: str, now: datetime) -> Breach:
    """Begin a breach (``id`` 0), or add what is known now. Returns it as it was kept.

    Raises:
        BreachRefused: it lacks what it must have, or says what can't be.
        NoSuchBreach: the organisation has none with this id.
    """
    _check(said, now)
    if said.id:
        number = _newest(cursor, said.id) + 1
        breach_id = said.id
    else:
        cursor.execute(
            "INSERT INTO breach (organisation_id, created_at) VALUES (current_organisation(), %s) RETURNING id", [now]
        )
        breach_id, number = int(cursor.fetchone()[0]), 1
    told = Told(**{name: text.strip()[:_MOST] for name, text in asdict(said.told).items()})
    kept = replace(said, id=breach_id, number=number, told=told, by=by, at=now)
    clear = json.dumps(asdict(told), ensure_ascii=False)
    cursor.execute(
        "INSERT INTO breach_version "
        "(organisation_id, breach_id, number, aware_at, notified_at, risk, closed, sealed, by, at) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(breach_id, number, kept.aware_at, kept.notified_at, kept.risk, kept.closed),
            *(keyring().seal(clear.encode(), about=about(breach_id)), by, now),
        ],
    )
    audit(cursor, actor=by, act="breach.write", subject=f"{breach_id}/{number}", risk=kept.risk, closed=kept.closed)
    return kept


def breaches(cursor: CursorWrapper) -> list[Breach]:
    """Each as it is known now: those that are open first, the one whose clock runs out soonest first of them."""
    return _read(
        cursor,
        "NOT EXISTS (SELECT FROM breach_version l WHERE l.organisation_id = v.organisation_id "
        "AND l.breach_id = v.breach_id AND l.number > v.number) "
        "ORDER BY v.closed, v.aware_at",
        [],
    )


def breach_versions(cursor: CursorWrapper, breach_id: int) -> list[Breach]:
    """Everything that has been written of one, the newest first.

    Raises:
        NoSuchBreach: the organisation has none with this id.
    """
    found = _read(cursor, "v.breach_id = %s ORDER BY v.number DESC", [breach_id])
    if not found:
        raise NoSuchBreach(breach_id)
    return found


def _check(said: Breach, now: datetime) -> None:
    if not said.told.what.strip():
        raise BreachRefused("what", "missing")
    if said.risk not in RISKS:
        raise BreachRefused("risk", "missing")
    if said.aware_at > now:
        raise BreachRefused("aware_at", "ahead")
    if said.notified_at and said.notified_at > now:
        raise BreachRefused("notified_at", "ahead")
    if said.notified_at and said.notified_at < said.aware_at:
        raise BreachRefused("notified_at", "before")
    if said.was_late and not said.told.late_why.strip():
        raise BreachRefused("late_why", "late")
    if said.closed and (lacking := said.lacking(now)):
        raise BreachRefused(lacking[0], "open")


def _newest(cursor: CursorWrapper, breach_id: int) -> int:
    cursor.execute(
        "SELECT id FROM breach WHERE organisation_id = current_organisation() AND id = %s FOR UPDATE", [breach_id]
    )
    if cursor.fetchone() is None:
        raise NoSuchBreach(breach_id)
    cursor.execute(
        "SELECT max(number) FROM breach_version WHERE organisation_id = current_organisation() AND breach_id = %s",
        [breach_id],
    )
    return int(cursor.fetchone()[0])


def _read(cursor: CursorWrapper, where: str, values: list[int]) -> list[Breach]:
    cursor.execute(
        "SELECT v.breach_id, v.number, v.aware_at, v.notified_at, v.risk, v.closed, v.sealed, v.by, v.at "  # noqa: S608
        f"FROM breach_version v WHERE v.organisation_id = current_organisation() AND {where}",
        values,
    )
    return [
        Breach(
            id=id_,
            number=number,
            aware_at=aware,
            notified_at=notified,
            risk=risk,
            closed=closed,
            told=Told(**json.loads(keyring().open(sealed, about=about(id_)))),
            by=by,
            at=at,
        )
        for id_, number, aware, notified, risk, closed, sealed, by, at in cursor.fetchall()
    ]


def _has(told: Told, name: str) -> bool:
    return bool(getattr(told, name))


def about(breach_id: int) -> bytes:
    """What binds what is written of a breach to it."""
    return b"breach:%d" % breach_id
