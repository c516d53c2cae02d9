"""Is the account ready for real people? Each point is done by doing, and read from what the program knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper
from stdnum.se import orgnr

from samtycke.dispatch.door import carriers, health
from samtycke.intake.door import forms
from samtycke.organisations.door import SIMULATOR, Membership, Organisation, Role, answering, controller, senders, today
from samtycke.rights.documents.versions import kept_versions, public_notice
from samtycke.rights.trial import way_out


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that must be in order. ``proof``: what was found; ``at``: when it was done, where that is known."""

    key: str
    done: bool
    proof: str = ""
    at: datetime | None = None


def points(cursor: CursorWrapper, organisation: Organisation, *, secured: bool, now: datetime) -> list[Point]:
    """What must be in order before an account is live, each with what was found.

    ``secured``: whether everybody whose role asks for it has a second step, which the pages know.
    """
    said = controller(cursor)
    named = _answers_for_it(cursor, organisation, said.officer, now)
    agreed = next(iter(kept_versions(cursor, "agreement", limit=1)), None)
    notice = _notice(cursor)
    tried = way_out(cursor)
    real = {name: one for name, one in senders(cursor).items() if one.carrier != SIMULATOR}
    reached = sorted({one.carrier for one in real.values()} & set(carriers()))
    return [
        Point("number", _is_number(said.number, organisation.home_country), said.number),
        Point("controller", not said.missing, ", ".join(filter(None, (said.name, said.email or said.phone)))),
        Point("officer", bool(named), named),
        Point("secured", secured),
        Point("agreement", agreed is not None, agreed.by if agreed else "", agreed.at if agreed else None),
        Point("notice", bool(notice), notice),
        Point("way-out", tried.state == "proven", at=tried.proven_at),
        Point("sender", bool(real), ", ".join(sorted(real))),
        Point("carrier", bool(reached) and health().gateways > 0, ", ".join(reached)),
    ]


def _is_number(number: str, home: str) -> bool:
    """Whether a Swedish organisation number has the right check digit; of other countries, whether there is one."""
    return bool(orgnr.is_valid(number.strip())) if home == "SE" else bool(number.strip())


def _answers_for_it(cursor: CursorWrapper, organisation: Organisation, said: str, now: datetime) -> str:
    officers = [one.name for one in answering(cursor, on=today(cursor, now))]
    guards = [
        one.staff.name
        for one in Membership.objects.select_related("staff").filter(organisation=organisation, role=Role.DPO)
    ]
    return ", ".join([*officers, *guards]) or said


def _notice(cursor: CursorWrapper) -> str:
    """The privacy notice that anyone may read, by who published it; else a form that is open, as each carries it."""
    if (kept := public_notice(cursor)) is not None:
        return kept.by
    return next((form.name for form in forms(cursor) if form.state == "published"), "")
