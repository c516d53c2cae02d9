"""Retention as it runs: kind by kind, in small transactions, so that it holds no lock for long and can be stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import acting_for, audit
from samtycke.rights.retention.kinds import timed
from samtycke.rights.retention.periods import InForce, periods

AT_ONCE = 500
"""So many rows go in one transaction; between two, anybody may stop it."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What went of a kind in a run: by which period, what was older than which instant, how many."""

    kind: str
    period: str
    before: datetime
    gone: int


@dataclass(frozen=True, slots=True)
class Run:
    """A run: who began it (nobody: the program itself, at night), and what went. States: ``running``, ``stopping``,
    ``done``, ``stopped``.
    """

    id: int
    state: str
    by: str
    started_at: datetime
    finished_at: datetime | None
    gone: tuple[Gone, ...]

    @property
    def total(self) -> int:
        """How many went in all."""
        return sum(one.gone for one in self.gone)


def run_retention(organisation_id: int, *, by: str, house: bool, now: datetime) -> int:
    """Let go of everything whose time is out, and write down what went. Returns the run.

    One that a crash cut short is taken up again: what went is gone and counted, the rest follows.

    Args:
        by: who began it; empty for the program itself.
        house: whether this is the organisation that also lets go of what belongs to none.
    """
    with acting_for(organisation_id) as cursor:
        run_id = _begin(cursor, by=by, now=now)
        kinds = [one for one in periods(cursor).values() if house or not one.policy.of_house]
    for one in kinds:
        if not _run_kind(organisation_id, run_id, one, now):
            break
    with acting_for(organisation_id) as cursor:
        cursor.execute(
            "UPDATE retention_run SET state = CASE state WHEN 'stopping' THEN 'stopped' ELSE 'done' END, "
            "finished_at = clock_timestamp() WHERE organisation_id = current_organisation() AND id = %s",
            [run_id],
        )
    return run_id


def stop_retention(cursor: CursorWrapper, *, by: str) -> bool:
    """Ask a run to stop after the batch it is at. Returns whether one ran."""
    cursor.execute(
        "UPDATE retention_run SET state = 'stopping' "
        "WHERE organisation_id = current_organisation() AND state = 'running'"
    )
    stopped = bool(cursor.rowcount)
    if stopped:
        audit(cursor, actor=by, act="retention.stop")
    return stopped


def runs(cursor: CursorWrapper, *, limit: int = 20) -> list[Run]:
    """The latest runs, the newest first, with what went in each."""
    cursor.execute(
        "SELECT id, state, by, started_at, finished_at FROM retention_run "
        "WHERE organisation_id = current_organisation() ORDER BY id DESC LIMIT %s",
        [limit],
    )
    found = cursor.fetchall()
    cursor.execute(
        "SELECT run_id, kind, period, before, gone FROM retention_gone "
        "WHERE organisation_id = current_organisation() AND run_id = ANY(%s) ORDER BY run_id, gone DESC, kind",
        [[row[0] for row in found]],
    )
    gone: dict[int, list[Gone]] = {}
    for run_id, *rest in cursor.fetchall():
        gone.setdefault(run_id, []).append(Gone(*rest))
    return [
        Run(id_, state, by, started, finished, tuple(gone.get(id_, ()))) for id_, state, by, started, finished in found
    ]


def _begin(cursor: CursorWrapper, *, by: str, now: datetime) -> int:
    cursor.execute(
        "SELECT id FROM retention_run WHERE organisation_id = current_organisation() "
        "AND state IN ('running', 'stopping') ORDER BY id DESC LIMIT 1"
    )
    if row := cursor.fetchone():
        return int(row[0])
    cursor.execute(
        "INSERT INTO retention_run (organisation_id, state, by, started_at) "
        "VALUES (current_organisation(), 'running', %s, %s) RETURNING id",
        [by, now],
    )
    run_id = int(cursor.fetchone()[0])
    if by:
        audit(cursor, actor=by, act="retention.run", subject=str(run_id))
    return run_id


def _run_kind(organisation_id: int, run_id: int, one: InForce, now: datetime) -> bool:
    """Run one kind to its end. Returns False when somebody has said stop."""
    if one.period is None:
        return True
    before = one.period.before(now)
    for _kept, let_go in timed(one.policy.kind):
        more = True
        while more:
            with acting_for(organisation_id) as cursor:
                if not _runs(cursor, run_id):
                    return False
                gone = let_go(cursor, before, now, AT_ONCE)
                if gone:
                    _count(cursor, run_id, Gone(one.policy.kind, str(one.period), before, gone))
                # A batch that came back short has met what somebody holds: that waits for tomorrow.
                more = gone >= AT_ONCE
    return True


def _runs(cursor: CursorWrapper, run_id: int) -> bool:
    cursor.execute(
        "SELECT state FROM retention_run WHERE organisation_id = current_organisation() AND id = %s", [run_id]
    )
    return bool(cursor.fetchone()[0] == "running")


def _count(cursor: CursorWrapper, run_id: int, went: Gone) -> None:
    cursor.execute(
        "INSERT INTO retention_gone AS g (organisation_id, run_id, kind, period, before, gone) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s) ON CONFLICT (organisation_id, run_id, kind) "
        "DO UPDATE SET gone = g.gone + excluded.gone",
        [run_id, went.kind, went.period, went.before, went.gone],
    )
