"""`samtycke bench forecast`: reach on each day of a year, by two sets of rules, beside the bare join of its facts."""

from __future__ import annotations

from datetime import UTC, datetime

from samtycke.gate.door import YEAR, Forecast, Reach, WhatIf, draft_envelope, forecast
from samtycke.ops.bench.preview import SPEC, join
from samtycke.ops.bench.report import Measured, in_turn, timed
from samtycke.ops.bench.town import a_town
from samtycke.organisations.door import Organisation, acting_for

TARGET = 3.0
_SHORTER = WhatIf(settings={"customer_months": 6})
_STRICTEST = WhatIf(settings={"customer_months": 6, "consent_months": 24}, also_law="DE")


def measure(size: int) -> Measured:
    """Both warm, the best of three each, in turn."""
    now = datetime.now(UTC)
    with a_town(size, now=now) as organisation:
        (floor, _), (program, shown) = in_turn(
            lambda: join(organisation), lambda: _forecast(organisation, now, _SHORTER)
        )
        strictest, other = timed(lambda: _forecast(organisation, now, _STRICTEST))
    detail = {
        "contacts": shown.contacts,
        "today, in a year": _figures(shown.as_is),
        "by six months": _figures(shown.what_if),
        "by six months, consents of two years, and the law of Germany": _figures(other.what_if),
        "seconds for that": round(strictest, 3),
    }
    return Measured("forecast", size, floor, program, TARGET, detail=detail)


def _figures(reach: Reach | None) -> list[int]:
    return [reach.on(0), reach.on(YEAR)] if reach else []


def _forecast(organisation: Organisation, now: datetime, what_if: WhatIf) -> Forecast:
    with acting_for(organisation.pk) as cursor:
        return forecast(cursor, draft_envelope(cursor, SPEC), now=now, what_if=what_if)
