"""What an organisation sets bites at the next lease, whatever a gateway remembers of what it has decided."""

from __future__ import annotations

from datetime import UTC, datetime

from samtycke.gate.door import Verdicts, enlist, lease
from samtycke.gate.tests.scene import bought, campaign, people, states
from samtycke.organisations.door import acting_for, change_settings


def test_a_saved_change_bites_at_the_next_lease(organisation):
    """Two customers of eight months ago: one has gone when six months become the limit, the other goes nowhere."""
    people(organisation, bought(1, days_ago=240), bought(2, days_ago=240))
    campaign(organisation)
    remembered, gateway = Verdicts(), enlist()

    def take_one():
        with acting_for(organisation.pk) as cursor:
            return lease(cursor, gateway_id=gateway, lane="phone/marketing/1", limit=1, verdicts=remembered)

    assert len(take_one().messages) == 1
    with acting_for(organisation.pk) as cursor:
        tighter = {**organisation.settings, "customer_months": 6}
        change_settings(cursor, tighter, by="Karin Berg", reason="", now=datetime.now(UTC))
    assert take_one().messages == ()
    assert states(organisation) == {"leased": 1, "withheld": 1}
