"""Promise 3: every marketing text carries a way out, in the recipient's language; the sender cannot remove it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samtycke.gate.door import EVERYBODY, Spec, draft_envelope, preview, send
from samtycke.gate.tests.scene import OFFER, campaign, number, people, take, yes
from samtycke.organisations.door import acting_for
from samtycke.sms import segment

WAY_OUT = "Avsluta: STOPP till 71000"


def now() -> datetime:
    return datetime.now(UTC)


def offer(body: str) -> Spec:
    return Spec("marketing", "offers", body, ("shoes",))


@pytest.mark.parametrize(
    "body",
    [
        "Rea!",
        "Rea!\n",
        "Svara STOPP så slipper du",
        f"Rea! {WAY_OUT[:-1]}",
        "Hej {{name|du}}, rea!",
        "€" * 80,
        "🥾" * 40,
    ],
)
def test_a_marketing_text_ends_with_its_way_out_once(organisation, body):
    people(organisation, yes(1))
    campaign(organisation, spec=offer(body))
    (message,) = take(organisation).messages
    assert message.text.endswith(f"\n{WAY_OUT}")
    assert message.text.count(WAY_OUT) == 1
    assert "".join(message.parts) == message.text


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_whatever_is_written_the_way_out_stands_last_and_is_counted(organisation, body):
    with acting_for(organisation.pk) as cursor:
        text = draft_envelope(cursor, offer(body)).text(body, "SE")
    assert text.endswith(WAY_OUT)
    assert segment(text).parts[-1].endswith(WAY_OUT[-1])


def test_the_way_out_is_priced(organisation):
    """A text that fits alone and does not with its way out costs two parts, and the preview says so."""
    people(organisation, yes(1))
    with acting_for(organisation.pk) as cursor:
        seen = preview(cursor, draft_envelope(cursor, offer("a" * 150)), EVERYBODY, now=now())
    assert (seen.price.segments, seen.price.cost) == (2, 80)


def test_a_service_text_has_none(organisation):
    with acting_for(organisation.pk) as cursor:
        send(cursor, Spec("service", "orders", "Dina skor är framme"), number(1), now=now())
    (message,) = take(organisation, lane="phone/service").messages
    assert message.text == "Dina skor är framme"


def test_a_text_that_the_way_out_makes_too_long_is_refused_and_never_cut(organisation):
    people(organisation, yes(1, attributes={"name": "x" * 1000}))
    campaign(organisation, spec=offer("Hej {{name}}"))
    assert take(organisation).messages == ()
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT state, carrier_code FROM message")
        assert cursor.fetchall() == [("failed", "too-long")]


def test_a_single_text_has_it_too(organisation):
    people(organisation, yes(1))
    with acting_for(organisation.pk) as cursor:
        send(cursor, OFFER, number(1), now=now())
    (message,) = take(organisation, lane="phone/marketing").messages
    assert message.text == f"{OFFER.body}\n{WAY_OUT}"
