"""Which goods are similar is asked as a text leaves: a judgement that has been taken back sends nobody anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from samtycke.gate.door import take_up_similar
from samtycke.gate.tests.scene import OFFER, bought, campaign, people, states, take
from samtycke.organisations.door import acting_for, declare_similar, end_similar, similarities


def now() -> datetime:
    return datetime.now(UTC)


def test_a_judgement_reaches_those_who_bought_the_other_and_its_end_what_waits_for_them(organisation):
    people(organisation, bought(1, category="bags"), bought(2, category="boots"))
    with acting_for(organisation.pk) as cursor:
        declare_similar(cursor, "bags", "shoes", reason="Väskorna säljs till skorna.", by="Alice", now=now())
    campaign(organisation)
    assert states(organisation) == {"planned": 2}
    with acting_for(organisation.pk) as cursor:
        assert end_similar(cursor, "shoes", "bags", by="Alice", now=now())
        assert take_up_similar(cursor) == 1
    assert len(take(organisation).messages) == 1
    assert states(organisation) == {"leased": 1, "withheld": 1}


def test_what_is_of_other_goods_waits_as_it_was(organisation):
    people(organisation, bought(1, category="insurance"))
    campaign(organisation, spec=replace(OFFER, categories=("insurance",)))
    with acting_for(organisation.pk) as cursor:
        end_similar(cursor, "shoes", "boots", by="Alice", now=now())
        assert take_up_similar(cursor) == 0
    assert len(take(organisation).messages) == 1


def test_a_judgement_that_ended_stays_as_the_reason_of_what_was_sent_and_can_be_made_anew(organisation):
    with acting_for(organisation.pk) as cursor:
        assert [(one.category, one.similar_to) for one in similarities(cursor)] == [("shoes", "boots")]
        assert end_similar(cursor, "boots", "shoes", by="Alice", now=now())
        assert not end_similar(cursor, "boots", "shoes", by="Alice", now=now())
        assert similarities(cursor) == []
        declare_similar(cursor, "boots", "shoes", reason="Skodon båda två.", by="Bob", now=now())
        declare_similar(cursor, "shoes", "boots", reason="En gång till.", by="Bob", now=now())
        (one,) = similarities(cursor)
        assert (one.by, one.reason, one.other("boots")) == ("Bob", "Skodon båda två.", "shoes")
        cursor.execute("SELECT declared_by, ended_by FROM similar_category ORDER BY declared_at")
        assert cursor.fetchall() == [("Karin Berg", "Alice"), ("Bob", None)]
