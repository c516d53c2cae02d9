"""For how long an organisation keeps what: shortened freely, lengthened openly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import audit
from samtycke.rights.retention.period import Period, read_period
from samtycke.rights.retention.policies import BY_KIND, POLICIES, Policy


class PeriodRefused(ValueError):
    """A period that can't be. ``reason``: ``unknown``, ``fixed``, ``too-short``, ``too-long`` or ``no-reason``;
    ``right`` is what would be. Nothing was saved.
    """

    def __init__(self, kind: str, reason: str, right: Period | None = None) -> None:
        super().__init__(kind, reason)
        self.kind, self.reason, self.right = kind, reason, right


@dataclass(frozen=True, slots=True)
class PeriodChange:
    """A period as it was set: by whom and why."""

    kind: str
    was: Period
    became: Period
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy and the period that holds; ``set_by`` is who changed it last, if anybody has."""

    policy: Policy
    period: Period | None
    changed: PeriodChange | None

    @property
    def longer(self) -> bool:
        """Whether it is kept longer than the program's own answer."""
        own = self.policy.period
        return own is not None and self.period is not None and self.period.days > own.days


def periods(cursor: CursorWrapper) -> dict[str, InForce]:
    """Every kind by name, in the order they are read."""
    cursor.execute(
        "SELECT DISTINCT ON (kind) kind, was, became, by, reason, at FROM retention_period "
        "WHERE organisation_id = current_organisation() ORDER BY kind, id DESC"
    )
    newest = {row[0]: _change(row) for row in cursor.fetchall()}
    return {policy.kind: _in_force(policy, newest.get(policy.kind)) for policy in POLICIES}


def _in_force(policy: Policy, changed: PeriodChange | None) -> InForce:
    if changed is None or policy.fixed or policy.period is None:
        return InForce(policy, policy.period, None)
    return InForce(policy, changed.became, changed)


def change_period(
    cursor: CursorWrapper, kind: str, period: Period, *, by: str, reason: str, now: datetime
) -> PeriodChange | None:
    """Keep a kind for another time from now on. None where it was so already.

    Raises:
        PeriodRefused: it can't be moved, or not so far, or it becomes longer than our own without a reason.
    """
    policy = BY_KIND.get(kind)
    if policy is None:
        raise PeriodRefused(kind, "unknown")
    if policy.fixed or policy.period is None:
        raise PeriodRefused(kind, "fixed", policy.period)
    if period.days < policy.least.days:
        raise PeriodRefused(kind, "too-short", policy.least)
    if period.days > policy.longest.days:
        raise PeriodRefused(kind, "too-long", policy.longest)
    if period.days > policy.period.days and not (reason.strip() and by.strip()):
        raise PeriodRefused(kind, "no-reason", policy.period)
    was = periods(cursor)[kind].period or policy.period
    if was == period:
        return None
    change = PeriodChange(kind, was, period, by, reason.strip(), now)
    cursor.execute(
        "INSERT INTO retention_period (organisation_id, kind, was, became, by, reason, at) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s)",
        [kind, str(was), str(period), by, change.reason, now],
    )
    audit(
        cursor, actor=by, act="retention.change", subject=kind, was=str(was), became=str(period), reason=change.reason
    )
    return change


def period_changes(cursor: CursorWrapper, *, limit: int = 50) -> list[PeriodChange]:
    """What has been changed, the newest first."""
    cursor.execute(
        "SELECT kind, was, became, by, reason, at FROM retention_period "
        "WHERE organisation_id = current_organisation() ORDER BY id DESC LIMIT %s",
        [limit],
    )
    return [_change(row) for row in cursor.fetchall()]


def _change(row: tuple[str, str, str, str, str, datetime]) -> PeriodChange:
    kind, was, became, by, reason, at = row
    return PeriodChange(kind, read_period(was), read_period(became), by, reason, at)
