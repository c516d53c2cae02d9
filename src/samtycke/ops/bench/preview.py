"""`samtycke bench preview`: an audience previewed, beside the bare join that its facts need."""

from __future__ import annotations

from datetime import UTC, datetime

from samtycke.gate.door import EVERYBODY, Preview, Spec, draft_envelope, preview
from samtycke.ops.bench.report import Measured, in_turn
from samtycke.ops.bench.town import a_town
from samtycke.organisations.door import Organisation, acting_for

SPEC = Spec("marketing", "offers", "Rea på skor till söndag. Välkommen in!", ("shoes",))
TARGET = 1.5

_JOIN = """
SELECT count(*), count(p.method), count(g.customer_on), count(ob.since), count(sb.since), count(pb.since), count(r.sent)
FROM contact c
LEFT JOIN permission p ON p.organisation_id = c.organisation_id AND p.purpose = 'offers' AND p.contact_id = c.id
LEFT JOIN (SELECT contact_id, max(customer_on) AS customer_on FROM customer
           WHERE category = ANY(%s) GROUP BY contact_id) g ON g.contact_id = c.id
LEFT JOIN suppression ob
    ON ob.organisation_id = c.organisation_id AND ob.number_key = c.number_key AND ob.purpose = ''
LEFT JOIN suppression sb
    ON sb.organisation_id = c.organisation_id AND sb.number_key = c.number_key AND sb.purpose = 'offers'
LEFT JOIN platform_suppression pb ON pb.number_key = c.number_key
LEFT JOIN recent_marketing r ON r.organisation_id = c.organisation_id AND r.contact_id = c.id
"""


def measure(size: int) -> Measured:
    """Both warm, the best of three each, in turn."""
    now = datetime.now(UTC)
    with a_town(size, now=now) as organisation:
        (floor, _), (program, shown) = in_turn(lambda: join(organisation), lambda: _preview(organisation, now))
    detail = {
        "recipients": shown.recipients,
        "allowed": shown.count("allow"),
        "held": shown.count("hold"),
        "withheld": shown.count("deny"),
    }
    return Measured("preview", size, floor, program, TARGET, detail=detail)


def join(organisation: Organisation) -> int:
    """The bare join, as fast as this machine can make it."""
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(_JOIN, [["boots", "shoes"]])
        return int(cursor.fetchone()[0])


def _preview(organisation: Organisation, now: datetime) -> Preview:
    with acting_for(organisation.pk) as cursor:
        return preview(cursor, draft_envelope(cursor, SPEC), EVERYBODY, now=now)
